"""The table of topics: what each carries, how it is keyed and kept, who writes and who reads it.

Topic creation, checks, documentation and the AsyncAPI file derive from this table; no other module
spells a topic's name.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, Literal, Self

_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the table.

    ``partitions`` names the setting that holds the count: ``articles`` scale enrichment, ``shards``
    scale deduplication and must be equal on every topic a shard writes or reads.
    """

    name: str
    key: str
    value: str
    cleanup: Literal["delete", "compact"]
    retention: timedelta | None
    partitions: Literal["articles", "shards"]
    max_message_bytes: int
    writer: str
    readers: tuple[str, ...]

    def prefixed(self, prefix: str) -> Self:
        """Give the same row under a name that starts with the prefix."""
        return replace(self, name=prefix + self.name)


ARTICLES: Final = Topic(
    name="news.articles",
    key="article id",
    value="Article; null = withdrawn",
    cleanup="delete",
    retention=timedelta(days=7),
    partitions="articles",
    max_message_bytes=8 * _MIB,
    writer="producers",
    readers=("enrichment",),
)
ENRICHED: Final = Topic(
    name="news.enriched",
    key="shard: the language",
    value="EnrichedArticle, Withdrawal or Tick",
    cleanup="delete",
    retention=timedelta(days=2),
    partitions="shards",
    max_message_bytes=12 * _MIB,
    writer="enrichment",
    readers=("deduplication",),
)
STORIES: Final = Topic(
    name="news.stories",
    key="story id",
    value="Story, newest version; null = removed",
    cleanup="compact",
    retention=None,
    partitions="shards",
    max_message_bytes=4 * _MIB,
    writer="deduplication",
    readers=("consumers", "deduplication"),
)
STORY_UPDATES: Final = Topic(
    name="news.story-updates",
    key="story id",
    value="StoryUpdate: what changed and why",
    cleanup="delete",
    retention=timedelta(days=28),
    partitions="shards",
    max_message_bytes=4 * _MIB,
    writer="deduplication",
    readers=("consumers",),
)
REJECTED: Final = Topic(
    name="news.rejected",
    key="as it came",
    value="the raw bytes; the reason in headers",
    cleanup="delete",
    retention=timedelta(days=28),
    partitions="articles",
    max_message_bytes=16 * _MIB,
    writer="whoever could not use it",
    readers=("operators",),
)
SHARD_STATE: Final = Topic(
    name="storywire.shard-state",
    key="kind of row and id",
    value="what a shard keeps of a report or a story",
    cleanup="compact",
    retention=None,
    partitions="shards",
    max_message_bytes=4 * _MIB,
    writer="deduplication",
    readers=("deduplication",),
)

TOPICS: Final = (ARTICLES, ENRICHED, STORIES, STORY_UPDATES, REJECTED, SHARD_STATE)
"""All topics, in the order of the flow; the last is the deduplication's own state."""


def group_name(prefix: str, source: Topic) -> str:
    """Name the consumer group of the stage that reads a topic.

    >>> group_name("demo.", ARTICLES)
    'demo.storywire-enrichment'
    """
    return f"{prefix}storywire-{source.readers[0]}"
