"""What a language model says of a text, as plain tokens, sentences and named spans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from spacy.tokens import Doc

from agents.enrichment.token import Token, to_universal

_COLUMNS: Final[list[int | str]] = [
    "HEAD",
    "DEP",
    "POS",
    "TAG",
    "LEMMA",
    "SENT_START",
    "ENT_IOB",
    "ENT_TYPE",
]


class NamedSpan(NamedTuple):
    """Tokens ``first`` to ``end`` (exclusive) that the model names."""

    first: int
    end: int
    label: str


@dataclass(slots=True)
class Reading:
    """A text as the model read it.

    Args:
        text: the text as published.
        tokens: all words in order.
        sentences: for each sentence its first token and the one after its last.
        names: the named spans in order, not overlapping.
    """

    text: str
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    names: list[NamedSpan]

    def subtree(self, index: int) -> list[int]:
        """Give a token and all it governs, in order."""
        found = [index]
        for at in found:
            found.extend(self.tokens[at].children)
        return sorted(found)

    def child(self, index: int, *relations: str) -> Token | None:
        """Give the first dependent in one of these relations (subtypes included), or None."""
        for at in self.tokens[index].children:
            token = self.tokens[at]
            if token.dep in relations or token.relation in relations:
                return token
        return None

    def has_child(self, index: int, *lowers: str) -> bool:
        """Tell whether a dependent is one of these words."""
        return any(self.tokens[at].lower in lowers for at in self.tokens[index].children)

    def token_at(self, character: int) -> int:
        """Give the index of the first token that ends after a character (may be ``len``)."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= character:
                low = middle + 1
            else:
                high = middle
        return low


def read(text: str, docs: Iterable[tuple[int, Doc]]) -> Reading:
    """Make a reading of the pieces of a text.

    Args:
        text: the text as published.
        docs: for each piece, in order, the character it starts at and what the model made of it.
    """
    reading = Reading(text, [], [], [])
    for piece, (offset, doc) in enumerate(docs):
        _append(reading, piece, offset, doc)
    return reading


def _append(reading: Reading, piece: int, offset: int, doc: Doc) -> None:
    columns = doc.to_array(_COLUMNS)
    rows = columns.astype(np.int64).tolist()
    strings = doc.vocab.strings
    names = {number: strings[number] for number in {int(n) for n in columns[:, 1:5].flat}}
    kept: list[int] = []
    place: dict[int, int] = {}
    base = len(reading.tokens)
    for number, token in enumerate(doc):
        if not token.text.isspace():
            place[number] = base + len(kept)
            kept.append(number)
    if not kept:
        return
    unsigned = columns.tolist()
    for number in kept:
        token = doc[number]
        row = unsigned[number]
        start = offset + token.idx
        shown = token.text
        dep = names[row[1]]
        head = place.get(number + rows[number][0], place[number])
        reading.tokens.append(
            Token(
                index=place[number],
                start=start,
                end=start + len(shown),
                text=shown,
                lower=shown.lower(),
                lemma=names[row[4]].lower() or shown.lower(),
                pos=names[row[2]],
                tag=names[row[3]],
                dep=dep,
                head=head,
                sentence=-1,
                piece=piece,
            )
        )
    _append_sentences(reading, base, [rows[number][5] for number in kept])
    _append_names(reading, [(place[n], rows[n][6], unsigned[n][7]) for n in kept], strings)
    to_universal(reading.tokens, base)
    _link(reading.tokens, base)


def _append_sentences(reading: Reading, base: int, starts: Sequence[int]) -> None:
    begin = base
    for at, starts_here in enumerate(starts):
        if starts_here == 1 and base + at > begin:
            reading.sentences.append((begin, base + at))
            begin = base + at
    reading.sentences.append((begin, len(reading.tokens)))
    for number in range(len(reading.sentences) - 1, -1, -1):
        first, end = reading.sentences[number]
        if first < base:
            break
        for token in reading.tokens[first:end]:
            token.sentence = number


def _append_names(reading: Reading, marks: Sequence[tuple[int, int, int]], strings: object) -> None:
    inside = 1
    for index, iob, label in marks:
        previous = reading.names[-1] if reading.names else None
        if iob == inside and previous is not None and previous.end == index:
            reading.names[-1] = previous._replace(end=index + 1)
        elif label:
            reading.names.append(NamedSpan(index, index + 1, strings[label]))  # type: ignore[index]


def _link(tokens: list[Token], base: int) -> None:
    """Fill in dependents and the first and last token that each one governs."""
    roots = []
    for token in tokens[base:]:
        token.first = token.last = token.index
        if token.head == token.index:
            roots.append(token.index)
        else:
            tokens[token.head].children.append(token.index)
    order = list(roots)
    for index in order:
        order.extend(tokens[index].children)
    for index in reversed(order):
        token, head = tokens[index], tokens[tokens[index].head]
        head.first = min(head.first, token.first)
        head.last = max(head.last, token.last)
