"""Cue model: a score from names and words, the same after it was written and read."""

from pathlib import Path

import numpy as np
import pytest

from agents.enrichment.cue_features import GROUPS, Description
from agents.enrichment.cue_model import NUMBERS, CueModel, ForeignCues, Word, numbers, shipped_cues

LIKELY = Word((2.0,) * len(GROUPS), (10.0, 0.0, 0.0), as_head=0.5, as_source=0.25)
FACTS = {"frame": "object", "head": "NOUN", "source": "person", "quoted": "no"}
CANDIDATE = Description("zorb", "plan", "pilot", "", FACTS)


def a_model() -> CueModel:
    """Make a model that knows three words."""
    weights = {"frame=object": 1.0, "object&source=person": 0.5, "frame=clause": 9.0}
    words = {"zorb": LIKELY, "plan": LIKELY, "pilot": LIKELY}
    return CueModel(weights, words, [1.0] + [0.0] * (len(NUMBERS) - 1), -2.0)


def test_a_score_adds_up_what_speaks_for_a_cue() -> None:
    """Bias, features, likeness, head and source."""
    assert a_model().score(CANDIDATE) == pytest.approx(-2 + 1.5 + 2 / 2 + 0.5 + 0.25)


def test_an_unknown_word_speaks_for_nothing() -> None:
    """It is as unlike a cue as unknown words are."""
    unknown = Description("qux", "blarg", "", "", FACTS)

    assert a_model().score(unknown) == pytest.approx(-2 + 1.5 - 3 / 2)


def test_numbers_are_given_in_their_order() -> None:
    """The likeness of the kind of construction stands at its own place only."""
    found = dict(zip(NUMBERS, numbers(CANDIDATE, {"zorb": LIKELY}), strict=True))

    assert found["likeness"] == found["likeness object"] == 1.0
    assert found["likeness clause"] == 0.0


def test_a_model_that_is_written_is_the_one_that_is_read(tmp_path: Path) -> None:
    """Down to the precision of the file."""
    path = tmp_path / "cues.npz"
    a_model().save(path)

    assert CueModel.load(path).score(CANDIDATE) == pytest.approx(a_model().score(CANDIDATE))


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    """It says what to do."""
    path = tmp_path / "cues.npz"
    a_model().save(path)
    with np.load(path) as data:
        np.savez(path, **{**data, "numbers": np.array(["something"])})

    with pytest.raises(ForeignCues, match="train it again"):
        CueModel.load(path)


def test_the_shipped_model_tells_a_cue_that_no_list_holds() -> None:
    """Somebody who subscribes to a theory holds it; somebody who buys a house says nothing."""
    model = shipped_cues()
    facts = {"frame": "prepositional", "tag": "VBZ", "relation": "root", "source": "PERSON"}
    facts |= {"quoted": "no", "size": "2", "head": "NOUN", "above": "root"}

    thinks = model.score(Description("subscribe", "theory", "", "", {**facts, "by": "to"}))
    walks = model.score(Description("walk", "house", "", "", {**facts, "by": "into"}))

    assert thinks > walks
