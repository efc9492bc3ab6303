"""Continuation: quotations that nobody is named for go on with the one before them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agents.enrichment.attribution import Attribution, covered, reach
from agents.enrichment.quoted_tokens import INTRODUCERS, QuotedTokens
from agents.enrichment.reading import Reading

FEWEST_QUOTED: Final = 5
"""Tokens, marks included, from which a quotation is more than a word put in marks."""

_NEAR_SENTENCES: Final = 1


class Continuation:
    """Attaches loose quotations of one reading to who is quoted just before them."""

    def __init__(self, reading: Reading, quoted: QuotedTokens) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._quoted = quoted

    def attached(self, found: Sequence[Attribution]) -> list[Attribution]:
        """Let a quotation that nobody is named for go on with the one before it."""
        taken = covered(found)
        result = sorted(found, key=reach)
        reaches = [reach(one) for one in result]
        for first, end in self._quoted.ranges:
            if end - first < FEWEST_QUOTED or any(at in taken for at in range(first, end)):
                continue
            number = self._quoted_last(result, bisect_left(reaches, first) - 1)
            if number >= 0 and self._goes_on(result[number], first, end):
                last = result[number]
                result[number] = replace(last, content=(*last.content, (first, end)))
                taken.update(range(first, end))
        return result

    def _quoted_last(self, found: Sequence[Attribution], number: int) -> int:
        """Step back over what the sentence of a quoted speaker says of him besides."""
        while number > 0 and not self._is_quoted_content(found[number]):
            here, earlier = found[number], found[number - 1]
            if self._tokens[here.cue[0]].sentence > self._tokens[reach(earlier)].sentence:
                break
            number -= 1
        return number

    def _is_quoted_content(self, attribution: Attribution) -> bool:
        return any(
            self._quoted.holds(at) for first, end in attribution.content for at in (first, end - 1)
        )

    def _goes_on(self, last: Attribution, first: int, end: int) -> bool:
        """Tell whether a quotation continues what somebody is quoted with just before it."""
        if not self._is_quoted_content(last):
            return False
        before = self._tokens[self._sentence_end(reach(last))]
        token = self._tokens[first + 1]
        if first > 0 and self._tokens[first - 1].text in INTRODUCERS:
            return token.piece == before.piece
        if not self._quoted.fills_sentence(first, end):
            return False
        if token.piece == before.piece:
            return token.sentence - before.sentence <= _NEAR_SENTENCES
        if token.piece - before.piece != 1:
            return False
        return all(one.pos != "VERB" for one in self._tokens[before.index + 1 : first])

    def _sentence_end(self, index: int) -> int:
        return self._reading.sentences[self._tokens[index].sentence][1] - 1
