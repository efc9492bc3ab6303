"""Claims of the shipped pipeline, against labels written for this project."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from agents.enrichment.enricher import Enricher
from agents.enrichment.language_model import LanguageModel, load
from agents.evaluation.claims import ClaimScores, labelled_of, score_claims
from streams.article import Article
from streams.enriched_article import Claim, ClaimKind, EnrichedArticle

pytestmark = pytest.mark.quality

SENTENCES: Final = Path(__file__).parents[1] / "data" / "news_sentences.jsonl"
SEEDS: Final = Path(__file__).parents[2].parent / "shared" / "data" / "seeds" / "articles.jsonl"
NOW: Final = datetime(2026, 3, 10, tzinfo=UTC)

LEAST: Final = {"content_03": 0.88, "content_08": 0.83, "speaker": 0.95, "indirect_recall": 0.86}
"""Figures below which a change has made claims worse."""


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    """Load the shipped pipeline."""
    return load("english")


def enriched(model: LanguageModel, records: list[dict[str, Any]]) -> list[EnrichedArticle]:
    """Enrich plain records."""
    batch = [(Article(**({"outlet": "x", "language": "en"} | record)), NOW) for record in records]
    results = Enricher({"en": model}).enrich(batch)
    assert all(isinstance(result, EnrichedArticle) for result in results)
    return [result for result in results if isinstance(result, EnrichedArticle)]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_claims_on_news_sentences_stay_as_good(model: LanguageModel) -> None:
    """Content, speakers and indirect speech keep their scores."""
    records = read_lines(SENTENCES)
    articles = [{"id": record["id"], "text": record["text"]} for record in records]

    total = ClaimScores()
    for record, result in zip(records, enriched(model, articles), strict=True):
        total += score_claims(record["text"], result.claims, labelled_of(record))

    assert total.content_03.f1 >= LEAST["content_03"], total.as_json()
    assert total.content_08.f1 >= LEAST["content_08"], total.as_json()
    assert total.speaker >= LEAST["speaker"], total.as_json()
    assert total.indirect_recall >= LEAST["indirect_recall"], total.as_json()


@pytest.fixture(scope="module")
def seeds(model: LanguageModel) -> list[EnrichedArticle]:
    """Enrich the two founding reports."""
    if not SEEDS.exists():
        pytest.skip("the founding reports are not part of the distribution")
    return enriched(model, read_lines(SEEDS))


def claim_with(result: EnrichedArticle, words: str) -> Claim:
    """Find the attributed claim that holds some words."""
    found = [
        claim
        for claim in result.claims
        if words in claim.text and claim.kind in {ClaimKind.QUOTE, ClaimKind.REPORTED}
    ]
    assert found, f"no claim holds {words!r}"
    return found[0]


@pytest.mark.parametrize(
    ("report", "words", "speaker"),
    [
        (0, "Iran had sent arms", "Craig Faller"),
        (0, "growing Iranian influence", "Craig Faller"),
        (0, "alarming and worrying", "Craig Faller"),
        (0, "gold bullion", "Yahya Rahim-Safavi"),
        (1, "growing Iranian influence", "Craig Fuller"),
        (1, "alarming and concerning", "Craig Fuller"),
        (1, "arms shipments as well", "Craig Fuller"),
        (1, "is not acceptable to the United States", "Elliot Abrams"),
    ],
)
def test_the_founding_reports_have_their_claims_and_speakers(
    seeds: list[EnrichedArticle], report: int, words: str, speaker: str
) -> None:
    """Each of these lines of the story has its speaker, by his full name."""
    claim = claim_with(seeds[report], words)

    assert claim.speaker is not None
    assert claim.speaker.name == speaker


def test_the_journal_passes_on_what_fuller_said(seeds: list[EnrichedArticle]) -> None:
    """Nested speech keeps both."""
    claim = claim_with(seeds[1], "alarming and concerning")

    assert claim.via is not None
    assert "Wall Street Journal" in (claim.via.name or claim.via.description or "")


def test_four_seized_tankers_are_a_figure(seeds: list[EnrichedArticle]) -> None:
    """A statement nobody is quoted for carries its figure."""
    figures = [figure for claim in seeds[1].claims for figure in claim.figures]

    assert [(figure.value, figure.unit, figure.aspect) for figure in figures].count(
        (4.0, "tanker", "seize")
    ) == 1
