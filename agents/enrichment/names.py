"""From a named span to a clean name: where it stands, without title, possessive or marks."""

from dataclasses import dataclass
from typing import Final

from agents.enrichment.reading import NamedSpan, Reading
from agents.enrichment.titles import leading_titles, title_start
from agents.enrichment.token import Token

ENTITY_TYPES: Final = frozenset(
    "PERSON NORP ORG GPE LOC FAC EVENT PRODUCT LAW WORK_OF_ART LANGUAGE".split()
)
"""Labels of named things; dates, times, sums and numbers are read by rules of their own."""

_OTHER_SCHEMES: Final = {"PER": "PERSON", "LANG": "LANGUAGE"}
_LONGEST_NAME_WORDS: Final = 14
_LONGEST_NAME_CHARACTERS: Final = 150
_POSSESSIVE: Final = frozenset({"'s", "’s", "'", "’"})
_ARTICLES: Final = frozenset({"the", "a", "an"})
_TITLE_REACH: Final = 6


@dataclass(frozen=True, slots=True)
class Name:
    """A name at one place: tokens ``first`` to ``end`` (exclusive), characters likewise.

    ``raw`` is the text as published, ``text`` the same with blanks collapsed.
    """

    first: int
    end: int
    start: int
    stop: int
    label: str
    text: str
    raw: str
    title: str | None
    in_title: bool = False


def names(reading: Reading, *, in_title: bool = False) -> list[Name]:
    """Give the clean names of a reading in order."""
    found = []
    for span in reading.names:
        label = _OTHER_SCHEMES.get(span.label, span.label)
        if label in ENTITY_TYPES:
            name = _clean(reading, span, label, in_title=in_title)
            if name is not None:
                found.append(name)
    return found


def _clean(reading: Reading, span: NamedSpan, label: str, *, in_title: bool) -> Name | None:
    tokens = reading.tokens
    first, end = span.first, min(span.end, span.first + _LONGEST_NAME_WORDS)
    first, end = _trimmed(tokens, first, end)
    if first >= end:
        return None
    title = None
    if label == "PERSON":
        first, title = _without_title(reading, first, end)
    start, stop = tokens[first].start, tokens[end - 1].end
    if stop - start > _LONGEST_NAME_CHARACTERS:
        return None
    raw = reading.text[start:stop]
    text = " ".join(raw.split())
    if not _is_a_name(text, tokens[first:end]):
        return None
    return Name(first, end, start, stop, label, text, raw, title, in_title)


def _trimmed(tokens: list[Token], first: int, end: int) -> tuple[int, int]:
    changed = True
    while first < end and changed:
        changed = False
        head, tail = tokens[first], tokens[end - 1]
        if not _has_letter_or_digit(head.text) or head.lower in _ARTICLES:
            first, changed = first + 1, True
        elif tail.lower in _POSSESSIVE or not _has_letter_or_digit(tail.text):
            end, changed = end - 1, True
    return first, end


def _has_letter_or_digit(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _without_title(reading: Reading, first: int, end: int) -> tuple[int, str | None]:
    tokens = reading.tokens
    inside = leading_titles([token.text for token in tokens[first:end]])
    sentence_first = reading.sentences[tokens[first].sentence][0]
    reach = max(sentence_first, first - _TITLE_REACH)
    before = [token.text for token in tokens[reach:first]]
    begin = reach + title_start(before)
    after = first + inside
    if begin == after:
        return first, None
    shown = reading.text[tokens[begin].start : tokens[after - 1].end]
    return after, " ".join(shown.split())


def _is_a_name(text: str, tokens: list[Token]) -> bool:
    if not any(character.isalpha() for character in text):
        return False
    if text.islower() and len(tokens) > 1:
        return False
    return len(text) > 1 and any(character.isupper() or character.isdigit() for character in text)
