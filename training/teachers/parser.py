"""The parser that teaches: biaffine attention (Dozat and Manning, 2017), tags and morphology."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import torch
from torch import nn

from training.teachers.batches import Frame, padded
from training.teachers.encoder import WIDTH, Batch, Encoder, cross_entropy, train
from training.teachers.lexicon import WordVectors, number_parts
from training.teachers.teacher import Teacher
from training.teachers.trees import LONGEST, Parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.teachers.language_model import Views
    from training.treebank import Sentence

EPOCHS: Final = 10
_ARC, _RELATION = 320, 96
_BATCH_WORDS = 2_000
_SIDE_WEIGHT = 0.5
_NEVER = -1e4


def _layer(size: int) -> nn.Module:
    return nn.Sequential(nn.Linear(WIDTH, size), nn.ReLU())


class _Network(nn.Module):  # type: ignore[misc] # torch is not looked into
    """Scores of heads, relations, tags and morphology."""

    def __init__(self, encoder: Encoder, labels: dict[str, list[str]]) -> None:
        super().__init__()
        self.encoder = encoder
        self.arc_child, self.arc_head = _layer(_ARC), _layer(_ARC)
        self.child, self.head = _layer(_RELATION), _layer(_RELATION)
        self.arc = nn.Parameter(torch.zeros(_ARC, _ARC))
        self.arc_bias = nn.Linear(_ARC, 1)
        relations = len(labels["deps"])
        self.relation = nn.Parameter(torch.randn(_RELATION, relations * _RELATION) * 0.02)
        self.child_bias = nn.Linear(_RELATION, relations)
        self.head_bias = nn.Linear(_RELATION, relations)
        self.tags = nn.Linear(WIDTH, len(labels["tags"]))
        self.morphs = nn.Linear(WIDTH, len(labels["morphs"]))

    def forward(self, batch: Batch) -> dict[str, torch.Tensor]:
        """Give scores, sentences along axis 0 but for tags and morphology (axis 1)."""
        states = self.encoder(batch)
        with torch.autocast("cpu", torch.bfloat16):
            arc_child, arc_head, child, head = (
                self.encoder.dropout(layer(states)).transpose(0, 1)
                for layer in (self.arc_child, self.arc_head, self.child, self.head)
            )
            arcs = (arc_child @ self.arc) @ arc_head.transpose(1, 2)
            arcs = arcs + self.arc_bias(arc_head).transpose(1, 2)
            tags, morphs = self.tags(states), self.morphs(states)
        return {
            "arcs": arcs.float().masked_fill(~batch.mask.T[:, None, :], _NEVER),
            "tags": tags.float(),
            "morphs": morphs.float(),
            "child": child,
            "head": head,
        }

    def relations(self, scores: dict[str, torch.Tensor], heads: torch.Tensor) -> torch.Tensor:
        """Score the relation of each word to its head, (sentences, words, relations)."""
        places = heads[..., None].expand(-1, -1, _RELATION)
        head = scores["head"].gather(1, places).flatten(0, 1)
        child = scores["child"].flatten(0, 1)
        with torch.autocast("cpu", torch.bfloat16):
            mixed = (child @ self.relation).view(len(child), -1, _RELATION)
            both = (mixed @ head[..., None])[..., 0]
            both = both + self.child_bias(child) + self.head_bias(head)
        return both.float().view(*heads.shape, -1)


class TeachingParser(Teacher[_Network, Parse]):
    """Parses sentences of words; what comes need not be a tree. Its ``kept`` has labels, too."""

    texts_at_once = 15_000
    words_at_once = 3_000

    def _build(self, encoder: Encoder) -> _Network:
        return _Network(encoder, self.kept["labels"])

    def _read(self, batch: Batch) -> list[Parse]:
        scores = self.network(batch)
        sure, heads = scores["arcs"].log_softmax(-1).max(-1)
        sure_of_relation, deps = self.network.relations(scores, heads).log_softmax(-1).max(-1)
        sure = sure + sure_of_relation / 2
        tags, morphs = scores["tags"].argmax(-1).T, scores["morphs"].argmax(-1).T
        parses = list[Parse]()
        for row, length in enumerate(batch.lengths):
            readings = self._named("morphs", morphs[row, :length])
            parses.append(
                Parse(
                    heads=heads[row, :length].tolist(),
                    deps=self._named("deps", deps[row, :length]),
                    tags=self._named("tags", tags[row, :length]),
                    pos=[reading.partition("|")[0] for reading in readings],
                    morphs=[reading.partition("|")[2] for reading in readings],
                    sureness=float(sure[row, :length].mean()),
                )
            )
        return parses

    def _named(self, kind: str, numbers: torch.Tensor) -> list[str]:
        return [self.kept["labels"][kind][number] for number in numbers.tolist()]


def train_parser(gold: Sequence[Sentence], vectors: WordVectors, views: Views, path: Path) -> None:
    """Train on the sentences of treebanks and keep the result."""
    torch.manual_seed(0)
    gold = [sentence for sentence in gold if len(sentence.words) <= LONGEST]
    labels = {
        "deps": sorted({dep for each in gold for dep in each.deps}),
        "tags": sorted({tag for each in gold for tag in each.tags}),
        "morphs": sorted({reading for each in gold for reading in _readings(each)}),
    }
    rows = number_parts(word for each in gold for word in each.words)
    parser = TeachingParser({"rows": rows, "labels": labels}, vectors, views)
    texts = parser.texts([each.words for each in gold])
    aims = [_aims(each, labels) for each in gold]

    def loss(frame: Frame) -> torch.Tensor:
        columns = zip(*(aims[index] for index in frame.indices), strict=True)
        heads, deps, tags, morphs = (torch.from_numpy(padded(each, frame)) for each in columns)
        scores = parser.network(texts.batch(frame))
        relations = parser.network.relations(scores, heads.T.clamp(min=0))
        syntax = cross_entropy(scores["arcs"], heads.T) + cross_entropy(relations, deps.T)
        words = cross_entropy(scores["tags"], tags) + cross_entropy(scores["morphs"], morphs)
        return syntax + _SIDE_WEIGHT * words

    train(parser.network, texts.lengths, loss, EPOCHS, _BATCH_WORDS)
    parser.save(path)


def _readings(sentence: Sentence) -> list[str]:
    pairs = zip(sentence.pos, sentence.morphs, strict=True)
    return [f"{pos}|{features}" for pos, features in pairs]


def _aims(sentence: Sentence, labels: dict[str, list[str]]) -> list[list[int]]:
    named = (("deps", sentence.deps), ("tags", sentence.tags), ("morphs", _readings(sentence)))
    numbered = [[labels[kind].index(value) for value in values] for kind, values in named]
    return [sentence.heads, *numbered]
