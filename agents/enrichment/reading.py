"""What a language model says of a text, as plain tokens, sentences and named spans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from spacy.tokens import Doc

from agents.enrichment.token import Token, to_universal

_COLUMNS: Final[list[int | str]] = [
    *("ORTH", "LOWER", "DEP", "POS", "TAG", "LEMMA"),
    *("HEAD", "IDX", "SENT_START", "ENT_IOB", "ENT_TYPE"),
]
_STRINGS: Final = 6
_NEGATIVE: Final = 1 << 63
_UNSIGNED: Final = 1 << 64


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
    known: dict[int, str] = {}
    for piece, (offset, doc) in enumerate(docs):
        _append(reading, piece, offset, doc, known)
    return reading


def _append(reading: Reading, piece: int, offset: int, doc: Doc, known: dict[int, str]) -> None:
    """Add the tokens of one piece; ``known`` holds the strings met so far by number."""
    rows = doc.to_array(_COLUMNS).tolist()
    strings = doc.vocab.strings
    for row in rows:
        for number in row[:_STRINGS]:
            if number not in known:
                known[number] = strings[number]
    base = len(reading.tokens)
    places = _places([known[row[0]].isspace() for row in rows], base)
    kept = [(place, row) for place, row in zip(places, rows, strict=True) if place >= 0]
    for place, (orth, lower, dep, pos, tag, lemma, head, idx, *_) in kept:
        shown = known[orth]
        start = offset + idx
        reading.tokens.append(
            Token(
                place,
                start,
                start + len(shown),
                shown,
                known[lower],
                known[lemma].lower() or known[lower],
                known[pos],
                known[tag],
                known[dep],
                head,
                -1,
                piece,
            )
        )
    if kept:
        _point_to_heads(reading.tokens, places)
        _append_sentences(reading, base, [row[8] for _, row in kept])
        _append_names(reading, base, [(row[9], row[10]) for _, row in kept], strings)
        to_universal(reading.tokens, base)
        _link(reading.tokens, base)


def _places(blank: Sequence[bool], base: int) -> list[int]:
    """Give for each row the index of its token, or -1 for a blank one."""
    places = []
    for is_blank in blank:
        places.append(-1 if is_blank else base)
        base += not is_blank
    return places


def _point_to_heads(tokens: Sequence[Token], places: Sequence[int]) -> None:
    """Turn heads given as rows away from their own (unsigned) into indexes of tokens."""
    for number, place in enumerate(places):
        if place >= 0:
            away = tokens[place].head
            there = places[number + (away - _UNSIGNED if away >= _NEGATIVE else away)]
            tokens[place].head = there if there >= 0 else place


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


def _append_names(
    reading: Reading, base: int, marks: Sequence[tuple[int, int]], strings: Any
) -> None:
    inside = 1
    for index, (iob, label) in enumerate(marks, start=base):
        previous = reading.names[-1] if reading.names else None
        if iob == inside and previous is not None and previous.end == index:
            reading.names[-1] = previous._replace(end=index + 1)
        elif label:
            reading.names.append(NamedSpan(index, index + 1, strings[label]))


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
