"""Makes aiokafka read on where a batch is hostile; see :mod:`streams.kafka.record_batches`."""

from collections.abc import Iterator
from typing import Any, Final

from aiokafka.consumer import fetcher
from aiokafka.record.memory_records import MemoryRecords

from streams.kafka.record_batches import Batch, BatchRecord, UnreadableBatch

_LENGTH_AT: Final = 8
_LENGTH_ENDS: Final = 12


class PatientMemoryRecords:
    """aiokafka's batches of one fetch, each with the bytes it was made of."""

    def __init__(self, data: bytes) -> None:
        self._batches = MemoryRecords(data)
        self._data = data
        self._at = 0
        self.raw = b""
        """The batch that ``next_batch`` gave last."""

    def has_next(self) -> bool:
        """Whether there is another whole batch."""
        return bool(self._batches.has_next())

    def size_in_bytes(self) -> int:
        """Give the size of all of them."""
        return int(self._batches.size_in_bytes())

    def next_batch(self) -> Any:
        """Give the next batch, not unpacked yet."""
        batch = self._batches.next_batch()
        field = self._data[self._at + _LENGTH_AT : self._at + _LENGTH_ENDS]
        end = self._at + _LENGTH_ENDS + int.from_bytes(field, "big")
        self.raw, self._at = self._data[self._at : end], end
        return batch


class PatientPartitionRecords(fetcher.PartitionRecords):  # type: ignore[misc]
    """aiokafka's records of one fetch and partition, without its ways to fall over one."""

    def _unpack_records(self) -> Iterator[Any]:
        if self._isolation_level == fetcher.READ_COMMITTED:
            yield from super()._unpack_records()
            return
        while self._records.has_next():
            batch = self._records.next_batch()
            if self._check_crcs and not batch.validate_crc():
                message = f"Invalid CRC - {self._tp}"
                raise fetcher.Errors.CorruptRecordException(message)
            if not batch.is_control_batch:
                yield from self._records_of(batch)
            self.next_fetch_offset = batch.next_offset

    def _records_of(self, batch: Any) -> Iterator[Any]:
        for record in read_patiently(batch, self._records.raw):
            if record.offset >= self.next_fetch_offset:
                self.next_fetch_offset = record.offset + 1
                yield self._consumer_record(self._tp, record)


def read_patiently(batch: Any, raw: bytes) -> Iterator[Any]:
    """Give the records of a batch: by aiokafka, else by ourselves, else as unreadable ones.

    Records may come twice, when the reader changes in the middle of a batch.
    """
    ours = Batch.parse(raw)
    try:
        if not ours.is_surely_small():
            # Unpacked within bounds, by us; what is left to aiokafka is not packed any more.
            batch = MemoryRecords(ours.plain(raw)).next_batch()
        try:
            yield from batch
        except GeneratorExit:
            raise
        except Exception:  # noqa: BLE001 - whatever it trips over, the batch is read once more
            yield from _read_ourselves(ours)
    except UnreadableBatch as error:
        yield from ours.unreadable_records(str(error))


def _read_ourselves(batch: Batch) -> list[BatchRecord]:
    # All of them before the first is given: a batch is readable or it is not.
    return list(batch.records())


def install() -> None:
    """Make every aiokafka consumer of this process read patiently; again changes nothing."""
    fetcher.MemoryRecords = PatientMemoryRecords
    fetcher.PartitionRecords = PatientPartitionRecords
