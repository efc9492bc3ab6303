"""The time a hostile text takes grows with its length, not with its square."""

import time
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

import pytest
import spacy

from agents.enrichment.enricher import DEFAULT_LIMIT, Enricher
from agents.enrichment.language_model import LanguageModel
from streams.article import Article
from streams.enriched_article import EnrichedArticle

NOW: Final = datetime(2026, 3, 10, 8, tzinfo=UTC)
SMALL: Final = 8_000
WORST_RATIO: Final = 10
"""Four times the text may take four times as long; sixteen times would be its square."""
NOISE: Final = 0.1

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


def seconds(enricher: Enricher, unit: str, length: int) -> float:
    """Time one article made of a unit again and again, each with another number."""
    text, numbers = "", count()
    while len(text) < length:
        text += unit.format(next(numbers))
    article = Article(id="a", outlet="x", language="en", title="t", text=text)
    begin = time.process_time()
    [result] = enricher.enrich([(article, NOW)])
    assert isinstance(result, EnrichedArticle)
    return time.process_time() - begin


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_four_times_the_text_takes_no_sixteen_times_as_long(enricher: Enricher, unit: str) -> None:
    """Words that no cache has seen, so that the tokenizer works on each."""
    once = min(seconds(enricher, unit, SMALL) for _ in range(2))

    assert seconds(enricher, unit, 4 * SMALL) < WORST_RATIO * once + NOISE


@pytest.mark.parametrize("mark", ['"', "([“", "😀", "$", "!", "_=*"])
def test_longer_runs_of_marks_take_no_longer_than_short_ones(enricher: Enricher, mark: str) -> None:
    """The tokenizer's time for a run grows with its square, so none may reach it whole."""
    short, long = (f"{mark * (size // len(mark))}{{}} " for size in (90, 900))

    assert seconds(enricher, long, SMALL) < 3 * seconds(enricher, short, SMALL) + NOISE


def test_of_five_million_characters_the_limit_is_read(enricher: Enricher) -> None:
    """What lies behind the limit costs neither time nor memory."""
    article = Article(id="a", outlet="x", language="en", title="t", text='"No," ' * 833_333)

    [result] = enricher.enrich([(article, NOW)])

    assert isinstance(result, EnrichedArticle)
    assert result.enriched_characters == DEFAULT_LIMIT
