"""Surface: reported clauses that the parser missed, found by word order."""

from agents.enrichment.surface import around, clause_after, clause_before
from tests.parsed.sentences import a_reading, shown, the

# In all of these the parser hangs everything on the wrong word, as it may.
INSERTED = (
    "The/DT>2:det ferry/NN>8:nsubj ,/,>8:punct Lee/NNP>8:dep said|say/VBD>4:dep ,/,>8:punct "
    "had|have/VBD>8:aux sunk|sink/VBN>0:root by/IN>10:case noon/NN>8:obl ./.>8:punct"
)
THAT = (
    "Lee/NNP>2:nsubj said|say/VBD>0:root on/IN>4:case Monday/NNP>2:obl that/IN>7:dep "
    "boats|boat/NNS>7:nsubj sank|sink/VBD>4:dep ;/:>2:punct nobody/NN>10:nsubj "
    "died|die/VBD>2:parataxis ./.>2:punct"
)
BEFORE = (
    "Boats|boat/NNS>2:nsubj sank|sink/VBD>0:root ,/,>2:punct Lee/NNP>2:dep "
    "said|say/VBD>4:dep ./.>2:punct"
)


def test_what_stands_around_an_inserted_cue_is_said() -> None:
    """Both halves belong to what Lee said."""
    reading = a_reading(INSERTED)

    found = around(reading, the(reading, "said"), the(reading, "Lee").index)

    assert shown(reading, found) == "The ferry , , had sunk by noon ."


def test_nothing_is_said_around_a_verb_of_another_kind() -> None:
    """Thus "the ferry, Lee hit, had sunk" reports nothing."""
    reading = a_reading(INSERTED.replace("said|say", "hit|hit"))

    assert around(reading, the(reading, "hit"), the(reading, "Lee").index) is None


def test_a_clause_runs_from_that_to_the_semicolon() -> None:
    """What comes after the semicolon is told by the article."""
    reading = a_reading(THAT)

    found = clause_after(reading, the(reading, "said"))

    assert shown(reading, found) == "that boats sank"


def test_a_noun_after_the_verb_is_no_clause() -> None:
    """Thus "Lee said prayers" reports nothing."""
    reading = a_reading("Lee/NNP>2:nsubj said|say/VBD>0:root prayers|prayer/NNS>2:obj ./.>2:punct")

    assert clause_after(reading, the(reading, "said")) is None


def test_a_clause_may_come_before_speaker_and_cue() -> None:
    """The comma parts them."""
    reading = a_reading(BEFORE)

    found = clause_before(reading, the(reading, "said"), the(reading, "Lee").index)

    assert shown(reading, found) == "Boats sank"


def test_without_a_comma_nothing_comes_before() -> None:
    """Thus "boats sank Lee said" is not read as speech."""
    reading = a_reading(BEFORE.replace(",/,>2:punct", "and/CC>2:cc"))

    assert clause_before(reading, the(reading, "said"), the(reading, "Lee").index) is None


def test_what_explains_the_speaker_is_not_said() -> None:
    """Thus "its chairman" does not go on with what stands before."""
    reading = a_reading(
        "Boats|boat/NNS>2:nsubj sank|sink/VBD>0:root ,/,>4:punct said|say/VBD>2:conj "
        "Lee/NNP>4:nsubj ,/,>9:punct its/PRP$>9:nmod:poss old/JJ>9:amod chairman/NN>5:appos "
        "./.>2:punct"
    )

    assert around(reading, the(reading, "said"), the(reading, "Lee").index) is None


TOLD = (
    "Boats|boat/NNS>2:nsubj sank|sink/VBD>0:root ,/,>2:punct Lee/NNP>5:nsubj "
    "told|tell/VBD>2:ccomp us/PRP>5:iobj ./.>2:punct"
)


def test_what_was_told_may_stand_before() -> None:
    """Thus in "Boats sank, Lee told us", but not in "When boats sank, Lee told us"."""
    when = "When/WRB>3:advmod boats|boat/NNS>3:nsubj" + TOLD.partition(":nsubj")[2]

    found = [
        clause_before(reading, the(reading, "told"), the(reading, "Lee").index)
        for reading in (a_reading(TOLD), a_reading(when))
    ]

    assert found == [range(2), None]
