"""Complements: what a verb says, by the construction it stands in."""

import pytest

from agents.enrichment.complements import Complements
from tests.parsed.sentences import a_reading, shown, the

LEE = "Lee/NNP>2:nsubj "
CASES = {
    "clause": (
        LEE + "said|say/VBD>0:root it/PRP>4:nsubj sank|sink/VBD>2:ccomp ./.>2:punct",
        "said",
        "it sank",
    ),
    "infinitive": (
        LEE + "wants|want/VBZ>0:root to/TO>4:mark resign/VB>2:xcomp ./.>2:punct",
        "wants",
        "to resign",
    ),
    "request": (
        LEE + "urged|urge/VBD>0:root them/PRP>2:obj to/TO>5:mark leave/VB>2:xcomp ./.>2:punct",
        "urged",
        "them to leave .",
    ),
    "object": (
        LEE + "criticized|criticize/VBD>0:root the/DT>4:det plan/NN>2:obj on/IN>6:case "
        "Monday/NNP>2:obl ./.>2:punct",
        "criticized",
        "the plan",
    ),
    "prepositional": (
        LEE + "complained|complain/VBD>0:root about/IN>4:case noise/NN>2:obl ./.>2:punct",
        "complained",
        "noise",
    ),
    "passive": (
        (
            "Lee/NNP>3:nsubj:pass is|be/VBZ>3:aux:pass believed|believe/VBN>0:root to/TO>6:mark "
            "be/VB>6:cop ill/JJ>3:xcomp ./.>3:punct"
        ),
        "believed",
        "Lee to be ill",
    ),
    "inserted": (
        (
            "As/IN>3:mark Lee/NNP>3:nsubj noted|note/VBD>6:advcl ,/,>6:punct it/PRP>6:nsubj "
            "sank|sink/VBD>0:root"
        ),
        "noted",
        ", it sank",
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_a_verb_says_what_it_governs(rule: str) -> None:
    """The construction is named, and all of it belongs."""
    sentence, verb, expected = CASES[rule]
    reading = a_reading(sentence, names={"Lee": "PERSON"})

    found = Complements(reading).of_verb(the(reading, verb))

    assert found is not None
    assert (found.rule, shown(reading, found.tokens)) == (rule, expected)


SILENT = {
    "no cue": LEE + "repaired|repair/VBD>0:root the/DT>4:det fence/NN>2:obj ./.>2:punct",
    "a thing as the subject": "Rain/NN>2:nsubj wants|want/VBZ>0:root paint/NN>2:obj ./.>2:punct",
    "only a pronoun": LEE + "criticized|criticize/VBD>0:root it/PRP>2:obj ./.>2:punct",
    "seen, but not as anything": LEE + "saw|see/VBD>0:root the/DT>4:det boat/NN>2:obj ./.>2:punct",
    "no intention": LEE + "began|begin/VBD>0:root to/TO>4:mark sink/VB>2:xcomp ./.>2:punct",
    "a verb of doing": (
        LEE + "ensured|ensure/VBD>0:root that/IN>5:mark he/PRP>5:nsubj sank|sink/VBD>2:ccomp"
    ),
}


@pytest.mark.parametrize("why", SILENT)
def test_other_verbs_say_nothing(why: str) -> None:
    """What they govern is no claim."""
    reading = a_reading(SILENT[why], names={"Lee": "PERSON"})

    assert Complements(reading).of_verb(reading.tokens[1]) is None
