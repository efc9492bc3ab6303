"""Claim records: from a group of aligned claims to the line that a story shows of it."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

from agents.deduplication.merging.entities import ResolvedEntities
from agents.deduplication.merging.groups import Group
from agents.deduplication.merging.sizes import text_bytes
from agents.deduplication.merging.told import Told
from streams.story import ClaimStatus, StoryClaim
from streams.story_order import claim_rank

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
        told = told_of(self.group)
        return claim_rank(len(self.origins), len(told.places), told.first, self.claim_id)


def claim_id_of(group: Group) -> str:
    """Name a claim by who made it first and where, so that it keeps its name as reports join."""
    if group.claim_id:
        return group.claim_id
    founder = group.founder
    place = f"{founder.article_id}\n{founder.index}\n{founder.claim.content}\n{founder.key}"
    digest = blake2b(place.encode("utf-8", "replace"), digest_size=8).hexdigest()
    group.claim_id = f"c{digest}"
    return group.claim_id


def told_of(group: Group) -> Told:
    """Give what a group's claims come to."""
    if group.told is None:
        group.told = Told(group.founder)
    told: Told = group.told
    told.take(group.members)
    return told


def record_of(
    draft: Draft, resolved: ResolvedEntities, origins: Mapping[str, str]
) -> tuple[StoryClaim, int]:
    """Give a claim's record and at least the bytes it takes; the former one if nothing changed."""
    told = told_of(draft.group)
    told.resolve(resolved)
    key = (draft.origins, draft.status, draft.rivals, told.revision)
    known = draft.group.worked_out.get("record")
    if known is not None and known[0] == key:
        return known[1], known[2]
    supports = told.supports(draft.group.supports)
    record = StoryClaim(
        claim_id=draft.claim_id,
        text=draft.group.founder.claim.text,
        kind=draft.group.founder.claim.kind,
        speaker=told.speaker(origins),
        denied=draft.group.founder.is_denied_by_speaker or None,
        support=tuple(supports),
        origins=len(draft.origins),
        status=draft.status,
        differs_from=tuple(sorted(draft.rivals)),
    )
    size = _OVERHEAD + text_bytes(record.text) + text_bytes(record.speaker)
    size += 25 * len(record.differs_from) + told.bytes
    draft.group.worked_out["record"] = (key, record, size)
    return record, size
