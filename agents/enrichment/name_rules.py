"""Complete and tidy the names a model found: peoples, kinds of places, dates, numbers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Span
from spacy.util import filter_spans

from agents.enrichment.date_rules import find_dates, find_times, is_holiday
from agents.enrichment.datelines import find_dateline
from agents.enrichment.english.gazetteers import (
    people_first_words,
    people_names,
    person_titles,
    read_list,
    title_words,
)
from agents.enrichment.institutions import find_institutions
from agents.enrichment.name_edges import PLACES, can_be_a_name, trim
from agents.enrichment.name_memory import agree, is_listed_place
from agents.enrichment.number_rules import find_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

COMPONENT = "name_rules"
NAMES = frozenset(
    {"PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "WORK_OF_ART", "NORP", "PRODUCT", "LAW"}
)
_STORMS = frozenset({"Hurricane", "Typhoon", "Cyclone"})
_LONGEST_PEOPLE = 3
_LONGEST_PERSON = 3
# The labels whose names a head word may overrule.
_CONFUSED = frozenset({"ORG", "PERSON"})
_LISTED = {
    "GPE": ("countries", "cities"),
    "LOC": ("regions",),
    "FAC": ("facilities",),
    "ORG": ("organisations",),
    "PERSON": ("figures",),
}
# Words that end the names of places, and of next to nothing else, in the corpora.
_PLAINLY_PLACES = frozenset(
    "Airport Avenue Base Bridge Building Castle Cathedral Desert Gate Highway Island Islands "
    "Monument Mosque Mountains Museum Ocean Palace Peninsula Plateau Plaza Prison Province River "
    "Roundabout Sea Square Stadium Station Strait Street Valley".split()
)
_NEVER_PEOPLE = frozenset(
    "Apartments Center Centre Church Clinic Club Hospital School Schools Trust".split()
)
_KEPT_FROM_LISTS = frozenset({"EVENT", "WORK_OF_ART"})
# Places that are names of people as well: there the model sees more than a list.
_ALSO_PEOPLE = frozenset(
    "Alexandria Austin Brooklyn Carson Chad Charlotte Cleveland Columbus Dakota Dallas Denver "
    "Florence Georgia Hamilton Houston Israel Jackson Jordan Kingston Lincoln Madison Milan "
    "Montana Orlando Paris Phoenix Raleigh Richmond Santiago Sydney Tyler Valencia Victoria "
    "Virginia Wellington Buffalo Lima Perth".split()
)
_PARTISANS = frozenset({"Democrat", "Democratic", "Democrats", "Republican", "Republicans"})
_MAYORS = re.compile(r"\b(?P<place>[A-Z]\w{1,30}) (?=(?:Mayor|Governor|Gov\.) [A-Z])")
_BEFORE_MAYORS = frozenset(
    "And As But By Democratic Ex For Former From If In Lieutenant Lord New Of Republican The Then "
    "To When While With".split()
)
_DASHES = frozenset("-–—")
# After a number these are an era, not a place ("575 B.C.").
_ERAS = frozenset({"B.C", "B.C.", "BC"})
_DOTTED = re.compile(r"(?:[A-Z]\.)+$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_LED = re.compile("-(?:led|backed|based|run|brokered|sponsored|allied|controlled|occupied)$")
_HELD_IN_A_YEAR = frozenset(
    {"election", "elections", "by-election", "primaries", "referendum", "summit", "campaign"}
)


@Language.factory(COMPONENT, assigns=["doc.ents"], requires=["doc.ents"])
def create_name_rules(nlp: Language, name: str) -> NameRules:  # noqa: ARG001
    """Make the component; put it after the recogniser."""
    return NameRules(nlp)


class NameRules:
    """The component: names from the model and from lists, the rest by rule."""

    def __init__(self, nlp: Language) -> None:
        """Compile the lists with the pipeline's own tokenizer."""
        self._matcher = PhraseMatcher(nlp.vocab)
        for label, kinds in _LISTED.items():
            names = sorted(name for kind in kinds for name in read_list(kind).names)
            unambiguous = (name for name in names if _DOTTED.match(name) or name[-1] != ".")
            self._matcher.add(label, [nlp.make_doc(name) for name in unambiguous])

    def __call__(self, doc: Doc) -> Doc:
        """Rewrite ``doc.ents``; spans never overlap.

        Time and memory grow linearly with the length of the document.
        """
        taken = bytearray(len(doc))
        spans = list[Span]()
        listed = filter_spans(self._matcher(doc, as_spans=True))
        # The text is put together anew whenever it is asked for.
        text = doc.text
        _claim(_dateline(doc, text), taken, spans)
        names = sorted(_with_listed(doc, list(_tidied_names(doc)), listed))
        _claim(iter(agree(doc, names)), taken, spans)
        _claim(_titled(doc, text), taken, spans)
        _claim(_institutions(doc), taken, spans)
        _claim(_governed(doc, text), taken, spans)
        _claim(_peoples(doc), taken, spans)
        _claim(_dates_and_numbers(doc, text), taken, spans)
        doc.set_ents(sorted(spans, key=lambda span: span.start))
        return doc


