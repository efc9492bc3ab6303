"""Story order: how the parts of a story are ordered.

By what the record holds alone, so that who folds updates reaches the same order.
"""

from streams.story import (
    Conflict,
    ConflictKind,
    Report,
    StoryClaim,
    StoryEntity,
    Support,
)
from streams.wording import is_slight

_KINDS = {kind: place for place, kind in enumerate(ConflictKind)}


def report_order(report: Report) -> tuple[object, ...]:
    """Order reports by when they were published, or else received."""
    return (report.published or report.received, report.received, report.article_id)


def support_order(support: Support) -> tuple[object, ...]:
    """Order supports by article and place in it."""
    return (support.article_id, support.content)


def claim_order(claim: StoryClaim) -> tuple[object, ...]:
    """Order claims: key claims first, those of most origins, then most often, then early told."""
    first = min(support.content[0].start for support in claim.support)
    return claim_rank(claim.origins, len(claim.support), first, claim.claim_id)


def claim_rank(origins: int, supports: int, first: int, claim_id: str) -> tuple[object, ...]:
    """Rank a claim by what :func:`claim_order` takes of it; ``first`` is its earliest offset."""
    return (-origins, -supports, first, claim_id)


def entity_order(entity: StoryEntity) -> tuple[object, ...]:
    """Order entities by origins, articles and salience."""
    return (-entity.origins, -entity.articles, -entity.salience, entity.type, entity.name)


def conflict_order(conflict: Conflict) -> tuple[object, ...]:
    """Order conflicts by kind, then by the origins that stand against each other.

    Versions of a quotation that differ only slightly come after all others.
    """
    origins = sum(side.origins for side in conflict.sides)
    return (is_slight(conflict), _KINDS[conflict.kind], -origins, conflict.conflict_id)
