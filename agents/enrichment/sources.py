"""Who is behind a cue: the token that heads the words for whoever speaks."""

from typing import Final

from agents.enrichment import cues
from agents.enrichment.reading import Reading
from agents.enrichment.token import Token

_PERSONAL: Final = frozenset(
    "he she they we i you who whom someone somebody everyone everybody nobody others many some "
    "most few both each all those anyone no-one".split()
)
_PEOPLE: Final = frozenset(
    """
    activist administration adviser advisor agency aide airline ally analyst association attorney
    author authority backer bank board campaign candidate chairman charity chief city clergy club
    coach colleague columnist commander commentator commission committee company congressman council
    country court critic daughter democrat department deputy diplomat director doctor economist
    editor employee executive expert family fan father firm friend government governor group
    hospital host husband institute investigator journalist judge juror lawmaker lawyer leader maker
    man manufacturer mayor media member military minister ministry mother nation newspaper nominee
    office officer official operative opponent organisation organization outlet panel paper parent
    parliament party people person player police politician poll pollster president priest
    prosecutor protester regulator reporter republican researcher resident rival scholar school
    scientist secretary senator soldier son source spokesman spokesperson spokeswoman staffer state
    strategist student supporter surrogate teacher team union university veteran victim voter
    watchdog wife witness woman worker writer
    """.split()
)
_TEXTS: Final = frozenset(
    """
    ad advertisement article bill book column complaint data document editorial email figure film
    law lawsuit letter measure memo message movie newspaper order paper petition piece poll post
    report resolution review rule ruling speech statement statistic study suit survey text tweet
    video website
    """.split()
)
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X", "SYM"})
_DEEPEST: Final = 8
_FINITE: Final = frozenset({"VBD", "VBP", "VBZ"})
_NOT_INVERTED: Final = frozenset(
    """
    friday he it monday saturday she sunday that there they this thursday today tuesday wednesday
    yesterday
    """.split()
)


def source_of(reading: Reading, cue: Token, depth: int = 0) -> int | None:
    """Give the token that heads whoever speaks by a verb or adjective; None if nobody does."""
    tokens = reading.tokens
    subject = _child(reading, cue, "nsubj")
    if subject is not None or _child(reading, cue, "nsubj:pass") is not None:
        return _agent(reading, cue) if subject is None else subject.index
    after = inverted(reading, cue) if _follows_speech(reading, cue) else None
    if after is not None or depth >= _DEEPEST or cue.head == cue.index:
        return after or inverted(reading, cue)
    head = tokens[cue.head]
    shares_subject = cue.relation in {"conj", "advcl"} or (
        cue.relation in {"xcomp", "ccomp"} and head.pos not in {"NOUN", "PROPN"}
    )
    if shares_subject:
        return source_of(reading, head, depth + 1)
    if cue.relation == "acl":
        by = cue.tag == "VBN" and cue.dep != "acl:relcl"
        return _agent(reading, cue) if by else head.index
    return inverted(reading, cue)


def _follows_speech(reading: Reading, cue: Token) -> bool:
    """Tell whether a finite verb stands right after a comma or a quotation: "…, noted Lee"."""
    before = reading.tokens[cue.index - 1].text if cue.index else ""
    return cue.tag in _FINITE and before in {",", '"', "'"}


def _child(reading: Reading, token: Token, dep: str) -> Token | None:
    for at in token.children:
        if reading.tokens[at].dep == dep:
            return reading.tokens[at]
    return None


def _agent(reading: Reading, cue: Token) -> int | None:
    for at in cue.children:
        child = reading.tokens[at]
        if child.dep == "obl:agent" or (
            child.relation == "obl" and reading.has_child(at, "by") and at > cue.index
        ):
            return at
    return None


def inverted(reading: Reading, cue: Token) -> int | None:
    """Give who speaks in "said Fuller" where the parser took him for something else."""
    at = cue.index + 1
    if at >= reading.sentences[cue.sentence][1] or cue.lemma not in cues.SAYING:
        return None
    token = reading.tokens[at]
    after_quotation = cue.index > 1 and reading.tokens[cue.index - 1].text in {",", '"', "'"}
    allowed = {"PROPN", "DET", "PRON"} | ({"NOUN", "ADJ", "NUM"} if after_quotation else set())
    if token.pos not in allowed or token.lower in _NOT_INVERTED:
        return None
    for _ in range(_DEEPEST):
        head = reading.tokens[token.head]
        if not at <= head.index <= at + _DEEPEST or head.pos not in {"PROPN", "NOUN"}:
            break
        if token.head == token.index:
            break
        token = head
    return token.index if token.pos in {"PROPN", "NOUN", "PRON"} else None


def is_text(reading: Reading, index: int) -> bool:
    """Tell whether a token heads words for something that says something: a poll, a letter."""
    return reading.tokens[index].lemma in _TEXTS


def is_agent(reading: Reading, index: int) -> bool:
    """Tell whether a token heads words for somebody who can speak, or for an organisation."""
    token = reading.tokens[index]
    if token.lower in _PERSONAL or token.pos == "PROPN":
        return True
    if token.lemma in _PEOPLE or token.lemma in _TEXTS:
        return True
    return token.pos not in _NOMINAL
