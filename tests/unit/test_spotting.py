"""Spotting: bare surnames of people whom the article names in full."""

from agents.enrichment.cast import Cast
from agents.enrichment.names import names
from agents.enrichment.spotting import spot
from tests.parsed.sentences import a_reading

FULL = "Ann/NNP>3:nsubj Lee/NNP>1:flat came|come/VBD>0:root ./.>3:punct"
BARE = "Then/RB>3:advmod Lee/NNP>3:nsubj left|leave/VBD>0:root ./.>3:punct"
OTHER = "Then/RB>4:advmod Lee/NNP>4:nsubj Harbor/NNP>2:flat burned|burn/VBD>0:root ./.>4:punct"
NAMESAKE = "Bob/NNP>3:nsubj Lee/NNP>1:flat came|come/VBD>0:root ./.>3:punct"


PEOPLE = {"Ann Lee": "PERSON", "Bob Lee": "PERSON"}


def mentions(*sentences: str) -> dict[str, int]:
    """Count each person's places, where the model sees full names only, once all are spotted."""
    reading = a_reading(*sentences, names=PEOPLE)
    cast = Cast(names(reading))
    spot(cast, reading)
    return {member.name: len(member.names) for member in cast.members}


def test_a_bare_surname_is_whom_the_article_names_in_full() -> None:
    """Though the model did not see it."""
    assert mentions(FULL, BARE) == {"Ann Lee": 2}


def test_a_surname_inside_another_name_stays_that_name() -> None:
    """Lee Harbor is not Ann Lee."""
    assert mentions(FULL, OTHER) == {"Ann Lee": 1}


def test_a_surname_of_two_people_is_neither() -> None:
    """Nobody knows which."""
    assert mentions(FULL, NAMESAKE, BARE) == {"Ann Lee": 1, "Bob Lee": 1}
