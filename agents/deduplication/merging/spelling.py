"""Spelling: whether two words can be two spellings of one, by their sound or but for a letter."""

import re
from functools import lru_cache
from typing import Final

_LEAST_FUZZY: Final = 4
_LIKE_SOUNDS: Final = (
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("sch", "sh"),
    ("dj", "j"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("q", "k"),
    ("ck", "k"),
    ("c", "k"),
    ("y", "i"),
    ("j", "i"),
    ("w", "v"),
    ("z", "s"),
    ("o", "u"),
    ("e", "i"),
    ("ei", "i"),
    ("ai", "i"),
)


@lru_cache(maxsize=200_000)
def spelled_alike(one: str, other: str) -> bool:
    """Say whether two folded words can be two spellings of one: sound alike, or one letter apart.

    >>> spelled_alike("qods", "quds"), spelled_alike("faller", "fuller")
    (True, True)
    >>> spelled_alike("iran", "iraq"), spelled_alike("sudan", "syria")
    (False, False)
    """
    if one == other:
        return True
    if min(len(one), len(other)) < _LEAST_FUZZY or (
        one[0] != other[0] and sound_of(one) != sound_of(other)
    ):
        return False
    if sound_of(one) == sound_of(other):
        return True
    longer = max(len(one), len(other))
    return longer > _LEAST_FUZZY + 1 and _distance_is_one(one, other)


@lru_cache(maxsize=50_000)
def sound_of(word: str) -> str:
    """Fold letters that transliteration confuses; doubled letters become one."""
    for written, heard in _LIKE_SOUNDS:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word).removesuffix("i")


def _distance_is_one(one: str, other: str) -> bool:
    """Say whether one letter replaced, put in, left out, or two swapped, make one of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    if one[1:] == other or one == other[1:] or one[1:] == other[1:]:
        return True
    return one[:2] == other[1::-1] and one[2:] == other[2:]
