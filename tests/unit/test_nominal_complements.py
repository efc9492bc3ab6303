"""Nominal complements: what nouns, adjectives and "according to" introduce."""

import pytest

from agents.enrichment.complements import Complement
from agents.enrichment.nominal_complements import NominalComplements
from agents.enrichment.reading import Reading
from tests.parsed.sentences import a_reading, shown, the

CLAIM = (
    "Lee/NNP>3:nmod:poss 's/POS>1:case claim/NN>7:nsubj that/IN>6:mark it/PRP>6:nsubj "
    "sank|sink/VBD>3:acl failed|fail/VBD>0:root ./.>7:punct"
)
CRITICISM = (
    "Lee/NNP>2:nsubj voiced|voice/VBD>0:root criticism/NN>2:obj of/IN>6:case the/DT>6:det "
    "plan/NN>3:nmod ./.>2:punct"
)
CONFIDENT = (
    "Lee/NNP>3:nsubj is|be/VBZ>3:cop confident/JJ>0:root that/IN>6:mark it/PRP>6:nsubj "
    "works|work/VBZ>3:ccomp ./.>3:punct"
)
WILLING = (
    "Lee/NNP>3:nsubj is|be/VBZ>3:cop eager/JJ>0:root to/TO>5:mark leave/VB>3:xcomp ./.>3:punct"
)
ACCORDING = (
    "It/PRP>2:nsubj sank|sink/VBD>0:root ,/,>2:punct according|accord/VBG>6:case to/IN>4:fixed "
    "Lee/NNP>2:obl ./.>2:punct"
)


def told(reading: Reading, found: Complement | None) -> tuple[str, str | None, str | None] | None:
    """Give rule, words and source of a complement."""
    if found is None:
        return None
    source = None if found.source is None else reading.tokens[found.source].text
    return found.rule, shown(reading, found.tokens), source


def test_a_noun_governs_a_clause_that_its_owner_claims() -> None:
    """The owner of the claim is its source."""
    reading = a_reading(CLAIM, names={"Lee": "PERSON"})

    found = NominalComplements(reading).of_noun(the(reading, "claim"))

    assert told(reading, found) == ("noun", "that it sank", "Lee")


def test_a_noun_names_by_its_own_preposition_what_is_judged() -> None:
    """Thus "criticism of the plan" does, "criticism in the plan" does not."""
    reading = a_reading(CRITICISM, names={"Lee": "PERSON"})
    other = a_reading(CRITICISM.replace("of/IN", "in/IN"), names={"Lee": "PERSON"})

    found = NominalComplements(reading).of_noun(the(reading, "criticism"))

    assert told(reading, found) == ("noun with preposition", "the plan", "Lee")
    assert NominalComplements(other).of_noun(the(other, "criticism")) is None


def test_an_adjective_tells_what_somebody_thinks_or_means_to_do() -> None:
    """By a clause or by an infinitive."""
    confident, eager = (a_reading(one, names={"Lee": "PERSON"}) for one in (CONFIDENT, WILLING))

    thinks = NominalComplements(confident).of_adjective(the(confident, "confident"))
    means = NominalComplements(eager).of_adjective(the(eager, "eager"))

    assert told(confident, thinks) == ("adjective", "that it works", "Lee")
    assert told(eager, means) == ("willing", "to leave", "Lee")


def test_a_thing_thinks_nothing() -> None:
    """Thus "the rope is confident that it works" has no speaker."""
    reading = a_reading(CONFIDENT.replace("Lee/NNP", "rope/NN"))

    assert NominalComplements(reading).of_adjective(the(reading, "confident")) is None


def test_according_to_takes_the_clause_around_it() -> None:
    """Without the words that name the source."""
    reading = a_reading(ACCORDING, names={"Lee": "PERSON"})

    found = NominalComplements(reading).of_according(the(reading, "according"))

    assert told(reading, found) == ("according to", "It sank , .", "Lee")


def test_according_without_to_names_nobody() -> None:
    """Thus "according as" is no source."""
    reading = a_reading(ACCORDING.replace("to/IN", "as/IN"))

    assert NominalComplements(reading).of_according(the(reading, "according")) is None


@pytest.mark.parametrize(
    "source",
    [
        "his/PRP$>7:nmod:poss boss/NN>2:obl ,/,>2:punct Ann/NNP>2:parataxis Lee/NNP>9:flat",
        "Ann/NNP>2:obl Lee/NNP>6:flat ,/,>2:punct a/DT>10:det spokesman/NN>2:parataxis",
        "Officer/NNP>2:obl Lee/NNP>2:dep ,/,>2:punct a/DT>10:det spokesman/NN>2:parataxis",
    ],
)
def test_what_explains_who_is_relied_on_is_not_said(source: str) -> None:
    """A name after a role, or a role after a name, wherever the parser hangs it."""
    reading = a_reading(
        "It/PRP>2:nsubj sank|sink/VBD>0:root ,/,>2:punct according|accord/VBG>2:case "
        f"to/IN>4:fixed {source} ./.>2:punct"
    )

    found = NominalComplements(reading).of_according(the(reading, "according"))

    assert found is not None
    assert shown(reading, found.tokens) == "It sank , ."


def test_a_name_after_the_explanation_is_said() -> None:
    """The comma that ends the source's words parts the two."""
    reading = a_reading(
        "According|accord/VBG>3:case to/IN>1:fixed Ann/NNP>9:obl ,/,>6:punct a/DT>6:det "
        "spokesman/NN>3:appos ,/,>3:punct Iran/NNP>9:nsubj sank|sink/VBD>0:root ./.>9:punct"
    )

    found = NominalComplements(reading).of_according(the(reading, "According"))

    assert found is not None
    assert shown(reading, found.tokens) == "Iran sank ."
