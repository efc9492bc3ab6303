"""The recogniser that teaches: one mark for each word, read from both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch import nn

from training.teachers.batches import Frame, frames, padded
from training.teachers.encoder import WIDTH, Batch, Encoder, Texts, cross_entropy, train
from training.teachers.lexicon import Lexicon, WordVectors, number_parts
from training.teachers.marks import MARKS, Marked, aims, likeliest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from spacy.tokens import Doc

    from training.teachers.language_model import Views

EPOCHS: Final = 4
LONGEST: Final = 150
_HIDDEN = 256
_BATCH_WORDS, _READ_WORDS = 3_000, 4_000
_TEXTS_AT_ONCE = 9_000


class _Network(nn.Module):  # type: ignore[misc] # torch is not looked into
    """Scores of the marks of each word."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.hidden = nn.Sequential(nn.Linear(WIDTH, _HIDDEN), nn.ReLU())
        self.marks = nn.Linear(_HIDDEN, len(MARKS))

    def forward(self, batch: Batch) -> torch.Tensor:
        """Give (words, texts, marks)."""
        scores: torch.Tensor = self.marks(self.hidden(self.encoder(batch).float()))
        return scores


class TeachingRecogniser:
    """Finds names in tokenised text."""

    def __init__(self, kept: dict[str, Any], vectors: WordVectors, views: Views) -> None:
        """Build the network that ``kept`` describes: rows, and its weights if trained."""
        self.kept = kept
        self._lexicon, self._views = Lexicon(kept["rows"], vectors), views
        self.network = _Network(Encoder(self._lexicon, vectors.shape[1]))
        if "state" in kept:
            self.network.load_state_dict(kept["state"])
        self.network.eval()

    def texts(self, texts: Sequence[Sequence[str]]) -> Texts:
        """Look the words of some texts up."""
        return Texts(texts, self._lexicon, self._views)

    def mark(self, texts: Sequence[Sequence[str]]) -> list[Marked]:
        """Mark the words of each text; no text is empty."""
        starts = range(0, len(texts), _TEXTS_AT_ONCE)
        chunks = (texts[start : start + _TEXTS_AT_ONCE] for start in starts)
        return [marked for chunk in chunks for marked in self._mark(chunk)]

    def _mark(self, chunk: Sequence[Sequence[str]]) -> list[Marked]:
        marked, texts = dict[int, Marked](), self.texts(chunk)
        with torch.no_grad():
            for frame in frames(texts.lengths, _READ_WORDS):
                marked |= zip(frame.indices, self._read(texts.batch(frame)), strict=True)
        return [marked[index] for index in range(len(chunk))]

    def _read(self, batch: Batch) -> list[Marked]:
        logs = self.network(batch).log_softmax(-1).numpy()
        read = list[Marked]()
        for column, length in enumerate(batch.lengths):
            numbers = likeliest(logs[:length, column])
            chosen = logs[np.arange(length), column, numbers]
            read.append(Marked([MARKS[n] for n in numbers], np.exp(chosen).tolist()))
        return read


def train_recogniser(gold: Sequence[Doc], vectors: WordVectors, views: Views, path: Path) -> None:
    """Train on labelled documents, what is missing in them left out, and keep the result."""
    torch.manual_seed(0)
    gold = [doc for doc in gold if len(doc) <= LONGEST]
    rows = number_parts(word.text for doc in gold for word in doc)
    recogniser = TeachingRecogniser({"rows": rows}, vectors, views)
    texts = recogniser.texts([[word.text for word in doc] for doc in gold])
    marked = [aims(doc) for doc in gold]

    def loss(frame: Frame) -> torch.Tensor:
        right = torch.from_numpy(padded([marked[index] for index in frame.indices], frame))
        return cross_entropy(recogniser.network(texts.batch(frame)), right)

    train(recogniser.network, texts.lengths, loss, EPOCHS, _BATCH_WORDS)
    torch.save({**recogniser.kept, "state": recogniser.network.state_dict()}, path)
