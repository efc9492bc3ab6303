"""The inverted index finds exactly the live rows that were posted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.deduplication import candidates
from agents.deduplication.candidates import POSITION, POSITION_BITS, TermIndex

_POSTED = st.lists(st.lists(st.integers(1, 40), unique=True, max_size=6), max_size=700)


def _found(index: TermIndex, buckets: list[int], alive: np.ndarray) -> set[tuple[int, int]]:
    keys = index.keys_with(np.array(buckets, np.int32), alive).tolist()
    return {(key >> POSITION_BITS, buckets[key & POSITION]) for key in keys}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(_POSTED, st.lists(st.integers(1, 45), unique=True, max_size=8), st.integers(2, 7))
def test_look_ups_agree_with_brute_force(
    posted: list[list[int]], wanted: list[int], every: int
) -> None:
    """Every live posting of a wanted bucket is found once, dead rows are passed over."""
    index, alive = TermIndex(), np.ones(len(posted) + 1, np.bool_)
    for row, buckets in enumerate(posted):
        index.add(row, np.array(buckets, np.int32), alive)
        alive[row] = row % every > 0

    keys = index.keys_with(np.array(wanted, np.int32), alive)

    expected = {
        (row, bucket)
        for row, buckets in enumerate(posted)
        for bucket in buckets
        if bucket in wanted and alive[row]
    }
    assert _found(index, wanted, alive) == expected
    assert len(keys) == len(expected)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    _POSTED,
    st.lists(st.integers(1, 45), unique=True, max_size=8),
    st.integers(0, 8),
    st.integers(1, 5),
    st.sampled_from([3, 50, 10_000]),
)
def test_of_common_buckets_only_the_latest_live_rows_are_found(
    posted: list[list[int]], wanted: list[int], common: int, latest: int, every: int
) -> None:
    """The rare buckets before them are found in full all the same, however many rows are dead."""
    common = min(common, len(wanted))
    index, alive = TermIndex(), np.ones(len(posted) + 1, np.bool_)
    for row, buckets in enumerate(posted):
        index.add(row, np.array(buckets, np.int32), alive)
    alive[::every] = False

    keys = index.keys_with(np.array(wanted, np.int32), alive, common, latest).tolist()

    expected = []
    for position, bucket in enumerate(wanted):
        rows = [row for row, some in enumerate(posted) if bucket in some and alive[row]]
        is_common = position >= len(wanted) - common
        expected += [(row, position) for row in (rows[-latest:] if is_common else rows)]
    assert sorted((key >> POSITION_BITS, key & POSITION) for key in keys) == sorted(expected)


def test_a_directory_of_the_longest_run_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one, and with further runs behind it, look-ups find what they find without."""
    buckets = np.arange(1, 1301, dtype=np.int32).reshape(-1, 2) % 50 + 1
    alive = np.ones(len(buckets), np.bool_)
    alive[::7] = False
    found = []
    for long in (100, 10**6):
        monkeypatch.setattr(candidates, "_LONG", long)
        index = TermIndex()
        index.add_many(0, buckets[:300])
        for row in range(300, len(buckets)):
            index.add(row, buckets[row], alive)
        keys = index.keys_with(np.array([3, 9, 50, 51, 7], np.int32), alive, 2, 4)
        found.append((sorted(keys.tolist()), index.nbytes))

    assert found[0][0] == found[1][0]
    assert found[0][1] > found[1][1]


def test_filling_at_once_is_the_same_as_one_by_one() -> None:
    """A recovered index answers like the one that grew."""
    buckets = np.array([[1, 2, 0], [2, 3, 4], [4, 0, 0]], np.int32)
    alive = np.ones(3, np.bool_)
    grown, filled = TermIndex(), TermIndex()
    for row in range(3):
        grown.add(row, buckets[row][buckets[row] > 0], alive)
    filled.add_many(0, buckets)

    assert _found(filled, [1, 2, 3, 4, 5], alive) == _found(grown, [1, 2, 3, 4, 5], alive)


def test_an_empty_index_finds_nothing() -> None:
    """No postings, no rows; no buckets, no rows."""
    alive = np.ones(1, np.bool_)

    assert len(TermIndex().keys_with(np.array([7], np.int32), alive)) == 0
    assert len(TermIndex().keys_with(np.array([7], np.int32), alive, 1, 3)) == 0


def test_the_latest_rows_do_not_depend_on_how_postings_are_kept() -> None:
    """Grown in many runs or filled at once, dead rows passed over, ascending."""
    rows = 1000
    alive = np.ones(rows, np.bool_)
    grown, filled = TermIndex(), TermIndex()
    for row in range(rows):
        grown.add(row, np.array([7], np.int32), alive)
    filled.add_many(0, np.full((rows, 1), 7, np.int32))
    alive[990:995] = False

    expected = [987, 988, 989, 995, 996, 997, 998, 999]
    assert grown.latest_with(7, 8, alive).tolist() == expected
    assert filled.latest_with(7, 8, alive).tolist() == expected
    assert grown.latest_with(8, 8, alive).tolist() == []
