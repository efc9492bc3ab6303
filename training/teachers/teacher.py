"""What every teacher does: look words up, read texts in frames, keep what it has learned."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import torch
from torch import nn

from training.teachers.batches import frames
from training.teachers.encoder import Batch, Encoder, Texts
from training.teachers.lexicon import Lexicon, WordVectors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.teachers.language_model import Views

_NETWORK = TypeVar("_NETWORK", bound=nn.Module)
_READING = TypeVar("_READING")


class Teacher(ABC, Generic[_NETWORK, _READING]):
    """A network over the encoder, and how it reads tokenised texts."""

    texts_at_once: int
    """The views of so many texts are held in memory together."""
    words_at_once: int
    """Words of a frame, padding included."""

    def __init__(self, kept: dict[str, Any], vectors: WordVectors, views: Views) -> None:
        """Build the network that ``kept`` describes: rows, and its weights if trained."""
        self.kept = kept
        self._lexicon, self._views = Lexicon(kept["rows"], vectors), views
        self.network = self._build(Encoder(self._lexicon, vectors.shape[1]))
        if "state" in kept:
            self.network.load_state_dict(kept["state"])
        self.network.eval()

    @abstractmethod
    def _build(self, encoder: Encoder) -> _NETWORK:
        """Make the network, untrained."""

    @abstractmethod
    def _read(self, batch: Batch) -> list[_READING]:
        """Read the texts of a batch."""

    def texts(self, texts: Sequence[Sequence[str]]) -> Texts:
        """Look the words of some texts up."""
        return Texts(texts, self._lexicon, self._views)

    def read(self, texts: Sequence[Sequence[str]]) -> list[_READING]:
        """Read each text; none is empty."""
        starts = range(0, len(texts), self.texts_at_once)
        chunks = (texts[start : start + self.texts_at_once] for start in starts)
        return [reading for chunk in chunks for reading in self._read_chunk(chunk)]

    def _read_chunk(self, chunk: Sequence[Sequence[str]]) -> list[_READING]:
        found, texts = dict[int, _READING](), self.texts(chunk)
        with torch.no_grad():
            for frame in frames(texts.lengths, self.words_at_once):
                found |= zip(frame.indices, self._read(texts.batch(frame)), strict=True)
        return [found[index] for index in range(len(chunk))]

    def save(self, path: Path) -> None:
        """Keep what was learned."""
        torch.save({**self.kept, "state": self.network.state_dict()}, path)
