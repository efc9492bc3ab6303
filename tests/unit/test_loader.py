"""The loader: which rows are believed, and in which order stories are given up."""

from collections.abc import Iterable, Mapping
from typing import Any

from agents.deduplication.loader import Loader
from agents.deduplication.rows import Move, ReportRow, StoryRow, report_key, story_key
from agents.deduplication.story_book import StoryBook
from streams.publisher_families import shipped_families
from streams.story import Match, StoryStatus
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


def a_report(offset: int, story_id: str, **rest: Mapping[str, Any]) -> ReportRow:
    """Make the row of a report in a story."""
    return ReportRow(
        offset=offset,
        order=offset,
        arrived=5.0,
        story_id=story_id,
        language="en",
        version=1,
        withdrawn=False,
        signature=b"",
        member=b"",
        **rest,
    )


def loaded(rows: Iterable[tuple[bytes, bytes]]) -> StoryBook:
    """Load rows into a book."""
    book = a_book()
    Loader(book).load(rows, lambda _: None, lambda reports, _: list(reports).clear())
    return book


def test_a_row_of_a_storys_former_life_is_not_believed() -> None:
    """A report that was moved tells for ever how the story stood that it left."""
    moved = a_report(9, "other", stories={"other": a_story(2, 5.0), "again": a_story(7, 1.0)})
    rows = [
        (report_key("moved"), moved.to_bytes()),
        (story_key("again"), a_story(1, 8.0).to_bytes()),
    ]
    for order in (rows, rows[::-1]):
        assert loaded(order).next_version("again") == 2


def test_a_story_that_was_removed_for_good_is_not_known_by_a_report_that_had_left_it() -> None:
    """Else it would come back at every restart, without reports, to be removed again."""
    moved = a_report(9, "other", stories={"other": a_story(2, 5.0), "gone": a_story(7, 1.0)})

    book = loaded([(report_key("moved"), moved.to_bytes())])

    assert "other" in book
    assert "gone" not in book


def test_a_move_that_a_crash_cut_off_is_told_as_made() -> None:
    """The row of the article that came says it; one that was made, or undone since, stays."""
    to_new = {name: Move("new", 2, Match(score=0.7)) for name in ("behind", "made", "undone")}
    stories = {"new": a_story(2, 5.0), "old": a_story(4, 1.0)}
    rows = {
        "came": a_report(9, "new", stories=stories, moves=to_new),
        "founder": a_report(1, "old"),
        "behind": a_report(2, "old"),
        "made": a_report(9, "new", stories=stories),
        "undone": a_report(11, "old", stories=stories),
    }

    book = loaded((report_key(name), row.to_bytes()) for name, row in rows.items())

    assert book.members("old") == ("founder", "undone")
    assert set(book.members("new")) == {"behind", "came", "made"}


def test_merged_stories_are_given_up_before_what_they_point_to() -> None:
    """After a crash in between, no pointer may lead nowhere."""
    book = a_book()
    for name, into in (("a", None), ("b", "a"), ("c", "b"), ("d", None)):
        book.load_story(name, a_story(1, 1.0, into))
    book.load_reports([])

    assert book.silent_since(2.0)[:2] == ["c", "b"]