def _with_listed(doc: Doc, names: list[Span], listed: list[Span]) -> Iterator[Span]:
    """Let the lists decide the label of a whole name, and add names the model overlooked."""
    holder = {token: name for name in names for token in range(name.start, name.end)}
    settled = set[int]()
    for span in listed:
        held = {id(holder[i]): holder[i] for i in range(span.start, span.end) if i in holder}
        inside = all(span.start <= name.start and name.end <= span.end for name in held.values())
        if not inside or not (held or _stands_alone(doc, span)):
            continue
        if any(_outweighs(name, span) for name in held.values()):
            continue
        settled |= set(range(span.start, span.end))
        yield span
    for name in names:
        if settled.isdisjoint(range(name.start, name.end)):
            yield name


def _outweighs(name: Span, listed: Span) -> bool:
    """Tell whether the model's label is to be believed against the list's."""
    if name.label_ == "PERSON" and listed.label_ != "PERSON":
        return listed.text in _ALSO_PEOPLE
    return name.label_ in _KEPT_FROM_LISTS


def _stands_alone(doc: Doc, span: Span) -> bool:
    """Tell a listed name from a part of a longer one by the words beside it."""
    before = doc[span.start - 1] if span.start and not span[0].is_sent_start else None
    after = doc[span.end] if span.end < len(doc) else None
    beside = [word for word in (before, after) if word is not None]
    return not any(word.text[0].isupper() and _is_name_like(word) for word in beside)


def _is_name_like(word: Token) -> bool:
    return word.text not in person_titles() and word.text not in people_names()


def _claim(found: Iterator[Span], taken: bytearray, spans: list[Span]) -> None:
    """Keep the spans none of whose tokens is taken."""
    for span in found:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            spans.append(span)


def _tidied_names(doc: Doc) -> Iterator[Span]:
    for entity in doc.ents:
        if entity.label_ not in NAMES or _is_described(entity) or is_holiday(entity.text):
            continue
        if entity.text in _ERAS and entity.start and doc[entity.start - 1].text.isdigit():
            continue
        reach = _over_blanks(doc, entity) if entity.label_ == "PERSON" else entity.end
        start, end = trim(doc, entity.start, reach, entity.label_)
        if end - start > 1 and doc[end - 1].text in _PARTISANS:
            # "Kentucky Republican" is no organisation; the list of peoples has the party.
            end -= 1
            if is_listed_place(doc[start:end].text):
                yield Span(doc, start, end, label="GPE")
                continue
            end += 1
        if start < end and can_be_a_name(doc[start:end].text):
            yield Span(doc, start, end, label=_label(doc, start, end, entity.label_))


def _over_blanks(doc: Doc, person: Span) -> int:
    """Give where a person's name ends that goes on behind several blanks: "Craig   Faller"."""
    end = person.end
    while (
        end + 1 < len(doc)
        and doc[end].is_space
        and "\n" not in doc[end].text
        and doc[end + 1].tag_ == "NNP"
        and _is_proper(doc[end + 1])
    ):
        end += 2
    return end


def _is_described(entity: Span) -> bool:
    """Tell descriptions from names: "2001 U.S.-led invasion", "U.S.-led coalition".

    An event that opens with a year and ends in a common word has no name, but a date in it
    (the corpora take elections for events all the same). A listed people is left to the list,
    which knows the longer ones, such as "Greek Cypriots".
    """
    head = entity[-1].text
    if entity.label_ == "NORP":
        return entity.text in people_names()
    if entity.label_ == "EVENT":
        dated = _YEAR.match(entity[0].text) is not None
        return dated and head.islower() and head not in _HELD_IN_A_YEAR
    return entity.label_ == "ORG" and head.islower() and _LED.search(entity[0].text) is not None


def _label(doc: Doc, start: int, end: int, label: str) -> str:
    text = doc[start:end].text
    if label != "WORK_OF_ART" and text in people_names():
        return "NORP"
    if label not in PLACES and label not in _CONFUSED:
        return label
    kind = _by_head_word(text)
    if kind is not None:
        return kind
    head = text.rpartition(" ")[2] if " " in text else ""
    if label == "PERSON" and head in _NEVER_PEOPLE:
        return "ORG"
    plain = label in _CONFUSED and head in _PLAINLY_PLACES
    return place_label(text) if label in PLACES or plain else label


