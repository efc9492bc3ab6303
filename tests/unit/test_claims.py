"""Claims come out of parsed sentences, whichever label set the parser has."""

from datetime import UTC, datetime

import pytest
import spacy
from spacy.tokens import Doc

from agents.enrichment.claims import claims
from agents.enrichment.entities import cast_of
from agents.enrichment.figures import figures
from agents.enrichment.quotations import quotations
from agents.enrichment.readable import readable
from agents.enrichment.reading import Reading, read
from agents.enrichment.times import times
from streams.enriched_article import Claim, ClaimKind

VOCAB = spacy.blank("en").vocab
PUBLISHED = datetime(2020, 12, 3, 9, tzinfo=UTC)
TAGS = {"VERB": "VBD", "NOUN": "NN", "PROPN": "NNP", "PRON": "PRP", "AUX": "VBD", "NUM": "CD"}

# Each word: form, part of speech, number of its head (from 1, 0 for the root), relation, and what
# else is not regular: its lemma, or /TAG.
SAID_UD = """
Admiral PROPN 2 compound
Craig PROPN 8 nsubj
Faller PROPN 2 flat
of ADP 5 case
Southcom PROPN 2 nmod
on ADP 7 case
Wednesday PROPN 8 obl
said VERB 0 root say
that SCONJ 12 mark
Iran PROPN 12 nsubj
had AUX 12 aux have
sent VERB 8 ccomp send/VBN
12 NUM 14 nummod
tankers NOUN 12 obj tanker
. PUNCT 8 punct
"""
SAID_CLEAR = """
Admiral PROPN 3 compound
Craig PROPN 3 compound
Faller PROPN 8 nsubj
of ADP 3 prep
Southcom PROPN 4 pobj
on ADP 8 prep
Wednesday PROPN 6 pobj
said VERB 0 ROOT say
that SCONJ 12 mark
Iran PROPN 12 nsubj
had AUX 12 aux have
sent VERB 8 ccomp send/VBN
12 NUM 14 nummod
tankers NOUN 12 dobj tanker
. PUNCT 8 punct
"""
ACCORDING_UD = """
According VERB 4 case accord
to ADP 1 fixed
the DET 4 det
Journal PROPN 7 obl
, PUNCT 7 punct
Faller PROPN 7 nsubj
said VERB 0 root say
the DET 9 det
influence NOUN 11 nsubj
was AUX 11 cop be
alarming ADJ 7 ccomp
. PUNCT 7 punct
"""
ACCORDING_CLEAR = """
According VERB 7 prep accord
to ADP 1 prep
the DET 4 det
Journal PROPN 2 pobj
, PUNCT 7 punct
Faller PROPN 7 nsubj
said VERB 0 ROOT say
the DET 9 det
influence NOUN 10 nsubj
was AUX 7 ccomp be
alarming ADJ 10 acomp
. PUNCT 7 punct
"""
BOTH_SAID = pytest.mark.parametrize("table", [SAID_UD, SAID_CLEAR], ids=["UD", "ClearNLP"])
BOTH_ACCORDING = pytest.mark.parametrize(
    "table", [ACCORDING_UD, ACCORDING_CLEAR], ids=["UD", "ClearNLP"]
)
NAMES = {
    "Craig": "B-PERSON",
    "Faller": "I-PERSON",
    "Southcom": "B-ORG",
    "Iran": "B-GPE",
    "Wednesday": "B-DATE",
    "Journal": "B-ORG",
    "Ann": "B-PERSON",
    "Lee": "I-PERSON",
}


def a_doc(*tables: str) -> Doc:
    """Make a parsed text of tables of words, one sentence each."""
    words: list[str] = []
    heads: list[int] = []
    deps, pos, tags, lemmas = list[str](), list[str](), list[str](), list[str]()
    starts: list[bool | int | None] = []
    for table in tables:
        base = len(words)
        for number, line in enumerate(table.strip().splitlines()):
            form, part, head, dep, *rest = line.split()
            lemma, _, tag = (rest[0] if rest else form.lower()).partition("/")
            words.append(form)
            heads.append(base + int(head) - 1 if int(head) else base + number)
            deps.append(dep)
            pos.append(part)
            tags.append(tag or TAGS.get(part, part))
            lemmas.append(lemma)
            starts.append(number == 0)
    ends = [word in ".,”!?" for word in words[1:]] + [True]
    spaces = [not glued and word != "“" for word, glued in zip(words, ends, strict=True)]
    names = [NAMES.get(word, "O") for word in words]
    for at, name in enumerate(names):
        if name.startswith("I-") and (at == 0 or names[at - 1] == "O"):
            names[at] = name.replace("I-", "B-")
    return Doc(
        VOCAB,
        words=words,
        spaces=spaces,
        heads=heads,
        deps=deps,
        pos=pos,
        tags=tags,
        lemmas=lemmas,
        sent_starts=starts,
        ents=names,
    )


def claims_of(*tables: str) -> tuple[str, list[Claim]]:
    """Give a text and its claims."""
    doc = a_doc(*tables)
    text = doc.text
    reading = read(text, [(0, doc)])
    cast = cast_of(reading, Reading("", [], [], []))
    quoted = quotations(text, readable(text), [(0, len(text))])
    found = claims(reading, cast, quoted, figures(reading), times(reading, PUBLISHED))
    return text, list(found)


