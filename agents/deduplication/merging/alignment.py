"""Alignment: whether two claims of different reports are one proposition, and where they clash.

Measured are shared notions (lemmas joined by synonyms, weighted by rarity, damped where the whole
report is about them), the same quoted words, agreeing figures and speakers who can be one.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from agents.deduplication.merging.contrasts import Contrast, contrast_of
from agents.deduplication.merging.figures import Agreement
from agents.deduplication.merging.figures import compare as compare_measures
from agents.deduplication.merging.names import Likeness, likeness_of_people
from agents.deduplication.merging.polarity import are_opposite, is_denied
from agents.deduplication.merging.prepared import PreparedClaim
from agents.deduplication.merging.quotations import differing_versions, shared_run
from agents.deduplication.merging.weights import weight_of
from streams.enriched_article import ClaimKind
from streams.story import ConflictKind

SAME_FROM: Final = 480
"""Score (0 .. 1000) from which two claims are one proposition."""

RIVAL_FROM: Final = 440
"""Score from which claims that cannot both be so contradict each other."""

_FEW_SHARED: Final = 2
_QUOTED_WORD: Final = 80
_PHRASE: Final = 3
_MUCH_SHARED: Final = 750
_WITHIN: Final = 760
_HALF: Final = 0.5
_VERSIONS: Final = 600
"""Score of two sentences that one speaker is quoted with in differing words."""
_LEAST_SAID: Final = 250
"""Weight of a claim's own words, names apart, below which it is a mere scrap."""
_SAID: Final = (40, 75, 100)
"""Per cent that a score counts for if none, one or more of the shared notions are no names."""
LEAST_SHARED_WEIGHT: Final = 400
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
        score += 130 if _share_a_toll(one, other) else 80
    elif figures is Agreement.CLASH and _share_a_toll(one, other):
        score += 60
    if _quotes_a_word_of(one, other) or _quotes_a_word_of(other, one):
        score += _QUOTED_WORD
    score = max(0, min(1000, score))
    if score < RIVAL_FROM or quoted >= SAME_FROM:
        return Comparison(score, None, speakers)
    return _judged(one, other, Comparison(score, None, speakers), figures)


def _judged(
    one: PreparedClaim, other: PreparedClaim, alike: Comparison, figures: Agreement
) -> Comparison:
    """Say whether two claims alike are one, contradict each other, or tell two things."""
    contrast = contrast_of(one, other)
    if contrast is Contrast.THING:
        return Comparison(0)
    if figures is Agreement.CLASH and one.outlet != other.outlet:
        # counts of two times or places are two counts
        return Comparison(0) if contrast else replace(alike, clash=ConflictKind.FIGURE)
    if contrast is not None:
        return replace(alike, clash=ConflictKind(contrast.value))
    if _contrary(one, other):
        return replace(alike, clash=ConflictKind.POLARITY)
    if bool(one.denials) != bool(other.denials) and (
        is_denied(one.denials, other.words) or is_denied(other.denials, one.words)
    ):
        # whoever denies a thing does not bear it out, even if it is not plain what is denied
        return Comparison(0)
    return alike


def _contrary(one: PreparedClaim, other: PreparedClaim) -> bool:
    if one.negations is None or other.negations is None:
        return False
    if one.negations and other.negations:
        # each denies something, and only a reader can tell whether it is the same
        return False
    denied = is_denied(one.negations, other.words) != is_denied(other.negations, one.words)
    # who is "not guilty" is not the opposite of who is acquitted
    only_one = one.terms.keys() - other.terms.keys() - frozenset().union(*one.negations)
    only_other = other.terms.keys() - one.terms.keys() - frozenset().union(*other.negations)
    return denied != are_opposite(only_one, only_other)


def _overlap(
    one: PreparedClaim, other: PreparedClaim, shared: AbstractSet[str], weight: int
) -> int:
    if len(shared) < _FEW_SHARED or weight < LEAST_SHARED_WEIGHT:
        return 0
    if min(one.said, other.said) < _LEAST_SAID:
        return 0
    smaller, larger = sorted((one.total, other.total))
    score = (550 * weight) // smaller + (450 * weight) // larger
    if weight >= _MUCH_SHARED:
        # a short claim that stands within a long one
        score = max(score, _WITHIN * weight // smaller)
    # who and where is common to most claims of a story: what happens must be shared too
    said = len(shared - one.name_terms - other.name_terms)
    return score * _SAID[min(said, len(_SAID) - 1)] // 100


def _quoted_alike(one: PreparedClaim, other: PreparedClaim) -> int:
    if not one.quotations or not other.quotations:
        return 0
    best = max(shared_run(a, b) for a in one.quotations for b in other.quotations)
    if best >= _HALF:
        return round(900 * best)
    if speakers_of(one, other) is Speakers.SAME and _are_versions(one, other):
        return _VERSIONS
    return 0


def _quotes_a_word_of(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether a claim has a rare word or two in quotation marks that the other quotes too."""
    quoted = {word for words in other.quotations for word in words}
    return any(
        len(words) < _PHRASE
        and sum(map(weight_of, words)) >= LEAST_SHARED_WEIGHT
        and quoted.issuperset(words)
        for words in one.quotations
    )


def _are_versions(one: PreparedClaim, other: PreparedClaim) -> bool:
    return any(differing_versions(a, b) is not None for a in one.sentences for b in other.sentences)


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
            kind = a.kind
            if found.get(kind) is not Agreement.AGREE:
                found[kind] = agreement
    if Agreement.CLASH in found.values():
        return Agreement.CLASH
    return Agreement.AGREE if found else Agreement.UNRELATED


def _share_a_toll(one: PreparedClaim, other: PreparedClaim) -> bool:
    tolls = {measure.aspect for measure in one.measures if measure.is_toll}
    return any(measure.is_toll and measure.aspect in tolls for measure in other.measures)
