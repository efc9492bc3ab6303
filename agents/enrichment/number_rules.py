"""Find sums of money, percentages, quantities and other numbers in English text by pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def _either(*alternatives: str) -> str:
    """Join patterns to one group."""
    return f"(?:{'|'.join(alternatives)})"


_UNIT_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety zero"
)
# A sentence may open with one: "Two percent".
_UNIT_WORD = "(?=[efnostzEFNOSTZ])" + _either(*f"{_UNIT_WORDS} {_UNIT_WORDS.title()}".split())
_SCALE = r"(?:hundred|thousand|million|billion|trillion)"
_WORDS = rf"(?:{_UNIT_WORD}(?:-{_UNIT_WORD})?(?:[ -]{_SCALE}){{0,3}})"
# Every repetition is bounded, so that a text of nothing but digits takes linear time.
_DIGITS = r"(?:\d{1,3}(?:,\d{2,3}){1,6}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?)"
_SHORT_SCALE = r"(?:million|billion|trillion|thousand|hundred|mln|bln|tn|bn|m|k|M|B|K)"
_NUMBER = rf"(?:{_DIGITS}(?:[ -]{_SCALE})?|{_WORDS})"
_CURRENCY = r"(?:US|C|A|HK|NZ|S|R|CA|AU)?[$£€¥₹₽₩]"
_COINS = r"(?:(?:US|U\.S\.|Canadian|Australian|British) )?" + _either(
    "dollars?",
    "pounds sterling",
    "pounds?(?= sterling)",
    *"cents? euros? yen yuan rupees? rubles? roubles? pesos? francs? rials? riyals?".split(),
    *"dinars? dirhams? shekels? krona kronor kroner lira naira bucks pence".split(),
)
_LENGTH = r"(?:kilomet(?:er|re)s?|miles?|(?:centi|milli)?met(?:er|re)s?|feet|foot|yards?)"
_UNITS = _either(
    rf"square {_LENGTH}",
    rf"(?:kilomet(?:er|re)s|miles) per hour|{_LENGTH}",
    "barrels?(?: per day| a day)?",
    "degrees?(?: Celsius| Fahrenheit)?",
    "metric tons?",
    *"inch(?:es)? acres? hectares? tons? tonnes? kilograms? kilos? grams? ounces? pounds?".split(),
    *"lit(?:er|re)s? gallons? megawatts? gigawatts? kilowatts? knots".split(),
    *"mph km/h kph km kg cm mm ft lbs? MW GW".split(),
)

_RANGE = rf"(?:\s?(?:-|–|to)\s?{_CURRENCY}?{_DIGITS}(?: {_SCALE})?)?"
_MONEY = re.compile(
    _either(
        rf"{_CURRENCY} ?{_DIGITS}(?:[ -]?{_SHORT_SCALE}\b)?{_RANGE}",
        rf"\b{_NUMBER}[ -]{_COINS}\b",
        rf"\b(?:USD|EUR|GBP) ?{_DIGITS}(?: {_SCALE})?",
    )
)
_PERCENT = re.compile(
    rf"(?:\b{_DIGITS}(?:\s?[-–]\s?{_DIGITS})?|\b{_WORDS})"
    r"(?:\s?%|[ -](?:percent|per cent|percentage points?)\b)"
)
_QUANTITY = re.compile(
    rf"\b{_NUMBER}[ -]{_UNITS}\b|\b\d{{1,9}}(?:\.\d{{1,9}})?(?:km|kg|mph|cm|mm|ft|lbs?|MW|GW)\b"
)
_ORDINAL = re.compile(
    r"\b(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|thirteenth)\b|\b\d{1,4}(?:st|nd|rd|th)\b"
)
_CARDINAL = re.compile(
    _either(
        rf"\b(?:{_DIGITS}(?:[ -]{_SCALE})?|{_WORDS})\b",
        r"\b(?:tens|hundreds) of (?:thousands|millions)\b",
        r"\b(?:[Dd]ozens|[Hh]undreds|[Tt]housands|[Mm]illions|billions|(?:half )?a dozen)\b",
    )
)
_PRONOUN_ONE = re.compile(
    r"\b(?:no|this|that|any|every|each|the|which|some|another|only)\s(?=one\b)", re.IGNORECASE
)

_KINDS = (
    ("MONEY", _MONEY),
    ("PERCENT", _PERCENT),
    ("QUANTITY", _QUANTITY),
    ("ORDINAL", _ORDINAL),
    ("CARDINAL", _CARDINAL),
)


def find_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, label): all money, then percentages, quantities, ordinals, cardinals.

    Matches of later kinds may lie inside those of earlier kinds: the first one wins.

    >>> text = "Sales rose 3 percent to $1.2 billion over 40 miles."
    >>> [(text[start:end], label) for start, end, label in find_numbers(text)][:3]
    [('$1.2 billion', 'MONEY'), ('3 percent', 'PERCENT'), ('40 miles', 'QUANTITY')]
    """
    pronouns = {match.end() for match in _PRONOUN_ONE.finditer(text)}
    for label, pattern in _KINDS:
        for match in pattern.finditer(text):
            if label != "CARDINAL" or match.start() not in pronouns:
                yield (*match.span(), label)
