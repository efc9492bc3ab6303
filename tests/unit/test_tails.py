"""Tails: how far content runs on after what the parser gave."""

import pytest

from agents.enrichment.tails import Tails
from tests.parsed.sentences import a_reading, shown, the

START = "Lee/NNP>2:nsubj faced|face/VBD>0:root questions|question/NNS>2:obj "
PLACE = START + "at/IN>6:case a/DT>6:det foundation/NN>2:obl ./.>2:punct"
WHEN = START + "during/IN>6:case a/DT>6:det week/NN>2:obl ./.>2:punct"
VENUE = START + "in/IN>6:case an/DT>6:det interview/NN>2:obl ./.>2:punct"
DATED = START + "on/IN>6:case Whit/NNP>6:compound Sunday/NNP>2:obl ./.>2:punct"
JOINED = START + "and/CC>6:cc some/DT>6:det anger/NN>2:conj ./.>2:punct"
CLAUSE = START + "and/CC>6:cc he/PRP>6:nsubj left|leave/VBD>2:conj ./.>2:punct"
SEEKING = START + "seeking|seek/VBG>2:advcl answers|answer/NNS>4:obj ./.>2:punct"
APART = START + ",/,>5:punct saying|say/VBG>2:advcl so/RB>5:advmod ./.>2:punct"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (PLACE, "questions at a foundation"),
        (WHEN, "questions"),
        (VENUE, "questions"),
        (DATED, "questions"),
        (JOINED, "questions and some anger"),
        (CLAUSE, "questions"),
        (SEEKING, "questions seeking answers"),
        (APART, "questions"),
    ],
)
def test_content_takes_what_runs_on_but_not_when_and_where_it_was_said(
    sentence: str, expected: str
) -> None:
    """A phrase about the content stays with it; times, occasions and other clauses do not."""
    reading = a_reading(sentence, names={"Whit Sunday": "DATE"})

    found = Tails(reading).with_tail(the(reading, "faced"), [2], "object")

    assert shown(reading, found) == expected


def test_an_infinitive_takes_the_infinitive_joined_to_it() -> None:
    """In "promises to meet and exceed his goals" both are promised."""
    reading = a_reading(
        "Lee/NNP>2:nsubj promises|promise/VBZ>0:root to/TO>4:mark meet/VB>2:xcomp and/CC>6:cc "
        "exceed/VB>2:conj goals|goal/NNS>6:obj ./.>2:punct"
    )

    found = Tails(reading).with_tail(the(reading, "promises"), [2, 3], "infinitive")

    assert shown(reading, found) == "to meet and exceed goals"


def test_clauses_and_what_stands_before_a_cue_stay_as_they_are() -> None:
    """Other rules see to them."""
    reading = a_reading(PLACE)

    assert Tails(reading).with_tail(the(reading, "faced"), [2], "clause") == [2]
    assert Tails(reading).with_tail(the(reading, "foundation"), [2], "object") == [2]
