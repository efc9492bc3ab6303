"""Cue features: the facts of a candidate, and their names."""

from agents.enrichment.constructions import Constructions
from agents.enrichment.cue_features import GROUPS, Describer, Description
from tests.parsed.sentences import a_reading, quoted_in, the

HIT = (
    "Lee/NNP>4:nsubj did|do/VBD>4:aux not/RB>4:advmod zorb/VB>0:root the/DT>6:det plan/NN>4:obj "
    "as/IN>8:case junk/NN>4:obl ./.>4:punct"
)
PILOT = "The/DT>2:det pilot/NN>3:nsubj zorbs|zorb/VBZ>0:root to/TO>5:mark leave/VB>3:xcomp"


def described(sentence: str, word: str) -> Description:
    """Describe the first candidate of a word."""
    reading = a_reading(sentence, names={"Lee": "PERSON"})
    candidate, *_ = Constructions(reading).of(the(reading, word))
    return Describer(reading, quoted_in(reading)).describe(candidate)


def test_a_candidate_is_described_by_its_words_and_grammar() -> None:
    """Who, how, what; what does not hold is left out."""
    found = described(HIT, "zorb")

    assert (found.lemma, found.head, found.source, found.governor) == ("zorb", "plan", "", "")
    assert found.facts["frame"] == "object"
    assert found.facts["source"] == "PERSON"
    assert (found.facts["negated"], found.facts["as"]) == ("yes", "yes")
    assert (found.facts["quoted"], found.facts["size"]) == ("no", "4")
    assert "modal" not in found.facts


def test_a_noun_as_the_source_is_kept_as_a_word() -> None:
    """Its kind is told, too."""
    found = described(PILOT, "zorbs")

    assert (found.source, found.facts["source"], found.group) == ("pilot", "person", "infinitive")


def test_features_name_facts_alone_and_by_kind_of_construction() -> None:
    """Lists speak only for words that they hold."""
    names = set(described(HIT, "zorb").features())

    assert {"frame=object", "source=PERSON", "object&source=PERSON", "negated=yes"} <= names
    assert not any(name.startswith("listed") for name in names)
    assert "listed evaluating" in set(described(HIT.replace("zorb", "slam"), "slam").features())


def test_every_construction_is_of_a_known_kind() -> None:
    """Those of nouns are told by their owner."""
    frames = (
        "clause",
        "request",
        "passive infinitive",
        "relative",
        "noun poss",
        "adjective clause",
    )

    assert {Description("x", "", "", "", {"frame": frame}).group for frame in frames} <= set(GROUPS)
