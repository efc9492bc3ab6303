"""Claim records: from a group of aligned claims to the line that a story shows of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

from agents.deduplication.merging.entities import ResolvedEntities
from agents.deduplication.merging.groups import Group
from agents.deduplication.merging.prepared import PreparedClaim
from agents.deduplication.merging.sizes import support_bytes, text_bytes
from streams.story import ClaimStatus, StoryClaim, Support
from streams.story_order import claim_rank, support_order

_WORDINGS: Final = 12
"""Supports of a claim that carry their own words where these are not the claim's."""
_OVERHEAD: Final = 250


class Draft(NamedTuple):
    """A group on its way to a record: what its place among the claims depends on."""

    group: Group
    claim_id: str
    origins: frozenset[str]
    status: ClaimStatus
    rivals: frozenset[str]

    @property
    def rank(self) -> tuple[object, ...]:
        """Place among the claims, as ``streams.story_order.claim_order`` has it."""
        places = places_of(self.group)
        first: int | None = self.group.worked_out.get("first")
        if first is None:
            first = min(claim.claim.content[0].start for claim in places)
            self.group.worked_out["first"] = first
        return claim_rank(len(self.origins), len(places), first, self.claim_id)


def claim_id_of(group: Group) -> str:
    """Name a claim by who made it first and where, so that it keeps its name as reports join."""
    if group.claim_id:
        return group.claim_id
    founder = group.founder
    place = f"{founder.article_id}\n{founder.index}\n{founder.claim.content}\n{founder.key}"
    digest = blake2b(place.encode("utf-8", "replace"), digest_size=8).hexdigest()
    group.claim_id = f"c{digest}"
    return group.claim_id


def places_of(group: Group) -> list[PreparedClaim]:
    """Give the claims of a group, one for each place in an article, in order."""
    places: list[PreparedClaim] | None = group.worked_out.get("places")
    if places is None:
        first = {(one.article_id, one.claim.content): one for one in reversed(group.members)}
        places = group.worked_out["places"] = list(reversed(first.values()))
    return places


def record_of(
    draft: Draft, resolved: ResolvedEntities, origins: Mapping[str, str]
) -> tuple[StoryClaim, int]:
    """Give a claim's record and at least the bytes it takes; the former one if nothing changed."""
    places = places_of(draft.group)
    speakers = _speakers(draft.group, places, resolved)
    key = (draft.origins, draft.status, draft.rivals, speakers)
    known = draft.group.worked_out.get("record")
    if known is not None and known[0] == key:
        return known[1], known[2]
    supports = _supports(draft.group, places, speakers)
    record = StoryClaim(
        claim_id=draft.claim_id,
        text=draft.group.founder.claim.text,
        kind=draft.group.founder.claim.kind,
        speaker=_speaker_of(zip(places, speakers, strict=True), origins),
        support=tuple(sorted((support for support, _ in supports), key=support_order)),
        origins=len(draft.origins),
        status=draft.status,
        differs_from=tuple(sorted(draft.rivals)),
    )
    size = _OVERHEAD + text_bytes(record.text) + text_bytes(record.speaker)
    size += 25 * len(record.differs_from) + sum(bytes_ for _, bytes_ in supports)
    draft.group.worked_out["record"] = (key, record, size)
    return record, size


def _speakers(
    group: Group, places: list[PreparedClaim], resolved: ResolvedEntities
) -> tuple[str | None, ...]:
    known = group.worked_out.get("speakers")
    if known is None or known[0] != resolved.version:
        speakers = tuple(_speaker_in(claim, resolved) for claim in places)
        known = group.worked_out["speakers"] = (resolved.version, speakers)
    found: tuple[str | None, ...] = known[1]
    return found


def _speaker_in(claim: PreparedClaim, resolved: ResolvedEntities) -> str | None:
    """Give who a report says has said it, by the story's name, or in the report's words."""
    speaker = claim.claim.speaker
    if speaker is None:
        return None
    if speaker.name is None:
        return speaker.description
    return resolved.canonical(claim.article_id, speaker.name)


def _supports(
    group: Group, places: list[PreparedClaim], speakers: tuple[str | None, ...]
) -> list[tuple[Support, int]]:
    """Give each place as a record with at least its bytes; those made before are used again."""
    others = 0
    supports = []
    for claim, speaker in zip(places, speakers, strict=True):
        own = claim.claim.text != group.founder.claim.text and others < _WORDINGS
        others += own
        made = group.supports.get((claim.article_id, claim.index))
        if made is None or made[0] != (speaker, own):
            support = Support(
                article_id=claim.article_id,
                content=claim.claim.content,
                text=claim.claim.text if own else None,
                speaker=speaker,
            )
            made = ((speaker, own), support, support_bytes(support))
            group.supports[claim.article_id, claim.index] = made
        supports.append(made[1:])
    return supports


def _speaker_of(
    said: Iterable[tuple[PreparedClaim, str | None]], origins: Mapping[str, str]
) -> str | None:
    """Give the speaker most origins name; somebody named goes before a description."""
    by_speaker: defaultdict[str, set[str]] = defaultdict(set)
    named = set()
    for claim, speaker in said:
        if speaker is not None:
            by_speaker[speaker].add(origins[claim.article_id])
            if claim.speaker:
                named.add(speaker)
    if not by_speaker:
        return None
    return min(by_speaker, key=lambda name: (name not in named, -len(by_speaker[name]), name))
