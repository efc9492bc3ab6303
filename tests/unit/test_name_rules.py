"""Rules complete and tidy names, whatever the model said."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span

from agents.enrichment import name_rules
from agents.enrichment.english.gazetteers import people_names, read_list
from agents.enrichment.name_rules import place_label

Found = list[tuple[str, str]]


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Build an English tokenizer with the rules and no model."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe(name_rules.COMPONENT)
    return pipeline


def found(nlp: Language, text: str, *model: tuple[str, str]) -> Found:
    """Apply the rules after a model that found the given names."""
    doc = nlp.make_doc(text)
    spans = []
    for name, label in model:
        start = text.index(name)
        span = doc.char_span(start, start + len(name), label=label)
        assert isinstance(span, Span), f"{name!r} is not made of whole tokens"
        spans.append(span)
    doc.set_ents(spans)
    return [(entity.text, entity.label_) for entity in nlp.get_pipe(name_rules.COMPONENT)(doc).ents]


@pytest.mark.parametrize(
    ("text", "model", "expected"),
    [
        ("He met Mr. Faller.", ("Mr. Faller", "PERSON"), ("Faller", "PERSON")),
        ("It is “Hamas”.", ("“Hamas”", "ORG"), ("Hamas", "ORG")),
        ("It is the Foo Bar Club.", ("the Foo Bar Club", "ORG"), ("Foo Bar Club", "ORG")),
        ("It is Faller's plan.", ("Faller's", "PERSON"), ("Faller", "PERSON")),
        ("It hit Tabuk Monday.", ("Tabuk Monday", "GPE"), ("Tabuk", "GPE")),
        ("Dunlow Bank of the", ("Dunlow Bank of the", "ORG"), ("Dunlow Bank", "ORG")),
    ],
    ids=["title", "quotes", "article", "possessive", "weekday", "preposition"],
)
def test_what_is_not_part_of_a_name_is_cut_off(
    nlp: Language, text: str, model: tuple[str, str], expected: tuple[str, str]
) -> None:
    """Titles, quotation marks, articles, possessives and weekdays are not part of a name."""
    assert expected in found(nlp, text, model)


def test_whoever_bears_a_shortened_title_is_a_person(nlp: Language) -> None:
    """What a model overlooked after "Dr." is a name; more titles are none."""
    assert found(nlp, "So said Dr. Marisol Peña of Pell.") == [("Marisol Peña", "PERSON")]
    assert found(nlp, "Thank you, Mr. Vice President.") == []


def test_a_word_with_half_a_title_is_nobody(nlp: Language) -> None:
    """The other half follows, and then the person."""
    text = "So Qux Foreign Minister Ann Lee left."

    assert found(nlp, text, ("Qux Foreign", "PERSON"), ("Ann Lee", "PERSON")) == [
        ("Ann Lee", "PERSON")
    ]


def test_a_holiday_is_a_date(nlp: Language) -> None:
    """A model that calls it an organisation is not believed."""
    expected = [("Columbus Day", "DATE"), ("Monday", "DATE")]
    assert found(nlp, "They mark Columbus Day Monday", ("Columbus Day", "ORG")) == expected


def test_punctuation_alone_is_never_a_name(nlp: Language) -> None:
    """A model that calls a dash an organisation is not believed."""
    assert found(nlp, "Well — so", ("—", "ORG")) == []


def test_demonyms_are_found_without_a_model(nlp: Language) -> None:
    """Peoples, religions and parties come from a list, also in plural and in capitals."""
    text = "An Iranian, two Danes, a SUNNI and South Korean Catholics"
    names = [name for name, label in found(nlp, text) if label == "NORP"]
    assert names == ["Iranian", "Danes", "SUNNI", "South Korean", "Catholics"]


def test_a_demonym_inside_a_name_stays_in_it(nlp: Language) -> None:
    """American Airlines is a company, not a people."""
    names = found(nlp, "I fly American Airlines.", ("American Airlines", "ORG"))
    assert names == [("American Airlines", "ORG")]


def test_a_country_is_a_place_whatever_the_model_says(nlp: Language) -> None:
    """Of a known country the list is surer than the model."""
    assert found(nlp, "He left Iran then.", ("Iran", "ORG")) == [("Iran", "GPE")]


def test_a_person_named_like_a_place_stays_a_person(nlp: Language) -> None:
    """A list does not know that Jordan is a man here; the model does."""
    assert found(nlp, "So Jordan won.", ("Jordan", "PERSON")) == [("Jordan", "PERSON")]


def test_a_listed_name_inside_a_longer_one_is_left_alone(nlp: Language) -> None:
    """Paris Hilton is not Paris."""
    assert found(nlp, "I saw Paris Hilton.") == []


def test_a_ministry_is_found_by_its_head_word(nlp: Language) -> None:
    """Institutions that the model overlooks are found; the demonym before them is a people."""
    names = found(nlp, "The Afghan Defense Ministry and the Department of Health said so.")
    assert names == [
        ("Afghan", "NORP"),
        ("Defense Ministry", "ORG"),
        ("Department of Health", "ORG"),
    ]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Iran", "GPE"),
        ("Ohio", "GPE"),
        ("Springfield", "GPE"),
        ("Lake Chad", "LOC"),
        ("Persian Gulf", "LOC"),
        ("Europe", "LOC"),
        ("Heathrow Airport", "FAC"),
        ("Brooklyn Bridge", "FAC"),
    ],
)
def test_places_are_told_apart(name: str, label: str) -> None:
    """Governed places, other places and buildings have labels of their own."""
    assert place_label(name) == label


def test_the_last_word_tells_a_place_from_an_organisation(nlp: Language) -> None:
    """An airport is built, whatever the model says; a hospital may be either and is left alone."""
    names = found(nlp, "At Dunlow Airport", ("Dunlow Airport", "ORG"))
    assert names == [("Dunlow Airport", "FAC")]
    names = found(nlp, "At Dunlow Hospital", ("Dunlow Hospital", "ORG"))
    assert names == [("Dunlow Hospital", "ORG")]


def test_numbers_and_dates_never_overlap_names(nlp: Language) -> None:
    """A year inside the name of an event belongs to the event."""
    names = found(nlp, "At the 2008 Summer Games in 2008", ("2008 Summer Games", "EVENT"))
    assert names == [("2008 Summer Games", "EVENT"), ("2008", "DATE")]


def test_a_dated_event_without_a_name_leaves_its_date(nlp: Language) -> None:
    """An invasion of 2001 is described, not named; its year and its people are found."""
    names = found(nlp, "the 2001 Danish invasion", ("2001 Danish invasion", "EVENT"))
    assert names == [("2001", "DATE"), ("Danish", "NORP")]
    names = found(nlp, "the 2005 Polish election", ("2005 Polish election", "EVENT"))
    assert names == [("2005 Polish election", "EVENT")]


def test_a_coalition_described_by_its_leader_is_no_name(nlp: Language) -> None:
    """The words say who leads it, not what it is called."""
    assert found(nlp, "A U.S.-led coalition", ("U.S.-led coalition", "ORG")) == []


def test_the_longest_listed_people_wins_over_the_model(nlp: Language) -> None:
    """Greek Cypriots are one people, though the model saw two names."""
    names = found(nlp, "two Greek Cypriots", ("Greek", "NORP"), ("Cypriots", "NORP"))
    assert names == [("two", "CARDINAL"), ("Greek Cypriots", "NORP")]


def test_the_lists_are_read_whole() -> None:
    """Comments are no names, and plurals are added."""
    assert "Iranians" in people_names()
    assert not any(name.startswith("#") for name in read_list("countries").names)
    assert "River" in read_list("regions").words


def test_an_empty_text_has_no_names(nlp: Language) -> None:
    """Nothing in, nothing out."""
    assert nlp("").ents == ()


def test_two_dates_that_a_dash_joins_are_one(nlp: Language) -> None:
    """The tokenizer makes a word of "1924–11", so that neither of them is made of whole tokens."""
    text = "Ann Lee (8 May 1924–11 June 2005) and Bo Fox (December 1973–19 April 1999) sang."
    assert [name for name, label in found(nlp, text) if label == "DATE"] == [
        "8 May 1924–11 June 2005",
        "December 1973–19 April 1999",
    ]


def test_before_christ_is_no_province(nlp: Language) -> None:
    """A model that takes the era for British Columbia is not believed."""
    text = "It was built in 575 BC and BC agreed."
    assert found(nlp, text, ("BC", "GPE")) == [("575 BC", "DATE")]


@pytest.mark.parametrize(
    ("text", "model", "expected"),
    [
        ("So House Will Vote To End It", ("House Will Vote", "ORG"), [("House", "ORG")]),
        ("So Ann Lee Says No", ("Ann Lee Says", "PERSON"), [("Ann Lee", "PERSON")]),
        ("So George Will wrote", ("George Will", "PERSON"), [("George Will", "PERSON")]),
        ("So Billionaire Ann Lee ran", ("Billionaire Ann Lee", "PERSON"), [("Ann Lee", "PERSON")]),
        (
            "The Kentucky Republican ran",
            ("Kentucky Republican", "ORG"),
            [("Kentucky", "GPE"), ("Republican", "NORP")],
        ),
    ],
    ids=["vote", "verb", "name", "description", "party"],
)
def test_a_name_ends_where_a_headline_or_a_party_goes_on(
    nlp: Language, text: str, model: tuple[str, str], expected: list[tuple[str, str]]
) -> None:
    """Large letters make a name of a verb, and of a senator's state and party."""
    assert found(nlp, text, model) == expected


