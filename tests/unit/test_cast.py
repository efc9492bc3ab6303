"""Cast: which names are one and the same, and where each member is named."""

from agents.enrichment.cast import Cast, is_known_place
from agents.enrichment.names import Name, names
from tests.parsed.sentences import a_reading, the

FULL = "Ann/NNP>3:nsubj Lee/NNP>1:flat came|come/VBD>0:root ./.>3:punct"
SHORT = "Lee/NNP>2:nsubj left|leave/VBD>0:root ./.>2:punct"
OTHER = "Bob/NNP>3:nsubj Lee/NNP>1:flat spoke|speak/VBD>0:root ./.>3:punct"
PEOPLE = {"Ann Lee": "PERSON", "Bob Lee": "PERSON", "Lee": "PERSON"}


def a_name(text: str, label: str, first: int, *, in_title: bool = False) -> Name:
    """Make a one-word name at a token."""
    return Name(first, first + 1, first, first + 1, label, text, text, None, in_title, text.lower())


def test_a_surname_joins_the_full_name() -> None:
    """Both places are one member's, called by the fuller name."""
    reading = a_reading(FULL, SHORT, names=PEOPLE)

    cast = Cast(names(reading))

    [member] = cast.members
    assert member.name == "Ann Lee"
    assert cast.at(0) is cast.at(4) is member
    assert cast.at(the(reading, "left").index) is None


def test_a_shared_surname_is_whoever_was_named_last() -> None:
    """Not whoever is named first."""
    reading = a_reading(FULL, OTHER, SHORT, names=PEOPLE)

    cast = Cast(names(reading))

    assert [(member.name, len(member.names)) for member in cast.members] == [
        ("Ann Lee", 1),
        ("Bob Lee", 2),
    ]


def test_members_joined_later_answer_as_one() -> None:
    """The fuller name stays, and whoever held the other finds it."""
    cast = Cast([a_name("Qux", "ORG", 0), a_name("Quxington", "ORG", 3)])
    one, other = cast.members

    cast.join(one, other)

    assert [member.name for member in cast.members] == ["Quxington"]
    assert cast.current(one) is cast.current(other) is cast.members[0]
    assert len(cast.members[0].names) == 2


def test_a_member_is_of_the_type_most_of_its_names_have() -> None:
    """One slip of the model does not change it; what was known is asked anew."""
    cast = Cast([a_name("Qux", "ORG", 0)])
    [member] = cast.members
    assert member.label == "ORG"

    for first in (3, 6):
        cast.add(member, a_name("Qux", "GPE", first))

    assert member.label == "GPE"


def test_names_of_the_headline_come_last_and_hold_no_place() -> None:
    """Their tokens are another text's."""
    cast = Cast([a_name("Qux", "ORG", 0, in_title=True), a_name("Baz", "ORG", 5)])

    assert [member.name for member in cast.members] == ["Baz", "Qux"]
    assert cast.at(0) is None


def test_known_places_are_known_by_their_key() -> None:
    """In small letters."""
    assert is_known_place("france")
    assert not is_known_place("qux")


def test_a_bare_word_is_no_person_where_it_is_a_place_too() -> None:
    """News gives a person's first name or title once; a third of the places is enough."""
    places = [a_name("Pell", label, 3 * at) for at, label in enumerate(["GPE", *["PERSON"] * 3])]

    assert [(member.name, member.label) for member in Cast(places).members] == [("Pell", "GPE")]
    assert [member.label for member in Cast([*places, a_name("Pell", "PERSON", 90)]).members] == [
        "PERSON"
    ]


def test_a_place_in_capitals_is_written_as_usual() -> None:
    """Datelines shout; acronyms do not."""
    cast = Cast([a_name("VELEN", "GPE", 0), a_name("UAE", "GPE", 3), a_name("FARBAND", "ORG", 6)])

    assert [member.name for member in cast.members] == ["Velen", "UAE", "FARBAND"]
