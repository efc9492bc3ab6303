"""Wording: which versions of a quotation differ only slightly, and what is then made of them."""

import pytest

from streams.story import Conflict, ConflictSide
from streams.story_order import conflict_order
from streams.wording import differ_slightly, is_slight

SLIGHT = [
    ("We’re seeing growing influence there", "We see a growing influence in there"),
    ("It is the slowest thing that anyone has ever seen", "This is the slowest thing anybody saw"),
    ("The ferry was utterly lost at sea", "The ferry was lost at sea"),
    ("I won’t [sic] sail with that captain again", "I will not sail with that captain"),
    ("The harbour closed at 6:00 p.m. on Sunday", "The harbor closed at 6 p.m. on Sunday"),
    (
        "I was sitting on my porch when all of a sudden I heard a large blast",
        "I was sitting on my porch when all of a sudden I heard a big blast",
    ),
    (
        "With all respect I disagree with the position that Ellery has taken",
        "With all respect I disagree with the position that Mayor Ellery has taken",
    ),
    (
        "We fished there in the 80\u2019s, and never fitted in",
        "We fished there in the 80s, and never fit in",
    ),
    ("In our on-going effort we moved the ferries", "In our ongoing effort we moved the ferries"),
    ("They hid in the back yards, and ran", "They hid into the backyard, and ran"),
    (
        "Brenmoor await the report of the commission before we talk",
        "Brenmoor Ferry Club await the report of the commission before we talk",
    ),
    ("They must go and must not come back", "They must go and not come back"),
    ("We organise help for twelve villages", "We are organizing help for 12 villages"),
    ("the laziest captain I have sailed with", "the laziest captain I have sailed alongside"),
    (
        "They built the dyke with their own hands in the cold spring of that year",
        "They built the dyke with their own hands in the spring of that year",
    ),
]
TELLING = [
    ("alarming and worrying", "alarming and concerning"),
    ("a large blast", "a big blast"),
    (
        "I was sitting on my porch when all of a sudden I heard a loud blast",
        "I was sitting on my porch when all of a sudden I heard a distant blast",
    ),
    ("It is a question of when it breaks", "It is a question of how it breaks"),
    ("I will sign the letter", "I will not sign the letter"),
    ("I never signed, and nobody saw the letter", "I never signed, and they saw the letter"),
    ("We counted 15 boats at the landing", "We counted 18 boats at the landing"),
    ("You must leave the valley now", "You should leave the valley now"),
    ("They will not drive me out", "They will not drive us out"),
    (
        "He was my colleague and friend for all the years at the harbour office",
        "He was my colleague for all the years at the harbour office",
    ),
    (
        "The minister of Tarn has never set foot in our valley since the flood",
        "The minister has never set foot in our valley since the flood",
    ),
    (
        "I never met Jonas Ellery at the harbour office",
        "I never met Jonas Ellery Jr. at the harbour office",
    ),
    (
        "We told Ruth Ellery of the dyke in the autumn",
        "We told Ruth Ellery and Paul Denholm of the dyke in the autumn",
    ),
    ("The harbour is safe", "The harbour is safe", "The harbour is lost"),
    ("Nobody asked us about the dyke", "Tarn wants ferries"),
]


def a_conflict(kind: str, *texts: str) -> Conflict:
    """Make a conflict of sides of one origin each."""
    sides = [
        ConflictSide(value=text, text=text, article_ids=[f"r{at}"], origins=1)
        for at, text in enumerate(texts)
    ]
    return Conflict(conflict_id=f"{kind}-{texts[-1]}", kind=kind, subject="x", sides=sides)


@pytest.mark.parametrize("texts", SLIGHT)
def test_small_words_endings_and_fillers_are_a_slight_difference(texts: tuple[str, ...]) -> None:
    """The sentence tells the same, whichever version comes first."""
    assert differ_slightly(*texts)
    assert differ_slightly(*reversed(texts))


@pytest.mark.parametrize("texts", TELLING)
def test_another_telling_word_is_more_than_slight(texts: tuple[str, ...]) -> None:
    """A negation, a number, a duty, a person, a name, an item more, or another telling word."""
    assert not is_slight(a_conflict("wording", *texts))
    assert not is_slight(a_conflict("wording", *reversed(texts)))


def test_only_wording_can_differ_slightly() -> None:
    """Two values of another kind contradict each other, however alike they are written."""
    assert not is_slight(a_conflict("time", "on the Sunday", "on a Sunday"))


def test_slight_differences_come_last() -> None:
    """Whatever their kind, contradictions come before what is merely put a little differently."""
    slight, telling = a_conflict("wording", *SLIGHT[0]), a_conflict("wording", *TELLING[0])
    place = a_conflict("place", "in Brenmoor", "in Altentor")

    assert sorted([slight, telling, place], key=conflict_order) == [telling, place, slight]
