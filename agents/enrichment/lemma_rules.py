"""Give every token its lemma, from its tag, a table of exceptions and suffix rules."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from spacy.tokens import Doc

COMPONENT = "lemma_rules"
TABLE = "lemmas.tsv"
KNOWN = "known"

_VERB_TAGS = frozenset({"VBZ", "VBG", "VBD", "VBN"})
_COMPARED_TAGS = frozenset({"JJR", "JJS", "RBR", "RBS"})
_PROPER_TAGS = frozenset({"NNP", "NNPS"})
_SIBILANTS = ("ss", "sh", "ch", "x", "zz")
_LONG_STEM = 3
_E_ENDINGS = tuple(
    """
    ac ag as c ced chang cid cil cit cod com creat cur dg dher dul dur eg eth fer fil gnor grad gur
    hir iqu is iv iz jur leng let lg lid lud lung mot nam nc ns os pet phon pil plod plor pon ps
    quir quot rang rc rg rib rid rs rul rv scor sid stor sum sur tak tur u uad us v vad veng vid vit
    vok vot yz
    """.split()
)
_NO_E_ENDINGS = ("ffer", "ocus")
_CONSONANT_E = re.compile(r"[bcdfgkpstz]l$|[^aeiou](?:ar|in|ir|ud|ul|ut)$|[^eo]at$")
"""Spellings before which an "e" was dropped: "bristl", "desir", "combin", "includ", "disput"."""
_VOWELS = frozenset("aeiou")
_DOUBLED = frozenset("bdgmnprt")
_SHORTEST_STEM = 2
_UNCHANGED = frozenset(
    {"series", "species", "headquarters", "means", "news", "crossroads", "barracks"}
)
_PREFIXES = ("under", "over", "out", "mis", "fore", "with", "re", "un", "up")
_OTHER_PAST = {"VBD": "VBN", "VBN": "VBD"}


@Language.factory(COMPONENT, assigns=["token.lemma"], requires=["token.tag"])
def create_lemma_rules(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Make the component; put it after the tagger."""
    return apply_lemma_rules


def apply_lemma_rules(doc: Doc) -> Doc:
    """Set the lemma of every token."""
    table = lemma_table()
    for token in doc:
        token.lemma_ = lemma(token.text, token.tag_, table)
    return doc


@cache
def lemma_table() -> dict[tuple[str, str], str]:
    """Read the shipped table: (lower-case form, tag) to lemma; base forms have the tag "known"."""
    text = files("agents.enrichment.english").joinpath(TABLE).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {(form, tag): found for form, tag, found in rows}


def lemma(form: str, tag: str, table: Mapping[tuple[str, str], str]) -> str:
    """Give the lemma of a form with a Penn tag; proper nouns keep their capitals.

    >>> lemma("Cities", "NNS", {}), lemma("stopped", "VBD", {}), lemma("Iran", "NNP", {})
    ('city', 'stop', 'Iran')
    """
    lower = form.lower().replace("’", "'")
    listed = table.get((lower, tag))
    if listed is not None:
        return listed
    if tag in _PROPER_TAGS:
        return form if tag == "NNP" else _singular(form)
    if tag == "NNS":
        return _singular(lower)
    if tag in _VERB_TAGS:
        return _infinitive(lower, tag, table)
    if tag in _COMPARED_TAGS:
        return _positive(lower, table)
    return lower


def _singular(word: str) -> str:
    if (
        word in _UNCHANGED
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is"))
        or len(word) <= _SHORTEST_STEM
    ):
        return word
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith("es") and word[:-2].endswith(_SIBILANTS):
        return word[:-2]
    return word[:-1]


def _infinitive(word: str, tag: str, table: Mapping[tuple[str, str], str]) -> str:
    if tag == "VBZ":
        return f"{word[:-2]}" if word.endswith("oes") else _singular(word)
    irregular = _irregular(word, tag, table)
    if irregular is not None:
        return irregular
    for ending, replacement in (("ied", "y"), ("ing", ""), ("ed", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)] + replacement
            return stem if replacement else _restored(stem, "VB", table)
    return word


def _irregular(word: str, tag: str, table: Mapping[tuple[str, str], str]) -> str | None:
    """Find "underwent" by "went", and a participle by its past tense."""
    other = table.get((word, _OTHER_PAST.get(tag, tag)))
    if other is not None:
        return other
    for prefix in _PREFIXES:
        if word.startswith(prefix) and (word[len(prefix) :], tag) in table:
            return prefix + table[word[len(prefix) :], tag]
    return None


def _positive(word: str, table: Mapping[tuple[str, str], str]) -> str:
    for ending in ("iest", "ier"):
        if word.endswith(ending):
            return f"{word[: -len(ending)]}y"
    for ending in ("est", "er"):
        if word.endswith(ending) and len(word) > len(ending) + _SHORTEST_STEM:
            return _restored(word[: -len(ending)], "JJ", table)
    return word


def _restored(stem: str, kind: str, table: Mapping[tuple[str, str], str]) -> str:
    """Undo a doubled consonant or a dropped "e": a known lemma wins, else spelling decides."""
    doubled = len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]
    candidates = [stem, f"{stem}e"] + ([stem[:-1]] if doubled else [])
    for candidate in candidates:
        if (candidate, f"{KNOWN} {kind}") in table:
            return candidate
    if doubled:
        return stem[:-1] if stem[-1] in _DOUBLED else stem
    return f"{stem}e" if _wants_e(stem) else stem


def _wants_e(stem: str) -> bool:
    """Spell the infinitive of an unknown verb: "realiz" and "creat" end in "e", "walk" does not."""
    if stem.endswith(_NO_E_ENDINGS):
        return False
    if stem.endswith(_E_ENDINGS):
        return True
    if len(stem) > _LONG_STEM and _CONSONANT_E.search(stem):
        return True
    short = len(stem) >= _SHORTEST_STEM + 1 and stem[-2] in _VOWELS and stem[-3] not in _VOWELS
    return short and stem[-1] in "kdlmgptb" and len(stem) <= len("plan")
