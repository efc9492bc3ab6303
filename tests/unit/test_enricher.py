"""Articles become enriched articles, one result each, whatever they hold."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

from agents.enrichment.enricher import Enricher
from agents.enrichment.language_model import LanguageModel
from streams.article import Article
from streams.codec import encode
from streams.enriched_article import EnrichedArticle
from streams.errors import EnrichmentFailed

NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)


class StubModel(LanguageModel):
    """A model that only finds words and sentences, and fails on one of them."""

    seen: list[str]

    def docs(self, texts: Sequence[str]) -> list[Doc]:
        """Analyse texts."""
        self.pipeline.meta.setdefault("seen", []).extend(texts)
        if any("POISON" in text for text in texts):
            reason = "the model broke"
            raise RuntimeError(reason)
        return list(self.pipeline.pipe(texts))


@pytest.fixture
def model() -> StubModel:
    """Give a model without weights."""
    pipeline: Any = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Ann Lee"}])
    return StubModel("stub 1", "en", pipeline)


def an_article(number: int = 1, **fields: Any) -> Article:
    """Make an English article."""
    given = {"id": f"a{number}", "outlet": "x", "language": "en", "text": "Ann Lee left."}
    return Article(**(given | fields))


def enriched(result: EnrichedArticle | EnrichmentFailed) -> EnrichedArticle:
    """Take a result that must not be a failure."""
    assert isinstance(result, EnrichedArticle)
    return result


def test_each_article_has_its_result_in_order(model: StubModel) -> None:
    """Nothing is lost, doubled or swapped."""
    batch = [(an_article(number), NOW) for number in range(5)]

    results = Enricher({"en": model}).enrich(batch)

    assert [enriched(result).article.id for result in results] == [f"a{n}" for n in range(5)]
    assert all(enriched(result).entities[0].name == "Ann Lee" for result in results)


def test_a_text_shared_in_a_batch_is_read_once(model: StubModel) -> None:
    """Syndicated paragraphs cost one pass of the model."""
    Enricher({"en": model}).enrich([(an_article(number), NOW) for number in range(5)])

    assert model.pipeline.meta["seen"].count("Ann Lee left.") == 1


def test_what_the_page_adds_names_nobody(model: StubModel) -> None:
    """The outlet behind a bar and the credits below the text are no part of the article."""
    article = an_article(title="Quake shakes coast | Ann Lee", text="One.\n\n(Editing by Ann Lee)")

    [result] = Enricher({"en": model}).enrich([(article, NOW)])

    assert enriched(result).entities == ()
    assert enriched(result).article == article


def test_a_failure_is_the_result_of_its_article_alone(model: StubModel) -> None:
    """The others of the batch are enriched as if it were not there."""
    batch = [(an_article(1), NOW), (an_article(2, text="POISON"), NOW), (an_article(3), NOW)]

    first, second, third = Enricher({"en": model}).enrich(batch)

    assert enriched(first).article.id == "a1"
    assert isinstance(second, EnrichmentFailed)
    assert "the model broke" in str(second)
    assert enriched(third).article.id == "a3"


def test_a_language_without_a_pipeline_passes_through(model: StubModel) -> None:
    """It keeps its article and says that nothing was read."""
    [result] = Enricher({"en": model}).enrich([(an_article(language="de-AT"), NOW)])

    assert enriched(result).language == "de"
    assert not enriched(result).enriched
    assert enriched(result).enriched_characters == 0
    assert enriched(result).pipeline is None


def test_a_text_is_read_up_to_the_limit(model: StubModel) -> None:
    """What is beyond is kept in the article and not read."""
    text = "Ann Lee left. " * 100

    [result] = Enricher({"en": model}, limit=140).enrich([(an_article(text=text), NOW)])

    assert enriched(result).enriched_characters == 140
    assert enriched(result).article.text == text
    assert len(enriched(result).entities[0].mentions) == 10


def test_a_headline_alone_is_enough(model: StubModel) -> None:
    """Some feeds have no bodies."""
    article = an_article(text=None, title="Ann Lee leaves")

    [result] = Enricher({"en": model}).enrich([(article, NOW)])

    assert [entity.name for entity in enriched(result).entities] == ["Ann Lee"]


HOSTILE = {
    "empty": "  \n ",
    "one word": "x" * 100_000,
    "no spaces": "abc,def." * 10_000,
    "control characters": "".join(map(chr, range(1, 32))) * 200,
    "right to left": "\u202eAnn Lee\u202c \u200fsaid\u200e no. " * 50,
    "emoji": "😀 👩‍👩‍👧 Ann Lee " * 100,
    "markup": "<div><p>Ann Lee said &quot;no&quot;.</p></div>" * 100,
    "open tags": "<" * 50_000,
    "marks": "“\"'" * 5_000,
    "line ends": "Ann\r\nLee\r\n" * 1_000,
    "nested": "“Ann ‘Lee “said” so’ then” " * 200,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_give_a_record_whose_offsets_hold(model: StubModel, text: str) -> None:
    """Each mention and claim is found at its place in the text as published."""
    [result] = Enricher({"en": model}).enrich([(an_article(text=text, title="t"), NOW)])

    for entity in enriched(result).entities:
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.text
    for claim in enriched(result).claims:
        assert all(0 <= start < end <= len(text) for start, end in claim.content)
    assert encode(enriched(result))


def test_the_same_batch_gives_the_same_bytes(model: StubModel) -> None:
    """Enrichment keeps nothing between calls."""
    batch = [(an_article(text="“No,” Ann Lee said. Lee left."), NOW)]
    enricher = Enricher({"en": model})

    first, second = (encode(enriched(enricher.enrich(batch)[0])) for _ in range(2))

    assert first == second


def test_an_empty_batch_has_no_results(model: StubModel) -> None:
    """Nothing in, nothing out."""
    assert Enricher({"en": model}).enrich([]) == []
