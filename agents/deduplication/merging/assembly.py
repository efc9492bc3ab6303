"""Assembly: the record of a story put together from what merging keeps of its reports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from agents.deduplication.merging.claim_conflicts import claim_conflicts
from agents.deduplication.merging.claim_records import Draft, claim_id_of, record_of, told_of
from agents.deduplication.merging.conflicts import Found, Setting, name_conflicts, to_record
from agents.deduplication.merging.entities import ResolvedEntities, resolve
from agents.deduplication.merging.entity_nodes import EntityNodes
from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.figure_conflicts import figure_conflicts
from agents.deduplication.merging.groups import Group
from agents.deduplication.merging.limits import Limits, fit
from agents.deduplication.merging.medoid import Headlines
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.names import Likeness, likeness_of_people
from agents.deduplication.merging.prepared import PreparedReport
from agents.deduplication.merging.sizes import conflict_bytes, entity_bytes, own_bytes, report_bytes
from agents.deduplication.merging.titles import summary_line
from streams.story import (
    ClaimStatus,
    Conflict,
    ConflictKind,
    Counts,
    Report,
    Story,
    StoryClaim,
    StoryEntity,
    StoryStatus,
)
from streams.story_order import conflict_order, entity_order, report_order

MERGING_VERSION: Final = 1
"""Grows when the same reports give another record."""

_DISPUTING: Final = frozenset(
    {
        ConflictKind.FIGURE,
        ConflictKind.ATTRIBUTION,
        ConflictKind.POLARITY,
        ConflictKind.TIME,
        ConflictKind.PLACE,
    }
)
"""Kinds of conflict in which the claim itself is in question, not only how it is put."""

_CORROBORATED: Final = ClaimStatus.CORROBORATED
_SINGLE_SOURCE: Final = ClaimStatus.SINGLE_SOURCE
_DISPUTED: Final = ClaimStatus.DISPUTED

_FRAME: Final = 4_000
"""Bytes of a story's own fields, at the most, beside its texts and ids."""


@dataclass(frozen=True, slots=True)
class StoryIdentity:
    """What the clusterer says of a story, and merging only writes down."""

    story_id: str
    version: int = 1
    status: StoryStatus = StoryStatus.ACTIVE
    merged_into: str | None = None
    previous_ids: tuple[str, ...] = ()


