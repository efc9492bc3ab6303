"""Heads of sources: by word order, the word that names whoever speaks."""

import re
from collections.abc import Sequence
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:[-.&'’][^\W_]+)*\.?")
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_ENDS_PHRASE: Final = frozenset(
    """
    about after against among as at before behind by for from i in into like near of on over she he
    since than that they to under we which while who whom whose with you
    """.split()
)
_JOINING: Final = frozenset({"and", "or"})
_PARTICIPLE: Final = re.compile(
    r"(?:[a-z]{2,}(?:ed|ing)|built|given|held|known|led|made|seen|sent)"
)
_JOINT: Final = re.compile(r",|\b(?:and|or)\b")
_DETERMINERS: Final = frozenset("a an another his her its my our some that the their this".split())
_DAYS: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday".split()
)
_OPENERS: Final = frozenset("according as by from in of on to with".split())

Span = tuple[int, int]


def head_of(text: str, span: Span) -> Span | None:
    """Give the word that heads the first noun phrase of a span; None if it holds no word.

    That is the last word before a preposition, a relative pronoun, "and", a participle or a comma.

    >>> said = "the police chief of Paris, Ann Lee,"
    >>> start, end = head_of(said, (0, len(said)))
    >>> said[start:end]
    'chief'
    """
    head = None
    for word in _words(text, span):
        if head is not None and _ends_phrase(text, head, word):
            break
        head = word
    return None if head is None else (head[0], head[0] + len(_bare(text[slice(*head)])))


def _words(text: str, span: Span) -> list[Span]:
    words = [match.span() for match in _WORD.finditer(text, *span)]
    while len(words) > 1 and text[slice(*words[0])].lower() in _OPENERS:
        del words[0]
    return words


def _ends_phrase(text: str, head: Span, word: Span) -> bool:
    between, before = text[head[1] : word[0]], text[slice(*head)].lower()
    shown = text[slice(*word)]
    if before in _DETERMINERS:
        return False
    if "," in between or "(" in between or _PARTICIPLE.fullmatch(shown):
        return True
    return shown.lower() in _ENDS_PHRASE or shown.lower() in _DAYS or shown in _JOINING


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word) or word


def heads_of(text: str, spans: Sequence[Span]) -> list[Span]:
    """Give the heads by which a labelled source may be named.

    The head of the first span; those of what is joined to it by "and"; and where it is a role with
    a name in apposition ("the chief of police, Ann Lee"), the name's head.
    """
    if not spans:
        return []
    start, end = spans[0]
    first = head_of(text, (start, end))
    if first is None:
        return []
    found = [first]
    for joint in _JOINT.finditer(text, first[1], end):
        apposed = joint.group() == ","
        other = head_of(text, (joint.end(), end))
        if other is None or (apposed and text[other[0]].islower()):
            break
        if not apposed or text[first[0]].islower():
            found.append(other)
    return found


def names_the_same(text: str, named: Span, labelled: Sequence[Span]) -> bool:
    """Tell whether the head of a named speaker is a head of a labelled source."""
    head = head_of(text, named)
    return head is not None and any(_overlap(head, other) for other in heads_of(text, labelled))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
