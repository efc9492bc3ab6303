"""Insertions: who speaks in "…, an official there, who was not named, said", lost to the parser."""

from typing import Final

from agents.enrichment import cues
from agents.enrichment.complements import Complement
from agents.enrichment.quoted_tokens import QuotedTokens
from agents.enrichment.reading import Reading
from agents.enrichment.sources import is_agent
from agents.enrichment.surface import clause_after
from agents.enrichment.token import FINITE, FINITE_VERBS, Token

_RELATIVE: Final = frozenset({"who", "whose", "which"})
_OPENING: Final = frozenset({"DET", "PRON", "PROPN", "NOUN", "NUM", "ADJ"})
_INSIDE: Final = _OPENING | {"ADP", "PART", "ADV"}
_BEFORE: Final = frozenset({",", '"', "'", ";", ":", "-", "–", "—"})
_STOPS: Final = frozenset({'"', ";", ":"})
_QUESTIONING: Final = frozenset({"ask", "challenge", "press", "question", "quiz"})
_ANSWERING: Final = frozenset({"answer", "reply", "respond"})
_WHEN: Final = (["when"], ["if"], ["once"], ["but", "when"], ["and", "when"])
_LONGEST: Final = 30
_LONGEST_WORDS: Final = 14
_FEWEST: Final = 2


class Insertions:
    """Finds what is said by verbs of one reading that an insertion parts from their subjects."""

    def __init__(self, reading: Reading, quoted: QuotedTokens) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._quoted = quoted

    def of_verb(self, verb: Token) -> Complement | None:
        """Give what a verb says and who, or None: it says nothing, or has a subject of its own."""
        first, _ = self._reading.sentences[verb.sentence]
        if verb.tag not in FINITE_VERBS or verb.lemma not in cues.SAYING:
            return None
        if verb.index - first < _FEWEST or self._tokens[verb.index - 1].text != ",":
            return None
        comma = self._opening_comma(verb)
        if comma is None or not self._lacks_subject(verb, comma):
            return None
        begin = self._words_before(comma, first)
        head = None if begin is None else _head(self._tokens[begin:comma])
        if begin is None or head is None or not is_agent(self._reading, head.index):
            return None
        said = self._said(verb, begin)
        return Complement(said, "insertion", head.index) if said else None

    def _opening_comma(self, verb: Token) -> int | None:
        """Give the comma that opens the insertion which ends right before a verb."""
        first, _ = self._reading.sentences[verb.sentence]
        for at in range(verb.index - 2, max(first, verb.index - _LONGEST), -1):
            if self._tokens[at].text in _STOPS:
                return None
            if self._tokens[at].text == "," and at + 1 < verb.index - 1:
                inserted = self._tokens[at + 1 : verb.index - 1]
                finite = any(token.tag in FINITE for token in inserted)
                plain = inserted[0].lower in _RELATIVE if finite else inserted[0].pos in _OPENING
                if plain or (_ends_in_relative(inserted) and clause_after(self._reading, verb)):
                    return at
        return None

    def _lacks_subject(self, verb: Token, comma: int) -> bool:
        """Tell whether a verb's subject is missing, or is only what a name is explained by.

        In "It was 64, Gregor Pohl, its chairman, said" the parser takes the chairman for it.
        """
        subject = self._reading.child(verb.index, "nsubj", "nsubj:pass")
        if subject is None:
            return True
        if subject.index > verb.index:
            # In "Lee, who left, said the bill passed" it is taken from the clause.
            return verb.lemma in cues.SAYING and clause_after(self._reading, verb) is not None
        return comma < subject.index < verb.index and self._tokens[comma - 1].pos == "PROPN"

    def _words_before(self, comma: int, first: int) -> int | None:
        """Give where the words for somebody begin that end at a comma, after what is said."""
        at = comma
        while at > max(first, comma - _LONGEST_WORDS) and self._tokens[at - 1].pos in _INSIDE:
            at -= 1
        if at == comma or self._tokens[at].pos not in _OPENING:
            return None
        before = self._tokens[at - 1]
        parted = at == first or before.text in _BEFORE or before.pos == "CCONJ"
        return at if parted else None

    def _said(self, verb: Token, begin: int) -> list[int]:
        """Give the clause after a verb, or the quotation or clause before the speaker's words."""
        after = clause_after(self._reading, verb)
        if after is not None:
            return list(after)
        last = begin - 1
        if last > 0 and self._quoted.holds(last):
            return list(range(*self._quoted.around(last)))
        first, _ = self._reading.sentences[verb.sentence]
        before = range(first, last) if last > first and self._tokens[last].text == "," else ()
        return list(before) if any(self._tokens[at].tag in FINITE for at in before) else []


def _ends_in_relative(words: list[Token]) -> bool:
    """Tell "a maker whose firm is new": no verb stands before the relative clause."""
    for word in words:
        if word.lower in _RELATIVE or word.tag in FINITE:
            return word.lower in _RELATIVE and words[0].pos in _OPENING
    return False


def _head(words: list[Token]) -> Token | None:
    """Give the first noun or name among some words whose head is none of them."""
    begin, end = words[0].index, words[-1].index
    for word in words:
        outside = not begin <= word.head <= end or word.head == word.index
        if outside and word.pos in {"NOUN", "PROPN"}:
            return word
    return None


def is_put_to_the_speaker(reading: Reading, verb: Token) -> bool:
    """Tell "Asked about it, Lee said" and "When asked …, Lee said": Lee is asked, he asks nothing.

    Where it stands by whom he was asked, somebody does ask. Nor does "Responding to it, Lee said"
    tell more than that he said something.
    """
    first, end = reading.sentences[verb.sentence]
    if verb.lemma in _ANSWERING and verb.tag == "VBG" and verb.index == first:
        return any(token.lower == "to" for token in reading.tokens[first + 1 : min(end, first + 2)])
    if verb.lemma not in _QUESTIONING or verb.tag not in {"VBN", "VBD"}:
        return False
    before = [token.lower for token in reading.tokens[first : verb.index] if token.pos != "PUNCT"]
    return (not before or before in _WHEN) and not _asks(reading, verb)


def is_aside(verb: Token, source: int | None) -> bool:
    """Tell whether a verb is in an insertion: in "…, Lee, who asked them to stay, said"."""
    return source is not None and verb.dep == "acl:relcl" and verb.head < source


def _asks(reading: Reading, verb: Token) -> bool:
    """Tell whether a verb has a subject before it, or an agent."""
    children = (reading.tokens[at] for at in verb.children)
    return any(
        child.dep == "obl:agent" or (child.dep == "nsubj" and child.index < verb.index)
        for child in children
    )
