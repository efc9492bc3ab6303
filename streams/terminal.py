"""Hostile text made harmless for terminals and logs."""

import unicodedata
from typing import Final

_ALLOWED: Final = frozenset("\t")
_HARMFUL: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")


def counted(number: int, thing: str) -> str:
    """Give a number with what it counts.

    >>> counted(1, "article"), counted(0, "article")
    ('1 article', '0 articles')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def printable(text: str, *, lines: bool = False) -> str:
    r"""Replace what could steer a terminal, reorder or break a line, by a visible substitute.

    Control and format characters (escapes, carriage returns, right-to-left overrides), lone
    surrogates and unassigned code points become "\ufffd"; line ends become a blank, unless
    ``lines`` keeps them. Joiners that some scripts need stay.

    >>> printable("a\x1b[31mb\r\nc")
    'a\ufffd[31mb c'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = text.replace("\n", " ")
    return "".join(
        character if character == "\n" or _is_harmless(character) else "\ufffd"
        for character in text
    )


def _is_harmless(character: str) -> bool:
    return (
        character in _ALLOWED
        or character in _JOINERS
        or unicodedata.category(character) not in _HARMFUL
    )
