"""The parser that teaches: biaffine attention (Dozat and Manning, 2017), tags and morphology."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import torch
from torch import nn

from training.teachers.batches import Frame, frames, padded
from training.teachers.encoder import WIDTH, Batch, Encoder, Texts, cross_entropy, train
from training.teachers.lexicon import Lexicon, WordVectors, number_parts
from training.teachers.trees import LONGEST, Parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.teachers.language_model import Views
    from training.treebank import Sentence

EPOCHS: Final = 10
_ARC, _RELATION = 320, 96
_BATCH_WORDS, _PARSED_WORDS = 2_000, 3_000
_SENTENCES_AT_ONCE = 15_000
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


class TeachingParser:
    """Parses sentences of words."""

    def __init__(self, kept: dict[str, Any], vectors: WordVectors, views: Views) -> None:
        """Build the network that ``kept`` describes: rows, labels and, once trained, weights."""
        self.kept = kept
        self._labels: dict[str, list[str]] = kept["labels"]
        self._lexicon, self._views = Lexicon(kept["rows"], vectors), views
        self.network = _Network(Encoder(self._lexicon, vectors.shape[1]), self._labels)
        if "state" in kept:
            self.network.load_state_dict(kept["state"])
        self.network.eval()

    def texts(self, sentences: Sequence[Sequence[str]]) -> Texts:
        """Look the words of some sentences up."""
        return Texts(sentences, self._lexicon, self._views)

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """Parse each sentence; what comes need not be a tree."""
        starts = range(0, len(sentences), _SENTENCES_AT_ONCE)
        chunks = (sentences[start : start + _SENTENCES_AT_ONCE] for start in starts)
        return [parse for chunk in chunks for parse in self._parse(chunk)]

    def _parse(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        parsed, texts = dict[int, Parse](), self.texts(sentences)
        with torch.no_grad():
            for frame in frames(texts.lengths, _PARSED_WORDS):
                parsed |= zip(frame.indices, self._read(texts.batch(frame)), strict=True)
        return [parsed[index] for index in range(len(sentences))]

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
        return [self._labels[kind][number] for number in numbers.tolist()]


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
    torch.save({**parser.kept, "state": parser.network.state_dict()}, path)


def _readings(sentence: Sentence) -> list[str]:
    pairs = zip(sentence.pos, sentence.morphs, strict=True)
    return [f"{pos}|{features}" for pos, features in pairs]


def _aims(sentence: Sentence, labels: dict[str, list[str]]) -> list[list[int]]:
    named = (("deps", sentence.deps), ("tags", sentence.tags), ("morphs", _readings(sentence)))
    numbered = [[labels[kind].index(value) for value in values] for kind, values in named]
    return [sentence.heads, *numbered]
