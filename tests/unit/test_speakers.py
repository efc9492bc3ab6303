"""Speakers: the entity, the role or the words that a source stands for."""

import pytest

from agents.enrichment.entities import cast_of
from agents.enrichment.reading import Reading
from agents.enrichment.speakers import SpeakerResolver
from streams.enriched_article import Speaker
from tests.parsed.sentences import a_reading, the

NAMES = {
    "Ann Lee": "PERSON",
    "Robin Lee": "PERSON",
    "Bob Fox": "PERSON",
    "Bob Lee": "PERSON",
    "Lee": "PERSON",
    "Acme": "ORG",
    "Ohio": "GPE",
    "Utah": "GPE",
    "American": "NORP",
    "Iranian": "NORP",
    "US": "GPE",
}
ANN = "Ann/NNP>3:nsubj Lee/NNP>1:flat came|come/VBD>0:root ./.>3:punct"
MRS_FOX = "Mrs./NNP>4:nsubj Bob/NNP>1:flat Fox/NNP>1:flat left|leave/VBD>0:root ./.>4:punct"
CHIEF = (
    "Ann/NNP>8:nsubj Lee/NNP>1:flat ,/,>1:punct the/DT>5:det commander/NN>1:appos ,/,>1:punct "
    "then/RB>8:advmod spoke|speak/VBD>0:root ./.>8:punct"
)


def speaker(source: str, *sentences: str) -> tuple[Speaker, str]:
    """Resolve a source, and give the words that it stands at."""
    reading = a_reading(*sentences, names=NAMES)
    cast = cast_of(reading, Reading("", [], [], []))
    found = SpeakerResolver(reading, cast).resolve(the(reading, source).index)
    return found, reading.text[found.start : found.end]


def test_a_name_is_its_entity() -> None:
    """All words of the name are its place."""
    found, words = speaker("Ann", ANN)

    assert (found.name, found.description, words) == ("Ann Lee", None, "Ann Lee")


def test_a_pronoun_is_who_was_named_last() -> None:
    """The place is the pronoun's own."""
    found, words = speaker("She", ANN, "She/PRP>2:nsubj agreed|agree/VBD>0:root ./.>2:punct")

    assert (found.name, words) == ("Ann Lee", "She")


def test_a_pronoun_is_nobody_of_another_gender() -> None:
    """Thus "he" is not Mrs. Fox, however near she is named."""
    said = "He/PRP>2:nsubj agreed|agree/VBD>0:root ./.>2:punct"

    robin = ANN.replace("Ann", "Robin")
    assert speaker("He", robin, MRS_FOX, said)[0].name == "Robin Lee"
    assert speaker("He", MRS_FOX, said)[0].name is None


def test_a_role_is_whoever_was_introduced_by_it() -> None:
    """Thus "the commander" is Ann Lee; "a commander" may be anybody."""
    the_one = "Later/RB>4:advmod the/DT>3:det chief/NN>4:nsubj agreed|agree/VBD>0:root ./.>4:punct"
    chief = CHIEF.replace("commander/NN", "chief|chief/NN").replace("chief|chief", "CHIEF|chief")

    assert speaker("chief", chief, the_one)[0].name == "Ann Lee"
    assert speaker("chief", chief, the_one.replace("the/DT", "a/DT"))[0].name is None


@pytest.mark.parametrize("apposed", [True, False])
def test_an_apposition_tells_the_role(apposed: bool) -> None:
    """It is the speaker's description."""
    found, _ = speaker("Ann", CHIEF if apposed else ANN)

    assert found.name == "Ann Lee"
    assert found.description == ("the commander" if apposed else None)


def test_whoever_has_no_name_is_described() -> None:
    """In the article's own words, without what is said of him besides."""
    found, words = speaker(
        "official",
        "A/DT>3:det US/NNP>3:compound official/NN>7:nsubj who/WP>5:nsubj knew|know/VBD>3:acl:relcl "
        "nothing/NN>5:obj agreed|agree/VBD>0:root ./.>7:punct",
    )

    assert (found.name, found.description, words) == (None, "A US official", "A US official")


def test_a_phrase_before_a_comma_does_not_name_the_speaker() -> None:
    """After the talks, the official speaks."""
    _, words = speaker(
        "official",
        "After/IN>2:case talks|talk/NNS>5:nmod ,/,>2:punct an/DT>5:det official/NN>6:nsubj "
        "agreed|agree/VBD>0:root ./.>6:punct",
    )

    assert words == "an official"


