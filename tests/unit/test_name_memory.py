"""Names of one document agree with each other."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Span

from agents.enrichment.institutions import find_institutions
from agents.enrichment.name_memory import agree

NLP = spacy.blank("en")


def names(doc: Doc, *spans: tuple[int, int, str]) -> list[Span]:
    """Build the spans of a document."""
    return [Span(doc, start, end, label=label) for start, end, label in spans]


def labelled(spans: list[Span]) -> list[tuple[str, str]]:
    """Show spans as text and label, in order."""
    return [(span.text, span.label_) for span in sorted(spans)]


def test_a_surname_is_the_person_it_was_introduced_as() -> None:
    """Overlooked or mislabelled, it is a person once the full name has been read."""
    doc = NLP.make_doc("Craig Faller spoke. Faller left. Then Faller sat.")
    found = agree(doc, names(doc, (0, 2, "PERSON"), (4, 5, "ORG")))

    people = [("Craig Faller", "PERSON"), ("Faller", "PERSON"), ("Faller", "PERSON")]
    assert labelled(found) == people


def test_the_majority_decides_and_the_first_breaks_a_tie() -> None:
    """One odd label among equal names is a slip of the model."""
    doc = NLP.make_doc("Hamas Hamas Hamas")
    spans = names(doc, (0, 1, "ORG"), (1, 2, "PERSON"), (2, 3, "ORG"))

    assert {span.label_ for span in agree(doc, spans)} == {"ORG"}
    assert {span.label_ for span in agree(doc, spans[:2])} == {"ORG"}


def test_a_company_is_known_without_its_legal_form() -> None:
    """Overlooked or mislabelled, Timex is a company where Timex Inc. is named."""
    doc = NLP.make_doc("Timex Corp. rose. Timex fell. So Timex sat.")
    found = agree(doc, names(doc, (0, 2, "ORG"), (4, 5, "PERSON")))

    assert labelled(found) == [("Timex Corp.", "ORG"), ("Timex", "ORG"), ("Timex", "ORG")]


def test_a_country_is_no_company_and_nor_is_a_person() -> None:
    """A company may bear the name of a place or of its founder; alone it means those."""
    doc = NLP.make_doc("Iran Corp. and Iran and Wang Corp. and Li Wang and Wang")
    spans = names(doc, (0, 2, "ORG"), (3, 4, "GPE"), (5, 7, "ORG"), (8, 10, "PERSON"))

    assert ("Iran", "GPE") in labelled(agree(doc, spans))
    assert ("Wang", "PERSON") in labelled(agree(doc, spans))


def test_a_lower_case_word_is_no_surname() -> None:
    """A colour is not Mr. Green."""
    doc = NLP.make_doc("Ann Green likes green")
    assert labelled(agree(doc, names(doc, (0, 2, "PERSON")))) == [("Ann Green", "PERSON")]


def test_institutions_stop_at_sentence_openers_and_peoples() -> None:
    """Openers and peoples are not part of the Ministry of Defence; a head word alone is no name."""
    doc = NLP.make_doc("The Ministry of Defence, an Afghan Peace Council and the Court met.")
    found = [doc[start:end].text for start, end in find_institutions(doc)]
    assert found == ["Ministry of Defence", "Peace Council"]


def test_whoever_something_is_in_is_a_place() -> None:
    """Unless that is what he owns or what is believed, or he has a first name there."""
    doc = NLP.make_doc("Rain fell in Pell on Monday; in Fox's view faith in Vane fell.")
    spans = names(doc, (3, 4, "PERSON"), (8, 9, "PERSON"), (13, 14, "PERSON"))

    found = labelled(agree(doc, spans))

    assert found == [("Pell", "GPE"), ("Fox", "PERSON"), ("Vane", "PERSON")]


def test_a_surname_stays_one_behind_a_preposition() -> None:
    """The full name beside it tells more."""
    doc = NLP.make_doc("Ann Lee ran. He saw in Lee much.")

    found = labelled(agree(doc, names(doc, (0, 2, "PERSON"), (7, 8, "PERSON"))))

    assert found == [("Ann Lee", "PERSON"), ("Lee", "PERSON")]
