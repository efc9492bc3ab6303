"""Which remembered reports share rare terms with a new one: an inverted index that grows in runs.

Postings are kept in sorted runs, each twice as long as the next (Bentley and Saxe, "Decomposable
searching problems", 1980), so that adding is cheap, looking up touches a logarithm of the number
of reports, and a posting costs eight bytes. All runs stand in one array, the longest first.
"""

from collections import defaultdict
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.terms import BUCKETS

Rows = npt.NDArray[np.int64]
Keys = npt.NDArray[np.int64]
Postings = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

POSITION_BITS: Final = 16
"""More than enough for a report's terms: a row and the position of a term make one number."""

POSITION: Final = (1 << POSITION_BITS) - 1
"""The bits of a key that hold the position."""

_RUN: Final = 256
_GROWTH: Final = 1.3
_LONG: Final = BUCKETS // 4
"""From so many postings on, a directory of the longest run costs less memory than they do."""
_LOW: Final = np.uint64(0xFFFFFFFF)
_SHIFT: Final = np.uint64(32)


class TermIndex:
    """Postings (term bucket, row); rows are added in ascending order and never taken out.

    Rows that are no longer wanted are passed over by the ``alive`` mask of a look-up, and dropped
    when runs are joined.
    """

    def __init__(self) -> None:
        self._postings: Postings = np.empty(0, np.uint64)
        self._directory: npt.NDArray[np.uint32] | None = None
        self._ends: list[int] = []
        self._sizes: list[int] = []
        self._recent: defaultdict[int, list[int]] = defaultdict(list)
        self._recent_rows = 0

    @property
    def nbytes(self) -> int:
        """Bytes of the sorted runs, room to grow included, and of the directory."""
        return self._postings.nbytes + (0 if self._directory is None else self._directory.nbytes)

    def add(self, row: int, buckets: npt.NDArray[np.int32], alive: Mask) -> None:
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
        if self._ends or self._recent_rows:
            reason = "add_many fills an empty index"
            raise ValueError(reason)
        rows = np.arange(first_row, first_row + len(buckets), dtype=np.uint64)
        postings = (buckets.astype(np.uint64) << _SHIFT) | rows[:, None]
        if len(buckets):
            self._put(0, np.sort(postings[buckets > 0]))
            self._sizes.append(len(buckets))

    def keys_with(
        self, buckets: npt.NDArray[np.int32], alive: Mask, common: int = 0, latest: int = 0
    ) -> Keys:
        """Give a key for every live posting of the buckets, unordered.

        A key is ``row << POSITION_BITS | position``, with the position in ``buckets``. Of the last
        buckets, so many as are ``common``, only the ``latest`` live rows each are given.
        """
        keys = self._found(buckets, common, latest)
        live = alive.take(keys >> POSITION_BITS)
        if live.all():
            return keys
        rare = len(buckets) - common
        pieces = [keys[live & ((keys & POSITION) < rare)]]
        # A dead row may stand among the latest: an older one takes its place.
        for position, bucket in enumerate(buckets[rare:].tolist(), rare):
            rows = self.latest_with(bucket, latest, alive)
            pieces.append(rows << POSITION_BITS | position)
        return np.concatenate(pieces)

    def _found(self, buckets: npt.NDArray[np.int32], common: int, latest: int) -> Keys:
        """Give keys as above, those of dead rows among them."""
        rare = len(buckets) - common
        recent = [self._recent.get(bucket, []) for bucket in buckets.tolist()]
        recent[rare:] = [rows[-latest:] for rows in recent[rare:]]
        starts, ends = self._bounds(buckets)
        lengths = ends - starts
        if common:
            _shorten(lengths[:, rare:], latest - np.array([len(rows) for rows in recent[rare:]]))
        posted = self._keys_at(ends - lengths, lengths)
        fresh = [row << POSITION_BITS | at for at, rows in enumerate(recent) for row in rows]
        return np.concatenate((posted, np.array(fresh, np.int64)))

    def _bounds(self, buckets: npt.NDArray[np.int32]) -> tuple[Rows, Rows]:
        """Give where the postings of each bucket begin and end in each run: (runs, buckets)."""
        bounds = np.empty((len(self._ends), len(buckets), 2), np.int64)
        edges = _edges(buckets)
        begin = 0
        for run, end in enumerate(self._ends):
            if run == 0 and self._directory is not None:
                bounds[0, :, 0] = self._directory.take(buckets)
                bounds[0, :, 1] = self._directory.take(buckets + 1)
            else:
                within = self._postings[begin:end].searchsorted(edges)
                np.add(within.reshape(-1, 2), begin, out=bounds[run])
            begin = end
        return bounds[:, :, 0], bounds[:, :, 1]

    def _keys_at(self, starts: Rows, lengths: Rows) -> Keys:
        """Give the keys of so many postings from each place on: (runs, buckets)."""
        each = lengths.ravel()
        stops = each.cumsum()
        at = (starts.ravel() - stops + each).repeat(each)
        at += np.arange(len(at))
        keys: Postings = self._postings.take(at)
        keys <<= _SHIFT
        keys >>= _SHIFT - np.uint64(POSITION_BITS)
        positions = np.empty(lengths.shape, np.uint64)
        positions[:] = np.arange(lengths.shape[1])
        keys |= positions.ravel().repeat(each)
        return keys.view(np.int64)

    def latest_with(self, bucket: int, limit: int, alive: Mask) -> Rows:
        """Give the last ``limit`` live rows posted under one bucket, ascending."""
        recent = np.array(self._recent.get(bucket, ()), np.int64)
        pieces = [recent[alive[recent]]]
        missing = limit - len(pieces[0])
        edges = np.array([bucket, bucket + 1], np.uint64) << _SHIFT
        for begin, stop in zip([0, *self._ends][-2::-1], self._ends[::-1], strict=True):
            if missing <= 0:
                break
            run = self._postings[begin:stop]
            start, end = run.searchsorted(edges).tolist()
            rows = (run[max(start, end - limit) : end] & _LOW).astype(np.int64)
            if not alive[rows].all():
                rows = (run[start:end] & _LOW).astype(np.int64)
                rows = rows[alive[rows]]
            pieces.append(rows)
            missing -= len(rows)
        return np.concatenate(pieces[::-1])[-limit:]

    def _seal(self, alive: Mask) -> None:
        """Make a run of the recent rows, and join runs of like size."""
        rows, size = self._recent.values(), self._recent_rows
        uses = np.fromiter(map(len, rows), np.int64, len(rows))
        recent = np.fromiter(self._recent, np.uint64, len(rows)).repeat(uses) << _SHIFT
        recent |= np.fromiter(chain.from_iterable(rows), np.uint64, len(recent))
        self._recent, self._recent_rows = defaultdict(list), 0
        end = self._ends[-1] if self._ends else 0
        while self._sizes and self._sizes[-1] <= size:
            size += self._sizes.pop()
            self._ends.pop()
        begin = self._ends[-1] if self._ends else 0
        postings = np.concatenate((self._postings[begin:end], recent))
        postings = postings[alive[(postings & _LOW).astype(np.int64)]]
        postings.sort()
        self._put(begin, postings)
        self._sizes.append(size)

    def _put(self, begin: int, postings: Postings) -> None:
        """Write a run behind the longer ones."""
        end = begin + len(postings)
        if end > len(self._postings):
            grown = np.empty(int(end * _GROWTH) if begin else end, np.uint64)
            grown[:begin] = self._postings[:begin]
            self._postings = grown
        self._postings[begin:end] = postings
        self._ends.append(end)
        if begin == 0:
            self._directory = _directory(postings) if end >= _LONG else None


def _directory(postings: Postings) -> npt.NDArray[np.uint32]:
    """Give, for each bucket and one more, where its postings begin."""
    uses = np.bincount((postings >> _SHIFT).view(np.int64), minlength=BUCKETS)
    directory = np.zeros(BUCKETS + 1, np.uint32)
    np.cumsum(uses, out=directory[1:], dtype=np.uint32)
    return directory


def _edges(buckets: npt.NDArray[np.int32]) -> Postings:
    """Give where the postings of each bucket begin and end: what to search a run for."""
    edges = np.empty((len(buckets), 2), np.uint64)
    edges[:, 0] = buckets
    np.add(edges[:, 0], np.uint64(1), out=edges[:, 1])
    edges <<= _SHIFT
    return edges.ravel()


def _shorten(lengths: Rows, wanted: Rows) -> None:
    """Leave only so many postings of each term as are wanted, the last: (runs, terms)."""
    newer = lengths[::-1].cumsum(0)[::-1] - lengths
    np.minimum(lengths, np.maximum(wanted - newer, 0), out=lengths)
