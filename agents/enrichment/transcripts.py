"""Transcripts: paragraphs that begin with the name of who speaks, and a colon."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from agents.enrichment.reading import Reading
from agents.enrichment.token import Token

_LONGEST_NAME: Final = 6
_MOST_BETWEEN: Final = 4
_PLAIN_MARKS: Final = frozenset({".", ",", "-", "(", ")", "'", '"'})
_FEWEST_TURNS: Final = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a speaker: the token of the name, that of the colon, and what is said."""

    speaker: int
    colon: int
    content: tuple[tuple[int, int], ...]


def turns(reading: Reading) -> Iterator[Turn]:
    """Give the turns of a transcript in order.

    Names stand in capitals ("WALLACE:"); paragraphs between two turns go on with the former.
    A single such paragraph makes no transcript.
    """
    paragraphs = list(_paragraphs(reading))
    begun = [
        (number, colon)
        for number, (first, end) in enumerate(paragraphs)
        if (colon := _colon(reading.tokens[first : min(end, first + _LONGEST_NAME + 1)]))
    ]
    if len(begun) < _FEWEST_TURNS:
        return
    following = [number for number, _ in begun[1:]]
    for (number, colon), after in zip(begun, [*following, None], strict=True):
        first, end = paragraphs[number]
        content = [(first + colon + 1, end)]
        if after is not None and after - number <= _MOST_BETWEEN:
            content.extend(paragraphs[number + 1 : after])
        said = tuple((begin, stop) for begin, stop in content if begin < stop)
        if said:
            yield Turn(first + colon - 1, first + colon, said)


def _paragraphs(reading: Reading) -> Iterator[tuple[int, int]]:
    begin = 0
    for token in reading.tokens:
        if token.piece != reading.tokens[begin].piece:
            yield begin, token.index
            begin = token.index
    if reading.tokens:
        yield begin, len(reading.tokens)


def _colon(tokens: Sequence[Token]) -> int:
    """Give where the colon after a name in capitals stands; 0 without one."""
    for place, token in enumerate(tokens):
        if token.text == ":" and place:
            return place
        if not token.text.isupper() and token.text not in _PLAIN_MARKS:
            return 0
    return 0
