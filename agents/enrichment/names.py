"""From a named span to a clean name: where it stands, without title, possessive or marks."""

from dataclasses import dataclass
from typing import Final

from agents.enrichment.aliases import key
from agents.enrichment.reading import NamedSpan, Reading
from agents.enrichment.titles import is_strong_title, leading_titles, title_start
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
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")
_QUOTES: Final = frozenset("\"'“‘")
_DANGLING: Final = frozenset("and at by for from in of on or the to with".split())
_POSTS: Final = frozenset("CEO CFO COO CTO CIO CMO MD MP MPs MLA PM QC VP DCE PhD".split())
_TITLE_REACH: Final = 6
_PERSON_WORDS: Final = 4
_MISTAKEN: Final = frozenset({"GPE", "LOC", "FAC", "NORP"})
_CLAUSE_TAGS: Final = frozenset({"VBD", "VBP", "VBZ", "MD"})
_CLAUSE_WORDS: Final = frozenset({"that", "which", "who", "whom", "because", "if", "when", "while"})
_GIVEN_MONTHS: Final = frozenset({"Jan", "April", "June", "August"})
_BEFORE_MONTHS: Final = frozenset("during early in last late next since this until".split())
_CALENDAR: Final = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    today yesterday tomorrow
    """.split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at one place: tokens ``first`` to ``end`` (exclusive), characters likewise.

    ``raw`` is the text as published, ``text`` the same with blanks collapsed, ``key`` the form
    under which it is compared.
    """

    first: int
    end: int
    start: int
    stop: int
    label: str
    text: str
    raw: str
    title: str | None
    in_title: bool
    key: str


def names(reading: Reading, *, in_title: bool = False) -> list[Name]:
    """Give the clean names of a reading in order."""
    found = []
    for span in reading.names:
        label = _OTHER_SCHEMES.get(span.label, span.label)
        if label not in ENTITY_TYPES:
            continue
        for part in _parted(reading, span._replace(label=label)):
            name = _clean(reading, part, in_title=in_title)
            if name is not None:
                found.append(name)
    return found


def _parted(reading: Reading, span: NamedSpan) -> list[NamedSpan]:
    """Part what the model took together: "Southern Command Admiral Craig Faller"."""
    words = [token.text for token in reading.tokens[span.first : span.end]]
    for at in range(1, len(words) - 2):
        person = words[at + 1 :]
        if (
            is_strong_title(words[at])
            and len(person) <= _PERSON_WORDS
            and all(map(_proper, person))
        ):
            begin = span.first + title_start(words[: at + 1])
            whose = NamedSpan(span.first, begin, span.label)
            who = NamedSpan(span.first + at + 1, span.end, "PERSON")
            return [whose, who] if begin - span.first > 1 else [who]
    return [span]


def _proper(word: str) -> bool:
    return word[0].isupper() and any(character.islower() for character in word)


def _clean(reading: Reading, span: NamedSpan, *, in_title: bool) -> Name | None:
    tokens = reading.tokens
    label = span.label
    first, end = span.first, min(span.end, span.first + _LONGEST_NAME_WORDS)
    first, end = _between_marks(tokens, first, _before_clause(tokens, first, end))
    first, end = _trimmed(tokens, first, end, label)
    if first >= end:
        return None
    if label == "ORG" and end - first > 1 and end < len(tokens):
        end -= is_strong_title(tokens[end - 1].text) and tokens[end].text[0].isupper()
    title = None
    if label == "PERSON" or _is_titled(reading, first, label):
        label = "PERSON"
        first, title = _without_title(reading, first, end)
    start, stop = tokens[first].start, tokens[end - 1].end
    if stop - start > _LONGEST_NAME_CHARACTERS:
        return None
    raw = reading.text[start:stop]
    text = " ".join(raw.split())
    if not _is_a_name(text, tokens[first:end]):
        return None
    return Name(first, end, start, stop, label, text, raw, title, in_title, key(text))


def _before_clause(tokens: list[Token], first: int, end: int) -> int:
    """End a name before a verb or a conjunction in small letters."""
    for at in range(first + 1, end):
        token = tokens[at]
        if token.text.islower() and (token.tag in _CLAUSE_TAGS or token.lower in _CLAUSE_WORDS):
            return at
    return end


def _between_marks(tokens: list[Token], first: int, end: int) -> tuple[int, int]:
    """End a name before a bracket or quotation that opens in it; begin it after one that closes.

    So "[Josh] Hazlewood" is "Hazlewood" and "Afghan Team 'Ready" is "Afghan Team".
    """
    opened = False
    for at in range(first + 1, end):
        text = tokens[at].text
        apart = tokens[at].start > tokens[at - 1].end
        if text in _OPENING:
            if not any(token.text in _CLOSING for token in tokens[at:end]):
                return first, at
            opened = True
        elif text in _CLOSING and not opened:
            first = at + 1
        elif apart and text[0] in _QUOTES and tokens[at - 1].text not in _OPENING:
            return first, at
    return first, end


def _is_titled(reading: Reading, first: int, label: str) -> bool:
    """Tell whether a title right before a name makes it a person's ("President Maduro")."""
    if label not in _MISTAKEN or first == 0:
        return False
    before = reading.tokens[first - 1]
    same_sentence = before.sentence == reading.tokens[first].sentence
    return same_sentence and before.text[0].isupper() and is_strong_title(before.text)


def _trimmed(tokens: list[Token], first: int, end: int, label: str) -> tuple[int, int]:
    changed = True
    while first < end and changed:
        changed = False
        head, tail = tokens[first], tokens[end - 1]
        if (
            not _has_letter_or_digit(head.text)
            or head.lower in _ARTICLES
            or (head.lower.rstrip(".") in _CALENDAR and not _is_given(tokens, first, end, label))
            or head.text.isdigit()
        ):
            first, changed = first + 1, True
        elif _is_tail(tail, alone=end - first == 1):
            end, changed = end - 1, True
    return first, end


def _is_given(tokens: list[Token], first: int, end: int, label: str) -> bool:
    """Tell the first name in "April Jones" from the month in "in April Jones left"."""
    if label != "PERSON" or end - first == 1 or tokens[first].text not in _GIVEN_MONTHS:
        return False
    return first == 0 or tokens[first - 1].lower not in _BEFORE_MONTHS


def _is_tail(token: Token, *, alone: bool) -> bool:
    if token.lower in _POSSESSIVE or not _has_letter_or_digit(token.text):
        return True
    return not alone and token.text in _DANGLING


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
    if (text.islower() and len(tokens) > 1) or text in _POSTS:
        return False
    return len(text) > 1 and any(character.isupper() or character.isdigit() for character in text)
