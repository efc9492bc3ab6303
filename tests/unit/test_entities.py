"""Names of an article are cleaned and joined."""

import spacy
from spacy.tokens import Doc, Span

from agents.enrichment.cast import Member
from agents.enrichment.entities import cast_of, entities
from agents.enrichment.reading import Reading, read
from streams.enriched_article import ArticlePart, Entity

NLP = spacy.blank("en")
NOTHING = Reading("", [], [], [])


def a_reading(text: str, *named: tuple[str, str]) -> Reading:
    """Read a text in which the model named these (words, label), each once and in order."""
    doc: Doc = NLP(text)
    spans = []
    at = 0
    for words, label in named:
        at = text.index(words, at)
        span = doc.char_span(at, at + len(words), label=label, alignment_mode="expand")
        assert isinstance(span, Span)
        spans.append(span)
        at += len(words)
    doc.ents = spans
    for token in doc:
        token.is_sent_start = token.i == 0
    return read(text, [(0, doc)])


def found_in(text: str, *named: tuple[str, str]) -> list[Entity]:
    """Give the entities of a text."""
    return list(entities(cast_of(a_reading(text, *named), NOTHING), len(text)))


def names_of(found: list[Entity]) -> dict[str, list[str]]:
    """Give the mentions' words by canonical name."""
    return {entity.name: [mention.text for mention in entity.mentions] for entity in found}


def test_a_title_a_surname_and_a_full_name_are_one_person() -> None:
    """The canonical name is the fullest, the title stands beside it."""
    text = "Admiral Craig Faller spoke. Faller smiled. Adm. Faller left."

    found = found_in(
        text, ("Craig Faller", "PERSON"), ("Faller", "PERSON"), ("Adm. Faller", "PERSON")
    )

    assert names_of(found) == {"Craig Faller": ["Craig Faller", "Faller", "Faller"]}
    assert found[0].title in {"Admiral", "Adm."}


def test_a_country_has_one_name() -> None:
    """U.S., US and America are the United States."""
    text = "The U.S. agreed. US officials came. America waits."

    found = found_in(text, ("U.S.", "GPE"), ("US", "GPE"), ("America", "GPE"))

    assert names_of(found) == {"United States": ["U.S.", "US", "America"]}


def test_a_blend_and_a_part_join_their_organisation() -> None:
    """Southcom and the Southern Command are the US Southern Command."""
    text = "The US Southern Command spoke. Southcom agreed. The Southern Command left."

    found = found_in(
        text, ("US Southern Command", "ORG"), ("Southcom", "ORG"), ("The Southern Command", "ORG")
    )

    assert names_of(found) == {
        "US Southern Command": ["US Southern Command", "Southcom", "Southern Command"]
    }


def test_an_acronym_in_parentheses_is_the_name_before() -> None:
    """What parentheses introduce belongs to the name before them, in any spelling."""
    text = "The Bank of North Velia (BNV) and the Qods Force (Quds) met. BNV won."

    found = found_in(
        text,
        ("Bank of North Velia", "ORG"),
        ("BNV", "ORG"),
        ("Qods Force", "ORG"),
        ("Quds", "ORG"),
        ("BNV", "ORG"),
    )

    assert names_of(found) == {
        "Bank of North Velia": ["Bank of North Velia", "BNV", "BNV"],
        "Qods Force": ["Qods Force", "Quds"],
    }


def test_a_surname_taken_for_a_city_once_is_still_the_surname() -> None:
    """Lyon is one, but whom the text calls Mr. Lyon is the man named in full."""
    text = "Lyon won. So David Lyon, Mr. Lyon and Mr. Lyon left."
    reading = a_reading(
        text, ("Lyon", "GPE"), ("David Lyon", "PERSON"), ("Lyon", "PERSON"), ("Lyon", "PERSON")
    )

    [member] = cast_of(reading, NOTHING).members

    assert (member.name, member.label, len(member.names)) == ("David Lyon", "PERSON", 4)


def test_two_people_of_one_surname_stay_two() -> None:
    """A bare surname is the one named last."""
    text = "Bill Tarn left. Hilda Tarn stayed. Tarn laughed."

    found = found_in(text, ("Bill Tarn", "PERSON"), ("Hilda Tarn", "PERSON"), ("Tarn", "PERSON"))

    assert names_of(found) == {"Bill Tarn": ["Bill Tarn"], "Hilda Tarn": ["Hilda Tarn", "Tarn"]}


