"""Logistic regressions that come with the package: how they are read, and what their odds mean."""

import math
from importlib.resources import files
from typing import Final

from streams.codec import from_json

_ALL: Final = 1000


class ForeignWeights(ValueError):
    """A model was trained on other features than those that are gathered now."""


def thousandths(odds: float) -> int:
    """Give the probability, in thousandths, that log-odds stand for.

    >>> thousandths(0.0)
    500
    """
    return round(_ALL / (1 + math.exp(-odds)))


def read_weights(file: str, names: tuple[str, ...], what: str) -> tuple[float, tuple[float, ...]]:
    """Read the bias and the weights of ``names`` from a file of this package.

    Raises:
        ForeignWeights: if the model was trained on other ones; ``what`` says on other what.
    """
    data = from_json(files(__package__).joinpath(file).read_bytes())
    weights = data["weights"]
    if tuple(weights) != names:
        reason = f"{file} was trained on other {what}: train it again"
        raise ForeignWeights(reason)
    return float(data["bias"]), tuple(map(float, weights.values()))
