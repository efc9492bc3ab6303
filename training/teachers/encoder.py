"""Words in context, and training at a rate that falls to nothing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import torch
from torch import nn
from torch.nn import functional

from training.teachers.batches import IGNORED, Frame, backwards, frames
from training.teachers.language_model import VIEW, Views
from training.teachers.lexicon import UNKNOWN, Lexicon
from training.teachers.part_tables import PartTables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH: Final = 512
"""Numbers that describe a word in its context."""

_INWARD = 512
_FLORET, _VIEW = 60, 256
_DROPOUT, _VIEW_DROPOUT = 0.33, 0.3
_HIDDEN_WORDS = 0.15
_RATE = 2e-3
_WARMUP = 100


@dataclass(frozen=True)
class Batch:
    """Sentences side by side, words along axis 0."""

    frame: Frame
    lengths: list[int]
    rows: torch.Tensor
    vectors: torch.Tensor
    views: torch.Tensor
    backwards: torch.Tensor
    """Where each word is when its sentence is turned round."""
    mask: torch.Tensor
    """What is not padding."""


class Texts:
    """Texts with the views of their words, which are worked out once."""

    def __init__(self, texts: Sequence[Sequence[str]], lexicon: Lexicon, views: Views) -> None:
        """View all words; 4 KB each are kept."""
        self.lengths = list(map(len, texts))
        self._texts, self._lexicon = texts, lexicon
        self._views = views.of(texts).split(self.lengths)

    def batch(self, frame: Frame) -> Batch:
        """Give the texts of a frame."""
        lengths = [self.lengths[index] for index in frame.indices]
        chosen = [self._texts[index] for index in frame.indices]
        rows, vectors = self._lexicon.frame(chosen, frame)
        views = torch.zeros(frame.length, frame.columns, VIEW, dtype=torch.bfloat16)
        mask = torch.zeros(frame.length, frame.columns, dtype=torch.bool)
        for column, index in enumerate(frame.indices):
            views[: lengths[column], column] = self._views[index]
            mask[: lengths[column], column] = True
        return Batch(
            frame=frame,
            lengths=lengths,
            rows=torch.from_numpy(rows),
            vectors=torch.from_numpy(vectors),
            views=views,
            backwards=torch.from_numpy(backwards(lengths, frame)),
            mask=mask,
        )


def shared_dropout(states: torch.Tensor, share: float, *, training: bool) -> torch.Tensor:
    """Drop the same columns at every word of a sentence (Gal and Ghahramani, 2016)."""
    if not training:
        return states
    kept = torch.rand(1, *states.shape[1:]) >= share
    return states * (kept / (1 - share)).to(states.dtype)


class Encoder(nn.Module):  # type: ignore[misc] # torch is not looked into
    """Embeddings and the views of the language models, then two layers of LSTM each way."""

    def __init__(self, lexicon: Lexicon, vector_size: int) -> None:
        """Make a network for the words of one task."""
        super().__init__()
        self.tables = PartTables(lexicon.rows)
        self.floret = nn.Linear(vector_size, _FLORET)
        self.view = nn.Linear(VIEW, _VIEW)
        half = WIDTH // 2
        self.forth = nn.ModuleList([nn.LSTM(_INWARD, half), nn.LSTM(WIDTH, half)])
        self.back = nn.ModuleList([nn.LSTM(_INWARD, half), nn.LSTM(WIDTH, half)])

    def forward(self, batch: Batch) -> torch.Tensor:
        """Give (words, sentences, WIDTH)."""
        states = self._embedded(batch)
        turned = batch.backwards[..., None]
        for forth, back in zip(self.forth, self.back, strict=True):
            states = shared_dropout(states, _DROPOUT, training=self.training)
            with torch.autocast("cpu", torch.bfloat16):
                onward = forth(states)[0]
                reverse = back(states.gather(0, turned.expand_as(states)))[0]
            states = torch.cat([onward, reverse.gather(0, turned.expand_as(reverse))], -1)
        return self.dropout(states)

    def dropout(self, states: torch.Tensor) -> torch.Tensor:
        """Drop what is dropped between layers, in training only."""
        return shared_dropout(states, _DROPOUT, training=self.training)

    def _embedded(self, batch: Batch) -> torch.Tensor:
        rows = batch.rows
        if self.training:
            # A word that is hidden has to be guessed from its letters and its context.
            hidden = torch.rand(rows.shape[:2]) < _HIDDEN_WORDS
            rows = rows.clone()
            rows[..., 0][hidden & batch.mask] = UNKNOWN
        views = shared_dropout(batch.views, _VIEW_DROPOUT, training=self.training)
        with torch.autocast("cpu", torch.bfloat16):
            viewed = functional.relu(self.view(views))
            return torch.cat([*self.tables.look_up(rows), self.floret(batch.vectors), viewed], -1)


def cross_entropy(scores: torch.Tensor, aims: torch.Tensor) -> torch.Tensor:
    """Give the mean loss over the words that have an aim."""
    return functional.cross_entropy(scores.flatten(0, 1), aims.flatten(), ignore_index=IGNORED)


def train(
    network: nn.Module,
    lengths: Sequence[int],
    loss: Callable[[Frame], torch.Tensor],
    epochs: int,
    batch_words: int,
) -> None:
    """Train by Adam, the rate falling to nothing in a line."""
    dice = random.Random(0)  # noqa: S311 - reproducible, not secret
    order = [frame for _ in range(epochs) for frame in frames(lengths, batch_words, dice)]
    optimizer = torch.optim.Adam(network.parameters(), lr=_RATE, betas=(0.9, 0.95), fused=True)
    network.train()
    for step, frame in enumerate(order, 1):
        optimizer.param_groups[0]["lr"] = _RATE * min(step / _WARMUP, 1 - step / len(order))
        value = loss(frame)
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
    network.eval()
