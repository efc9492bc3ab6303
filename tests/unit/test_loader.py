"""The loader: which rows are believed, and in which order stories are given up."""

from agents.deduplication.loader import Loader
from agents.deduplication.rows import ReportRow, StoryRow, report_key, story_key
from agents.deduplication.story_book import StoryBook
from streams.publisher_families import shipped_families
from streams.story import StoryStatus
from tests.shards.disk import Disk


def a_book() -> StoryBook:
    """Make a book in which no story stands."""
    return StoryBook(shipped_families(), 900_000, Disk())


def a_story(version: int, opened: float, merged_into: str | None = None) -> StoryRow:
    """Make the row of a story that has been silent since it was opened."""
    return StoryRow(
        offset=version,
        language="en",
        version=version,
        status=StoryStatus.ACTIVE if merged_into is None else StoryStatus.MERGED,
        opened=opened,
        changed=opened,
        last_arrived=opened,
        merged_into=merged_into,
        merged_version=None if merged_into is None else 2,
    )


def test_a_row_of_a_storys_former_life_is_not_believed() -> None:
    """A report that was moved tells for ever how the story stood that it left."""
    moved = ReportRow(
        offset=9,
        order=1,
        arrived=5.0,
        story_id="other",
        language="en",
        version=2,
        withdrawn=False,
        signature=b"",
        member=b"",
        stories={"other": a_story(2, 5.0), "again": a_story(7, 1.0)},
    )
    rows = [
        (report_key("moved"), moved.to_bytes()),
        (story_key("again"), a_story(1, 8.0).to_bytes()),
    ]
    for order in (rows, rows[::-1]):
        book = a_book()
        Loader(book).load(order, lambda _: None, lambda reports, _: list(reports).clear())
        assert book.next_version("again") == 2


def test_merged_stories_are_given_up_before_what_they_point_to() -> None:
    """After a crash in between, no pointer may lead nowhere."""
    book = a_book()
    for name, into in (("a", None), ("b", "a"), ("c", "b"), ("d", None)):
        book.load_story(name, a_story(1, 1.0, into))
    book.load_reports([])

    assert book.silent_since(2.0)[:2] == ["c", "b"]
