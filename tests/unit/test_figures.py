"""Numbers come with what they count, how they are qualified and what is said of it."""

from typing import Final

import pytest
import spacy
from spacy.tokens import Doc

from agents.enrichment.figures import figures
from agents.enrichment.reading import read
from agents.enrichment.units import number_of
from streams.enriched_article import Figure, Modifier

VOCAB: Final = spacy.blank("en").vocab


def figures_of(shown: str, **named: str) -> list[Figure]:
    """Give the figures of words written as word/POS or word/POS/lemma; ``named`` are labels."""
    words = [word.split("/") for word in shown.split()]
    root = next((at for at, word in enumerate(words) if "VERB" in word), 0)
    doc = Doc(
        VOCAB,
        words=[word[0] for word in words],
        pos=[word[1] if len(word) > 1 else "X" for word in words],
        lemmas=[word[2] if len(word) > 2 else word[0].lower() for word in words],
        heads=[root] * len(words),
        deps=["dep"] * len(words),
        ents=[f"B-{named[word[0]]}" if word[0] in named else "O" for word in words],
    )
    return list(figures(read(doc.text, [(0, doc)])))


@pytest.mark.parametrize(
    ("shown", "value", "unit", "modifier"),
    [
        ("12/NUM tankers/NOUN/tanker", 12, "tanker", Modifier.EXACT),
        ("at least 12/NUM tankers/NOUN/tanker", 12, "tanker", Modifier.AT_LEAST),
        ("up to 1,200/NUM people/NOUN", 1_200, "person", Modifier.AT_MOST),
        ("about 2.5/NUM million/NUM voters/NOUN/voter", 2_500_000, "voter", Modifier.ABOUT),
        ("no more than 40/NUM percent/NOUN", 40, "percent", Modifier.AT_MOST),
        ("more than 40/NUM percent/NOUN", 40, "percent", Modifier.AT_LEAST),
        ("some twenty/NUM -/PUNCT five/NUM ships/NOUN/ship", 25, "ship", Modifier.ABOUT),
    ],
)
def test_a_number_counts_something_more_or_less(
    shown: str, value: float, unit: str, modifier: Modifier
) -> None:
    """Value, unit and qualification are read from the words around."""
    [figure] = figures_of(shown)

    assert (figure.value, figure.unit, figure.modifier) == (value, unit, modifier)


@pytest.mark.parametrize(
    ("shown", "value", "high"),
    [
        ("10/NUM to 15/NUM ships/NOUN/ship", 10, 15),
        ("between 10/NUM and 15/NUM ships/NOUN/ship", 10, 15),
        ("2/NUM to 3/NUM million/NUM ships/NOUN/ship", 2_000_000, 3_000_000),
        ("15/NUM to 10/NUM ships/NOUN/ship", 10, None),
    ],
)
def test_a_range_has_two_ends(shown: str, value: float, high: float | None) -> None:
    """The upper end scales the lower one; what goes down is no range."""
    assert (figures_of(shown)[-1].value, figures_of(shown)[-1].high) == (value, high)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("12/NUM people/NOUN were killed/VERB/kill", "dead"),
        ("12/NUM people/NOUN were injured/VERB/injure", "injured"),
    ],
)
def test_what_is_said_of_people_is_kept(shown: str, said: str) -> None:
    """Words for the dead and the hurt are one aspect each."""
    assert [figure.aspect for figure in figures_of(shown)] == [said]


def test_dates_and_bare_numbers_are_no_figures() -> None:
    """A year, or a number that counts nothing."""
    assert figures_of("2004/NUM ships/NOUN/ship", **{"2004": "DATE"}) == []
    assert figures_of("12/NUM ,/PUNCT") == []


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (["two", "hundred", "five"], 205),
        (["1,234.5"], 1234.5),
        (["3", "billion"], 3e9),
        (["1.2.3"], None),
        (["9" * 30], None),
        ([], None),
    ],
)
def test_number_words_and_digits_are_read(words: list[str], number: float | None) -> None:
    """What is no number, or absurdly long, is none."""
    assert number_of(words) == number