def test_a_clause_before_the_speaker_does_not_name_him() -> None:
    """Nor does the day, where the parser hangs it on him."""
    _, words = speaker(
        "experts",
        "It/PRP>2:nsubj helps|help/VBZ>3:nsubj experts|expert/NNS>5:nsubj Monday/NNP>3:nmod "
        "agree/VBP>0:root ./.>5:punct",
    )

    assert words == "experts"


def test_that_stands_for_what_it_refers_to() -> None:
    """In "firms that promised" the firms are shown, as "that" tells nobody anything."""
    _, words = speaker(
        "that",
        "Big/JJ>2:amod firms|firm/NNS>0:root that/WP>4:nsubj promised|promise/VBD>2:acl:relcl "
        "jobs|job/NNS>4:obj ./.>2:punct",
    )

    assert words == "Big firms"


def test_a_name_next_to_a_role_belongs_to_the_words() -> None:
    """Without a comma, "lawyer Ann Lee" is one phrase."""
    _, words = speaker(
        "lawyer",
        "Acme/NNP>2:compound lawyer/NN>5:nsubj Ann/NNP>2:appos Lee/NNP>3:flat "
        "spoke|speak/VBD>0:root ./.>5:punct",
    )

    assert words == "Acme lawyer Ann Lee"


def test_the_words_end_before_the_cue() -> None:
    """A verb that the parser took for a noun's object is no part of who speaks."""
    reading = a_reading(
        "Doctors/NNS>0:root worry/NN>1:obj that/IN>5:mark it/PRP>5:nsubj spreads/VBZ>2:acl "
        "./.>1:punct"
    )
    cast = cast_of(reading, Reading("", [], [], []))

    found = SpeakerResolver(reading, cast).resolve(0, 1)

    assert reading.text[found.start : found.end] == "Doctors"


def test_whoever_is_named_in_what_is_said_does_not_speak() -> None:
    """No comma closes an apposition here: the officials are not Ann Lee."""
    found, words = speaker(
        "officials",
        "It/PRP>2:nsubj hit/VBD>8:ccomp Ann/NNP>2:obj Lee/NNP>3:flat ,/,>2:punct "
        "city/NN>7:compound officials/NNS>8:nsubj said|say/VBD>0:root ./.>8:punct",
    )

    assert (found.name, found.description, words) == (None, "city officials", "city officials")


OPERATIONS = (
    "The/DT>2:det head/NN>9:nsubj of/IN>4:case {}>2:nmod ,/,>6:punct Ann/NNP>{}:appos "
    "Lee/NNP>6:flat ,/,>2:punct agreed|agree/VBD>0:root ./.>9:punct"
)


@pytest.mark.parametrize("parent", [2, 4])
def test_a_name_that_ends_the_words_for_a_role_is_the_speaker(parent: int) -> None:
    """Whichever noun the parser explains by it."""
    sentence = OPERATIONS.format("mines/NNS", parent)

    found, _ = speaker("head", sentence)

    assert (found.name, found.description) == ("Ann Lee", "The head of mines")


def test_a_name_after_two_people_may_be_either() -> None:
    """The wife of the minister, Ann Lee, or the minister Ann Lee."""
    sentence = OPERATIONS.format("minister/NN", 4)

    assert speaker("head", sentence)[0].name is None


def test_a_name_beside_a_role_is_the_speaker_wherever_it_hangs() -> None:
    """The title before the name is no part of the role."""
    found, _ = speaker(
        "head",
        "Its/PRP$>2:nmod:poss head/NN>8:nsubj ,/,>5:punct Dr./NNP>5:nmod:desc Ann/NNP>8:dep "
        "Lee/NNP>5:flat ,/,>8:punct agreed|agree/VBD>0:root ./.>8:punct",
    )

    assert (found.name, found.description) == ("Ann Lee", "Its head")


def test_a_role_after_a_quotation_and_a_name_is_his() -> None:
    """Also where no comma closes the apposition."""
    found, _ = speaker(
        "mother",
        "\"/``>3:punct He/PRP>3:nsubj left|leave/VBD>11:ccomp ,/,>3:punct \"/''>3:punct "
        "Ann/NNP>3:obj Lee/NNP>6:flat ,/,>3:punct his/PRP$>10:nmod:poss mother/NN>11:nsubj "
        "said|say/VBD>0:root ./.>11:punct",
    )

    assert (found.name, found.description) == ("Ann Lee", "his mother")


