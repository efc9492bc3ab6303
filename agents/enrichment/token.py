"""Token: one word with its grammar, in Universal Dependencies whatever the model's labels are.

spaCy pipelines come with Universal Dependencies (ours) or ClearNLP labels (``en_core_web_*``). The
rules see only the former: names of relations are mapped, and a preposition that governs its noun
(ClearNLP) is turned into one that is governed by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_TO_UNIVERSAL: Final = {
    "ROOT": "root",
    "dobj": "obj",
    "dative": "iobj",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "prt": "compound:prt",
    "neg": "advmod",
    "oprd": "xcomp",
    "attr": "xcomp",
    "acomp": "xcomp",
    "npadvmod": "obl:tmod",
    "nn": "compound",
    "intj": "discourse",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prep": "case",
    "agent": "case",
    "pobj": "obl",
    "pcomp": "advcl",
}
_FARTHEST_SUBJECT: Final = 60
_PREPOSITIONS: Final = frozenset({"prep", "agent"})
FINITE_VERBS: Final = frozenset({"VBD", "VBP", "VBZ"})
"""Penn tags of verbs that head a clause by themselves."""

FINITE: Final = FINITE_VERBS | {"MD"}
"""The same, and modals."""

_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


@dataclass(slots=True)
class Token:
    """One word; ``start`` and ``end`` are characters of the article's part as published.

    ``dep`` is the relation to ``head``, ``relation`` the same without its subtype: ``nsubj`` for
    ``nsubj:pass``; ``first`` to ``last`` are the tokens it governs, itself included.
    """

    index: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    piece: int
    first: int = 0
    last: int = 0
    children: list[int] = field(default_factory=list)
    relation: str = ""


def to_universal(tokens: Sequence[Token], base: int) -> None:
    """Map the ClearNLP labels of the tokens from ``base`` on; Universal ones stay as they are."""
    for token in tokens[base:]:
        if token.dep in {"pobj", "pcomp"} and tokens[token.head].dep in _PREPOSITIONS:
            _take_over(tokens, token)
    for token in tokens[base:]:
        token.dep = _TO_UNIVERSAL.get(token.dep, token.dep)
        if token.dep == "aux:pass":
            _make_passive(tokens, token)
    for token in tokens[base:]:
        token.relation = token.dep.partition(":")[0]


def _make_passive(tokens: Sequence[Token], auxiliary: Token) -> None:
    """Let a verb with a passive auxiliary have a passive subject, whatever the parser says."""
    for token in tokens[max(0, auxiliary.head - _FARTHEST_SUBJECT) : auxiliary.head]:
        if token.head == auxiliary.head and token.dep == "nsubj":
            token.dep = "nsubj:pass"


def _take_over(tokens: Sequence[Token], token: Token) -> None:
    """Let a noun take the place of the prepositions that govern it, and govern them."""
    clause = token.dep == "pcomp"
    while tokens[token.head].dep in _PREPOSITIONS:
        preposition = tokens[token.head]
        by_agent = preposition.dep == "agent"
        if preposition.head == preposition.index:
            token.head, token.dep = token.index, "root"
        else:
            nominal = tokens[preposition.head].pos in _NOMINAL
            token.head = preposition.head
            if clause:
                token.dep = "acl" if nominal else "advcl"
            else:
                token.dep = "obl:agent" if by_agent else "nmod" if nominal else "obl"
        preposition.head = token.index
        preposition.dep = "mark" if clause else "case"
        if token.dep == "root":
            return
