"""Quotations in tokens: which words are quoted, what stands beside a cue, what a content spans."""

from collections.abc import Iterable, Sequence
from typing import Final

from agents.enrichment import cues
from agents.enrichment.attribution import Range
from agents.enrichment.quotations import Quotation
from agents.enrichment.reading import Reading
from agents.enrichment.token import FINITE, Token

_LONGEST_INSERTION: Final = 24
_SHORT_INSERTION: Final = 8
_SCARE: Final = 3
_SENTENCE_ENDS: Final = frozenset({".", "!", "?", "…"})
_NO_RANGE: Final = (0, 0)
INTRODUCERS: Final = frozenset({",", ":", "-", "–", "—", "--"})
"""Marks that stand between a cue and a quotation."""


class QuotedTokens:
    """The quotations of one reading.

    ``ranges`` are their tokens in order, marks included.
    """

    def __init__(self, reading: Reading, quotations: Sequence[Quotation]) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self.ranges: list[Range] = []
        self._at = [-1] * len(reading.tokens)
        for quotation in quotations:
            first = reading.token_at(quotation.start)
            end = self._end(quotation)
            if first < end:
                for index in range(first, end):
                    self._at[index] = len(self.ranges)
                self.ranges.append((first, end))

    def _end(self, quotation: Quotation) -> int:
        """Give the token after a quotation; of a mark of two strokes only the first is a token."""
        at = self._reading.token_at(quotation.end - 1)
        tokens = self._reading.tokens
        return at + (at < len(tokens) and tokens[at].start < quotation.end)

    def holds(self, index: int) -> bool:
        """Tell whether a token is quoted or a mark of a quotation."""
        return self._at[index] >= 0

    def around(self, index: int) -> Range:
        """Give the quotation that holds a token, marks included."""
        return self.ranges[self._at[index]]

    def is_speech(self, index: int) -> bool:
        """Tell whether a token is inside a quotation of more than a word or two."""
        number = self._at[index]
        return number >= 0 and self.ranges[number][1] - self.ranges[number][0] > _SCARE

    def beside(self, verb: Token, source: int | None) -> list[int]:
        """Give the tokens of the quotations that a verb stands right beside."""
        before, after = self._quoted_before(verb, source), self._quoted_after(verb)
        return sorted({*range(*before), *range(*after)})

    def _quoted_after(self, verb: Token) -> Range:
        """Find the quotation in: said, "…"; said in a statement: "…"; asked "…"."""
        limit = min(verb.index + _LONGEST_INSERTION, len(self._tokens))
        for at in range(verb.index + 1, limit):
            token = self._tokens[at]
            number = self._at[at]
            if token.piece != verb.piece and self._tokens[at - 1].text != ":":
                break
            if number >= 0:
                first, end = self.ranges[number]
                if first == at and self._tokens[at - 1].text in INTRODUCERS:
                    return first, end
                return self._to_sentence_end(first, end) if at == verb.index + 1 else _NO_RANGE
            if token.tag in FINITE or token.text == ";" or token.lower == "that":
                break
            if token.tag == "VBG" and token.lemma in cues.SAYING:
                break
        return _NO_RANGE

    def _to_sentence_end(self, first: int, end: int) -> Range:
        """Let a quotation without an introducing mark run on as the clause it begins."""
        stop = self._reading.sentences[self._tokens[first].sentence][1]
        return first, max(end, stop)

    def _quoted_before(self, verb: Token, source: int | None) -> Range:
        """Find the quotation in: "…," he said; "…?" asked Fuller; "…," Fuller, a doctor, said."""
        begin = verb.index
        if source is not None and verb.index - 40 < source < verb.index:
            begin = min(begin, max(self._tokens[source].first, self._tokens[source].index - 15))
        if verb.index + 1 >= len(self._tokens):
            return _NO_RANGE
        for at in range(verb.index - 1, max(-1, verb.index - _LONGEST_INSERTION - 1), -1):
            token = self._tokens[at]
            number = self._at[at]
            if number >= 0:
                first, end = self.ranges[number]
                near = end >= begin - 2 or verb.index - end <= _SHORT_INSERTION
                near = near or self._tokens[end].pos in {"PROPN", "DET", "PRON"}
                closes = self._tokens[max(first, end - 2)].text != "."
                same = token.piece == verb.piece
                return (first, end) if near and closes and same else _NO_RANGE
            if token.tag in FINITE or token.text in {".", ";", ":"} or self._joins(token, verb):
                break
        return _NO_RANGE

    @staticmethod
    def _joins(token: Token, verb: Token) -> bool:
        """Tell whether a verb is joined to another one by a token: "vowed “…” and said"."""
        return token.pos == "CCONJ" and (token.head == verb.index or token.index == verb.index - 1)

    def whole(self, indexes: Iterable[int], cue: int) -> tuple[Range, ...]:
        """Widen content to whole quotations, and give its ranges."""
        wanted = set(indexes)
        numbers = {self._at[index] for index in wanted} - {-1}
        for number in numbers:
            first, end = self.ranges[number]
            if not first <= cue < end and self._stands_alone(number, wanted):
                wanted.update(range(first, end))
        wanted.discard(cue)
        return self.runs(sorted(wanted), cue)

    def _stands_alone(self, number: int, wanted: set[int]) -> bool:
        first, end = self.ranges[number]
        return sum(index in wanted for index in range(first, end)) * 4 >= min(end - first, 12)

    def runs(self, indexes: Sequence[int], cue: int) -> tuple[Range, ...]:
        """Give the runs of tokens, without the punctuation that only separates."""
        runs: list[list[int]] = []
        for index in indexes:
            if (
                runs
                and all(
                    self._tokens[at].pos == "PUNCT" and at != cue
                    for at in range(runs[-1][1], index)
                )
                and index - runs[-1][1] < _SCARE
            ):
                runs[-1][1] = index + 1
            else:
                runs.append([index, index + 1])
        trimmed = (self._trimmed(first, end) for first, end in runs)
        return tuple((first, end) for first, end in trimmed if first < end)

    def _trimmed(self, first: int, end: int) -> Range:
        while first < end and self._only_separates(first, opening=True):
            first += 1
        while first < end and self._only_separates(end - 1, opening=False):
            end -= 1
        return first, end

    def _only_separates(self, index: int, *, opening: bool) -> bool:
        token = self._tokens[index]
        if any(character.isalnum() for character in token.text):
            return False
        number = self._at[index]
        if number < 0:
            return token.text not in {"%", "$", "€", "£"}
        first, end = self.ranges[number]
        return index == end - 1 if opening else index == first

    def fills_sentence(self, first: int, end: int) -> bool:
        """Tell whether a quotation is a sentence, or several, with nothing around it."""
        begin = self._reading.sentences[self._tokens[first + 1].sentence][0]
        stop = self._reading.sentences[self._tokens[end - 1].sentence][1]
        if first > 0 and self._tokens[first - 1].text in _SENTENCE_ENDS:
            begin = first
        if self._tokens[end - 2].text in _SENTENCE_ENDS:
            stop = end
        outside = [*range(begin, first), *range(end, stop)]
        return len([at for at in outside if self._tokens[at].text[0].isalnum()]) <= 1
