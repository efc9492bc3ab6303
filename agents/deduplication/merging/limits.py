"""Limits: what gives way when a story's record grows too large."""

from dataclasses import dataclass

from streams.codec import encode
from streams.story import Conflict, Story, StoryClaim


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one story's record may hold.

    What is beyond is left out in this order: the least supported claims, the rarest entities, the
    conflicts of fewest origins, and, only if the reports alone are too large, the latest copies
    and then the latest reports. ``counts`` always count everything.
    """

    max_bytes: int = 900_000
    max_claims: int = 400
    max_entities: int = 120
    max_conflicts: int = 60


def fit(story: Story, limits: Limits) -> Story:
    """Give the story, or what of it encodes to at most ``max_bytes``.

    Raises:
        ValueError: if ``max_bytes`` is too small for a story with a single report.
    """
    size = len(encode(story))
    while size > limits.max_bytes:
        smaller = _smaller(story, size - limits.max_bytes)
        if smaller is story:
            reason = f"story {story.story_id} does not fit into {limits.max_bytes} bytes"
            raise ValueError(reason)
        story = smaller
        size = len(encode(story))
    return story


def _smaller(story: Story, excess: int) -> Story:
    """Leave out at least ``excess`` bytes, or as much as one kind of content has."""
    if story.claims:
        kept = _without_last(list(story.claims), excess)
        return with_claims(story, tuple(kept))
    if story.entities:
        half = len(story.entities) // 2
        omitted = story.entities_omitted + len(story.entities) - half
        return story.model_copy(
            update={"entities": story.entities[:half], "entities_omitted": omitted}
        )
    if story.conflicts:
        return story.model_copy(update={"conflicts": story.conflicts[: len(story.conflicts) // 2]})
    if len(story.reports) > 1:
        return _with_fewer_reports(story)
    return story


def _without_last(claims: list[StoryClaim], excess: int) -> list[StoryClaim]:
    freed = 0
    while claims and freed < excess:
        freed += len(encode(claims.pop()))
    return claims


def with_claims(story: Story, claims: tuple[StoryClaim, ...]) -> Story:
    """Give the story with these of its claims only; nothing points to the others any more."""
    kept = {claim.claim_id for claim in claims}
    return story.model_copy(
        update={
            "claims": tuple(_pointing_to(claim, kept) for claim in claims),
            "claims_omitted": story.claims_omitted + len(story.claims) - len(claims),
            "conflicts": tuple(_resting_on(conflict, kept) for conflict in story.conflicts),
        }
    )


def _pointing_to(claim: StoryClaim, kept: set[str]) -> StoryClaim:
    differs = tuple(other for other in claim.differs_from if other in kept)
    if differs == claim.differs_from:
        return claim
    return claim.model_copy(update={"differs_from": differs})


def _resting_on(conflict: Conflict, kept: set[str]) -> Conflict:
    if all(ids in kept for side in conflict.sides for ids in side.claim_ids):
        return conflict
    sides = tuple(
        side.model_copy(update={"claim_ids": tuple(i for i in side.claim_ids if i in kept)})
        for side in conflict.sides
    )
    return conflict.model_copy(update={"sides": sides})


def _with_fewer_reports(story: Story) -> Story:
    """Leave out a quarter of the reports: the latest copies first, never the earliest report."""
    needed = {story.earliest, story.representative}
    droppable = [report for report in story.reports if report.article_id not in needed]
    droppable.sort(
        key=lambda report: (report.copy_of is None, -report.received.timestamp(), report.article_id)
    )
    gone = {report.article_id for report in droppable[: max(1, len(story.reports) // 4)]}
    if not gone:
        return story
    kept = tuple(report for report in story.reports if report.article_id not in gone)
    return story.model_copy(
        update={"reports": kept, "reports_omitted": story.reports_omitted + len(gone)}
    )
