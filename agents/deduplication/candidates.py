"""Which remembered reports share rare terms with a new one: an inverted index that grows in runs.

Postings are kept in sorted runs, each twice as long as the next (Bentley and Saxe, "Decomposable
searching problems", 1980), so that adding is cheap, looking up touches a logarithm of the number
of reports, and a posting costs eight bytes. All runs stand in one array, the longest first. Each
has a directory that says where a range of buckets begins.
"""

from collections import defaultdict
from itertools import accumulate, chain
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from agents.deduplication.postings import (
    ROW,
    SHIFT,
    UNTOUCHED,
    Buckets,
    Directory,
    Gains,
    Mask,
    Postings,
    Rows,
    best_rows,
)
from agents.deduplication.terms import BUCKETS

A = TypeVar("A", Postings, Directory)

_RUN: Final = 256
_GROWTH: Final = 1.3
_RANGE: Final = 16
"""Postings of a run that share an entry of its directory: one to two of these, on average."""
_BITS: Final = BUCKETS.bit_length() - 1


class Sought(NamedTuple):
    """Terms that are looked up, and what a report gains by each that it has.

    Of the last ones, so many as are ``common``, only the ``latest`` live rows each count.
    """

    buckets: Buckets
    gains: Gains
    common: int = 0
    latest: int = 0


class _Run(NamedTuple):
    """Where the postings of a run end, and its directory's first entry; how it is to be read.

    Bucket b falls into the range b >> ``shift``.
    """

    end: int
    entry: int
    shift: int
    reports: int

    @property
    def entries(self) -> int:
        """Entries of the directory: where each range begins, and where the last one ends."""
        return (BUCKETS >> self.shift) + 1


_NO_RUN: Final = _Run(0, -1, _BITS + 1, 0)
"""What the first run stands behind: no postings, no entries."""


class TermIndex:
    """Postings (term bucket, row); rows are added in ascending order and never taken out.

    Rows that are no longer wanted are passed over by the ``alive`` mask of a look-up, and dropped
    when runs are joined.
    """

    def __init__(self) -> None:
        self._postings: Postings = np.empty(0, np.uint64)
        self._directory: Directory = np.empty(0, np.uint32)
        self._runs: list[_Run] = []
        self._recent: defaultdict[int, list[int]] = defaultdict(list)
        self._recent_rows = 0
        self._scores: Gains = np.empty(0, np.float32)

    @property
    def nbytes(self) -> int:
        """Bytes of the sorted runs, their directories and the scores, room to grow included."""
        return self._postings.nbytes + self._directory.nbytes + self._scores.nbytes

    def add(self, row: int, buckets: Buckets, alive: Mask) -> None:
        """Post a row under each of its buckets."""
        recent = self._recent
        for bucket in buckets.tolist():
            recent[bucket].append(row)
        self._recent_rows += 1
        if self._recent_rows >= _RUN:
            self._seal(alive)

    def add_many(self, first_row: int, buckets: npt.NDArray[np.int32]) -> None:
        """Post rows ``first_row`` .. in one run; bucket 0 stands for none.

        Raises:
            ValueError: if rows were posted before.
        """
        if self._runs or self._recent_rows:
            reason = "add_many fills an empty index"
            raise ValueError(reason)
        rows = np.arange(first_row, first_row + len(buckets), dtype=np.uint64)
        postings = (buckets.astype(np.uint64) << SHIFT) | rows[:, None]
        if len(buckets):
            self._put(np.sort(postings[buckets > 0]), len(buckets))

    def best(self, sought: Sought, alive: Mask, most: int) -> tuple[Rows, int]:
        """Give at most so many live rows, those that gain most first; of equal ones the older.

        And how many were found. A row gains by each of the terms sought that it is posted under.
        """
        if len(self._scores) < len(alive):
            self._scores = np.full(len(alive), UNTOUCHED, np.float32)
        recent = [self._recent.get(bucket, ()) for bucket in sought.buckets.tolist()]
        return best_rows(
            sought.buckets,
            sought.gains,
            len(sought.buckets) - sought.common,
            sought.latest,
            self._postings,
            self._directory,
            np.array([(run.entry, run.shift) for run in self._runs], np.int64).reshape(-1, 2),
            np.fromiter(chain.from_iterable(recent), np.int64),
            np.fromiter(accumulate(map(len, recent)), np.int64, len(recent)),
            alive,
            self._scores,
            most,
        )

    def _seal(self, alive: Mask) -> None:
        """Make a run of the recent rows, and join runs of like size."""
        rows, reports = self._recent.values(), self._recent_rows
        uses = np.fromiter(map(len, rows), np.int64, len(rows))
        recent = np.fromiter(self._recent, np.uint64, len(rows)).repeat(uses) << SHIFT
        recent |= np.fromiter(chain.from_iterable(rows), np.uint64, len(recent))
        self._recent, self._recent_rows = defaultdict(list), 0
        end = self._last.end
        while self._runs and self._last.reports <= reports:
            reports += self._runs.pop().reports
        postings = np.concatenate((self._postings[self._last.end : end], recent))
        postings = postings[alive[(postings & ROW).astype(np.int64)]]
        postings.sort()
        self._put(postings, reports)

    @property
    def _last(self) -> _Run:
        return self._runs[-1] if self._runs else _NO_RUN

    def _put(self, postings: Postings, reports: int) -> None:
        """Write a run behind the longer ones, and its directory behind theirs."""
        last = self._last
        shift = _BITS - min((len(postings) // _RANGE).bit_length(), _BITS)
        run = _Run(last.end + len(postings), last.entry + last.entries, shift, reports)
        edges = np.arange(run.entries, dtype=np.uint64) << (SHIFT + np.uint64(shift))
        entries = (last.end + postings.searchsorted(edges)).astype(np.uint32)
        self._postings = _written(self._postings, last.end, postings)
        self._directory = _written(self._directory, run.entry, entries)
        self._runs.append(run)


def _written(array: A, begin: int, values: A) -> A:
    """Give an array with values from a place on: the same one, or a longer one."""
    end = begin + len(values)
    if end > len(array):
        grown = np.empty(int(end * _GROWTH) if begin else end, array.dtype)
        grown[:begin] = array[:begin]
        array = grown
    array[begin:end] = values
    return array
