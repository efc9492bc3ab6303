"""What becomes of a raw record on ``news.articles``: sent on, sent to all shards, or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from streams.article import Article
from streams.codec import decode_article, decode_key, encode
from streams.enriched_article import EnrichedArticle, Withdrawal
from streams.errors import (
    EnrichmentFailed,
    InvalidRecord,
    OversizedRecord,
    UndecodableRecord,
    UnidentifiedRecord,
)
from streams.topics import ARTICLES, ENRICHED


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """A record as it came from the topic; ``received`` is its Kafka timestamp.

    ``unreadable`` says why its batch could not be unpacked, if so; then it has no key and no value.
    """

    key: bytes | None
    value: bytes | None
    received: datetime
    unreadable: str | None = None


@dataclass(frozen=True, slots=True)
class SentToShard:
    """An enriched article, keyed by its shard."""

    key: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class SentToAllShards:
    """A withdrawal: any shard may hold the article."""

    value: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that cannot be used: class of the error, and one sentence."""

    error: str
    message: str


Outcome = SentToShard | SentToAllShards | Refused


class Enriches(Protocol):
    """Turns articles into enriched ones, one result each, in their order."""

    def enrich(
        self, articles: Sequence[tuple[Article, datetime]]
    ) -> list[EnrichedArticle | EnrichmentFailed]:
        """Enrich articles received at the given times."""
        ...


def outcomes_of(records: Sequence[ArticleRecord], enricher: Enriches) -> list[Outcome]:
    """Decide what becomes of each record, in order; a bad one is a value, never an exception."""
    read = [_read(record) for record in records]
    articles = [
        (article, record.received)
        for article, record in zip(read, records, strict=True)
        if isinstance(article, Article)
    ]
    enriched = iter(enricher.enrich(articles))
    return [_sent(next(enriched)) if isinstance(article, Article) else article for article in read]


def refused(error: InvalidRecord) -> Refused:
    """Put an error into words."""
    return Refused(type(error).__name__, str(error))


def _read(record: ArticleRecord) -> Article | SentToAllShards | Refused:
    try:
        if record.unreadable is not None:
            reason = f"the batch that this record came in is unreadable: {record.unreadable}"
            raise UndecodableRecord(reason)
        if record.value is None:
            return _withdrawn(record)
        if len(record.value) > ARTICLES.max_message_bytes:
            reason = (
                f"the record has {len(record.value)} bytes: at most {ARTICLES.max_message_bytes} "
                f"are allowed on {ARTICLES.name}"
            )
            raise OversizedRecord(reason)
        return decode_article(record.value, record.key)
    except InvalidRecord as error:
        return refused(error)


def _withdrawn(record: ArticleRecord) -> SentToAllShards:
    article_id = decode_key(record.key)
    if article_id is None:
        reason = "key and value are both missing: a withdrawal names its article in the key"
        raise UnidentifiedRecord(reason)
    return SentToAllShards(encode(_withdrawal(article_id, record.received)))


def _withdrawal(article_id: str, received: datetime) -> Withdrawal:
    try:
        return Withdrawal(article_id=article_id, received=received)
    except ValueError:
        reason = "key is not an article id: 1 to 1024 characters, none of them a control character"
        raise UnidentifiedRecord(reason) from None


def _sent(result: EnrichedArticle | EnrichmentFailed) -> SentToShard | Refused:
    if isinstance(result, EnrichmentFailed):
        return refused(result)
    try:
        value = encode(result)
    except InvalidRecord as error:
        return refused(error)
    if len(value) > ENRICHED.max_message_bytes:
        return Refused(
            OversizedRecord.__name__,
            f"enriched, the article has {len(value)} bytes: at most "
            f"{ENRICHED.max_message_bytes} are allowed on {ENRICHED.name}",
        )
    return SentToShard(result.language.encode(), value)
