"""The inverted index ranks exactly the live rows that were posted."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.deduplication import candidates
from agents.deduplication.candidates import Sought, TermIndex
from agents.deduplication.terms import BUCKETS

_POSTED = st.lists(st.lists(st.integers(1, 40), unique=True, max_size=6), max_size=700)
_WANTED = st.lists(st.integers(1, 45), unique=True, max_size=8)
_ALL = 10_000


def _sought(buckets: list[int], common: int = 0, latest: int = 0) -> Sought:
    """Look up buckets of which each is worth twice the next: a row's sum tells which it has."""
    gains = 2.0 ** -np.arange(len(buckets))
    return Sought(np.array(buckets, np.int32), gains.astype(np.float32), common, latest)


def _posted(posted: list[list[int]]) -> TermIndex:
    index, alive = TermIndex(), np.ones(len(posted) + 1, np.bool_)
    for row, buckets in enumerate(posted):
        index.add(row, np.array(buckets, np.int32), alive)
    return index


def _expected(posted: list[list[int]], sought: Sought, alive: np.ndarray) -> list[int]:
    """Rank by brute force."""
    scores: defaultdict[int, float] = defaultdict(float)
    rare = len(sought.buckets) - sought.common
    for at, bucket in enumerate(sought.buckets.tolist()):
        rows = [row for row, some in enumerate(posted) if bucket in some and alive[row]]
        for row in rows if at < rare else rows[-sought.latest :]:
            scores[row] += float(sought.gains[at])
    return sorted(scores, key=lambda row: (-scores[row], row))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(_POSTED, _WANTED, st.integers(2, 7), st.integers(1, 60))
def test_look_ups_agree_with_brute_force(
    posted: list[list[int]], wanted: list[int], every: int, most: int
) -> None:
    """Every live row with a wanted bucket gains by each, dead rows are passed over."""
    index, alive = TermIndex(), np.ones(len(posted) + 1, np.bool_)
    for row, buckets in enumerate(posted):
        index.add(row, np.array(buckets, np.int32), alive)
        alive[row] = row % every > 0
    sought = _sought(wanted)

    rows, found = index.best(sought, alive, most)

    expected = _expected(posted, sought, alive)
    assert rows.tolist() == expected[:most]
    assert found == len(expected)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(_POSTED, _WANTED, st.integers(0, 8), st.integers(1, 5), st.sampled_from([3, 50, 10_000]))
def test_of_common_buckets_only_the_latest_live_rows_are_found(
    posted: list[list[int]], wanted: list[int], common: int, latest: int, every: int
) -> None:
    """The rare buckets before them are found in full all the same, however many rows are dead."""
    index, alive = _posted(posted), np.ones(len(posted) + 1, np.bool_)
    alive[::every] = False
    sought = _sought(wanted, min(common, len(wanted)), latest)

    rows, _ = index.best(sought, alive, _ALL)

    assert rows.tolist() == _expected(posted, sought, alive)


def test_a_look_up_leaves_nothing_behind() -> None:
    """The next one ranks as if it were the first."""
    posted = [[1, 2], [2, 3], [1, 3]]
    index, alive = _posted(posted), np.ones(3, np.bool_)

    first = index.best(_sought([1, 2, 3]), alive, 1)[0].tolist()
    again = index.best(_sought([1, 2, 3]), alive, _ALL)[0].tolist()

    assert first == [0]
    assert again == _expected(posted, _sought([1, 2, 3]), alive) == [0, 2, 1]


def test_of_rows_that_gain_as_much_the_older_come_first() -> None:
    """However many there are, and whichever the index comes upon first."""
    posted = [[7] for _ in range(600)]
    index, alive = _posted(posted), np.ones(601, np.bool_)

    rows, found = index.best(_sought([7]), alive, 5)

    assert rows.tolist() == [0, 1, 2, 3, 4]
    assert found == 600


@pytest.mark.parametrize("shared", [1, 16, 10**6])
def test_how_fine_the_directories_are_changes_no_answer(
    monkeypatch: pytest.MonkeyPatch, shared: int
) -> None:
    """One entry a posting, one for some, one for all."""
    monkeypatch.setattr(candidates, "_RANGE", shared)
    spread = 60_000  # over many ranges of buckets
    buckets = (np.arange(2600).reshape(-1, 2) % 50 + 1) * spread
    alive = np.ones(len(buckets), np.bool_)
    alive[::7] = False
    index = TermIndex()
    index.add_many(0, buckets[:300].astype(np.int32))
    for row in range(300, len(buckets)):
        index.add(row, buckets[row].astype(np.int32), alive)
    sought = _sought([each * spread for each in (3, 9, 50, 51, 7)], 2, 4)

    rows, _ = index.best(sought, alive, _ALL)

    assert rows.tolist() == _expected(buckets.tolist(), sought, alive)


def test_the_first_and_the_last_bucket_are_found() -> None:
    """Ranges of buckets begin and end with them."""
    last = BUCKETS - 1
    index, alive = _posted([[1, last], [last]] * 200), np.ones(401, np.bool_)

    assert index.best(_sought([1]), alive, _ALL)[1] == 200
    assert index.best(_sought([last]), alive, _ALL)[1] == 400


def test_filling_at_once_is_the_same_as_one_by_one() -> None:
    """A recovered index answers like the one that grew, whatever rows are dead."""
    rows = 1000
    posted = [[7, 8 + row % 3] for row in range(rows)]
    grown, filled, alive = _posted(posted), TermIndex(), np.ones(rows, np.bool_)
    filled.add_many(0, np.array([[*some, 0] for some in posted], np.int32))
    alive[990:995] = False

    for sought in (_sought([9, 7]), _sought([9, 7], 1, 8), _sought([5])):
        assert (
            grown.best(sought, alive, 40)[0].tolist() == filled.best(sought, alive, 40)[0].tolist()
        )
    latest, _ = filled.best(_sought([7], 1, 8), alive, _ALL)
    assert latest.tolist() == [987, 988, 989, 995, 996, 997, 998, 999]


def test_an_index_is_filled_at_once_only_when_it_is_empty() -> None:
    """Rows would no longer ascend."""
    index = _posted([[1]])

    with pytest.raises(ValueError, match="empty index"):
        index.add_many(1, np.array([[1]], np.int32))


def test_an_empty_index_finds_nothing() -> None:
    """No postings, no rows; no buckets, no rows."""
    alive = np.ones(1, np.bool_)

    for index in (TermIndex(), _posted([[1]])):
        for sought in (_sought([7]), _sought([7], 1, 3), _sought([])):
            rows, found = index.best(sought, alive, _ALL)
            assert (len(rows), found) == (0, 0)
