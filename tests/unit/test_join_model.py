"""The join model: trees as arrays."""

from pathlib import Path

import numpy as np
import pytest

from agents.deduplication.evidence import STORY_FEATURES
from agents.deduplication.join_model import ForeignModel, JoinModel, shipped_model

_BODY = STORY_FEATURES.index("best_body")
_SIZE = STORY_FEATURES.index("size")


def _rows(*pairs: tuple[float, float]) -> np.ndarray:
    rows = np.zeros((len(pairs), len(STORY_FEATURES)), np.float32)
    rows[:, _BODY], rows[:, _SIZE] = zip(*pairs, strict=True)
    return rows


def _stump() -> JoinModel:
    """One tree: body <= 0.3 gives -1; else size <= 2 gives 0.5, more gives 2."""
    return JoinModel(
        version="test",
        feature=np.array([[_BODY], [_SIZE]], np.int16),
        threshold=np.array([[0.3], [2.0]], np.float32),
        kept=np.array([[0b1110], [0b1101]], np.uint16) | np.uint16(0xFFF0),
        value=np.array([[-1.0], [0.5], [2.0], *[[0.0]] * 13], np.float32),
    )


@pytest.mark.parametrize(
    ("body", "size", "score"),
    [(0.1, 5, -1.0), (0.3, 5, -1.0), (0.31, 2, 0.5), (0.9, 2.1, 2.0)],
)
def test_a_row_ends_in_the_leaf_of_its_side(body: float, size: float, score: float) -> None:
    """Up to the threshold goes left, above goes right; the leaf's value is the log-odds."""
    [probability] = _stump().probabilities(_rows((body, size)))

    assert probability == pytest.approx(1 / (1 + np.exp(-score)))


def test_rows_do_not_influence_each_other() -> None:
    """A row alone has the probability that it has among others."""
    rows = np.random.default_rng(1).random((7, len(STORY_FEATURES))).astype(np.float32)
    model = shipped_model()

    assert np.array_equal(
        model.probabilities(rows), np.concatenate([model.probabilities(r[None]) for r in rows])
    )


def test_the_shipped_model_gives_probabilities() -> None:
    """Whatever the evidence, the answer lies in [0, 1]; more likeness is not less probable."""
    rows = _rows(*((body / 10, 1.0) for body in range(11)))

    probabilities = shipped_model().probabilities(rows)

    assert ((probabilities >= 0) & (probabilities <= 1)).all()
    assert (np.diff(probabilities) >= 0).all()


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    """What is loaded answers like what was saved."""
    path = tmp_path / "model.npz"
    _stump().save(path)

    rows = _rows((0.1, 1), (0.5, 9))

    assert np.array_equal(JoinModel.load(path).probabilities(rows), _stump().probabilities(rows))


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    """A file trained before a feature changed is not read as if nothing had."""
    path = tmp_path / "model.npz"
    _stump().save(path)
    with path.open("rb") as stream, np.load(stream) as data:
        arrays = dict(data)
    arrays["names"] = arrays["names"][::-1]
    np.savez_compressed(path, **arrays)

    with pytest.raises(ForeignModel, match="other features"):
        JoinModel.load(path)
