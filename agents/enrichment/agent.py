"""The enrichment agent: reads articles, sends enriched ones to their shards."""

from collections.abc import Sequence
from typing import Any

import faust

from agents.delivery import (
    Outgoing,
    deliver,
    nothing_escapes,
    raw_topic,
    received_at,
    rejecting,
    unreadable_because,
    utc_now,
)
from agents.enrichment.outcomes import (
    ArticleRecord,
    Outcome,
    Refused,
    SentToShard,
)
from agents.enrichment.processes import EnrichmentProcesses
from agents.health import Counts
from streams.codec import encode
from streams.enriched_article import Tick
from streams.settings import Settings
from streams.topics import ARTICLES, ENRICHED, REJECTED


def attach(
    app: faust.App, settings: Settings, processes: EnrichmentProcesses, counts: Counts
) -> None:
    """Give the app its agent, and the clock's tick for the shards."""
    articles = raw_topic(app, settings, ARTICLES)
    enriched = raw_topic(app, settings, ENRICHED)
    rejected = rejecting(raw_topic(app, settings, REJECTED), utc_now)

    def to_all_shards(value: bytes) -> list[Outgoing]:
        shards = range(settings.shard_partitions)
        return [Outgoing(enriched, None, value, partition) for partition in shards]

    def outgoing(event: faust.EventT[Any], outcome: Outcome) -> list[Outgoing]:
        if isinstance(outcome, SentToShard):
            return [Outgoing(enriched, outcome.key, outcome.value)]
        if isinstance(outcome, Refused):
            return [rejected(event, outcome.error, outcome.message)]
        return to_all_shards(outcome.value)

    @app.agent(articles, name="enrichment")
    async def enrich(stream: Any) -> None:
        batches = stream.take_events(settings.enrichment_batch, within=settings.batch_wait_s)
        async for events in batches:
            with nothing_escapes():
                outcomes = await processes.outcomes(_records(events))
                pairs = zip(events, outcomes, strict=True)
                await deliver([out for event, outcome in pairs for out in outgoing(event, outcome)])
                counts.processed += len(outcomes)
                counts.refused += sum(isinstance(each, Refused) for each in outcomes)

    if settings.tick_interval_s > 0:

        async def tick() -> None:
            await deliver(to_all_shards(encode(Tick(at=utc_now()))))

        app.timer(settings.tick_interval_s, name="tick")(tick)


def _records(events: Sequence[faust.EventT[Any]]) -> list[ArticleRecord]:
    return [
        ArticleRecord(
            event.message.key, event.message.value, received_at(event), unreadable_because(event)
        )
        for event in events
    ]
