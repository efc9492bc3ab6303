"""Packed signatures unpacked by the thousand, straight into columns."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.signature import (
    DIGEST_BYTES,
    HEADER,
    PERMUTATIONS,
    TERMS,
    require_version,
)

_HEADER: Final = np.dtype(
    [
        ("version", "u1"),
        ("terms", "<u2"),
        ("published", "<f8"),
        ("outlet", "<i4"),
        ("shingles", "<i4"),
        ("texts", "<u2"),
        ("digest", "<u2"),
    ]
)
assert _HEADER.itemsize == HEADER.size
_Bytes = npt.NDArray[np.uint8]
_Places = npt.NDArray[np.int64]


def unpack(packed: Sequence[bytes]) -> dict[str, npt.NDArray[Any]]:
    """Give, by their names, the columns of signatures as ``Signature.to_bytes`` gave them.

    All but their texts: terms, counts and places are arrays (signatures, ``TERMS``), filled up with
    zeros; minhash is (signatures, ``PERMUTATIONS``); the others have one value each.

    Raises:
        ForeignSignature: if another version wrote one of them.
    """
    sizes = np.fromiter(map(len, packed), np.int64, len(packed))
    # Room behind the last one, so that every window of bytes lies within.
    data = np.frombuffer(b"".join((*packed, bytes(1 << 10))), np.uint8)
    at = np.cumsum(sizes) - sizes
    header = _bytes_at(data, at, _HEADER.itemsize).view(_HEADER)[:, 0]
    for version in np.unique(header["version"]).tolist():
        require_version(version)
    columns = {name: header[name] for name in ("published", "outlet", "shingles")}
    at = at + _HEADER.itemsize
    texts = _bytes_of_texts(data, at, header["texts"])
    at += 2 * header["texts"].astype(np.int64)
    columns["digest"] = _bytes_at(data, at, DIGEST_BYTES).view(f"S{DIGEST_BYTES}")[:, 0]
    at += header["digest"] + texts
    count = header["terms"].astype(np.int64)
    absent = np.arange(TERMS) >= count[:, None]
    for name, kind in (("terms", "<i4"), ("counts", "u1"), ("places", "u1")):
        width = np.dtype(kind).itemsize
        columns[name] = _bytes_at(data, at, width * TERMS).view(kind)
        columns[name][absent] = 0
        at += width * count
    columns["minhash"] = _bytes_at(data, at, 4 * PERMUTATIONS).view("<u4")
    return columns


def _bytes_at(data: _Bytes, at: _Places, width: int) -> _Bytes:
    """Give so many bytes from each place on: an array (places, width) of its own."""
    windows = np.lib.stride_tricks.sliding_window_view(data, width)
    return np.ascontiguousarray(windows[at])


def _bytes_of_texts(data: _Bytes, at: _Places, texts: npt.NDArray[np.uint16]) -> _Places:
    """Sum the lengths that stand from each place on, as many as there are texts."""
    most = int(texts.max(initial=0))
    lengths = _bytes_at(data, at, 2 * most).view("<u2") if most else np.zeros((len(at), 0))
    counted: _Places = np.where(np.arange(most) < texts[:, None], lengths, 0).sum(1, np.int64)
    return counted
