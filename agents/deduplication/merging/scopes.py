"""Scopes: whether a figure counts all victims of an event, the rest of them, or several events'."""

import re
from typing import Final

from agents.deduplication.merging.contrasts import NUMBER_WORDS
from agents.deduplication.merging.figures import TOLLS, Measure
from agents.deduplication.merging.prepared import PreparedClaim
from agents.deduplication.merging.synonyms import concept_of

_ADDED: Final = re.compile(
    r"\b(?:additional|another|extra|further|more(?! than)|others?|else|remaining"
    r"|surviv(?:ing|ors?))\b",
    re.IGNORECASE,
)
"""What tells of the rest only: of those beside the ones told before, or of those who lived."""
_BESIDE: Final = 16
_SEVERAL: Final = re.compile(
    r"\b(?:shootings|attacks|incidents|crashes|blasts|explosions|bombings|separate|different|unrelated|across"
    r"|since|weekend|spate|series|string|so far this)\b",
    re.IGNORECASE,
)
"""What tells of more events than one: their victims are counted together, or each by itself."""
_EARLIER: Final = re.compile(
    r"\b(?:earlier|ago|previous\w*|originally|initially|at first|last (?:year|month|week))\b",
    re.IGNORECASE,
)
_DEATH: Final = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|d(?:ie|ies|ied|ead|ying)|fatal(?:ly|ities)?|slain|deaths?)\b",
    re.IGNORECASE,
)
_CULPRIT: Final = re.compile(
    r"\b(?:including|and(?: then)?|plus) "
    r"(?:(?:the )?(?:shooter|gunman|attackers?|suspects?|bombers?)|himself|herself)\b"
    r"|\bbefore (?:\w+ ){0,2}(?:fir|shoot|shot|kill|open|turn|attack|stabb)\w*",
    re.IGNORECASE,
)
"""Whoever counts the culprit with his victims, or tells in what order he killed them."""
_STEP_BEFORE: Final = re.compile(r"\b(?:by|up|down|another) ?$", re.IGNORECASE)
_STEP_AFTER: Final = re.compile(
    r"\s*(?:\w+ ){0,2}(?:off|cuts?|discounts?|drops?|falls?|rises?|increases?|raises?|savings?)\b",
    re.IGNORECASE,
)
"""What tells by how much something changes, not to what."""
_HALF: Final = re.compile(r"\b(?:half(?: a)?|no) ?-?$", re.IGNORECASE)
_OF_THOSE: Final = re.compile(r"\s*of (?:the|them|those|whom|his|her|their)\b", re.IGNORECASE)
_NUMERAL: Final = re.compile(r"\d[\d.,]*\d|\d|[a-z]+")
_CARDINALS: Final = "two three four five six seven eight nine ten eleven twelve"
_ORDINALS: Final = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_DIGITS: Final = {
    word: str(number)
    for words in (_CARDINALS, _ORDINALS)
    for number, word in enumerate(words.split(), start=2)
}
"""Numbers that may stand in letters or digits; whoever tells of a fourth victim counts four."""
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NEAR: Final = 4
"""Words after a figure that say what befell those it counts."""


def count_alike(one: PreparedClaim, a: Measure, other: PreparedClaim, b: Measure) -> bool:
    """Say whether two figures are of the same: both of all there are, or both of the rest."""
    pairs = ((one, a, b), (other, b, a))
    if is_added(one, a) != is_added(other, b) or _is_step(one, a) != _is_step(other, b):
        return False
    if add_up(one, a, other, b):
        return False
    if any(is_of_some(claim, own) or names_figure(claim, own, its) for claim, own, its in pairs):
        return False
    if any(_CULPRIT.search(claim.claim.text) for claim in (one, other)):
        return False
    return _are_of_one_time(one, other) and _befell(one, a) == _befell(other, b)


def _are_of_one_time(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether both tell of one event, both of now or both of earlier."""
    texts = one.claim.text, other.claim.text
    if any(map(_SEVERAL.search, texts)):
        # a night's or a city's victims depend on which events are counted
        return False
    earlier = {bool(_EARLIER.search(text)) for text in texts}
    years = {frozenset(_YEAR.findall(text)) for text in texts}
    return len(earlier) == len(years) == 1


def is_added(claim: PreparedClaim, measure: Measure) -> bool:
    """Say whether a figure comes on top of another: "an additional $16 billion", "11 others"."""
    before, figure, after = claim.claim.text.partition(measure.text)
    beside = after[:_BESIDE].partition(",")[0]
    return _ADDED.search(f"{before[-_BESIDE:]}{figure}{beside}") is not None


def _is_step(claim: PreparedClaim, measure: Measure) -> bool:
    """Say whether a figure tells a change: "down 3 percent", "a $100 price cut"."""
    if measure.unit == "division":
        # a bill passes by so many votes
        return False
    before, _, after = claim.claim.text.partition(measure.text)
    return bool(_STEP_BEFORE.search(before) or _STEP_AFTER.match(after))


def is_of_some(claim: PreparedClaim, measure: Measure) -> bool:
    """Say whether a figure is a part of others ("one of those killed"), a half, or none."""
    before, _, after = claim.claim.text.partition(measure.text)
    return _HALF.search(before) is not None or _OF_THOSE.match(after) is not None


def names_figure(claim: PreparedClaim, own: Measure, measure: Measure) -> bool:
    """Say whether a claim names the other's number beside its own: "six of the eight dioceses"."""
    told, own_numerals, numerals = map(_numerals_in, (claim.claim.text, own.text, measure.text))
    return any(
        word[0].isdigit() or word in NUMBER_WORDS for word in numerals & (told - own_numerals)
    )


def _numerals_in(text: str) -> set[str]:
    return {_DIGITS.get(word, word) for word in _NUMERAL.findall(text.casefold())}


def _befell(claim: PreparedClaim, measure: Measure) -> str | None:
    """Give what is said to have befallen people that are counted without it."""
    if measure.is_toll:
        return measure.aspect
    _, _, after = claim.claim.text.partition(measure.text)
    words = _WORD.findall(after.casefold())[:_NEAR]
    return next((concept for concept in map(concept_of, words) if concept in TOLLS), None)


def tells_of_more(claim: PreparedClaim, measure: Measure) -> bool:
    """Say whether a claim tells of other events, or of other dead than those it counts."""
    text = claim.claim.text
    if _SEVERAL.search(text):
        return True
    if re.search(rf",\s*{re.escape(measure.text)}\s*(?:,|of\b|$)", text):
        # a number between commas is somebody's age
        return True
    dead = measure.aspect == "dead" and len(_DEATH.findall(text)) > 1
    return dead or _CULPRIT.search(text) is not None


def add_up(one: PreparedClaim, a: Measure, other: PreparedClaim, b: Measure) -> bool:
    """Say whether one claim counts together what the other counts apart: the dead and the hurt."""
    return _is_sum(a, b, other) or _is_sum(b, a, one)


def _is_sum(whole: Measure, part: Measure, claim: PreparedClaim) -> bool:
    rest = [one.low for one in claim.measures if one.is_toll and one.aspect != part.aspect]
    return any(whole.low == part.low + more for more in rest)