def _by_head_word(name: str) -> str | None:
    """Tell what a longer name is by its last word, as in "Porto Marathon" and "Dunlow Steel"."""
    words = name.split()
    for kind, label in (("events", "EVENT"), ("companies", "ORG")):
        if len(words) > 1 and words[-1] in read_list(kind).words:
            return label
    return "EVENT" if words[0] in _STORMS | {"Festival"} else None


def place_label(name: str) -> str:
    """Tell a place with a government (GPE) from a building (FAC) and other places (LOC).

    >>> [place_label(name) for name in ("Iran", "Persian Gulf", "Heathrow Airport", "Springfield")]
    ['GPE', 'LOC', 'FAC', 'GPE']
    """
    if name in read_list("countries").names or name in read_list("cities").names:
        return "GPE"
    words = name.split()
    for kind, label in (("facilities", "FAC"), ("regions", "LOC")):
        known = read_list(kind)
        if name in known.names or (len(words) > 1 and (words[-1] in known.words)):
            return label
    regions = read_list("regions").words
    if len(words) > 1 and words[0] in regions:
        return "LOC"
    return "FAC" if words[0] == "Hotel" else "GPE"


def _titled(doc: Doc, text: str) -> Iterator[Span]:
    """Find the people a model overlooked after a shortened title: "Lt. Marisol Peña"."""
    for title in _short_titles().finditer(text):
        span = doc.char_span(*title.span())
        if span is None:
            continue
        start = end = span.end
        while end < len(doc) and end < start + _LONGEST_PERSON and _is_proper(doc[end]):
            end += 1
        if end > start:
            yield Span(doc, start, end, label="PERSON")


@cache
def _short_titles() -> re.Pattern[str]:
    """Match a title that ends in a full stop, before a capital."""
    short = sorted(title for title in person_titles() if title[-1] == ".")
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, short))})(?= [A-Z])")


def _is_proper(word: Token) -> bool:
    known = word.text in title_words() or word.text in people_names()
    return word.text[0].isupper() and word.text[1:].islower() and not known


def _governed(doc: Doc, text: str) -> Iterator[Span]:
    """Find the place that a model overlooked before its mayor: "Altentor Mayor Inge Voss"."""
    for found in _MAYORS.finditer(text):
        place = doc.char_span(*found.span("place"), label="GPE")
        if place is not None and _is_proper(place[0]) and place.text not in _BEFORE_MAYORS:
            yield place


def _dateline(doc: Doc, text: str) -> Iterator[Span]:
    for start, end, label in find_dateline(text):
        span = doc.char_span(start, end, label=label)
        if span is not None:
            yield span


def _institutions(doc: Doc) -> Iterator[Span]:
    for start, end in find_institutions(doc):
        yield Span(doc, start, end, label="ORG")


def _peoples(doc: Doc) -> Iterator[Span]:
    """Find demonyms, religions and parties, the longest first, that stand alone."""
    known, firsts = people_names(), people_first_words()
    for token in doc:
        word = token.text
        if not word[0].isupper() or _as_listed(word).split("-")[0] not in firsts:
            continue
        for length in range(_LONGEST_PEOPLE, 0, -1):
            span = doc[token.i : token.i + length]
            if len(span) == length and _as_listed(span.text) in known:
                yield Span(doc, span.start, span.end, label="NORP")
                break


def _as_listed(text: str) -> str:
    """Undo capitals: "RUSSIAN" is listed as "Russian"."""
    return text.title() if text.isupper() and len(text) > len("Lao") else text


def _dates_and_numbers(doc: Doc, text: str) -> Iterator[Span]:

    def located() -> Iterator[tuple[int, int, str]]:
        for start, end in find_times(text):
            yield start, end, "TIME"
        for start, end in _whole(doc, text):
            yield start, end, "DATE"
        yield from find_numbers(text)

    for start, end, label in located():
        span = doc.char_span(start, end, label=label)
        if span is not None:
            yield span


def _whole(doc: Doc, text: str) -> Iterator[tuple[int, int]]:
    """Make one of two dates that a dash makes one word of: "8 May 1924–11 June 2005"."""
    open_from = -1
    end = -1
    for start, stop in find_dates(text):
        glued = start == end + 1 and text[end] in _DASHES
        if open_from >= 0 and not (glued and doc.char_span(start, stop) is None):
            yield open_from, end
            open_from = -1
        open_from = start if open_from < 0 else open_from
        end = stop
    if open_from >= 0:
        yield open_from, end
