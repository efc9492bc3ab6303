"""What becomes of a raw record on the articles' topic."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from agents.enrichment.outcomes import (
    ArticleRecord,
    Outcome,
    Refused,
    SentToAllShards,
    SentToShard,
    outcomes_of,
)
from streams.article import Article
from streams.codec import decode_shard_input
from streams.enriched_article import EnrichedArticle, Withdrawal
from streams.errors import EnrichmentFailed
from streams.topics import ARTICLES

AT = datetime(2026, 3, 10, tzinfo=UTC)
GOOD = b'{"id":"a","title":"Ferry aground","outlet":"o","language":"en"}'


class FakeEnricher:
    """Enriches nothing; fails on titles that say so."""

    def enrich(
        self, articles: Sequence[tuple[Article, datetime]]
    ) -> list[EnrichedArticle | EnrichmentFailed]:
        """Give one result per article."""
        return [
            EnrichmentFailed("it failed")
            if article.title == "fail"
            else EnrichedArticle(article=article, language="en", received=at, enriched=False)
            for article, at in articles
        ]


def outcome(key: bytes | None, value: bytes | None) -> Outcome:
    """Give what becomes of one record."""
    [only] = outcomes_of([ArticleRecord(key, value, AT)], FakeEnricher())
    return only


def test_an_article_goes_to_the_shard_of_its_language() -> None:
    """The key is the language, the value the enriched article."""
    sent = outcome(b"a", GOOD)

    assert isinstance(sent, SentToShard)
    assert sent.key == b"en"
    record = decode_shard_input(sent.value)
    assert isinstance(record, EnrichedArticle)
    assert (record.article.id, record.received) == ("a", AT)


def test_a_null_is_a_withdrawal_for_all_shards() -> None:
    """Nobody knows which shard holds the article."""
    sent = outcome(b"a", None)

    assert isinstance(sent, SentToAllShards)
    assert decode_shard_input(sent.value) == Withdrawal(article_id="a", received=AT)


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        (b"a", b"{", "UndecodableRecord"),
        (b"a", b'{"id":"a"}', "InvalidRecord"),
        (b"b", GOOD, "UnidentifiedRecord"),
        (b"\xff", GOOD, "UnidentifiedRecord"),
        (None, None, "UnidentifiedRecord"),
        (b"", None, "UnidentifiedRecord"),
        (b"a\x00", None, "UnidentifiedRecord"),
        (b"a" * 2000, None, "UnidentifiedRecord"),
        (b"a", b" " * (ARTICLES.max_message_bytes + 1), "OversizedRecord"),
        (b"a", GOOD.replace(b"Ferry aground", b"fail"), "EnrichmentFailed"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_class(
    key: bytes | None, value: bytes | None, error: str
) -> None:
    """The refusal names the class of the error and says why."""
    refusal = outcome(key, value)

    assert isinstance(refusal, Refused)
    assert refusal.error == error
    assert refusal.message


def test_outcomes_keep_the_order_of_their_records() -> None:
    """A bad record between two good ones moves nothing."""
    records = [ArticleRecord(b"a", GOOD, AT), ArticleRecord(b"x", b"{", AT)] * 2

    kinds = [type(each) for each in outcomes_of(records, FakeEnricher())]

    assert kinds == [SentToShard, Refused] * 2


def test_no_records_have_no_outcomes() -> None:
    """An empty batch is no special case."""
    assert outcomes_of([], FakeEnricher()) == []


def test_a_record_whose_batch_cannot_be_unpacked_is_refused_with_the_reason() -> None:
    """Not as one without a key, which its producer may well have given it."""
    record = ArticleRecord(None, None, AT, unreadable="unpacked it is larger than allowed")

    [outcome] = outcomes_of([record], FakeEnricher())

    assert isinstance(outcome, Refused)
    assert outcome.error == "UndecodableRecord"
    assert "larger than allowed" in outcome.message
