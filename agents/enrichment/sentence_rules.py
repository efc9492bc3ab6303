"""Say where sentences must and cannot begin; between the two the parser decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from spacy.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Doc, Token
    from thinc.types import Ints2d

COMPONENT = "sentence_rules"
STARTS, OPEN, CONTINUES = 1, 0, -1

_ENDINGS = frozenset(".?!:;…")
_STOPS = frozenset(".?!")
_OPENERS = frozenset("\"'“‘«")
_CLOSERS = frozenset("\"'”’»)]}")
_NEVER_FIRST = frozenset(
    {*",.;:?!%)]}”’»…", "...", "'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m"}
)


@Language.factory(COMPONENT, assigns=["token.is_sent_start"])
def create_sentence_rules(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Make the component; put it before the parser, which keeps what it finds decided."""
    return limit_sentence_starts


def limit_sentence_starts(doc: Doc) -> Doc:
    """Decide the clear cases of ``token.is_sent_start`` and leave the others open.

    A newline ends a paragraph or a headline, so a sentence begins after it. Inside a paragraph
    no sentence begins without an end before it, nor with a closing mark, nor with a small letter
    after an abbreviation or a colon; after a full stop that is no part of an abbreviation one does
    begin with an opening quotation mark and a capital.
    """
    # All at once: setting one token's sentence start makes spaCy read the whole document.
    starts = np.array([*_decisions(doc)], dtype=np.int64).view(np.uint64).reshape(-1, 1)
    return doc.from_array(["SENT_START"], cast("Ints2d", starts)) if len(doc) else doc


def _decisions(doc: Doc) -> Iterator[int]:
    after_newline, ended, stopped = False, False, False
    for token in doc:
        if token.is_space:
            after_newline = after_newline or "\n" in token.text
            yield OPEN
            continue
        if after_newline:
            yield STARTS if token.i else OPEN
        elif not ended or _closes(token) or (not stopped and token.text[0].islower()):
            yield CONTINUES
        else:
            yield STARTS if stopped and _opens_quotation(token) else OPEN
        after_newline = False
        # A closing mark neither ends a sentence nor hides that one has ended.
        if token.text not in _CLOSERS:
            ended = token.text[-1] in _ENDINGS
            stopped = token.text in _STOPS


def _closes(token: Token) -> bool:
    """Tell a closing mark, also a straight one: it is glued to the word before it."""
    if token.text in _NEVER_FIRST:
        return True
    glued = token.i > 0 and not token.nbor(-1).whitespace_ and not token.nbor(-1).is_space
    return glued and (token.text in _CLOSERS or not token.text[0].isupper())


def _opens_quotation(token: Token) -> bool:
    """Tell an opening mark before a capital, with a blank before it and none after."""
    if token.text not in _OPENERS or token.whitespace_ or token.i + 1 >= len(token.doc):
        return False
    before = token.nbor(-1)
    return bool(before.whitespace_ or before.is_space) and token.nbor().text[0].isupper()
