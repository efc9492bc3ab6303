"""Titles: a headline without its outlet's name, and a line that sums a story up."""

import re
from collections.abc import Sequence
from typing import Final, Protocol

from streams.enriched_article import ClaimKind
from streams.publisher_families import outlet_key
from streams.story import ClaimStatus, StoryClaim

_BLANKS: Final = re.compile(r"\s+")
_SEPARATORS: Final = re.compile(r"\s+[|•·\u2013—:»-]\s+|\s*\|\s*")
_LETTERS: Final = re.compile(r"[^\w]+")
_GENERIC: Final = frozenset(
    (
        "news online breaking update updates live video world politics opinion the com uk us "
        "report reports home latest story"
    ).split()
)
_MAX_TAIL_WORDS: Final = 5
_LEAST_WORDS: Final = 3
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


def without_outlet(title: str, outlet: str) -> str:
    """Give a headline without the outlet's name before or after it; blanks collapsed.

    >>> without_outlet("Toll rises to 15 | Harbor Courier", "Harbor Courier")
    'Toll rises to 15'
    >>> without_outlet("HARBOR COURIER: Toll rises to 15 in Brenmoor", "Harbor Courier")
    'Toll rises to 15 in Brenmoor'
    >>> without_outlet("Brexit - what now - BBC News", "bbc.co.uk")
    'Brexit - what now'
    >>> without_outlet("Harbor Courier", "Harbor Courier")
    'Harbor Courier'
    """
    title = _BLANKS.sub(" ", title).strip()
    name = _key_words(outlet)
    while (shorter := _cut_end(title, name)) != title:
        title = shorter
    head, colon, rest = title.partition(": ")
    if colon and _is_outlet(head, name) and len(rest.split()) >= _LEAST_WORDS:
        return rest.strip()
    return title


def _cut_end(title: str, name: frozenset[str]) -> str:
    places = list(_SEPARATORS.finditer(title))
    if not places:
        return title
    last = places[-1]
    rest = title[: last.start()].strip()
    if _is_outlet(title[last.end() :], name) and len(rest.split()) >= _LEAST_WORDS:
        return rest
    first = places[0]
    if _is_outlet(title[: first.start()], name):
        rest = title[first.end() :].strip()
        return rest if len(rest.split()) >= _LEAST_WORDS else title
    return title


def _is_outlet(part: str, name: frozenset[str]) -> bool:
    words = _key_words(part)
    if not words or len(words) > _MAX_TAIL_WORDS:
        return False
    joined = "".join(sorted(name))
    known = {word for word in words if word in name or (len(word) > 1 and word in joined)}
    return bool(known) and words <= known | _GENERIC


def _key_words(outlet: str) -> frozenset[str]:
    return frozenset(word for word in _LETTERS.split(outlet_key(outlet)) if word)


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
    """Say whether a claim, no quotation, is among the first that an article makes."""
    return claim.kind is not ClaimKind.QUOTE and any(
        support.article_id == article_id and support.content[0].start <= _BEGINNING
        for support in claim.support
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
