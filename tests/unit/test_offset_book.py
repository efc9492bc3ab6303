"""The books of a partition never let a record that is not done be committed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.offset_book import OffsetBook


def test_nothing_is_done_at_the_start() -> None:
    """The offset that reading starts at is the one to commit."""
    assert OffsetBook(7).settle(set()) == 7


def test_a_record_in_the_middle_that_is_not_done_holds_the_commit() -> None:
    """Later ones wait for it, however many they are."""
    book = OffsetBook(0)
    for offset in range(5):
        book.hand_over(offset)

    assert book.settle({0, 2, 3, 4}) == 1
    assert book.settle({1, 2, 3, 4}) == 5


def test_a_hole_counts_as_done_but_the_record_behind_it_does_not() -> None:
    """Faust counts both, and so commits a record that is still being processed."""
    book = OffsetBook(10)
    book.hand_over(20)

    assert book.settle(set()) == 20
    assert book.settle({20}) == 21


def test_a_record_is_handed_over_once() -> None:
    """Books that run backwards would commit anything."""
    book = OffsetBook(0)
    book.hand_over(3)

    with pytest.raises(ValueError, match="offset 3 was handed over before"):
        book.hand_over(3)


@settings(derandomize=True, max_examples=200)
@given(steps=st.lists(st.integers(1, 4), max_size=30), start=st.integers(0, 3), data=st.data())
def test_the_commit_is_the_first_record_that_is_not_done(
    steps: list[int], start: int, data: st.DataObject
) -> None:
    """Whatever the holes and the order of processing: as far as possible, and never further."""
    offsets = [start + sum(steps[: index + 1]) - 1 for index in range(len(steps))]
    book = OffsetBook(start)
    for offset in offsets:
        book.hand_over(offset)
    order = data.draw(st.permutations(offsets))

    processed: set[int] = set()
    for offset in order:
        processed.add(offset)
        unfinished = [each for each in offsets if each not in processed]
        expected = unfinished[0] if unfinished else book.next
        assert book.settle(processed) == expected
