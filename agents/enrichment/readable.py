"""A text made harmless for a language model, without moving a single character."""

import re
from collections.abc import Iterator
from typing import Final

LONGEST_WORD: Final = 1_000
"""Words of more characters are not words; the model is shown blanks instead."""

LONGEST_MARKS: Final = 40
"""Runs of more marks or symbols say nothing, and tokenizers take their time squared over them."""

LONGEST_PIECE: Final = 4_000
"""Characters of text the model is given at once; bounds its memory."""

_INVISIBLE: Final = (
    *range(0x0A),
    *range(0x0B, 0x20),
    *range(0x7F, 0xA1),
    0xAD,
    *range(0x2000, 0x2010),
    *range(0x2028, 0x2030),
    0x205F,
    *range(0x2060, 0x2070),
    0x3000,
    0xFEFF,
    0xFFFC,
    0xFFFD,
)
_AS_SHOWN: Final = {
    **dict.fromkeys(_INVISIBLE, " "),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛′ʼ`´"), "'"),
    **dict.fromkeys(map(ord, "‐‑"), "-"),
    0x2028: "\n",
    0x2029: "\n",
    0x0085: "\n",
    0x000D: "\n",
}
_TAG: Final = re.compile(r"</?[A-Za-z!][^<>\n]{0,300}>")
_NAMED_CHARACTER: Final = re.compile(r"&(?:#\d{1,6}|#x[0-9A-Fa-f]{1,5}|[A-Za-z]{2,8});")
_LONG_WORD: Final = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
# Possessive: else each mark is a place to go back to, and long runs take twice as long a mark.
_LONG_MARKS: Final = re.compile(rf"(?:(?!\s)[\W_]){{{LONGEST_MARKS + 1},}}+")
_TWO_SINGLE_OPENING: Final = re.compile(r"(?<![^\s(\[])''(?=[^\s'])")
_TWO_SINGLE_CLOSING: Final = re.compile(r"''")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_PARAGRAPH: Final = re.compile(r"[^\n]+")
_ENDS_SENTENCE: Final = re.compile(r"[.!?:;…\"')\]]\s*$")
_NAMED: Final = {
    "&quot;": '"',
    "&ldquo;": '"',
    "&rdquo;": '"',
    "&apos;": "'",
    "&#39;": "'",
    "&lsquo;": "'",
    "&rsquo;": "'",
    "&#8217;": "'",
    "&#8216;": "'",
    "&#8220;": '"',
    "&#8221;": '"',
    "&amp;": "&",
    "&ndash;": "–",
    "&mdash;": "—",
}


def readable(text: str) -> str:
    r"""Give the text as the model should see it, of the same length.

    Control and invisible characters, HTML tags and character references, words of more than
    ``LONGEST_WORD`` characters and runs of more than ``LONGEST_MARKS`` marks become blanks; curly
    quotation marks become straight ones.

    >>> readable("He\x00said <b>“no”</b>")
    'He said    "no"    '
    >>> len(readable("x" * 5000)), readable("x" * 5000).strip()
    (5000, '')
    """
    text = text.replace("\r\n", " \n").translate(_AS_SHOWN)
    if "<" in text:
        text = _TAG.sub(_blanks, text)
    if "&" in text:
        text = _NAMED_CHARACTER.sub(_named_character, text)
    if "''" in text:
        text = _TWO_SINGLE_CLOSING.sub('" ', _TWO_SINGLE_OPENING.sub(' "', text))
    text = _SURROGATE.sub(" ", text)
    text = _LONG_MARKS.sub(_blanks, text)
    return _LONG_WORD.sub(_blanks, text)


def pieces(shown: str) -> Iterator[tuple[int, str]]:
    r"""Cut a readable text into paragraphs; give each with where it starts.

    A line that neither ends a sentence nor is followed by a capital goes on in the next line.

    >>> list(pieces("One.\n\nTwo goes\non here.\nThree."))
    [(0, 'One.'), (6, 'Two goes\non here.'), (24, 'Three.')]
    """
    begin = end = -1
    for line in _PARAGRAPH.finditer(shown):
        if not line.group().strip():
            continue
        if begin >= 0 and _goes_on(shown, end, line.start()):
            end = line.end()
            continue
        if begin >= 0:
            yield from _bounded(shown, begin, end)
        begin, end = line.span()
    if begin >= 0:
        yield from _bounded(shown, begin, end)


def _goes_on(shown: str, end: int, start: int) -> bool:
    if start - end != 1 or start >= len(shown) or not shown[start].islower():
        return False
    return not _ENDS_SENTENCE.search(shown, max(0, end - 10), end)


def _bounded(shown: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    while end - begin > LONGEST_PIECE:
        cut = max(shown.rfind(mark, begin, begin + LONGEST_PIECE) for mark in (". ", "? ", "! "))
        if cut <= begin:
            cut = shown.rfind(" ", begin, begin + LONGEST_PIECE)
        cut = cut + 1 if cut > begin else begin + LONGEST_PIECE
        yield from _stripped(shown, begin, cut)
        begin = cut
    yield from _stripped(shown, begin, end)


def _stripped(shown: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    piece = shown[begin:end]
    inner = piece.strip()
    if inner:
        yield begin + len(piece) - len(piece.lstrip()), inner


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _named_character(match: re.Match[str]) -> str:
    return _NAMED.get(match.group(), " ").ljust(len(match.group()))
