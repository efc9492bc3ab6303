"""Text to weighted terms: words, names, figures and pairs of names, in any language.

Nothing here knows a language. A name is a word that a text writes with a capital and never without
one; scripts without blanks between words (Chinese, Japanese, Thai) fall into overlapping pieces; an
ending is what follows the first letters of a word, which is as good a stemmer as any for
comparing two texts (McNamee and Mayfield, "Character n-gram tokenization", 2004).
"""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, islice, pairwise
from operator import and_
from typing import Final, NamedTuple

BUCKETS: Final = 1 << 22
"""Terms are hashed into this many buckets; bucket 0 stands for "no term"."""

STEM: Final = 7
"""Letters of a word that count."""

MAX_WORDS: Final = 700
"""Words of a text that are read; news says what happened early."""

LEAD_WORDS: Final = 70

_NUMBER: Final = r"\d+(?:[.,:]\d+)*"
_TOKEN: Final = re.compile(rf"{_NUMBER}|[^\W\d_]+")
_MARKED: Final = r"\u0900-\u0963\u0970-\u0eff\u1000-\u109f\u1780-\u17ff"
_MARKED_TOKEN: Final = re.compile(rf"{_NUMBER}|[^\W\d_{_MARKED}]+|[{_MARKED}]+")
"""Indian and south-east Asian scripts write vowels as marks, which are no letters to ``re``."""
_HAS_MARKED: Final = re.compile(rf"[{_MARKED}]")
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]|([\u3040-\u30ff\u3400-\u9fff])"
)
_LETTERS: Final = 4
_IDEOGRAPHS: Final = 2
_MAX_TOKEN: Final = 40


TITLE: Final = 1
LEAD: Final = 2
NAME: Final = 4
FIGURE: Final = 8
PAIR: Final = 16
PLACES: Final = 32
"""Bits that say where in a report a term stands and what it is; the number of combinations.

A title's terms count as the lead's, too."""

NO_WORD: Final = NAME | FIGURE | PAIR
"""Bits of which a plain word has none."""


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
    read = text[: limit * 12]
    if read.isascii():
        return _TOKEN.findall(read)[:limit]
    read = unicodedata.normalize("NFC", read)
    pattern = _MARKED_TOKEN if _HAS_MARKED.search(read) else _TOKEN
    words = pattern.findall(read)[:limit]
    if _UNSPACED.search(read) is None:
        return words
    return list(_split_unspaced(words))[:limit]


def _split_unspaced(words: Iterable[str]) -> Iterator[str]:
    """Cut words of scripts without blanks into overlapping pieces of two or four characters."""
    for word in words:
        script = _UNSPACED.match(word)
        size = 0 if script is None else _IDEOGRAPHS if script[1] else _LETTERS
        if 0 < size < len(word):
            yield from (word[i : i + size] for i in range(len(word) - size + 1))
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


class Lexeme(NamedTuple):
    """What is to be known of a word apart from any text: looked up, since words come again."""

    bucket: int
    folded: str
    small: bool
    place: int


@lru_cache(maxsize=1 << 18)
def lexeme_of(word: str) -> Lexeme:
    """Give a word's bucket, folded form, whether it begins small, and whether it is a figure."""
    place = FIGURE if word[0].isdigit() else 0
    return Lexeme(bucket_of(stem_of(word)), word.casefold(), not word[0].isupper(), place)


def names_among(words: Iterable[str]) -> frozenset[str]:
    """Give the words that are written with a capital and never without one.

    >>> sorted(names_among(["The", "Quds", "Force", "and", "the", "force"]))
    ['Quds']
    """
    unique = set(words)
    small = {word for word in unique if lexeme_of(word).small}
    return frozenset(
        word for word in unique - small if len(word) > 1 and lexeme_of(word).folded not in small
    )


def term_uses(title: list[str], text: list[str]) -> dict[int, TermUse]:
    """Give, by bucket, every term of a report's words with its count and places.

    Single words come before pairs. A text that opens with its title does not say it twice.
    """
    body = text[len(title) :] if title and text[: len(title)] == title else text
    names = names_among(body) or names_among(title)
    parts = ((title, TITLE | LEAD), (body[:LEAD_WORDS], LEAD), (body[LEAD_WORDS:], 0))
    uses: dict[int, TermUse] = {}
    for words, place in parts:
        _count_words(uses, words, names, place)
    for words, place in parts:
        _count_pairs(uses, words, names, place)
    return uses


def _count_words(
    uses: dict[int, TermUse], words: list[str], names: frozenset[str], place: int
) -> None:
    for word, count in Counter(words).items():
        lexeme = lexeme_of(word)
        places = place | (NAME if word in names else lexeme.place)
        known = uses.get(lexeme.bucket)
        if known is None:
            uses[lexeme.bucket] = TermUse(count, places, word)
        else:
            known.count += count
            known.places |= places


def _count_pairs(
    uses: dict[int, TermUse], words: list[str], names: frozenset[str], place: int
) -> None:
    named = [word in names for word in words]
    both_named = map(and_, named, islice(named, 1, None))
    pairs = Counter(compress(pairwise(words), both_named))
    for (one, other), count in pairs.items():
        bucket = bucket_of(f"{stem_of(one)} {stem_of(other)}")
        known = uses.setdefault(bucket, TermUse(0, 0, f"{one} {other}"))
        known.count += count
        known.places |= place | PAIR
