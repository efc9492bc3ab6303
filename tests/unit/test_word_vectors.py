"""Remembered vectors are the same as those worked out anew."""

import numpy as np
import pytest
from spacy.strings import StringStore
from spacy.vectors import Vectors  # type: ignore[import-not-found]

from agents.enrichment import word_vectors
from agents.enrichment.word_vectors import RememberedVectors

WORDS = ["ferry", "harbor", "ferry", "", "Brandt", "harbor"]


@pytest.fixture
def floret() -> Vectors:
    """Floret vectors of 50 rows and 4 dimensions."""
    data = np.random.default_rng(1).normal(size=(50, 4)).astype(np.float32)
    strings = StringStore(WORDS)
    return Vectors(
        strings=strings, data=data, mode="floret", minn=3, maxn=4, hash_count=2, hash_seed=7
    )


def test_a_batch_is_what_floret_gives(floret: Vectors) -> None:
    """By key and by string, the first time and later."""
    remembered = RememberedVectors.of(floret)
    keys = [floret.strings[word] for word in WORDS]

    for _ in range(2):
        assert np.array_equal(remembered.get_batch(keys), floret.get_batch(keys))
    assert np.array_equal(remembered.get_batch(WORDS), floret.get_batch(keys))


def test_a_full_memory_starts_anew(floret: Vectors, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many words come, few are remembered, and all are right."""
    monkeypatch.setattr(word_vectors, "_WORDS", 3)
    remembered = RememberedVectors.of(floret)

    for word in [*WORDS, *WORDS]:
        key = [floret.strings[word]]
        assert np.array_equal(remembered.get_batch(key), floret.get_batch(key))
        assert len(remembered._place) <= 3
