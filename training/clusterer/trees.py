"""Fit gradient-boosted trees, and turn them into the arrays that the clusterer reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import lightgbm
import numpy as np
import numpy.typing as npt

from agents.deduplication.boosted_trees import LEAVES, BoostedTrees
from agents.deduplication.join_model import JoinModel
from agents.deduplication.pair_features import PAIR_FEATURES, Floats
from agents.deduplication.story_features import ODDS_FEATURES, STORY_FEATURES
from training.clusterer.traces import Trace

_RISING_PAIRS: Final = frozenset(
    {
        *("body", "title", "lead", "names", "pairs", "title_in_other", "other_title_in"),
        *("key_names_found", "copied", "contained", "title_weight", "key_names_weight"),
    }
)
_RISING: Final = (
    _RISING_PAIRS
    | {f"{which}_{name}" for which in ("best", "mean", "founder") for name in _RISING_PAIRS}
    | {"second_body", "rival_body", *ODDS_FEATURES}
)
"""More of these never makes a join less probable."""

_LIKENESSES: Final = frozenset(
    f"{which}_{name}" for which in ("best", "mean", "founder") for name in PAIR_FEATURES
)
_VIEWS: Final = (
    (0.25, [name for name in STORY_FEATURES if name not in ODDS_FEATURES]),
    (0.25, [name for name in STORY_FEATURES if name not in _LIKENESSES]),
    (0.5, [name for name in STORY_FEATURES if name not in _LIKENESSES or name[:5] == "best_"]),
)
"""What each third of the second step's trees sees beside the facts, and what its log-odds weigh:
likenesses, odds, or the odds with the best likenesses."""

_PARAMETERS: Final = {
    "objective": "binary",
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "monotone_constraints_method": "intermediate",
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
    "verbose": -1,
}
_PAIRS: Final = {"num_leaves": 8, "learning_rate": 0.15, "min_data_in_leaf": 60}
_STORIES: Final = {"num_leaves": 15, "learning_rate": 0.22, "min_data_in_leaf": 40}
_PAIR_TREES: Final = 80
_STORY_TREES: Final = 80
_MOST_PAIRS: Final = 200_000
"""Pairs that the first step learns from: it is small, and they are millions."""
_FEW: Final = 5_000
"""Pairs of a trace that are all learned from, such as the judged ones."""

Weighted = tuple[Trace, float]
"""A trace, with the weight that all its reports have together."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Features, whether to join, and weight: one of each a row."""

    features: Floats
    right: npt.NDArray[np.float32]
    weight: Floats


def fit(traces: Mapping[str, Sequence[Weighted]]) -> JoinModel:
    """Fit both steps to the traces of each kind of news; there are two kinds at least.

    The second learns from odds by models that have not seen the kind: so it trusts them as far as
    they can be trusted in news of a kind that neither has seen. A third of its trees sees no
    odds, and a third nothing but them and the facts.
    """
    features, right, weight = [], [], []
    for kind, some in traces.items():
        others = [each for name, rest in traces.items() if name != kind for each in rest]
        unaware = _fit_pairs(others)
        for trace, share in some:
            kept = trace.weight > 0
            features.append(trace.with_odds(unaware.log_odds(trace.pairs))[kept])
            right.append(trace.right[kept])
            weight.append(_weight(trace, share)[kept])
    pairs = _fit_pairs([each for some in traces.values() for each in some])
    rows = _Rows(*map(np.concatenate, (features, right, weight)))
    views = [(share, _fit_view(rows, names)) for share, names in _VIEWS]
    return JoinModel("2", pairs, _sum(views))


def _fit_view(rows: _Rows, names: Sequence[str]) -> BoostedTrees:
    """Fit trees that see only some of ``STORY_FEATURES``; they are given all of them."""
    columns = np.array([STORY_FEATURES.index(name) for name in names], np.int16)
    seen = replace(rows, features=rows.features[:, columns])
    trees = _fit(seen, names, _STORIES, _STORY_TREES)
    return replace(trees, feature=columns[trees.feature])


