"""Figures: whether two counts or measures of the same thing can both be so."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from agents.deduplication.merging.synonyms import concept_of
from streams.enriched_article import Claim, Figure, Modifier

_ROUNDING: Final = 0.06
"""Two figures this near, relative to the larger, one of them round or "about", agree."""
_ABOUT: Final = 0.15
_PEOPLE: Final = frozenset(
    (
        "person people man woman child victim soldier civilian passenger worker official "
        "officer protester resident student migrant refugee patient fan body death fatality "
        "casualty inmate voter member employee journalist troop fighter militant police "
        "policeman sailor miner suspect hostage life injury"
    ).split()
)
_DEATHS: Final = {
    "death": "dead",
    "fatality": "dead",
    "body": "dead",
    "life": "dead",
    "injury": "injured",
}
TOLLS: Final = frozenset(["dead", "injured", "missing", "arrest", "evacuate", "rescue", "trap"])
_GENERAL: Final = frozenset({"person", "people"})
_EXACT: Final = frozenset(["magnitude", "division"])
"""Units of which two numbers agree only if they are equal."""
_MAGNITUDE: Final = re.compile(
    r"\bmagnitude(?:[ -](?:of|at))?[ -](?P<after>\d(?:\.\d)?)\b"
    r"|\b(?P<before>\d\.\d)[ -]magnitude\b",
    re.IGNORECASE,
)
_DIVISION: Final = re.compile(
    r"\b(?P<ayes>\d{1,3})(?: votes)?(?: to |[-\u2013])(?P<noes>\d{1,3})\b"
)
_VOTING: Final = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|pass(?:ed|es)|approv|confirm|reject|defeat|adopt|ratif|acquit)",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_CALENDAR: Final = frozenset("year month week day hour minute second decade century time s".split())


class Agreement(Enum):
    """How two figures relate."""

    UNRELATED = 0
    AGREE = 1
    CLASH = 2


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure in the form in which figures are compared: what is counted, and from where to where.

    ``low`` and ``high`` bound the number as stated, infinity where the text leaves it open.
    """

    unit: str
    thing: str
    aspect: str | None
    low: float
    high: float
    about: bool
    text: str

    @property
    def is_toll(self) -> bool:
        """Whether people are counted by what befell them, which is one number per event."""
        return self.unit == "person" and self.aspect in TOLLS

    @property
    def kind(self) -> tuple[str, str | None]:
        """What is counted or measured: people by what befell them, else the thing alone."""
        return (self.unit, self.aspect) if self.is_toll else (self.thing, None)


def measures_of(claim: Claim) -> tuple[Measure, ...]:
    """Give what a claim counts and measures: its figures, magnitudes of quakes, results of votes.

    Of several figures that seem to count the same victims, each counts what is said after it.

    >>> from streams.enriched_article import Span
    >>> text = "The Senate passed the bill 58 to 41"
    >>> measures_of(Claim(kind="figure", text=text, content=[Span(0, 35)]))[0].text
    '58 to 41'
    """
    made = [measure_of(figure) for figure in claim.figures]
    kinds = Counter(measure.kind for measure in made if measure.is_toll)
    if max(kinds.values(), default=0) > 1:
        made = [
            replace(measure, aspect=aspect) if aspect and measure.is_toll else measure
            for measure, aspect in zip(made, _aspects_after(claim.text, made), strict=True)
        ]
    return (*made, *_magnitudes(claim.text), *_divisions(claim.text))


def _aspects_after(text: str, measures: Sequence[Measure]) -> Iterator[str | None]:
    """Give for each figure, in their order, what is said of its victims before the next figure."""
    places = []
    at = 0
    for measure in measures:
        at = max(at, text.find(measure.text, at))
        places.append(at)
        at += len(measure.text)
    for measure, start, end in zip(measures, places, [*places[1:], len(text)], strict=True):
        words = _WORD.findall(text[start + len(measure.text) : end].casefold())
        yield next((concept for concept in map(concept_of, words) if concept in TOLLS), None)


def _magnitudes(text: str) -> Iterator[Measure]:
    for found in _MAGNITUDE.finditer(text):
        value = float(found["after"] or found["before"])
        yield Measure("magnitude", "magnitude", None, value, value, about=False, text=found[0])


