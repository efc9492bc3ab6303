"""Faust's Kafka transport, with the ways closed in which faust-streaming 0.15 loses records.

Stock Faust loses records for ever, without an error in any log, in these ways:

1. When a table's recovery ends, ``Recovery.on_recovery_completed`` resumes the source partitions,
   seeks them to their committed offsets, and only then calls ``flow_control.resume()``, which
   *empties every stream queue*. With a table the flow is active by then, so records fetched after
   the seek are queued, thrown away, never fetched again, and finally taken for a gap and committed.
   Here source partitions stay closed from the moment a rebalance begins until the flow resumes for
   the very assignment that was sought.
   The same happens to the changelogs of standby copies, which are resumed even earlier: a standby
   that takes over lacks rows then. Here they wait as the source partitions do.
2. ``Consumer._new_offset`` commits what was acknowledged first where nothing was committed before,
   and ``_drain_messages`` takes every jump of the offset for a gap without records, the record
   behind it included. Both commit past records that are still being processed. Here an
   :class:`~agents.offset_book.OffsetBook` per partition says what may be committed, and a jump is
   believed only if it is still there after seeking back to the offset that was due.
3. ``AIOKafkaConsumer.seek_to_committed`` leaves a partition without a committed offset where its
   reader happens to be. Here such a partition is sought to its beginning.
4. A worker that fetches nothing for ``broker_max_poll_interval`` leaves its group and never comes
   back. Here that interval is a week; a watchdog (:mod:`agents.watchdog`) ends stuck workers.

5. One batch that aiokafka cannot unpack, or that unpacks to gigabytes, ends the worker, again and
   again. Here it is read with patience and within bounds (:mod:`streams.kafka.patient_reading`).

Nothing here weakens at-least-once: where it is in doubt, a record is delivered twice.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import aiokafka
import faust
from aiokafka.errors import IllegalStateError
from faust.tables.manager import TableManager
from faust.transport.consumer import ensure_TP
from faust.transport.drivers import aiokafka as stock
from faust.types import TP
from faust.types.tuples import ack_lock as stock_ack_lock

from agents.offset_book import OffsetBook
from streams.kafka import patient_reading

MAX_POLL_INTERVAL_MS: Final = 7 * 24 * 3600 * 1000
_IDLE_S: Final = 1.0
_RELEASE_LOOP_AFTER: Final = 20


class ConsumerThread(stock.AIOKafkaConsumerThread):
    """The thread that talks to Kafka; its waits are ours instead of Faust's fixed ones."""

    def _create_worker_consumer(self, transport: stock.Transport) -> aiokafka.AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        assert isinstance(transport, Transport)
        # Faust gives 1500 ms, and aiokafka has one fetch in flight per broker: the fetch of an
        # idle changelog would hold up the busy source partitions for that long.
        consumer._fetch_max_wait_ms = transport.fetch_max_wait_ms  # noqa: SLF001
        consumer._max_poll_interval_ms = MAX_POLL_INTERVAL_MS  # noqa: SLF001
        return consumer


