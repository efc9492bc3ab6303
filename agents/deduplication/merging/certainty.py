"""Certainty: how probably two claims that differ contradict each other, by what read ones taught.

Two figures may count two things, a denial may be of something else, two days may be of two events.
What tells is weighed by a model learned from contradictions that were read (``training/merging``).
"""

import math
import re
from dataclasses import dataclass
from functools import cache
from operator import mul
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from agents.deduplication.merging.clauses import told_beside
from agents.deduplication.merging.clocks import clocks_in
from agents.deduplication.merging.figures import Agreement, Measure, compare
from agents.deduplication.merging.likeness import UNIT, words_in_common
from agents.deduplication.merging.logistic import read_weights, thousandths
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from agents.deduplication.merging.synonyms import notion_of
from agents.deduplication.merging.weights import weight_of
from streams.story import ConflictKind

_FILE: Final = "certainty.json"
CERTAIN_FROM: Final = 700
"""Certainty (0 .. 1000) from which a contradiction is shown."""
_LEAD: Final = 300
"""Characters of a report in which it says what it is about."""
_AFTER: Final = 3
_AROUND: Final = 4
_BEFORE: Final = 6
_FARTHEST: Final = 5.0
_MEASURED: Final = frozenset(["m", "m2", "m/s", "kg"])
_WORD: Final = re.compile(r"[^\W\d_]+")


class Signs(NamedTuple):
    """What speaks for two claims contradicting each other, and what against it.

    ``known_apart`` is the weight (a logarithm) of what only one of the two tells although the
    other's report speaks of it elsewhere: then it tells of two things. ``lead`` is how many of the
    two stand where a report says what it is about, ``covering`` the share of the heavier one that
    both tell, ``order`` how much of the shorter one the other has in the same order, ``unsaid``
    whether nobody is said to have said either, and ``unsaid_denial`` so of a denial, ``beside`` how
    much beyond half of the clause in which each differs the other tells, too. Of figures: whether a
    telling word follows both (``after``), the share of what stands around them that both have
    (``around``), how much before each is not in the other claim at all (``before_apart``), in how
    many of the two reports the other's figure stands, too (``both_tell``), how many times the one
    is the other (``ratio``, a logarithm), lengths, areas, speeds and weights (``measured``) and
    whether the same is said of what is counted (``aspect``). ``clock`` is of times of day, ``cue``
    of "he denied that".
    """

    known_apart: float = 0.0
    lead: float = 0.0
    covering: float = 0.0
    order: float = 0.0
    unsaid: float = 0.0
    unsaid_denial: float = 0.0
    beside: float = 0.0
    after: float = 0.0
    around: float = 0.0
    before_apart: float = 0.0
    both_tell: float = 0.0
    ratio: float = 0.0
    measured: float = 0.0
    aspect: float = 0.0
    clock: float = 0.0
    cue: float = 0.0
    of_time: float = 0.0
    of_polarity: float = 0.0


SIGNS: Final = Signs._fields


@dataclass(frozen=True, slots=True)
class CertaintyModel:
    """Logistic regression: ``bias`` and one weight for each of :data:`SIGNS`."""

    bias: float
    weights: tuple[float, ...]

    def score(self, signs: Signs) -> int:
        """Give the probability of a contradiction, in thousandths."""
        return thousandths(self.bias + sum(map(mul, self.weights, signs)))


@dataclass(frozen=True, slots=True)
class Told:
    """One side of a contradiction: a claim, its report, and the figure that is meant, if one is."""

    claim: PreparedClaim
    report: PreparedReport
    measure: Measure | None = None


def certainty(kind: ConflictKind, one: Told, other: Told) -> int:
    """Give how surely two claims contradict each other (0 .. 1000); worked out once, symmetric."""
    known = one.report.worked_out.setdefault("certainty", WeakKeyDictionary())
    scores = known.setdefault(other.claim, {})
    key = kind, one.claim.index, one.measure, other.measure
    if key not in scores:
        scores[key] = shipped_certainty().score(signs_of(kind, one, other))
    score: int = scores[key]
    return score


def is_certain(kind: ConflictKind, one: Told, other: Told) -> bool:
    """Say whether two claims contradict each other so surely that it is shown."""
    return certainty(kind, one, other) >= CERTAIN_FROM


