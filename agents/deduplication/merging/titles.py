"""Titles: a line that sums a story up, and what stands before a report's first sentence."""

import re
from collections.abc import Sequence
from typing import Final, Protocol

from streams.enriched_article import ClaimKind
from streams.story import ClaimStatus, StoryClaim

_BLANKS: Final = re.compile(r"\s+")
_LINE: Final = 240
_BEGINNING: Final = 200
"""Characters of a text within which it says what it is about."""
DATELINE: Final = re.compile(
    r"^[A-Z][^.!?]{1,60}?(?:\([^)]{2,30}\)\s*)?\s+?[—\u2013-]{1,2}\s+|^[A-Z]{3,20}\s*[—\u2013-]\s*"
)
_SENTENCE_END: Final = re.compile(r"(\w*)[.!?][”\"\u2019']?(?=\s+[A-Z“\"]|\s*$)")
_ABBREVIATIONS = (
    "mr mrs ms dr st adm gen lt col capt sgt maj sen rep gov pres prof rev jr sr no vs inc corp co "
    "ltd jan feb mar apr jun jul aug sep sept oct nov dec"
)
_ABBREVIATED: Final = frozenset(_ABBREVIATIONS.split())


class ReportLead(Protocol):
    """Whatever has the first lines of a report."""

    @property
    def article_id(self) -> str:
        """Id of the article."""
        ...

    @property
    def lead(self) -> str:
        """First lines, blanks collapsed."""
        ...


def summary_line(claims: Sequence[StoryClaim], representative: ReportLead) -> str | None:
    """Give one line: what most origins say, and this report at its beginning, or else its lead.

    A quotation sums nothing up, and a disputed claim is not for the first line.
    """
    for claim in claims:
        if claim.status is ClaimStatus.CORROBORATED and _opens(claim, representative.article_id):
            text = _cut(claim.text)
            line = f"{claim.speaker}: {text}" if claim.speaker else text
            return line[:1].upper() + line[1:]
    return first_sentence(representative.lead) or None


def _opens(claim: StoryClaim, article_id: str) -> bool:
    """Say whether a claim, neither quoted nor denied, is among the first an article makes."""
    return (
        claim.kind is not ClaimKind.QUOTE
        and not claim.denied
        and any(
            support.article_id == article_id and support.content[0].start <= _BEGINNING
            for support in claim.support
        )
    )


def first_sentence(lead: str) -> str:
    """Give the first sentence of a report's lead, without the place and date it opens with.

    >>> first_sentence("BRENMOOR, Kelmar, March 10 (Meridian) — A dyke broke. Twelve died.")
    'A dyke broke.'
    """
    text = DATELINE.sub("", lead, count=1).strip()
    for end in _SENTENCE_END.finditer(text):
        word = end[1].casefold()
        if len(word) > 1 and word not in _ABBREVIATED:
            return _cut(text[: end.end()])
    return _cut(text)


def _cut(text: str) -> str:
    if len(text) <= _LINE:
        return text
    return text[:_LINE].rsplit(" ", 1)[0] + "…"
