"""Titles: the headline, the report that stands for all, the earliest one, and the first line."""

from datetime import UTC, datetime, timedelta

import pytest

from agents.deduplication.merging.assembly import StoryIdentity
from agents.deduplication.merging.extract import extract
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.merge import merge
from streams.article import Article
from streams.enriched_article import Claim, EnrichedArticle
from streams.story import Match, Story

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TOLD = "A dyke broke on the Aldra river and flooded the old quarter of Brenmoor."


def a_member(number: int, title: str, text: str = TOLD, *, hours: int = 0) -> Member:
    """Make a report of an outlet of its own, each of its sentences a claim."""
    article = Article(
        id=f"r{number}",
        title=title,
        text=text,
        outlet=f"outlet{number}.example",
        published=NOON + timedelta(hours=hours),
    )
    claims, at = [], 0
    for sentence in text.split(". "):
        told = sentence.rstrip(".")
        lemmas = tuple(word for word in told.casefold().split() if len(word) > 2)
        content = ((at, at + len(told)),)
        claims.append(Claim(kind="statement", text=told, content=content, lemmas=lemmas))
        at += len(sentence) + 2
    enriched = EnrichedArticle(
        article=article,
        language="en",
        received=NOON + timedelta(minutes=number),
        enriched=True,
        claims=claims,
        pipeline="english 1",
    )
    return Member(report=extract(enriched), match=Match(score=1.0))


def story_of(*members: Member) -> Story:
    """Merge."""
    return merge(members, StoryIdentity("s"))


@pytest.mark.parametrize(
    "title", ["Dyke breaks at Brenmoor | Outlet1", "OUTLET1: Dyke breaks at Brenmoor"]
)
def test_a_headline_is_rid_of_the_outlets_name(title: str) -> None:
    """Whatever a site adds to its headlines is no part of the story's."""
    assert story_of(a_member(1, title)).title == "Dyke breaks at Brenmoor"


def test_the_report_most_like_the_others_gives_the_headline() -> None:
    """Neither the first nor the last, but the one that has most in common with all."""
    story = story_of(
        a_member(1, "Watch our drone film", "Our drone flew over meadows at dawn.", hours=0),
        a_member(2, "Dyke breaks, old quarter of Brenmoor flooded", hours=1),
        a_member(3, "Aldra dyke breaks in Brenmoor", f"{TOLD} Soldiers filled sandbags.", hours=2),
    )

    assert story.representative in {"r2", "r3"}
    assert story.title == next(
        report.title for report in story.reports if report.article_id == story.representative
    )


def test_the_earliest_report_is_the_one_published_first() -> None:
    """In whatever order reports are received."""
    story = story_of(a_member(1, "Later", hours=3), a_member(2, "Earlier", hours=1))

    assert (story.earliest, story.event_time) == ("r2", NOON + timedelta(hours=1))


def test_the_first_line_is_what_several_origins_open_with() -> None:
    """An agreed claim that opens the representative report goes before its other sentences."""
    story = story_of(
        a_member(1, "Dyke breaks at Brenmoor", f"Rain fell for days in the hills. {TOLD}"),
        a_member(2, "Dyke breaks at Brenmoor", TOLD),
    )

    assert story.summary == TOLD.rstrip(".")
    assert story.claims[0].text == TOLD.rstrip(".")


def test_without_agreement_the_first_line_is_the_first_sentence() -> None:
    """Without the place and agency that it opens with."""
    story = story_of(a_member(1, "Dyke breaks", f"BRENMOOR (Meridian) \u2014 {TOLD} Many fled."))

    assert story.summary == TOLD


def test_key_claims_come_first() -> None:
    """Those of most origins, however late they are told."""
    story = story_of(
        a_member(1, "Dyke breaks", f"Rain fell for days in the hills above the valley. {TOLD}"),
        a_member(2, "Dyke breaks", TOLD),
        a_member(3, "Dyke breaks", TOLD),
    )

    assert [claim.origins for claim in story.claims] == [3, 1]
