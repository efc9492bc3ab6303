"""Learned cues: of several candidates the surest, and none that is not sure."""

from agents.enrichment.cue_features import GROUPS
from agents.enrichment.cue_model import NUMBERS, CueModel, Word
from agents.enrichment.learned_cues import LearnedCues, is_clause
from tests.parsed.sentences import a_reading, quoted_in, the

RAILED = (
    "Lee/NNP>2:nsubj zorbed|zorb/VBD>0:root the/DT>4:det plan/NN>2:obj over/IN>6:case "
    "costs|cost/NNS>2:obl ./.>2:punct"
)


LIKELY = Word((0.0,) * len(GROUPS))


def a_model(**weights: float) -> CueModel:
    """Make a model of frames, "_" for a blank."""
    named = {f"frame={name.replace('_', ' ')}": weight for name, weight in weights.items()}
    return CueModel(named, {"zorb": LIKELY, "go": LIKELY}, [0.0] * len(NUMBERS))


def test_the_surest_candidate_is_chosen() -> None:
    """Not the first."""
    reading = a_reading(RAILED)
    model = a_model(object=1.0, object_prepositional=2.0)

    found = LearnedCues(reading, quoted_in(reading), model).of(the(reading, "zorbed"))

    assert found is not None
    assert (found.frame, found.by) == ("object prepositional", "over")
    assert not is_clause(found)


def test_nothing_is_chosen_that_is_not_sure() -> None:
    """However many candidates there are."""
    reading = a_reading(RAILED)
    model = a_model(object=-1.0, object_prepositional=-1.0)

    assert LearnedCues(reading, quoted_in(reading), model).of(the(reading, "zorbed")) is None


def test_what_is_never_a_cue_is_not_asked_for() -> None:
    """Both "be" and "go" govern much and say nothing."""
    reading = a_reading(RAILED.replace("zorbed|zorb", "went|go"))
    model = a_model(object=9.0)

    assert LearnedCues(reading, quoted_in(reading), model).of(the(reading, "went")) is None


def test_a_word_that_is_nothing_like_a_cue_is_not_asked_for() -> None:
    """Which saves the time."""
    reading = a_reading(RAILED.replace("zorbed|zorb", "welded|weld"))

    assert (
        LearnedCues(reading, quoted_in(reading), a_model(object=9.0)).of(reading.tokens[1]) is None
    )