def test_before_a_mayor_stands_his_town(nlp: Language) -> None:
    """The model overlooks towns that it does not know; "Former" and "The" are none."""
    assert found(nlp, "So Altentor Mayor Ann Lee left.") == [("Altentor", "GPE")]
    assert found(nlp, "So Former Mayor Ann Lee left. The Mayor stayed.") == []
    assert found(nlp, "The mayor of Altentor left.", ("Altentor", "ORG")) == [("Altentor", "GPE")]


def test_a_hospital_is_nobody(nlp: Language) -> None:
    """Its last word tells, whatever its first ones look like; so does a company's."""
    names = found(nlp, "At Le Bonheur Hospital.", ("Le Bonheur Hospital", "PERSON"))
    assert names == [("Le Bonheur Hospital", "ORG")]
    names = found(nlp, "So Lorne Lines left.", ("Lorne Lines", "PERSON"))
    assert names == [("Lorne Lines", "ORG")]


def test_a_title_in_capitals_is_no_name(nlp: Language) -> None:
    """Nor is a pronoun; the SEC and the WHO are."""
    text = "SAID ADM AND NOBODY AND SEC AND WHO"
    model = (("ADM", "ORG"), ("NOBODY", "PERSON"), ("SEC", "ORG"), ("WHO", "ORG"))

    assert found(nlp, text, *model) == [("SEC", "ORG"), ("WHO", "ORG")]


def test_a_name_goes_on_behind_several_blanks(nlp: Language) -> None:
    """But not on the next line."""
    for blanks, expected in (("   ", "Craig   Faller"), (" \n", "Craig")):
        doc = nlp.make_doc(f"So said Craig{blanks}Faller then")
        for token in doc:
            token.tag_ = "_SP" if token.is_space else "NNP" if token.text[0].isupper() else "RB"
        doc.set_ents([Span(doc, 2, 3, label="PERSON")])
        names = nlp.get_pipe(name_rules.COMPONENT)(doc).ents

        assert [name.text for name in names] == [expected]
