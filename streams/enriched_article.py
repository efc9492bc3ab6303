"""EnrichedArticle: an article with its entities and claims, and what else flows to the shards."""

from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from streams.article import Article, LanguageCode
from streams.record import SCHEMA_VERSION, Count, Identifier, Record, Share, ShortText, UtcTime


class Span(NamedTuple):
    """A place in the article's own text: characters ``text[start:end]``, end exclusive."""

    start: int
    end: int


class ArticlePart(StrEnum):
    """The part of an article that offsets point into."""

    TEXT = "text"
    TITLE = "title"


class Mention(Record):
    """One place where an entity is named; ``part[start:end] == text``."""

    start: Count
    end: Count
    text: ShortText
    part: ArticlePart = ArticlePart.TEXT


class Entity(Record):
    """A named thing, all its mentions in one article joined."""

    type: str = Field(description="OntoNotes label: PERSON, ORG, GPE, LOC, NORP, EVENT, …")
    name: ShortText = Field(description="Canonical name: the fullest form, without title.")
    title: ShortText | None = Field(default=None, description='A person\'s title or role: "Adm."')
    mentions: tuple[Mention, ...] = ()
    salience: Share = 0.0
    wikidata: str | None = None


class Modifier(StrEnum):
    """How a figure is qualified."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


class Figure(Record):
    """A number with what it counts or measures.

    ``value`` is the number (the lower end of a range, whose upper end is ``high``), already scaled
    ("3 million" is 3000000). ``unit`` is a currency code, ``percent``, a base unit symbol (m, kg,
    s, …) or, for counts, the singular noun counted ("person", "tanker"). ``aspect`` says in one
    lemma what is said of it, if anything: "dead", "injured", "missing", "seize".
    """

    value: float
    high: float | None = None
    unit: ShortText | None = None
    aspect: ShortText | None = None
    modifier: Modifier = Modifier.EXACT
    text: ShortText
    start: Count
    end: Count


class TimeMention(Record):
    """A date or time named in a text; ``day`` is ISO 8601 (``2020-12-02``, ``2020-12``), if known.

    Relative ones ("Wednesday") are resolved against the article's publication time.
    """

    text: ShortText
    start: Count
    end: Count
    day: str | None = None


class Speaker(Record):
    """Who is said to have said it: an entity by canonical name, or a description, or both.

    ``name`` is the canonical name of an entity of the article; ``description`` the words used where
    nobody is named ("a US official") or the role beside the name; ``start``/``end`` where the words
    stand in the article's text.
    """

    name: ShortText | None = None
    description: ShortText | None = None
    start: Count
    end: Count


class ClaimKind(StrEnum):
    """How a claim is made."""

    QUOTE = "quote"
    REPORTED = "reported"
    FIGURE = "figure"
    STATEMENT = "statement"


class Claim(Record):
    """Something somebody is said to have said or done, and exactly where the article says so.

    ``content`` are one or more spans in reading order (a quotation interrupted by "he said" has
    two); ``text`` is their text, blanks collapsed, joined by one blank. ``lemmas`` are the
    lower-case lemmas of its content words in reading order, for comparison across articles.
    """

    kind: ClaimKind
    text: str
    content: Annotated[tuple[Span, ...], Field(min_length=1)]
    speaker: Speaker | None = None
    via: Speaker | None = Field(
        default=None, description='Who passes it on: "Fuller said, according to the Journal".'
    )
    cue: ShortText | None = Field(default=None, description='"told reporters", "according to"')
    cue_start: Count | None = None
    cue_end: Count | None = None
    entities: tuple[ShortText, ...] = Field(
        default=(), description="Canonical names of the entities inside the content."
    )
    figures: tuple[Figure, ...] = ()
    times: tuple[TimeMention, ...] = ()
    lemmas: tuple[str, ...] = ()
    negated: bool = False
    hedged: bool = False
    stance: bool = Field(
        default=False,
        description='An attitude or intention ("criticised the deal", "wants to leave"), no words; '
        "its sentence is a claim of its own.",
    )


class EnrichedArticle(Record):
    """An article with what enrichment found; goes to the shard of its language.

    ``enriched`` is False where the language has no pipeline: such an article is still clustered, by
    its words. ``enriched_characters`` is how much of the text the pipeline read.
    """

    kind: Literal["enriched_article"] = "enriched_article"
    schema_version: int = SCHEMA_VERSION
    article: Article
    language: LanguageCode
    received: UtcTime = Field(description="When the article entered news.articles.")
    enriched: bool
    enriched_characters: Count = 0
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    pipeline: str | None = Field(default=None, description="Name and version of the pipeline.")
    rules: int = Field(default=1, description="Version of the extraction rules.")


class Withdrawal(Record):
    """The outlet took an article back; sent to every shard, since any may hold it."""

    kind: Literal["withdrawal"] = "withdrawal"
    schema_version: int = SCHEMA_VERSION
    article_id: Identifier
    received: UtcTime


class Tick(Record):
    """Time passes: lets stories close while no article comes; sent to every shard."""

    kind: Literal["tick"] = "tick"
    schema_version: int = SCHEMA_VERSION
    at: UtcTime


ShardInput = Annotated[EnrichedArticle | Withdrawal | Tick, Field(discriminator="kind")]
"""What a shard of the clusterer reads from ``news.enriched``."""
