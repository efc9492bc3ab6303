"""Tails: what follows a complement and belongs to it, though the parser hung it on the cue."""

from typing import Final

from agents.enrichment.reading import Reading
from agents.enrichment.sources import TIMES
from agents.enrichment.token import Token

_INTENTIONS: Final = frozenset({"infinitive", "willing", "request"})
_WITH_TAIL: Final = _INTENTIONS | {
    "object", "prepositional", "noun", "noun with preposition", "feeling",
}  # fmt: skip
_VENUES: Final = frozenset(
    """
    appearance briefing call conference debate email e-mail event forum hearing interview letter
    meeting memo news post rally report speech statement television tweet tweets twitter facebook
    """.split()
)
_TIMELY: Final = frozenset(
    """
    after although amid as because before by despite during following if once since though unless
    until upon when while without
    """.split()
)
_TIMES: Final = frozenset({"DATE", "TIME"})
_NOMINAL: Final = frozenset({"NN", "NNS", "NNP", "NNPS"})
_CLAUSAL: Final = frozenset({"nsubj", "cop", "aux"})
_INFINITE: Final = frozenset({"VB", "VBP"})
_MOST_PIECES: Final = 6
_HIGHEST: Final = 12
_YEAR: Final = 4


class Tails:
    """Lengthens the complements of one reading."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._times = {
            at
            for name in reading.names
            if name.label in _TIMES
            for at in range(name.first, name.end)
        }

    def with_tail(self, cue: Token, tokens: list[int], rule: str) -> list[int]:
        """Give content with what runs on from it: "questions about practices | at a foundation".

        A phrase that tells when or where something was said does not belong to it.
        """
        if rule not in _WITH_TAIL or not tokens or tokens[-1] < cue.index:
            return tokens
        stop = self._reading.sentences[cue.sentence][1]
        end = tokens[-1] + 1
        for _ in range(_MOST_PIECES):
            if end >= stop:
                break
            joined = self._joined(cue, end, stop, rule)
            following = joined if joined is not None else self._attached(cue, end, stop, rule)
            if following is None:
                break
            end = following
        return [*tokens, *range(tokens[-1] + 1, end)]

    def _attached(self, cue: Token, at: int, stop: int, rule: str) -> int | None:
        """Give where a phrase that begins at a token ends, if it belongs to what is before it."""
        phrase = self._begun_at(at, cue.index)
        if phrase is None or phrase.head == phrase.index or phrase.last >= stop:
            return None
        if phrase.relation in {"obl", "nmod"}:
            belongs = self._is_about_content(phrase)
        elif phrase.dep in {"advcl", "acl"}:
            belongs = phrase.tag == "VBG" and phrase.index == at and rule != "infinitive"
        else:
            belongs = phrase.dep == "acl:relcl"
        return phrase.last + 1 if belongs else None

    def _begun_at(self, at: int, cue: int) -> Token | None:
        """Give the highest word all of whose words begin at a token, below the cue."""
        token = self._tokens[at]
        for _ in range(_HIGHEST):
            head = self._tokens[token.head]
            if head is token or head.first != at or head.first <= cue <= head.last:
                break
            token = head
        return token if token.first == at else None

    def _is_about_content(self, phrase: Token) -> bool:
        for at in phrase.children:
            token = self._tokens[at]
            if token.relation == "case" and at < phrase.index:
                return token.lower not in _TIMELY and not self._is_time_or_venue(phrase)
        return False

    def _is_time_or_venue(self, token: Token) -> bool:
        if token.lower in TIMES or token.index in self._times or token.lemma in _VENUES:
            return True
        return token.pos == "NUM" and len(token.text) == _YEAR

    def _joined(self, cue: Token, at: int, stop: int, rule: str) -> int | None:
        """Give where what is joined to the content by "and" ends."""
        joint = at + (self._tokens[at].text == ",")
        if joint >= stop or self._tokens[joint].lower not in {"and", "or"}:
            return None
        other = self._tokens[self._tokens[joint].head]
        if self._tokens[joint].pos != "CCONJ" or other.index <= joint or other.dep != "conj":
            return None
        relations = {self._tokens[child].relation for child in other.children}
        if rule in _INTENTIONS:
            same = other.tag in _INFINITE and other.head == cue.index
            fits = same and cue.tag not in _INFINITE and not relations & {"nsubj", "aux"}
        else:
            fits = other.tag in _NOMINAL and not relations & _CLAUSAL and other.head < at
            fits = fits and other.first <= joint + 1
        return other.last + 1 if fits and other.last < stop else None
