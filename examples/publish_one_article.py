"""Publish one article, and know that the broker has it: python examples/publish_one_article.py."""

import asyncio
import sys

from streams.article import Article
from streams.codec import encode
from streams.kafka.connection import Connection
from streams.kafka.producer import Accepted, Outgoing, open_publisher
from streams.settings import load
from streams.topics import ARTICLES

ARTICLE = Article(
    id="example-1",
    title="Ferry aground off Brandt Island",
    text="A ferry with 214 people aboard ran aground on Tuesday, the coast guard said.",
    published="2026-03-10T09:30:00+01:00",
    outlet="Harbor Courier",
)


async def main() -> int:
    """Publish the article to the broker that the settings name."""
    settings = load()
    topic = ARTICLES.prefixed(settings.topic_prefix).name
    record = Outgoing(topic, ARTICLE.id.encode(), encode(ARTICLE))
    async with open_publisher(
        Connection.from_settings(settings), max_record_bytes=ARTICLES.max_message_bytes
    ) as publisher:
        outcome = await publisher.publish_one(record)
    if isinstance(outcome, Accepted):
        print(f"accepted: {topic}, partition {outcome.partition}, offset {outcome.offset}")
        return 0
    print(f"refused: {outcome.error}")
    return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
