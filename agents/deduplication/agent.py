"""The deduplication agent: reads enriched articles, keeps the stories of its shards."""

import asyncio
import logging
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import faust
from faust.types import TopicT

from agents import tables
from agents.deduplication.shard import ROW_BYTES, Shard, ShardLogic, require_row_fits
from agents.deduplication.writes import Writes
from agents.delivery import Outgoing, deliver, nothing_escapes, raw_topic, rejecting, utc_now
from agents.health import Counts, Metric
from agents.tables import AwaitableTable
from streams.codec import decode_shard_input, encode
from streams.enriched_article import EnrichedArticle, Tick, Withdrawal
from streams.errors import InvalidRecord
from streams.kafka.connection import Connection
from streams.settings import Settings
from streams.topics import ENRICHED, REJECTED, SHARD_STATE, STORIES, STORY_UPDATES

_logger: Final = logging.getLogger(__name__)
_BREATH: Final = 8
"""Articles between two breaths of the event loop, which also commits and serves timers."""


_STORIES: Final = "Stories of any status."
_REPORTS: Final = "Reports that the clusterer remembers."
_LIMITS: Final = "Times that a limit of the clusterer cut something off."


@dataclass(frozen=True, slots=True)
class _Saved:
    """The tables of one partition, as a shard reads them."""

    rows: AwaitableTable
    stories: AwaitableTable
    partition: int

    def row(self, key: bytes) -> bytes | None:
        return tables.get(self.rows, self.partition, key)

    def story(self, story_id: str) -> bytes | None:
        return tables.get(self.stories, self.partition, story_id.encode())


@dataclass(slots=True)
class Deduplication:
    """The shards of this worker, with the tables and topics they write to."""

    logic: ShardLogic
    rows: AwaitableTable
    stories: AwaitableTable
    updates: TopicT
    rejected: Callable[[Any, str, str], Outgoing]
    counts: Counts = field(default_factory=Counts)
    shards: dict[int, Shard] = field(default_factory=dict)
    progress: dict[int, int] = field(default_factory=dict)
    """Rows read of each shard that is being built."""
    rebuilds: int = 0

    async def process(self, events: Sequence[faust.EventT[Any]]) -> None:
        """Process one partition's events; what they write is acknowledged when this returns."""
        shard = self.shards[events[0].message.partition]
        refused = []
        for number, event in enumerate(events, 1):
            try:
                record = _decoded(event.message.value or b"")
            except InvalidRecord as error:
                refused.append(self.rejected(event, type(error).__name__, str(error)))
            else:
                shard.handle(event.message.offset, record)
            if number % _BREATH == 0:
                await asyncio.sleep(0)
        await deliver(refused)
        await self._write(shard.take_writes(), events[-1])
        self.counts.processed += len(events)
        self.counts.refused += len(refused)

    async def rebuild(self, partitions: Sequence[int]) -> None:
        """Build the shards of these partitions, and only these, from the tables.

        Other workers may have changed them since this one last had them: none is kept.
        """
        self.rebuilds += 1
        current = self.rebuilds
        self.shards.clear()
        for partition in partitions:
            shard = await asyncio.to_thread(self._built, partition)
            if current != self.rebuilds:
                # The group was rebalanced again: what this thread has read is out of date.
                return
            self.shards[partition] = shard

    def waits_for(self) -> str | None:
        """Say what keeps the shards from working; None if nothing does."""
        waiting = sum(dict(self.rows.catching_up).values())
        waiting += sum(dict(self.stories.catching_up).values())
        if waiting:
            return f"{waiting} changelog records are still to be read"
        reading = sorted(dict(self.progress).items())
        if not reading:
            return None
        return "; ".join(f"shard {shard} is rebuilt, {rows} rows read" for shard, rows in reading)

    def mark(self) -> Hashable:
        """Give a mark that changes while shards are rebuilt or work."""
        reading = (self.progress, self.rows.catching_up, self.stories.catching_up)
        return self.counts.processed, *(tuple(dict(each).items()) for each in reading)

    def metrics(self) -> list[Metric]:
        """Give what is known of each shard, and how often the clusterer met one of its limits."""
        shards = sorted(dict(self.shards).items())
        limits = self.logic.clusterer.counters
        return [
            *(_gauge("stories", _STORIES, shard, each.stories) for shard, each in shards),
            *(_gauge("open_reports", _REPORTS, shard, each.open_reports) for shard, each in shards),
            *(
                Metric(
                    "limits_met_total", "counter", _LIMITS, getattr(limits, name), {"limit": name}
                )
                for name in ("capped_terms", "capped_rows", "evicted_stories")
            ),
        ]

    def _built(self, partition: int) -> Shard:
        self.progress[partition] = 0

        def tell(rows: int) -> None:
            self.progress[partition] = rows
            _logger.info("Shard %d: %d rows read", partition, rows)

        saved = _Saved(self.rows, self.stories, partition)
        try:
            shard = Shard(self.logic, saved, tables.items(self.rows, partition), tell)
        finally:
            self.progress.pop(partition, None)
        if shard.stories:
            counts = (partition, shard.stories, shard.open_reports)
            _logger.info("Shard %d: ready with %d stories, %d reports in memory", *counts)
        return shard

    async def _write(self, writes: Writes, event: faust.EventT[Any]) -> None:
        """Write rows, updates, stories, last rows, each acknowledged before the next begins."""
        partition = event.message.partition
        await tables.put_all(self.rows, writes.rows, event)
        await deliver(
            [
                Outgoing(self.updates, update.story_id.encode(), encode(update), partition)
                for update in writes.updates
            ]
        )
        records = {story_id.encode(): record for story_id, record in writes.stories.items()}
        await tables.put_all(self.stories, list(records.items()), event)
        await tables.put_all(self.rows, writes.last_rows, event)