def signs_of(kind: ConflictKind, one: Told, other: Told) -> Signs:
    """Gather what tells; a function of the two reports alone."""
    claims = one.claim, other.claim
    words = words_in_common(*claims, whatever=True)
    unsaid = not any(_sayer(claim) for claim in claims)
    measures = (one.measure, other.measure) if one.measure and other.measure else None
    beside = min(told_beside(kind, *claims, measures))
    signs = Signs(
        known_apart=max(_log(_known_apart(one, other)), _log(_known_apart(other, one))),
        lead=float(sum(claim.claim.content[0].start < _LEAD for claim in claims)),
        covering=words[1] if words else 0.0,
        order=words[4] if words else 0.0,
        unsaid=float(unsaid and kind is not ConflictKind.POLARITY),
        unsaid_denial=float(unsaid and kind is ConflictKind.POLARITY),
        beside=max(0.0, 2 * beside - 1),
        clock=float(kind is ConflictKind.TIME and all(clocks_in(c.claim.text) for c in claims)),
        cue=float(kind is ConflictKind.POLARITY and any(c.is_denied_by_speaker for c in claims)),
        of_time=float(kind is ConflictKind.TIME),
        of_polarity=float(kind is ConflictKind.POLARITY),
    )
    return (
        signs._replace(**_of_figures(one, measures[0], other, measures[1])) if measures else signs
    )


def _of_figures(one: Told, own: Measure, other: Told, its: Measure) -> dict[str, float]:
    left, right = _Near(one.claim, own), _Near(other.claim, its)
    apart = (
        _weight({word for word in near.before if word not in claim.words | claim.terms.keys()})
        for near, claim in ((left, other.claim), (right, one.claim))
    )
    lighter = min(_weight(left.around), _weight(right.around))
    tellings = _tellings(one.report, own), _tellings(other.report, its)
    small, large = sorted(min(abs(m.low), abs(m.high)) for m in (own, its))
    return {
        "after": float(not left.after.isdisjoint(right.after)),
        "around": _weight(left.around & right.around) / max(lighter, 1),
        "before_apart": _log(min(apart)),
        "both_tell": float(_agrees(tellings[0], its) + _agrees(tellings[1], own)),
        "ratio": min(math.log((large + 0.5) / (small + 0.5)), _FARTHEST),
        "measured": float(own.unit in _MEASURED),
        "aspect": float(own.aspect is not None and own.aspect == its.aspect),
    }


class _Near:
    """The weighty notions near a figure in its claim."""

    def __init__(self, claim: PreparedClaim, measure: Measure) -> None:
        before, figure, after = claim.claim.text.partition(measure.text)
        left, right = _WORD.findall(before), _WORD.findall(after)
        self.before = _notions(left[-_BEFORE:])
        self.after = _notions(right[:_AFTER])
        self.around = _notions([*left[-_AROUND:], *_WORD.findall(figure), *right[:_AROUND]])


def _notions(words: list[str]) -> set[str]:
    return {notion_of(word.casefold()) for word in words if weight_of(word.casefold())}


def _weight(notions: set[str]) -> int:
    return sum(map(weight_of, notions))


def _log(weight: int) -> float:
    return math.log1p(weight / UNIT)


def _known_apart(one: Told, other: Told) -> int:
    """Give the weight of what only the one claim tells and the other's report knows."""
    its = other.claim
    return sum(
        weight
        for notion, weight in one.claim.plain.items()
        if notion in other.report.notions
        and notion not in its.words
        and notion not in one.claim.name_terms
    )


def _sayer(claim: PreparedClaim) -> str:
    return claim.speaker or claim.description


def _tellings(report: PreparedReport, measure: Measure) -> list[Measure]:
    return [own for claim in report.claims for own in claim.measures if own.kind == measure.kind]


def _agrees(tellings: list[Measure], measure: Measure) -> bool:
    return any(compare(own, measure) is Agreement.AGREE for own in tellings)


@cache
def shipped_certainty() -> CertaintyModel:
    """Read the model that comes with the package; read once.

    Raises:
        ForeignWeights: if it was trained on other signs.
    """
    return CertaintyModel(*read_weights(_FILE, SIGNS, "signs"))
