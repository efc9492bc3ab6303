"""Story: one event as all its reports tell it, with the evidence for every line of it."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from streams.article import LanguageCode
from streams.enriched_article import ClaimKind, Span
from streams.record import SCHEMA_VERSION, Count, Identifier, Record, Share, ShortText, UtcTime


class StoryStatus(StrEnum):
    """Where a story is in its life."""

    ACTIVE = "active"
    CLOSED = "closed"
    MERGED = "merged"
    REMOVED = "removed"


class Role(StrEnum):
    """What a report is to its story."""

    ORIGINAL = "original"
    COPY = "copy"
    UPDATE = "update"
    CORRECTION = "correction"


class Match(Record):
    """Why a report is in its story.

    ``score`` is the probability in [0, 1] that the report tells the story's event (1.0 for the
    founding report); ``signals`` say why in words a person understands.
    """

    score: Share
    signals: tuple[ShortText, ...] = ()


class Report(Record):
    """An article as a member of a story."""

    article_id: Identifier
    url: ShortText | None = None
    title: ShortText | None = None
    outlet: ShortText
    publisher_family: ShortText
    leaning: ShortText | None = Field(
        default=None, description="Where the outlet is commonly placed, if the settings say so."
    )
    published: UtcTime | None = None
    received: UtcTime
    role: Role = Role.ORIGINAL
    copy_of: Identifier | None = None
    origin: Identifier = Field(
        description="Id of the earliest article of its origin: copies of one text, or one family."
    )
    match: Match


class Counts(Record):
    """How many of what tell the story; independence is counted in origins."""

    articles: Count
    copies: Count
    outlets: Count
    publisher_families: Count
    origins: Count


class NameVariant(Record):
    """One way a name is written, and in how many articles."""

    name: ShortText
    articles: Count
    origins: Count


class StoryEntity(Record):
    """A named thing across the reports of a story."""

    type: str
    name: ShortText = Field(description="The variant most origins use.")
    articles: Count
    origins: Count
    salience: Share = 0.0
    variants: tuple[NameVariant, ...] = ()
    wikidata: str | None = None


class Support(Record):
    """Where one article makes a claim: offsets into that article's text as published."""

    article_id: Identifier
    content: tuple[Span, ...]
    text: str | None = Field(
        default=None,
        description="Its own words; left out where they are the claim's, and beyond the first "
        "twelve that put it otherwise: the offsets lead to them.",
    )
    speaker: ShortText | None = None


class ClaimStatus(StrEnum):
    """How many independent origins carry a claim, and whether they agree."""

    SINGLE_SOURCE = "single_source"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"


class StoryClaim(Record):
    """One proposition, with everyone who carries it."""

    claim_id: Identifier
    text: str
    kind: ClaimKind
    speaker: ShortText | None = None
    denied: bool | None = Field(
        default=None,
        description='True if the text is what the speaker denies: "denied that talks took place".',
    )
    support: tuple[Support, ...]
    origins: Count
    status: ClaimStatus
    differs_from: tuple[Identifier, ...] = ()


class ConflictKind(StrEnum):
    """In what two reports contradict each other."""

    FIGURE = "figure"
    NAME = "name"
    WORDING = "wording"
    ATTRIBUTION = "attribution"
    POLARITY = "polarity"
    TIME = "time"
    PLACE = "place"


class ConflictSide(Record):
    """One side of a conflict: what it says, in whose words, since when."""

    value: ShortText
    text: str
    article_ids: tuple[Identifier, ...]
    origins: Count
    claim_ids: tuple[Identifier, ...] = ()
    first_published: UtcTime | None = None
    last_published: UtcTime | None = None


class Conflict(Record):
    """Reports of one story that contradict each other; the record never says who is right."""

    conflict_id: Identifier
    kind: ConflictKind
    subject: ShortText
    sides: Annotated[tuple[ConflictSide, ...], Field(min_length=2)]


class Story(Record):
    """One event as all its reports tell it."""

    kind: Literal["story"] = "story"
    schema_version: int = SCHEMA_VERSION
    story_id: Identifier
    version: Annotated[int, Field(ge=1)]
    status: StoryStatus
    merged_into: Identifier | None = None
    previous_ids: tuple[Identifier, ...] = ()
    language: LanguageCode
    event_time: UtcTime | None = None
    first_published: UtcTime | None = None
    last_published: UtcTime | None = None
    first_seen: UtcTime
    last_seen: UtcTime
    title: ShortText | None = None
    summary: ShortText | None = None
    representative: Identifier | None = Field(
        default=None, description="Article id of the medoid, whose headline is the title."
    )
    earliest: Identifier | None = Field(default=None, description="Article id of the first report.")
    reports: tuple[Report, ...] = ()
    reports_omitted: Count = Field(
        default=0, description="Reports left out of the list (never of the counts) for its size."
    )
    counts: Counts
    entities: tuple[StoryEntity, ...] = ()
    entities_omitted: Count = 0
    claims: tuple[StoryClaim, ...] = ()
    claims_omitted: Count = Field(
        default=0, description="Claims left out, the least supported first, for the record's size."
    )
    conflicts: tuple[Conflict, ...] = ()
    pipelines: tuple[str, ...] = Field(
        default=(), description="Every pipeline and model version that had a part in it, sorted."
    )
