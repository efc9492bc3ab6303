"""Bytes and records: golden bytes, round trips, and clear words for what cannot be read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from streams import codec
from streams.article import Article
from streams.enriched_article import (
    Claim,
    ClaimKind,
    EnrichedArticle,
    Entity,
    Figure,
    Mention,
    Span,
    Speaker,
    Tick,
    TimeMention,
    Withdrawal,
)
from streams.errors import ForeignSchema, InvalidRecord, UndecodableRecord, UnidentifiedRecord
from streams.record import Record
from streams.story import (
    ClaimStatus,
    Conflict,
    ConflictKind,
    ConflictSide,
    Counts,
    Match,
    NameVariant,
    Report,
    Story,
    StoryClaim,
    StoryEntity,
    StoryStatus,
    Support,
)
from streams.story_update import StoryUpdate, UpdateKind

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "golden"
AT = datetime(2026, 3, 10, 8, 30, tzinfo=UTC)

ARTICLE = Article.model_validate(
    {
        "id": "harbor-1",
        "url": "https://harbor.example/1",
        "title": "Ferry aground off Brandt",
        "text": "“All 214 are safe,” Adm. Ida Brandt said on Tuesday.",
        "published": "2026-03-10T09:30:00+01:00",
        "outlet": "Harbor Courier",
        "language": "en",
        "authors": ["A. Writer"],
        "section": "News",
        "summary": "A ferry ran aground.",
        "version": "2",
        "paywall": {"level": 1},
    }
)
CLAIM = Claim(
    kind=ClaimKind.QUOTE,
    text="All 214 are safe",
    content=(Span(1, 17),),
    speaker=Speaker(name="Ida Brandt", description="Adm.", start=20, end=35),
    cue="said",
    cue_start=36,
    cue_end=40,
    entities=("Ida Brandt",),
    figures=(Figure(value=214, unit="person", aspect="safe", text="214", start=5, end=8),),
    times=(TimeMention(text="Tuesday", start=44, end=51, day="2026-03-10"),),
    lemmas=("safe",),
)
ENRICHED = EnrichedArticle(
    article=ARTICLE,
    language="en",
    received=AT,
    enriched=True,
    enriched_characters=52,
    entities=(
        Entity(
            type="PERSON",
            name="Ida Brandt",
            title="Adm.",
            mentions=(Mention(start=25, end=35, text="Ida Brandt"),),
            salience=0.5,
        ),
    ),
    claims=(CLAIM,),
    pipeline="en_test 1.0",
)
STORY = Story(
    story_id="st_1",
    version=2,
    status=StoryStatus.ACTIVE,
    previous_ids=("st_0",),
    language="en",
    event_time=AT,
    first_published=AT,
    last_published=AT,
    first_seen=AT,
    last_seen=AT,
    title="Ferry aground off Brandt",
    summary="All 214 are safe",
    representative="harbor-1",
    earliest="harbor-1",
    reports=(
        Report(
            article_id="harbor-1",
            url="https://harbor.example/1",
            title="Ferry aground off Brandt",
            outlet="Harbor Courier",
            publisher_family="Harbor Media",
            published=AT,
            received=AT,
            origin="harbor-1",
            match=Match(score=1.0, signals=("first report of the story",)),
        ),
    ),
    counts=Counts(articles=1, copies=0, outlets=1, publisher_families=1, origins=1),
    entities=(
        StoryEntity(
            type="PERSON",
            name="Ida Brandt",
            articles=1,
            origins=1,
            salience=0.5,
            variants=(NameVariant(name="Ida Brandt", articles=1, origins=1),),
        ),
    ),
    claims=(
        StoryClaim(
            claim_id="cl_1",
            text="All 214 are safe",
            kind=ClaimKind.QUOTE,
            speaker="Ida Brandt",
            support=(
                Support(article_id="harbor-1", content=(Span(1, 17),), text="All 214 are safe"),
            ),
            origins=1,
            status=ClaimStatus.SINGLE_SOURCE,
        ),
    ),
    conflicts=(
        Conflict(
            conflict_id="cf_1",
            kind=ConflictKind.FIGURE,
            subject="people aboard",
            sides=(
                ConflictSide(value="214", text="All 214", article_ids=("harbor-1",), origins=1),
                ConflictSide(value="215", text="All 215", article_ids=("gazette-1",), origins=1),
            ),
        ),
    ),
    pipelines=("en_test 1.0",),
)
UPDATE = StoryUpdate(
    kind=UpdateKind.JOINED,
    story_id="st_1",
    version=2,
    at=AT,
    articles_added=("harbor-1",),
    fields_changed=("title",),
    changes={"set": {"title": "Ferry aground off Brandt"}},
    significant=True,
    sentence="Harbor Courier joined.",
)
RECORDS: dict[str, Record] = {
    "article": ARTICLE,
    "enriched_article": ENRICHED,
    "withdrawal": Withdrawal(article_id="harbor-1", received=AT),
    "tick": Tick(at=AT),
    "story": STORY,
    "story_update": UPDATE,
}


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_a_record_is_written_as_its_golden_bytes(name: str) -> None:
    """The bytes on the wire do not change by accident."""
    assert codec.encode(RECORDS[name]) + b"\n" == (GOLDEN / f"{name}.v1.json").read_bytes()


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_golden_bytes_of_every_version_can_be_read(path: Path) -> None:
    """What was ever written can be read for ever."""
    name = path.name.split(".")[0]

    assert codec.decode_record(type(RECORDS[name]), path.read_bytes()) == RECORDS[name]


@pytest.mark.parametrize(
    ("raw", "error", "said"),
    [
        (b"", UndecodableRecord, "not JSON"),
        (b"{", UndecodableRecord, "not JSON"),
        (b"\xff\xfe", UndecodableRecord, "UTF-8"),
        (b'"\xed\xa0\x80"', UndecodableRecord, "UTF-8"),
        (b'{"id":"\\ud800","title":"t","outlet":"o"}', UndecodableRecord, "surrogate"),
        (b'{"x":NaN}', UndecodableRecord, "not JSON"),
        (b"[" * 10_000, UndecodableRecord, "depth"),
        (b"[1]", UndecodableRecord, "an array"),
        (b"null", UndecodableRecord, "null"),
        (b'{"title":"t","outlet":"o"}', UnidentifiedRecord, "id is missing"),
        (b'{"id":7,"title":"t","outlet":"o"}', InvalidRecord, "id is 7"),
        (b'{"id":"","title":"t","outlet":"o"}', InvalidRecord, "id is ''"),
        (b'{"id":"a\\u0000","title":"t","outlet":"o"}', InvalidRecord, "control characters"),
        (b'{"id":"a","title":"t"}', InvalidRecord, "outlet is missing"),
        (b'{"id":"a","title":" ","outlet":"o"}', InvalidRecord, "text or title"),
        (b'{"id":"a","title":["t"],"outlet":"o"}', InvalidRecord, "title is"),
        (b'{"id":"a","title":"t","outlet":"o","published":5}', InvalidRecord, "published is 5"),
        (
            b'{"id":"a","title":"t","outlet":"o","published":"2026-03-10T08:00:00"}',
            InvalidRecord,
            "offset from UTC",
        ),
        (
            b'{"id":"a","title":"t","outlet":"o","published":"0000-01-01T00:00:00Z"}',
            InvalidRecord,
            "ISO 8601",
        ),
        (
            b'{"id":"a","title":"t","outlet":"o","published":"9999-12-31T23:59:00-05:00"}',
            InvalidRecord,
            "years 1 and 9999",
        ),
        (
            b'{"id":"a","title":"t","outlet":"o","x":' + b'{"y":' * 50 + b"1" + b"}" * 51,
            InvalidRecord,
            "nested",
        ),
    ],
)
def test_a_bad_article_is_named(raw: bytes, error: type[InvalidRecord], said: str) -> None:
    """The error is of the right class and names the field, the value and what is allowed."""
    with pytest.raises(error, match=said) as caught:
        codec.decode_article(raw)

    assert type(caught.value) is error


def test_the_key_stands_in_for_a_missing_id() -> None:
    """A record whose value has no id is named by its key."""
    assert codec.decode_article(b'{"title":"t","outlet":"o"}', b"k").id == "k"


def test_a_key_that_contradicts_the_id_is_refused() -> None:
    """Updates of one article must share a partition, so key and id must agree."""
    with pytest.raises(UnidentifiedRecord, match="they must be equal"):
        codec.decode_article(b'{"id":"a","title":"t","outlet":"o"}', b"k")


def test_unknown_fields_of_an_article_are_kept() -> None:
    """What a producer adds is not lost on the way."""
    assert ARTICLE.model_extra == {"paywall": {"level": 1}}


def test_a_newer_schema_is_refused() -> None:
    """A record of a newer schema is never half understood."""
    raw = codec.encode(STORY).replace(b'"schema_version":1', b'"schema_version":2')

    with pytest.raises(ForeignSchema, match="upgrade"):
        codec.decode_story(raw)


def test_a_long_hostile_value_is_shown_short_and_escaped() -> None:
    """An error message quotes a stranger's value without trusting it."""
    raw = codec.to_json({"id": "\x1b[31m" * 500, "title": "t", "outlet": "o"})

    with pytest.raises(InvalidRecord) as caught:
        codec.decode_article(raw)

    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 300
