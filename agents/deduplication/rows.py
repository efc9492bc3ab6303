"""Rows: what a shard keeps of each report and each story, as bytes in one table."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Self

from streams.codec import from_json, to_json
from streams.errors import StateMismatch
from streams.story import Match, StoryStatus

ROW_VERSION: Final = 1
"""Grows when a worker must not read rows of the former version."""

_PARTS: Final = struct.Struct("<BIII")
_REPORT: Final = b"report/"
_STORY: Final = b"story/"
CLOCK_KEY: Final = b"clock"
"""Key of the one row that holds the shard's clock."""


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
        facts = to_json(self.facts())
        return _PARTS.pack(ROW_VERSION, len(facts), 0, 0) + facts

    def facts(self) -> dict[str, Any]:
        """Give the row as plain data."""
        return {
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

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read what :meth:`to_bytes` gave.

        Raises:
            StateMismatch: if another version wrote it.
        """
        return cls.from_facts(story_facts(raw))

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Read what :meth:`facts` gave."""
        return cls(**{**facts, "status": StoryStatus(facts["status"])})


@dataclass(frozen=True, slots=True)
class Move:
    """Where a report went from its former story: into which version of which one, and why."""

    story_id: str
    version: int
    match: Match

    def facts(self) -> dict[str, Any]:
        """Give the move as plain data."""
        match = self.match.model_dump(mode="json")
        return {"match": match, "story_id": self.story_id, "version": self.version}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Read what :meth:`facts` gave."""
        return cls(**{**facts, "match": Match.model_validate(facts["match"])})


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in its story.

    ``offset`` is that of the event that changed the row last, ``order`` that of the event that
    brought this text; ``arrived`` the shard's clock then, in seconds since 1970. ``version`` is the
    version of the story in which the report first stood like this. ``signature`` and ``member`` are
    the clusterer's and the merger's bytes; both are empty once the article is withdrawn.

    ``stories`` are the rows of the stories that the same event changed, ``moves`` the other reports
    that it moved, by article id: so one write says all that an event did, and no crash can part
    what it did to a report from what it did to stories and other reports.
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
    stories: Mapping[str, StoryRow] = field(default_factory=dict)
    moves: Mapping[str, Move] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Give the row as bytes."""
        facts = to_json(
            {
                "arrived": self.arrived,
                "language": self.language,
                "moves": {name: move.facts() for name, move in self.moves.items()},
                "offset": self.offset,
                "order": self.order,
                "stories": {name: row.facts() for name, row in self.stories.items()},
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
        told, signature, member = report_parts(raw)
        stories = {name: StoryRow.from_facts(row) for name, row in told.pop("stories").items()}
        moves = {name: Move.from_facts(move) for name, move in told.pop("moves").items()}
        return cls(**told, stories=stories, moves=moves, signature=signature, member=member)


class CutOff(NamedTuple):
    """A move that a crash kept from the moved report's own row; the rest is of the event's row."""

    article_id: str
    move: Move
    offset: int
    stories: Mapping[str, StoryRow]


@dataclass(frozen=True, slots=True)
class ClockRow:
    """The shard's clock, in seconds since 1970, and when it last looked for silent stories.

    ``layout`` names the versions of everything that the shard's rows are made of.
    """

    now: float
    swept: float
    layout: Mapping[str, int]

    def to_bytes(self) -> bytes:
        """Give the row as bytes."""
        facts = to_json({"layout": dict(self.layout), "now": self.now, "swept": self.swept})
        return _PARTS.pack(ROW_VERSION, len(facts), 0, 0) + facts

    @classmethod
    def from_bytes(cls, raw: bytes, layout: Mapping[str, int]) -> Self:
        """Read what :meth:`to_bytes` gave.

        Raises:
            StateMismatch: if the rows beside it have another layout than this code's.
        """
        _check_version(raw)
        row = cls(**from_json(raw[_PARTS.size :]))
        for name, version in sorted(layout.items()):
            if row.layout.get(name) != version:
                found = f"{name} version {row.layout.get(name)}"
                raise _mismatch(found, version)
        return row


def report_parts(raw: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """Give a report's row in parts: facts as plain data, signature and member as bytes.

    Raises:
        StateMismatch: if another version wrote it.
    """
    _check_version(raw)
    _, facts, signature, member = _PARTS.unpack_from(raw)
    start = _PARTS.size + facts
    middle = start + signature
    return from_json(raw[_PARTS.size : start]), raw[start:middle], raw[middle : middle + member]


def story_facts(raw: bytes) -> dict[str, Any]:
    """Give a story's row as plain data.

    Raises:
        StateMismatch: if another version wrote it.
    """
    _check_version(raw)
    facts: dict[str, Any] = from_json(raw[_PARTS.size :])
    return facts


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
        found = f"row version {raw[0]}"
        raise _mismatch(found, ROW_VERSION)


def _mismatch(found: str, wanted: int) -> StateMismatch:
    reason = (
        f"the shard's state was written with {found}, this storywire reads {wanted}: run the "
        "version that wrote it, or rebuild the state by replaying news.articles under a new "
        "topic_prefix"
    )
    return StateMismatch(reason)
