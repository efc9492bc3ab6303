"""The recogniser that teaches: one mark for each word, read from both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import nn

from training.teachers.batches import Frame, padded
from training.teachers.encoder import WIDTH, Batch, Encoder, cross_entropy, train
from training.teachers.lexicon import WordVectors, number_parts
from training.teachers.marks import MARKS, Marked, aims, likeliest
from training.teachers.teacher import Teacher

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from spacy.tokens import Doc

    from training.teachers.language_model import Views

EPOCHS: Final = 4
LONGEST: Final = 150
_HIDDEN = 256
_BATCH_WORDS = 3_000


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


class TeachingRecogniser(Teacher[_Network, Marked]):
    """Finds names in tokenised text: what it reads is a mark for each word."""

    texts_at_once = 9_000
    words_at_once = 4_000

    def _build(self, encoder: Encoder) -> _Network:
        return _Network(encoder)

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
    recogniser.save(path)
