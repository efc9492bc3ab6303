"""Faust tables whose writes can be awaited, read and written for one partition at a time."""

import asyncio
import logging
import weakref
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import faust
from faust.stores.rocksdb import Store as RocksDbStore
from faust.streams import _current_event
from faust.tables.manager import TableManager
from faust.tables.table import Table as FaustTable
from faust.types import TP
from rocksdict import WriteBatch, WriteOptions

from agents.delivery import may_pass, pauses_s
from streams.errors import StorywireError
from streams.kafka.changelog import read_changes
from streams.kafka.connection import Connection

_logger = logging.getLogger(__name__)

_ROCKSDB: Final = {
    # Faust's defaults are 2 GiB of cache for each partition of each table.
    "block_cache_size": 16 << 20,
    "write_buffer_size": 8 << 20,
    "max_write_buffer_number": 2,
    "max_open_files": 128,
}
_SAVE_EVERY_BYTES: Final = 256 << 20
"""Bytes read in bulk that a crash may make a worker read again: RocksDB keeps no log of them."""


class AwaitableTable(FaustTable[bytes, bytes]):
    """A table that remembers which of its changelog records the broker has not acknowledged."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._unacknowledged: list[Any] = []
        self.connection: Connection | None = None
        """Where changelogs can be read in bulk; None leaves all to Faust."""
        self.catching_up: dict[int, int] = {}
        """Changelog records still to be read in bulk, by partition."""

    def send_changelog(self, *arguments: Any, **keywords: Any) -> Any:
        """Send as Faust does, and remember it."""
        future = super().send_changelog(*arguments, **keywords)
        self._unacknowledged.append(future)
        return future

    async def on_rebalance(
        self,
        assigned: set[TP],
        revoked: set[TP],
        newly_assigned: set[TP],
        generation_id: int = 0,
    ) -> None:
        """Let Faust open the stores, then catch up with long changelogs before it reads the rest.

        Faust reads a few thousand records a second, one by one; in bulk it is ten times as many.
        """
        await super().on_rebalance(assigned, revoked, newly_assigned, generation_id)
        if self.connection is not None:
            for partition in sorted(active_partitions(self)):
                await asyncio.to_thread(self._catch_up, self.connection, partition)

    def _catch_up(self, connection: Connection, partition: int) -> None:
        try:
            asyncio.run(self._copy(connection, TP(self.changelog_topic_name, partition)))
        except StorywireError as error:
            # Faust will read it all when the broker answers again.
            _logger.warning("%s: not read in bulk: %s", self.name, error)
        finally:
            self.catching_up.pop(partition, None)

    async def _copy(self, connection: Connection, tp: TP) -> None:
        store = _store(self)
        after = store.persisted_offset(tp)
        reading = read_changes(connection, *tp, after=-1 if after is None else after)
        unsaved, last = 0, None
        async for batch in reading:
            # What is already there by ours is not older: it was written before it was sent.
            unsaved += _write(store, tp.partition, batch.changes)
            last = batch.last
            if unsaved >= _SAVE_EVERY_BYTES:
                _save(store, tp, last)
                unsaved = 0
            self.catching_up[tp.partition] = batch.end - 1 - last
            _logger.info("%s %d: at %d of %d", self.name, tp.partition, last + 1, batch.end)
        if last is not None:
            _save(store, tp, last)

    async def acknowledged(self) -> bool:
        """Wait for the broker's answers; whether it has acknowledged every change made so far.

        Raises:
            MessageSizeTooLargeError, InvalidMessageError: for a change that can never be taken.
        """
        waiting, self._unacknowledged = self._unacknowledged, []
        results = await asyncio.gather(*waiting, return_exceptions=True)
        return not may_pass(results)


class PromptTableManager(TableManager):
    """Faust's table manager without its second of waiting for tables: ours are made before."""

    async def on_start(self) -> None:
        """Make the tables' channels, and be ready to recover them."""
        if not self.should_stop:
            await self._update_channels()
            await self.recovery.start()


