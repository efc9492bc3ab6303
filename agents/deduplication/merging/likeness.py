"""Likeness: how probably two claims tell one proposition, by what a labelled sample taught."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from typing import Final, NamedTuple

from agents.deduplication.merging.logistic import read_weights, thousandths
from agents.deduplication.merging.prepared import PreparedClaim

_FILE: Final = "likeness.json"
UNIT: Final = 100
"""Weights are a hundred times a word's rarity."""
_LEAST_SAID: Final = 250
"""Weight of a claim's own words, names apart, below which it is a mere scrap."""
LEAST_SHARED: Final = 400
"""Weight of shared notions below which two claims are not about one thing."""
_FEW_SHARED: Final = 2
_WHOLE: Final = 0.62
_IN_ORDER: Final = 0.4
_MUCH: Final = math.log1p(8)


class Evidence(NamedTuple):
    """What speaks for two claims being one proposition, and what against it.

    ``covered`` and ``covering`` are the shares of the lighter and of the heavier claim's weighted
    notions that both have, ``shared`` is the logarithm of their weight, ``told`` that of all words
    shared however often the reports use them, ``order`` how much of the shorter claim the other
    has in the same order, ``pairs`` the share of neighbouring words in common, ``quoted`` how much
    of the shorter quotation is in the other. The rest is 0 or 1, ``quoted_word`` for a rare word
    or two that one claim has in quotation marks and the other quotes, too, ``one_time`` for a day
    or a time of day that both name; but ``beyond_names`` is the logarithm of how many telling words
    of both are no names: who is meant is not what is said of him.
    """

    covered: float = 0.0
    covering: float = 0.0
    shared: float = 0.0
    told: float = 0.0
    order: float = 0.0
    pairs: float = 0.0
    quoted: float = 0.0
    quoted_word: float = 0.0
    one_speaker: float = 0.0
    two_speakers: float = 0.0
    figures_agree: float = 0.0
    figures_clash: float = 0.0
    one_denies: float = 0.0
    one_time: float = 0.0
    beyond_names: float = 0.0

    @property
    def is_within(self) -> bool:
        """Whether a short claim stands nearly whole, and with rare words, within a long one.

        In order: what merely stands around both (the sentence that each is a part of) does not.
        """
        return self.covered >= _WHOLE and self.shared >= _MUCH and self.order >= _IN_ORDER


EVIDENCE: Final = Evidence._fields
_AGAINST: Final = (EVIDENCE.index("figures_clash"), EVIDENCE.index("one_denies"))


@dataclass(frozen=True, slots=True)
class LikenessModel:
    """Logistic regression: ``bias`` and one weight for each of :data:`EVIDENCE`."""

    bias: float
    weights: tuple[float, ...]

    def scores(self, evidence: Evidence) -> tuple[int, int]:
        """Give the probability that two claims are one proposition, in thousandths.

        And the probability if neither clashing figures nor a denial spoke against it.
        """
        odds = self.bias + sum(map(mul, self.weights, evidence))
        against = sum([self.weights[at] for at in _AGAINST if evidence[at]])
        score = thousandths(odds)
        return score, thousandths(odds - against) if against else score


Words = tuple[float, float, float, float, float, float]
"""The first six of :data:`EVIDENCE`, which the words of two claims give."""


def words_in_common(
    one: PreparedClaim, other: PreparedClaim, *, whatever: bool = False
) -> Words | None:
    """Give what the words of two claims have in common; None if that is too little to compare.

    Symmetric, and a function of these two alone. ``whatever`` compares even those.
    """
    common = one.terms.keys() & other.terms.keys()
    weight = sum(min(one.terms[notion], other.terms[notion]) for notion in common)
    few = len(common) < _FEW_SHARED or weight < LEAST_SHARED
    if not whatever and (few or min(one.said, other.said) < _LEAST_SAID):
        return None
    lighter, heavier = sorted((one.total, other.total))
    plain = sum(one.plain[notion] for notion in one.plain.keys() & other.plain.keys())
    shorter = min(len(one.sequence), len(other.sequence))
    neighbours = len(one.neighbours) + len(other.neighbours)
    both = len(one.neighbours & other.neighbours)
    return (
        weight / max(lighter, 1),
        weight / max(heavier, 1),
        math.log1p(weight / UNIT),
        math.log1p(plain / UNIT),
        in_order(one.sequence, other.sequence) / max(shorter, 1),
        2 * both / max(neighbours, 1),
    )


def in_order(one: Sequence[str], other: Sequence[str]) -> int:
    """Give the length of the longest sequence that both have in order, with gaps.

    Bits stand for the places of ``one`` (Hyyrö, "Bit-parallel LCS-length computation", 2004).

    >>> in_order("a b c d".split(), "b x d".split())
    2
    """
    places: dict[str, int] = {}
    for at, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << at
    every = row = (1 << len(one)) - 1
    for word in other:
        hit = row & places.get(word, 0)
        row = ((row + hit) | (row - hit)) & every
    return len(one) - row.bit_count()


@cache
def shipped_likeness() -> LikenessModel:
    """Read the model that comes with the package; read once.

    Raises:
        ForeignWeights: if it was trained on other evidence.
    """
    return LikenessModel(*read_weights(_FILE, EVIDENCE, "evidence"))
