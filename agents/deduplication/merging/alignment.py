"""Alignment: whether two claims of different reports are one proposition, and where they clash.

Weighed are shared notions (lemmas joined by synonyms, weighted by rarity, damped where the whole
report is about them), the order of the words, the same quoted words, agreeing figures, speakers
who can be one, and the same times: :mod:`likeness` says how much each tells.
"""

import math
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from agents.deduplication.merging.contrasts import Contrast, contrast_of
from agents.deduplication.merging.figures import Agreement
from agents.deduplication.merging.figures import compare as compare_measures
from agents.deduplication.merging.likeness import (
    LEAST_SHARED,
    Evidence,
    shipped_likeness,
    words_in_common,
)
from agents.deduplication.merging.names import Likeness, likeness_of_people
from agents.deduplication.merging.polarity import are_opposite, is_denied
from agents.deduplication.merging.prepared import PreparedClaim
from agents.deduplication.merging.quotations import differing_versions, shared_run
from agents.deduplication.merging.weights import weight_of
from streams.story import ConflictKind

SAME_FROM: Final = 620
"""Score (0 .. 1000) from which two claims are one proposition."""

RIVAL_FROM: Final = 500
"""Score from which claims that cannot both be so contradict each other."""

_PHRASE: Final = 3
_HALF: Final = 0.5
_VERSIONS: Final = 0.6
"""How alike two sentences count that one speaker is quoted with in differing words."""


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
    weighed = _weighed(one, other)
    if weighed is None:
        return Comparison(0)
    evidence, speakers, figures = weighed
    score, undisputed = shipped_likeness().scores(evidence)
    if evidence.is_within:
        score = max(score, SAME_FROM)
    if evidence.quoted >= _HALF or undisputed < RIVAL_FROM:
        return Comparison(score, None, speakers)
    alike = Comparison(undisputed, None, speakers)
    judged = _judged(one, other, alike, figures)
    return judged if judged is not alike else Comparison(score, None, speakers)


def evidence_of(one: PreparedClaim, other: PreparedClaim) -> Evidence | None:
    """Give what speaks for and against one proposition; None if too little is in common."""
    weighed = _weighed(one, other)
    return None if weighed is None else weighed[0]


def are_like(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether two claims can be one proposition, whatever one slot of theirs has in it."""
    evidence = evidence_of(one, other)
    if evidence is None:
        return False
    return evidence.is_within or shipped_likeness().scores(evidence)[0] >= RIVAL_FROM


def _weighed(
    one: PreparedClaim, other: PreparedClaim
) -> tuple[Evidence, Speakers, Agreement] | None:
    """Give the evidence, and what it says of speakers and figures in their own terms."""
    quoted = _quoted_alike(one, other)
    words = words_in_common(one, other, whatever=quoted > 0)
    if words is None:
        return None
    speakers = speakers_of(one, other)
    figures = _figures(one, other)
    quoted_word = _quotes_a_word_of(one, other) or _quotes_a_word_of(other, one)
    evidence = Evidence(
        *words,
        quoted,
        float(quoted_word),
        float(speakers is Speakers.SAME),
        float(speakers is Speakers.DIFFERENT),
        float(figures is Agreement.AGREE),
        float(figures is Agreement.CLASH),
        float(bool(one.denials) != bool(other.denials)),
        float(not one.moments.isdisjoint(other.moments)),
        math.log1p(
            len((one.plain.keys() & other.plain.keys()) - one.name_terms - other.name_terms)
        ),
    )
    return evidence, speakers, figures


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
    denied = is_denied(one.negations, other.plain_words) != is_denied(
        other.negations, one.plain_words
    )
    # who is "not guilty" is not the opposite of who is acquitted
    only_one = one.terms.keys() - other.terms.keys() - frozenset().union(*one.negations)
    only_other = other.terms.keys() - one.terms.keys() - frozenset().union(*other.negations)
    return denied != are_opposite(only_one, only_other)


def _quoted_alike(one: PreparedClaim, other: PreparedClaim) -> float:
    """Give how much of a quotation both have, in [0, 1]; some of it if they quote two versions."""
    if not one.quotations or not other.quotations:
        return 0.0
    best = max(shared_run(a, b) for a in one.quotations for b in other.quotations)
    if best < _HALF and speakers_of(one, other) is Speakers.SAME and _are_versions(one, other):
        return _VERSIONS
    return best


def _quotes_a_word_of(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether a claim has a rare word or two in quotation marks that the other quotes too."""
    if not one.quotations or not other.quotations:
        return False
    quoted = {word for words in other.quotations for word in words}
    return any(
        len(words) < _PHRASE
        and sum(map(weight_of, words)) >= LEAST_SHARED
        and quoted.issuperset(words)
        for words in one.quotations
    )


def _are_versions(one: PreparedClaim, other: PreparedClaim) -> bool:
    return any(differing_versions(a, b) is not None for a in one.sentences for b in other.sentences)


def speakers_of(one: PreparedClaim, other: PreparedClaim) -> Speakers:
    """Say whether two claims can have one speaker.

    Unknown if one is unnamed or described only, or a "Jr." to the other's name: maybe his father.
    """
    if not one.speaker or not other.speaker:
        return Speakers.UNKNOWN
    if likeness_of_people(one.speaker, other.speaker) is Likeness.DIFFERENT:
        return Speakers.DIFFERENT
    if one.suffix != other.suffix:
        return Speakers.DIFFERENT if one.suffix and other.suffix else Speakers.UNKNOWN
    return Speakers.SAME


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
