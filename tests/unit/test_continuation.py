"""Continuation: quotations that nobody is named for belong to whoever was quoted before."""

from agents.enrichment.attribution import Attribution
from agents.enrichment.continuation import Continuation
from tests.parsed.sentences import a_reading, quoted_in

# Tokens 0 to 5 are the quotation, 6 the cue, 7 the speaker.
SAID = (
    "“/``>3:punct We/PRP>3:nsubj leave/VBP>7:ccomp now/RB>3:advmod ,/,>7:punct ”/''>7:punct "
    "said|say/VBD>0:root Lee/NNP>7:nsubj ./.>7:punct"
)
LOOSE = (
    "“/``>3:punct They/PRP>3:nsubj come/VBP>0:root here/RB>3:advmod daily/RB>3:advmod ./.>3:punct "
    "”/''>3:punct"
)
TELLING = "It/PRP>2:nsubj rained|rain/VBD>0:root hard/RB>2:advmod ./.>2:punct"
WITHIN = (
    "The/DT>2:det words|word/NNS>3:nsubj were|be/VBD>0:root “/``>7:punct come/VB>3:ccomp "
    "here/RB>5:advmod every/DT>8:det day/NN>5:obl ”/''>5:punct again/RB>3:advmod today/NN>3:obl "
    "in/IN>13:case court/NN>3:obl ./.>3:punct"
)
LEE = Attribution((6,), 7, ((0, 6),), "quotation beside")


def test_a_quotation_of_its_own_goes_on_with_the_last_speaker() -> None:
    """It becomes part of what he said."""
    reading = a_reading(SAID, LOOSE)

    [found] = Continuation(reading, quoted_in(reading)).attached([LEE])

    assert found.content == ((0, 6), (9, 16))
    assert found.source == 7


def test_a_sentence_between_ends_what_somebody_says() -> None:
    """Whoever is quoted after it may be another."""
    reading = a_reading(SAID, TELLING, TELLING, LOOSE)

    assert Continuation(reading, quoted_in(reading)).attached([LEE]) == [LEE]


def test_words_quoted_inside_a_sentence_do_not_go_on() -> None:
    """Only a quotation that fills its sentence does."""
    reading = a_reading(SAID, WITHIN)

    assert Continuation(reading, quoted_in(reading)).attached([LEE]) == [LEE]


def test_nothing_goes_on_after_words_that_are_not_quoted() -> None:
    """Indirect speech ends with its sentence."""
    reading = a_reading(SAID, LOOSE)
    indirect = Attribution((6,), 7, ((7, 8),), "clause")

    assert Continuation(reading, quoted_in(reading)).attached([indirect]) == [indirect]
