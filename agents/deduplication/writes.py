"""What a shard reads back, and what one event or batch gives it to write."""

from dataclasses import dataclass, field
from typing import Protocol

from streams.story_update import StoryUpdate


class Saved(Protocol):
    """What was written before, of this shard's partition."""

    def row(self, key: bytes) -> bytes | None:
        """Give a row of the shard's state."""
        ...

    def story(self, story_id: str) -> bytes | None:
        """Give a story's newest record."""
        ...


@dataclass(slots=True)
class Writes:
    """What must be written, in this order: rows, updates, stories, last rows; None deletes.

    Rows stand in the order of their events, and a crash may cut them off anywhere: what was
    written then is what the shard knew at some moment between two events. The rows of what is
    removed for good go last: while they stand, the removal can be made again.
    """

    rows: list[tuple[bytes, bytes | None]] = field(default_factory=list)
    updates: list[StoryUpdate] = field(default_factory=list)
    stories: dict[str, bytes | None] = field(default_factory=dict)
    last_rows: list[tuple[bytes, bytes | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """What is being processed: its offset, and the shard's clock in seconds since 1970."""

    offset: int
    now: float