def test_a_title_that_heads_the_words_is_the_person_behind_it() -> None:
    """The parser may take both for subjects."""
    found, _ = speaker(
        "Sgt",
        "Police/NNP>2:compound Sgt/NNP>5:nsubj Ann/NNP>5:nsubj Lee/NNP>3:flat "
        "agreed|agree/VBD>0:root ./.>5:punct",
    )

    assert found.name == "Ann Lee"


def test_what_is_called_after_a_person_is_not_that_person() -> None:
    """Neither "the Lee administration" nor, later, "the administration" is Ann Lee."""
    named = (
        "The/DT>4:det Ann/NNP>4:compound Lee/NNP>2:flat administration/NN>5:nsubj "
        "agreed|agree/VBD>0:root ./.>5:punct"
    )
    later = "The/DT>2:det ADMINISTRATION|administration/NN>3:nsubj left/VBD>0:root ./.>3:punct"

    assert speaker("administration", ANN, named)[0].name is None
    assert speaker("ADMINISTRATION", ANN, named, later)[0].name is None


def test_a_lone_woman_is_she_however_far_away() -> None:
    """The man who was named last is not her; of two women it would not be known which."""
    between = ["It/PRP>2:nsubj rained|rain/VBD>0:root ./.>2:punct"] * 15
    said = "She/PRP>2:nsubj agreed|agree/VBD>0:root ./.>2:punct"
    bob = ANN.replace("Ann", "Bob")

    assert speaker("She", ANN, bob, *between, said)[0].name == "Ann Lee"
    assert speaker("She", ANN, ANN.replace("Ann Lee", "Mary Ash"), bob, *between, said)[0].name == (
        "Ann Lee"
    )
    assert speaker("She", bob, *between, said)[0].name is None


def test_a_place_before_a_title_and_a_name_does_not_speak() -> None:
    """Ohio's governor does, be the place what the parser takes for the subject."""
    found, _ = speaker(
        "Ohio",
        "Ohio/NNP>8:nsubj Gov./NNP>3:compound Ann/NNP>1:appos Lee/NNP>3:flat ,/,>3:punct "
        "a/DT>7:det friend/NN>3:appos left|leave/VBD>0:root ./.>8:punct",
    )

    assert found.name == "Ann Lee"


@pytest.mark.parametrize(
    ("people", "who"), [("American", None), ("Iranian", "Bob Fox"), (None, "Bob Fox")]
)
def test_a_president_of_another_country_is_somebody_else(
    people: str | None, who: str | None
) -> None:
    """Words for a role that name a country mean nobody who was introduced with another one."""
    introduced = (
        "The/DT>3:det Iranian/JJ>3:amod chief|chief/NN>8:nsubj ,/,>5:punct Bob/NNP>3:appos "
        "Fox/NNP>5:flat ,/,>3:punct left|leave/VBD>0:root ./.>8:punct"
    )
    later = (
        "The/DT>3:det {}/JJ>3:amod CHIEF|chief/NN>4:nsubj agreed|agree/VBD>0:root ./.>4:punct"
    ).format(people or "new")

    assert speaker("CHIEF", introduced, later)[0].name == who


@pytest.mark.parametrize(("kind", "who"), [("press", "Ann Lee"), ("inspector", None)])
def test_an_inspector_general_is_no_attorney_general(kind: str, who: str | None) -> None:
    """Words for a role that say which one mean nobody who has another one of that name."""
    titled = "Press/NNP>3:compound Secretary/NNP>3:compound Ann/NNP>5:nsubj Lee/NNP>3:flat "
    the_one = f"The/DT>3:det {kind}/NN>3:compound secretary/NN>4:nsubj"
    later = f"{the_one} agreed|agree/VBD>0:root ./.>4:punct"

    found, _ = speaker("secretary", titled + "left|leave/VBD>0:root ./.>5:punct", later)

    assert found.name == who


def test_of_two_with_one_surname_who_spoke_before_goes_on_speaking() -> None:
    """The one named last, of whom the report tells, said nothing so far."""
    reading = a_reading(
        "Ann/NNP>3:nsubj Lee/NNP>1:flat spoke|speak/VBD>0:root ./.>3:punct",
        "Bob/NNP>3:nsubj Lee/NNP>1:flat died|die/VBD>0:root ./.>3:punct",
        "Lee/NNP>2:nsubj agreed|agree/VBD>0:root ./.>2:punct",
        names=NAMES,
    )
    resolver = SpeakerResolver(reading, cast_of(reading, Reading("", [], [], [])))
    last = reading.tokens[-3].index

    assert resolver.resolve(last).name == "Bob Lee"
    resolver = SpeakerResolver(reading, cast_of(reading, Reading("", [], [], [])))
    assert resolver.resolve(0).name == "Ann Lee"
    assert resolver.resolve(last).name == "Ann Lee"


