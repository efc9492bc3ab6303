"""Insertions: who speaks where an insertion parts him from his verb."""

import pytest

from agents.enrichment.insertions import Insertions, is_put_to_the_speaker
from tests.parsed.sentences import a_reading, quoted_in, shown, the

# In these the parser hangs the speaker on what is said, as it does.
CLAUSE_AFTER = (
    "It/PRP>2:nsubj sank|sink/VBD>12:ccomp ,/,>6:punct but/CC>6:cc an/DT>6:det "
    "official/NN>2:conj ,/,>9:punct who/WP>9:nsubj saw|see/VBD>6:acl:relcl it/PRP>9:obj "
    ",/,>2:punct said|say/VBD>0:root that/IN>15:mark nobody/NN>15:nsubj died|die/VBD>12:ccomp "
    "./.>12:punct"
)
QUOTATION = (
    "\"/``>3:punct It/PRP>3:nsubj sank|sink/VBD>11:ccomp ,/,>3:punct \"/''>3:punct Lee/NNP>3:obj "
    ",/,>9:punct who/WP>9:nsubj left|leave/VBD>6:acl:relcl ,/,>11:punct said|say/VBD>0:root "
    "./.>11:punct"
)
EXPLAINED = (
    "It/PRP>2:nsubj sank|sink/VBD>10:ccomp yesterday/NN>2:obl ,/,>5:punct Lee/NNP>2:appos "
    ",/,>2:punct its/PRP$>8:nmod:poss chairman/NN>10:nsubj ,/,>8:punct said|say/VBD>0:root "
    "./.>10:punct"
)
OWN_SUBJECT = (
    "After/IN>2:case talks/NNS>8:obl ,/,>2:punct Lee/NNP>8:nsubj ,/,>6:punct 45/CD>4:nmod "
    ",/,>4:punct said|say/VBD>0:root it/PRP>10:nsubj sank|sink/VBD>8:ccomp ./.>8:punct"
)
ASKED = (
    "Asked|ask/VBN>6:advcl about/IN>3:case it/PRP>1:obl ,/,>6:punct Lee/NNP>6:nsubj "
    "left|leave/VBD>0:root ./.>6:punct"
)


@pytest.mark.parametrize(
    ("sentence", "speaker", "said"),
    [
        (CLAUSE_AFTER, "official", "that nobody died ."),
        (QUOTATION, "Lee", '" It sank , "'),
        (EXPLAINED, "Lee", "It sank yesterday"),
    ],
)
def test_who_stands_before_the_insertion_speaks(sentence: str, speaker: str, said: str) -> None:
    """What follows the verb is said, or else what stands before the speaker."""
    reading = a_reading(sentence)

    found = Insertions(reading, quoted_in(reading)).of_verb(the(reading, "said"))

    assert found is not None
    assert found.source == the(reading, speaker).index
    assert shown(reading, found.tokens) == said


def test_who_is_told_of_between_commas_says_the_clause_that_follows() -> None:
    """In "Lee, a maker whose firm is new, said the bill sank" the parser lets the bill speak."""
    reading = a_reading(
        "Lee/NNP>4:nsubj ,/,>4:punct a/DT>4:det maker/NN>11:obl whose/WP$>6:nmod:poss "
        "firm/NN>8:nsubj is|be/VBZ>8:cop new/JJ>4:acl:relcl now/RB>8:advmod ,/,>4:punct "
        "said|say/VBD>0:root the/DT>13:det bill/NN>11:nsubj sank|sink/VBD>11:ccomp ./.>11:punct"
    )

    found = Insertions(reading, quoted_in(reading)).of_verb(the(reading, "said"))

    assert found is not None
    assert found.source == the(reading, "Lee").index
    assert shown(reading, found.tokens) == "the bill sank ."


def test_a_verb_with_a_subject_of_its_own_is_left_alone() -> None:
    """There the parser did not lose anybody."""
    reading = a_reading(OWN_SUBJECT)

    assert Insertions(reading, quoted_in(reading)).of_verb(the(reading, "said")) is None


def test_a_verb_that_says_nothing_has_no_speaker() -> None:
    """Thus "an official, who saw it, hit …" reports nothing."""
    reading = a_reading(CLAUSE_AFTER.replace("said|say", "hit|hit"))

    assert Insertions(reading, quoted_in(reading)).of_verb(the(reading, "hit")) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (ASKED, True),
        (ASKED.replace("Asked|ask/VBN", "Asking|ask/VBG"), False),
        (ASKED.replace("about/", "by/").replace("it/PRP>1:obl", "us/PRP>1:obl:agent"), False),
        ("He/PRP>2:nsubj asked|ask/VBD>0:root about/IN>4:case it/PRP>2:obl ./.>2:punct", False),
    ],
)
def test_who_is_asked_asks_nothing(sentence: str, expected: bool) -> None:
    """A subject, or by whom he was asked, tells that somebody does ask."""
    reading = a_reading(sentence)
    verb = next(token for token in reading.tokens if token.lemma == "ask")

    assert is_put_to_the_speaker(reading, verb) is expected


def test_an_answer_is_told_by_what_follows() -> None:
    """Thus "Responding to it, Lee left" tells of no words yet."""
    opening = ASKED.replace("Asked|ask/VBN", "Responding|respond/VBG").replace("about", "to")
    reading = a_reading(opening)

    assert is_put_to_the_speaker(reading, reading.tokens[0])
