"""The remembered reports as columns: one array per field, one row per report as they arrived."""

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.packed_signatures import unpack
from agents.deduplication.signature import PERMUTATIONS, TERMS, Signature

COLUMNS: Final[dict[str, tuple[str, tuple[int, ...]]]] = {
    "terms": ("<i4", (TERMS,)),
    "counts": ("u1", (TERMS,)),
    "places": ("u1", (TERMS,)),
    "minhash": ("<u4", (PERMUTATIONS,)),
    "shingles": ("<i4", ()),
    "outlet": ("<i4", ()),
    "published": ("<f8", ()),
    "arrived": ("<f8", ()),
    "digest": ("S8", ()),
    "story": ("<i4", ()),
    "alive": ("?", ()),
}
_GROWTH: Final = 1.3
_FIRST: Final = 1024
_AT_ONCE: Final = 4096
"""Signatures unpacked together: some megabytes of scratch space."""


class ReportColumns:
    """Arrays of equal length; the first ``rows`` are in use, the rest is room to grow."""

    terms: npt.NDArray[np.int32]
    counts: npt.NDArray[np.uint8]
    places: npt.NDArray[np.uint8]
    minhash: npt.NDArray[np.uint32]
    shingles: npt.NDArray[np.int32]
    outlet: npt.NDArray[np.int32]
    published: npt.NDArray[np.float64]
    arrived: npt.NDArray[np.float64]
    digest: npt.NDArray[np.bytes_]
    story: npt.NDArray[np.int32]
    alive: npt.NDArray[np.bool_]

    def __init__(self, room: int = _FIRST) -> None:
        self.rows = 0
        self._room = max(room, 1)
        for name, (kind, shape) in COLUMNS.items():
            setattr(self, name, np.zeros((self._room, *shape), kind))

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays, room to grow included."""
        return sum(getattr(self, name).nbytes for name in COLUMNS)

    def append(self, signature: Signature, arrived: float, story: int) -> int:
        """Add a report that is alive; gives its row."""
        if self.rows == self._room:
            self._grow()
        row = self.rows
        self.rows += 1
        self.put(row, signature)
        self.arrived[row] = arrived
        self.story[row] = story
        self.alive[row] = True
        return row

    def extend(
        self, packed: Sequence[bytes], arrived: Sequence[float], stories: Sequence[int]
    ) -> None:
        """Add reports that are alive, by their packed signatures.

        Raises:
            ForeignSignature: if another version wrote one of them.
        """
        for begin in range(0, len(packed), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            columns = unpack(packed[part])
            columns["arrived"] = np.array(arrived[part], np.float64)
            columns["story"] = np.array(stories[part], np.int32)
            count = len(columns["story"])
            while self.rows + count > self._room:
                self._grow()
            for name, values in columns.items():
                getattr(self, name)[self.rows : self.rows + count] = values
            self.alive[self.rows : self.rows + count] = True
            self.rows += count

    def put(self, row: int, signature: Signature) -> None:
        """Write a signature over the one in a row."""
        size = len(signature.terms)
        for name in ("terms", "counts", "places"):
            column = getattr(self, name)
            column[row, :size] = getattr(signature, name)
            if size < TERMS:
                column[row, size:] = 0
        self.minhash[row] = signature.minhash
        self.shingles[row] = signature.shingles
        self.outlet[row] = signature.outlet
        self.published[row] = signature.published
        self.digest[row] = signature.digest

    def signature_of(self, row: int, article_id: str, language: str) -> Signature:
        """Give a row's signature as far as it is remembered: without its surfaces."""
        size = int((self.counts[row] > 0).sum())
        published = float(self.published[row])
        return Signature(
            article_id=article_id,
            digest=bytes(self.digest[row]).ljust(8, b"\0"),
            language=language,
            outlet=int(self.outlet[row]),
            published=published if not math.isnan(published) else math.nan,
            terms=self.terms[row, :size].copy(),
            counts=self.counts[row, :size].copy(),
            places=self.places[row, :size].copy(),
            minhash=self.minhash[row].copy(),
            shingles=int(self.shingles[row]),
            surfaces=(),
        )

    def taken(self, rows: npt.NDArray[np.int64]) -> "ReportColumns":
        """Give a copy that holds only some rows, in the given order."""
        copy = ReportColumns(len(rows))
        copy.rows = len(rows)
        for name in COLUMNS:
            getattr(copy, name)[: len(rows)] = getattr(self, name)[rows]
        return copy

    def to_bytes(self) -> bytes:
        """Give the rows in use as bytes, column by column."""
        return b"".join(getattr(self, name)[: self.rows].tobytes() for name in COLUMNS)

    @classmethod
    def from_bytes(cls, raw: bytes, rows: int, at: int = 0) -> "ReportColumns":
        """Read what ``to_bytes`` gave, beginning at a byte."""
        columns = cls(rows)
        columns.rows = rows
        for name in COLUMNS:
            column: npt.NDArray[Any] = getattr(columns, name)
            size = column.itemsize * math.prod(column.shape[1:]) * rows
            read = np.frombuffer(raw, column.dtype, size // column.itemsize, at)
            column[:rows] = read.reshape(rows, *column.shape[1:])
            at += size
        return columns

    def _grow(self) -> None:
        room = int(self._room * _GROWTH) + 1
        for name in COLUMNS:
            column = getattr(self, name)
            grown = np.zeros((room, *column.shape[1:]), column.dtype)
            grown[: self._room] = column
            setattr(self, name, grown)
        self._room = room
