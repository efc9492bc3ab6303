"""The deduplication agent: reads enriched articles, keeps the stories of its shards."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import faust
from faust.types import TopicT

from agents import tables
from agents.deduplication.shard import Shard, ShardLogic
from agents.deduplication.story_book import Writes
from agents.delivery import Outgoing, deliver, nothing_escapes, raw_topic, rejecting, utc_now
from agents.tables import AwaitableTable
from streams.codec import decode_shard_input, encode
from streams.errors import InvalidRecord
from streams.settings import Settings
from streams.topics import ENRICHED, REJECTED, SHARD_STATE, STORIES, STORY_UPDATES

_logger: Final = logging.getLogger(__name__)
_BREATH: Final = 8
"""Articles between two breaths of the event loop, which also commits and serves timers."""


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


@dataclass(frozen=True, slots=True)
class Deduplication:
    """The shards of this worker, with the tables and topics they write to."""

    logic: ShardLogic
    rows: AwaitableTable
    stories: AwaitableTable
    updates: TopicT
    rejected: Callable[[Any, str, str], Outgoing]
    shards: dict[int, Shard] = field(default_factory=dict)

    async def process(self, events: Sequence[faust.EventT[Any]]) -> None:
        """Process one partition's events; what they write is acknowledged when this returns."""
        shard = self._shard(events[0].message.partition)
        refused = []
        for number, event in enumerate(events, 1):
            try:
                record = decode_shard_input(event.message.value or b"")
            except InvalidRecord as error:
                refused.append(self.rejected(event, type(error).__name__, str(error)))
            else:
                shard.handle(event.message.offset, record)
            if number % _BREATH == 0:
                await asyncio.sleep(0)
        await deliver(refused)
        await self._write(shard.take_writes(), events[-1])

    def forget(self) -> None:
        """Forget all shards: other workers may change the tables before they come back."""
        self.shards.clear()

    def _shard(self, partition: int) -> Shard:
        if partition not in self.shards:
            saved = _Saved(self.rows, self.stories, partition)
            rows = tables.items(self.rows, partition)
            self.shards[partition] = Shard(self.logic, saved, rows, _progress(partition))
        return self.shards[partition]

    async def _write(self, writes: Writes, event: faust.EventT[Any]) -> None:
        """Write rows, then updates, then stories, each acknowledged before the next begins."""
        partition = event.message.partition
        await tables.put_all(self.rows, writes.rows, event)
        await deliver(
            [
                Outgoing(self.updates, update.story_id.encode(), encode(update), partition)
                for update in writes.updates
            ]
        )
        records = {story_id.encode(): record for story_id, record in writes.stories.items()}
        await tables.put_all(self.stories, records, event)


def attach(app: faust.App, settings: Settings, logic: ShardLogic) -> Deduplication:
    """Give the app its tables and its agent."""
    prefix, partitions = settings.topic_prefix, settings.shard_partitions
    rows_topic, stories_topic = SHARD_STATE.prefixed(prefix).name, STORIES.prefixed(prefix).name
    deduplication = Deduplication(
        logic,
        rows=tables.make_table(app, "shard-state", rows_topic, partitions),
        stories=tables.make_table(app, "stories", stories_topic, partitions),
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

    async def forget(*_arguments: Any, **_keywords: Any) -> None:
        deduplication.forget()

    app.on_partitions_revoked.connect(forget, weak=False)
    return deduplication


def by_partition(events: Sequence[faust.EventT[Any]]) -> list[list[faust.EventT[Any]]]:
    """Group a batch by partition, each in its order."""
    groups: dict[int, list[faust.EventT[Any]]] = {}
    for event in events:
        groups.setdefault(event.message.partition, []).append(event)
    return list(groups.values())


def _progress(partition: int) -> Callable[[int], None]:
    return lambda rows: _logger.info("shard %d: %d rows read", partition, rows)
