"""The shipped pipeline finds the names of hand-written news; floors lie below what it reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agents.enrichment import english
from agents.evaluation.names import NameRecord, score_names

if TYPE_CHECKING:
    from spacy.language import Language

PASSAGES = Path(__file__).parents[1] / "data" / "news_sentences.jsonl"
COVERED = (
    "PERSON NORP ORG GPE LOC FAC EVENT DATE TIME MONEY PERCENT QUANTITY CARDINAL ORDINAL".split()
)
FLOORS = {"PERSON": 0.80, "ORG": 0.60, "GPE": 0.75, "NORP": 0.90, "DATE": 0.80, "MONEY": 0.70}


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Load the shipped pipeline once."""
    return english.load()


def test_the_names_of_the_passages_are_found(nlp: Language) -> None:
    """F1 of each frequent label with strict spans stays above its floor."""
    lines = PASSAGES.read_text(encoding="utf-8").splitlines()
    records = [
        NameRecord.from_json({"text": raw["text"], "spans": raw["names"], "covered": COVERED})
        for raw in map(json.loads, lines)
    ]
    docs = nlp.pipe(record.text for record in records)
    scores = score_names(
        records, [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in docs]
    )

    reached = {label: scores.labels[label].f1 for label in FLOORS}
    assert {label: f1 for label, f1 in reached.items() if (f1 or 0) < FLOORS[label]} == {}
    assert (scores.merged.f1 or 0) >= 0.80


def test_sentences_end_at_paragraphs_and_never_before_a_comma(nlp: Language) -> None:
    """A headline without a full stop is a sentence of its own."""
    doc = nlp("Floods reach Tromso\n\nMore rain fell on Monday, Mr. Halvard said. “It is bad.”")

    starts = [sentence.text.split()[0] for sentence in doc.sents]
    assert starts == ["Floods", "More", "“It"]


def test_every_token_has_a_tag_a_lemma_and_a_head(nlp: Language) -> None:
    """Claims are read off tags, lemmas and Universal Dependencies."""
    doc = nlp("The commander said that ships had arrived.")

    lemmas = [token.lemma_ for token in doc]
    assert lemmas == ["the", "commander", "say", "that", "ship", "have", "arrive", "."]
    assert [token.dep_ for token in doc[:3]] == ["det", "nsubj", "ROOT"]
    assert all(token.tag_ and token.pos_ for token in doc)
