"""Which remembered reports share rare terms with a new one: an inverted index that grows in runs.

Postings are kept in sorted runs, each twice as long as the next (Bentley and Saxe, "Decomposable
searching problems", 1980), so that adding is cheap, looking up touches a logarithm of the number
of reports, and a posting costs eight bytes.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
_RUN: Final = 256
_LOW: Final = np.uint64(0xFFFFFFFF)
_SHIFT: Final = np.uint64(32)


class TermIndex:
    """Postings (term bucket, row); rows are added in ascending order and never taken out.

    Rows that are no longer wanted are passed over by the ``alive`` mask of a look-up, and dropped
    when runs are joined.
    """

    def __init__(self) -> None:
        self._runs: list[npt.NDArray[np.uint64]] = []
        self._sizes: list[int] = []
        self._recent: dict[int, list[int]] = {}
        self._recent_rows = 0

    @property
    def nbytes(self) -> int:
        """Bytes of the sorted runs."""
        return sum(run.nbytes for run in self._runs)

    def add(self, row: int, buckets: npt.NDArray[np.int32], alive: npt.NDArray[np.bool_]) -> None:
        """Post a row under each of its buckets."""
        recent = self._recent
        for bucket in buckets.tolist():
            recent.setdefault(bucket, []).append(row)
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
        keys = (buckets.astype(np.uint64) << _SHIFT) | rows[:, None]
        run = np.sort(keys[buckets > 0])
        if len(buckets):
            self._runs.append(run)
            self._sizes.append(len(buckets))

    def rows_with(
        self, buckets: npt.NDArray[np.int32], alive: npt.NDArray[np.bool_]
    ) -> tuple[Rows, Rows]:
        """Give (row, position in ``buckets``) of every live posting of the buckets, unordered."""
        order = buckets.argsort()
        edges = np.empty(2 * len(order), np.uint64)
        edges[::2] = buckets[order]
        edges[1::2] = edges[::2] + np.uint64(1)
        edges <<= _SHIFT
        rows: list[Rows] = []
        places: list[Rows] = []
        for run in self._runs:
            start, end = run.searchsorted(edges).reshape(-1, 2).T
            length = end - start
            stop = length.cumsum()
            if len(stop) and stop[-1]:
                first = start - stop + length
                rows.append(run.take(first.repeat(length) + np.arange(stop[-1])) & _LOW)
                places.append(order.repeat(length))
        recent, recent_places = self._recent_with(buckets)
        if recent:
            rows.append(np.array(recent, np.int64))
            places.append(np.array(recent_places, np.int64))
        if not rows:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        every = np.concatenate(rows, dtype=np.int64, casting="unsafe")
        place = np.concatenate(places)
        live = alive.take(every)
        return every[live], place[live]

    def _recent_with(self, buckets: npt.NDArray[np.int32]) -> tuple[list[int], list[int]]:
        rows: list[int] = []
        places: list[int] = []
        for position, bucket in enumerate(buckets.tolist()):
            found = self._recent.get(bucket)
            if found is not None:
                rows += found
                places += [position] * len(found)
        return rows, places

    def latest_with(self, bucket: int, limit: int, alive: npt.NDArray[np.bool_]) -> Rows:
        """Give the last ``limit`` live rows posted under one bucket, ascending."""
        recent = np.array(self._recent.get(bucket, ()), np.int64)
        pieces = [recent[alive[recent]]]
        missing = limit - len(pieces[0])
        edges = np.array([bucket, bucket + 1], np.uint64) << _SHIFT
        for run in reversed(self._runs):
            if missing <= 0:
                break
            start, end = run.searchsorted(edges).tolist()
            rows = (run[max(start, end - limit) : end] & _LOW).astype(np.int64)
            if not alive[rows].all():
                rows = (run[start:end] & _LOW).astype(np.int64)
                rows = rows[alive[rows]]
            pieces.append(rows)
            missing -= len(rows)
        return np.concatenate(pieces[::-1])[-limit:]

    def _seal(self, alive: npt.NDArray[np.bool_]) -> None:
        """Make a run of the recent rows, and join runs of like size."""
        keys = np.array(
            [(bucket << 32) | row for bucket, rows in self._recent.items() for row in rows],
            np.uint64,
        )
        size = self._recent_rows
        self._recent, self._recent_rows = {}, 0
        while self._runs and self._sizes[-1] <= size:
            keys = np.concatenate((self._runs.pop(), keys))
            size += self._sizes.pop()
        keys = keys[alive[(keys & _LOW).astype(np.int64)]]
        keys.sort()
        self._runs.append(keys)
        self._sizes.append(size)
