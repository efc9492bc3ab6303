"""Complete and tidy the names a model found: peoples, kinds of places, dates, numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span

from agents.enrichment.date_rules import find_dates, find_times
from agents.enrichment.english.gazetteers import people_names, person_titles, read_list
from agents.enrichment.number_rules import find_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Doc

COMPONENT = "name_rules"
NAMES = frozenset(
    {"PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "WORK_OF_ART", "NORP", "PRODUCT", "LAW"}
)
PLACES = frozenset({"GPE", "LOC", "FAC"})

_EDGES = frozenset("\"'“”‘’`.,;:!?()[]{}<>*|/\\-–—•_=+#~…")
_ARTICLES = frozenset({"the", "The", "THE", "a", "A", "an", "An"})
_KEEPS_ARTICLE = frozenset({"Hague"})
_POSSESSIVES = frozenset({"'s", "’s", "'S", "’S"})
_KEEPS_DOT = re.compile(
    r"(?:[A-Z]\.)+$|(?:Inc|Corp|Co|Ltd|Jr|Sr|Bros|St|Ave|Ala|Calif|Conn|Fla|Ill|Mass|Mich|Tenn)\.$"
)
_LONGEST_PEOPLE = 3


@Language.factory(COMPONENT, assigns=["doc.ents"], requires=["doc.ents"])
def create_name_rules(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Make the component; put it after the recogniser."""
    return apply_name_rules


def apply_name_rules(doc: Doc) -> Doc:
    """Rewrite ``doc.ents``: names from the model, the rest by rule; spans never overlap.

    Time and memory grow linearly with the length of the document.
    """
    taken = bytearray(len(doc))
    spans = list[Span]()
    _claim(_tidied_names(doc), taken, spans)
    _claim(_peoples(doc), taken, spans)
    _claim(_dates_and_numbers(doc), taken, spans)
    doc.set_ents(sorted(spans, key=lambda span: span.start))
    return doc


def _claim(found: Iterator[Span], taken: bytearray, spans: list[Span]) -> None:
    """Keep the spans none of whose tokens is taken."""
    for span in found:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            spans.append(span)


def _tidied_names(doc: Doc) -> Iterator[Span]:
    for entity in doc.ents:
        if entity.label_ not in NAMES:
            continue
        start, end = _trim(doc, entity.start, entity.end, entity.label_)
        if start < end and any(character.isalnum() for character in doc[start:end].text):
            yield Span(doc, start, end, label=_label(doc, start, end, entity.label_))


def _trim(doc: Doc, start: int, end: int, label: str) -> tuple[int, int]:
    """Cut quotation marks, articles, titles, possessives and stray punctuation off a name."""
    if label == "WORK_OF_ART":
        return start, end
    while start < end and (_is_edge(doc[start].text) or doc[start].is_space):
        start += 1
    if (
        end - start > 1
        and doc[start].text in _ARTICLES
        and doc[start + 1].text not in _KEEPS_ARTICLE
    ):
        start += 1
    while end - start > 1 and label == "PERSON" and doc[start].text in person_titles():
        start += 1
    while start < end and _is_tail(doc[end - 1].text, doc[end - 1].is_space):
        end -= 1
    return start, end


def _is_edge(word: str) -> bool:
    return all(character in _EDGES for character in word)


def _is_tail(word: str, space: bool) -> bool:  # noqa: FBT001
    return space or word in _POSSESSIVES or _is_edge(word)


def _label(doc: Doc, start: int, end: int, label: str) -> str:
    text = doc[start:end].text
    if label != "WORK_OF_ART" and text in people_names():
        return "NORP"
    return place_label(text) if label in PLACES else label


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
    return "LOC" if len(words) > 1 and (words[0] in regions or words[0] == "River") else "GPE"


def _peoples(doc: Doc) -> Iterator[Span]:
    """Find demonyms, religions and parties, the longest first, that stand alone."""
    known = people_names()
    for token in doc:
        if not token.text[:1].isupper():
            continue
        for length in range(_LONGEST_PEOPLE, 0, -1):
            span = doc[token.i : token.i + length]
            if len(span) == length and _as_listed(span.text) in known:
                yield Span(doc, span.start, span.end, label="NORP")
                break


def _as_listed(text: str) -> str:
    """Undo capitals: "RUSSIAN" is listed as "Russian"."""
    return text.title() if text.isupper() and len(text) > len("Lao") else text


def _dates_and_numbers(doc: Doc) -> Iterator[Span]:
    text = doc.text
    starts = {token.idx: token.i for token in doc}
    ends = {token.idx + len(token): token.i + 1 for token in doc}

    def located() -> Iterator[tuple[int, int, str]]:
        for start, end in find_times(text):
            yield start, end, "TIME"
        for start, end in find_dates(text):
            yield start, end, "DATE"
        yield from find_numbers(text)

    for start, end, label in located():
        first, last = starts.get(start), ends.get(end)
        if first is not None and last is not None:
            yield Span(doc, first, last, label=label)
