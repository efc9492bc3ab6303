"""Turn name annotations into spaCy documents in which "not annotated" is missing, not O."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from spacy.tokens import DocBin

from agents.enrichment.english.gazetteers import people_names, person_titles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc, Span

PLACES = frozenset({"GPE", "LOC", "FAC"})
LEARNED = frozenset({"PERSON", "NORP", "ORG", "LOC", "EVENT", "WORK_OF_ART", "DATE"})
MAX_TOKENS = 90
_PIECE_ENDS = frozenset({".", "?", "!", "\n", "\n\n"})

_DETACHED = re.compile(r" (?=(?:n't|'s|'re|'ve|'ll|'d|'m)\b)")
_EVENT_WORD = re.compile(
    r"War|Wars|Olympics?|Games|Cup|Championships?|Festival|Elections?|Revolution|Uprising|Intifada|"
    r"Summit|Conference|Convention|Awards?|Prix|Marathon|Hurricane|Tsunami|Day|Christmas|Easter|"
    r"Ramadan|Operation|Battle|Attacks?|Holocaust|Spring|Brexit|Series|Bowl|Tour|Open"
)
_DATE_WORD = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|"
    r"August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?|"
    r"today|yesterday|tomorrow|tonight|[12]\d{3}s?|\d+(?:st|nd|rd|th)|years?|months?|weeks?|days?|"
    r"century|centuries|decades?|spring|summer|autumn|fall|winter|weekend",
    re.IGNORECASE,
)


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a file of names, one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def attach_clitics(record: dict[str, Any]) -> dict[str, Any]:
    """Close the gap in "do n't" and "Elena 's" and move every offset along.

    >>> fixed = attach_clitics({"text": "Elena 's tour", "spans": [[9, 13, "EVENT"]]})
    >>> fixed["text"], fixed["spans"]
    ("Elena's tour", [[8, 12, 'EVENT']])
    """
    gaps = [match.start() for match in _DETACHED.finditer(record["text"])]
    if not gaps:
        return record

    def moved(offset: int) -> int:
        return offset - sum(gap < offset for gap in gaps)

    return {
        **record,
        "text": _DETACHED.sub("", record["text"]),
        "spans": [[moved(start), moved(end), label] for start, end, label in record["spans"]],
        "masked": [[moved(start), moved(end)] for start, end in record.get("masked", [])],
    }


def to_docs(nlp: Language, record: dict[str, Any]) -> Iterator[Doc]:
    """Yield the record as labelled documents of bounded length, cut at the ends of sentences."""
    record = attach_clitics(record)
    doc = nlp.make_doc(record["text"])
    spans = [span for raw in record["spans"] if (span := _name(doc, raw)) is not None]
    labelled = {token.i for span in spans for token in span}
    doc.set_ents(
        [span for span in spans if span.label_ in LEARNED],
        missing=_runs(doc, _unknown(doc, record, labelled, spans)),
        default="outside",
    )
    yield from pieces(doc)


def _name(doc: Doc, raw: list[Any]) -> Span | None:
    start, end, label = raw
    label = "LOC" if label in PLACES else label
    span = doc.char_span(start, end, label=label, alignment_mode="contract")
    if span is None or label != "PERSON":
        return span
    first, titles = span.start, person_titles()
    while first < span.end - 1 and doc[first].text in titles:
        first += 1
    return doc.char_span(doc[first].idx, span.end_char, label=label)


def _unknown(doc: Doc, record: dict[str, Any], labelled: set[int], spans: list[Span]) -> set[int]:
    """Find the tokens whose being a name, or what name, the source does not say."""
    unknown = {token.i for span in spans if span.label_ not in LEARNED for token in span}
    for start, end in record.get("masked", []):
        span = doc.char_span(start, end, alignment_mode="expand")
        unknown |= {token.i for token in span} if span is not None else set()
    covered = set(record["covered"])
    for token in doc:
        if token.i not in labelled and _is_doubtful(token.text, covered):
            unknown.add(token.i)
    if record["source"] == "MASC":
        unknown |= _unlabelled_capitals(doc, labelled)
    if "WORK_OF_ART" not in covered:
        unknown |= _quoted_titles(doc)
    return unknown - labelled


def _is_doubtful(word: str, covered: set[str]) -> bool:
    return (
        ("NORP" not in covered and word in people_names())
        or ("EVENT" not in covered and _EVENT_WORD.fullmatch(word) is not None)
        or ("DATE" not in covered and _DATE_WORD.fullmatch(word) is not None)
    )


def _unlabelled_capitals(doc: Doc, labelled: set[int]) -> set[int]:
    """Two or more capitalised words in a row: where recall is uneven they may be a name."""
    found = set[int]()
    for left, right in pairwise(doc):
        pair = {left.i, right.i}
        if left.is_title and right.is_title and not left.is_sent_start and not pair & labelled:
            found |= pair
    return found


def _quoted_titles(doc: Doc) -> set[int]:
    found, opened = set[int](), -1
    for token in doc:
        if token.is_quote:
            inside = doc[opened + 1 : token.i] if 0 <= opened < token.i - 1 else ()
            if inside and len(inside) < 8 and inside[0].is_title and inside[-1].is_title:
                found |= {word.i for word in inside}
            opened = token.i
    return found


def _runs(doc: Doc, indices: set[int]) -> list[Span]:
    runs, ordered = list[list[int]](), sorted(indices)
    for index in ordered:
        if runs and runs[-1][1] == index:
            runs[-1][1] = index + 1
        else:
            runs.append([index, index + 1])
    return [doc[start:end] for start, end in runs]


def pieces(doc: Doc) -> Iterator[Doc]:
    """Cut a document into some of bounded length, at the ends of sentences, names whole."""
    start = 0
    for token in doc:
        long_enough = token.i + 1 - start >= MAX_TOKENS // 3
        cut = long_enough and token.text in _PIECE_ENDS
        cut = cut or (token.i + 1 - start >= MAX_TOKENS and not token.ent_type_)
        if cut or token.i == len(doc) - 1:
            yield doc[start : token.i + 1].as_doc()
            start = token.i + 1


def to_docbin(nlp: Language, path: Path, source: str = "") -> DocBin:
    """Pack the records of a file, all of them or those of one source."""
    packed = DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], store_user_data=False)
    for record in read_records(path):
        if source in record["source"]:
            for piece in to_docs(nlp, record):
                packed.add(piece)
    return packed
