"""Word vectors that are worked out from a word's letters once, not at every mention."""

from collections.abc import Iterable
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
from spacy.vectors import Mode, Vectors  # type: ignore[import-not-found]

_WORDS: Final = 50_000
"""Words remembered; some 20 MB in each process."""


class RememberedVectors(Vectors):  # type: ignore[misc] # a compiled class without types
    """Floret vectors (Bojanowski et al., 2017, hashed) that remember the words they have met.

    A word's vector is the mean of those of its n-grams; the commonest few thousand words make up
    nearly all of a text.
    """

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._place: dict[int, int] = {}
        self._known = np.empty((0, self.data.shape[1]), np.float32)

    @classmethod
    def of(cls, vectors: Vectors) -> Self:
        """Take over a table of floret vectors."""
        return cls(
            strings=vectors.strings,
            data=vectors.data,
            name=vectors.name,
            mode=Mode.floret,
            minn=vectors.minn,
            maxn=vectors.maxn,
            hash_count=vectors.hash_count,
            hash_seed=vectors.hash_seed,
            bow=vectors.bow,
            eow=vectors.eow,
        )

    def get_batch(self, keys: Iterable[int | str]) -> npt.NDArray[np.float32]:
        """Give the vectors of words, by their keys: an array (words, dimensions)."""
        words = [int(key) if not isinstance(key, str) else self.strings[key] for key in keys]
        new = [word for word in dict.fromkeys(words) if word not in self._place]
        if len(self._place) + len(new) > _WORDS:
            self._place, self._known = {}, self._known[:0]
            new = list(dict.fromkeys(words))
        if new:
            self._known = np.concatenate((self._known, super().get_batch(new)))
            self._place |= zip(new, range(len(self._place), len(self._known)), strict=True)
        return self._known[[self._place[word] for word in words]]
