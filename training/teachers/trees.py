"""Trees that a teacher gave to sentences of news: which to trust, and documents made of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import DocBin, Span

from training.treebank import SENTENCES_PER_DOC, Sentence, to_doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

SHORTEST, LONGEST = 4, 80
KEPT_SHARE = 0.8
"""Share of the parsed sentences that is kept: those whose heads the teacher is surest of."""


@dataclass(frozen=True)
class Parse:
    """A teacher's reading of one sentence; a root is its own head."""

    heads: list[int]
    deps: list[str]
    tags: list[str]
    pos: list[str]
    morphs: list[str]
    sureness: float
    """Mean log-probability of the heads and relations; at most 0."""


def is_tree(heads: Sequence[int]) -> bool:
    """Tell whether there is one root and every word hangs on it.

    >>> is_tree([1, 1, 1]), is_tree([1, 0, 2]), is_tree([0, 1])
    (True, False, False)
    """
    roots = [word for word, head in enumerate(heads) if word == head]
    attached = set(roots)
    for word in range(len(heads)):
        path = list[int]()
        while word not in attached and word not in path:
            path.append(word)
            word = heads[word]  # noqa: PLW2901 - climbs towards the root
        if word not in attached:
            return False
        attached |= set(path)
    return len(roots) == 1


def parsable(doc: Doc) -> Iterator[Span]:
    """Yield the sentences of a document that are worth parsing: prose of a usual length."""
    for sentence in doc.sents:
        if SHORTEST <= len(sentence) <= LONGEST and not any(word.is_space for word in sentence):
            yield sentence


def pack_trusted(sentences: Sequence[Span], parses: Sequence[Parse]) -> DocBin:
    """Pack the sentences whose parse is a tree and among the surest, neighbours together."""
    surest = sorted(parse.sureness for parse in parses if is_tree(parse.heads))
    limit = surest[round(len(surest) * (1 - KEPT_SHARE))]
    packed = DocBin(store_user_data=False)
    pairs = zip(sentences, parses, strict=True)
    trusted = ((s, p) for s, p in pairs if p.sureness >= limit and is_tree(p.heads))
    dice = random.Random(0)  # noqa: S311 - places newlines, of which there are none here
    for group in _neighbours(trusted):
        annotated = [_annotated(sentence, parse) for sentence, parse in group]
        packed.add(to_doc(group[0][0].vocab, annotated, dice))
    return packed


def _neighbours(pairs: Iterable[tuple[Span, Parse]]) -> Iterator[list[tuple[Span, Parse]]]:
    group = list[tuple[Span, Parse]]()
    for sentence, parse in pairs:
        follows = group and group[-1][0].doc is sentence.doc and group[-1][0].end == sentence.start
        if group and (not follows or len(group) == SENTENCES_PER_DOC):
            yield group
            group = []
        group.append((sentence, parse))
    if group:
        yield group


def _annotated(sentence: Span, parse: Parse) -> Sentence:
    return Sentence(
        words=[word.text for word in sentence],
        spaces=[bool(word.whitespace_) for word in sentence],
        tags=parse.tags,
        pos=parse.pos,
        morphs=parse.morphs,
        lemmas=[word.text for word in sentence],
        heads=parse.heads,
        deps=parse.deps,
    )
