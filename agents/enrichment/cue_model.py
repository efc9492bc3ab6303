"""The learned cues: how surely a word says what it governs, listed or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import log1p
from pathlib import Path
from typing import Final, Self

import numpy as np

from agents.enrichment.cue_features import GROUPS, Description
from agents.enrichment.token import Token

_FILE: Final = "cue_model.npz"
_UNKNOWN: Final = -3.0
_LOWEST: Final = -8.0
_WEAKEST: Final = -6.0
_HOPELESS: Final = -2.5
_VERBAL: Final = tuple(range(GROUPS.index("noun")))
_PLACES: Final = {"NOUN": (GROUPS.index("noun"),), "ADJ": (GROUPS.index("adjective"),)}
_WITH_NOUN: Final = frozenset({"object", "preposition", "passive"})
_WITH_VERB: Final = frozenset({"infinitive", "noun", "adjective"})
NUMBERS: Final = (
    "likeness",
    "how common",
    "head's likeness as a noun",
    "head's likeness as a verb",
    "governor's likeness",
    *(f"likeness {group}" for group in GROUPS),
    *(f"head's likeness {group}" for group in sorted(_WITH_NOUN)),
    "likely head of an unlikely cue",
)
"""What ``numbers`` gives, in its order."""


class ForeignCues(ValueError):
    """A model was trained on other features than the ones that are gathered now."""


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a lemma.

    Args:
        likeness: for each of ``GROUPS``, how much it is used like listed cues (log-odds).
        counts: how often it was met as a verb, a noun, an adjective.
        as_head: what it adds to a score as the head of the content.
        as_source: what it adds to a score as the head of the source.
    """

    likeness: tuple[float, ...] = (_UNKNOWN,) * len(GROUPS)
    counts: tuple[float, ...] = (0.0, 0.0, 0.0)
    as_head: float = 0.0
    as_source: float = 0.0


_NO_WORD: Final = Word()


@dataclass(frozen=True, slots=True)
class CueModel:
    """A logistic model (Cox, 1958) of features by name and of what is known of words.

    What a word's vector (Bojanowski et al., 2017) and its use in news tell is worked out in
    training and kept by lemma, so that no vectors are needed here, whatever the pipeline.
    """

    weights: Mapping[str, float] = field(repr=False)
    words: Mapping[str, Word] = field(repr=False)
    number_weights: Sequence[float] = field(repr=False)
    bias: float = 0.0
    hopeful: Mapping[str, frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Gather once which lemmas are worth scoring, as most words are not."""
        hopeful = {
            pos: frozenset(
                lemma
                for lemma, word in self.words.items()
                if max(word.likeness[place] for place in places) >= _HOPELESS
            )
            for pos, places in (*_PLACES.items(), ("VERB", _VERBAL))
        }
        object.__setattr__(self, "hopeful", hopeful)

    def score(self, candidate: Description) -> float:
        """Give the log-odds that a candidate is an attribution."""
        total, weight_of = 0.0, self.weights.get
        for name in candidate.features():
            total += weight_of(name, 0.0)
        total += self.bias
        for weight, number in zip(self.number_weights, numbers(candidate, self.words), strict=True):
            total += weight * number
        total += self.words.get(candidate.head, _NO_WORD).as_head
        return total + self.words.get(candidate.source, _NO_WORD).as_source

    def may_be_cue(self, token: Token) -> bool:
        """Tell at little cost whether it is worth scoring what a word governs."""
        return token.lemma in self.hopeful[token.pos if token.pos in _PLACES else "VERB"]

    def save(self, path: Path) -> None:
        """Write the model to a file."""
        lemmas = sorted(self.words)
        rows = [self.words[lemma] for lemma in lemmas]
        table = [(*word.likeness, *word.counts, word.as_head, word.as_source) for word in rows]
        np.savez_compressed(
            path,
            numbers=np.array(NUMBERS),
            number_weights=np.array(self.number_weights, np.float32),
            bias=np.array(self.bias),
            features=np.array(sorted(self.weights)),
            weights=np.array([self.weights[name] for name in sorted(self.weights)], np.float32),
            lemmas=np.array("\n".join(lemmas)),
            words=np.array(table, np.float16),
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a model.

        Raises:
            ForeignCues: if it was trained on other features.
        """
        with path.open("rb") as stream, np.load(stream) as data:
            if tuple(data["numbers"].tolist()) != NUMBERS:
                reason = f"{path.name} was trained on other features: train it again"
                raise ForeignCues(reason)
            table = data["words"].astype(np.float32).tolist()
            wide = len(GROUPS)
            return cls(
                weights=dict(zip(data["features"].tolist(), data["weights"].tolist(), strict=True)),
                words={
                    lemma: Word(tuple(row[:wide]), tuple(row[wide:-2]), row[-2], row[-1])
                    for lemma, row in zip(str(data["lemmas"]).split("\n"), table, strict=True)
                },
                number_weights=tuple(data["number_weights"].tolist()),
                bias=float(data["bias"]),
            )


def numbers(candidate: Description, words: Mapping[str, Word]) -> list[float]:
    """Give ``NUMBERS``: how like a cue the words of a candidate are, and how common it is."""
    group = candidate.group
    place = GROUPS.index(group)
    word = words.get(candidate.lemma, _NO_WORD)
    likeness = word.likeness[place]
    as_noun = as_verb = governor = _UNKNOWN
    noun, verb, what = GROUPS.index("noun"), GROUPS.index("infinitive"), candidate.facts["head"]
    if what == "NOUN" and group in _WITH_NOUN:
        as_noun = words.get(candidate.head, _NO_WORD).likeness[noun]
    if what == "VERB" and group in _WITH_VERB:
        as_verb = words.get(candidate.head, _NO_WORD).likeness[verb]
    if candidate.governor:
        governor = words.get(candidate.governor, _NO_WORD).likeness[GROUPS.index("object")]
    common = log1p(word.counts[1 if group == "noun" else 2 if group == "adjective" else 0]) / 4
    own, head = max(likeness, _LOWEST) / 2, max(as_noun, _LOWEST) / 2
    return [
        own,
        common,
        head,
        max(as_verb, _LOWEST) / 2,
        max(governor, _LOWEST) / 2,
        *(own if group == other else 0.0 for other in GROUPS),
        *(head if group == other else 0.0 for other in sorted(_WITH_NOUN)),
        max(as_noun, _WEAKEST) * max(-likeness, 0.0) / 10,
    ]


@cache
def shipped_cues() -> CueModel:
    """Read the model that comes with the package; read once."""
    return CueModel.load(Path(str(files("agents.enrichment.english") / _FILE)))
