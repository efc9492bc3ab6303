"""A shard: one partition's articles in, the rows, updates and stories to write out; no I/O."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from agents.deduplication.background import Background
from agents.deduplication.clusterer import Clusterer, story_id_for
from agents.deduplication.decisions import (
    Bridged,
    Closed,
    Decision,
    Forgotten,
    Joined,
    Moved,
    Opened,
    Unchanged,
    Updated,
)
from agents.deduplication.loader import LAYOUT, ChangedSince, Loader
from agents.deduplication.merging.extract import extract
from agents.deduplication.merging.members import Member
from agents.deduplication.open_stories import OpenStories, RememberedReport
from agents.deduplication.rows import CLOCK_KEY, ClockRow, Move, ReportRow
from agents.deduplication.signature import Signature, sign
from agents.deduplication.story_book import StoryBook
from agents.deduplication.writes import Event, Saved, Writes
from streams.codec import decode_record, encode
from streams.enriched_article import EnrichedArticle, Tick, Withdrawal
from streams.errors import OversizedRecord
from streams.publisher_families import PublisherFamilies
from streams.story import Match, Role, StoryStatus
from streams.story_update import UpdateKind
from streams.topics import SHARD_STATE

_DAY_S: Final = 86_400.0
_SWEEP_S: Final = 300.0
_CORRECTION: Final = re.compile(
    r"\b(?<!of )correct(?:ion|s|ed)\b(?! (?:facilit|cent|officer|depart))|\bcorrections:",
    re.IGNORECASE,
)
"""What says that a report was corrected; a department of correction is another thing."""
"""How often, by the shard's clock, stories are looked at that may close or be forgotten."""
ROW_BYTES: Final = SHARD_STATE.max_message_bytes // 2
"""Most that may be kept of a report: a row has to fit its topic."""


def require_row_fits(enriched: EnrichedArticle) -> None:
    """Refuse an article of which more would have to be kept than a row may hold.

    Raises:
        OversizedRecord: naming both sizes.
    """
    size = len(encode(extract(enriched)))
    if size > ROW_BYTES:
        reason = (
            f"what a story keeps of this article (names, claims, title) has {size} bytes: at most "
            f"{ROW_BYTES} are allowed"
        )
        raise OversizedRecord(reason)


@dataclass(frozen=True, slots=True)
class ShardLogic:
    """What all shards share: nothing in it changes.

    ``retention_s`` is how long after its last report a story is removed, records and all.
    """

    clusterer: Clusterer
    background: Background
    families: PublisherFamilies
    max_bytes: int
    retention_s: float


