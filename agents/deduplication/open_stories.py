"""OpenStories: the reports and stories that a shard remembers, as plain data."""

import json
import struct
from bisect import insort
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from agents.deduplication.background import LanguageBackground
from agents.deduplication.candidates import TermIndex
from agents.deduplication.decisions import (
    Bridged,
    Change,
    Closed,
    Forgotten,
    Joined,
    Moved,
    Opened,
    Unchanged,
    Updated,
)
from agents.deduplication.report_columns import ReportColumns
from agents.deduplication.signature import Signature
from agents.deduplication.terms import BUCKETS

INDEXED: Final = 48
"""Heaviest terms of a report by which it is found."""

_SNAPSHOT_VERSION: Final = 1
_HEADER: Final = struct.Struct("<BQQ")
_SLACK: Final = 4096


class ForeignSnapshot(ValueError):
    """A snapshot was written by another version."""


class RememberedReport(NamedTuple):
    """What must be kept of a report to remember it again after a restart.

    ``signature`` is packed, as ``Signature.to_bytes`` gives it. ``order`` grows with every arrival
    in the shard (an offset will do); ``arrived`` is the clock then, in seconds since 1970.
    """

    article_id: str
    signature: bytes
    story_id: str
    order: int
    arrived: float


class OpenStory:
    """A story in memory; ``rows`` ascend, so that the first is the founding report."""

    __slots__ = ("closed", "last_arrived", "rows", "story_id")

    def __init__(self, story_id: str) -> None:
        self.story_id = story_id
        self.rows: list[int] = []
        self.last_arrived = -np.inf
        self.closed = False