def test_names_lose_possessives_quotes_articles_and_marks() -> None:
    """A name is a name and nothing around it."""
    text = "the Harbor Courier’s story, “Ilse Marron” and Port Lenn, said so."

    found = found_in(
        text,
        ("the Harbor Courier’s", "ORG"),
        ("“Ilse Marron”", "PERSON"),
        ("Port Lenn,", "GPE"),
    )

    assert sorted(names_of(found)) == ["Harbor Courier", "Ilse Marron", "Port Lenn"]


def test_a_month_may_be_a_first_name() -> None:
    """Unless a preposition stands before it."""
    found = found_in("Jan Mercer left in May.", ("Jan Mercer", "PERSON"))
    dated = found_in("It was in April Jones left.", ("April Jones", "PERSON"))

    assert names_of(found) == {"Jan Mercer": ["Jan Mercer"]}
    assert names_of(dated) == {"Jones": ["Jones"]}


def test_a_name_ends_where_a_bracket_or_quotation_opens_in_it() -> None:
    """Editors' brackets, cut quotations and dangling words are cut off; posts are no names."""
    text = "[Josh] Hazlewood of the Afghan Team 'Ready and Head of Integrity and the CEO left."

    found = found_in(
        text,
        ("Josh] Hazlewood", "PERSON"),
        ("Afghan Team 'Ready", "ORG"),
        ("Head of Integrity and", "ORG"),
        ("CEO", "ORG"),
    )

    assert sorted(names_of(found)) == ["Afghan Team", "Hazlewood", "Head of Integrity"]


def test_brackets_that_close_belong_to_a_name() -> None:
    """Only an unpaired one divides."""
    found = found_in("The Bank (Holdings) Limited lent.", ("Bank (Holdings) Limited", "ORG"))

    assert list(names_of(found)) == ["Bank (Holdings) Limited"]


def test_what_is_no_name_is_left_out() -> None:
    """Marks, numbers, lower-case phrases and endless spans are not entities."""
    text = "— 12 the old man " + "Very " * 60 + "end."

    found = found_in(
        text, ("—", "ORG"), ("12", "ORG"), ("the old man", "PERSON"), ("Very " * 60 + "end", "ORG")
    )

    assert [entity for entity in found if entity.name in {"—", "12", "old man"}] == []
    assert all(len(entity.name) <= 150 for entity in found)


def test_a_mention_is_the_published_text_at_its_place() -> None:
    """Odd blanks stay in the mention and leave the canonical name."""
    text = "Then Craig\u00a0 Faller spoke."

    [entity] = found_in(text, ("Craig\u00a0 Faller", "PERSON"))

    assert entity.name == "Craig Faller"
    [mention] = entity.mentions
    assert text[mention.start : mention.end] == mention.text


def test_the_headline_names_too_and_counts() -> None:
    """A name in the headline is a mention of that part and makes the entity more salient."""
    text = a_reading(
        "Craig Faller spoke in Port Lenn.", ("Craig Faller", "PERSON"), ("Port Lenn", "GPE")
    )
    title = a_reading("Faller speaks", ("Faller", "PERSON"))

    first, second = entities(cast_of(text, title), 32)

    assert (first.name, second.name) == ("Craig Faller", "Port Lenn")
    assert [mention.part for mention in first.mentions] == [ArticlePart.TEXT, ArticlePart.TITLE]
    assert 0 <= second.salience < first.salience <= 1


def test_a_headline_in_large_words_names_what_the_text_names() -> None:
    """Of a longer run of such words only what the text names; small words stay believed."""
    text = a_reading("The Pell Council met.", ("Pell Council", "ORG"))
    large = a_reading(
        "Pell Council Votes Again While Nobody Looks", ("Pell Council Votes Again", "ORG")
    )
    other = a_reading("Nobody Looks While Qux Votes Again", ("Qux Votes Again", "PERSON"))
    small = a_reading("Pell is watched by Ann Fox at home", ("Ann Fox", "PERSON"))

    [council] = cast_of(text, large).members

    assert [name.raw for name in council.names] == ["Pell Council", "Pell Council"]
    assert [member.name for member in cast_of(text, other).members] == ["Pell Council"]
    assert [member.name for member in cast_of(text, small).members] == ["Pell Council", "Ann Fox"]


