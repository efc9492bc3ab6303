"""Sentences of like length in one batch, and arrays that are padded at their ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    import numpy.typing as npt

IGNORED: Final = -100
"""The aim of a word that trains nothing: padding, or what a source does not annotate."""

_STEPS = ((24, 2), (48, 4), (104, 8))
_LAST_STEP = 16


@dataclass(frozen=True)
class Frame:
    """Some sentences, by index, and the shape of the array that holds them, padding included."""

    length: int
    columns: int
    indices: tuple[int, ...]


def rounded(length: int) -> int:
    """Round a length up: a network compiles its products anew for each shape it meets.

    >>> rounded(7), rounded(25), rounded(120)
    (8, 28, 128)
    """
    step = next((step for limit, step in _STEPS if length <= limit), _LAST_STEP)
    return -(-length // step) * step


def frames(lengths: Sequence[int], words: int, dice: random.Random | None = None) -> list[Frame]:
    """Group sentences by rounded length, ``words`` with padding to a frame; dice mix the order.

    >>> [frame.indices for frame in frames([3, 2, 4, 3], 8)]
    [(1,), (0, 2), (3,)]
    """
    alike = defaultdict[int, list[int]](list)
    for index, length in enumerate(lengths):
        alike[rounded(length)].append(index)
    made = list[Frame]()
    for length, indices in sorted(alike.items()):
        if dice:
            dice.shuffle(indices)
        columns = max(1, words // length)
        for start in range(0, len(indices), columns):
            made.append(Frame(length, columns, tuple(indices[start : start + columns])))
    if dice:
        dice.shuffle(made)
    return made


def padded(rows: Sequence[Sequence[int]], frame: Frame) -> npt.NDArray[np.int64]:
    """Stand the rows side by side in the frame, what is missing `IGNORED`.

    >>> padded([[1, 2], [3]], Frame(2, 3, (0, 1))).tolist()
    [[1, 3, -100], [2, -100, -100]]
    """
    filled = np.full((frame.length, frame.columns), IGNORED, np.int64)
    for column, row in enumerate(rows):
        filled[: len(row), column] = row
    return filled


def backwards(lengths: Sequence[int], frame: Frame) -> npt.NDArray[np.int64]:
    """Give the places (length, columns) that turn each sentence round and leave its padding.

    >>> backwards([3, 2], Frame(4, 2, (0, 1))).T.tolist()
    [[2, 1, 0, 3], [1, 0, 2, 3]]
    """
    places = np.tile(np.arange(frame.length)[:, None], (1, frame.columns))
    for column, length in enumerate(lengths):
        places[:length, column] = np.arange(length)[::-1]
    return places
