"""Each construction of speech gives the same claim in Universal Dependencies and in ClearNLP."""

from typing import Final

import pytest
import spacy
from spacy.tokens import Doc

from agents.enrichment.claims import claims
from agents.enrichment.entities import cast_of
from agents.enrichment.quotations import quotations
from agents.enrichment.readable import readable
from agents.enrichment.reading import Reading, read
from streams.enriched_article import Claim, ClaimKind

VOCAB: Final = spacy.blank("en").vocab
POS: Final = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON",
    "VBD": "VERB", "VBZ": "VERB", "VBN": "VERB", "VB": "VERB", "VBG": "VERB", "MD": "AUX",
    "IN": "ADP", "DT": "DET", "JJ": "ADJ", "RB": "ADV", "TO": "PART", "CC": "CCONJ",
}  # fmt: skip

# A word to a line: form, tag, lemma, then head (from 1, 0 for the root) and relation, first in
# Universal Dependencies, then in ClearNLP labels.
CLAUSE = """
Lee NNP lee 2 nsubj 2 nsubj
said VBD say 0 root 0 ROOT
that IN that 6 mark 6 mark
the DT the 5 det 5 det
ferry NN ferry 6 nsubj 6 nsubj
sank VBD sink 2 ccomp 2 ccomp
. . . 2 punct 2 punct
"""
WITHOUT_THAT = """
Police NNS police 2 nsubj 2 nsubj
say VBZ say 0 root 0 ROOT
two CD two 4 nummod 4 nummod
men NNS man 5 nsubj 5 nsubj
drowned VBD drown 2 ccomp 2 ccomp
. . . 2 punct 2 punct
"""
AFTERWARDS = """
The DT the 2 det 2 det
ferry NN ferry 3 nsubj 3 nsubj
sank VBD sink 6 ccomp 6 ccomp
, , , 6 punct 6 punct
Lee NNP lee 6 nsubj 6 nsubj
said VBD say 0 root 0 ROOT
. . . 6 punct 6 punct
"""
INVERTED = """
“ `` “ 3 punct 3 punct
We PRP we 3 nsubj 3 nsubj
saw VBD see 7 ccomp 7 ccomp
smoke NN smoke 3 obj 3 dobj
, , , 3 punct 3 punct
” '' ” 3 punct 3 punct
said VBD say 0 root 0 ROOT
Lee NNP lee 7 nsubj 7 nsubj
. . . 7 punct 7 punct
"""
ACCORDING = """
The DT the 2 det 2 det
ferry NN ferry 3 nsubj 3 nsubj
sank VBD sink 0 root 0 ROOT
, , , 3 punct 3 punct
according VBG accord 7 case 3 prep
to IN to 5 fixed 5 prep
police NNS police 3 obl 6 pobj
. . . 3 punct 3 punct
"""
REQUEST = """
Lee NNP lee 2 nsubj 2 nsubj
urged VBD urge 0 root 0 ROOT
them PRP they 2 obj 5 nsubj
to TO to 5 mark 5 aux
leave VB leave 2 xcomp 2 ccomp
. . . 2 punct 2 punct
"""
WISH = """
Lee NNP lee 2 nsubj 2 nsubj
wants VBZ want 0 root 0 ROOT
to TO to 4 mark 4 aux
resign VB resign 2 xcomp 2 xcomp
. . . 2 punct 2 punct
"""
NOUN = """
Lee NNP lee 3 nmod:poss 3 poss
's POS 's 1 case 1 case
claim NN claim 8 nsubj 8 nsubj
that IN that 7 mark 7 mark
the DT the 6 det 6 det
ferry NN ferry 7 nsubj 7 nsubj
sank VBD sink 3 acl 3 acl
surprised VBD surprise 0 root 0 ROOT
us PRP we 8 obj 8 dobj
. . . 8 punct 8 punct
"""
PASSIVE = """
The DT the 2 det 2 det
ferry NN ferry 4 nsubj:pass 4 nsubjpass
is VBZ be 4 aux:pass 4 auxpass
believed VBN believe 0 root 0 ROOT
to TO to 7 mark 7 aux
have VB have 7 aux 7 aux
sunk VBN sink 4 xcomp 4 xcomp
. . . 4 punct 4 punct
"""
JUDGED = """
Lee NNP lee 2 nsubj 2 nsubj
called VBD call 0 root 0 ROOT
the DT the 4 det 4 det
plan NN plan 2 obj 2 dobj
a DT a 6 det 6 det
mistake NN mistake 2 xcomp 2 oprd
. . . 2 punct 2 punct
"""
PREPOSITION = """
Lee NNP lee 2 nsubj 2 nsubj
complained VBD complain 0 root 0 ROOT
about IN about 5 case 2 prep
the DT the 5 det 5 det
noise NN noise 2 obl 3 pobj
. . . 2 punct 2 punct
"""
ADJECTIVE = """
Lee NNP lee 3 nsubj 2 nsubj
is VBZ be 3 cop 0 ROOT
confident JJ confident 0 root 2 acomp
that IN that 6 mark 6 mark
it PRP it 6 nsubj 6 nsubj
works VBZ work 3 ccomp 3 ccomp
. . . 3 punct 2 punct
"""
RELATIVE = """
Lee NNP lee 0 root 0 ROOT
, , , 1 punct 1 punct
who WP who 4 nsubj 4 nsubj
said VBD say 1 acl:relcl 1 relcl
it PRP it 6 nsubj 6 nsubj
sank VBD sink 4 ccomp 4 ccomp
. . . 1 punct 1 punct
"""
JOINED = """
Lee NNP lee 2 nsubj 2 nsubj
resigned VBD resign 0 root 0 ROOT
and CC and 4 cc 2 cc
said VBD say 2 conj 2 conj
it PRP it 6 nsubj 6 nsubj
hurt VBD hurt 4 ccomp 4 ccomp
. . . 2 punct 2 punct
"""
DENIAL = """
Lee NNP lee 2 nsubj 2 nsubj
denied VBD deny 0 root 0 ROOT
that IN that 5 mark 5 mark
she PRP she 5 nsubj 5 nsubj
lied VBD lie 2 ccomp 2 ccomp
. . . 2 punct 2 punct
"""
INSTEAD = """
Lee NNP lee 4 nsubj 4 nsubj
did VBD do 4 aux 4 aux
not RB not 4 advmod 4 neg
say VB say 0 root 0 ROOT
it PRP it 6 nsubj 6 nsubj
sank VBD sink 4 ccomp 4 ccomp
. . . 4 punct 4 punct
"""
# What the parser gets wrong now and then.
FAR_THAT = """
Lee NNP lee 2 nsubj 2 nsubj
said VBD say 0 root 0 ROOT
in IN in 4 case 2 prep
Rome NNP rome 2 obl 3 pobj
, , , 2 punct 2 punct
Italy NNP italy 4 appos 4 appos
, , , 2 punct 2 punct
that IN that 10 mark 10 mark
it PRP it 10 nsubj 10 nsubj
sank VBD sink 2 advcl 2 advcl
. . . 2 punct 2 punct
"""
VERB_AS_NOUN = """
Lee NNP lee 2 compound 2 nn
claims NNS claim 0 root 0 ROOT
that IN that 6 mark 6 mark
the DT the 5 det 5 det
ferry NN ferry 6 nsubj 6 nsubj
sank VBD sink 2 acl 2 relcl
. . . 2 punct 2 punct
"""
WHOLE_OBJECT = """
Lee NNP lee 2 nsubj 2 nsubj
described VBD describe 0 root 0 ROOT
chaos NN chaos 2 obj 2 dobj
at IN at 6 case 2 prep
the DT the 6 det 6 det
port NN port 2 obl 4 pobj
. . . 2 punct 2 punct
"""

