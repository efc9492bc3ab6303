"""Reported clauses by word order alone, where the parser missed that a cue governs one."""

from typing import Final

from agents.enrichment.reading import Reading
from agents.enrichment.sources import is_person
from agents.enrichment.token import FINITE, Token

_STARTS_CLAUSE: Final = frozenset({"PRON", "DET", "PROPN", "NOUN", "NUM", "ADJ"})
_CORRELATIVES: Final = frozenset({"both", "either", "neither", "no", "not", "only"})
_MARKS: Final = frozenset({"that", "whether"})
_STOPS: Final = frozenset({";", ":", ",", '"'})
_WINDOW: Final = 18
_QUESTIONS: Final = frozenset({"why", "how", "what", "whether"})
_SUBJECTS: Final = frozenset("i you he she it we they there".split())
_REACH: Final = 14
_LATEST: Final = 12
_INSERTED: Final = 7
_FEWEST_AFTER: Final = 3
_PARTICIPLE: Final = frozenset({"VBG", "WP", "WDT"})
_SPEAKING: Final = frozenset(
    """
    acknowledge add admit allege announce argue assert believe claim complain concede conclude
    confirm contend declare estimate explain find insist maintain note observe predict recall report
    reveal say show state suggest testify think tweet warn write
    """.split()
)
"""Verbs that mostly report: a clause beside them is what they report."""


def around(reading: Reading, verb: Token, source: int | None) -> list[int] | None:
    """Give the sentence around ", Fuller said," in its middle."""
    tokens = reading.tokens
    first, end = reading.sentences[verb.sentence]
    if verb.lemma not in _SPEAKING or source is None or abs(source - verb.index) > _REACH:
        return None
    begin = min(tokens[source].first, source, verb.index)
    stop = max(verb.index, source if source > verb.index else 0) + 1
    stop = max(stop, _end_of_explanation(reading, source))
    while stop < min(end, verb.index + _INSERTED) and tokens[stop].text != ",":
        stop += 1
    if begin - 1 <= first or stop >= end - _FEWEST_AFTER or tokens[begin - 1].text != ",":
        return None
    inside = tokens[begin:stop]
    if tokens[stop].text != "," or any(t.index != verb.index and t.tag in FINITE for t in inside):
        return None
    if tokens[stop + 1].text == '"' and tokens[first].text != '"':
        return None
    rest = [*range(first, begin), *range(stop, end)]
    finite = any(tokens[at].tag in FINITE for at in rest)
    return rest if finite and tokens[stop + 1].tag not in _PARTICIPLE else None


def _end_of_explanation(reading: Reading, source: int) -> int:
    """Give where "the institute's director" ends in "…, said Thiel, the institute's director"."""
    children = (reading.tokens[at] for at in reading.tokens[source].children)
    roles = (one for one in children if one.relation == "appos" and one.pos == "NOUN")
    return max((one.last + 1 for one in roles if is_person(one)), default=0)


def clause_after(reading: Reading, verb: Token) -> range | None:
    """Give the clause that follows a verb: from "that", or from a subject with a finite verb."""
    tokens = reading.tokens
    end = _clause_end(reading, verb)
    stops = _STOPS - {","} if verb.lemma in _SPEAKING else _STOPS
    if verb.index + 2 < end and tokens[verb.index + 1].lower in _QUESTIONS:
        return range(verb.index + 1, end)
    for at in range(verb.index + 1, min(verb.index + 1 + _WINDOW, end)):
        token = tokens[at]
        if token.lower in _MARKS and (
            token.pos in {"SCONJ", "ADP", "PART"} or _begins_clause(tokens[at + 1 : at + 2])
        ):
            return range(at, end)
        if token.tag in FINITE or token.text in stops:
            break
        if (
            (token.lower in _SUBJECTS or token.pos == "DET")
            and tokens[at - 1].pos in {"NOUN", "PROPN"}
            and any(one.tag in FINITE for one in tokens[at + 1 : at + 4])
        ):
            return range(at, end)
    begin = verb.index + 1
    if verb.lemma not in _SPEAKING or begin >= end:
        return None
    if tokens[begin].pos not in _STARTS_CLAUSE and tokens[begin].lower not in _CORRELATIVES:
        return None
    return (
        range(begin, end) if _is_finite_soon(tokens[begin + 1 : min(begin + _REACH, end)]) else None
    )


def _is_finite_soon(tokens: list[Token]) -> bool:
    """Tell whether a finite verb comes before any mark."""
    for token in tokens:
        if token.tag in FINITE and token.pos in {"VERB", "AUX"}:
            return True
        if token.text in {",", ";", ":"}:
            return False
    return False


def clause_before(reading: Reading, verb: Token, source: int | None) -> range | None:
    """Give the clause that ends before ", Fuller said." at the end of a sentence."""
    tokens = reading.tokens
    first, end = reading.sentences[verb.sentence]
    subordinate = tokens[first].tag == "WRB" or tokens[first].pos == "SCONJ"
    speaks = verb.lemma in _SPEAKING or (verb.lemma == "tell" and not subordinate)
    if not speaks or source is None or end - verb.index > _LATEST:
        return None
    begin = min(tokens[source].first, source, verb.index)
    comma = begin - 1
    if comma <= first or tokens[comma].text not in {",", "-", "–", "—", '"', "'"}:
        return None
    if any(token.tag in FINITE for token in tokens[verb.index + 1 : end]):
        return None
    if not any(token.tag in FINITE or token.tag == "VBN" for token in tokens[first:comma]):
        return None
    return range(first, comma)


def _begins_clause(tokens: list[Token]) -> bool:
    return bool(tokens) and (
        tokens[0].lower in _SUBJECTS or tokens[0].pos in {"DET", "PROPN"} or tokens[0].text == '"'
    )


def _clause_end(reading: Reading, verb: Token) -> int:
    """Give where a clause after a verb ends: at the sentence's end, or at a semicolon."""
    _, end = reading.sentences[verb.sentence]
    for at in range(verb.index + 1, end):
        if reading.tokens[at].text == ";":
            return at
    return end
