"""How much longer one piece of work takes than another, whatever else the machine does."""

import time
from collections.abc import Callable
from typing import Final

Work = Callable[[], object]

PARTS: Final = 16
"""What takes the square of its size takes this many times as long whole as in parts."""

MOST: Final = 2.0
"""Above this, time grows with more than the size."""

_ROUNDS: Final = 5


def times_as_long(one: Callable[[], Work], other: Callable[[], Work]) -> float:
    """Give how many times as long the first of two takes as the second, in CPU time.

    They take turns, and only the fastest time of each counts, so that a busy machine makes neither
    look slower. As soon as the figure is no more than ``MOST`` it is given; one above it has stood
    through all rounds.

    Args:
        one: prepares one piece of work, afresh for each round; preparing it is not measured.
        other: prepares the other.
    """
    fastest, fastest_other = _seconds(one()), _seconds(other())
    for _ in range(_ROUNDS):
        if fastest <= MOST * fastest_other:
            break
        fastest_other = min(fastest_other, _seconds(other()))
        fastest = min(fastest, _seconds(one()))
    return fastest / fastest_other


def growth(prepare: Callable[[int], Work], size: int) -> float:
    """Give how many times as long a whole takes as its ``PARTS``, one after the other.

    About 1 where time is in proportion to size, ``PARTS`` where it is to its square.

    Args:
        prepare: prepares work of a size.
        size: that of one part.
    """

    def parts() -> Work:
        works = [prepare(size) for _ in range(PARTS)]
        return lambda: [work() for work in works]

    return times_as_long(lambda: prepare(PARTS * size), parts)


def _seconds(work: Work) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin
