"""Background statistics: how common terms are in news at large."""

import numpy as np

from agents.deduplication.background import EMPTY_BACKGROUND, LanguageBackground, shipped_background
from agents.deduplication.terms import bucket_of


def _rarity(language: str, *terms: str) -> list[float]:
    buckets = np.array([bucket_of(term) for term in terms], np.int32)
    return [float(r) for r in shipped_background().of(language).rarity_of(buckets)]


def test_common_words_weigh_little_and_names_much() -> None:
    """In every language that has statistics."""
    the, name = _rarity("en", "the", "kvosterdal")
    und, german_name = _rarity("de", "und", "kvosterdal")

    assert 0 <= the < 0.5 < name
    assert 0 <= und < 0.7 < german_name


def test_a_regional_tag_is_its_language() -> None:
    """pt-BR has the statistics of pt."""
    background = shipped_background()

    assert background.of("pt-BR") is background.of("pt")


def test_a_language_without_statistics_has_none_but_works() -> None:
    """Every term is equally rare there, and none weighs nothing."""
    buckets = np.array([1, 2, 3], np.int32)

    rarity = EMPTY_BACKGROUND.of("xx").rarity_of(buckets)

    assert len(set(rarity.tolist())) == 1
    assert (rarity > 0).all()


def test_frequencies_are_found_by_bucket() -> None:
    """Buckets between, below and above the counted ones count as unseen."""
    counted = LanguageBackground(100, np.array([5, 9], np.int32), np.array([7, 3], np.float32))

    assert counted.frequency_of(np.array([1, 5, 6, 9, 10], np.int32)).tolist() == [0, 7, 0, 3, 0]
