"""Kafka's record batches (format 2) read without trust: bounded memory, any header names.

aiokafka unpacks whatever it is given and stops at the first header name that is not UTF-8; a worker
would then die, start, and die again at the same record, for ever. What cannot be read at all is
given as records without key and value, with a header that says why: the stages reject these like
any other record they cannot use. Pure.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import cramjam

UNREADABLE_HEADER: Final = "storywire-unreadable"
"""Not under the prefix of our reasons, so that it stays with the record when it is rejected."""
MAX_UNPACKED_BYTES: Final = 64 * 1024 * 1024
"""A batch that unpacks to more is not read; the largest article takes a third of it."""

_HEADER: Final = struct.Struct(">qiibIhiqqqhii")
_LENGTH: Final = struct.Struct(">i")
_LENGTH_AT: Final = 8
_ATTRIBUTES_AT: Final = 22
"""Its low byte, where the codec is."""
_CODEC_MASK: Final = 0x07
_APPEND_TIME_MASK: Final = 0x08
_XERIAL: Final = b"\x82SNAPPY\x00"
_XERIAL_HEADER_BYTES: Final = 16
_VARINT_BYTES: Final = 10
_LEAST_ROOM_BYTES: Final = 64 * 1024
_GROWTH: Final = 8


class UnreadableBatch(ValueError):
    """A batch is broken, too large when unpacked, or packed in an unknown way."""


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A record, with the fields that aiokafka's own records have."""

    offset: int
    timestamp: int
    timestamp_type: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    checksum: None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch's header and its records, still packed."""

    base_offset: int
    codec: int
    timestamp_type: int
    base_timestamp: int
    max_timestamp: int
    count: int
    packed: bytes

    @classmethod
    def parse(cls, raw: bytes) -> "Batch":
        """Read the header.

        Raises:
            UnreadableBatch: if it is cut off.
        """
        if len(raw) < _HEADER.size:
            reason = f"a batch of {len(raw)} bytes has no header"
            raise UnreadableBatch(reason)
        (base, _, _, _, _, attributes, _, first, last, _, _, _, count) = _HEADER.unpack_from(raw)
        return cls(
            base_offset=base,
            codec=attributes & _CODEC_MASK,
            timestamp_type=1 if attributes & _APPEND_TIME_MASK else 0,
            base_timestamp=first,
            max_timestamp=last,
            count=count,
            packed=raw[_HEADER.size :],
        )

    def unpack(self, limit: int = MAX_UNPACKED_BYTES) -> bytes:
        """Unpack the records.

        Raises:
            UnreadableBatch: if they take more than ``limit`` bytes or cannot be unpacked.
        """
        unpack = _UNPACKERS.get(self.codec)
        if unpack is None:
            reason = f"packed by an unknown method (number {self.codec})"
            raise UnreadableBatch(reason)
        try:
            return unpack(self.packed, limit)
        except (zlib.error, cramjam.DecompressionError, struct.error) as error:
            reason = f"cannot be unpacked into the {limit} bytes that are allowed: {error}"
            raise UnreadableBatch(reason) from None

    def plain(self, raw: bytes, limit: int = MAX_UNPACKED_BYTES) -> bytes:
        """Give the same batch, which was parsed from ``raw``, with its records unpacked.

        Its checksum is not made anew.

        Raises:
            UnreadableBatch: see :meth:`unpack`.
        """
        data = self.unpack(limit)
        header = bytearray(raw[: _HEADER.size])
        _LENGTH.pack_into(header, _LENGTH_AT, _HEADER.size - _LENGTH_AT - _LENGTH.size + len(data))
        header[_ATTRIBUTES_AT] &= ~_CODEC_MASK & 0xFF
        return bytes(header) + data

    def is_surely_small(self, limit: int = MAX_UNPACKED_BYTES) -> bool:
        """Whether the packed size alone says that unpacking keeps below the limit."""
        return len(self.packed) * _LARGEST_RATIO.get(self.codec, limit + 1) <= limit

    def records(self, limit: int = MAX_UNPACKED_BYTES) -> Iterator[BatchRecord]:
        """Read the records, patiently: header names that are no UTF-8 are patched up.

        Raises:
            UnreadableBatch: if a record does not end where the batch does, or see :meth:`unpack`.
        """
        data, at = self.unpack(limit), 0
        for _ in range(self.count):
            length, at = _varint(data, at)
            record = data[at : at + length]
            if length < 0 or len(record) < length:
                reason = "a record is cut off"
                raise UnreadableBatch(reason)
            yield self._record(record)
            at += length

    def unreadable_records(self, reason: str) -> Iterator[BatchRecord]:
        """Give a record without key and value for each one that cannot be read."""
        header = (UNREADABLE_HEADER, reason.encode("utf-8", "replace"))
        for delta in range(self.count):
            yield BatchRecord(
                offset=self.base_offset + delta,
                timestamp=self.max_timestamp,
                timestamp_type=self.timestamp_type,
                key=None,
                value=None,
                headers=(header,),
            )

    def _record(self, raw: bytes) -> BatchRecord:
        timestamp_delta, at = _varint(raw, 1)
        offset_delta, at = _varint(raw, at)
        key, at = _bytes(raw, at)
        value, at = _bytes(raw, at)
        count, at = _varint(raw, at)
        headers = []
        for _ in range(count):
            name, at = _bytes(raw, at)
            content, at = _bytes(raw, at)
            headers.append(((name or b"").decode("utf-8", "replace"), content))
        stamped = self.max_timestamp if self.timestamp_type else self.base_timestamp
        return BatchRecord(
            offset=self.base_offset + offset_delta,
            timestamp=stamped if self.timestamp_type else stamped + timestamp_delta,
            timestamp_type=self.timestamp_type,
            key=key,
            value=value,
            headers=tuple(headers),
        )


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a zigzag number; give it and the place behind it."""
    result = 0
    for index, byte in enumerate(data[at : at + _VARINT_BYTES]):
        result |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return (result >> 1) ^ -(result & 1), at + index + 1
    reason = "a number in it does not end"
    raise UnreadableBatch(reason)


def _bytes(data: bytes, at: int) -> tuple[bytes | None, int]:
    length, at = _varint(data, at)
    if length < 0:
        return None, at
    if at + length > len(data):
        reason = "a field is cut off"
        raise UnreadableBatch(reason)
    return data[at : at + length], at + length


def _too_large(limit: int) -> UnreadableBatch:
    return UnreadableBatch(f"unpacked it is larger than the {limit} bytes that are allowed")


def _plain(packed: bytes, limit: int) -> bytes:
    if len(packed) > limit:
        raise _too_large(limit)
    return packed


def _gzip(packed: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    data = unpacker.decompress(packed, limit + 1)
    if len(data) > limit:
        raise _too_large(limit)
    return data


def _snappy(packed: bytes, limit: int) -> bytes:
    if not packed.startswith(_XERIAL):
        return _snappy_block(packed, limit)
    data, at = b"", _XERIAL_HEADER_BYTES
    while at < len(packed):
        (length,) = struct.unpack_from(">i", packed, at)
        at += 4
        data += _snappy_block(packed[at : at + length], limit - len(data))
        at += length
    return data


def _snappy_block(packed: bytes, limit: int) -> bytes:
    size, shift = 0, 0
    for byte in packed[:5]:
        size |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            break
    if size > limit:
        raise _too_large(limit)
    return bytes(cramjam.snappy.decompress_raw(packed))


def _lz4(packed: bytes, limit: int) -> bytes:
    return _into_growing_room(cramjam.lz4.decompress_into, packed, limit)


def _zstd(packed: bytes, limit: int) -> bytes:
    return _into_growing_room(cramjam.zstd.decompress_into, packed, limit)


def _into_growing_room(
    unpack_into: Callable[[bytes, bytearray], int], packed: bytes, limit: int
) -> bytes:
    # The library tells neither the size beforehand nor why it failed: only more room can tell.
    room = min(limit, max(_LEAST_ROOM_BYTES, _GROWTH * len(packed)))
    while True:
        target = bytearray(room)
        try:
            return bytes(memoryview(target)[: unpack_into(packed, target)])
        except cramjam.DecompressionError:
            if room == limit:
                raise
        room = min(limit, room * _GROWTH)


_UNPACKERS: Final[dict[int, Callable[[bytes, int], bytes]]] = {
    0: _plain,
    1: _gzip,
    2: _snappy,
    3: _lz4,
    4: _zstd,
}
_LARGEST_RATIO: Final = {0: 1, 1: 1032, 2: 32, 3: 255}
"""How much a byte can unpack to at most; zstd knows no limit."""