def _divisions(text: str) -> Iterator[Measure]:
    if _VOTING.search(text):
        for found in _DIVISION.finditer(text):
            value = int(found["ayes"]) + int(found["noes"]) / 1000
            yield Measure("division", "division", None, value, value, about=False, text=found[0])


def measure_of(figure: Figure) -> Measure:
    """Give a figure's measure.

    >>> measure_of(Figure(value=12, unit="people", aspect="kill", text="12", start=0, end=2)).aspect
    'dead'
    """
    thing = (figure.unit or "").casefold()
    aspect = figure.aspect.casefold() if figure.aspect else _DEATHS.get(thing)
    low, high = figure.value, figure.high if figure.high is not None else figure.value
    if figure.modifier is Modifier.AT_LEAST:
        high = float("inf")
    elif figure.modifier is Modifier.AT_MOST:
        low = float("-inf")
    return Measure(
        unit="person" if thing in _PEOPLE else thing,
        thing="person" if thing in _GENERAL or thing in _DEATHS else thing,
        aspect=concept_of(aspect) if aspect else None,
        low=low,
        high=high,
        about=figure.modifier is Modifier.ABOUT or figure.high is not None,
        text=figure.text,
    )


def compare(one: Measure, other: Measure) -> Agreement:
    """Say whether two measures are of one thing, and then whether both can be so.

    >>> def dead(value, modifier="exact"):
    ...     return measure_of(Figure(value=value, unit="person", aspect="dead", modifier=modifier,
    ...                              text=str(value), start=0, end=1))
    >>> compare(dead(12), dead(15)).name, compare(dead(12, "at_least"), dead(15)).name
    ('CLASH', 'AGREE')
    """
    if not _same_kind(one, other) or _is_part(one, other) or _is_part(other, one):
        return Agreement.UNRELATED
    if one.low <= other.high and other.low <= one.high:
        return Agreement.AGREE
    return Agreement.AGREE if _are_near(one, other) else Agreement.CLASH


def _are_near(one: Measure, other: Measure) -> bool:
    """Say whether one of two differing figures can be the other, rounded or given about."""
    if one.unit in _EXACT:
        return False
    one_near, other_near = _nearest(one, other)
    gap = abs(one_near - other_near) / max(abs(one_near), abs(other_near))
    if gap <= _ABOUT and (one.about or other.about):
        return True
    if gap <= _ROUNDING and (_is_round(one_near) or _is_round(other_near)):
        return True
    return _is_rounded(one_near, other_near)


def _same_kind(one: Measure, other: Measure) -> bool:
    if one.unit != other.unit or one.unit in _CALENDAR:
        return False
    if one.is_toll or other.is_toll:
        # "three soldiers" are not "twelve people": only the general word stands for any other
        general = one.thing == other.thing or "person" in {one.thing, other.thing}
        return general and one.aspect == other.aspect
    return one.thing == other.thing and one.thing != ""


def _is_part(one: Measure, other: Measure) -> bool:
    """Say whether some of those are counted whom the other counts in general: women of people."""
    return one.thing != other.thing and other.thing in _GENERAL and one.low < other.low


def _nearest(one: Measure, other: Measure) -> tuple[float, float]:
    """Give the ends of two disjoint ranges that face each other."""
    return (one.high, other.low) if one.high < other.low else (one.low, other.high)


def _is_rounded(one: float, other: float) -> bool:
    """Say whether one number is the other with fewer decimals, rounded or cut off.

    >>> _is_rounded(57.7, 57.72), _is_rounded(57, 57.72), _is_rounded(57.05, 57.72)
    (True, True, False)
    """
    few, many = sorted(map(_decimals, (one, other)))
    return few < many and abs(one - other) < 10.0**-few


def _decimals(value: float) -> int:
    _, _, decimals = repr(float(value)).partition(".")
    return 0 if decimals == "0" or "e" in decimals else len(decimals)


def _is_round(value: float) -> bool:
    """Say whether a number has at most two digits before its zeros, and is at least 100.

    >>> _is_round(2300), _is_round(2317), _is_round(12)
    (True, False, False)
    """
    if abs(value) < 100 or value != int(value):  # noqa: PLR2004
        return False
    return len(str(abs(int(value))).rstrip("0")) <= 2  # noqa: PLR2004
