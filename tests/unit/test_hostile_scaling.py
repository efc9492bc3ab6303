"""The time a hostile text takes grows with its length, not with its square."""

from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

import pytest
import spacy

from agents.enrichment.enricher import DEFAULT_LIMIT, Enricher
from agents.enrichment.language_model import LanguageModel
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from tests.measured.growth import MOST, Work, growth, times_as_long

NOW: Final = datetime(2026, 3, 10, 8, tzinfo=UTC)
SMALL: Final = 2_000
MARKS: Final = 8_000
NUMBERS: Final = count()

UNITS: Final = {
    "quoted words": '"{}" ',
    "introduced quotations": ': "{}" ',
    "single marks": "'{} ",
    "marks of two strokes": "''{}'' ",
    "numbers": "{} ",
    "tags": "<b>{}</b>&quot;",
    "right to left": "\u202e{}\u202c \u200f",
    "no blanks": "{},",
    "lines": "Lee: {}\n",
    "names": "Ann Lee{} ",
}


@pytest.fixture(scope="module")
def enricher() -> Enricher:
    """Give an enricher whose model finds words, sentences and a name."""
    pipeline: Any = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ann Lee"}])
    return Enricher({"en": LanguageModel("stub 1", "en", pipeline)})


def enriching(enricher: Enricher, unit: str, length: int) -> Work:
    """Prepare an article made of a unit again and again, each with another number.

    No cache has seen its words, so that the tokenizer works on each.
    """
    units = (unit.format(number) for number in NUMBERS)
    text = ""
    while len(text) < length:
        text += next(units)
    article = Article(id="a", outlet="x", language="en", title="t", text=text)

    def enrich() -> None:
        [result] = enricher.enrich([(article, NOW)])
        assert isinstance(result, EnrichedArticle)

    return enrich


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_a_text_takes_as_long_as_its_parts(enricher: Enricher, unit: str) -> None:
    """Sixteen times the text may take sixteen times as long, not its square."""
    assert growth(lambda size: enriching(enricher, unit, size), SMALL) <= MOST


@pytest.mark.parametrize("mark", ['"', "([“", "😀", "$", "!", "_=*"])
def test_longer_runs_of_marks_take_no_longer_than_short_ones(enricher: Enricher, mark: str) -> None:
    """The tokenizer's time for a run grows with its square, so none may reach it whole."""
    short, long = (f"{mark * (size // len(mark))}{{}} " for size in (90, 900))

    times = times_as_long(
        lambda: enriching(enricher, long, MARKS), lambda: enriching(enricher, short, MARKS)
    )

    assert times <= MOST


@pytest.mark.parametrize(("power", "seen"), [(1, False), (2, True)])
def test_work_that_grows_with_the_square_is_seen(power: int, seen: bool) -> None:
    """Else none of these tests could fail."""

    def prepare(size: int) -> Work:
        return lambda: sum(1 for _ in range(size**power))

    assert (growth(prepare, 50 if seen else 2_000) > MOST) == seen


def test_of_five_million_characters_the_limit_is_read(enricher: Enricher) -> None:
    """What lies behind the limit costs neither time nor memory."""
    article = Article(id="a", outlet="x", language="en", title="t", text='"No," ' * 833_333)

    [result] = enricher.enrich([(article, NOW)])

    assert isinstance(result, EnrichedArticle)
    assert result.enriched_characters == DEFAULT_LIMIT
