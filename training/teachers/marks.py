"""Names as one mark a word, and which of the marks that a teacher gave to news to trust."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from spacy.tokens import DocBin, Span

from training.names import LEARNED
from training.teachers.batches import IGNORED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt
    from spacy.tokens import Doc

    Name = tuple[int, int, str]

MARKS: Final = ("O", *(f"{letter}-{label}" for label in sorted(LEARNED) for letter in "BI"))
SURE: Final = 0.8
"""Probability from which a mark counts without the small recogniser's consent, in [0, 1]."""

_NEVER = -1e4


def _can_follow(before: str, mark: str) -> bool:
    return not mark.startswith("I-") or before[2:] == mark[2:]


_PENALTIES = np.array([[0.0 if _can_follow(a, b) else _NEVER for b in MARKS] for a in MARKS])


@dataclass(frozen=True)
class Marked:
    """A teacher's reading of one text: for each word a mark and its probability."""

    marks: list[str]
    probabilities: list[float]


def aims(doc: Doc) -> list[int]:
    """Give the number of each word's mark; what is not annotated is `IGNORED`."""
    marks = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else t.ent_iob_ for t in doc]
    return [MARKS.index(mark) if mark else IGNORED for mark in marks]


def likeliest(logs: npt.NDArray[np.floating]) -> list[int]:
    """Give the likeliest marks that can follow one another (Viterbi), by log-probabilities.

    Args:
        logs: an array (words, marks) with at least one word.

    """
    best, ways = logs[0] + _PENALTIES[0], list["npt.NDArray[np.intp]"]()
    for row in logs[1:]:
        paths = best[:, None] + _PENALTIES
        ways.append(paths.argmax(0))
        best = paths.max(0) + row
    numbers = [int(best.argmax())]
    for way in reversed(ways):
        numbers.append(int(way[numbers[-1]]))
    return numbers[::-1]


def names_in(marks: Sequence[str]) -> Iterator[Name]:
    """Yield [start, end) and label of each name.

    >>> list(names_in(["B-ORG", "I-ORG", "O", "B-LOC", "B-LOC"]))
    [(0, 2, 'ORG'), (3, 4, 'LOC'), (4, 5, 'LOC')]
    """
    start = 0
    for end, mark in enumerate((*marks[1:], "O"), 1):
        if not mark.startswith("I-"):
            if marks[start] != "O":
                yield start, end, marks[start][2:]
            start = end


def pack_marked(docs: Sequence[Doc], readings: Sequence[Marked]) -> DocBin:
    """Pack the documents with the names that are trusted; they come with the small one's names.

    Where the two differ and the teacher is not sure, a word is missing.
    """
    packed = DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"], store_user_data=False)
    for doc, reading in zip(docs, readings, strict=True):
        _mark_trusted(doc, reading)
        packed.add(doc)
    return packed


def _mark_trusted(doc: Doc, reading: Marked) -> None:
    own = {(ent.start, ent.end, ent.label_) for ent in doc.ents}
    kept, doubtful = list[Span](), set[int]()
    for start, end, label in names_in(reading.marks):
        if (start, end, label) in own or min(reading.probabilities[start:end]) >= SURE:
            kept.append(Span(doc, start, end, label=label))
        else:
            doubtful |= set(range(start, end))
    for ent in doc.ents:
        unsure = (i for i in range(ent.start, ent.end) if reading.probabilities[i] < SURE)
        doubtful |= {i for i in unsure if reading.marks[i] == "O"}
    doc.set_ents(kept, missing=[doc[i : i + 1] for i in sorted(doubtful)], default="outside")
