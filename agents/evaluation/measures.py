"""The measures: each takes one labelled input and gives its figures."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from agents.deduplication.logic import make_logic
from agents.enrichment.language import base_of, language_of
from agents.enrichment.language_model import load
from agents.enrichment.processes import make_enricher
from agents.evaluation.claims import ClaimScores, labelled_of, score_claims
from agents.evaluation.copies import LabelledPair, score_copies
from agents.evaluation.names import NameRecord, score_names
from agents.evaluation.reading import article_of, json_lines, labels_of
from agents.evaluation.stories import Replayer, in_order, score_stories
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.settings import Settings

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TEXTS: Final = 32

_OF_NAMES: Final = ("text", "spans", "covered")
_OF_CLAIMS: Final = ("text", "attributions")
_OF_COPIES: Final = ("a", "b", "copy")
"""Fields that every line of a labelled file has."""

Result = dict[str, Any]


def evaluate_stories(folder: Path, settings: Settings) -> Result:
    """Replay a folder's articles through the clusterer and compare its stories with the labels."""
    logic = make_logic(settings)
    replay = in_order([article_of(each) for each in json_lines(folder / "articles.jsonl")])
    score = score_stories(
        replay,
        labels_of(folder / "labels.tsv"),
        _unenriched,
        Replayer(logic.clusterer, logic.background),
        time.perf_counter,
    )
    agreement = score.agreement
    return {
        "articles": score.articles,
        "stories": score.stories,
        "precision": agreement.precision,
        "recall": agreement.recall,
        "f1": agreement.f1,
        "articles_per_second": score.articles_per_second,
    }


def evaluate_names(file: Path, settings: Settings) -> Result:
    """Find the names in a file's texts and compare them with the labelled ones."""
    pipeline = load(settings.pipeline).pipeline
    records = [NameRecord.from_json(each) for each in json_lines(file, _OF_NAMES)]
    docs = pipeline.pipe([record.text for record in records], batch_size=_TEXTS)
    found = [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in docs]
    return score_names(records, found).as_dict()


def evaluate_claims(file: Path, settings: Settings) -> Result:
    """Find who is said to have said what in a file's texts and compare it with the labels."""
    enricher = make_enricher(settings.pipeline, settings.enriched_characters)
    total = ClaimScores()
    for record in json_lines(file, _OF_CLAIMS):
        article = article_of(
            {"id": str(record.get("id", "text")), "text": record["text"], "language": "en"}
        )
        [enriched] = enricher.enrich([(article, _EPOCH)])
        claims = enriched.claims if isinstance(enriched, EnrichedArticle) else ()
        total += score_claims(record["text"], claims, labelled_of(record))
    return {**total.content_03.as_json(), **total.as_json()}


def evaluate_copies(file: Path, settings: Settings) -> Result:
    """Judge the pairs of a file: copies, or not."""
    pairs = (
        LabelledPair(
            _unenriched(article_of(each["a"], "a")),
            _unenriched(article_of(each["b"], "b")),
            bool(each["copy"]),
        )
        for each in json_lines(file, _OF_COPIES)
    )
    score = score_copies(pairs, make_logic(settings).background)
    return {
        "pairs": score.pairs,
        "copies": score.copies,
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
    }


def _unenriched(article: Article) -> EnrichedArticle:
    """Wrap an article as the clusterer gets it; entities and claims have no part in clustering."""
    return EnrichedArticle(
        article=article,
        language=base_of(language_of(article)),
        received=article.published or _EPOCH,
        enriched=False,
    )


MEASURES: Final[Mapping[str, Callable[[Path, Settings], Result]]] = {
    "stories": evaluate_stories,
    "names": evaluate_names,
    "claims": evaluate_claims,
    "copies": evaluate_copies,
}
"""What can be measured: the figures of one input, by name."""
