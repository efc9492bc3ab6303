"""Alignment: whether two claims of different reports are one proposition, and where they clash.

Measured are shared notions (lemmas joined by synonyms, weighted by rarity, damped where the whole
report is about them), the same quoted words, agreeing figures and speakers who can be one.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import Enum
from typing import Final

from agents.deduplication.merging.figures import Agreement
from agents.deduplication.merging.figures import compare as compare_measures
from agents.deduplication.merging.names import Likeness, likeness_of_people
from agents.deduplication.merging.prepared import PreparedClaim
from agents.deduplication.merging.quotations import shared_run
from streams.enriched_article import ClaimKind
from streams.story import ConflictKind

SAME_FROM: Final = 480
"""Score (0 .. 1000) from which two claims are one proposition."""

RIVAL_FROM: Final = 440
"""Score from which claims that cannot both be so contradict each other."""

_FEW_SHARED: Final = 2
LEAST_SHARED_WEIGHT: Final = 500
"""Weight of shared notions below which two claims are not about one thing."""


class Speakers(Enum):
    """How the speakers of two claims relate."""

    SAME = 1
    UNKNOWN = 0
    DIFFERENT = -1


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two claims relate: ``score`` in 0 .. 1000, and in what they contradict, if they do."""

    score: int
    clash: ConflictKind | None = None
    speakers: Speakers = Speakers.UNKNOWN

    @property
    def is_same(self) -> bool:
        """Whether both are one proposition."""
        return self.clash is None and self.score >= SAME_FROM


def compare_claims(one: PreparedClaim, other: PreparedClaim) -> Comparison:
    """Compare two claims; symmetric, and a function of these two alone."""
    shared = one.terms.keys() & other.terms.keys()
    weight = sum(min(one.terms[notion], other.terms[notion]) for notion in shared)
    score = _overlap(one, other, shared, weight)
    quoted = _quoted_alike(one, other)
    score = max(score, quoted)
    if not score:
        return Comparison(0)
    speakers = speakers_of(one, other)
    score += _speaker_bonus(one, other, speakers, quoted)
    figures = _figures(one, other)
    if figures is Agreement.AGREE:
        score += 80
    clash: ConflictKind | None = None
    if figures is Agreement.CLASH:
        clash = ConflictKind.FIGURE
        score += 60 if _share_a_toll(one, other) else 0
    elif one.negated != other.negated and quoted < SAME_FROM:
        clash = ConflictKind.POLARITY
    return Comparison(max(0, min(1000, score)), clash, speakers)


def _overlap(one: PreparedClaim, other: PreparedClaim, shared: Set[str], weight: int) -> int:
    smaller, larger = sorted((one.total, other.total))
    if not smaller or len(shared) < _FEW_SHARED or weight < LEAST_SHARED_WEIGHT:
        return 0
    score = (550 * weight) // smaller + (450 * weight) // larger
    names = one.name_terms | other.name_terms
    if all(notion in names for notion in shared):
        return score // 2
    return score


def _quoted_alike(one: PreparedClaim, other: PreparedClaim) -> int:
    if not one.quotations or not other.quotations:
        return 0
    best = max(
        (shared_run(a, b) for a in one.quotations for b in other.quotations), default=0.0
    )
    return round(900 * best) if best >= 0.5 else 0  # noqa: PLR2004


def speakers_of(one: PreparedClaim, other: PreparedClaim) -> Speakers:
    """Say whether two claims can have one speaker; one is unnamed or described only: unknown."""
    if not one.speaker or not other.speaker:
        return Speakers.UNKNOWN
    if likeness_of_people(one.speaker, other.speaker) is Likeness.DIFFERENT:
        return Speakers.DIFFERENT
    return Speakers.SAME


def _speaker_bonus(
    one: PreparedClaim, other: PreparedClaim, speakers: Speakers, quoted: int
) -> int:
    if speakers is Speakers.SAME:
        return 70
    attributed = {ClaimKind.QUOTE, ClaimKind.REPORTED}
    if speakers is Speakers.DIFFERENT and not quoted:
        return -160 if {one.claim.kind, other.claim.kind} <= attributed else -60
    return 0


def _figures(one: PreparedClaim, other: PreparedClaim) -> Agreement:
    """Say whether what both count agrees: they clash if of one kind no two figures agree."""
    if not one.measures or not other.measures:
        return Agreement.UNRELATED
    found: dict[tuple[str, str | None], Agreement] = {}
    for a in one.measures:
        for b in other.measures:
            agreement = compare_measures(a, b)
            if agreement is Agreement.UNRELATED:
                continue
            kind = (a.unit, a.aspect)
            if found.get(kind) is not Agreement.AGREE:
                found[kind] = agreement
    if Agreement.CLASH in found.values():
        return Agreement.CLASH
    return Agreement.AGREE if found else Agreement.UNRELATED


def _share_a_toll(one: PreparedClaim, other: PreparedClaim) -> bool:
    tolls = {measure.aspect for measure in one.measures if measure.is_toll}
    return any(measure.is_toll and measure.aspect in tolls for measure in other.measures)
