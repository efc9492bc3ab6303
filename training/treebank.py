"""Turn the CoNLL-U treebanks into spaCy documents with paragraph ends."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.tokens import Doc, DocBin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.vocab import Vocab

SENTENCES_PER_DOC = 4
PARAGRAPH_END = "\n\n"


@dataclass
class Sentence:
    """One sentence of a treebank; heads count inside it, the root is its own head."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    document: str = ""
    opens_paragraph: bool = False


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file in order; multiword tokens come split."""
    sentence, document, paragraph = Sentence(), "", False
    range_end, range_space = 0, True
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc"):
            document, paragraph = line.partition("=")[2].strip(), True
        elif line.startswith("# newpar"):
            paragraph = True
        elif not line and sentence.words:
            sentence.document, sentence.opens_paragraph = document, paragraph
            yield sentence
            sentence, paragraph = Sentence(), False
            range_end = 0
        elif line and not line.startswith("#"):
            columns = line.split("\t")
            if "-" in columns[0]:
                range_end = int(columns[0].split("-")[1])
                range_space = "SpaceAfter=No" not in columns[9]
                continue
            index = int(columns[0])
            space = "SpaceAfter=No" not in columns[9]
            if index < range_end:
                space = False
            elif index == range_end:
                space = range_space
            _append(sentence, columns, index, space=space)


def _append(sentence: Sentence, columns: list[str], index: int, *, space: bool) -> None:
    head = int(columns[6])
    sentence.words.append(columns[1])
    sentence.spaces.append(space)
    sentence.lemmas.append(columns[2] if columns[2] != "_" else columns[1])
    sentence.pos.append(columns[3])
    sentence.tags.append(columns[4] if columns[4] != "_" else "XX")
    sentence.morphs.append("" if columns[5] == "_" else columns[5])
    sentence.heads.append(head - 1 if head else index - 1)
    sentence.deps.append("ROOT" if columns[7] == "root" else columns[7])


def to_doc(vocab: Vocab, sentences: list[Sentence], newlines: random.Random) -> Doc:
    """Join sentences to one document; most paragraph starts get a newline token before them."""
    joined = Sentence()
    for sentence in sentences:
        if joined.words and sentence.opens_paragraph and newlines.random() < 0.6:
            _end_paragraph(joined, newlines.choice(("\n", PARAGRAPH_END)))
        offset = len(joined.words)
        joined.heads += [head + offset for head in sentence.heads]
        for name in ("words", "spaces", "tags", "pos", "morphs", "lemmas", "deps"):
            getattr(joined, name).extend(getattr(sentence, name))
    return Doc(
        vocab,
        words=joined.words,
        spaces=joined.spaces,
        tags=joined.tags,
        pos=joined.pos,
        morphs=joined.morphs,
        lemmas=joined.lemmas,
        heads=joined.heads,
        deps=joined.deps,
    )


def _end_paragraph(joined: Sentence, newline: str) -> None:
    joined.spaces[-1] = False
    joined.heads.append(len(joined.words) - 1)
    joined.words.append(newline)
    joined.spaces.append(False)
    joined.tags.append("_SP")
    joined.pos.append("SPACE")
    joined.morphs.append("")
    joined.lemmas.append(newline)
    joined.deps.append("dep")


def to_docbin(vocab: Vocab, path: Path, seed: int = 0, only: str = "") -> DocBin:
    """Pack the documents whose id contains ``only``, in pieces of a few sentences."""
    newlines = random.Random(seed)  # noqa: S311 - placing newlines, not keeping secrets
    packed, piece = DocBin(store_user_data=False), list[Sentence]()
    for sentence in read_sentences(path):
        full = len(piece) == SENTENCES_PER_DOC
        if piece and (full or sentence.document != piece[0].document):
            packed.add(to_doc(vocab, piece, newlines))
            piece = []
        if only in sentence.document:
            piece.append(sentence)
    if piece:
        packed.add(to_doc(vocab, piece, newlines))
    return packed
