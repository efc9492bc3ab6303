"""Weights: how much a word tells of what a claim is about, in whole numbers, which sum exactly."""

from functools import cache, lru_cache
from typing import Final

import numpy as np

from agents.deduplication.background import LanguageBackground, shipped_background
from agents.deduplication.terms import bucket_of, stem_of

_TOO_COMMON: Final = 0.6
"""Inverse document frequency below which a word tells nothing (be, have, that)."""
_HEAVIEST: Final = 700
_LIGHT: Final = frozenset(
    (
        "least most more less than a.m. p.m. percent per cent three four five six seven eight "
        "nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
        "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion "
        "dozen half say tell ask add accord make take get go come know think want see look give "
        "use mr mrs ms dr also could would may might must shall should will not one two year "
        "month week day today yesterday tomorrow time monday tuesday wednesday thursday friday "
        "saturday sunday january february march april june july august september october "
        "november december spokesman spokeswoman spokesperson statement reporter news press "
        "conference n't 's 'm 're 've 'll 'd"
    ).split()
)
"""Words of every report, and dates and numbers, which are compared by themselves."""

_NONE: Final = (np.zeros(0, np.int32), np.zeros(0, np.float32))


@lru_cache(maxsize=100_000)
def weight_of(word: str, language: str = "en") -> int:
    """Give a lower-case word's weight in 0 .. 700: a hundred times its rarity in news.

    >>> weight_of("say"), weight_of("be")
    (0, 0)
    >>> weight_of("tanker") > weight_of("government") > 0
    True
    """
    if not word or word in _LIGHT or word[0].isdigit() or not any(map(str.isalnum, word)):
        return 0
    weights, unseen = _table(language)
    return weights.get(bucket_of(stem_of(word)), unseen)


@cache
def _table(language: str) -> tuple[dict[int, int], int]:
    """Give a language's weights by bucket, and the weight of all other buckets."""
    background = shipped_background().of(language)
    nowhere = LanguageBackground(background.reports, *_NONE)
    seen = map(_weight, background.rarity_of(background.buckets).tolist())
    (unseen,) = map(_weight, nowhere.rarity_of(np.zeros(1, np.int32)).tolist())
    return dict(zip(background.buckets.tolist(), seen, strict=True)), unseen


def _weight(rarity: float) -> int:
    if rarity <= _TOO_COMMON:
        return 0
    return min(_HEAVIEST, round(100 * (rarity - _TOO_COMMON / 2)))