class Consumer(stock.Consumer):
    """Faust's consumer; source partitions are those that are no table's changelog."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._books: dict[TP, OffsetBook] = {}
        self._fetched_with: dict[TP, OffsetBook] = {}
        """The book that was open when the records of a partition were fetched."""
        self._looked_again: dict[TP, int] = {}
        """The offset a partition was sought back to, because a jump began there."""
        self._held: set[TP] = set()
        """Source partitions that Faust resumed, and that open when the flow resumes."""
        self._open = False
        self._epoch = 0
        """Counts assignments and revocations: what began in another epoch is out of date."""
        self._sought_in_epoch = -1
        self._activated = asyncio.Event()
        super().__init__(*arguments, **options)

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    # -- Source partitions are closed during a rebalance ------------------------------------------

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Close the source partitions, commit what is done, then let Faust wait for the rest."""
        self._close_sources()
        # Faust forgets the acknowledgements of revoked partitions before its last commit. A commit
        # that was under way answers False and may lack the newest ones: then ours comes second.
        await self.commit() or await self.commit()
        await super().on_partitions_revoked(revoked)
        for partition in revoked:
            self._books.pop(partition, None)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Keep the source partitions closed until their recovery is complete."""
        self._close_sources()
        await super().on_partitions_assigned(assigned, generation_id)

    def _close_sources(self) -> None:
        self._epoch += 1
        self._open = False
        self._held.clear()
        self._buffered_partitions.clear()
        self._active_partitions.difference_update(self._sources(self._active_partitions))

    def _set_active_tps(self, tps: set[TP]) -> set[TP]:
        wanted = tps if self._open else tps - self._sources(tps)
        active: set[TP] = super()._set_active_tps(wanted)
        return active

    def resume_partitions(self, tps: Iterable[TP]) -> None:
        """Resume changelogs at once, source partitions when the flow resumes after the seek."""
        wanted = set(tps)
        if not self._open:
            sources = self._sources(wanted)
            self._held |= sources
            wanted -= sources
        super().resume_partitions(wanted)
        self._activated.set()

    def resume_flow(self) -> None:
        """Resume the flow; the queues have just been emptied, so now sources may open."""
        super().resume_flow()
        if self._held and self._sought_in_epoch == self._epoch:
            self._open = True
            held, self._held = self._held, set()
            self.resume_partitions(held)

    def on_buffer_drop(self, tp: TP) -> None:
        """Take a partition up again whose buffer has room, unless sources are closed."""
        if self._open:
            super().on_buffer_drop(tp)
            self._activated.set()

    def _sources(self, tps: Iterable[TP]) -> set[TP]:
        """Give the partitions that must wait: sources, and changelogs that are kept on standby.

        A standby's changelog is sought and resumed before the queues are emptied for the last time:
        what was fetched meanwhile would be missing from its copy for ever.
        """
        tables = self.app.tables
        standby = tables.recovery.standby_tps if isinstance(tables, TableManager) else set()
        return {tp for tp in tps if tp in standby or not self._is_changelog_tp(tp)}

    # -- Every partition is read from a known offset, without holes ------------------------------

    async def perform_seek(self) -> None:
        """Seek source partitions to their committed offsets, else to their beginning."""
        epoch = self._epoch
        committed = await self.seek_to_committed()
        starts = {
            ensure_TP(tp): offset
            for tp, offset in committed.items()
            if not self._is_changelog_tp(tp)
        }
        # aiokafka moves neither a partition without a commit nor one that was committed at 0.
        unmoved = [tp for tp, offset in starts.items() if not offset or offset < 0]
        if unmoved and self.app.conf.consumer_auto_offset_reset == "earliest":
            beginnings = await self.earliest_offsets(*unmoved)
            await self.seek_wait(beginnings)
            starts |= {ensure_TP(tp): offset for tp, offset in beginnings.items()}
        if epoch == self._epoch:
            self._start_books(starts)
            self._sought_in_epoch = epoch

    def _start_books(self, starts: Mapping[TP, int | None]) -> None:
        self._looked_again.clear()
        for tp, start in starts.items():
            # All from the start on is delivered again and will be acknowledged again.
            self._acked.pop(tp, None)
            self._acked_index.pop(tp, None)
            self._books.pop(tp, None)
            self._committed_offset[tp] = start
            if start is not None and start >= 0:
                self._books[tp] = OffsetBook(start)

    async def _getmany(
        self,
        active_partitions: set[TP] | None,
        timeout: float,  # noqa: ASYNC109 - Faust's name
    ) -> dict[TP, list[Any]]:
        fetched = await super()._getmany(active_partitions, timeout)
        whole: dict[TP, list[Any]] = {}
        for each, records in fetched.items():
            tp = ensure_TP(each)
            if self._is_changelog_tp(tp) or await self._follows(tp, records):
                whole[tp] = records
        return whole

    async def _follows(self, tp: TP, records: list[Any]) -> bool:
        """Whether these records go on where the partition's last ones ended.

        If they jump ahead, the reader is sent back to where they should have begun: it has passed
        records that were never handed over. Only a jump that is still there after that is real.
        """
        book = self._books.get(tp)
        if not records or (book is None and not self._open):
            return False
        if book is None:
            book = self._books[tp] = OffsetBook(records[0].offset)
        if records[0].offset > book.next and self._looked_again.get(tp) != book.next:
            self._looked_again[tp] = book.next
            await self._seek_back(tp, book.next)
            return False
        self._fetched_with[tp] = book
        return True

    async def _seek_back(self, tp: TP, offset: int) -> None:
        self.log.info("Reading %s again from offset %d: records were passed over", tp, offset)
        try:
            await self.seek_wait({tp: offset})
        except IllegalStateError:
            # Not ours any more: its next owner reads it from the committed offset.
            self._looked_again.pop(tp, None)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:  # noqa: ASYNC109
        """Fetch once and yield what can be handed over now."""
        records, active = await self._wait_next_records(timeout)
        for tp, message in self._messages(records, active):
            yield tp, message

    def _messages(self, records: Any, active: set[TP] | None) -> Iterator[tuple[TP, Any]]:
        """Give the messages of a fetch for as long as they can be handed over.

        What is not given, because the flow stopped in the middle, is found missing and read again
        by the next fetch (or by the seek at the end of the rebalance that stopped the flow).
        """
        generation = self.app.consumer_generation_id
        for tp, record in self.scheduler.iterate(records or {}):
            if not self.flow_active or self.should_stop:
                return
            if generation != self.app.consumer_generation_id:
                return
            wanted = active is None or tp in active or tp in self._buffered_partitions
            if wanted and self._may_hand_over(tp, record.offset):
                self.app.monitor.track_tp_end_offset(tp, self.highwater(tp))
                yield tp, self._to_message(tp, record)

    def _may_hand_over(self, tp: TP, offset: int) -> bool:
        if self._is_changelog_tp(tp):
            return True
        book = self._books.get(tp)
        if book is None or book is not self._fetched_with.get(tp) or offset < book.next:
            return False
        book.hand_over(offset)
        return True

    async def _wait_next_records(self, timeout: float) -> tuple[Any, set[TP] | None]:  # noqa: ASYNC109
        if not self.flow_active:
            await self.wait_first(self.can_resume_flow.wait())
        if not self.app.client_only and not self._get_active_partitions():
            # Faust sleeps a second here; with full buffers that is idleness of the agents.
            self._activated.clear()
            await self.wait_first(self._activated.wait(), timeout=_IDLE_S)
            return {}, set()
        records, active = await super()._wait_next_records(timeout)
        return records, active

    async def _drain_messages(self, fetcher: Any) -> None:
        """Hand records to the agents, for ever; the fetcher's task."""
        try:
            while not (self._stopped.is_set() or fetcher._stopped.is_set()):  # noqa: SLF001
                await self._drain_once()
        except asyncio.CancelledError:
            if not self.app.should_stop:
                raise
        except self.consumer_stopped_errors:
            if not self.app.should_stop:
                raise

    async def _drain_once(self) -> None:
        await self.sleep(0)
        records, active = await self._wait_next_records(_IDLE_S)
        if records:
            # Faust races every single record with the end of the flow, at four tasks each.
            await self.wait_first(self._hand_over(records, active), self.suspend_flow.wait())

    async def _hand_over(self, records: Any, active: set[TP] | None) -> None:
        for count, (_, message) in enumerate(self._messages(records, active), start=1):
            await self.callback(message)
            if count % _RELEASE_LOOP_AFTER == 0:
                await asyncio.sleep(0)

    # -- Only what is done is committed -----------------------------------------------------------

    def _new_offset(self, tp: TP) -> int | None:
        book = self._books.get(tp)
        if book is None:
            return None
        with stock_ack_lock:
            done = book.settle(self._acked_index[tp])
            self._acked_index[tp] = {each for each in self._acked_index[tp] if each >= done}
            self._acked[tp] = sorted(self._acked_index[tp])
        return done if done > book.start else None

    async def _commit_offsets(
        self,
        offsets: Mapping[TP, int],
        start_new_transaction: bool = True,  # noqa: FBT001, FBT002
    ) -> bool:
        before = {tp: self._committed_offset[tp] for tp in offsets}
        did_commit: bool = await super()._commit_offsets(offsets, start_new_transaction)
        if not did_commit:
            # Faust takes a failed commit for done and would not try these offsets again.
            self._committed_offset.update(before)
        return did_commit


