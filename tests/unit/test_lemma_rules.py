"""Lemmas follow from the tag, the shipped table and spelling."""

from __future__ import annotations

import pytest

from agents.enrichment.lemma_rules import lemma, lemma_table


@pytest.mark.parametrize(
    ("form", "tag", "expected"),
    [
        ("said", "VBD", "say"),
        ("accusing", "VBG", "accuse"),
        ("stopped", "VBN", "stop"),
        ("penalizes", "VBZ", "penalize"),
        ("vetoes", "VBZ", "veto"),
        ("denied", "VBD", "deny"),
        ("underwent", "VBD", "undergo"),
        ("cities", "NNS", "city"),
        ("men", "NNS", "man"),
        ("series", "NNS", "series"),
        ("headquarters", "NNS", "headquarters"),
        ("larger", "JJR", "large"),
        ("worst", "JJS", "bad"),
        ("n’t", "RB", "not"),
        ("Iran", "NNP", "Iran"),
        ("They", "PRP", "they"),
    ],
)
def test_lemmas_of_news_words(form: str, tag: str, expected: str) -> None:
    """Regular, irregular and unlisted forms get their base form."""
    assert lemma(form, tag, lemma_table()) == expected


@pytest.mark.parametrize("tag", ["VBG", "VBD", "NNS", "JJR", "NNP", ""])
@pytest.mark.parametrize("form", ["s", "ing", "ed", "er", "’", "é", "x" * 10_000, "ss"])
def test_odd_forms_have_a_lemma_too(form: str, tag: str) -> None:
    """No form is too short, too long or too strange, and no lemma is empty."""
    assert lemma(form, tag, {})


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("derided", "deride"),
        ("bristling", "bristle"),
        ("overruled", "overrule"),
        ("treated", "treat"),
        ("focused", "focus"),
        ("combining", "combine"),
        ("appealed", "appeal"),
    ],
)
def test_a_verb_no_table_knows_gets_its_e_back_by_spelling(form: str, base: str) -> None:
    """The spelling before the ending tells whether one was dropped."""
    assert lemma(form, "VBD" if form.endswith("ed") else "VBG", {}) == base
