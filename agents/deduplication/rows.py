"""Rows: what a shard keeps of each report and each story, as bytes in one table."""

import struct
from dataclasses import dataclass
from typing import Final, Self

from streams.codec import from_json, to_json
from streams.errors import StateMismatch
from streams.story import StoryStatus

ROW_VERSION: Final = 1
"""Grows when a worker must not read rows of the former version."""

_PARTS: Final = struct.Struct("<BIII")
_REPORT: Final = b"report/"
_STORY: Final = b"story/"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in its story.

    ``offset`` is that of the event that changed the row last, ``order`` that of the event that
    brought this text; ``arrived`` the shard's clock then, in seconds since 1970. ``version`` is the
    version of the story in which the report first stood like this. ``signature`` and ``member`` are
    the clusterer's and the merger's bytes; both are empty once the article is withdrawn.
    """

    offset: int
    order: int
    arrived: float
    story_id: str
    language: str
    version: int
    withdrawn: bool
    signature: bytes
    member: bytes

    def to_bytes(self) -> bytes:
        """Give the row as bytes."""
        facts = to_json(
            {
                "arrived": self.arrived,
                "language": self.language,
                "offset": self.offset,
                "order": self.order,
                "story_id": self.story_id,
                "version": self.version,
                "withdrawn": self.withdrawn,
            }
        )
        sizes = _PARTS.pack(ROW_VERSION, len(facts), len(self.signature), len(self.member))
        return sizes + facts + self.signature + self.member

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read what :meth:`to_bytes` gave.

        Raises:
            StateMismatch: if another version wrote it.
        """
        _check_version(raw)
        _, facts, signature, member = _PARTS.unpack_from(raw)
        start = _PARTS.size + facts
        return cls(
            **from_json(raw[_PARTS.size : start]),
            signature=raw[start : start + signature],
            member=raw[start + signature : start + signature + member],
        )


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story's life: its newest version and how it stands.

    ``offset`` is that of the event that changed it last; ``merged_version`` the version of
    ``merged_into`` that took this story in. By the shard's clock, in seconds since 1970, the story
    was ``opened``, ``changed`` last, and had its last report arrive (``last_arrived``).
    """

    offset: int
    language: str
    version: int
    status: StoryStatus
    opened: float
    changed: float
    last_arrived: float
    merged_into: str | None = None
    merged_version: int | None = None

    def to_bytes(self) -> bytes:
        """Give the row as bytes."""
        facts = to_json(
            {
                "changed": self.changed,
                "language": self.language,
                "last_arrived": self.last_arrived,
                "merged_into": self.merged_into,
                "merged_version": self.merged_version,
                "offset": self.offset,
                "opened": self.opened,
                "status": self.status.value,
                "version": self.version,
            }
        )
        return _PARTS.pack(ROW_VERSION, len(facts), 0, 0) + facts

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read what :meth:`to_bytes` gave.

        Raises:
            StateMismatch: if another version wrote it.
        """
        _check_version(raw)
        facts = from_json(raw[_PARTS.size :])
        return cls(**{**facts, "status": StoryStatus(facts["status"])})


def report_key(article_id: str) -> bytes:
    """Give the key of a report's row.

    >>> report_key("a1")
    b'report/a1'
    """
    return _REPORT + article_id.encode()


def story_key(story_id: str) -> bytes:
    """Give the key of a story's row.

    >>> story_key("st_1")
    b'story/st_1'
    """
    return _STORY + story_id.encode()


def article_id_of(key: bytes) -> str | None:
    """Give the article id in a report's key, None for other keys."""
    return key.removeprefix(_REPORT).decode() if key.startswith(_REPORT) else None


def story_id_of(key: bytes) -> str | None:
    """Give the story id in a story's key, None for other keys."""
    return key.removeprefix(_STORY).decode() if key.startswith(_STORY) else None


def _check_version(raw: bytes) -> None:
    if raw[0] != ROW_VERSION:
        reason = (
            f"the shard's state was written with row version {raw[0]}, this storywire reads "
            f"{ROW_VERSION}: run the version that wrote it, or rebuild the state by replaying "
            "news.articles under a new topic_prefix"
        )
        raise StateMismatch(reason)
