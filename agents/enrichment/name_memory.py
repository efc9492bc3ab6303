"""Make the names of one document agree: a surname is the person it was introduced as."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from spacy.tokens import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

_VOTED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
_SHORTEST_SURNAME = 3


def agree(doc: Doc, names: list[Span]) -> list[Span]:
    """Give equal names equal labels, and label the overlooked surnames of persons named in full.

    The most frequent label wins; of equally frequent ones the first in the text. Linear in the
    length of the document.
    """
    surnames = {
        name[-1].text
        for name in names
        if name.label_ == "PERSON" and len(name) > 1 and len(name[-1]) >= _SHORTEST_SURNAME
    }
    labels = _majorities(names)
    agreed = list[Span]()
    for name in names:
        label = labels.get(name.text, name.label_)
        if len(name) == 1 and name.text in surnames and name.label_ in _VOTED:
            label = "PERSON"
        agreed.append(Span(doc, name.start, name.end, label=label))
    return [*agreed, *_overlooked(doc, agreed, surnames)]


def _majorities(names: list[Span]) -> dict[str, str]:
    votes = defaultdict[str, Counter[str]](Counter)
    for name in names:
        if name.label_ in _VOTED:
            votes[name.text][name.label_] += 1
    return {text: counts.most_common(1)[0][0] for text, counts in votes.items()}


def _overlooked(doc: Doc, names: list[Span], surnames: set[str]) -> Iterator[Span]:
    taken = {index for name in names for index in range(name.start, name.end)}
    for token in doc:
        if token.text in surnames and token.text[0].isupper() and token.i not in taken:
            yield Span(doc, token.i, token.i + 1, label="PERSON")
