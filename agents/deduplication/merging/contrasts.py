"""Contrasts: two claims alike but for one thing, which makes them two claims or a contradiction.

"A boy was pulled from the rubble" and "a dog was pulled from the rubble" share nearly every word
and tell two things. Such a pair is told from a paraphrase by its slots: the words of both stand in
the same order, and only one or two places are filled differently.
"""

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from enum import Enum
from functools import cache
from typing import Final

from agents.deduplication.merging.clocks import clocks_in
from agents.deduplication.merging.names import (
    Likeness,
    folded,
    likeness_of_things,
)
from agents.deduplication.merging.polarity import are_opposite
from agents.deduplication.merging.prepared import PreparedClaim
from agents.deduplication.merging.spelling import spelled_alike
from agents.deduplication.merging.synonyms import notion_of
from agents.deduplication.merging.weights import weight_of
from agents.enrichment.english.gazetteers import read_list
from streams.enriched_article import Figure, TimeMention

_ALIKE: Final = 0.55
"""Share of both claims' words that must stand in the same order for slots to be compared."""
_FEW: Final = 3
_LEAST_WEIGHT: Final = 100
_NEAR_MIN: Final = 4
_ABOUT_MIN: Final = 40
_MONTH: Final = len("2026-02")
_DAY: Final = len("2026-02-01")
_LEAST_WORDS: Final = 3

_OF_STATES: Final = frozenset(
    ("united states", "united kingdom", "canada", "australia", "india", "germany", "china")
)
"""Countries whose states are told apart as countries are."""

_FAMILIES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth last",
    "north south east west northern southern eastern western",
    "morning afternoon evening night",
    "upper lower",
    "left right",
    "spring summer autumn winter",
    "former current future",
)
_PART_OF: Final = re.compile(
    r"\b(?=in the \w+\b|\w+ (?:province|district|region|state|part|city|town|village)s?\b)"
    r"(?:in the )?(north|south|east|west)(?:ern)?\b",
    re.IGNORECASE,
)
"""A part of a country: "in the south", "the northern district"."""
_SIDE_OF: Final = re.compile(r"\b(north|south|east|west)\w* of (?:the \w+ of )?\w+", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"\b\d+(?:th|st|nd|rd)? (?:\w+ ){0,3}(?:block|street|avenue|road|drive|lane)\b", re.IGNORECASE
)
_PREPOSITION: Final = "in|at|near|outside|off|from|to|into"
_CLAUSE_END: Final = re.compile(r"[,;]\s+(?:and|but|while|whereas)\s|;\s")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FAMILY: Final = {word: number for number, words in enumerate(_FAMILIES) for word in words.split()}
_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand million billion trillion dozen half third quarter percent acre acres hectare "
    "hectares mile miles kilometre kilometres kilometer kilometers metre metres dollars euros"
)
NUMBER_WORDS: Final = frozenset(_NUMBER_WORDS.split())
"""Words that count, and units: what stands in a figure as written."""
_WEEKDAY: Final = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_MONTHS: Final = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
_DEFINITE: Final = re.compile(
    r"\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august"
    r"|september|october|november|december",
    re.IGNORECASE,
)


class Contrast(Enum):
    """In what two claims alike differ."""

    TIME = "time"
    PLACE = "place"
    THING = "thing"
    """In what is told: these are two claims, not two versions of one."""


def contrast_of(one: PreparedClaim, other: PreparedClaim) -> Contrast | None:
    """Give in what two claims that share most of their words differ, if in anything."""
    if any(_is_another(pair, one, other) for pair in _substitutions(one, other)):
        return Contrast.THING
    if measured_elsewhere(one, other) or _codes_differ(one, other):
        return Contrast.THING
    if _tolls(one) and _tolls(other) and not _tolls(one) & _tolls(other):
        return Contrast.THING
    if times_differ(one, other):
        return Contrast.TIME
    if places_differ(one, other):
        return Contrast.PLACE
    return None


