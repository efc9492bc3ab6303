"""Read a partition's rows into the book of stories and the clusterer's memory."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from agents.deduplication.merging.extract import EXTRACT_VERSION
from agents.deduplication.open_stories import RememberedReport
from agents.deduplication.rows import (
    CLOCK_KEY,
    ClockRow,
    CutOff,
    Move,
    StoryRow,
    article_id_of,
    report_key,
    report_parts,
    story_facts,
    story_id_of,
)
from agents.deduplication.signature import SIGNATURE_VERSION
from agents.deduplication.story_book import StoryBook
from streams.record import SCHEMA_VERSION

LAYOUT: Final = {
    "extract": EXTRACT_VERSION,
    "schema": SCHEMA_VERSION,
    "signature": SIGNATURE_VERSION,
}
"""What rows are made of: another version of any of these cannot be compared with today's.

The language pipeline is not among them: reports read by different pipelines can stand in one story,
and each says in its own row which pipeline read it.
"""

ChangedSince = Callable[[int], list[bytes]]
"""Gives the keys of the reports' rows that an event or a later one changed, the oldest first."""


class Loader:
    """Reads a partition's rows into the book and the clusterer's memory."""

    def __init__(self, book: StoryBook) -> None:
        self._book = book
        self._reports: list[tuple[str, RememberedReport]] = []
        self._withdrawn: list[tuple[str, str]] = []
        self._stories: dict[str, dict[str, Any]] = {}
        self._own_rows: set[str] = set()
        """Stories that have rows of their own."""
        self._changes: list[tuple[int, bytes]] = []
        self._moves: list[CutOff] = []
        self._clock: ClockRow | None = None

    def load(
        self,
        rows: Iterable[tuple[bytes, bytes]],
        progress: Callable[[int], None],
        remember: Callable[[Iterable[tuple[str, RememberedReport]], ClockRow | None], None],
    ) -> ChangedSince:
        """Read all rows.

        Raises:
            StateMismatch: if rows were written by another version.
        """
        for number, (key, raw) in enumerate(rows, 1):
            self._read(key, raw)
            if number % 10_000 == 0:
                progress(number)
        cut_off = self._cut_off()
        standing_stories = self._standing_stories()
        for story_id, facts in self._stories.items():
            if story_id in standing_stories or facts["merged_into"] is not None:
                self._book.load_story(story_id, StoryRow.from_facts(facts))
        self._reports.sort(key=lambda each: (each[1].order, each[1].article_id))
        standing = ((report.article_id, report.story_id) for _, report in self._reports)
        self._book.load_reports(standing, self._withdrawn, cut_off)
        remember(map(self._in_its_story, self._reports), self._clock)
        changes = sorted(self._changes)
        return lambda offset: [key for at, key in changes if at >= offset]

    def _read(self, key: bytes, raw: bytes) -> None:
        article_id, story_id = article_id_of(key), story_id_of(key)
        if article_id is not None:
            self._read_report(key, article_id, raw)
        elif story_id is not None:
            self._own_rows.add(story_id)
            self._newest(story_id, story_facts(raw))
        elif key == CLOCK_KEY:
            self._clock = ClockRow.from_bytes(raw, LAYOUT)

    def _read_report(self, key: bytes, article_id: str, raw: bytes) -> None:
        # Not a ReportRow each: of a hundred thousand rows only these parts are needed.
        facts, signature, _ = report_parts(raw)
        self._changes.append((facts["offset"], key))
        for story_id, story in facts["stories"].items():
            self._newest(story_id, story)
        if facts["moves"]:
            stories = {name: StoryRow.from_facts(row) for name, row in facts["stories"].items()}
            for moved, move in facts["moves"].items():
                self._moves.append(CutOff(moved, Move.from_facts(move), facts["offset"], stories))
        story_id = facts["story_id"]
        if facts["withdrawn"]:
            self._withdrawn.append((article_id, story_id))
        else:
            order, arrived = facts["order"], facts["arrived"]
            report = RememberedReport(article_id, signature, story_id, order, arrived)
            self._reports.append((facts["language"], report))

    def _cut_off(self) -> list[CutOff]:
        """Give the moves that a crash kept from the moved reports' rows; tell these as moved."""
        if not self._moves:
            return []
        changed = {key: at for at, key in self._changes}
        cut_off = [
            moved
            for moved in self._moves
            if changed.get(report_key(moved.article_id), moved.offset) < moved.offset
        ]
        goal = {moved.article_id: moved.move.story_id for moved in cut_off}
        self._reports = [
            (language, report._replace(story_id=goal.get(report.article_id, report.story_id)))
            for language, report in self._reports
        ]
        return cut_off

    def _standing_stories(self) -> set[str]:
        """Give the stories that have a row or reports, whatever they were merged into included.

        Of others, which were removed for good, rows of reports may tell that left them before.
        """
        found = self._own_rows | {report.story_id for _, report in self._reports}
        found.update(story_id for _, story_id in self._withdrawn)
        for story_id in tuple(found):
            into = self._stories[story_id]["merged_into"]
            while into is not None:
                found.add(into)
                into = self._stories[into]["merged_into"]
        return found

    def _newest(self, story_id: str, facts: dict[str, Any]) -> None:
        """Believe the newest of a story's rows: some are copies in reports' rows.

        Of a story that was removed for good, and opened anew when its first report came again,
        the row of a report that it had lost to another story may still tell of its former life.
        """
        known = self._stories.get(story_id)
        if known is None or _newness(facts) > _newness(known):
            self._stories[story_id] = facts

    def _in_its_story(self, each: tuple[str, RememberedReport]) -> tuple[str, RememberedReport]:
        """Follow merges: a row still names the story that its report joined."""
        language, report = each
        story_id = self._book.resolve(report.story_id)
        return (
            each if story_id == report.story_id else (language, report._replace(story_id=story_id))
        )


def _newness(facts: Mapping[str, Any]) -> tuple[float, int, int]:
    return facts["opened"], facts["version"], facts["offset"]
