"""Two names are one, or they are not."""

import pytest

from agents.enrichment.aliases import is_short_for, key, same_organisation, same_person


@pytest.mark.parametrize("name", ["US", "U.S.", "U.S", "USA", "the United States", "America"])
def test_the_united_states_have_one_key(name: str) -> None:
    """However it is written, it is one country."""
    assert key(name) == "united states"


@pytest.mark.parametrize("name", ["us", "who", "un"])
def test_small_words_are_no_countries(name: str) -> None:
    """Only capitals make these words names."""
    assert key(name) == name


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("irgc", "islamic revolutionary guard corps"),
        ("southcom", "united states southern command"),
        ("centcom", "central command"),
        ("aramco", "arabian american company"),
        ("osce", "organization for security and co-operation in europe"),
    ],
)
def test_acronyms_and_blends_stand_for_their_names(short: str, full: str) -> None:
    """Initials, or beginnings of all words from some word on."""
    assert is_short_for(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("south", "south korea"),
        ("korea", "south korea"),
        ("command", "southern command"),
        ("nasa", "national association of realtors"),
        ("a", "american association"),
        ("southcom", "southern"),
    ],
)
def test_words_are_not_short_for_every_name_they_resemble(short: str, full: str) -> None:
    """A word of the name, other initials or one letter are no short form."""
    assert not is_short_for(short, full)


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("faller", "craig faller", True),
        ("craig faller", "craig s faller", True),
        ("c faller", "craig faller", True),
        ("bill clinton", "hillary clinton", False),
        ("john smith", "john brown", False),
        ("clinton", "hillary rodham clinton", True),
        ("fuller", "craig faller", False),
        ("", "craig faller", False),
    ],
)
def test_people_are_told_apart_by_first_name(short: str, full: str, same: bool) -> None:
    """A surname or an initial stands for a person, another first name does not."""
    assert same_person(short, full) is same


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("southern command", "united states southern command", True),
        ("pfizer", "pfizer inc", True),
        ("journal", "wall street journal", True),
        ("united states", "united states southern command", False),
        ("pfizer", "pfizer hospital of queens", False),
        ("pfizer inc", "pfizer inc", False),
        ("house", "white house", False),
    ],
)
def test_organisations_may_lose_their_beginning_or_their_legal_form(
    short: str, full: str, same: bool
) -> None:
    """What is left out must not be what tells them apart."""
    assert same_organisation(short, full) is same