@dataclass(slots=True)
class Placed:
    """A report in its story; ``worked_out`` keeps what was derived from it, for use again."""

    member: Member
    prepared: PreparedReport
    family: str
    leaning: str | None
    worked_out: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Assembly:
    """One putting-together; ``placed`` in the order of (received, article id)."""

    placed: Sequence[Placed]
    groups: Sequence[Group]
    names: EntityNodes
    headlines: Headlines
    limits: Limits
    origins: dict[str, str]
    origins_version: int

    def story(self, identity: StoryIdentity) -> Story:
        """Give the record."""
        received = [member.report.received for member in self._members]
        published = [
            member.report.published
            for member in self._members
            if member.report.published is not None
        ]
        representative = self._medoid()
        reports = sorted(map(self._report, self.placed), key=report_order)
        entities = sorted(self._resolved.entities, key=entity_order)[: self.limits.max_entities]
        claims, conflicts, size = self._claims_and_conflicts(entities)
        story = Story(
            story_id=identity.story_id,
            version=identity.version,
            status=identity.status,
            merged_into=identity.merged_into,
            previous_ids=tuple(sorted(identity.previous_ids)),
            language=self._members[0].report.language,
            event_time=min(published, default=None),
            first_published=min(published, default=None),
            last_published=max(published, default=None),
            first_seen=min(received),
            last_seen=max(received),
            title=representative.title or representative.lead or None,
            summary=summary_line(claims, representative),
            representative=representative.article_id,
            earliest=reports[0].article_id,
            reports=tuple(reports),
            counts=self._counts(),
            entities=tuple(entities),
            entities_omitted=len(self._resolved.entities) - len(entities),
            claims=claims,
            claims_omitted=len(self.groups)
            - len(claims)
            + sum(member.report.claims_cut for member in self._members),
            conflicts=conflicts,
            pipelines=self._pipelines(),
        )
        size += own_bytes(story)
        return story if size <= self.limits.max_bytes else fit(story, self.limits)

    @cached_property
    def _members(self) -> list[Member]:
        return [placed.member for placed in self.placed]

    @cached_property
    def _prepared(self) -> dict[str, PreparedReport]:
        return {placed.member.article_id: placed.prepared for placed in self.placed}

    @cached_property
    def _families(self) -> dict[str, str]:
        return {placed.member.article_id: placed.family for placed in self.placed}

    @cached_property
    def _setting(self) -> Setting:
        return Setting(
            reports={member.article_id: member.report for member in self._members},
            origins=self.origins,
            families=self._families,
        )

    @cached_property
    def _resolved(self) -> ResolvedEntities:
        return resolve(self.names, self.origins, self.origins_version, self._same_words())

    def _report(self, placed: Placed) -> Report:
        """Give a report's record; the former one if nothing changed."""
        member = placed.member
        origin = self.origins[member.article_id]
        known: Report | None = placed.worked_out.get("report")
        if known is not None and known.origin == origin:
            return known
        report = member.report
        record = Report(
            article_id=member.article_id,
            url=report.url,
            title=report.title,
            outlet=report.outlet,
            publisher_family=placed.family,
            leaning=placed.leaning,
            published=report.published,
            received=report.received,
            role=member.role,
            copy_of=member.copy_of,
            origin=origin,
            match=member.match,
        )
        placed.worked_out["report"] = record
        placed.worked_out["bytes"] = report_bytes(record)
        return record

    def _counts(self) -> Counts:
        return Counts(
            articles=len(self._members),
            copies=sum(member.copy_of is not None for member in self._members),
            outlets=len({member.report.outlet for member in self._members}),
            publisher_families=len(set(self._families.values())),
            origins=len(set(self.origins.values())),
        )

    def _medoid(self) -> ReportExtract:
        """Give the report whose headline and lead are most like all the others'."""
        candidates = [member for member in self._members if member.copy_of is None]
        titled = [member for member in candidates or self._members if member.report.title]
        reports = [
            self._prepared[member.article_id] for member in titled or candidates or self._members
        ]
        return self.headlines.medoid(reports).extract

    def _same_words(self) -> frozenset[tuple[str, str]]:
        """Give the people spelt alike to whom one group of claims is ascribed."""
        pairs: set[tuple[str, str]] = set()
        for group in self.groups:
            known: set[tuple[str, str]] | None = group.worked_out.get("spelt alike")
            if known is None:
                known = group.worked_out["spelt alike"] = _spelt_alike(group)
            pairs |= known
        return frozenset(pairs)

    def _claims_and_conflicts(
        self, entities: Sequence[StoryEntity]
    ) -> tuple[tuple[StoryClaim, ...], tuple[Conflict, ...], int]:
        """Give claims and conflicts as far as they fit, and at least the bytes of the lists."""
        groups = {group.number: group for group in self.groups}
        found = [
            *name_conflicts(self._resolved.spellings),
            *self._contradictions(groups),
        ]
        conflicts = self._conflicts(found, {})
        size = _FRAME + sum(placed.worked_out["bytes"] for placed in self.placed)
        size += sum(map(entity_bytes, entities)) + sum(map(conflict_bytes, conflicts))
        kept: dict[int, StoryClaim] = {}
        for draft in sorted(self._drafts(found), key=lambda draft: draft.rank):
            record, bytes_ = record_of(draft, self._resolved, self.origins)
            if len(kept) == self.limits.max_claims or size + bytes_ > self.limits.max_bytes:
                break
            kept[draft.group.number] = record
            size += bytes_
        names = {number: record.claim_id for number, record in kept.items()}
        known = frozenset(names.values())
        claims = tuple(_pointing_to(record, known) for record in kept.values())
        return claims, self._conflicts(found, names), size

    def _contradictions(self, groups: Mapping[int, Group]) -> Iterator[Found]:
        """Give what claims contradict each other in: nothing if all are of one origin."""
        if len(set(self.origins.values())) > 1:
            yield from figure_conflicts(groups, self._prepared, self._setting)
            yield from claim_conflicts(groups, self._prepared, self._setting)

    def _conflicts(
        self, found: Iterable[Found], claim_ids: Mapping[int, str]
    ) -> tuple[Conflict, ...]:
        conflicts: dict[str, Conflict] = {}
        for one in found:
            conflict = to_record(one, self._setting, claim_ids)
            conflicts.setdefault(conflict.conflict_id, conflict)
        ranked = sorted(conflicts.values(), key=conflict_order)
        return tuple(ranked[: self.limits.max_conflicts])

    def _drafts(self, found: Iterable[Found]) -> list[Draft]:
        rivals: defaultdict[int, set[int]] = defaultdict(set)
        disputed: set[int] = set()
        for one in found:
            every = {number for side in one.sides for number in side.groups}
            disputed |= every if one.kind in _DISPUTING else set()
            for side in one.sides:
                for number in side.groups:
                    rivals[number] |= every - side.groups
        ids = [claim_id_of(group) for group in self.groups]
        return [
            self._draft(group, ids, disputed, rivals.get(group.number, set()))
            for group in self.groups
        ]

    def _draft(
        self, group: Group, ids: Sequence[str], disputed: set[int], rivals: set[int]
    ) -> Draft:
        origins = told_of(group).origins(self.origins, self.origins_version)
        status = _CORROBORATED if len(origins) > 1 else _SINGLE_SOURCE
        return Draft(
            group=group,
            claim_id=ids[group.number],
            origins=origins,
            status=_DISPUTED if group.number in disputed else status,
            rivals=frozenset(ids[rival] for rival in rivals),
        )

    def _pipelines(self) -> tuple[str, ...]:
        versions = {
            f"{member.report.pipeline} rules {member.report.rules}"
            for member in self._members
            if member.report.pipeline
        }
        return tuple(sorted(versions | {f"merging {MERGING_VERSION}"}))


def _spelt_alike(group: Group) -> set[tuple[str, str]]:
    speakers = sorted({claim.speaker for claim in group.members if claim.speaker})
    return {
        (one, other)
        for at, one in enumerate(speakers)
        for other in speakers[at + 1 :]
        if likeness_of_people(one, other) is Likeness.SPELLING
    }


def _pointing_to(claim: StoryClaim, kept: frozenset[str]) -> StoryClaim:
    """Give the claim without rivals that are left out."""
    if kept.issuperset(claim.differs_from):
        return claim
    differs = tuple(other for other in claim.differs_from if other in kept)
    return claim.model_copy(update={"differs_from": differs})
