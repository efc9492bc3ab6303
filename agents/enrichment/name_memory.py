"""Make the names of one document agree: a surname is the person it was introduced as."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from spacy.tokens import Span

from agents.enrichment.english.gazetteers import read_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

_VOTED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
_SHORTEST_SURNAME = 3
_WORD_AND_FORM = 2
_INSIDE = frozenset({"in", "near", "outside"})
_HELD_IN = frozenset("belief believe believed believes confidence faith interest trust".split())
_GOVERNED = frozenset("mayor governor city town village outskirts suburb streets".split())
_OWNING = frozenset({"'s", "’s", "'", "’"})
# What a company's name ends in when it is given in full, and loses afterwards.
_COMPANY_FORMS = frozenset(
    "Inc Inc. Corp Corp. Corporation Co. Ltd Ltd. Limited LLC PLC plc GmbH".split()
)


def agree(doc: Doc, names: list[Span]) -> list[Span]:
    """Give equal names equal labels, and label the overlooked surnames of persons named in full.

    The most frequent label wins; of equally frequent ones the first in the text. "Timex" is a
    company where "Timex Inc." is named, unless a person bears the name. Linear in the length of
    the document.
    """
    surnames = {
        name[-1].text
        for name in names
        if name.label_ == "PERSON" and len(name) > 1 and len(name[-1]) >= _SHORTEST_SURNAME
    }
    companies = _short_companies(names) - surnames
    names = [_placed(doc, name) if name.text not in surnames else name for name in names]
    labels = _majorities(names) | dict.fromkeys(companies, "ORG")
    agreed = list[Span]()
    for name in names:
        label = labels.get(name.text, name.label_)
        if len(name) == 1 and name.text in surnames and name.label_ in _VOTED:
            label = "PERSON"
        agreed.append(Span(doc, name.start, name.end, label=label))
    known = dict.fromkeys(surnames, "PERSON") | dict.fromkeys(companies, "ORG")
    return [*agreed, *_overlooked(doc, agreed, known)]


def _placed(doc: Doc, name: Span) -> Span:
    """Take "Pell" in "in Pell" and "mayor of Pell" for a place: people are not in one another."""
    if len(name) > 1 or not 0 < name.start < name.end < len(doc):
        return name
    governed = name.start > 1 and doc[name.start - 2].lower_ in _GOVERNED
    if governed and doc[name.start - 1].text == "of" and name.label_ in _VOTED:
        return Span(doc, name.start, name.end, label="GPE")
    if name.label_ != "PERSON":
        return name
    held = name.start > 1 and doc[name.start - 2].lower_ in _HELD_IN
    inside = doc[name.start - 1].text in _INSIDE and not held and doc[name.end].text not in _OWNING
    return Span(doc, name.start, name.end, label="GPE") if inside else name


def _short_companies(names: list[Span]) -> set[str]:
    """Give the companies' names without their forms, those of one word that is capitalised."""
    return {
        name[0].text
        for name in names
        if name.label_ == "ORG"
        and len(name) == _WORD_AND_FORM
        and name[-1].text in _COMPANY_FORMS
        and name[0].is_title
        and len(name[0]) >= _SHORTEST_SURNAME
        and not is_listed_place(name[0].text)
    }


def is_listed_place(name: str) -> bool:
    """Tell whether a name is one of the countries, cities or regions of the lists.

    >>> is_listed_place("Kentucky"), is_listed_place("Altentor")
    (True, False)
    """
    return any(name in read_list(kind).names for kind in ("countries", "cities", "regions"))


def _majorities(names: list[Span]) -> dict[str, str]:
    votes = defaultdict[str, Counter[str]](Counter)
    for name in names:
        if name.label_ in _VOTED:
            votes[name.text][name.label_] += 1
    return {text: counts.most_common(1)[0][0] for text, counts in votes.items()}


def _overlooked(doc: Doc, names: list[Span], known: dict[str, str]) -> Iterator[Span]:
    taken = {index for name in names for index in range(name.start, name.end)}
    for token in doc:
        if token.text in known and token.text[0].isupper() and token.i not in taken:
            yield Span(doc, token.i, token.i + 1, label=known[token.text])
