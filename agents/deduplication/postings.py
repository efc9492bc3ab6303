"""Looks terms up in sorted runs of postings, and ranks the rows that are found."""

from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.compiled import compiled, part

Rows = npt.NDArray[np.int64]
Buckets = npt.NDArray[np.int32]
Gains = npt.NDArray[np.float32]
Postings = npt.NDArray[np.uint64]
Directory = npt.NDArray[np.uint32]
Runs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

UNTOUCHED: Final = np.float32(-1)
"""Score of a row that was not found."""


SHIFT: Final = np.uint64(32)
"""A posting is a bucket, shifted by so many bits, and a row."""

ROW: Final = np.uint64(0xFFFFFFFF)
"""The bits of a posting that hold the row."""


@part
def _first_from(postings: Postings, begin: np.int64, end: np.int64, bucket: int) -> np.int64:
    """Give the place of the first posting, of those in a range, whose bucket is not below one."""
    edge = np.uint64(bucket) << SHIFT
    while begin < end:
        middle = (begin + end) // 2
        if postings[middle] < edge:
            begin = middle + 1
        else:
            end = middle
    return begin


@part
def _bounds(
    buckets: Buckets, postings: Postings, directory: Directory, runs: Runs
) -> npt.NDArray[np.int64]:
    """Give where the postings of each bucket begin and end in each run: (buckets, runs, 2)."""
    bounds = np.empty((len(buckets), len(runs), 2), np.int64)
    for run in range(len(runs)):
        entry, shift = runs[run, 0], runs[run, 1]
        for at in range(len(buckets)):
            place = entry + (np.int64(buckets[at]) >> shift)
            begin, end = np.int64(directory[place]), np.int64(directory[place + 1])
            bounds[at, run, 0] = _first_from(postings, begin, end, buckets[at])
            bounds[at, run, 1] = _first_from(
                postings, bounds[at, run, 0], end, buckets[at] + np.int64(1)
            )
    return bounds


@part
def _room(bounds: npt.NDArray[np.int64], recent: int) -> int:
    """Give how many rows can be found at most."""
    room = recent
    for at in range(bounds.shape[0]):
        for run in range(bounds.shape[1]):
            room += bounds[at, run, 1] - bounds[at, run, 0]
    return room


@part
def _gain(row: np.int64, gain: float, scores: Gains, found: Rows, count: int) -> int:
    """Let a row gain; gives how many rows are found now."""
    if scores[row] < 0:
        scores[row] = 0
        found[count] = row
        count += 1
    scores[row] += gain
    return count


@part
def _score(
    gains: Gains,
    rare: int,
    latest: int,
    postings: Postings,
    bounds: npt.NDArray[np.int64],
    recent: Rows,
    recent_ends: Rows,
    alive: Mask,
    scores: Gains,
    found: Rows,
) -> int:
    """Let every live row gain by each of its buckets, the latest first; gives how many rows do."""
    count = 0
    for at in range(len(gains)):
        left = len(found) if at < rare else latest
        begin = recent_ends[at - 1] if at else 0
        for place in range(recent_ends[at] - 1, begin - 1, -1):
            if left and alive[recent[place]]:
                count = _gain(recent[place], gains[at], scores, found, count)
                left -= 1
        for run in range(bounds.shape[1] - 1, -1, -1):
            for place in range(bounds[at, run, 1] - 1, bounds[at, run, 0] - 1, -1):
                if not left:
                    break
                row = np.int64(postings[place] & ROW)
                if alive[row]:
                    count = _gain(row, gains[at], scores, found, count)
                    left -= 1
    return count


@part
def _rank(found: Rows, count: int, scores: Gains, most: int) -> Rows:
    """Give the rows with the highest scores, the highest first; of equal ones the older first.

    All that were found are ``UNTOUCHED`` then.
    """
    best, kept = np.empty(min(most, count), np.int64), np.empty(min(most, count), np.float32)
    filled = 0
    for each in range(count):
        row, place = found[each], filled
        score = scores[row]
        scores[row] = UNTOUCHED
        while place and (
            score > kept[place - 1] or (score == kept[place - 1] and row < best[place - 1])
        ):
            if place < len(best):
                best[place], kept[place] = best[place - 1], kept[place - 1]
            place -= 1
        if place < len(best):
            best[place], kept[place] = row, score
            filled = min(filled + 1, len(best))
    return best


@compiled(
    "Tuple((i8[::1], i8))(i4[::1], f4[::1], i8, i8, u8[::1], u4[::1], i8[:,::1], "
    "i8[::1], i8[::1], b1[::1], f4[::1], i8)"
)
def best_rows(
    buckets: Buckets,
    gains: Gains,
    rare: int,
    latest: int,
    postings: Postings,
    directory: Directory,
    runs: Runs,
    recent: Rows,
    recent_ends: Rows,
    alive: Mask,
    scores: Gains,
    most: int,
) -> tuple[Rows, int]:
    """Give the live rows that gain most by the buckets they are posted under, and how many gain.

    Each bucket gives its ``gains`` to its rows; those from ``rare`` on only to the ``latest`` ones.
    ``runs`` (runs, 2) say where in ``directory`` that of each run begins, and how many low bits of
    a bucket it leaves out. ``recent`` are rows that are in no run yet, those of bucket ``i`` up to
    ``recent_ends[i]``. ``scores`` are ``UNTOUCHED`` before and after. At most ``most`` rows are
    given, the best first, of equal ones the older.
    """
    bounds = _bounds(buckets, postings, directory, runs)
    found = np.empty(_room(bounds, len(recent)), np.int64)
    count = _score(gains, rare, latest, postings, bounds, recent, recent_ends, alive, scores, found)
    return _rank(found, count, scores, most), count
