"""Two recurrent language models of news, one reading each way: what words mean where they stand.

Their states are the teacher's view of a sentence (after ELMo: Peters et al., 2018).
"""

from __future__ import annotations

import random
import time
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from training.teachers.batches import IGNORED, Frame, frames, padded
from training.teachers.lexicon import (
    Lexicon,
    WordVectors,
    number_parts,
    plain,
    sentence_like,
)
from training.teachers.part_tables import PartTables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

ROWS: Final = (40_000, 8_000, 8_000, 500)
STATE: Final = 512
VIEW: Final = 4 * STATE
"""Numbers by which the two models describe a word: two layers each."""

_FLORET, _INWARD, _OUTWARD = 124, 320, 256
_PREDICTED = 30_000
_NOISE = 2_048
_BATCH_WORDS = 3_000
_RATE = 2e-3
_WARMUP = 200
_BFLOAT: Final = torch.bfloat16


class LanguageModel(nn.Module):  # type: ignore[misc] # torch is not looked into
    """Two layers of LSTM over a word's parts and its floret vector; time runs along axis 0."""

    def __init__(self, rows: dict[str, dict[str, int]], vector_size: int) -> None:
        """Make a network with one learned row for each numbered part."""
        super().__init__()
        self.tables = PartTables(rows)
        self.floret = nn.Linear(vector_size, _FLORET)
        self.inward = nn.Linear(_INWARD, _INWARD)
        self.lstm = nn.ModuleList([nn.LSTM(_INWARD, STATE), nn.LSTM(STATE, STATE)])

    def forward(self, rows: torch.Tensor, vectors: torch.Tensor) -> list[torch.Tensor]:
        """Give the states of both layers, each (words, sentences, STATE)."""
        embedded = self.tables.look_up(rows)
        with torch.autocast("cpu", _BFLOAT):
            words = self.inward(torch.cat([*embedded, self.floret(vectors)], -1))
            lower = self.lstm[0](words)[0]
            return [lower, self.lstm[1](lower)[0] + lower]


class _Prediction(nn.Module):  # type: ignore[misc] # torch is not looked into
    """The next word by sampled softmax (Jean et al., 2015): against noise, not all words."""

    def __init__(self, counts: Sequence[float]) -> None:
        super().__init__()
        shares = torch.tensor(counts, dtype=torch.double) / sum(counts)
        self._expected = (shares * _NOISE).log().float()
        self._heaped = shares.cumsum(0)
        self.outward = nn.Linear(STATE, _OUTWARD)
        self.words = nn.Embedding(len(counts), _OUTWARD)
        nn.init.normal_(self.words.weight, std=0.05)
        self.bias = nn.Parameter(torch.zeros(len(counts)))

    def forward(self, states: torch.Tensor, aims: torch.Tensor) -> torch.Tensor:
        """Give the mean loss of the aimed words."""
        kept = (aims != IGNORED).nonzero()[:, 0]
        aims = aims[kept]
        noise = torch.searchsorted(self._heaped, torch.rand(_NOISE, dtype=torch.double))
        noise = noise.clamp(max=len(self._expected) - 1)
        with torch.autocast("cpu", _BFLOAT):
            states = self.outward(states).flatten(0, 1)[kept]
            others = states @ self.words(noise).T
        others = others.float() + self.bias[noise] - self._expected[noise]
        others = others.masked_fill(aims[:, None] == noise[None], -1e4)
        right = (states.float() * self.words(aims)).sum(-1) + self.bias[aims] - self._expected[aims]
        scores = torch.cat([right[:, None], others], 1)
        return functional.cross_entropy(scores, torch.zeros(len(aims), dtype=torch.long))


def train_language_model(
    lines: Iterable[Sequence[str]],
    vectors: WordVectors,
    seconds: float,
    path: Path,
    *,
    reverse: bool,
) -> None:
    """Read tokenised lines for so many seconds, the rate falling to nothing, and keep the model."""
    torch.manual_seed(1)
    dice = random.Random(1)  # noqa: S311 - reproducible, not secret
    sentences = [list(line[a:b]) for line in lines for a, b in sentence_like(line)]
    if reverse:
        sentences = [sentence[::-1] for sentence in sentences]
    rows = number_parts((word for words in sentences for word in words), 3, ROWS)
    network = LanguageModel(rows, vectors.shape[1])
    text = _Text(sentences, Lexicon(rows, vectors))
    prediction = _Prediction(text.counts)
    both = nn.ModuleList([network, prediction])
    optimizer = torch.optim.Adam(both.parameters(), lr=_RATE, betas=(0.9, 0.98), fused=True)
    started, step = time.monotonic(), 0
    while True:
        for frame in frames(text.lengths, _BATCH_WORDS, dice):
            spent = (time.monotonic() - started) / seconds
            if spent >= 1:
                torch.save({"state": network.state_dict(), "rows": rows}, path)
                return
            step += 1
            optimizer.param_groups[0]["lr"] = _RATE * min(1, step / _WARMUP) * (1 - spent)
            read, view, aims = text.batch(frame)
            loss = prediction(network(read, view)[1], aims)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.lstm.parameters(), 1.0)
            optimizer.step()


class _Text:
    """Sentences of numbered words, with what a batch of them reads and is to predict."""

    def __init__(self, sentences: list[list[str]], lexicon: Lexicon) -> None:
        counts = Counter(map(plain, (word for words in sentences for word in words)))
        types = [word for word, _ in counts.most_common()]
        numbers = {word: number for number, word in enumerate(types)}
        looked_up = [lexicon.lookup(word) for word in types]
        self._rows = torch.from_numpy(np.stack([rows for rows, _ in looked_up]))
        self._vectors = torch.from_numpy(np.stack([vector for _, vector in looked_up]))
        self._sentences = [[numbers[plain(word)] for word in words] for words in sentences]
        self.lengths = [len(words) for words in sentences]
        predicted = min(_PREDICTED, len(types))
        self._rare, self._end = predicted, predicted + 1
        frequent = [float(counts[word]) for word in types[:predicted]]
        self.counts = [*frequent, counts.total() - sum(frequent) + 1, float(len(sentences))]

    def batch(self, frame: Frame) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Give rows and vectors (words, sentences, …) and the words that come next, in one row."""
        chosen = [self._sentences[index] for index in frame.indices]
        read = torch.from_numpy(padded(chosen, frame)).clamp(min=0)
        following = [[*(min(w, self._rare) for w in words[1:]), self._end] for words in chosen]
        aims = torch.from_numpy(padded(following, frame)).flatten()
        return self._rows[read], self._vectors[read], aims


class Views:
    """How the two language models, forth and back, see each word of a text; they learn no more."""

    def __init__(self, forth: Path, back: Path, vectors: WordVectors) -> None:
        """Load what `train_language_model` kept."""
        self._networks, self._lexicons = list[LanguageModel](), list[Lexicon]()
        for path in (forth, back):
            kept: dict[str, Any] = torch.load(path, weights_only=True)
            network = LanguageModel(kept["rows"], vectors.shape[1])
            network.load_state_dict(kept["state"])
            self._networks.append(network.eval())
            self._lexicons.append(Lexicon(kept["rows"], vectors))

    def of(self, texts: Sequence[Sequence[str]]) -> torch.Tensor:
        """Give the views of all words of all texts in a row, (words, VIEW), in half precision."""
        starts = [0, *accumulate(map(len, texts))]
        seen = torch.empty(starts[-1], VIEW, dtype=_BFLOAT)
        pieces = [
            (text[a:b], start + a)
            for text, start in zip(texts, starts, strict=False)
            for a, b in sentence_like(text)
        ]
        for frame in frames([len(words) for words, _ in pieces], _BATCH_WORDS):
            chosen = [pieces[index] for index in frame.indices]
            for way in (0, 1):
                turned = [(words[::-1] if way else words, at) for words, at in chosen]
                self._look(turned, frame, way, seen)
        return seen

    def _look(
        self, pieces: list[tuple[Sequence[str], int]], frame: Frame, way: int, seen: torch.Tensor
    ) -> None:
        rows, vectors = self._lexicons[way].frame([words for words, _ in pieces], frame)
        read = torch.from_numpy(rows), torch.from_numpy(vectors)
        with torch.no_grad():
            states = torch.cat(self._networks[way](*read), -1)
        columns = slice(way * 2 * STATE, (way + 1) * 2 * STATE)
        for column, (words, at) in enumerate(pieces):
            piece = states[: len(words), column]
            seen[at : at + len(words), columns] = piece.flip(0) if way else piece