def _sum(weighted: Sequence[tuple[float, BoostedTrees]]) -> BoostedTrees:
    """Give trees whose log-odds are the weighted sum of several ones'."""
    every = [trees for _, trees in weighted]
    return BoostedTrees(
        np.concatenate([trees.feature for trees in every], axis=1),
        np.concatenate([trees.threshold for trees in every], axis=1),
        np.concatenate([trees.kept for trees in every], axis=1),
        np.concatenate([trees.value * np.float32(weight) for weight, trees in weighted], axis=1),
    )


def _weight(trace: Trace, share: float) -> Floats:
    """Give what each row of a trace counts."""
    return trace.weight * np.float32(share / max(trace.total, 1))


def _fit_pairs(traces: Sequence[Weighted]) -> BoostedTrees:
    """Fit the first step; a story's pairs count together as much as the story."""
    every = sum(len(trace.same) for trace, _ in traces)
    step = -(-every // _MOST_PAIRS)
    parts = []
    for trace, share in traces:
        weight = np.repeat(_weight(trace, share) / trace.sizes, trace.sizes)
        known = np.flatnonzero(~np.isnan(trace.same))
        # All together weigh the same, however many are left out.
        thinner = step if len(known) > _FEW else 1
        kept = known[::thinner]
        parts.append((trace.pairs[kept], trace.same[kept], weight[kept] * np.float32(thinner)))
    rows = _Rows(*map(np.concatenate, zip(*parts, strict=True)))
    return _fit(rows, PAIR_FEATURES, _PAIRS, _PAIR_TREES)


def _fit(
    rows: _Rows, names: Sequence[str], parameters: Mapping[str, object], trees: int
) -> BoostedTrees:
    rising = [int(name in _RISING) for name in names]
    data = lightgbm.Dataset(rows.features, rows.right, weight=rows.weight)
    booster = lightgbm.train(
        {**_PARAMETERS, **parameters, "monotone_constraints": rising}, data, trees
    )
    fitted = as_arrays(booster.dump_model()["tree_info"])
    some = rows.features[:: max(len(rows.features) // 1000, 1)]
    if not np.allclose(fitted.log_odds(some), booster.predict(some, raw_score=True), atol=1e-4):
        reason = "the arrays do not give what the trees give"
        raise AssertionError(reason)
    return fitted


def as_arrays(trees: list[dict[str, Any]]) -> BoostedTrees:
    """Turn trees into arrays: leaves are numbered from left to right, nodes from above."""
    leaves = max(tree["num_leaves"] for tree in trees)
    if leaves > LEAVES:
        reason = f"a tree has {leaves} leaves, at most {LEAVES} are allowed"
        raise ValueError(reason)
    shape = (leaves - 1, len(trees))
    feature, threshold = np.zeros(shape, np.int16), np.full(shape, np.inf, np.float32)
    kept, value = np.full(shape, 0xFFFF, np.uint16), np.zeros((leaves, len(trees)), np.float32)
    for tree, described in enumerate(trees):
        node_count, leaf_count = 0, 0

        def walk(node: dict[str, Any], tree: int = tree) -> None:
            nonlocal node_count, leaf_count
            if "split_feature" not in node:
                value[leaf_count, tree] = node["leaf_value"]
                leaf_count += 1
                return
            here, first = node_count, leaf_count
            node_count += 1
            walk(node["left_child"])
            left = (1 << leaf_count) - (1 << first)
            feature[here, tree] = node["split_feature"]
            threshold[here, tree] = _not_above(node["threshold"])
            kept[here, tree] = 0xFFFF & ~left
            walk(node["right_child"])

        walk(described["tree_structure"])
    return BoostedTrees(feature, threshold, kept, value)


def _not_above(threshold: float) -> np.float32:
    """Round to single precision, never up, so that the comparison does not change."""
    rounded = np.float32(threshold)
    return np.nextafter(rounded, np.float32(-np.inf)) if float(rounded) > threshold else rounded
