"""End a sentence at every line end: in articles a newline ends a paragraph or a headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

COMPONENT = "paragraph_ends"


@Language.factory(COMPONENT, assigns=["token.is_sent_start"])
def create_paragraph_ends(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Make the component; put it before the parser, which keeps these sentence starts."""
    return start_sentences_after_newlines


def start_sentences_after_newlines(doc: Doc) -> Doc:
    """Mark the first word after whitespace with a newline as the start of a sentence."""
    after_newline = False
    for token in doc:
        if token.is_space:
            after_newline = after_newline or "\n" in token.text
        elif after_newline:
            token.is_sent_start = token.i > 0
            after_newline = False
    return doc
