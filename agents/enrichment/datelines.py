"""Datelines: places and agency that a report opens with, as in "PELL, Vastria (Meridian) —"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.\'’ -]{2,38}[A-Z.])"
    rf"(?:, (?!{_MONTH} \d)(?P<region>[A-Z][\w. ]{{1,25}}?)){{0,2}}"
    rf"(?:, {_MONTH} \d{{1,2}})?"
    r"(?:,? \((?P<agency>[A-Z\d][\w&./ -]{0,28}\w)\))? ?(?:—|–|--|-)+ "
)
_LABELS = frozenset(
    "ANALYSIS BREAKING CORRECTED CORRECTION EDITORIAL EXCLUSIVE EXPLAINER FACTBOX INTERVIEW LIVE "
    "NEWS NOTE OPINION PHOTOS READ REUTERS UPDATE UPDATED VIDEO WATCH".split()
)
"""Words in capitals that open a text before a dash and are no place."""


def find_dateline(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and label of the place, its country and the agency in a text's dateline.

    >>> list(find_dateline("PELL, Vastria, March 10 (Meridian) — A quake shook the coast."))
    [(0, 4, 'GPE'), (6, 13, 'GPE'), (25, 33, 'ORG')]
    >>> list(find_dateline("PELL shook on Tuesday - for hours."))
    []
    """
    found = _DATELINE.match(text)
    if found is None or _LABELS & set(found["place"].split()):
        return
    for part, label in (("place", "GPE"), ("region", "GPE"), ("agency", "ORG")):
        if found[part] is not None:
            yield *found.span(part), label


def dateline_end(text: str) -> int:
    """Give where a text's dateline ends, with its dash; 0 if it has none.

    >>> dateline_end("PELL, Vastria (Meridian) — A quake"), dateline_end("A quake shook Pell.")
    (27, 0)
    """
    blank = len(text) - len(text.lstrip())
    found = _DATELINE.match(text, blank)
    if found is None or _LABELS & set(found["place"].split()):
        return 0
    return found.end()