CONSTRUCTIONS: Final = {
    "that-clause": (CLAUSE, "Lee", "said", "that the ferry sank"),
    "bare clause": (WITHOUT_THAT, "Police", "say", "two men drowned"),
    "clause before": (AFTERWARDS, "Lee", "said", "The ferry sank"),
    "quotation before its verb": (INVERTED, "Lee", "said", "“We saw smoke,”"),
    "according to": (ACCORDING, "police", "according to", "The ferry sank"),
    "request": (REQUEST, "Lee", "urged", "them to leave"),
    "wish": (WISH, "Lee", "wants", "to resign"),
    "noun": (NOUN, "Lee", "claim", "that the ferry sank"),
    "passive": (PASSIVE, None, "believed", "The ferry to have sunk"),
    "judgement": (JUDGED, "Lee", "called", "the plan a mistake"),
    "preposition": (PREPOSITION, "Lee", "complained", "the noise"),
    "adjective": (ADJECTIVE, "Lee", "confident", "that it works"),
    "relative clause": (RELATIVE, "who", "said", "it sank"),
    "joined verbs": (JOINED, "Lee", "said", "it hurt"),
    "denial": (DENIAL, "Lee", "denied", "that she lied"),
    "negated cue": (INSTEAD, "Lee", "say", "it sank"),
    "clause far from its verb": (FAR_THAT, "Lee", "said", "that it sank"),
    "verb taken for a noun": (VERB_AS_NOUN, "Lee", "claims", "that the ferry sank"),
    "object with what belongs to it": (WHOLE_OBJECT, "Lee", "described", "chaos at the port"),
}
NEGATED: Final = {"denial", "negated cue"}


