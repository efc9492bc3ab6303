"""Sends a corpus through a running pipeline and accounts for every record of it; no judgement."""

from collections.abc import Iterable, Sequence
from typing import Any

from confluent_kafka import Producer

from streams.codec import decode_story
from streams.received import Received
from streams.rejection import Rejection
from streams.story import StoryStatus
from tests.chaos.books import newest_stories
from tests.fuzz.corpus import ACCEPTED, WITHDRAWAL, FuzzRecord

Place = tuple[int, int]
"""Partition and offset on ``news.articles``."""


def publish(broker: str, topic: str, records: Iterable[FuzzRecord]) -> dict[Place, FuzzRecord]:
    """Publish records, compressed, and give the place of each.

    Raises:
        RuntimeError: if the broker has not taken one.
    """
    producer = Producer(
        {
            "bootstrap.servers": broker,
            "partitioner": "murmur2_random",
            "compression.type": "gzip",
            "message.max.bytes": 100_000_000,
            "message.copy.max.bytes": 0,
            "linger.ms": 50,
        }
    )
    places: dict[Place, FuzzRecord] = {}
    for record in records:

        def delivered(error: Any, message: Any, record: FuzzRecord = record) -> None:
            if error is not None:
                reason = f"{record.kind}: the broker says {error}"
                raise RuntimeError(reason)
            places[message.partition(), message.offset()] = record

        headers: list[tuple[str, str | bytes | None]] = list(record.headers)
        while True:
            try:
                producer.produce(
                    topic,
                    key=record.key,
                    value=record.value,
                    headers=headers,
                    on_delivery=delivered,
                )
                break
            except BufferError:
                producer.poll(1)
        producer.poll(0)
    while producer.flush(5):
        pass
    return places


def unaccounted(
    places: dict[Place, FuzzRecord], stories: Sequence[Received], rejected: Sequence[Received]
) -> list[str]:
    """Say in one sentence each which records did not become what they must become."""
    held = _times_in_stories(stories)
    reasons = _reasons(rejected)
    faults = []
    for place, record in sorted(places.items(), key=lambda pair: pair[0]):
        outcome = reasons.pop(place, None)
        if outcome is None and record.outcomes == (WITHDRAWAL,):
            continue
        if outcome is None and ACCEPTED in record.outcomes:
            if held.pop(record.article_id, 0) != 1:
                faults.append(f"{record.kind} at {place} is not in exactly one story")
        elif outcome not in record.outcomes:
            faults.append(f"{record.kind} at {place} became {outcome}: wanted {record.outcomes}")
    faults += [f"{article_id} is in a story, but was never sent" for article_id in sorted(held)]
    faults += [f"{place} was rejected, but was never sent" for place in sorted(reasons)]
    return faults


def _times_in_stories(stories: Iterable[Received]) -> dict[str, int]:
    times: dict[str, int] = {}
    for raw in newest_stories(stories).values():
        story = decode_story(raw)
        if story.status in {StoryStatus.ACTIVE, StoryStatus.CLOSED}:
            for report in story.reports:
                times[report.article_id] = times.get(report.article_id, 0) + 1
    return times


def _reasons(rejected: Iterable[Received]) -> dict[Place, str]:
    found = (Rejection.from_headers(each.key, each.value, each.headers) for each in rejected)
    return {(each.partition, each.offset): each.error for each in found}
