"""Learned rows for the parts of words: the inward end of every network here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from torch import nn

from training.teachers.lexicon import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import torch

SIZES: Final = {"lower": 100, "prefix": 32, "suffix": 40, "shape": 24}
"""Numbers in a row of each part, in the order of `PARTS`."""

_NOT_NUMBERED = 2
_SPREAD = 0.3


class PartTables(nn.ModuleList):  # type: ignore[misc] # torch is not looked into
    """One table for each part of a word, at random to begin with."""

    def __init__(self, rows: Mapping[str, Mapping[str, int]]) -> None:
        """Make room for the parts that `number_parts` numbered, for padding and the unknown."""
        super().__init__(
            nn.Embedding(len(rows[name]) + _NOT_NUMBERED, SIZES[name]) for name in PARTS
        )
        for table in self:
            nn.init.normal_(table.weight, std=_SPREAD)

    def look_up(self, rows: torch.Tensor) -> list[torch.Tensor]:
        """Give what is learned of each part: ``rows`` (…, parts) become (…, size) each."""
        return [table(rows[..., i]) for i, table in enumerate(self)]