class OpenStories:
    """State of one shard: a pure function of its live reports, their order, and what is closed.

    Two states built from the same live reports, one by one or all at once, decide alike for ever.
    """

    def __init__(self, background: LanguageBackground, language: str) -> None:
        self.background = background
        self.language = language
        self.columns = ReportColumns()
        self.index = TermIndex()
        self.row_of: dict[str, int] = {}
        self._article_of: list[str | None] = []
        self._stories: dict[int, OpenStory] = {}
        self._number_of: dict[str, int] = {}
        self._next_number = 0
        self.reports_using = np.zeros(BUCKETS, np.float32)
        self.reports_using[background.buckets] = background.frequencies
        # "No term" is as common as can be, so that it weighs nothing.
        self.reports_using[0] = np.inf

    # Reading

    def __len__(self) -> int:
        """Give the number of remembered reports."""
        return len(self.row_of)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self.row_of

    @property
    def story_ids(self) -> list[str]:
        """Ids of all remembered stories, open or closed, sorted."""
        return sorted(self._number_of)

    @property
    def article_ids(self) -> list[str]:
        """Ids of all remembered reports, sorted."""
        return sorted(self.row_of)

    def signature_of(self, article_id: str) -> Signature:
        """Give a remembered report's signature, without its surfaces."""
        return self.signature_at(self.row_of[article_id])

    def story_of(self, article_id: str) -> str:
        """Give the id of the story that a remembered report is in."""
        return self._stories[int(self.columns.story[self.row_of[article_id]])].story_id

    def digest_of(self, article_id: str) -> bytes:
        """Give the content digest of a remembered report."""
        return bytes(self.columns.digest[self.row_of[article_id]]).ljust(8, b"\0")

    def reports_of(self, story_id: str) -> list[str]:
        """Give the article ids of a story's reports in order of arrival."""
        return [self.article_at(row) for row in self.story(self._number_of[story_id]).rows]

    def holds_story(self, story_id: str) -> bool:
        """Tell whether a story is remembered, open or closed."""
        return story_id in self._number_of

    def is_closed(self, story_id: str) -> bool:
        """Tell whether a remembered story is closed."""
        return self._stories[self._number_of[story_id]].closed

    def story(self, number: int) -> OpenStory:
        """Give a story by its number in the ``story`` column."""
        return self._stories[number]

    def article_at(self, row: int) -> str:
        """Give the article id of a live row."""
        article_id = self._article_of[row]
        assert article_id is not None
        return article_id

    def signature_at(self, row: int) -> Signature:
        """Give the signature of a live row as far as it is remembered: without surfaces."""
        return self.columns.signature_of(row, self.article_at(row), self.language)

    @property
    def log_reports(self) -> np.float32:
        """Logarithm of the number of reports, background and live ones taken together, plus 1."""
        return np.float32(np.log(np.float32(self.background.reports + len(self.row_of) + 1)))

    def postings_of(self, buckets: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
        """Give how many live reports use each bucket's terms."""
        return self.reports_using.take(buckets) - self.background.frequency_of(buckets)

    def silent_stories(self, since: float) -> list[OpenStory]:
        """Give the stories whose last report arrived before a time, the longest silent first."""
        silent = [s for s in self._stories.values() if s.last_arrived < since]
        return sorted(silent, key=lambda s: (s.last_arrived, s.rows[0]))

    # Changing

    def apply(self, change: Change) -> None:
        """Do what a decision says.

        Raises:
            KeyError: if the decision speaks of a report or story that is not remembered.
        """
        match change:
            case Unchanged():
                pass
            case Updated(signature=signature, at=at):
                self._replace(signature, at)
            case Opened(signature=signature, story_id=story_id, at=at):
                self._add(signature, self._open(story_id), at)
            case Joined(signature=signature, story_id=story_id, at=at):
                self._add(signature, self._number_of[story_id], at)
            case Bridged(signature=signature, story_id=story_id, absorbed=absorbed, at=at):
                self._absorb(story_id, absorbed)
                self._add(signature, self._number_of[story_id], at)
            case _:
                self._apply_later(change)

    def _apply_later(self, change: Moved | Closed | Forgotten) -> None:
        """Do what was decided about a report or story already remembered."""
        match change:
            case Moved(article_id=article_id, story_id=story_id):
                self._move(self.row_of[article_id], self._number_of[story_id])
            case Closed(story_id=story_id):
                self._stories[self._number_of[story_id]].closed = True
            case Forgotten(story_id=story_id):
                for row in list(self._stories[self._number_of[story_id]].rows):
                    self._drop(row)
                self._tidy()

    def remove(self, article_id: str) -> str | None:
        """Forget one report (it was withdrawn); gives its story's id, None if it was not known.

        A story that loses its last report is forgotten with it.
        """
        row = self.row_of.get(article_id)
        if row is None:
            return None
        story_id = self.story_of(article_id)
        self._drop(row)
        self._tidy()
        return story_id

    def _open(self, story_id: str) -> int:
        number = self._next_number
        self._next_number += 1
        self._stories[number] = OpenStory(story_id)
        self._number_of[story_id] = number
        return number

    def _add(self, signature: Signature, number: int, at: float) -> None:
        row = self.columns.append(signature, at, number)
        self.row_of[signature.article_id] = row
        self._article_of.append(signature.article_id)
        story = self._stories[number]
        story.rows.append(row)
        story.last_arrived = max(story.last_arrived, at)
        story.closed = False
        self.index.add(row, signature.terms[:INDEXED], self.columns.alive)
        self._count(signature.terms, 1)

    def _count(self, terms: npt.NDArray[np.int32], step: int) -> None:
        self.reports_using[terms] += step

    def _replace(self, signature: Signature, at: float) -> None:
        """Put a report's new signature in place of the old; it counts as arriving now."""
        former = self.row_of.pop(signature.article_id)
        number = int(self.columns.story[former])
        closed = self._stories[number].closed
        self._add(signature, number, at)
        # Only a further report opens a story again.
        self._stories[number].closed = closed
        self._kill(former, number)
        self._tidy()

    def _terms_at(self, row: int) -> npt.NDArray[np.int32]:
        terms = self.columns.terms[row]
        used: npt.NDArray[np.int32] = terms[self.columns.counts[row] > 0]
        return used

    def _drop(self, row: int) -> None:
        del self.row_of[self.article_at(row)]
        self._kill(row, int(self.columns.story[row]))

    def _kill(self, row: int, number: int) -> None:
        self._count(self._terms_at(row), -1)
        self.columns.alive[row] = False
        self._article_of[row] = None
        self._leave(row, number)

    def _leave(self, row: int, number: int) -> None:
        story = self._stories[number]
        story.rows.remove(row)
        if story.rows:
            story.last_arrived = float(self.columns.arrived[story.rows].max())
        else:
            del self._stories[number]
            del self._number_of[story.story_id]

    def _move(self, row: int, number: int) -> None:
        self._leave(row, int(self.columns.story[row]))
        self._enter(row, number)

    def _enter(self, row: int, number: int) -> None:
        story = self._stories[number]
        insort(story.rows, row)
        story.last_arrived = max(story.last_arrived, float(self.columns.arrived[row]))
        self.columns.story[row] = number

    def _absorb(self, survivor: str, absorbed: Iterable[str]) -> None:
        for other in absorbed:
            for row in list(self._stories[self._number_of[other]].rows):
                self._move(row, self._number_of[survivor])

    # Keeping small

    def _tidy(self) -> None:
        """Close the gaps that forgotten reports left, once they are many."""
        if self.columns.rows - len(self.row_of) > len(self.row_of) // 2 + _SLACK:
            self._compact()

    def _compact(self) -> None:
        kept = np.flatnonzero(self.columns.alive[: self.columns.rows])
        new_row = np.zeros(self.columns.rows, np.int64)
        new_row[kept] = np.arange(len(kept))
        self.columns = self.columns.taken(kept)
        self._article_of = [self._article_of[row] for row in kept.tolist()]
        self.row_of = {name: row for row, name in enumerate(self._article_of) if name is not None}
        for story in self._stories.values():
            story.rows = new_row[story.rows].tolist()
        self._rebuild_index()

    def _rebuild_index(self) -> None:
        self.index = TermIndex()
        rows = self.columns.rows
        buckets = self.columns.terms[:rows, :INDEXED] * self.columns.alive[:rows, None]
        self.index.add_many(0, buckets)

    # Remembering across restarts

    @classmethod
    def from_reports(
        cls,
        background: LanguageBackground,
        language: str,
        reports: Iterable[RememberedReport],
        closed: Collection[str] = (),
    ) -> Self:
        """Build the state of remembered reports, in any order, and the ids of closed stories.

        Raises:
            ForeignSignature: if another version wrote a signature.
        """
        state = cls(background, language)
        ordered = sorted(reports, key=lambda report: report.order)
        state.columns = ReportColumns(len(ordered))
        numbers = []
        for report in ordered:
            number = state._number_of.get(report.story_id)
            numbers.append(state._open(report.story_id) if number is None else number)
        state.columns.extend(
            [report.signature for report in ordered],
            [report.arrived for report in ordered],
            numbers,
        )
        state._article_of = [report.article_id for report in ordered]
        state._index_everything(closed)
        return state

    def _index_everything(self, closed: Collection[str]) -> None:
        """Derive all that follows from the columns, the article ids and the stories' ids."""
        columns, rows = self.columns, self.columns.rows
        self.row_of = {name: row for row, name in enumerate(self._article_of) if name is not None}
        for row, number in enumerate(columns.story[:rows].tolist()):
            story = self._stories[number]
            story.rows.append(row)
            story.last_arrived = max(story.last_arrived, float(columns.arrived[row]))
        for story in self._stories.values():
            story.closed = story.story_id in closed
        used = columns.terms[:rows][columns.counts[:rows] > 0]
        self.reports_using += np.bincount(used, minlength=BUCKETS)
        self._rebuild_index()

    def snapshot(self) -> bytes:
        """Give the whole state as bytes; equal states give equal bytes."""
        self._compact()
        numbers = dict.fromkeys(self.columns.story[: self.columns.rows].tolist())
        stories = [self._stories[number] for number in numbers]
        text = json.dumps(
            {
                "language": self.language,
                "articles": self._article_of,
                "stories": [story.story_id for story in stories],
                "closed": [story.story_id for story in stories if story.closed],
            }
        ).encode()
        renumbered = {number: i for i, number in enumerate(numbers)}
        columns = self.columns.taken(np.arange(self.columns.rows))
        columns.story[:] = [renumbered[n] for n in columns.story[: columns.rows].tolist()] or 0
        header = _HEADER.pack(_SNAPSHOT_VERSION, columns.rows, len(text))
        return header + text + columns.to_bytes()

    @classmethod
    def restore(cls, background: LanguageBackground, raw: bytes) -> Self:
        """Read what ``snapshot`` gave.

        Raises:
            ForeignSnapshot: if another version wrote it.
        """
        version, rows, size = _HEADER.unpack_from(raw)
        if version != _SNAPSHOT_VERSION:
            reason = f"snapshot version is {version}: this one reads {_SNAPSHOT_VERSION}"
            raise ForeignSnapshot(reason)
        told = json.loads(raw[_HEADER.size : _HEADER.size + size])
        state = cls(background, told["language"])
        state.columns = ReportColumns.from_bytes(raw, rows, _HEADER.size + size)
        state._article_of = told["articles"]
        for story_id in told["stories"]:
            state._open(story_id)
        state._index_everything(set(told["closed"]))
        return state
