"""Decisions: what the clusterer says shall happen, as values; ``OpenStories.apply`` does it."""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.deduplication.signature import Signature
from streams.story import Match


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The very same article came again: it is where it was."""

    article_id: str
    story_id: str


@dataclass(frozen=True, slots=True)
class Updated:
    """A known article came with another text, title, outlet or date: it stays in its story."""

    signature: Signature
    story_id: str
    at: float


@dataclass(frozen=True, slots=True)
class Opened:
    """The report tells an event that no open story tells.

    ``doubtful`` are ids of reports in other stories that are so like it that they may belong here.
    ``fellows`` are ids of reports of one story that tells two events, as the new report shows: they
    tell the same one as it does, and are to follow it.
    """

    signature: Signature
    story_id: str
    match: Match
    at: float
    doubtful: tuple[str, ...] = ()
    fellows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """The report tells the event of a story; ``reopens`` if that story was closed.

    ``copy_of`` is the article whose text it (nearly) repeats, if it does; ``doubtful`` as above.
    """

    signature: Signature
    story_id: str
    match: Match
    at: float
    copy_of: str | None = None
    reopens: bool = False
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bridged:
    """The report ties stories into one: ``story_id``, the oldest, takes over ``absorbed``.

    ``ties`` says why, by the id of the absorbed story.
    """

    signature: Signature
    story_id: str
    absorbed: tuple[str, ...]
    match: Match
    ties: Mapping[str, Match]
    at: float
    copy_of: str | None = None
    reopens: bool = False
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A report is taken out of one story, which keeps others, because another fits it better.

    That may be one that has just been opened, if the story told two events.
    """

    article_id: str
    from_story: str
    story_id: str
    match: Match


@dataclass(frozen=True, slots=True)
class Closed:
    """No report has come for the window; a late one can still reopen the story."""

    story_id: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The story leaves memory for good: its grace is over, or memory is full (``evicted``)."""

    story_id: str
    evicted: bool


Decision = Unchanged | Updated | Opened | Joined | Bridged
"""What the clusterer says of one article."""

Change = Decision | Moved | Closed | Forgotten
"""Whatever can be applied to the open stories."""
