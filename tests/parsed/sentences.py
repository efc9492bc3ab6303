"""Sentences parsed by hand, for tests that must not hang on what a model makes of a text."""

import re
from typing import Final

import spacy
from spacy.tokens import Doc, Span

from agents.enrichment.quotations import quotations
from agents.enrichment.quoted_tokens import QuotedTokens
from agents.enrichment.readable import readable
from agents.enrichment.reading import Reading, read
from agents.enrichment.token import Token

_VOCAB: Final = spacy.blank("en").vocab
_WORD: Final = re.compile(r"(?P<form>\S+?)(?:\|(?P<lemma>[^/\s]+))?/(?P<tag>\S+?)>(?P<rest>\S+)")
_POS: Final = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON",
    "VBD": "VERB", "VBZ": "VERB", "VBP": "VERB", "VBN": "VERB", "VB": "VERB", "VBG": "VERB",
    "MD": "AUX", "IN": "ADP", "DT": "DET", "JJ": "ADJ", "RB": "ADV", "TO": "PART", "CC": "CCONJ",
    "CD": "NUM",
}  # fmt: skip
_GLUED: Final = frozenset({".", ",", "”", "'s", "?", ":", "!"})


def a_doc(*sentences: str, names: dict[str, str] | None = None) -> Doc:
    """Make a parsed text: a word is ``form|lemma/TAG>head:relation``, heads counted from 1.

    The lemma may be left out where it is the form in small letters; an auxiliary's relation makes
    it one. ``names`` gives the type of names, by their words.
    """
    words, lemmas, tags, pos, deps = ([""] * 0 for _ in range(5))
    heads: list[int] = []
    starts: list[bool | int | None] = []
    for sentence in sentences:
        base = len(words)
        for match in _WORD.finditer(sentence):
            head, _, dep = match["rest"].partition(":")
            starts.append(len(words) == base)
            heads.append(base + int(head) - 1 if int(head) else len(words))
            words.append(match["form"])
            lemmas.append(match["lemma"] or match["form"].lower())
            tags.append(match["tag"])
            pos.append("AUX" if dep.startswith(("aux", "cop")) else _POS.get(match["tag"], "PUNCT"))
            deps.append(dep)
    glued = [word in _GLUED for word in words[1:]] + [True]
    spaces = [not near and word != "“" for word, near in zip(words, glued, strict=True)]
    doc = Doc(
        _VOCAB,
        words=words,
        spaces=spaces,
        lemmas=lemmas,
        tags=tags,
        pos=pos,
        deps=deps,
        heads=heads,
        sent_starts=starts,
    )
    doc.set_ents([Span(doc, *place) for place in _places(words, names or {})], default="outside")
    return doc


def _places(words: list[str], names: dict[str, str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for name, label in names.items():
        form = name.split()
        for at in range(len(words) - len(form) + 1):
            free = all(at >= end or at + len(form) <= first for first, end, _ in found)
            if free and words[at : at + len(form)] == form:
                found.append((at, at + len(form), label))
    return found


def a_reading(*sentences: str, names: dict[str, str] | None = None) -> Reading:
    """Make the reading of a parsed text; see ``a_doc``."""
    doc = a_doc(*sentences, names=names)
    return read(doc.text, [(0, doc)])


def quoted_in(reading: Reading) -> QuotedTokens:
    """Give what is quoted in a reading, taken as one paragraph."""
    text = reading.text
    return QuotedTokens(reading, quotations(text, readable(text), [(0, len(text))]))


def the(reading: Reading, form: str) -> Token:
    """Give the one token of a form."""
    [token] = [token for token in reading.tokens if token.text == form]
    return token


def shown(reading: Reading, tokens: list[int] | range | None) -> str | None:
    """Give the words of tokens; None of None."""
    if tokens is None:
        return None
    return " ".join(reading.tokens[at].text for at in tokens)