def attach(app: faust.App, settings: Settings, logic: ShardLogic) -> Deduplication:
    """Give the app its tables and its agent."""
    connection = Connection.from_settings(settings)
    prefix, partitions = settings.topic_prefix, settings.shard_partitions
    rows_topic, stories_topic = SHARD_STATE.prefixed(prefix).name, STORIES.prefixed(prefix).name
    deduplication = Deduplication(
        logic,
        rows=tables.make_table(app, "shard-state", rows_topic, partitions, connection),
        stories=tables.make_table(app, "stories", stories_topic, partitions, connection),
        updates=raw_topic(app, settings, STORY_UPDATES),
        rejected=rejecting(raw_topic(app, settings, REJECTED), utc_now),
    )

    @app.agent(raw_topic(app, settings, ENRICHED), name="deduplication")
    async def deduplicate(stream: Any) -> None:
        batches = stream.take_events(settings.deduplication_batch, within=settings.batch_wait_s)
        async for batch in batches:
            with nothing_escapes():
                for events in by_partition(batch):
                    await deduplication.process(events)

    async def rebuild(partitions: list[int]) -> None:
        with nothing_escapes():
            await deduplication.rebuild(partitions)

    tables.on_recovered(deduplication.rows, rebuild)
    return deduplication


def by_partition(events: Sequence[faust.EventT[Any]]) -> list[list[faust.EventT[Any]]]:
    """Group a batch by partition, each in its order."""
    groups: dict[int, list[faust.EventT[Any]]] = {}
    for event in events:
        groups.setdefault(event.message.partition, []).append(event)
    return list(groups.values())


def _gauge(name: str, text: str, shard: int, value: int) -> Metric:
    return Metric(name, "gauge", text, value, {"shard": str(shard)})


def _decoded(value: bytes) -> EnrichedArticle | Withdrawal | Tick:
    """Decode what a shard is sent.

    Raises:
        InvalidRecord: if it cannot be read, or a row could not hold what must be kept of it.
    """
    record = decode_shard_input(value)
    if isinstance(record, EnrichedArticle) and len(value) > ROW_BYTES // 2:
        require_row_fits(record)
    return record
