"""Attributions: who says, thinks or wants what, by which words, in the tokens of a reading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from agents.enrichment import cues
from agents.enrichment.complements import Complements
from agents.enrichment.quotations import Quotation
from agents.enrichment.reading import Reading
from agents.enrichment.sources import source_of
from agents.enrichment.token import Token
from agents.enrichment.transcripts import turns

Range = tuple[int, int]
"""Tokens from the first to the one after the last."""

_LONGEST_INSERTION: Final = 14


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words or thoughts.

    Args:
        cue: tokens that say that it is said, the main one first.
        source: the token that heads the words for whoever says it; None if nobody is named.
        content: what is said, in reading order.
        rule: which rule found it.
        via: the token that heads the words for who passes it on.
        negated: whether the cue is denied or denies.
    """

    cue: tuple[int, ...]
    source: int | None
    content: tuple[Range, ...]
    rule: str
    via: int | None = None
    negated: bool = False


class AttributionFinder:
    """Finds the attributions of one reading."""

    def __init__(self, reading: Reading, quotations: Sequence[Quotation]) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._quoted: list[Range] = []
        self._quotation_at = [-1] * len(reading.tokens)
        for quotation in quotations:
            first = reading.token_at(quotation.start)
            end = reading.token_at(quotation.end - 1) + 1
            end = min(end, len(reading.tokens))
            if first < end:
                for index in range(first, end):
                    self._quotation_at[index] = len(self._quoted)
                self._quoted.append((first, end))
        self._complements = Complements(reading)

    def find(self) -> list[Attribution]:
        """Give all attributions in reading order, none inside the content of another."""
        found = [
            Attribution((turn.colon,), turn.speaker, turn.content, "transcript")
            for turn in turns(self._reading)
        ]
        spoken = _covered(found)
        for token in self._tokens:
            if token.index in spoken or self._is_quoted(token.index):
                continue
            found.extend(self._at(token))
        found = _outermost(self._with_via(found))
        return self._with_loose_quotations(found)

    def _at(self, token: Token) -> Iterable[Attribution]:
        if token.lower in cues.ACCORDING:
            attribution = self._according(token)
        elif token.pos in {"VERB", "AUX"} or token.tag.startswith("VB"):
            attribution = self._verb(token)
        elif token.pos == "NOUN" and token.lemma in cues.NOUNS:
            attribution = self._noun(token)
        elif token.pos == "ADJ" and token.lemma in cues.ADJECTIVES:
            attribution = self._adjective(token)
        else:
            attribution = None
        return () if attribution is None else (attribution,)

    def _verb(self, verb: Token) -> Attribution | None:
        found = self._complements.of_verb(verb)
        source = source_of(self._reading, verb)
        if found is not None:
            content = self._whole(found.tokens, verb.index)
            source = found.source if found.source is not None else source
            rule = found.rule
        elif verb.lemma in cues.SAYING or verb.lemma in {"be", "go"}:
            beside = self._beside(verb)
            if beside is None or (verb.lemma in {"be", "go"} and source is None):
                return None
            content, rule = self._ranges(beside, verb.index), "quotation beside"
        else:
            return None
        if not content:
            return None
        if source is not None and _inside(source, content):
            source = None
        negated = self._negated(verb) or verb.lemma in cues.DENYING_CUES
        return Attribution((verb.index,), source, content, rule, negated=negated)

    def _noun(self, noun: Token) -> Attribution | None:
        found = self._complements.of_noun(noun)
        if found is None:
            return None
        content = self._whole(found.tokens, noun.index)
        negated = noun.lemma in {"denial", "refusal"}
        if not content:
            return None
        return Attribution((noun.index,), found.source, content, found.rule, negated=negated)

    def _adjective(self, adjective: Token) -> Attribution | None:
        found = self._complements.of_adjective(adjective)
        if found is None:
            return None
        content = self._whole(found.tokens, adjective.index)
        if not content:
            return None
        return Attribution((adjective.index,), found.source, content, found.rule)

    def _according(self, token: Token) -> Attribution | None:
        found = self._complements.of_according(token)
        if found is None:
            return None
        content = self._whole(found.tokens, token.index)
        if not content:
            return None
        return Attribution((token.index, token.index + 1), found.source, content, found.rule)

    def _negated(self, verb: Token) -> bool:
        return self._reading.has_child(verb.index, "not", "n't", "n’t", "never", "neither")

    def _is_quoted(self, index: int) -> bool:
        number = self._quotation_at[index]
        return number >= 0 and self._quoted[number][1] - self._quoted[number][0] > 3

    def _beside(self, verb: Token) -> list[int] | None:
        """Give the tokens of the quotation that a verb of saying stands beside, if any."""
        first, end = self._reading.sentences[verb.sentence]
        after = self._next_quotation(verb.index, min(end + 1, verb.index + 40))
        if after is not None and self._introduced(verb.index, after[0]):
            return list(range(*after))
        clause_first = max(first, min(verb.first, verb.index))
        for start in (clause_first, first):
            index = start - 1
            while index >= 0 and self._tokens[index].text in {",", "-", "–", "—"}:
                index -= 1
            if index >= 0 and self._quotation_at[index] >= 0:
                if verb.index - index <= _LONGEST_INSERTION:
                    return list(range(*self._quoted[self._quotation_at[index]]))
        before = self._previous_quotation(verb.index, max(0, first - 1))
        if before is not None and verb.index - before[1] <= _LONGEST_INSERTION:
            return list(range(*before))
        if after is not None and verb.lemma in cues.SAYING:
            return list(range(*after))
        return None

    def _next_quotation(self, index: int, limit: int) -> Range | None:
        for at in range(index + 1, min(limit, len(self._tokens))):
            number = self._quotation_at[at]
            if number >= 0 and self._quoted[number][0] == at:
                return self._quoted[number]
        return None

    def _previous_quotation(self, index: int, limit: int) -> Range | None:
        for at in range(index - 1, limit - 1, -1):
            number = self._quotation_at[at]
            if number >= 0:
                return self._quoted[number]
        return None

    def _introduced(self, verb: int, quotation: int) -> bool:
        return quotation > 0 and (
            self._tokens[quotation - 1].text in {",", ":", "-", "–", "—"} or quotation - verb == 1
        )

    def _whole(self, indexes: Iterable[int], cue: int) -> tuple[Range, ...]:
        """Widen content to whole quotations, and give its ranges."""
        wanted = set(indexes)
        numbers = {self._quotation_at[index] for index in wanted} - {-1}
        for number in numbers:
            first, end = self._quoted[number]
            if not first <= cue < end and self._stands_alone(number, wanted):
                wanted.update(range(first, end))
        wanted.discard(cue)
        return self._ranges(sorted(wanted), cue)

    def _stands_alone(self, number: int, wanted: set[int]) -> bool:
        first, end = self._quoted[number]
        return sum(index in wanted for index in range(first, end)) * 4 >= min(end - first, 12)

    def _ranges(self, indexes: Sequence[int], cue: int) -> tuple[Range, ...]:
        """Give the runs of tokens, without the punctuation that only separates."""
        runs: list[list[int]] = []
        for index in indexes:
            if (
                runs
                and all(
                    self._tokens[at].pos == "PUNCT" and at != cue
                    for at in range(runs[-1][1], index)
                )
                and index - runs[-1][1] < 3
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
        number = self._quotation_at[index]
        if number < 0:
            return token.text not in {"%", "$", "€", "£"}
        first, end = self._quoted[number]
        return index == end - 1 if opening else index == first

    def _with_via(self, found: Sequence[Attribution]) -> list[Attribution]:
        """Let "according to" pass on what another attribution in its clause says."""
        kept = list(found)
        for outer in found:
            if outer.rule != "according to":
                continue
            for number, inner in enumerate(kept):
                if inner is not outer and self._is_main(outer, inner):
                    kept[number] = replace(inner, via=outer.source)
                    kept.remove(outer)
                    break
        return kept

    def _is_main(self, outer: Attribution, inner: Attribution) -> bool:
        if inner.rule == "according to" or not _inside(inner.cue[0], outer.content):
            return False
        cue = self._tokens[inner.cue[0]]
        head = self._tokens[outer.source].head if outer.source is not None else -1
        return cue.index == head or cue.dep == "root"

    def _with_loose_quotations(self, found: Sequence[Attribution]) -> list[Attribution]:
        """Let a quotation that nobody is named for go on with the one before it."""
        covered = _covered(found)
        result = sorted(found, key=lambda attribution: attribution.content[0])
        for first, end in self._quoted:
            if any(index in covered for index in range(first, end)) or end - first < 5:
                continue
            if not self._fills_sentence(first, end):
                continue
            before = [one for one in result if max(one.cue[0], one.content[-1][1] - 1) < first]
            if not before:
                continue
            last = max(before, key=lambda one: max(one.cue[0], one.content[-1][1]))
            if self._goes_on(last, first):
                result[result.index(last)] = replace(last, content=(*last.content, (first, end)))
            covered.update(range(first, end))
        return result

    def _fills_sentence(self, first: int, end: int) -> bool:
        begin = self._reading.sentences[self._tokens[first].sentence][0]
        stop = self._reading.sentences[self._tokens[end - 1].sentence][1]
        outside = [*range(begin, first), *range(end, stop)]
        return not any(self._tokens[index].text[0].isalnum() for index in outside)

    def _goes_on(self, last: Attribution, first: int) -> bool:
        reach = max(last.cue[0], last.content[-1][1] - 1)
        near = self._tokens[first].sentence - self._tokens[reach].sentence <= 1
        return near and any(self._quotation_at[at] >= 0 for at, _ in last.content)


def _inside(index: int, content: Iterable[Range]) -> bool:
    return any(first <= index < end for first, end in content)


def _covered(found: Iterable[Attribution]) -> set[int]:
    return {
        index
        for attribution in found
        for first, end in attribution.content
        for index in range(first, end)
    }


def _outermost(found: Sequence[Attribution]) -> list[Attribution]:
    """Leave out attributions that are made inside the content of another."""
    owner: dict[int, int] = {}
    sized = sorted(
        range(len(found)),
        key=lambda number: -sum(end - first for first, end in found[number].content),
    )
    kept = []
    for number in sized:
        attribution = found[number]
        indexes = [at for first, end in attribution.content for at in range(first, end)]
        if not indexes or (attribution.cue[0] in owner and all(at in owner for at in indexes)):
            continue
        if sum(at in owner for at in indexes) * 2 > len(indexes):
            continue
        kept.append(number)
        for at in indexes:
            owner[at] = number
    return [found[number] for number in sorted(kept)]
