"""The two reports that the project was founded on, through enrichment and merging, row by row."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from agents.deduplication.merging.assembly import StoryIdentity
from agents.deduplication.merging.extract import extract
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.merge import merge
from agents.enrichment.enricher import Enricher
from agents.enrichment.language_model import load
from streams.article import Article
from streams.codec import decode_article
from streams.enriched_article import EnrichedArticle
from streams.story import Conflict, Match, Story, StoryClaim

SEEDS = Path(__file__).parents[2].parent / "shared" / "data" / "seeds" / "articles.jsonl"
FIRST, SECOND = "seed-000", "seed-001"

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not SEEDS.exists(), reason="the two reports are not here"),
]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    """Read both reports."""
    return [decode_article(line) for line in SEEDS.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def story(articles: list[Article]) -> Story:
    """Enrich both reports with the shipped pipeline and merge them."""
    enricher = Enricher({"en": load("english")})
    received = [(one, one.published + timedelta(minutes=5)) for one in articles if one.published]
    members = []
    for enriched in enricher.enrich(received):
        assert isinstance(enriched, EnrichedArticle)
        members.append(Member(report=extract(enriched), match=Match(score=1.0)))
    return merge(members, StoryIdentity("seeds"))


def said_in(claim: StoryClaim, article_id: str) -> str:
    """Give a claim's words in one article."""
    return " ".join(
        support.text or claim.text for support in claim.support if support.article_id == article_id
    )


def the_claim(story: Story, words: Sequence[str], others: Sequence[str]) -> StoryClaim:
    """Give the claim that both reports make, by words of the first's and the second's version."""
    found = [
        claim
        for claim in story.claims
        if all(word in said_in(claim, FIRST) for word in words)
        and all(word in said_in(claim, SECOND) for word in others)
    ]
    assert found, f"no claim has {words} in the first report and {others} in the second"
    return found[0]


def conflicts(story: Story, kind: str) -> list[Conflict]:
    """Give the conflicts of a kind."""
    return [conflict for conflict in story.conflicts if conflict.kind == kind]


def test_who_speaks_is_one_person_under_two_spellings(story: Story) -> None:
    """Faller and Fuller are one person, and both names are shown."""
    (conflict,) = conflicts(story, "name")
    person = next(one for one in story.entities if one.name in {"Craig Faller", "Craig Fuller"})

    assert {side.value for side in conflict.sides} == {"Craig Faller", "Craig Fuller"}
    assert {variant.name for variant in person.variants} >= {"Craig Faller", "Craig Fuller"}
    assert person.articles == 2


def test_influence_is_corroborated_in_two_wordings(story: Story) -> None:
    """One claim, and the differing words of the quotation."""
    claim = the_claim(story, ["growing Iranian influence there"], ["growing Iranian influence in"])

    assert claim.status == "corroborated"
    assert any(
        claim.claim_id in side.claim_ids
        for conflict in conflicts(story, "wording")
        for side in conflict.sides
    )


def test_the_force_in_venezuela_is_one_claim_in_two_wordings(story: Story) -> None:
    """Alarming and worrying, or alarming and concerning."""
    claim = the_claim(story, ["alarming and worrying"], ["alarming and concerning"])
    values = {side.value.strip(",") for one in conflicts(story, "wording") for side in one.sides}

    assert claim.status == "corroborated"
    assert {"alarming and worrying", "alarming and concerning"} <= values


def test_the_arms_are_corroborated(story: Story) -> None:
    """Both tell an uptick in arms shipments."""
    claim = the_claim(story, ["uptick", "arms shipments"], ["arms shipments", "uptick"])

    assert claim.status == "corroborated"


def test_gold_for_fuel_is_corroborated_and_attributed_by_one_only(story: Story) -> None:
    """Rahim-Safavi says so in the first report; nobody does in the second."""
    claim = the_claim(story, ["gold"], ["gasoline", "gold"])
    speakers = {support.article_id: support.speaker or "" for support in claim.support}

    assert claim.status == "corroborated"
    assert "Safavi" in speakers[FIRST]
    assert "Safavi" not in speakers[SECOND]


def test_the_shop_in_caracas_is_corroborated(story: Story) -> None:
    """A supermarket chain and a grocery store are one."""
    claim = the_claim(story, ["supermarket", "Caracas"], ["grocery store", "Caracas"])

    assert claim.status == "corroborated"


def test_who_spoke_of_the_missiles_is_an_attribution_conflict(story: Story) -> None:
    """Abrams in the first report, an anonymous official in the second."""
    claim = the_claim(story, ["missiles", "destroyed"], ["eliminated"])
    found = [
        one
        for one in conflicts(story, "attribution")
        if any(claim.claim_id in side.claim_ids for side in one.sides)
    ]

    assert {frozenset(side.article_ids) for side in found[0].sides} == {
        frozenset({FIRST}),
        frozenset({SECOND}),
    }
    assert any("Abrams" in side.value for side in found[0].sides)
    assert any("official" in side.value for side in found[0].sides)


@pytest.mark.parametrize(
    ("article_id", "words"),
    [
        (FIRST, "defense cooperation"),
        (FIRST, "arms embargo"),
        (FIRST, "Mohajer-6"),
        (FIRST, "Bolton"),
        (FIRST, "increase Chinese influence"),
        (FIRST, "Mahan Air"),
        (FIRST, "Hatami"),
        (SECOND, "four oil tankers"),
        (SECOND, "New York and New Jersey"),
    ],
)
def test_what_only_one_report_has_is_single_source(
    story: Story, article_id: str, words: str
) -> None:
    """Each of them is in the story, and carried by one report alone."""
    found = [claim for claim in story.claims if words in said_in(claim, article_id)]

    assert found
    for claim in found:
        assert claim.status == "single_source"
        assert {support.article_id for support in claim.support} == {article_id}


def test_every_span_leads_to_the_words(story: Story, articles: list[Article]) -> None:
    """The offsets of each support are those of its words in the article as published."""
    texts = {article.id: article.text or "" for article in articles}
    for claim in story.claims:
        for support in claim.support:
            text = texts[support.article_id]
            pieces = [" ".join(text[start:end].split()) for start, end in support.content]
            assert " ".join(pieces) == (support.text or claim.text)
