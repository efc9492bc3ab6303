"""Folding: what a reader of the updates does with gaps, repeats and strangers."""

from datetime import UTC, datetime, timedelta

import pytest

from agents.deduplication.merging.assembly import StoryIdentity
from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.merge import MergedStory
from agents.deduplication.merging.updates import describe_update
from streams.codec import encode
from streams.enriched_article import Claim, Speaker
from streams.errors import InvalidRecord
from streams.story import Match, Story
from streams.story_folding import fold
from streams.story_update import StoryUpdate, UpdateKind

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
SENTENCE = "the Aldra river broke a dyke and flooded the old quarter of Brenmoor"


def a_member(number: int) -> Member:
    """Make a report that says the sentence in nearly the same words."""
    text = f"{SENTENCE} on the night number {number}"
    claim = Claim(
        kind="reported",
        text=text,
        content=((0, len(text)),),
        lemmas=tuple(text.split()),
        speaker=Speaker(name="Ruth Ellery", start=0, end=1),
        cue="said",
    )
    report = ReportExtract(
        article_id=f"https://outlet{number}.example/article",
        title="Dyke breaks in Brenmoor",
        outlet=f"outlet{number}.example",
        language="en",
        received=NOON + timedelta(minutes=number),
        digest="",
        claims=(claim,),
    )
    return Member(report=report, match=Match(score=0.9))


def a_life(reports: int) -> list[tuple[Story, StoryUpdate]]:
    """Give each version of a story with the update that led to it."""
    merged = MergedStory()
    before: Story | None = None
    life = []
    for number in range(reports):
        merged.put(a_member(number))
        after = merged.record(StoryIdentity("s", number + 1))
        kind = UpdateKind.JOINED if before else UpdateKind.OPENED
        life.append((after, describe_update(before, after, kind, NOON)))
        before = after
    return life


def test_a_missing_update_is_noticed() -> None:
    """Who misses an update is told to take the story from the compacted topic."""
    (first, _), _, (_, third) = a_life(3)

    with pytest.raises(InvalidRecord, match=r"take the story from news\.stories"):
        fold(first, third)
    with pytest.raises(InvalidRecord, match=r"at version 0"):
        fold(None, third)


def test_an_update_of_another_story_is_refused() -> None:
    """Updates are folded into the story they are of."""
    (story, update), *_ = a_life(1)

    with pytest.raises(InvalidRecord, match="not of s"):
        fold(story, update.model_copy(update={"story_id": "other"}))


def test_a_redelivered_update_changes_nothing() -> None:
    """An update that is already in is passed over."""
    (_, first), (second, _) = a_life(2)

    assert fold(second, first) is second


def test_damaged_changes_are_a_bad_record() -> None:
    """Changes that cannot be applied are refused as a record, not as a crash."""
    (first, _), (_, second) = a_life(2)
    damaged = second.model_copy(update={"changes": {"claims": {"patch": [{"claim_id": "none"}]}}})

    with pytest.raises(InvalidRecord, match="cannot be applied"):
        fold(first, damaged)


def test_an_update_stays_small_as_the_story_grows() -> None:
    """One more report of sixty is told in a tenth of the record's bytes."""
    story, update = a_life(60)[-1]

    assert len(encode(update)) < len(encode(story)) / 10


def test_each_update_says_who_came_and_what_it_changed() -> None:
    """A person can read what happened, a program which fields changed."""
    (_, opened), (_, joined) = a_life(2)

    assert opened.sentence == "outlet0.example opened the story."
    assert joined.sentence.startswith("outlet1.example joined with its own report; now 2 reports")
    assert "1 claim now corroborated" in joined.sentence
    assert (opened.significant, joined.significant) == (False, True)
    assert joined.articles_added == ("https://outlet1.example/article",)
    assert {"claims", "counts", "reports"} <= set(joined.fields_changed)


def test_the_removal_of_what_is_not_there_changes_nothing() -> None:
    """A removal that comes again after a crash finds nothing left."""
    removal = StoryUpdate(
        story_id="st_1", version=7, kind=UpdateKind.REMOVED, at=NOON, sentence="It is over."
    )

    assert fold(None, removal) is None
