"""Clauses: what stands beside a figure, a time or a denial, in its own part of the sentence."""

import re
from bisect import bisect_left, bisect_right
from typing import Final

from agents.deduplication.merging.contrasts import times_differ
from agents.deduplication.merging.figures import Measure
from agents.deduplication.merging.polarity import place_of_negation
from agents.deduplication.merging.prepared import PreparedClaim
from agents.deduplication.merging.synonyms import notion_of
from agents.deduplication.merging.weights import weight_of
from streams.story import ConflictKind

_BREAK: Final = re.compile(
    r"[,;:\u2014\u2013]\s|\s[-\u2013\u2014]\s|\.\s"
    r"|\b(?:and|but|while|whereas|which|who|after|when|because|as|that|before|although|though|since"
    r"|until)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST_BESIDE: Final = 3
"""Telling words that a clause has beside the place, unless the sentence has no more."""

Place = tuple[int, int]
"""Characters of a claim's text."""


def told_beside(
    kind: ConflictKind,
    one: PreparedClaim,
    other: PreparedClaim,
    measures: tuple[Measure, Measure] | None,
) -> tuple[float, float]:
    """Give for each claim how much of its clause that differs the other claim tells, in [0, 1].

    Words count by weight; the figures and the times themselves do not count.
    """
    places = _places(kind, one, other, measures)
    if places is None:
        return 0.0, 0.0
    left, right = places
    return _told(kind, one, left, other), _told(kind, other, right, one)


def _told(kind: ConflictKind, claim: PreparedClaim, place: Place, other: PreparedClaim) -> float:
    text = claim.claim.text
    beside = _notions(clause_around(text, place))
    if kind is not ConflictKind.POLARITY:
        beside -= _notions(text[slice(*place)])
    known = {notion for notion in beside if notion in other.words or notion in other.terms}
    return sum(map(weight_of, known)) / max(sum(map(weight_of, beside)), 1)


def clause_around(text: str, place: Place) -> str:
    """Give the part of a sentence that a place is in, with its neighbours if it tells too little.

    >>> text = "The dyke broke at dawn, and the mayor of Brenmoor counted 12 dead"
    >>> clause_around(text, (58, 60))
    'and the mayor of Brenmoor counted 12 dead'
    """
    start, end = place
    breaks = [
        found.start()
        for found in _BREAK.finditer(text)
        if found.end() <= start or found.start() >= end
    ]
    cuts = sorted({0, *breaks, len(text)})
    first, last = bisect_right(cuts, start) - 1, bisect_left(cuts, end)
    while last - first + 1 < len(cuts) and _tells_little(
        text[cuts[first] : start], text[end : cuts[last]]
    ):
        if first > 0:
            first -= 1
        else:
            last += 1
    return text[cuts[first] : cuts[last]]


def _tells_little(before: str, after: str) -> bool:
    return len(_notions(f"{before} {after}")) < _LEAST_BESIDE


def _notions(text: str) -> set[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return {notion_of(word) for word in words if weight_of(word)}


def _places(
    kind: ConflictKind,
    one: PreparedClaim,
    other: PreparedClaim,
    measures: tuple[Measure, Measure] | None,
) -> tuple[Place, Place] | None:
    """Give where in each claim that is in which the two differ."""
    if kind is ConflictKind.POLARITY:
        return _place_of_denial(one, other), _place_of_denial(other, one)
    values = times_differ(one, other) if measures is None else (measures[0].text, measures[1].text)
    if values is None:
        return None
    return _place_of(values[0], one.claim.text), _place_of(values[1], other.claim.text)


def _place_of(value: str, text: str) -> Place:
    at = text.find(value)
    return (at, at + len(value)) if at >= 0 else (0, len(text))


def _place_of_denial(claim: PreparedClaim, other: PreparedClaim) -> Place:
    """Give where a claim denies something, or else tells what the other denies."""
    text = claim.claim.text
    denied = frozenset[str]().union(*other.denials)
    told = (
        found.span() for found in _WORD.finditer(text) if notion_of(found[0].casefold()) in denied
    )
    return place_of_negation(text) or next(told, (0, len(text)))
