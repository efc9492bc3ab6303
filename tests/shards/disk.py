"""What a shard has written, in memory: as it reads it again, and as consumers see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from agents.deduplication.shard import Shard
from streams.codec import decode_story
from streams.story import Story
from streams.story_update import StoryUpdate


@dataclass(slots=True)
class Disk:
    """What has been written, and the order of it."""

    rows: dict[bytes, bytes] = field(default_factory=dict)
    stories: dict[str, bytes] = field(default_factory=dict)
    updates: list[StoryUpdate] = field(default_factory=list)
    written: int = 0
    """Writes that the last flush was given."""

    def copy(self) -> "Disk":
        """Give a disk of its own with the same on it."""
        return Disk(dict(self.rows), dict(self.stories), list(self.updates))

    def row(self, key: bytes) -> bytes | None:
        """Give a row of the shard's state."""
        return self.rows.get(key)

    def story(self, story_id: str) -> bytes | None:
        """Give a story's newest record."""
        return self.stories.get(story_id)

    def flush(self, shard: Shard, only: int | None = None) -> None:
        """Write the first so many of what a shard wants written, in the order of the agent."""
        writes = shard.take_writes()
        steps = [
            *(partial(_change, self.rows, {key: row}) for key, row in writes.rows),
            *(partial(self.updates.append, update) for update in writes.updates),
            *(partial(_change, self.stories, {key: row}) for key, row in writes.stories.items()),
            *(partial(_change, self.rows, {key: row}) for key, row in writes.last_rows),
        ]
        self.written = len(steps)
        for step in steps[:only]:
            step()

    def read(self) -> list[Story]:
        """Give the newest records, by id."""
        return [decode_story(raw) for _, raw in sorted(self.stories.items())]


def _change(data: dict[Any, bytes], changes: Mapping[Any, bytes | None]) -> None:
    for key, value in changes.items():
        # Written anew, a key stands last, as in a topic.
        data.pop(key, None)
        if value is not None:
            data[key] = value
