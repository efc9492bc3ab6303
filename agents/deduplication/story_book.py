"""The story book: every story's members, versions and records, and what of it must be written."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from agents.deduplication.merging.assembly import StoryIdentity
from agents.deduplication.merging.limits import Limits
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.merge import MergedStory
from agents.deduplication.merging.updates import describe_removal, describe_update
from agents.deduplication.rows import CutOff, Move, ReportRow, StoryRow, report_key, story_key
from agents.deduplication.writes import Event, Saved, Writes
from streams.codec import decode_record, decode_story, encode
from streams.publisher_families import PublisherFamilies
from streams.story import Counts, Story, StoryStatus
from streams.story_folding import whole
from streams.story_update import UpdateKind

_MERGED_KEPT: Final = 300
"""Merged stories kept in memory, some 600 KiB each; the others are merged again when needed."""


@dataclass(slots=True)
class _Page:
    """A story in memory: its members merged, and its newest record."""

    merged: MergedStory
    story: Story | None


class StoryBook:
    """Keeps the stories of one shard; every change of a story is one version and one update.

    Rows are written before updates and updates before stories. So after a crash the rows are
    never behind, and :meth:`finish` can make the versions that are missing from them, with the
    same numbers and the same contents. What is removed for good leaves the rows last of all.
    """

    def __init__(self, families: PublisherFamilies, max_bytes: int, saved: Saved) -> None:
        self._families = families
        self._limits = Limits(max_bytes=max_bytes)
        self._saved = saved
        self._rows: dict[str, StoryRow] = {}
        self._members: dict[str, dict[str, None]] = {}
        self._absorbed: dict[str, list[str]] = {}
        self._pages: OrderedDict[str, _Page] = OrderedDict()
        self._touched: set[str] = set()
        self._gone: dict[str, str] = {}
        """Story of each withdrawn report: its row stays until that story is removed."""
        self._changing: dict[str, ReportRow] = {}
        self._changed: dict[str, None] = {}
        """Rows of the current event: reports, and the stories it changes."""
        self._moves: dict[str, Move] = {}
        """Where the current event moves other reports."""
        self._cut_off: Sequence[CutOff] = ()
        self._unwritten: dict[bytes, bytes] = {}
        self._erased_reports: dict[str, None] = {}
        self._erased_stories: dict[str, None] = {}
        self._writes = Writes()

    # Reading

    def __contains__(self, story_id: object) -> bool:
        return story_id in self._rows or story_id in self._erased_stories

    def __len__(self) -> int:
        return len(self._rows)

    def resolve(self, story_id: str) -> str:
        """Follow merges to the story that holds the reports now."""
        while (into := self._rows[story_id].merged_into) is not None:
            story_id = into
        return story_id

    def status(self, story_id: str) -> StoryStatus:
        """Give a story's status."""
        return self._rows[story_id].status

    def members(self, story_id: str) -> tuple[str, ...]:
        """Give the article ids of a story's reports, in order of arrival."""
        return tuple(self._members.get(story_id, ()))

    def report(self, article_id: str) -> ReportRow | None:
        """Give a report's row, as written or about to be."""
        if article_id in self._changing:
            return self._changing[article_id]
        if article_id in self._erased_reports:
            return None
        key = report_key(article_id)
        raw = self._unwritten.get(key) or self._saved.row(key)
        return None if raw is None else ReportRow.from_bytes(raw)

    # Remembering across restarts

    def load_story(self, story_id: str, row: StoryRow) -> None:
        """Take in a story's row; all of them before the first report's."""
        self._rows[story_id] = row

    def load_reports(
        self,
        reports: Iterable[tuple[str, str]],
        withdrawn: Iterable[tuple[str, str]] = (),
        cut_off: Sequence[CutOff] = (),
    ) -> None:
        """Take in (article id, story id) of the reports that stand, in order of arrival.

        ``cut_off`` are moves that a crash kept from the moved reports' own rows; the reports are
        told as if they had been made.
        """
        self._cut_off = cut_off
        for story_id, row in sorted(self._rows.items()):
            if row.merged_into is not None:
                self._absorbed.setdefault(self.resolve(story_id), []).append(story_id)
        for article_id, story_id in reports:
            self._members.setdefault(self.resolve(story_id), {})[article_id] = None
        for article_id, story_id in withdrawn:
            self._gone[article_id] = story_id

    def finish(self, offset: int, changed: Iterable[tuple[bytes, bytes]]) -> None:
        """Write what a crash may have kept from being written, from the rows.

        Args:
            offset: of the first event that comes (again) now.
            changed: the reports' rows that this event or a later one had changed already, in
                the order of their events.
        """
        self._writes.rows.extend(changed)
        for article_id, move, at, stories in self._cut_off:
            raw = replace(self._moved(article_id, move, at), stories=stories).to_bytes()
            self._unwritten[report_key(article_id)] = raw
            self._writes.rows.append((report_key(article_id), raw))
        self._cut_off = ()
        for story_id, row in sorted(self._rows.items()):
            if row.offset >= offset:
                self._writes.rows.append((story_key(story_id), row.to_bytes()))
                self._finish_story(story_id, row)

    def _finish_story(self, story_id: str, row: StoryRow) -> None:
        story = self._saved_story(story_id)
        if story is not None and story.version >= row.version:
            self._writes.stories[story_id] = self._saved.story(story_id)
            return
        at = _moment(row.changed)
        for version in range(story.version + 1 if story else 1, row.version + 1):
            after = self._record(story_id, version, self._merge(story_id, as_of=version))
            kind = _kind_of(story, after, self._gone.keys())
            update = describe_update(story, after, kind, at)
            self._writes.updates.append(update.model_copy(update={"changes": whole(after)}))
            story = after
        if story is not None:
            self._writes.stories[story_id] = encode(story)

    # Changing

    def open(self, story_id: str, language: str, event: Event) -> None:
        """Begin a story; its first report is added next."""
        self._rows[story_id] = StoryRow(
            offset=event.offset,
            language=language,
            version=0,
            status=StoryStatus.ACTIVE,
            opened=event.now,
            changed=event.now,
            last_arrived=event.now,
        )
        self._members[story_id] = {}
        self._changed[story_id] = None

    def put(self, row: ReportRow, member: Member) -> None:
        """Put a report, new or changed, into the story its row names."""
        article_id = member.article_id
        story_id = self.resolve(row.story_id)
        page = self._page(story_id)
        self._changing[article_id] = row
        self._members[story_id][article_id] = None
        self._erased_reports.pop(article_id, None)
        former = self._gone.pop(article_id, None)
        if former is not None:
            # The row that is overwritten now may be the only one that tells of that story.
            self._changed[former] = None
        page.merged.put(member)

    def take_out(self, article_id: str, story_id: str) -> None:
        """Take a report out of a story; its row is the caller's to change."""
        self._members[story_id].pop(article_id, None)
        self._page(story_id).merged.take_out(article_id)

    def move(self, article_id: str, former: str, move: Move, event: Event) -> None:
        """Let a report go over to another story."""
        self.take_out(article_id, former)
        row = self._moved(article_id, move, event.offset)
        self.put(row, decode_record(Member, row.member))
        self._moves[article_id] = move

    def withdraw(self, article_id: str, story_id: str, row: ReportRow) -> None:
        """Take a withdrawn report out of its story; its row only says that it was there."""
        self.take_out(article_id, story_id)
        self._changing[article_id] = row
        self._gone[article_id] = story_id

    def absorb(self, survivor: str, absorbed: str, event: Event) -> None:
        """Let a story take over another's reports; the other becomes a pointer."""
        other = self._rows[absorbed]
        for article_id in self.members(absorbed):
            self._page(survivor).merged.put(self._member(article_id))
            self._members[survivor][article_id] = None
        self._members.pop(absorbed, None)
        self._page(absorbed).merged = MergedStory(self._families, self._limits)
        taken = [*self._absorbed.pop(absorbed, []), absorbed]
        self._absorbed.setdefault(survivor, []).extend(taken)
        self._rows[absorbed] = replace(
            other,
            offset=event.offset,
            status=StoryStatus.MERGED,
            merged_into=survivor,
            merged_version=self.next_version(survivor),
        )
        self._changed[absorbed] = None

    def next_version(self, story_id: str) -> int:
        """Give the version that the next :meth:`advance` of a story will make."""
        return self._rows[story_id].version + 1

    def advance(
        self,
        story_id: str,
        kind: UpdateKind,
        event: Event,
        *,
        status: StoryStatus | None = None,
        arrived: bool = False,
    ) -> None:
        """Make a story's next version, with its update, from what has been changed."""
        row = self._rows[story_id]
        row = replace(
            row,
            offset=event.offset,
            version=row.version + 1,
            status=status or row.status,
            changed=event.now,
            last_arrived=event.now if arrived else row.last_arrived,
        )
        self._rows[story_id] = row
        self._changed[story_id] = None
        page = self._page(story_id)
        at = _moment(event.now)
        after = self._record(story_id, row.version, page.merged)
        self._writes.updates.append(describe_update(page.story, after, kind, at))
        page.story = after
        self._touched.add(story_id)

    def remove(self, story_id: str, event: Event, reason: str) -> None:
        """Forget a story for good: an update that says why, tombstones for record and rows.

        Of stories that were merged, the pointers must be removed before what they point to.
        """
        before = self._page(story_id).story
        if before is not None:
            update = describe_removal(before, _moment(event.now), reason)
            self._writes.updates.append(update)
        gone = [article_id for article_id, story in self._gone.items() if story == story_id]
        for article_id in (*self._members.pop(story_id, ()), *gone):
            self._gone.pop(article_id, None)
            self._changing.pop(article_id, None)
            self._unwritten.pop(report_key(article_id), None)
            self._erased_reports[article_id] = None
        # A report's row may be the only one that tells of the story, and may be overwritten now.
        self._writes.rows.append((story_key(story_id), self._rows[story_id].to_bytes()))
        self._erased_stories[story_id] = None
        self._changed.pop(story_id, None)
        self._writes.stories[story_id] = None
        self._touched.discard(story_id)
        self._absorbed.pop(story_id, None)
        self._pages.pop(story_id, None)
        del self._rows[story_id]

    def silent_since(self, moment: float) -> list[str]:
        """Give the stories whose last report (or their survivor's) came before a moment.

        Those that were merged stand before what they were merged into.
        """
        silent = [
            story_id
            for story_id in sorted(self._rows)
            if self._rows[self.resolve(story_id)].last_arrived < moment
        ]
        return sorted(silent, key=self._merges_after, reverse=True)

    def _merges_after(self, story_id: str) -> int:
        """Count the merges from a story to the one that holds its reports now."""
        merges = 0
        while (into := self._rows[story_id].merged_into) is not None:
            story_id, merges = into, merges + 1
        return merges

    def end_event(self) -> None:
        """Close the books on an event: each report it changed carries the stories it changed."""
        stories = {story_id: self._rows[story_id] for story_id in sorted(self._changed)}
        for article_id, row in self._changing.items():
            # The first one says all: if a crash cuts the others off, they are made of it.
            moves, self._moves = self._moves, {}
            raw = replace(row, stories=stories, moves=moves).to_bytes()
            self._unwritten[report_key(article_id)] = raw
            self._writes.rows.append((report_key(article_id), raw))
        if len(self._changed) > 1 or not self._changing:
            # Else the report's row says it: that row changes again only with the same story, or
            # with two of which this one is the other. That may be at the very next event.
            for story_id, story in stories.items():
                self._writes.rows.append((story_key(story_id), story.to_bytes()))
        self._changing, self._changed = {}, {}

    def take_writes(self) -> Writes:
        """Give all that must be written since the last call."""
        self.end_event()
        for story_id in self._in_order_of_writing(self._touched):
            story = self._page(story_id).story
            if story is not None:
                self._writes.stories[story_id] = encode(story)
        self._writes.last_rows = [
            *((report_key(article_id), None) for article_id in self._erased_reports),
            *((story_key(story_id), None) for story_id in self._erased_stories),
        ]
        writes, self._writes = self._writes, Writes()
        self._erased_reports.clear()
        self._erased_stories.clear()
        self._touched.clear()
        self._unwritten.clear()
        while len(self._pages) > _MERGED_KEPT:
            self._pages.popitem(last=False)
        return writes

    def _in_order_of_writing(self, story_ids: Iterable[str]) -> Sequence[str]:
        """Put survivors before those that point to them, so that no pointer leads nowhere."""
        return sorted(story_ids, key=lambda each: (self._rows[each].merged_into is not None, each))

    def _page(self, story_id: str) -> _Page:
        page = self._pages.get(story_id)
        if page is None:
            page = _Page(self._merge(story_id), self._saved_story(story_id))
            self._pages[story_id] = page
        self._pages.move_to_end(story_id)
        return page

    def _saved_story(self, story_id: str) -> Story | None:
        raw = self._writes.stories.get(story_id) or self._saved.story(story_id)
        return None if raw is None else decode_story(raw)

    def _merge(self, story_id: str, as_of: int | None = None) -> MergedStory:
        """Merge a story's members, or those it had at a version."""
        merged = MergedStory(self._families, self._limits)
        for article_id in self.members(story_id):
            if as_of is None or self._joined_at(article_id, story_id) <= as_of:
                merged.put(self._member(article_id))
        return merged

    def _record(self, story_id: str, version: int, merged: MergedStory) -> Story:
        """Give a version's record."""
        identity = self._identity(story_id, version)
        if len(merged):
            return merged.record(identity)
        return _without_reports(identity, self._rows[story_id])

    def _joined_at(self, article_id: str, story_id: str) -> int:
        """Give the version of a story that a report came with, if need be with another story."""
        row = self.report(article_id)
        assert row is not None
        if row.story_id == story_id:
            return row.version
        through = row.story_id
        while (into := self._rows[through].merged_into) != story_id:
            assert into is not None
            through = into
        return self._rows[through].merged_version or 0

    def _moved(self, article_id: str, move: Move, offset: int) -> ReportRow:
        """Give a report's row as a move leaves it."""
        row = self.report(article_id)
        assert row is not None
        member = decode_record(Member, row.member).model_copy(update={"match": move.match})
        return replace(
            row,
            offset=offset,
            story_id=move.story_id,
            version=move.version,
            member=encode(member),
            moves={},
        )

    def _member(self, article_id: str) -> Member:
        row = self.report(article_id)
        assert row is not None
        return decode_record(Member, row.member)

    def _identity(self, story_id: str, version: int) -> StoryIdentity:
        row = self._rows[story_id]
        previous = [
            other
            for other in self._absorbed.get(story_id, ())
            if self._version_of_merge(other, story_id) <= version
        ]
        current = version == row.version
        return StoryIdentity(
            story_id=story_id,
            version=version,
            status=row.status if current else StoryStatus.ACTIVE,
            merged_into=row.merged_into if current else None,
            previous_ids=tuple(sorted(previous)),
        )

    def _version_of_merge(self, absorbed: str, survivor: str) -> int:
        through = absorbed
        while (into := self._rows[through].merged_into) != survivor:
            assert into is not None
            through = into
        return self._rows[through].merged_version or 0