def a_doc(table: str, *, clear: bool) -> Doc:
    """Make a parsed sentence of a table in one of the two label sets."""
    rows = [line.split() for line in table.strip().splitlines()]
    words = [row[0] for row in rows]
    heads = [int(row[5 if clear else 3]) for row in rows]
    glued = [word in {".", ",", "”", "'s"} for word in words[1:]] + [True]
    return Doc(
        VOCAB,
        words=words,
        spaces=[not near and word != "“" for word, near in zip(words, glued, strict=True)],
        tags=[row[1] for row in rows],
        pos=[POS.get(row[1], "PUNCT" if not row[0].isalnum() else "NUM") for row in rows],
        lemmas=[row[2] for row in rows],
        heads=[head - 1 if head else at for at, head in enumerate(heads)],
        deps=[row[6 if clear else 4] for row in rows],
        ents=["B-PERSON" if word == "Lee" else "O" for word in words],
    )


def attributed(table: str, *, clear: bool) -> tuple[str, Claim]:
    """Give the text and the one claim that is attributed in it."""
    doc = a_doc(table, clear=clear)
    reading = read(doc.text, [(0, doc)])
    cast = cast_of(reading, Reading("", [], [], []))
    quoted = quotations(doc.text, readable(doc.text), [(0, len(doc.text))])
    found = claims(reading, cast, quoted, (), ())
    [claim] = [one for one in found if one.kind in {ClaimKind.QUOTE, ClaimKind.REPORTED}]
    return doc.text, claim


@pytest.mark.parametrize("clear", [False, True], ids=["UD", "ClearNLP"])
@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_a_construction_is_read_in_both_label_sets(name: str, *, clear: bool) -> None:
    """Speaker, cue, content and denial are the same."""
    table, speaker, cue, content = CONSTRUCTIONS[name]

    text, claim = attributed(table, clear=clear)

    assert claim.text == content
    assert claim.cue == cue
    assert claim.negated == (name in NEGATED)
    if speaker is None:
        assert claim.speaker is None
    else:
        assert claim.speaker is not None
        assert text[claim.speaker.start : claim.speaker.end] == speaker
