"""Find institutions by their head words: "Unification Ministry", "Department of Health"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.enrichment.english.gazetteers import people_names, person_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

HEADS = frozenset(
    "Ministry Department Agency Commission Committee Council Court University Institute Party "
    "Association Federation Organization Organisation Corporation Bureau Authority Assembly "
    "Brigades Front Movement League Alliance Coalition Foundation Fund Society Corps Inc. Corp. "
    "Ltd. Airlines Airways Television Union Parliament".split()
)

_LONGEST = 6
_NOT_INSIDE = frozenset(
    "The A An In On At And But Or For By To As If When While After Before He She It They We His "
    "Her Its Their This That These Those Both Each Every Also Mr. Mrs. Ms.".split()
)


def find_institutions(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of capitalised names around a head word, in tokens and in order.

    A demonym before the name is not part of it, nor is a head word alone a name.
    """
    for token in doc:
        if token.text in HEADS:
            start, end = _to_the_left(doc, token.i), _to_the_right(doc, token.i + 1)
            if end - start > 1:
                yield start, end


def _to_the_left(doc: Doc, index: int) -> int:
    start = index
    while start > max(0, index - _LONGEST) and _continues(doc[start - 1]):
        start -= 1
    return start


def _to_the_right(doc: Doc, end: int) -> int:
    if end + 1 < len(doc) and doc[end].text == "of" and _continues(doc[end + 1]):
        last = end + 2
        while last < min(len(doc), end + _LONGEST) and _continues(doc[last]):
            last += 1
        return last
    return end


def _continues(token: Token) -> bool:
    word = token.text
    capitalised = word[0].isupper() and (word.isalpha() or word[-1] == ".")
    return capitalised and not (
        word in _NOT_INSIDE or word in people_names() or word in person_titles()
    )
