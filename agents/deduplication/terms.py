"""Text to weighted terms: words, names, figures and pairs of names, in any language.

Nothing here knows a language. A name is a word that a text writes with a capital and never without
one; scripts without blanks between words (Chinese, Japanese, Thai) fall into pairs of characters;
an ending is what follows the first letters of a word, which is as good a stemmer as any for
comparing two texts (McNamee and Mayfield, "Character n-gram tokenization", 2004).
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

BUCKETS: Final = 1 << 22
"""Terms are hashed into this many buckets; bucket 0 stands for "no term"."""

STEM: Final = 7
"""Letters of a word that count."""

MAX_WORDS: Final = 700
"""Words of a text that are read; news says what happened early."""

LEAD_WORDS: Final = 70

_TOKEN: Final = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
)
_MAX_TOKEN: Final = 40


TITLE: Final = 1
LEAD: Final = 2
NAME: Final = 4
FIGURE: Final = 8
PAIR: Final = 16
PLACES: Final = 32
"""Bits that say where in a report a term stands and what it is; the number of combinations.

A title's terms count as the lead's, too."""


@dataclass(slots=True)
class TermUse:
    """How a report uses a term: ``count`` times, in which places, first written as ``surface``."""

    count: int
    places: int
    surface: str


def bucket_of(term: str) -> int:
    """Hash a term, the same everywhere, into 1 .. BUCKETS - 1.

    >>> bucket_of("caracas") == bucket_of("caracas") > 0
    True
    """
    return zlib.crc32(term.encode("utf-8", "replace")) % (BUCKETS - 1) + 1


def words_of(text: str, limit: int = MAX_WORDS) -> list[str]:
    """Give the words and numbers of a text in reading order, at most ``limit``.

    >>> words_of("Quds Force: 4 tankers, 1,163 barrels")
    ['Quds', 'Force', '4', 'tankers', '1,163', 'barrels']
    >>> words_of("地震の後")
    ['地震', '震の', 'の後']
    """
    words = _TOKEN.findall(text[: limit * 12])[:limit]
    if _UNSPACED.search(text) is None:
        return words
    return list(_split_unspaced(words))[:limit]


def _split_unspaced(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if len(word) > 1 and _UNSPACED.match(word):
            yield from (word[i : i + 2] for i in range(len(word) - 1))
        else:
            yield word


def stem_of(word: str) -> str:
    """Give what counts of a word: its first letters, case folded; a number stays whole.

    >>> stem_of("Venezuelans"), stem_of("Venezuela"), stem_of("1,163")
    ('venezue', 'venezue', '1163')
    """
    if word[0].isdigit():
        return word.replace(",", "")[:_MAX_TOKEN]
    return word.casefold()[:STEM]


def names_among(words: Iterable[str]) -> frozenset[str]:
    """Give the words that are written with a capital and never without one.

    >>> sorted(names_among(["The", "Quds", "Force", "and", "the", "force"]))
    ['Quds']
    """
    capital: set[str] = set()
    small: set[str] = set()
    for word in set(words):
        (capital if word[0].isupper() else small).add(word)
    return frozenset(word for word in capital if len(word) > 1 and word.casefold() not in small)


def term_uses(title: str, text: str) -> dict[str, TermUse]:
    """Give every term of a report with its count and places: single words first, then pairs.

    A text that opens with its title does not say it twice.
    """
    title_words = words_of(title)
    body = words_of(text)
    if title_words and body[: len(title_words)] == title_words:
        body = body[len(title_words) :]
    names = names_among(body) or names_among(title_words)
    parts = (
        (title_words, TITLE | LEAD),
        (body[:LEAD_WORDS], LEAD),
        (body[LEAD_WORDS:], 0),
    )
    uses: dict[str, TermUse] = {}
    for words, place in parts:
        _count_words(uses, words, names, place)
    for words, place in parts:
        _count_pairs(uses, words, names, place)
    return uses


def _count_words(
    uses: dict[str, TermUse], words: list[str], names: frozenset[str], place: int
) -> None:
    for word, count in Counter(words).items():
        places = place
        if word in names:
            places |= NAME
        elif word[0].isdigit():
            places |= FIGURE
        _add(uses, stem_of(word), TermUse(count, places, word))


def _count_pairs(
    uses: dict[str, TermUse], words: list[str], names: frozenset[str], place: int
) -> None:
    pairs = Counter(pair for pair in pairwise(words) if names.issuperset(pair))
    for (one, other), count in pairs.items():
        term = f"{stem_of(one)} {stem_of(other)}"
        _add(uses, term, TermUse(count, place | PAIR, f"{one} {other}"))


def _add(uses: dict[str, TermUse], term: str, use: TermUse) -> None:
    known = uses.setdefault(term, use)
    if known is not use:
        known.count += use.count
        known.places |= use.places
