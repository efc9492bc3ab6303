"""Processes that hang, die or cannot start cost one article at most."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from agents.enrichment.outcomes import ArticleRecord, Refused, SentToShard
from agents.enrichment.processes import EnrichmentProcesses
from streams.errors import InvalidSettings

RECEIVED = datetime(2026, 3, 10, tzinfo=UTC)


class Injured:
    """Enriches all but the articles that are told to hang or to kill."""

    def enrich(self, articles: Any) -> Any:
        """Hang or die, if an article says so; else do what the real one does."""
        from agents.enrichment.enricher import Enricher  # noqa: PLC0415 (in the child alone)

        for article, _ in articles:
            if "hang" in article.text:
                time.sleep(3600)
            if "die" in article.text:
                os.kill(os.getpid(), signal.SIGKILL)
        return Enricher({}).enrich(articles)


def make_injured() -> Any:
    """Make it, in the child."""
    return Injured()


def make_nothing() -> Any:
    """Fail as a pipeline does that is not installed."""
    reason = "pipeline 'none' cannot be loaded"
    raise InvalidSettings(reason)


@contextmanager
def a_pool(make: Any, timeout_s: float = 10.0) -> Iterator[EnrichmentProcesses]:
    pool = EnrichmentProcesses(make, processes=1, timeout_s=timeout_s)
    try:
        yield pool
    finally:
        pool.close()


def a_record(article_id: str, text: str) -> ArticleRecord:
    article = {"id": article_id, "text": text, "outlet": "o", "language": "es"}
    return ArticleRecord(article_id.encode(), json.dumps(article).encode(), RECEIVED)


@pytest.mark.slow
@pytest.mark.parametrize(("text", "reason"), [("hang", "did not finish"), ("die", "died of")])
async def test_the_article_at_fault_is_refused_and_the_others_go_on(text: str, reason: str) -> None:
    """In their order, and the next batch finds a process again."""
    with a_pool(make_injured) as pool:
        pool.warm_up()
        records = [a_record("a", "one"), a_record("b", text), a_record("c", "three")]
        first, at_fault, last = await pool.outcomes(records)
        (after,) = await pool.outcomes([a_record("d", "four")])

    assert isinstance(first, SentToShard)
    assert isinstance(at_fault, Refused)
    assert at_fault.error == "EnrichmentFailed"
    assert reason in at_fault.message
    assert isinstance(last, SentToShard)
    assert isinstance(after, SentToShard)
    assert pool.finished >= 5


def test_a_pipeline_that_cannot_be_loaded_is_said_in_one_sentence() -> None:
    """Not by a process that dies again and again."""
    with a_pool(make_nothing) as pool, pytest.raises(InvalidSettings, match="cannot be loaded"):
        pool.warm_up()
