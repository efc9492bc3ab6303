"""A worker that must not go on says why in one sentence, and leaves everything as it was."""

import os
from pathlib import Path

import pytest
from confluent_kafka import Producer

from agents.deduplication.loader import LAYOUT
from agents.deduplication.rows import CLOCK_KEY, ClockRow
from streams.broker.distribution import Distribution
from streams.topics import SHARD_STATE
from tests.chaos.pipeline import Pipeline, running_pipeline

PATIENCE_S = 120


def _ended(pipeline: Pipeline, stage: str) -> tuple[int, str]:
    """Start a worker and wait for its end; gives its status and the last line it wrote."""
    worker = pipeline.start(stage, stage)
    status = worker.process.wait(PATIENCE_S)
    return status, Path(worker.log.name).read_text().strip().splitlines()[-1]


@pytest.mark.kafka
@pytest.mark.slow
def test_a_worker_refuses_topics_and_state_that_are_not_its_own(
    kafka_distribution: Distribution, tmp_path: Path
) -> None:
    """Other partition counts part keys from state; rows of another layout cannot be read."""
    with running_pipeline(tmp_path, partitions=2) as pipeline:
        before = pipeline.settings
        pipeline.settings = {**before, "STORYWIRE_SHARD_PARTITIONS": "3"}
        wrong_count = _ended(pipeline, "enrichment")

        pipeline.settings = {**before, "STORYWIRE_PIPELINE": "no_such_pipeline"}
        wrong_pipeline = _ended(pipeline, "enrichment")

        pipeline.settings = before
        foreign = ClockRow(1.0, 1.0, {**LAYOUT, "signature": 99}).to_bytes()
        producer = Producer({"bootstrap.servers": pipeline.broker.url})
        producer.produce(pipeline.topic(SHARD_STATE), foreign, CLOCK_KEY, partition=1)
        producer.flush()
        wrong_state = _ended(pipeline, "deduplication")
        rows = pipeline.read(SHARD_STATE)

    assert wrong_count[0] == wrong_pipeline[0] == wrong_state[0] == os.EX_CONFIG
    assert "has 2 partitions and needs 3" in wrong_count[1]
    assert "'no_such_pipeline' cannot be loaded" in wrong_pipeline[1]
    assert "signature version 99, this storywire reads" in wrong_state[1]
    assert "replaying news.articles under a new topic_prefix" in wrong_state[1]
    assert [row.value for row in rows] == [foreign]