def _is_another(pair: tuple[str, str], one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether two words in one slot make two things of what is told."""
    left, right = pair
    if left in _FAMILY and _FAMILY[left] == _FAMILY.get(right):
        return True
    if left in one.person_terms and right in other.person_terms:
        return not spelled_alike(left, right)
    names = one.name_terms | other.name_terms
    if left in names or right in names or are_opposite({left}, {right}):
        return False
    if left in other.words or right in one.words:
        return False
    return min(weight_of(left), weight_of(right)) >= _LEAST_WEIGHT


def _codes_differ(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether each claim names something by a code, and none that the other names."""
    return bool(one.codes and other.codes) and one.codes.isdisjoint(other.codes)


def measured_elsewhere(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether two claims count in two parts of a country, or only one of them some time ago."""
    if not one.measures or not other.measures:
        return False
    left, right = _directions(one), _directions(other)
    if left and right and not left & right:
        return True
    return bool(one.past) != bool(other.past)


def _directions(claim: PreparedClaim) -> set[str]:
    return {found[1].casefold() for found in _PART_OF.finditer(claim.claim.text)}


def _tolls(claim: PreparedClaim) -> set[str | None]:
    """Give what befell the people that a claim counts: the dead are not the injured."""
    return {measure.aspect for measure in claim.measures if measure.is_toll}


def times_differ(one: PreparedClaim, other: PreparedClaim) -> tuple[str, str] | None:
    """Give the two times if each claim names one and both cannot be so."""
    left, right = clocks_in(one.claim.text), clocks_in(other.claim.text)
    if len(left) == len(right) == 1:
        near = _NEAR_MIN if left[0].exact and right[0].exact else _ABOUT_MIN
        if left[0].gap(right[0]) > near:
            return left[0].text, right[0].text
    a, b = _time_in(one, other), _time_in(other, one)
    if a is None or b is None or _can_both_be(a, b):
        return None
    # "today" depends on where one is, and a day resolved a week off is the resolver's fault
    definite = _DEFINITE.search(a.text) and _DEFINITE.search(b.text)
    return (a.text, b.text) if definite and folded(a.text) != folded(b.text) else None


def _can_both_be(one: TimeMention, other: TimeMention) -> bool:
    """Say whether two times are not both days, or both months, or can be one."""
    a, b = one.day or "", other.day or ""
    if len(a) != len(b) or len(a) < _MONTH or a == b:
        return True
    if _is_weekday_of(one, b) or _is_weekday_of(other, a):
        return True
    # if only the year differs, one of them may have left it out
    same_month = _months(one.text) & _months(other.text) and a[_MONTH:] == b[_MONTH:]
    return bool(same_month or _weekdays(one.text) & _weekdays(other.text))


def _is_weekday_of(time: TimeMention, day: str) -> bool:
    """Say whether a time is told by the weekday that a day of the other, a date, falls on."""
    if len(day) != _DAY:
        return False
    return f"{date.fromisoformat(day):%A}".casefold() in time.text.casefold()


def _time_in(claim: PreparedClaim, other: PreparedClaim) -> TimeMention | None:
    """Give the one time of a claim, or of its clause that tells most of what the other tells."""
    if len(claim.claim.times) < 2 or not other.claim.times:  # noqa: PLR2004
        return claim.claim.times[0] if claim.claim.times else None
    clause = _clause_in(claim, other)
    found = [time for time in claim.claim.times if clause and time.text in clause]
    return found[0] if len(found) == 1 else None


def _clause_in(claim: PreparedClaim, other: PreparedClaim) -> str | None:
    """Give the clause of a claim that tells most of what the other tells, if one does."""
    shared = claim.terms.keys() & other.terms.keys()
    clauses = _CLAUSE_END.split(claim.claim.text)
    told = [sum(claim.terms[term] for term in shared & _notions_in(clause)) for clause in clauses]
    return clauses[told.index(max(told))] if told.count(max(told)) == 1 else None


def told_at_a_time(claim: PreparedClaim, other: PreparedClaim) -> dict[str, int]:
    """Give the terms of a claim: of several times only those of the clause with the one meant."""
    clause = _clause_in(claim, other) if len(claim.claim.times) > 1 else None
    if clause is None:
        return claim.terms
    notions = _notions_in(clause)
    return {term: weight for term, weight in claim.terms.items() if term in notions}


def _notions_in(text: str) -> set[str]:
    return {notion_of(word) for word in _LETTERS.findall(text.casefold())}


def places_differ(one: PreparedClaim, other: PreparedClaim) -> tuple[str, str] | None:
    """Give the two places if each claim names one that the other's report nowhere names."""
    sides = _SIDE_OF.search(one.claim.text), _SIDE_OF.search(other.claim.text)
    if sides[0] and sides[1] and sides[0][1].casefold() != sides[1][1].casefold():
        return sides[0][0], sides[1][0]
    left, right = one.places - other.places, other.places - one.places
    if len(left) != 1 or len(right) != 1:
        return None
    (a,), (b,) = left, right
    if not _in_one_slot(a, one, b, other):
        return None
    if a in other.report_places or b in one.report_places:
        # who names the other place too does not contradict: one may lie in the other
        return None
    return (_as_written(a, one), _as_written(b, other)) if _are_apart(a, b) else None


def _as_written(place: str, claim: PreparedClaim) -> str:
    """Give a place's name as the claim's report has it."""
    return next(name for name in claim.claim.entities if folded(name) == place)


def _are_apart(one: str, other: str) -> bool:
    """Say whether two places are neither called alike nor by their kind one a part of the other."""
    if set(one.split()) & set(other.split()):
        return False
    if likeness_of_things(one, other) is not Likeness.DIFFERENT or {one, other} & _OF_STATES:
        return False
    return (one in _governed()) == (other in _governed())


@cache
def _governed() -> frozenset[str]:
    """Give the folded names of countries and states, in which any other place may lie."""
    return frozenset(map(folded, read_list("countries").names))


def _in_one_slot(a: str, one: PreparedClaim, b: str, other: PreparedClaim) -> bool:
    """Say whether two places stand after one preposition; an address tells the place already."""
    if _ADDRESS.search(one.claim.text) and _ADDRESS.search(other.claim.text):
        return False
    preposition = _preposition_of(a, one)
    return preposition is not None and preposition == _preposition_of(b, other)


def _preposition_of(place: str, claim: PreparedClaim) -> str | None:
    """Give the preposition before a place; places that differ stand in the same slot."""
    found = re.search(
        rf"\b({_PREPOSITION}) (?:the )?{re.escape(place)}\b", folded(claim.claim.text)
    )
    return found[1] if found else None


def _months(text: str) -> set[str]:
    return set(_MONTHS.findall(text.casefold()))


def _weekdays(text: str) -> set[str]:
    return {found[0].casefold() for found in _WEEKDAY.finditer(text)}


def _substitutions(one: PreparedClaim, other: PreparedClaim) -> Iterator[tuple[str, str]]:
    """Give the words that stand in the same place of claims otherwise the same; few, or nothing."""
    left, right = _sequence(one), _sequence(other)
    if min(len(left), len(right)) < _LEAST_WORDS:
        return
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    same = sum(j - i for tag, i, j, _, _ in codes if tag == "equal")
    if same < _ALIKE * max(len(left), len(right)):
        return
    for tag, i, j, k, m in codes:
        if tag == "replace" and j - i <= _FEW and m - k <= _FEW:
            yield from zip(left[i:j], right[k:m], strict=False)


def _sequence(claim: PreparedClaim) -> list[str]:
    """Give a claim's notions in order, without its figures and times, which are compared apart."""
    mentions: tuple[Figure | TimeMention, ...] = (*claim.claim.figures, *claim.claim.times)
    apart = {
        word.casefold()
        for mention in mentions
        for word in mention.text.split()
        if word[0].isdigit() or word.casefold() in NUMBER_WORDS or isinstance(mention, TimeMention)
    }
    words = (word.casefold() for word in claim.claim.lemmas)
    return [
        word if word in _FAMILY else notion_of(word)
        for word in words
        if word not in apart and not any(map(str.isdigit, word))
    ]
