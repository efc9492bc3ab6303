"""Enricher: articles to enriched articles, given language pipelines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from spacy.tokens import Doc

from agents.enrichment.claims import claims
from agents.enrichment.entities import cast_of, entities
from agents.enrichment.figures import figures
from agents.enrichment.language import base_of, language_of
from agents.enrichment.language_model import LanguageModel
from agents.enrichment.page_furniture import headline_alone, is_credit
from agents.enrichment.quotations import quotations
from agents.enrichment.readable import pieces, readable
from agents.enrichment.reading import read
from agents.enrichment.times import times
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.errors import EnrichmentFailed

RULES_VERSION: Final = 1
"""Grows with a release by which the same article yields other entities or claims.

Records carry it beside the pipeline's version, so that what was enriched before can be told apart.
"""

DEFAULT_LIMIT: Final = 200_000


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An article cut into pieces for its pipeline (``None`` if its language has none)."""

    article: Article
    received: datetime
    language: str
    model: LanguageModel | None
    shown: str
    text_pieces: tuple[tuple[int, str], ...]
    title_pieces: tuple[tuple[int, str], ...]


class Enricher:
    """Enriches articles; keeps nothing between calls.

    Args:
        models: for each language (``en``) the pipeline that reads it.
        limit: characters of a text that are read; the rest is left out.
    """

    def __init__(self, models: Mapping[str, LanguageModel], *, limit: int = DEFAULT_LIMIT) -> None:
        self._models = dict(models)
        self._limit = limit

    def enrich(
        self, articles: Sequence[tuple[Article, datetime]]
    ) -> list[EnrichedArticle | EnrichmentFailed]:
        """Enrich a batch, one result for each article in order; a failure is a value."""
        prepared = [self._prepare(article, received) for article, received in articles]
        try:
            return list(self._enriched(prepared))
        except Exception as error:  # noqa: BLE001 (a model may fail in any way; find whose fault)
            if len(prepared) == 1:
                return [_failure(error)]
        return [result for one in articles for result in self.enrich([one])]

    def _prepare(self, article: Article, received: datetime) -> _Prepared:
        language = base_of(language_of(article))
        model = self._models.get(language)
        text = (article.text or "")[: self._limit] if model is not None else ""
        shown = readable(text)
        title = readable(article.title or "") if model is not None else ""
        told = tuple(piece for piece in pieces(shown) if not is_credit(piece[1]))
        headline = tuple(pieces(headline_alone(title, article.outlet)))
        return _Prepared(article, received, language, model, shown, told, headline)

    def _enriched(self, prepared: Sequence[_Prepared]) -> list[EnrichedArticle]:
        docs = self._docs(prepared)
        return [_result(one, docs) for one in prepared]

    def _docs(self, prepared: Sequence[_Prepared]) -> dict[tuple[str, str], Doc]:
        """Analyse each piece once, even where several articles of the batch share it."""
        found: dict[tuple[str, str], Doc] = {}
        for language, model in sorted(self._models.items()):
            wanted = {
                piece: None
                for one in prepared
                if one.language == language
                for _, piece in (*one.text_pieces, *one.title_pieces)
            }
            for piece, doc in zip(wanted, model.docs(list(wanted)), strict=True):
                found[language, piece] = doc
        return found


def _failure(error: Exception) -> EnrichmentFailed:
    reason = f"the pipeline could not process this article: {type(error).__name__}: {error}"
    return EnrichmentFailed(reason[:1_000])


def _result(one: _Prepared, docs: Mapping[tuple[str, str], Doc]) -> EnrichedArticle:
    if one.model is None:
        return EnrichedArticle(
            article=one.article, language=one.language, received=one.received, enriched=False
        )
    text = read(
        one.article.text or "", [(at, docs[one.language, piece]) for at, piece in one.text_pieces]
    )
    title = read(
        one.article.title or "", [(at, docs[one.language, piece]) for at, piece in one.title_pieces]
    )
    cast = cast_of(text, title, one.article.outlet)
    found_figures = figures(text)
    found_times = times(text, one.article.published)
    paragraphs = [(at, at + len(piece)) for at, piece in one.text_pieces]
    quoted = quotations(one.article.text or "", one.shown, paragraphs)
    return EnrichedArticle(
        article=one.article,
        language=one.language,
        received=one.received,
        enriched=True,
        enriched_characters=len(one.shown),
        entities=entities(cast, len(one.shown)),
        claims=claims(text, cast, quoted, found_figures, found_times),
        pipeline=one.model.name,
        rules=RULES_VERSION,
    )
