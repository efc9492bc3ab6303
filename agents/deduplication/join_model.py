"""The learned model: from what speaks for a join to its probability."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Protocol, Self

import numpy as np

from agents.deduplication.boosted_trees import BoostedTrees
from agents.deduplication.pair_features import PAIR_FEATURES, Floats
from agents.deduplication.story_features import STORY_FEATURES

_FILE: Final = "join_model.npz"


class ForeignModel(ValueError):
    """A model was trained on other features than the ones that are gathered now."""


class Model(Protocol):
    """Whatever can tell how probable a join is."""

    def pair_odds(self, pairs: Floats) -> Floats:
        """Give the log-odds that two reports tell one event, for each row of ``PAIR_FEATURES``."""

    def probabilities(self, features: Floats) -> Floats:
        """Give the probability, in [0, 1], for each row of ``STORY_FEATURES``."""


@dataclass(frozen=True, slots=True)
class JoinModel:
    """Two steps, each of gradient-boosted trees, the second also on what the first gave (stacking).

    ``pairs`` judge the report with each compared one alone, ``stories`` with all of a story. The
    second step learns from what pairs are given that the first has not seen (Wolpert, 1992). Some
    of its trees see those odds, some the likenesses that they come from, some both: the first know
    kinds of news better that neither step has seen, the second those that both have.
    """

    version: str
    pairs: BoostedTrees
    stories: BoostedTrees

    def pair_odds(self, pairs: Floats) -> Floats:
        """Give the log-odds that the report and another tell one event: an array (rows,).

        ``pairs`` is an array (rows, ``PAIR_FEATURES``).
        """
        return self.pairs.log_odds(pairs)

    def probabilities(self, features: Floats) -> Floats:
        """Give the probability that the report tells the story's event, for each row.

        ``features`` is an array (rows, ``STORY_FEATURES``); the answer lies in [0, 1].
        """
        chances: Floats = (1 / (1 + np.exp(-self.stories.log_odds(features)))).astype(np.float32)
        return chances

    def save(self, path: Path) -> None:
        """Write the model to a file."""
        np.savez_compressed(
            path,
            version=np.array(self.version),
            pair_names=np.array(PAIR_FEATURES),
            story_names=np.array(STORY_FEATURES),
            **(self.pairs.arrays("pairs") | self.stories.arrays("stories")),
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a model.

        Raises:
            ForeignModel: if it was trained on other features.
        """
        with path.open("rb") as stream, np.load(stream) as data:
            named = {"pair_names": PAIR_FEATURES, "story_names": STORY_FEATURES}
            if any(tuple(data.get(key, ())) != names for key, names in named.items()):
                reason = f"{path.name} was trained on other features: train it again"
                raise ForeignModel(reason)
            return cls(
                str(data["version"]),
                BoostedTrees.from_arrays(data, "pairs"),
                BoostedTrees.from_arrays(data, "stories"),
            )


@cache
def shipped_model() -> JoinModel:
    """Read the model that comes with the package; read once."""
    return JoinModel.load(Path(str(files(__package__) / _FILE)))