def test_a_role_between_commas_is_told_where_the_parser_lost_it() -> None:
    """In "It sank, Ann Lee, its chairman, said" the chairman hangs on the verb."""
    found, _ = speaker(
        "Ann",
        "It/PRP>2:nsubj sank|sink/VBD>9:ccomp ,/,>2:punct Ann/NNP>2:obj Lee/NNP>4:flat ,/,>4:punct "
        "its/PRP$>8:nmod:poss chairman/NN>10:nsubj ,/,>8:punct said|say/VBD>0:root ./.>10:punct",
    )

    assert (found.name, found.description) == ("Ann Lee", "its chairman")


def test_words_behind_the_verb_run_into_a_name() -> None:
    """In "said longtime party strategist Ann Lee" the parser takes "longtime" for the speaker."""
    reading = a_reading(
        "It/PRP>2:nsubj sank|sink/VBD>4:ccomp ,/,>2:punct said|say/VBD>0:root "
        "longtime/JJ>4:nsubj party/NN>7:compound strategist/NN>8:compound Ann/NNP>4:obj "
        "Lee/NNP>8:flat ./.>4:punct",
        names=NAMES,
    )
    resolver = SpeakerResolver(reading, cast_of(reading, Reading("", [], [], [])))

    found = resolver.resolve(the(reading, "longtime").index, the(reading, "said").index)

    assert found.name == "Ann Lee"


def test_an_article_alone_is_no_description() -> None:
    """Nor is what stands in parentheses behind a name."""
    found, _ = speaker("Acme", "The/DT>2:det Acme/NN>3:nsubj left|leave/VBD>0:root ./.>3:punct")
    assert (found.name, found.description) == ("Acme", None)

    found, _ = speaker(
        "Ann",
        "Ann/NNP>7:nsubj Lee/NNP>1:flat (/-LRB->4:punct name/NN>1:appos changed|change/VBN>4:acl "
        ")/-RRB->4:punct left|leave/VBD>0:root ./.>7:punct",
    )
    assert (found.name, found.description) == ("Ann Lee", None)


def test_several_people_are_not_one_of_them() -> None:
    """Thus "the commanders" are not Ann Lee, though she is one."""
    later = "The/DT>2:det chiefs|commander/{}>3:nsubj agreed|agree/VBD>0:root ./.>3:punct"

    assert speaker("chiefs", CHIEF, later.format("NN"))[0].name == "Ann Lee"
    assert speaker("chiefs", CHIEF, later.format("NNS"))[0].name is None


def test_the_place_of_a_dateline_does_not_speak() -> None:
    """Whom the parser hangs on it does."""
    reading = a_reading(
        "PELL/NNP>7:nsubj ,/,>1:punct Nov/NNP>1:nmod 18/CD>1:appos —/:>6:punct Acme/NNP>1:appos "
        "said|say/VBD>0:root it/PRP>9:nsubj sank|sink/VBD>7:ccomp ./.>7:punct",
        names={"PELL": "GPE", "Acme": "ORG"},
    )
    resolver = SpeakerResolver(reading, cast_of(reading, Reading("", [], [], [])))

    assert resolver.resolve(0).name == "Acme"


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("to/IN>3:case Ohio/NNP>1:nmod Ann/NNP>3:flat Lee/NNP>4:flat", "Ann Lee"),
        ("including/VBG>4:case Mrs./NNP>4:nmod Ann/NNP>1:nmod Lee/NNP>4:flat", None),
    ],
)
def test_a_title_with_a_place_runs_into_a_name(words: str, who: str | None) -> None:
    """In "US Ambassador to Ohio Ann Lee" she speaks, not in "Envoys including Mrs. Ann Lee"."""
    found, _ = speaker("Envoy", f"Envoy/NNP>6:nsubj {words} left|leave/VBD>0:root ./.>6:punct")

    assert found.name == who


def test_a_firm_between_commas_is_named_by_what_it_is() -> None:
    """In "the operator, Acme, said" the operator is Acme."""
    found, _ = speaker(
        "operator",
        "The/DT>2:det operator/NN>6:nsubj ,/,>4:punct Acme/NNP>2:appos ,/,>2:punct "
        "agreed|agree/VBD>0:root ./.>6:punct",
    )

    assert found.name == "Acme"
