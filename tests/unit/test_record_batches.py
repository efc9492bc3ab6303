"""Record batches are read without trust."""

import zlib
from typing import Any

import cramjam
import pytest
from aiokafka.record.default_records import DefaultRecordBatch, DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.kafka.patient_reading import PatientMemoryRecords, read_patiently
from streams.kafka.record_batches import (
    UNREADABLE_HEADER,
    Batch,
    UnreadableBatch,
)

HEADER_BYTES = 61
KIB = 1024
CODECS = {"none": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}

records_of_strangers = st.lists(
    st.tuples(
        st.integers(0, 2**40),
        st.none() | st.binary(max_size=20),
        st.none() | st.binary(max_size=200),
        st.lists(st.tuples(st.text(max_size=5), st.binary(max_size=5)), max_size=3),
    ),
    min_size=1,
    max_size=10,
)


def _batch(records: list[Any], codec: str = "none") -> bytes:
    builder = DefaultRecordBatchBuilder(
        magic=2, compression_type=CODECS[codec], is_transactional=False, producer_id=-1,
        producer_epoch=-1, base_sequence=-1, batch_size=10**9,
    )  # fmt: skip
    for number, (timestamp, key, value, headers) in enumerate(records):
        assert builder.append(number, timestamp, key, value, headers) is not None
    return bytes(builder.build())


def _repacked(raw: bytes, codec: str, packed: bytes) -> bytes:
    """The same batch with other bytes in place of its records."""
    attributes = CODECS[codec].to_bytes(2, "big")
    return raw[:21] + attributes + raw[23:HEADER_BYTES] + packed


def _read(raw: bytes) -> list[Any]:
    return list(read_patiently(DefaultRecordBatch(raw), raw))


@pytest.mark.parametrize("codec", CODECS)
@settings(derandomize=True, max_examples=25, deadline=None)
@given(records=records_of_strangers)
def test_we_read_what_aiokafka_reads(codec: str, records: list[Any]) -> None:
    """Offsets, times, keys, values and headers are the same, however they are packed."""
    raw = _batch(records, codec)
    theirs = list(DefaultRecordBatch(raw))

    ours = list(Batch.parse(raw).records())

    assert [_seen(each) for each in ours] == [_seen(each) for each in theirs]


@pytest.mark.parametrize("codec", CODECS)
@settings(derandomize=True, max_examples=25, deadline=None)
@given(records=records_of_strangers)
def test_a_batch_unpacked_by_us_is_the_same_to_aiokafka(codec: str, records: list[Any]) -> None:
    """It is unpacked once, within bounds, and not again."""
    raw = _batch(records, codec)

    plain = MemoryRecords(Batch.parse(raw).plain(raw)).next_batch()

    assert plain.compression_type == 0
    assert [_seen(each) for each in plain] == [_seen(each) for each in DefaultRecordBatch(raw)]


def _seen(record: Any) -> tuple[Any, ...]:
    return (
        *(record.offset, record.timestamp, record.timestamp_type),
        *(record.key, record.value, tuple(record.headers)),
    )


@pytest.mark.parametrize(
    ("codec", "pack"),
    [
        ("gzip", lambda data: zlib.compress(data, wbits=31)),
        ("snappy", lambda data: bytes(cramjam.snappy.compress_raw(data))),
        ("lz4", lambda data: bytes(cramjam.lz4.compress(data))),
        ("zstd", lambda data: bytes(cramjam.zstd.compress(data))),
    ],
)
def test_what_unpacks_to_too_much_is_not_unpacked(codec: str, pack: Any) -> None:
    """At the limit it is, one byte above it is not."""
    raw = _repacked(_batch([(0, b"k", b"v", [])]), codec, pack(bytes(100 * KIB)))
    batch = Batch.parse(raw)

    assert len(batch.unpack(100 * KIB)) == 100 * KIB
    with pytest.raises(UnreadableBatch, match="allowed"):
        batch.unpack(100 * KIB - 1)
    assert not batch.is_surely_small(100)


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
def test_rubbish_becomes_records_that_say_so(codec: str) -> None:
    """One for each that the header promises: their offsets must not be waited for."""
    raw = _repacked(_batch([(5, b"k", b"v", [])] * 3), codec, b"no such thing" * 9)

    records = _read(raw)

    assert [record.offset for record in records] == [0, 1, 2]
    assert {(record.key, record.value) for record in records} == {(None, None)}
    assert {name for record in records for name, _ in record.headers} == {UNREADABLE_HEADER}


def test_a_batch_that_ends_too_early_is_unreadable_as_a_whole() -> None:
    """Half a batch read and half rejected would be read twice after a restart."""
    raw = _batch([(0, b"k", b"value", [])] * 3)
    short = _repacked(raw, "gzip", zlib.compress(raw[HEADER_BYTES:-3], wbits=31))

    records = _read(short)

    unreadable = [record for record in records if record.value is None]
    assert [record.offset for record in unreadable] == [0, 1, 2]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(data=st.binary(max_size=300), codec=st.sampled_from(sorted(CODECS)))
def test_no_bytes_make_the_reader_fall_over(data: bytes, codec: str) -> None:
    """Nor wait, nor fill the memory."""
    raw = _repacked(_batch([(0, b"k", b"v", [])] * 2), codec, data)
    try:
        records = list(Batch.parse(raw).records(limit=10_000))
    except UnreadableBatch:
        return
    assert len(records) == 2


def test_each_batch_keeps_its_own_bytes() -> None:
    """Several come in one fetch, the last of them cut off."""
    first, second = _batch([(0, b"a", b"1", [])]), _batch([(0, b"b", b"22", [])])
    fetched = PatientMemoryRecords(first + second + first[:-1])

    assert fetched.has_next()
    fetched.next_batch()
    assert fetched.raw == first
    fetched.next_batch()
    assert fetched.raw == second
    assert not fetched.has_next()
