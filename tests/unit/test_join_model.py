"""The join model: two steps of trees as arrays."""

from pathlib import Path

import numpy as np
import pytest

from agents.deduplication.boosted_trees import BoostedTrees
from agents.deduplication.join_model import ForeignModel, JoinModel, shipped_model
from agents.deduplication.pair_features import PAIR_FEATURES
from agents.deduplication.story_features import STORY_FEATURES

_BODY = PAIR_FEATURES.index("body")
_GAP = PAIR_FEATURES.index("gap")
_BEST = STORY_FEATURES.index("best_odds")


def _rows(width: int, column: int, *values: float) -> np.ndarray:
    rows = np.zeros((len(values), width), np.float32)
    rows[:, column] = values
    return rows


def _pairs(*bodies: float) -> np.ndarray:
    return _rows(len(PAIR_FEATURES), _BODY, *bodies)


def _stories(*odds: float) -> np.ndarray:
    return _rows(len(STORY_FEATURES), _BEST, *odds)


def _trees() -> BoostedTrees:
    """One tree: body <= 0.3 gives -1; else gap <= 2 gives 0.5, more gives 2."""
    return BoostedTrees(
        feature=np.array([[_BODY], [_GAP]], np.int16),
        threshold=np.array([[0.3], [2.0]], np.float32),
        kept=np.array([[0b110], [0b101]], np.uint16) | np.uint16(0xFFF8),
        value=np.array([[-1.0], [0.5], [2.0]], np.float32),
    )


def _stump() -> BoostedTrees:
    """One tree: best odds <= 0 gives -3, more gives 3."""
    return BoostedTrees(
        feature=np.array([[_BEST]], np.int16),
        threshold=np.array([[0.0]], np.float32),
        kept=np.array([[0xFFFE]], np.uint16),
        value=np.array([[-3.0], [3.0]], np.float32),
    )


def _model() -> JoinModel:
    return JoinModel("test", _trees(), _stump())


@pytest.mark.parametrize(
    ("body", "gap", "score"),
    [(0.1, 5, -1.0), (0.3, 5, -1.0), (0.31, 2, 0.5), (0.9, 2.1, 2.0)],
)
def test_a_row_ends_in_the_leaf_of_its_side(body: float, gap: float, score: float) -> None:
    """Up to the threshold goes left, above goes right; the leaf's value is the log-odds."""
    pair = _pairs(body)
    pair[:, _GAP] = gap

    assert _model().pair_odds(pair).tolist() == [score]


def test_odds_become_probabilities() -> None:
    """By the logistic function."""
    chances = _model().probabilities(_stories(-1.0, 1.0))

    assert chances.tolist() == pytest.approx([1 / (1 + np.exp(3)), 1 / (1 + np.exp(-3))])


def test_rows_do_not_influence_each_other() -> None:
    """A row alone has what it has among others, in both steps."""
    random, model = np.random.default_rng(1), shipped_model()
    pairs = random.random((7, len(PAIR_FEATURES))).astype(np.float32)
    stories = random.random((7, len(STORY_FEATURES))).astype(np.float32)

    for step, rows in ((model.pair_odds, pairs), (model.probabilities, stories)):
        assert np.array_equal(step(rows), np.concatenate([step(row[None]) for row in rows]))


def test_the_shipped_model_gives_probabilities() -> None:
    """Whatever the evidence, the answer lies in [0, 1]; more likeness is not less probable."""
    model = shipped_model()
    odds = model.pair_odds(_pairs(*(body / 10 for body in range(11))))
    chances = model.probabilities(_stories(*(best / 2 for best in range(-10, 11))))

    assert (np.diff(odds) >= 0).all()
    assert ((chances >= 0) & (chances <= 1)).all()
    assert (np.diff(chances) >= 0).all()


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    """What is loaded answers like what was saved."""
    path = tmp_path / "model.npz"
    _model().save(path)
    loaded = JoinModel.load(path)

    assert loaded.version == "test"
    assert np.array_equal(loaded.pair_odds(_pairs(0.1, 0.5)), _model().pair_odds(_pairs(0.1, 0.5)))
    assert np.array_equal(
        loaded.probabilities(_stories(-1, 1)), _model().probabilities(_stories(-1, 1))
    )


@pytest.mark.parametrize("names", ["pair_names", "story_names"])
def test_a_model_of_other_features_is_refused(tmp_path: Path, names: str) -> None:
    """A file trained before a feature changed is not read as if nothing had."""
    path = tmp_path / "model.npz"
    _model().save(path)
    with path.open("rb") as stream, np.load(stream) as data:
        arrays = dict(data)
    arrays[names] = arrays[names][::-1]
    np.savez_compressed(path, **arrays)

    with pytest.raises(ForeignModel, match="other features"):
        JoinModel.load(path)


def test_a_model_of_one_step_is_refused(tmp_path: Path) -> None:
    """So was the one of former versions."""
    path = tmp_path / "model.npz"
    np.savez_compressed(path, version="1", names=np.array(STORY_FEATURES))

    with pytest.raises(ForeignModel, match="other features"):
        JoinModel.load(path)
