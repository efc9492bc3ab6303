"""The inverted index finds exactly the live rows that were posted."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.deduplication.candidates import TermIndex

_POSTED = st.lists(st.lists(st.integers(1, 40), unique=True, max_size=6), max_size=700)


def _found(index: TermIndex, buckets: list[int], alive: np.ndarray) -> set[tuple[int, int]]:
    rows, places = index.rows_with(np.array(buckets, np.int32), alive)
    found = zip(rows.tolist(), places.tolist(), strict=True)
    return {(row, buckets[place]) for row, place in found}


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

    rows, _ = index.rows_with(np.array(wanted, np.int32), alive)

    expected = {
        (row, bucket)
        for row, buckets in enumerate(posted)
        for bucket in buckets
        if bucket in wanted and alive[row]
    }
    assert _found(index, wanted, alive) == expected
    assert len(rows) == len(expected)


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
    rows, places = TermIndex().rows_with(np.array([7], np.int32), np.ones(1, np.bool_))

    assert len(rows) == len(places) == 0


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
