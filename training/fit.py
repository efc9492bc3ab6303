"""Train one half of the pipeline on one core: from nothing, then at a falling rate."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import spacy
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from thinc.api import NumpyOps, set_current_ops

import training.register  # noqa: F401 - registers the augmenter that the configurations name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from spacy.language import Language

FIRST_RATE = 0.001
WARMUP_STEPS = 50
EVALUATIONS = 4


def fit(config: Path, overrides: Mapping[str, Any], output: Path) -> Path:
    """Train and return the folder of the pipeline that scored best on the development set."""
    _use_openblas()
    nlp = init_nlp(load_config(config, overrides=dict(overrides), interpolate=False))
    return _run(nlp, output)


def polish(trained: Path, steps: int, output: Path, *, corpus: Path | None = None) -> Path:
    """Train on, the learning rate falling to nothing over ``steps`` batches; the best is kept.

    The documents are those of ``corpus``, or as before.
    """
    _use_openblas()
    nlp = spacy.load(trained)
    config = nlp.config
    if corpus:
        config["paths"]["train"] = str(corpus)
    config["training"]["max_epochs"] = 0
    config["training"]["max_steps"] = steps
    config["training"]["eval_frequency"] = steps // EVALUATIONS
    config["training"]["optimizer"]["learn_rate"] = {
        "@schedules": "warmup_linear.v1",
        "warmup_steps": WARMUP_STEPS,
        "total_steps": steps,
        "initial_rate": FIRST_RATE,
    }
    nlp.config = config
    return _run(nlp, output)


def _use_openblas() -> None:
    """Multiply by OpenBLAS: on the batches of training it is half as fast again as BLIS."""
    set_current_ops(NumpyOps(use_blis=False))


def _run(nlp: Language, output: Path) -> Path:
    output.mkdir(parents=True, exist_ok=True)
    train(nlp, output, use_gpu=-1, stdout=sys.stdout, stderr=sys.stderr)
    return output / "model-best"
