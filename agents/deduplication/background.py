"""How common terms are in news at large: what inverse document frequencies start from."""

from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.terms import BUCKETS

_FILE: Final = "background.npz"
_LEAST_REPORTS: Final = 20
"""A language without statistics is treated as if this many reports had shared nothing."""


@dataclass(frozen=True)
class LanguageBackground:
    """In how many of ``reports`` texts of one language the terms of a bucket were used.

    ``buckets`` ascends; ``frequencies`` stands beside it; other buckets count as unseen.
    """

    reports: int
    buckets: npt.NDArray[np.int32] = field(repr=False)
    frequencies: npt.NDArray[np.float32] = field(repr=False)

    @cached_property
    def _every(self) -> npt.NDArray[np.float32]:
        """The frequency of every bucket: some megabytes, shared by all that read a language."""
        every = np.zeros(BUCKETS, np.float32)
        every[self.buckets] = self.frequencies
        return every

    def frequency_of(self, buckets: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
        """Give the number of texts that used each bucket's terms."""
        if not len(self.buckets):
            return np.zeros(len(buckets), np.float32)
        return self._every.take(buckets)

    def rarity_of(self, buckets: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
        """Give the inverse document frequency, log((N + 1) / (n + 1)), never below zero."""
        rarity = np.float32(np.log(self.reports + 1)) - np.log(self.frequency_of(buckets) + 1)
        return np.maximum(rarity, 0).astype(np.float32)


UNKNOWN_LANGUAGE: Final = LanguageBackground(
    _LEAST_REPORTS, np.zeros(0, np.int32), np.zeros(0, np.float32)
)


@dataclass(frozen=True, slots=True)
class Background:
    """The statistics of every language that has some, by primary language subtag."""

    version: str
    languages: dict[str, LanguageBackground] = field(repr=False)

    def of(self, language: str) -> LanguageBackground:
        """Give the statistics of a language (``pt-BR`` is ``pt``), empty ones if there are none."""
        return self.languages.get(language.split("-", maxsplit=1)[0].lower(), UNKNOWN_LANGUAGE)


EMPTY_BACKGROUND: Final = Background("none", {})


@cache
def shipped_background() -> Background:
    """Read the statistics that come with the package; read once."""
    with (files(__package__) / _FILE).open("rb") as stream, np.load(stream) as data:
        languages = {
            str(name): LanguageBackground(
                int(reports),
                data[f"{name}.buckets"].cumsum(dtype=np.int32),
                data[f"{name}.frequencies"].astype(np.float32),
            )
            for name, reports in zip(data["languages"], data["reports"], strict=True)
        }
        return Background(str(data["version"]), languages)
