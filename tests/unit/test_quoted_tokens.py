"""Quoted tokens: what stands beside a cue, and how content grows to whole quotations."""

from tests.parsed.sentences import a_reading, quoted_in, shown, the

BEFORE = (
    "“/``>3:punct We/PRP>3:nsubj leave/VBP>7:ccomp now/RB>3:advmod ,/,>7:punct ”/''>7:punct "
    "said|say/VBD>0:root Lee/NNP>7:nsubj ./.>7:punct"
)
AFTER = (
    "Lee/NNP>2:nsubj said|say/VBD>0:root ,/,>2:punct “/``>6:punct We/PRP>6:nsubj "
    "leave/VBP>2:ccomp now/RB>6:advmod ./.>6:punct ”/''>6:punct"
)
SCARE = (
    "Lee/NNP>2:nsubj sold|sell/VBD>0:root “/``>4:punct art/NN>2:obj ”/''>4:punct "
    "abroad/RB>2:advmod ./.>2:punct"
)


def test_a_quotation_stands_beside_its_verb_on_either_side() -> None:
    """Marks included."""
    for sentence, expected in (
        (BEFORE, "“ We leave now , ”"),
        (AFTER, "“ We leave now . ”"),
    ):
        reading = a_reading(sentence)

        found = quoted_in(reading).beside(the(reading, "said"), the(reading, "Lee").index)

        assert shown(reading, found) == expected


def test_a_word_in_marks_is_no_speech() -> None:
    """It is held in a quotation all the same."""
    reading = a_reading(SCARE)
    quoted = quoted_in(reading)
    art = the(reading, "art").index

    assert quoted.holds(art)
    assert not quoted.is_speech(art)
    assert not quoted.holds(the(reading, "abroad").index)


def test_content_grows_to_the_whole_quotation() -> None:
    """Of whose words it has a good part."""
    reading = a_reading(AFTER)

    found = quoted_in(reading).whole([4, 5], the(reading, "said").index)

    assert [shown(reading, range(*piece)) for piece in found] == ["“ We leave now . ”"]


def test_runs_lose_the_marks_that_only_separate() -> None:
    """Commas at the edges go; those between the parts of one run stay."""
    reading = a_reading(BEFORE)
    quoted = quoted_in(reading)

    assert quoted.runs([7, 8], 6) == ((7, 8),)
    assert quoted.runs([0, 1, 2, 3, 4, 5], 6) == ((0, 6),)


def test_a_quotation_that_is_a_sentence_fills_it() -> None:
    """One with a speaker beside it does not."""
    alone = a_reading(
        "“/``>3:punct They/PRP>3:nsubj come/VBP>0:root daily/RB>3:advmod ./.>3:punct ”/''>3:punct"
    )
    reading = a_reading(SCARE)

    assert quoted_in(alone).fills_sentence(0, 6)
    assert not quoted_in(reading).fills_sentence(2, 5)
