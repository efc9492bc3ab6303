"""Assembly: the record of a story put together from what merging keeps of its reports."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Final

from agents.deduplication.merging.claim_conflicts import claim_conflicts
from agents.deduplication.merging.conflicts import Found, Setting, name_conflicts, to_record
from agents.deduplication.merging.entities import ResolvedEntities, resolve
from agents.deduplication.merging.entity_nodes import EntityNodes
from agents.deduplication.merging.figure_conflicts import figure_conflicts
from agents.deduplication.merging.groups import Group
from agents.deduplication.merging.limits import Limits, fit
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.names import Likeness, likeness_of_people
from agents.deduplication.merging.origins import origins_of
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from agents.deduplication.merging.titles import summary_line
from streams.publisher_families import PublisherFamilies
from streams.story import (
    ClaimStatus,
    Conflict,
    ConflictKind,
    Counts,
    Report,
    Story,
    StoryClaim,
    StoryStatus,
    Support,
)
from streams.story_order import (
    claim_order,
    conflict_order,
    entity_order,
    report_order,
    support_order,
)

MERGING_VERSION: Final = 1
"""Grows when the same reports give another record."""

_DISPUTING: Final = frozenset({
    ConflictKind.FIGURE, ConflictKind.ATTRIBUTION, ConflictKind.POLARITY,
    ConflictKind.TIME, ConflictKind.PLACE,
})
"""Kinds of conflict in which the claim itself is in question, not only how it is put."""


@dataclass(frozen=True, slots=True)
class StoryIdentity:
    """What the clusterer says of a story, and merging only writes down."""

    story_id: str
    version: int = 1
    status: StoryStatus = StoryStatus.ACTIVE
    merged_into: str | None = None
    previous_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assembly:
    """One putting-together; ``members`` in the order of (received, article id)."""

    members: Sequence[Member]
    prepared: Mapping[str, PreparedReport]
    groups: Sequence[Group]
    names: EntityNodes
    terms: Counter[str]
    families: PublisherFamilies
    limits: Limits

    def story(self, identity: StoryIdentity) -> Story:
        """Give the record."""
        received = [member.report.received for member in self.members]
        published = [m.report.published for m in self.members if m.report.published is not None]
        representative = self._medoid()
        claims, conflicts = self._claims_and_conflicts()
        kept = claims[: self.limits.max_claims]
        entities = sorted(self._resolved.entities, key=entity_order)
        story = Story(
            story_id=identity.story_id,
            version=identity.version,
            status=identity.status,
            merged_into=identity.merged_into,
            previous_ids=tuple(sorted(identity.previous_ids)),
            language=self.members[0].report.language,
            event_time=min(published, default=None),
            first_published=min(published, default=None),
            last_published=max(published, default=None),
            first_seen=min(received),
            last_seen=max(received),
            title=representative.report.title or representative.report.lead or None,
            summary=summary_line(kept, representative.report),
            representative=representative.article_id,
            earliest=min(self._reports, key=report_order).article_id,
            reports=tuple(sorted(self._reports, key=report_order)),
            counts=self._counts(),
            entities=tuple(entities[: self.limits.max_entities]),
            entities_omitted=max(0, len(entities) - self.limits.max_entities),
            claims=kept,
            claims_omitted=len(claims) - len(kept)
            + sum(member.report.claims_cut for member in self.members),
            conflicts=conflicts,
            pipelines=self._pipelines(),
        )
        return fit(story, self.limits)

    @cached_property
    def _origins(self) -> dict[str, str]:
        return origins_of(self.members, self.families)

    @cached_property
    def _setting(self) -> Setting:
        return Setting(
            reports={member.article_id: member.report for member in self.members},
            origins=self._origins,
            families={
                member.article_id: self.families.family_of(member.report.outlet, member.report.url)
                for member in self.members
            },
        )

    @cached_property
    def _resolved(self) -> ResolvedEntities:
        return resolve(self.names, self._origins, self._same_words())

    @cached_property
    def _reports(self) -> list[Report]:
        return [self._report(member) for member in self.members]

    def _report(self, member: Member) -> Report:
        report = member.report
        return Report(
            article_id=member.article_id,
            url=report.url,
            title=report.title,
            outlet=report.outlet,
            publisher_family=self._setting.families[member.article_id],
            leaning=self.families.leaning_of(report.outlet, report.url),
            published=report.published,
            received=report.received,
            role=member.role,
            copy_of=member.copy_of,
            origin=self._origins[member.article_id],
            match=member.match,
        )

    def _counts(self) -> Counts:
        return Counts(
            articles=len(self.members),
            copies=sum(member.copy_of is not None for member in self.members),
            outlets=len({member.report.outlet for member in self.members}),
            publisher_families=len(set(self._setting.families.values())),
            origins=len(set(self._origins.values())),
        )

    def _medoid(self) -> Member:
        """Give the report whose headline and lead are most like all the others'."""
        candidates = [member for member in self.members if member.copy_of is None]
        titled = [member for member in candidates or self.members if member.report.title]

        def likeness(member: Member) -> int:
            terms = self.prepared[member.article_id].terms
            return sum(weight * self.terms[term] for term, weight in terms.items())

        return max(titled or candidates or list(self.members), key=likeness)

    def _same_words(self) -> frozenset[tuple[str, str]]:
        """Give the people spelt alike to whom one group of claims is ascribed."""
        pairs = set()
        for group in self.groups:
            speakers = sorted({claim.speaker for claim in group.members if claim.speaker})
            pairs.update(
                (one, other)
                for at, one in enumerate(speakers)
                for other in speakers[at + 1 :]
                if likeness_of_people(one, other) is Likeness.SPELLING
            )
        return frozenset(pairs)

    def _claims_and_conflicts(self) -> tuple[tuple[StoryClaim, ...], tuple[Conflict, ...]]:
        groups = {group.number: group for group in self.groups}
        found = [
            *name_conflicts(self._resolved.spellings),
            *figure_conflicts(groups, self._setting),
            *claim_conflicts(groups, self.prepared, self._setting),
        ]
        ids = {group.number: _claim_id(group) for group in self.groups}
        rivals = _rivals(found)
        disputed = {
            number for one in found if one.kind in _DISPUTING
            for side in one.sides for number in side.groups
        }
        claims = sorted(
            (
                self._claim(group, ids, disputed, rivals.get(group.number, frozenset()))
                for group in self.groups
            ),
            key=claim_order,
        )
        kept = {claim.claim_id for claim in claims[: self.limits.max_claims]}
        kept_ids = {number: name for number, name in ids.items() if name in kept}
        conflicts = {}
        for one in found:
            conflict = to_record(one, self._setting, kept_ids)
            conflicts.setdefault(conflict.conflict_id, conflict)
        ranked = sorted(conflicts.values(), key=conflict_order)
        return tuple(claims), tuple(ranked[: self.limits.max_conflicts])

    def _claim(
        self, group: Group, ids: Mapping[int, str], disputed: set[int], rivals: frozenset[int]
    ) -> StoryClaim:
        origins = {self._origins[claim.article_id] for claim in group.members}
        status = ClaimStatus.CORROBORATED if len(origins) > 1 else ClaimStatus.SINGLE_SOURCE
        return StoryClaim(
            claim_id=ids[group.number],
            text=group.founder.claim.text,
            kind=group.founder.claim.kind,
            speaker=self._speaker_of(group),
            support=self._supports(group),
            origins=len(origins),
            status=ClaimStatus.DISPUTED if group.number in disputed else status,
            differs_from=tuple(sorted(ids[rival] for rival in rivals)),
        )

    def _supports(self, group: Group) -> tuple[Support, ...]:
        """Give every place that makes the claim, once."""
        places = {(one.article_id, one.claim.content): one for one in reversed(group.members)}
        return tuple(sorted(map(self._support, places.values()), key=support_order))

    def _support(self, claim: PreparedClaim) -> Support:
        return Support(
            article_id=claim.article_id,
            content=claim.claim.content,
            text=claim.claim.text,
            speaker=self._speaker(claim),
        )

    def _speaker(self, claim: PreparedClaim) -> str | None:
        speaker = claim.claim.speaker
        if speaker is None:
            return None
        if speaker.name is None:
            return speaker.description
        return self._resolved.canonical.get((claim.article_id, speaker.name), speaker.name)

    def _speaker_of(self, group: Group) -> str | None:
        """Give the speaker most origins name; somebody named goes before a description."""
        origins: defaultdict[str, set[str]] = defaultdict(set)
        named = set()
        for claim in group.members:
            speaker = self._speaker(claim)
            if speaker is not None:
                origins[speaker].add(self._origins[claim.article_id])
                if claim.speaker:
                    named.add(speaker)
        if not origins:
            return None
        return min(origins, key=lambda name: (name not in named, -len(origins[name]), name))

    def _pipelines(self) -> tuple[str, ...]:
        versions = {
            f"{member.report.pipeline} rules {member.report.rules}"
            for member in self.members
            if member.report.pipeline
        }
        return tuple(sorted(versions | {f"merging {MERGING_VERSION}"}))


def _claim_id(group: Group) -> str:
    """Name a claim by who made it first and where, so that it keeps its name as reports join."""
    founder = group.founder
    place = f"{founder.article_id}\n{founder.index}\n{founder.claim.content}\n{founder.key}"
    return "c" + blake2b(place.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _rivals(found: Sequence[Found]) -> dict[int, frozenset[int]]:
    """Give for each group the groups on other sides of the conflicts it is in."""
    rivals: defaultdict[int, set[int]] = defaultdict(set)
    for one in found:
        every = {number for side in one.sides for number in side.groups}
        for side in one.sides:
            for number in side.groups:
                rivals[number] |= every - side.groups
    return {number: frozenset(others) for number, others in rivals.items()}
