"""StoryUpdate: what changed in a story, and why, one record per version."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from streams.record import SCHEMA_VERSION, Identifier, Record, ShortText, UtcTime


class UpdateKind(StrEnum):
    """What happened to the story."""

    OPENED = "opened"
    JOINED = "joined"
    UPDATED = "updated"
    BRIDGED = "bridged"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class StoryUpdate(Record):
    """One step in a story's life; folding all steps in order gives the story itself."""

    kind: UpdateKind
    schema_version: int = SCHEMA_VERSION
    story_id: Identifier
    version: Annotated[int, Field(ge=1)]
    at: UtcTime
    articles_added: tuple[Identifier, ...] = ()
    articles_removed: tuple[Identifier, ...] = ()
    fields_changed: tuple[str, ...] = ()
    changes: dict[str, Any] = Field(
        default_factory=dict,
        description="What to fold into the former version to reach this one.",
    )
    significant: bool = False
    sentence: ShortText
