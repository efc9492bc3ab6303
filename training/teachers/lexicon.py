"""Words as numbers: the letters' rows of learned tables, and floret vectors."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from training.teachers.batches import Frame

PARTS: Final = ("lower", "prefix", "suffix", "shape")
UNKNOWN: Final = 1
"""The row of a part that was seen too rarely; row 0 is padding."""

_FIRST_ROW = 2
_SHAPE_LENGTH = 6
_LONGEST_SENTENCE = 60
_SHORTEST_BEFORE_STOP = 4
_NEWLINES = frozenset({"\n", "\n\n"})
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-"})
_SAME = {"—": "--", "``": '"', "''": '"'}
_LOWER, _UPPER, _DIGIT = re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9]")


class WordVectors(Protocol):
    """What is used of spaCy's vectors."""

    shape: tuple[int, int]

    def get_batch(self, keys: Iterable[str]) -> npt.NDArray[np.float32]:
        """Give an array (words, numbers)."""


def plain(word: str) -> str:
    """Write quotation marks and dashes the plain way, for a teacher need not tell them apart.

    >>> plain("“"), plain("—")
    ('"', '--')
    """
    word = word.translate(_STRAIGHT)
    return _SAME.get(word, word)


def parts(word: str) -> tuple[str, str, str, str]:
    """Give what is learned about a plain word, in the order of `PARTS`.

    >>> parts("Helsinki-2019")
    ('helsinki-0000', 'Hel', '019', 'Xxx-dd')
    """
    shape = _DIGIT.sub("d", _UPPER.sub("X", _LOWER.sub("x", word)))
    shape = re.sub(r"(.)\1{2,}", r"\1\1", shape)[:_SHAPE_LENGTH]
    return _DIGIT.sub("0", word.lower()), word[:3], word[-3:].lower(), shape


def number_parts(
    words: Iterable[str], fewest: int = 2, most: Sequence[int | None] = (None,) * 4
) -> dict[str, dict[str, int]]:
    """Number the values of each part that occur at least ``fewest`` times, commonest first."""
    counts = [Counter[str]() for _ in PARTS]
    for word, count in Counter(map(plain, words)).items():
        for counter, part in zip(counts, parts(word), strict=True):
            counter[part] += count
    return {
        name: {
            part: row
            for row, (part, seen) in enumerate(counter.most_common(limit), _FIRST_ROW)
            if seen >= fewest
        }
        for name, counter, limit in zip(PARTS, counts, most, strict=True)
    }


class Lexicon:
    """Looks words up, each once: rows of the tables (int64, 4) and a vector (float32)."""

    def __init__(self, rows: dict[str, dict[str, int]], vectors: WordVectors) -> None:
        """Take tables out of `number_parts` and floret vectors."""
        self.rows = rows
        self._vectors = vectors
        self._known: dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]] = {}

    def lookup(self, word: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Give the rows and the vector of one word."""
        found = self._known.get(word)
        if found is None:
            word_parts = zip(PARTS, parts(plain(word)), strict=True)
            rows = [self.rows[name].get(part, UNKNOWN) for name, part in word_parts]
            vector = self._vectors.get_batch([plain(word)])[0]
            found = self._known[word] = (np.array(rows, np.int64), vector)
        return found

    def frame(
        self, sentences: Sequence[Sequence[str]], frame: Frame
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Look sentences up: rows and vectors (length, columns, …), zero where padded."""
        shape = (frame.length, frame.columns)
        rows = np.zeros((*shape, len(PARTS)), np.int64)
        vectors = np.zeros((*shape, self._vectors.shape[1]), np.float32)
        for column, words in enumerate(sentences):
            for place, word in enumerate(words):
                rows[place, column], vectors[place, column] = self.lookup(word)
        return rows, vectors


def sentence_like(words: Sequence[str]) -> list[tuple[int, int]]:
    """Cut words where sentences seem to end; the ranges cover all of them in order.

    >>> sentence_like("He said that it fell . She left .".split())
    [(0, 6), (6, 9)]
    """
    ranges, start = list[tuple[int, int]](), 0
    for i, word in enumerate(words, 1):
        following = words[i] if i < len(words) else ""
        stops = word in {".", "?", "!"} and i - start > _SHORTEST_BEFORE_STOP
        if (
            i == len(words)
            or i - start == _LONGEST_SENTENCE
            or not _NEWLINES.isdisjoint((word, following))
            or (stops and following[:1].isupper())
        ):
            ranges.append((start, i))
            start = i
    return ranges