def test_a_headline_in_large_words_names_whom_everybody_sees() -> None:
    """First and last name, or a listed name, need no text that names them too."""
    text = a_reading("The Pell Council met.", ("Pell Council", "ORG"))
    title = a_reading(
        "Angela Fox Meets European Union While Qux Votes",
        *(("Angela Fox", "PERSON"), ("European Union", "ORG"), ("Qux Votes", "PERSON")),
    )

    members = cast_of(text, title).members

    assert {member.name for member in members} == {"Pell Council", "Angela Fox", "European Union"}


def test_a_headline_may_give_the_first_name() -> None:
    """The text calls him by the surname alone."""
    text = a_reading("Mr. Fox left.", ("Fox", "PERSON"))
    title = a_reading("Bob Fox Leaves While Nobody Looks", ("Bob Fox", "PERSON"))

    assert [member.name for member in cast_of(text, title).members] == ["Bob Fox"]


def test_the_type_is_what_most_mentions_have() -> None:
    """One slip of the model does not change what a thing is."""
    text = "Velia Steel grew. Velia Steel shrank. Velia Steel closed."

    [entity] = found_in(
        text, ("Velia Steel", "ORG"), ("Velia Steel", "ORG"), ("Velia Steel", "GPE")
    )

    assert entity.type == "ORG"


def test_labels_of_other_schemes_are_known() -> None:
    """PER is PERSON; dates and sums are no entities."""
    text = "Ilse Marron paid $5 on Monday."

    found = found_in(text, ("Ilse Marron", "PER"), ("$5", "MONEY"), ("Monday", "DATE"))

    assert [(entity.name, entity.type) for entity in found] == [("Ilse Marron", "PERSON")]


def test_the_outlet_is_an_organisation() -> None:
    """Whatever the model takes it for."""
    reading = a_reading("The Pell Courier reports.", ("Pell Courier", "GPE"))

    [member] = cast_of(reading, NOTHING, "Pell Courier").members

    assert member.label == "ORG"


def test_a_title_tells_a_gender_and_contradicting_ones_do_not() -> None:
    """Pronouns are matched with what titles say."""
    text = "Mrs. Ilse Marron and Sir Robin Ash met Ms. Ash."
    reading = a_reading(text, ("Ilse Marron", "PERSON"), ("Robin Ash", "PERSON"), ("Ash", "PERSON"))

    members: list[Member] = cast_of(reading, NOTHING).members

    assert [member.gender for member in members] == ["f", None]


def test_a_given_name_tells_a_gender_where_no_title_does() -> None:
    """Surnames, and names that men and women bear, tell none."""
    text = "Maria Marron, Konrad Ash, Robin Fox, Maria and Mr. Maria Pell met."
    people = ("Maria Marron", "Konrad Ash", "Robin Fox", "Maria Pell")
    reading = a_reading(text, *((name, "PERSON") for name in people))

    members: list[Member] = cast_of(reading, NOTHING).members

    genders = {member.name: member.gender for member in members}
    assert [genders[name] for name in people] == ["f", "m", None, "m"]


def test_thousands_of_names_are_joined_in_seconds() -> None:
    """Joining must not compare every name with every other."""
    text = " ".join(f"Velia{number} Marron{number % 100}," for number in range(3_000))
    doc = NLP(text)
    doc.ents = [Span(doc, at, at + 2, label="PERSON") for at in range(0, len(doc) - 1, 3)]
    for token in doc:
        token.is_sent_start = token.i == 0

    cast = cast_of(read(text, [(0, doc)]), NOTHING)

    assert len(cast.members) >= 2_900


def test_names_in_capitals_are_shown_in_small_letters() -> None:
    """Those of places and people, and titles; what may be an acronym stays."""
    text = "PRESIDENT ANN LEE OF ALTENTOR MET THE OPEC."
    reading = a_reading(text, ("ANN LEE", "PERSON"), ("ALTENTOR", "GPE"), ("OPEC", "ORG"))

    members: list[Member] = cast_of(reading, NOTHING).members

    assert [member.name for member in members] == ["Ann Lee", "Altentor", "OPEC"]
    assert members[0].title == "President"