class Shard:
    """One partition of the deduplication; every input is one event with its offset.

    Args:
        logic: what all shards share.
        saved: what was written before, for reading single rows and stories.
        rows: all rows of the partition, in any order, to begin from.
        progress: told now and then how many rows have been read.
    """

    def __init__(
        self,
        logic: ShardLogic,
        saved: Saved,
        rows: Iterable[tuple[bytes, bytes]] = (),
        progress: Callable[[int], None] = lambda _rows: None,
    ) -> None:
        self._logic = logic
        self._saved = saved
        self._book = StoryBook(logic.families, logic.max_bytes, saved)
        self._states: dict[str, OpenStories] = {}
        self._now = 0.0
        self._swept = 0.0
        self._written_clock = ClockRow(0.0, 0.0, LAYOUT)
        self._unfinished: ChangedSince | None = Loader(self._book).load(
            rows, progress, self._remember
        )

    @property
    def stories(self) -> int:
        """Number of stories known, of any status."""
        return len(self._book)

    @property
    def open_reports(self) -> int:
        """Number of reports that the clusterer remembers."""
        return sum(len(state) for state in self._states.values())

    def handle(self, offset: int, record: EnrichedArticle | Withdrawal | Tick) -> None:
        """Process one event; one that was processed before, by its offset, changes nothing."""
        if self._unfinished is not None:
            keys = self._unfinished(offset)
            found = ((key, self._saved.row(key)) for key in keys)
            self._book.finish(offset, [(key, row) for key, row in found if row is not None])
            self._unfinished = None
        if isinstance(record, EnrichedArticle):
            event = self._event(offset, record.received)
            self._article(record, event)
        elif isinstance(record, Withdrawal):
            event = self._event(offset, record.received)
            self._withdraw(record.article_id, event)
        else:
            event = self._event(offset, record.at)
        self._book.end_event()
        self._sweep(event)

    def take_writes(self) -> Writes:
        """Give what must be written since the last call."""
        writes = self._book.take_writes()
        clock = ClockRow(self._now, self._swept, LAYOUT)
        if clock != self._written_clock:
            # Until all is removed that the clock says is over, it must say it again.
            rows = writes.last_rows or writes.rows
            rows.append((CLOCK_KEY, clock.to_bytes()))
            self._written_clock = clock
        return writes

    def _event(self, offset: int, at: datetime) -> Event:
        self._now = max(self._now, at.timestamp())
        return Event(offset, self._now)

    # Articles

    def _article(self, enriched: EnrichedArticle, event: Event) -> None:
        row = self._book.report(enriched.article.id)
        if row is not None and event.offset <= row.offset:
            return
        state = self._state(enriched.language)
        signature = sign(enriched, self._logic.background)
        if row is not None and not row.withdrawn and enriched.article.id not in state:
            self._update_forgotten(row, signature, enriched, event)
            return
        decision = self._logic.clusterer.decide(state, signature, event.now)
        if isinstance(decision, Opened):
            decision = replace(decision, story_id=self._fresh(decision.story_id, enriched))
        state.apply(decision)
        self._record(decision, enriched, event)
        repairs = self._logic.clusterer.repairs(state, decision)
        for repair in repairs:
            state.apply(repair)
        self._move(repairs, event)

    def _fresh(self, story_id: str, enriched: EnrichedArticle) -> str:
        """Give a story id that no story has had: the founding article may have founded before."""
        founder, generation = enriched.article.id, 1
        while story_id in self._book:
            generation += 1
            story_id = story_id_for(f"{founder}\n{generation}", enriched.language)
        return story_id

    def _record(self, decision: Decision, enriched: EnrichedArticle, event: Event) -> None:
        """Enter a decision on an article into the book."""
        match decision:
            case Unchanged():
                pass
            case Updated(signature=signature, story_id=story_id):
                self._update(story_id, signature, enriched, event)
            case Opened(signature=signature, story_id=story_id, match=match):
                self._book.open(story_id, enriched.language, event)
                member = Member(report=extract(enriched), match=match)
                self._put(story_id, signature, member, event)
                self._book.advance(story_id, UpdateKind.OPENED, event, arrived=True)
            case Joined(signature=signature, story_id=story_id, match=match, copy_of=copy_of):
                self._put(story_id, signature, _member(enriched, match, copy_of), event)
                kind = UpdateKind.REOPENED if decision.reopens else UpdateKind.JOINED
                active = StoryStatus.ACTIVE
                self._book.advance(story_id, kind, event, status=active, arrived=True)
            case Bridged(signature=signature, story_id=story_id, match=match, copy_of=copy_of):
                for absorbed in decision.absorbed:
                    self._book.absorb(story_id, absorbed, event)
                self._put(story_id, signature, _member(enriched, match, copy_of), event)
                active = StoryStatus.ACTIVE
                bridged = UpdateKind.BRIDGED
                self._book.advance(story_id, bridged, event, status=active, arrived=True)
                for absorbed in decision.absorbed:
                    self._book.advance(absorbed, bridged, event)

    def _put(
        self,
        story_id: str,
        signature: Signature,
        member: Member,
        event: Event,
        arrived: float | None = None,
    ) -> None:
        self._book.put(
            ReportRow(
                offset=event.offset,
                order=event.offset,
                arrived=event.now if arrived is None else arrived,
                story_id=story_id,
                language=member.report.language,
                version=self._book.next_version(story_id),
                withdrawn=False,
                signature=signature.to_bytes(),
                member=encode(member),
            ),
            member,
        )

    def _update(
        self,
        story_id: str,
        signature: Signature,
        enriched: EnrichedArticle,
        event: Event,
        arrived: float | None = None,
    ) -> None:
        former = self._former(enriched.article.id)
        role = Role.CORRECTION if _is_correction(enriched) else Role.UPDATE
        member = former.model_copy(update={"report": extract(enriched), "role": role})
        self._put(story_id, signature, member, event, arrived)
        self._book.advance(story_id, UpdateKind.UPDATED, event, arrived=True)

    def _update_forgotten(
        self, row: ReportRow, signature: Signature, enriched: EnrichedArticle, event: Event
    ) -> None:
        """Update a report whose story has left the clusterer's memory; it is not clustered anew."""
        if Signature.from_bytes(row.signature).digest != signature.digest:
            # The clusterer must not remember the story again after a restart, either.
            story_id = self._book.resolve(row.story_id)
            self._update(story_id, signature, enriched, event, row.arrived)

    def _former(self, article_id: str) -> Member:
        row = self._book.report(article_id)
        assert row is not None
        return decode_record(Member, row.member)

    def _move(self, repairs: Sequence[Moved], event: Event) -> None:
        """Enter repairs: reports go over to the story that fits them better."""
        for repair in repairs:
            version = self._book.next_version(repair.story_id)
            move = Move(repair.story_id, version, repair.match)
            self._book.move(repair.article_id, repair.from_story, move, event)
        for story_id in dict.fromkeys(repair.from_story for repair in repairs):
            self._book.advance(story_id, UpdateKind.UPDATED, event)
        for story_id in dict.fromkeys(repair.story_id for repair in repairs):
            self._book.advance(story_id, UpdateKind.JOINED, event)

    def _withdraw(self, article_id: str, event: Event) -> None:
        row = self._book.report(article_id)
        if row is None or row.withdrawn or event.offset <= row.offset:
            return
        story_id = self._book.resolve(row.story_id)
        self._state(row.language).remove(article_id)
        withdrawn = replace(
            row,
            offset=event.offset,
            version=self._book.next_version(story_id),
            withdrawn=True,
            signature=b"",
            member=b"",
        )
        self._book.withdraw(article_id, story_id, withdrawn)
        if self._book.members(story_id):
            self._book.advance(story_id, UpdateKind.WITHDRAWN, event)
        else:
            removed = StoryStatus.REMOVED
            self._book.advance(story_id, UpdateKind.WITHDRAWN, event, status=removed)

    # Time

    def _sweep(self, event: Event) -> None:
        """Close the stories that have been silent for long, forget those silent for longer."""
        if event.now - self._swept < _SWEEP_S:
            return
        self._swept = event.now
        for _, state in sorted(self._states.items()):
            for change in self._logic.clusterer.expire(state, event.now):
                state.apply(change)
                self._close(change, event)
        for story_id in self._book.silent_since(event.now - self._logic.retention_s):
            days = self._logic.retention_s / _DAY_S
            # Else a report that is like it would join a story that is no more.
            for state in self._states.values():
                if state.holds_story(story_id):
                    state.apply(Forgotten(story_id, evicted=False))
            self._book.remove(story_id, event, f"nothing was reported for {days:g} days")
        # Else the next article's row would tell of these stories as well, and outlive them.
        self._book.end_event()

    def _close(self, change: Closed | Forgotten, event: Event) -> None:
        if self._book.status(change.story_id) is StoryStatus.ACTIVE:
            closed = StoryStatus.CLOSED
            self._book.advance(change.story_id, UpdateKind.CLOSED, event, status=closed)

    # Remembering across restarts

    def _state(self, language: str) -> OpenStories:
        state = self._states.get(language)
        if state is None:
            background = self._logic.background.of(language)
            state = self._states[language] = OpenStories(background, language)
        return state

    def _remember(
        self, reports: Iterable[tuple[str, RememberedReport]], clock: ClockRow | None
    ) -> None:
        """Rebuild the clusterer's memory of the reports that are not too old for it."""
        if clock is not None:
            self._now, self._swept, self._written_clock = clock.now, clock.swept, clock
        config = self._logic.clusterer.config
        by_language: dict[str, list[RememberedReport]] = {}
        for language, report in reports:
            self._now = max(self._now, report.arrived)
            by_language.setdefault(language, []).append(report)
        oldest = self._swept - config.window - config.grace
        for language, remembered in sorted(by_language.items()):
            last: dict[str, float] = {}
            for report in remembered:
                last[report.story_id] = max(last.get(report.story_id, 0.0), report.arrived)
            status = {story_id: self._book.status(story_id) for story_id in sorted(last)}
            # What is active must still be closed, however old: its later reports were withdrawn.
            kept = {
                story_id
                for story_id, at in last.items()
                if at >= oldest or status[story_id] is StoryStatus.ACTIVE
            }
            young = [report for report in remembered if report.story_id in kept]
            closed = [name for name, each in status.items() if each is StoryStatus.CLOSED]
            background = self._logic.background.of(language)
            self._states[language] = OpenStories.from_reports(background, language, young, closed)


def _member(enriched: EnrichedArticle, match: Match, copy_of: str | None) -> Member:
    role = Role.COPY if copy_of is not None else Role.ORIGINAL
    return Member(report=extract(enriched), match=match, role=role, copy_of=copy_of)


def _is_correction(enriched: EnrichedArticle) -> bool:
    """Tell whether an article says of itself that it corrects what it said before."""
    article = enriched.article
    marks = (article.title or "", (article.text or "")[:200], str(article.version or ""))
    return any(map(_CORRECTION.search, marks))
