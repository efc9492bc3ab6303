"""Whatever producers send goes through the real workers without a restart, and is accounted for."""

import re
from pathlib import Path

import pytest

from streams.broker.distribution import Distribution
from streams.topics import ARTICLES, REJECTED, STORIES
from tests.chaos.pipeline import running_pipeline
from tests.fuzz.account import publish, unaccounted
from tests.fuzz.corpus import corpus

RECORDS = 10_000
SEED = 7

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


@pytest.mark.kafka
@pytest.mark.slow
def test_every_bad_record_is_rejected_and_every_good_one_is_in_one_story(
    kafka_distribution: Distribution, tmp_path: Path
) -> None:
    """No worker dies of any of them, and no log line holds what could harm a terminal."""
    with running_pipeline(tmp_path, settings={"STORYWIRE_SESSION_TIMEOUT_S": "60"}) as pipeline:
        for stage in ("enrichment", "deduplication"):
            pipeline.start(stage, stage)
        places = publish(pipeline.broker.url, pipeline.topic(ARTICLES), corpus(SEED, RECORDS))
        pipeline.settle(600)
        statuses = pipeline.stop()
        stories, rejected = pipeline.read(STORIES), pipeline.read(REJECTED)

    faults = unaccounted(places, stories, rejected)
    logs = "".join(path.read_text() for path in sorted(tmp_path.glob("*.log")))

    assert len(places) == RECORDS
    assert faults == []
    assert pipeline.restarts.total() == 0
    assert statuses == {"enrichment": 0, "deduplication": 0}
    assert UNPRINTABLE.search(logs) is None