@BOTH_SAID
def test_a_reported_clause_is_a_claim_of_its_speaker(table: str) -> None:
    """Speaker, cue, content, figures and entities are told apart, at exact places."""
    text, [claim] = claims_of(table)

    assert claim.kind is ClaimKind.REPORTED
    assert claim.text == "that Iran had sent 12 tankers"
    [span] = claim.content
    assert text[span.start : span.end] == claim.text
    assert claim.speaker is not None
    assert claim.speaker.name == "Craig Faller"
    assert claim.cue == "said"
    assert claim.entities == ("Iran",)
    [figure] = claim.figures
    assert (figure.value, figure.unit, figure.aspect) == (12, "tanker", "send")
    assert not claim.negated
    assert not claim.hedged


@BOTH_ACCORDING
def test_who_passes_a_claim_on_is_kept_beside_who_made_it(table: str) -> None:
    """Both stay: "According to the Journal, Faller said" has a speaker and a medium."""
    _, [claim] = claims_of(table)

    assert claim.text == "the influence was alarming"
    assert claim.speaker is not None
    assert claim.speaker.name == "Faller"
    assert claim.via is not None
    assert claim.via.name == "Journal"


QUOTED = """
“ PUNCT 2 punct
Stop VERB 8 ccomp stop/VB
the DET 4 det
boats NOUN 2 obj boat
now ADV 2 advmod
, PUNCT 2 punct
” PUNCT 2 punct
said VERB 0 root say
Ann PROPN 8 nsubj
Lee PROPN 9 flat
. PUNCT 8 punct
"""
MORE = """
“ PUNCT 3 punct
They PRON 3 nsubj
come VERB 0 root come/VBP
here ADV 3 advmod
every DET 6 det
day NOUN 3 obl
. PUNCT 3 punct
” PUNCT 3 punct
"""
SHE = """
She PRON 2 nsubj she
denied VERB 0 root deny
that SCONJ 6 mark
she PRON 6 nsubj
had AUX 6 aux have
lied VERB 2 ccomp lie/VBN
. PUNCT 2 punct
"""
EVENT = """
Iran PROPN 2 nsubj
seized VERB 0 root seize
at ADP 5 case
least ADJ 3 fixed
four NUM 6 nummod
tankers NOUN 2 obj tanker
. PUNCT 2 punct
"""
CHATTER = """
It PRON 2 nsubj it
rained VERB 0 root rain
all DET 4 det
day NOUN 2 obl
long ADV 2 advmod
. PUNCT 2 punct
"""


def test_a_quotation_goes_on_after_its_speaker_is_named() -> None:
    """What follows without a speaker of its own belongs to the same claim."""
    text, [claim] = claims_of(QUOTED, MORE)

    assert claim.kind is ClaimKind.QUOTE
    assert [text[span.start : span.end] for span in claim.content] == [
        "“Stop the boats now,”",
        "“They come here every day.”",
    ]
    assert claim.speaker is not None
    assert claim.speaker.name == "Ann Lee"


def test_a_pronoun_is_who_was_named_before() -> None:
    """She is Ann Lee, and denies."""
    _, found = claims_of(QUOTED, SHE)

    assert found[1].speaker is not None
    assert found[1].speaker.name == "Ann Lee"
    assert found[1].negated


def test_an_event_nobody_is_quoted_for_is_a_claim() -> None:
    """Its figure makes it one of kind figure, qualified as the text does."""
    _, [claim] = claims_of(EVENT)

    assert claim.kind is ClaimKind.FIGURE
    assert claim.speaker is None
    [figure] = claim.figures
    assert (figure.value, figure.modifier.value, figure.aspect) == (4, "at_least", "seize")


def test_a_sentence_without_names_and_figures_is_no_claim() -> None:
    """The weather is not news."""
    assert claims_of(CHATTER)[1] == []


def test_an_empty_reading_has_no_claims() -> None:
    """Nothing in, nothing out."""
    nothing = Reading("", [], [], [])

    assert claims(nothing, cast_of(nothing, nothing), (), (), ()) == ()


def test_a_dateline_is_no_part_of_what_is_said() -> None:
    """A statement of the first sentence begins behind its dash."""
    pell = "PELL PROPN 4 obl\n- PUNCT 4 punct\nIran PROPN 4 nsubj\nsold VERB 0 root sell\n"
    text, found = claims_of(pell + "12 NUM 6 nummod\ntankers NOUN 4 obj tanker\n. PUNCT 4 punct")

    [claim] = found
    assert text.startswith("PELL - Iran")
    assert claim.text == "Iran sold 12 tankers"


@pytest.mark.parametrize(
    ("verb", "hedged"), [("said VERB 0 root say", False), ("feared VERB 0 root fear", True)]
)
def test_what_is_feared_is_hedged(verb: str, hedged: bool) -> None:
    """What is said may hold a word that hedges, too."""
    head = "Lee PROPN 2 nsubj\n{}\nIran PROPN 5 nsubj\n{} AUX 5 aux\n"
    table = head + "sink VERB 2 ccomp sink\n. PUNCT 2 punct"

    _, [plain] = claims_of(table.format(verb, "would"))
    _, [careful] = claims_of(table.format(verb, "may"))

    assert plain.hedged is hedged
    assert careful.hedged
