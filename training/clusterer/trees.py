"""Fit gradient-boosted trees, and turn them into the arrays that the clusterer reads."""

from collections.abc import Sequence
from typing import Any, Final

import lightgbm
import numpy as np

from agents.deduplication.evidence import STORY_FEATURES
from agents.deduplication.join_model import LEAVES, JoinModel
from training.clusterer.traces import Trace

_RISING: Final = frozenset(
    f"{which}_{name}"
    for which in ("best", "mean", "founder")
    for name in (
        "body",
        "title",
        "lead",
        "names",
        "pairs",
        "title_in_other",
        "other_title_in",
        "key_names_found",
        "copied",
        "contained",
        "title_weight",
        "key_names_weight",
    )
) | {"second_body", "rival_body"}
"""More of these never makes a join less probable."""

_PARAMETERS: Final = {
    "objective": "binary",
    "num_leaves": LEAVES - 1,
    "learning_rate": 0.12,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "monotone_constraints": [int(name in _RISING) for name in STORY_FEATURES],
    "monotone_constraints_method": "intermediate",
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
    "verbose": -1,
}


def fit(traces: Sequence[tuple[Trace, float]], trees: int) -> JoinModel:
    """Fit trees to traces, each with the weight that all its reports have together."""
    features = np.concatenate([trace.features for trace, _ in traces])
    right = np.concatenate([trace.right for trace, _ in traces])
    weight = np.concatenate([t.weight * (share / max(t.total, 1)) for t, share in traces])
    data = lightgbm.Dataset(features, right, weight=weight)
    booster = lightgbm.train(_PARAMETERS, data, trees)
    model = as_arrays(booster.dump_model()["tree_info"])
    some = features[:: max(len(features) // 1000, 1)]
    if not np.allclose(model.probabilities(some), booster.predict(some), atol=1e-5):
        reason = "the arrays do not give what the trees give"
        raise AssertionError(reason)
    return model


def as_arrays(trees: list[dict[str, Any]]) -> JoinModel:
    """Turn trees into arrays: leaves are numbered from left to right, nodes from above."""
    shape = (LEAVES - 1, len(trees))
    feature, threshold = np.zeros(shape, np.int16), np.full(shape, np.inf, np.float32)
    kept, value = np.full(shape, 0xFFFF, np.uint16), np.zeros((LEAVES, len(trees)), np.float32)
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
    return JoinModel("1", feature, threshold, kept, value)


def _not_above(threshold: float) -> np.float32:
    """Round to single precision, never up, so that the comparison does not change."""
    rounded = np.float32(threshold)
    return np.nextafter(rounded, np.float32(-np.inf)) if float(rounded) > threshold else rounded