class Producer(stock.Producer):
    """Faust's producer; before each request it asks whether this worker may still write."""

    def _new_producer(self, transactional_id: str | None = None) -> aiokafka.AIOKafkaProducer:
        producer = super()._new_producer(transactional_id)
        sender = producer._sender  # noqa: SLF001 - aiokafka has no hook between buffer and socket
        send = sender._send_produce_req  # noqa: SLF001

        async def send_if_allowed(node_id: int, batches: Any) -> None:
            transport = self.transport
            assert isinstance(transport, Transport)
            transport.before_write()
            await send(node_id, batches)

        sender._send_produce_req = send_if_allowed  # noqa: SLF001
        return producer


class Transport(stock.Transport):
    """Faust's transport with the consumer and the producer above."""

    Consumer = Consumer
    Producer = Producer
    fetch_max_wait_ms: int = 100
    before_write: Callable[[], None] = staticmethod(lambda: None)
    """Called before each request that writes; it does not return if writing is not allowed."""


def install(
    app: faust.App,
    fetch_max_wait_ms: int = 100,
    before_write: Callable[[], None] = lambda: None,
) -> None:
    """Make ``app`` use this transport; call it right after the app is made.

    Args:
        app: an app that has no consumer yet.
        fetch_max_wait_ms: longest wait of one fetch; the in-memory broker always waits as long.
        before_write: ends the process if it must not write any more (:mod:`agents.fence`).

    Raises:
        ValueError: if the app has made its consumer already.
    """
    if app._consumer is not None:  # noqa: SLF001
        reason = "the app has a consumer already: install the transport before starting it"
        raise ValueError(reason)
    patient_reading.install()
    transport = Transport(app.conf.broker_consumer, app)
    transport.fetch_max_wait_ms = fetch_max_wait_ms
    transport.before_write = before_write
    app.transport = transport
