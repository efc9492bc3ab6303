"""Page furniture: what a page adds to an article, and no part of what the article tells."""

import re
from itertools import pairwise
from typing import Final

from streams.headline import without_outlet

_BAR: Final = re.compile(r"\||(?<=\s)[·•»](?=\s)")
_FEWEST_WORDS: Final = 3
_CREDIT: Final = re.compile(
    r"\W{0,3}(?:additional |with )?(?:reporting|writing|editing|reported|written|edited|compiled)"
    r"(?: and (?:reporting|writing|editing|edited))? by\b",
    re.IGNORECASE,
)
_LONGEST_CREDIT: Final = 400


def headline_alone(shown: str, outlet: str) -> str:
    """Give a readable title with blanks for what is no headline: outlet, section, slogan.

    The outlet's name may stand at either end; of parts between bars the longest is the headline.

    >>> headline_alone("Quake shakes Coral Coast | Anselm Evening Courier", "x.example").strip()
    'Quake shakes Coral Coast'
    >>> headline_alone("WATCH | Quake shakes Coral Coast", "x.example")
    '        Quake shakes Coral Coast'
    """
    begin, end = 0, len(shown)
    bars = [(0, 0), *(bar.span() for bar in _BAR.finditer(shown)), (len(shown), len(shown))]
    parts = [(before, after) for (_, before), (after, _) in pairwise(bars)]
    longest = max(parts, key=lambda part: len(shown[slice(*part)].split()))
    if len(shown[slice(*longest)].split()) >= _FEWEST_WORDS:
        begin, end = longest
    alone = without_outlet(shown[begin:end], outlet)
    at = shown.find(alone, begin, end) if alone else -1
    if at >= 0:
        begin, end = at, at + len(alone)
    return " " * begin + shown[begin:end] + " " * (len(shown) - end)


def is_credit(paragraph: str) -> bool:
    """Tell whether a paragraph only says who wrote and edited the article.

    >>> is_credit("(Reporting by Northern Wire bureaus; editing by L. Corso)")
    True
    >>> is_credit("Reporting by journalists is a crime there.")
    False
    """
    credited = _CREDIT.match(paragraph)
    if credited is None or len(paragraph) > _LONGEST_CREDIT:
        return False
    return paragraph[credited.end() :].lstrip()[:1].isupper()
