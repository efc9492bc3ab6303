"""Rules decide where sentences must and cannot begin."""

from __future__ import annotations

import pytest
import spacy

from agents.enrichment.sentence_rules import limit_sentence_starts

NLP = spacy.blank("en")


def decided(text: str) -> dict[str, bool | None]:
    """Map each word to what the rules decided; None leaves it to the parser."""
    doc = limit_sentence_starts(NLP.make_doc(text))
    return {token.text: token.is_sent_start for token in doc}


def test_a_newline_starts_a_sentence() -> None:
    """Headlines and paragraphs end with their line, full stop or not."""
    assert decided("Floods reach town\n\nMore rain")["More"] is True


def test_nothing_starts_inside_a_clause() -> None:
    """Without an end before it no word begins a sentence, capitals or not."""
    assert decided("It rained Tuesday The end")["The"] is False


def test_after_a_full_stop_the_parser_decides() -> None:
    """A title like "Mrs." and the end of a sentence look alike to a rule."""
    assert decided("He left. She stayed")["She"] is None


def test_a_quotation_after_a_full_stop_starts_a_sentence() -> None:
    """The mark opens it where a capital follows, and only there."""
    assert decided('He left. "We stay')['"'] is True
    assert decided('He left. "we stay')['"'] is None
    assert decided('Mr. "We stay')['"'] is None


def test_a_small_letter_after_an_abbreviation_goes_on() -> None:
    """A state in brackets ends no sentence, nor does a colon."""
    assert decided("Lee (R-S.C.) told them")["told"] is False
    assert decided("One plan: cut taxes")["cut"] is False
    assert decided("He left. they stay")["they"] is None


@pytest.mark.parametrize("mark", [",", ")", "”", "%", ";"])
def test_closing_marks_never_start_a_sentence(mark: str) -> None:
    """Not even after a full stop."""
    assert decided(f"He left. {mark} so")[mark] is False


def test_a_straight_closing_quote_belongs_to_the_sentence_before() -> None:
    """It is glued to what it closes, and the sentence after it may begin."""
    doc = limit_sentence_starts(NLP.make_doc('"It rains." He left'))
    assert doc[4].is_sent_start is False
    assert doc[5].is_sent_start is None


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n \n", "a"])
def test_texts_of_hardly_anything_are_accepted(text: str) -> None:
    """Nothing to decide is no error."""
    assert len(limit_sentence_starts(NLP.make_doc(text))) <= 3
