"""Show training documents in the registers of news: curly quotes, capitals, datelines."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from spacy.training import Example
from spacy.util import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.language import Language

CURLY_SHARE = 0.35
LOWER_SHARE = 0.02
UPPER_SHARE = 0.04
DASH_SHARE = 0.5
_OPENING = {'"': "“", "'": "‘", "``": "“", "`": "‘"}
_CLOSING = {'"': "”", "''": "”"}
_DASHES = {"--": "—", "-": "–", "—": "--", "–": "-"}


@registry.augmenters("storywire.news_register.v1")  # type: ignore[untyped-decorator]
def create_news_register() -> Callable[[Language, Example], Iterator[Example]]:
    """Make the augmenter; each document comes once, changed or not."""
    dice = random.Random(0)  # noqa: S311 - reproducible choices, not secrets

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        yield rewrite(nlp, example, dice)

    return augment


def rewrite(nlp: Language, example: Example, dice: random.Random) -> Example:
    """Give the example with its words in another register; labels and token count stay."""
    words = [token.text for token in example.reference]
    changed = words
    if dice.random() < CURLY_SHARE:
        changed = curl_quotes(changed, [bool(t.whitespace_) for t in example.reference])
    draw = dice.random()
    if draw < LOWER_SHARE:
        changed = [word.lower() for word in changed]
    elif draw < LOWER_SHARE + UPPER_SHARE:
        changed = [word.upper() for word in changed]
    if changed == words:
        return example
    return _replace_words(nlp, example, changed)


def curl_quotes(words: list[str], spaces: list[bool]) -> list[str]:
    """Curl straight quotation marks and apostrophes.

    >>> curl_quotes(['"', 'It', "'s", '"'], [False, False, False, True])
    ['“', 'It', '’s', '”']
    """
    curled, glued = list[str](), False
    for word, space in zip(words, spaces, strict=True):
        if word in _CLOSING and glued:
            curled.append(_CLOSING[word])
        elif word in _OPENING and not (word == "'" and glued):
            curled.append(_OPENING[word])
        else:
            curled.append(word.replace("'", "’"))
        glued = not space
    return curled


def _replace_words(nlp: Language, example: Example, words: list[str]) -> Example:
    annotation: dict[str, Any] = example.to_dict()
    annotation["token_annotation"]["ORTH"] = words
    spaces = annotation["token_annotation"]["SPACY"]
    text = "".join(w + (" " if s else "") for w, s in zip(words, spaces, strict=True))
    return Example.from_dict(nlp.make_doc(text), annotation)
