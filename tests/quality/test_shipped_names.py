"""The shipped pipeline finds the names of hand-written news; floors lie below what it reached."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
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


def test_a_shortened_title_ends_no_sentence(nlp: Language) -> None:
    """As in the treebanks, it is one word."""
    doc = nlp("He said that Capt. Henrik Solle had left. Lt. Ann Lee stayed.")

    assert [token.text for token in doc][3:5] == ["Capt.", "Henrik"]
    assert [sentence.text for sentence in doc.sents][1] == "Lt. Ann Lee stayed."


def analysis(text: str) -> list[tuple[str, str, str, int]]:
    """Analyse a text from scratch; runs in a process of its own as well."""
    doc = english.load()(text)
    return [(token.tag_, token.dep_, token.ent_type_, token.head.i) for token in doc]


def test_a_spawned_process_says_the_same(nlp: Language) -> None:
    """Nothing depends on the hash seed, on the process or on what was analysed before."""
    text = "Adm. Craig Faller told reporters in Miami on Dec. 2 that Iran sold $3 million of fuel."
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        elsewhere = pool.submit(analysis, text).result(timeout=120)

    doc = nlp(text)
    assert elsewhere == [(t.tag_, t.dep_, t.ent_type_, t.head.i) for t in doc]


def test_the_package_stays_small() -> None:
    """The weights are part of every installation."""
    size = sum(file.stat().st_size for file in english.PIPELINE.rglob("*") if file.is_file())
    assert size <= 20_000_000
