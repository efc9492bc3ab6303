"""Keep a picture of all stories by folding their updates: python examples/follow_stories.py."""

import asyncio
import sys
from contextlib import suppress

from streams.codec import decode_story_update
from streams.kafka.connection import Connection
from streams.kafka.consumer import follow
from streams.settings import load
from streams.story import Story
from streams.story_folding import fold
from streams.terminal import printable
from streams.topics import STORY_UPDATES


async def main(limit: int | None) -> None:
    """Tell every change of a story, from the first one kept; stop after so many."""
    settings = load()
    topic = STORY_UPDATES.prefixed(settings.topic_prefix).name
    stories: dict[str, Story | None] = {}
    seen = 0
    async for record in follow(Connection.from_settings(settings), [topic], from_start=True):
        update = decode_story_update(record.value or b"")
        story = stories[update.story_id] = fold(stories.get(update.story_id), update)
        title = printable((story and story.title) or "(removed)")
        print(f"{update.story_id} v{update.version} {title}: {printable(update.sentence)}")
        seen += 1
        if seen == limit:
            return


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else None))