def _without_reports(identity: StoryIdentity, row: StoryRow) -> Story:
    """Give the record of a story that has lost all its reports: nothing of them is left in it."""
    return Story(
        story_id=identity.story_id,
        version=identity.version,
        status=identity.status,
        merged_into=identity.merged_into,
        previous_ids=identity.previous_ids,
        language=row.language,
        first_seen=_moment(row.opened),
        last_seen=_moment(row.last_arrived),
        counts=Counts(articles=0, copies=0, outlets=0, publisher_families=0, origins=0),
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _kind_of(before: Story | None, after: Story, withdrawn: Collection[str]) -> UpdateKind:
    """Name the change that a recovery makes good; of what is gone, some articles were withdrawn."""
    if before is None:
        return UpdateKind.OPENED
    if after.status is StoryStatus.MERGED or len(after.previous_ids) > len(before.previous_ids):
        return UpdateKind.BRIDGED
    if after.status is StoryStatus.CLOSED and before.status is not StoryStatus.CLOSED:
        return UpdateKind.CLOSED
    if len(after.reports) > len(before.reports):
        return UpdateKind.JOINED
    left = {report.article_id for report in after.reports}
    gone = {report.article_id for report in before.reports} - left
    return UpdateKind.UPDATED if gone.isdisjoint(withdrawn) else UpdateKind.WITHDRAWN
