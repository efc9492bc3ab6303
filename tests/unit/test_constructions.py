"""Constructions: what words govern, whatever they mean."""

import pytest

from agents.enrichment.constructions import Constructions
from tests.parsed.sentences import a_reading, shown, the

LEE = "Lee/NNP>2:nsubj "
CASES = {
    "clause": (
        LEE + "zorbed|zorb/VBD>0:root that/IN>5:mark it/PRP>5:nsubj sank|sink/VBD>2:ccomp",
        "zorbed",
        ("clause", "that", "that it sank", "Lee"),
    ),
    "infinitive": (
        LEE + "zorbs|zorb/VBZ>0:root to/TO>4:mark leave/VB>2:xcomp",
        "zorbs",
        ("infinitive", "to", "to leave", "Lee"),
    ),
    "object": (
        LEE + "zorbed|zorb/VBD>0:root the/DT>4:det plan/NN>2:obj as/IN>6:case junk/NN>2:obl",
        "zorbed",
        ("object", "as", "the plan as junk", "Lee"),
    ),
    "preposition": (
        LEE + "zorbs|zorb/VBZ>0:root after/IN>4:case Fox/NNP>2:obl",
        "zorbs",
        ("prepositional", "after", "Fox", "Lee"),
    ),
    "passive": (
        (
            "Plans|plan/NNS>3:nsubj:pass were|be/VBD>3:aux:pass zorbed|zorb/VBN>0:root "
            "by/IN>5:case Lee/NNP>3:obl:agent"
        ),
        "zorbed",
        ("passive", "by", "Plans", "Lee"),
    ),
    "relative clause": (
        "pills|pill/NNS>0:root Lee/NNP>3:nsubj zorbed|zorb/VBD>1:acl:relcl",
        "zorbed",
        ("relative", "", "pills", "Lee"),
    ),
    "noun": (
        LEE + "has|have/VBZ>0:root no/DT>4:det zorb/NN>2:obj about/IN>6:case it/PRP>4:nmod",
        "zorb",
        ("noun subject", "about", "it", "Lee"),
    ),
    "noun with a clause": (
        (
            "Lee/NNP>3:nmod:poss 's/POS>1:case zorb/NN>0:root that/IN>6:mark it/PRP>6:nsubj "
            "sank|sink/VBD>3:acl"
        ),
        "zorb",
        ("noun clause", "that", "that it sank", "Lee"),
    ),
    "adjective": (
        "Lee/NNP>3:nsubj is|be/VBZ>3:cop zorby/JJ>0:root about/IN>5:case it/PRP>3:obl",
        "zorby",
        ("adjective prepositional", "about", "it", "Lee"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_word_that_no_list_holds_has_candidates(name: str) -> None:
    """Construction, introducing word, content and source are told."""
    sentence, word, expected = CASES[name]
    reading = a_reading(sentence)

    found, *_ = Constructions(reading).of(the(reading, word))

    source = None if found.source is None else reading.tokens[found.source].text
    assert (found.frame, found.by, shown(reading, found.tokens), source) == expected


def test_words_that_govern_nothing_have_none() -> None:
    """Nor have auxiliaries, names and marks."""
    reading = a_reading("Lee/NNP>3:nsubj has|have/VBZ>3:aux slept|sleep/VBN>0:root ./.>3:punct")
    constructions = Constructions(reading)

    assert [constructions.of(token) for token in reading.tokens] == [[], [], [], []]


def test_a_pronoun_alone_is_no_object() -> None:
    """Thus "zorbed it" says nothing."""
    reading = a_reading(LEE + "zorbed|zorb/VBD>0:root it/PRP>2:obj ./.>2:punct")

    assert Constructions(reading).of(the(reading, "zorbed")) == []
