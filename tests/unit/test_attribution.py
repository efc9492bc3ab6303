"""Attribution: what lies in it, how far it reaches, which of several stay."""

from agents.enrichment.attribution import Attribution, covered, outermost, reach


def test_an_attitude_is_a_stance_and_words_are_not() -> None:
    """By the rule that found it."""
    assert Attribution((0,), None, ((1, 2),), "object").is_stance
    assert not Attribution((0,), None, ((1, 2),), "clause").is_stance


def test_an_attribution_reaches_to_its_last_token() -> None:
    """Be that its cue, its source or its content."""
    assert reach(Attribution((9,), 3, ((0, 5),), "clause")) == 9
    assert reach(Attribution((1,), 7, ((2, 5),), "clause")) == 7
    assert reach(Attribution((1,), 0, ((2, 5), (8, 12)), "clause")) == 11


def test_contents_cover_their_tokens() -> None:
    """The end of a range is outside."""
    found = [Attribution((0,), None, ((1, 3), (5, 6)), "clause")]

    assert covered(found) == {1, 2, 5}


def test_of_nested_attributions_the_outer_one_stays() -> None:
    """In "Lee said Fox wants to leave" only what Lee said is kept."""
    outer = Attribution((1,), 0, ((2, 6),), "clause")
    inner = Attribution((3,), 2, ((4, 6),), "infinitive")

    assert outermost([inner, outer]) == [outer]


def test_neighbours_both_stay_in_their_order() -> None:
    """They share no token."""
    first = Attribution((1,), 0, ((2, 3),), "clause")
    second = Attribution((5,), 4, ((6, 9),), "clause")

    assert outermost([first, second]) == [first, second]


def test_an_attribution_without_content_is_none() -> None:
    """There is nothing to keep."""
    assert outermost([Attribution((1,), 0, (), "clause")]) == []