def make_table(
    app: faust.App, name: str, changelog: str, partitions: int, connection: Connection
) -> AwaitableTable:
    """Make a table of bytes whose changelog is the given topic; the app's tables are awaitable."""
    topic = app.topic(
        changelog,
        key_serializer="raw",
        value_serializer="raw",
        key_type=bytes,
        value_type=bytes,
        partitions=partitions,
        compacting=True,
    )
    table = app.Table(
        name,
        key_type=bytes,
        value_type=bytes,
        partitions=partitions,
        changelog_topic=topic,
        options=dict(_ROCKSDB),
    )
    assert isinstance(table, AwaitableTable)
    table.connection = connection
    return table


def on_recovered(
    table: AwaitableTable, rebuild: Callable[[list[int]], Coroutine[Any, Any, None]]
) -> None:
    """Call ``rebuild`` with this worker's partitions each time the tables are up to date.

    The source partitions open when it returns.
    """

    async def recovered() -> None:
        await rebuild(sorted(active_partitions(table)))

    table.on_recover(recovered)


def active_partitions(table: AwaitableTable) -> set[int]:
    """Give the partitions of a table that this worker is to change."""
    topic = table.changelog_topic_name
    return {tp.partition for tp in table.app.assignor.assigned_actives() if tp.topic == topic}


def get(table: AwaitableTable, partition: int, key: bytes) -> bytes | None:
    """Read one value of one partition."""
    value: bytes | None = _store(table)._db_for_partition(partition).get(key)  # noqa: SLF001
    return value


def items(table: AwaitableTable, partition: int) -> Iterator[tuple[bytes, bytes]]:
    """Give all keys and values of one partition."""
    store = _store(table)
    yield from store._visible_items(store._db_for_partition(partition))  # noqa: SLF001


def _write(
    store: RocksDbStore, partition: int, changes: Iterable[tuple[bytes, bytes | None]]
) -> int:
    """Write changes in bulk; gives their bytes. They may be lost until :func:`_save`."""
    batch, size = WriteBatch(raw_mode=True), 0
    for key, value in changes:
        size += len(key)
        if value is None:
            batch.delete(key)
        else:
            size += len(value)
            batch.put(key, value)
    unlogged = WriteOptions()
    unlogged.disable_wal = True  # type: ignore[method-assign, assignment] # wrong in its stubs
    store._db_for_partition(partition).write(batch, write_opt=unlogged)  # noqa: SLF001
    return size


def _save(store: RocksDbStore, tp: TP, last: int) -> None:
    """Put on the disk what was written in bulk, and only then note how far it goes."""
    store._db_for_partition(tp.partition).flush()  # noqa: SLF001
    store.set_persisted_offset(tp, last)


def _store(table: AwaitableTable) -> RocksDbStore:
    """Give the table's store; only RocksDB keeps a shard's state across restarts."""
    store = table.data
    assert isinstance(store, RocksDbStore)
    return store


Changes = Sequence[tuple[bytes, bytes | None]]


async def put_all(table: AwaitableTable, changes: Changes, event: faust.EventT[Any]) -> None:
    """Write changes, in their order, to the event's partition, until the broker has them all.

    A key may be changed several times; None deletes it.

    Raises:
        MessageSizeTooLargeError, InvalidMessageError: for a change that can never be taken.
    """
    pauses = pauses_s()
    _put(table, changes, event)
    while not await table.acknowledged():
        await asyncio.sleep(next(pauses))
        _put(table, changes, event)


def _put(table: AwaitableTable, changes: Changes, event: faust.EventT[Any]) -> None:
    with _processing(event):
        for key, value in changes:
            if value is not None:
                table[key] = value
            else:
                _delete(table, event.message.partition, key)


def _delete(table: AwaitableTable, partition: int, key: bytes) -> None:
    """Delete a key of this partition alone: Faust may delete it where it was last seen.

    The changelog is told in any case: a crash may have come between our last deletion and it.
    """
    table.on_key_del(key)
    _store(table)._db_for_partition(partition).delete(key)  # noqa: SLF001


@contextmanager
def _processing(event: faust.EventT[Any]) -> Iterator[None]:
    """Tell Faust which event, and so which partition, a table is being changed for.

    Inside ``take_events`` Faust knows of no current event, and would refuse the change.
    """
    token = _current_event.set(weakref.ref(event))
    try:
        yield
    finally:
        _current_event.reset(token)
