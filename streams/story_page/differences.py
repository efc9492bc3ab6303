"""Differences: two texts with the words marked in which they differ."""

import re
from difflib import SequenceMatcher
from typing import Final

from rich.text import Text

from streams.terminal import printable

_PIECES: Final = re.compile(r"\s+|[^\s\w]+|\w+(?:['\u2019]\w+)*")
_MAX_PIECES: Final = 400


def marked(text: str, others: list[str], style: str) -> Text:
    """Give a text with those words in ``style`` that the others do not all have at that place.

    >>> marked("alarming and worrying", ["alarming and concerning"], "bold").spans
    [Span(13, 21, 'bold')]
    """
    shown = printable(text)
    pieces = _PIECES.findall(shown)[:_MAX_PIECES]
    differing = set()
    for other in others:
        differing |= _differing(pieces, _PIECES.findall(printable(other))[:_MAX_PIECES])
    result = Text(shown)
    at = 0
    for number, piece in enumerate(pieces):
        at = shown.index(piece, at)
        if number in differing and not piece.isspace():
            result.stylize(style, at, at + len(piece))
        at += len(piece)
    return result


def _differing(pieces: list[str], others: list[str]) -> set[int]:
    """Give the places of words that the other text lacks; case and punctuation do not count."""
    own = [(at, piece.casefold()) for at, piece in enumerate(pieces) if piece[0].isalnum()]
    foreign = [piece.casefold() for piece in others if piece[0].isalnum()]
    codes = SequenceMatcher(None, [word for _, word in own], foreign, autojunk=False).get_opcodes()
    return {own[at][0] for tag, i, j, _, _ in codes if tag != "equal" for at in range(i, j)}
