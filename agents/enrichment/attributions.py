"""Attributions: who says, thinks or wants what, by which words, in the tokens of a reading."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from agents.enrichment import cues
from agents.enrichment.complements import Complements
from agents.enrichment.marks import (
    Marked,
    introduced_quotations,
    labelled_lines,
    signed_quotations,
)
from agents.enrichment.quotations import Quotation
from agents.enrichment.reading import Reading
from agents.enrichment.sources import inverted, is_agent, source_of
from agents.enrichment.token import Token
from agents.enrichment.transcripts import turns

Range = tuple[int, int]
"""Tokens from the first to the one after the last."""

_LONGEST_INSERTION: Final = 24
_SHORT_INSERTION: Final = 8
_NOUNS: Final = cues.NOUNS | cues.STANCES | cues.NOUN_PREPOSITIONS.keys()
_ADJECTIVES: Final = cues.ADJECTIVES | cues.FEELING | cues.WILLING
_FEWEST_QUOTED: Final = 5
_FAR: Final = 15
_SCARE: Final = 3
_SENTENCE_ENDS: Final = frozenset({".", "!", "?", "…"})
_LONGEST_SENTENCE: Final = 250
_MOST_INNER: Final = 20
_NEAR_SENTENCES: Final = 1
_OWN_TAIL: Final = frozenset({"conj", "advcl", "parataxis", "cc"})
_STANCES: Final = frozenset(
    {
        "object",
        "passive object",
        "passive",
        "prepositional",
        "noun with preposition",
        "feeling",
        "willing",
        "infinitive",
        "request",
    }
)
_NO_RANGE: Final = (0, 0)
_INTRODUCERS: Final = frozenset({",", ":", "-", "–", "—", "--"})
_FINITE: Final = frozenset({"VBD", "VBP", "VBZ", "MD"})
_INTRODUCING: Final = cues.SAYING | {"be", "go", "think", "call"}


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

    @property
    def is_stance(self) -> bool:
        """Whether an attitude or an intention is told rather than words or a thought."""
        return self.rule in _STANCES


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
        for rule, marked in (
            ("signed", signed_quotations(self._reading, self._quoted)),
            ("labelled line", labelled_lines(self._reading)),
        ):
            found.extend(self._marked(rule, one) for one in marked)
        for token in self._tokens:
            if token.index in spoken or self._is_quoted(token.index) or self._is_endless(token):
                continue
            found.extend(self._at(token))
        found = _outermost(self._with_via(found))
        covered = _covered(found)
        for one in introduced_quotations(self._reading, self._quoted):
            if one[2][0] not in covered:
                found.append(self._marked("colon", one))
        found.extend(self._mixed(_covered(found)))
        return self._with_loose_quotations(found)

    def _marked(self, rule: str, marked: Marked) -> Attribution:
        cue, source, (first, end) = marked
        content = self._ranges(range(first, end), cue) or ((first, end),)
        return Attribution((cue,), source, content, rule)

    def _mixed(self, covered: set[int]) -> Iterable[Attribution]:
        """Find words quoted in a sentence whose subject acts: vowed to be "very, very careful"."""
        for first, end in self._quoted:
            if end - first < _FEWEST_QUOTED or any(at in covered for at in range(first, end)):
                continue
            verb = self._verb_above(first, end)
            source = None if verb is None else source_of(self._reading, verb)
            if verb is None or source is None or not is_agent(self._reading, source):
                continue
            begin = min(verb.index + 1, first)
            if first <= source < end or verb.lemma in cues.NEVER or first - begin > _FAR:
                continue
            yield Attribution((verb.index,), source, ((begin, end),), "mixed")

    def _verb_above(self, first: int, end: int) -> Token | None:
        """Give the verb before a quotation that its words depend on."""
        outside = [
            self._tokens[token.head]
            for token in self._tokens[first:end]
            if not first <= token.head < end
        ]
        for token in outside:
            at = token
            for _ in range(4):
                if at.pos == "VERB" and at.index < first and self._quotation_at[at.index] < 0:
                    return at
                at = self._tokens[at.head]
        return None

    def _at(self, token: Token) -> Iterable[Attribution]:
        if token.lower in cues.ACCORDING:
            attribution = self._according(token)
        elif token.pos in {"VERB", "AUX"} or token.tag.startswith("VB"):
            attribution = self._verb(token)
        elif token.pos == "NOUN" and token.lemma in _NOUNS:
            attribution = self._noun(token)
        elif token.pos in {"ADJ", "VERB"} and token.lemma in _ADJECTIVES:
            attribution = self._adjective(token)
        else:
            attribution = None
        return () if attribution is None else (attribution,)

    def _verb(self, verb: Token) -> Attribution | None:
        source = source_of(self._reading, verb)
        beside = self._beside(verb, source) if verb.lemma in _INTRODUCING else []
        found = self._complements.of_verb(verb)
        if found is not None and not (beside and self._is_other(found.tokens, beside)):
            tokens = found.tokens
            if found.rule == "clause" and verb.lemma in cues.SAYING:
                tokens = self._with_tail(verb, tokens)
            if beside:
                tokens = self._without_speaker(tokens, beside, verb)
            content = self._whole([*tokens, *beside], verb.index)
            source = found.source if found.source is not None else source
            rule = found.rule
        elif beside:
            content, rule = self._ranges(beside, verb.index), "quotation beside"
        else:
            return None
        if not content or (verb.lemma in {"be", "go"} and source is None):
            return None
        if source is None or _inside(source, content):
            source = self._nearest_outside(verb, content)
        negated = self._negated(verb) or verb.lemma in cues.DENYING_CUES
        return Attribution((verb.index,), source, content, rule, negated=negated)

    def _without_speaker(
        self, tokens: Sequence[int], beside: Sequence[int], verb: Token
    ) -> list[int]:
        """Leave out what stands between a quotation and its verb: that names the speaker."""
        before = [index for index in beside if index < verb.index]
        if not before:
            return list(tokens)
        return [index for index in tokens if not before[-1] < index < verb.index]

    def _is_other(self, tokens: Sequence[int], beside: Sequence[int]) -> bool:
        """Tell whether a quotation is all that is said, whatever the parser found."""
        return not set(tokens) & set(beside) and not any(
            self._quotation_at[index] >= 0 for index in tokens
        )

    def _nearest_outside(self, verb: Token, content: Sequence[Range]) -> int | None:
        """Give the words before a finite verb that must be its subject, if the parser gave none."""
        if verb.tag not in _FINITE or self._reading.child(verb.index, "nsubj:pass") is not None:
            return None
        after = inverted(self._reading, verb)
        if after is not None and not _inside(after, content):
            return after
        first, _ = self._reading.sentences[verb.sentence]
        for at in range(verb.index - 1, max(first, verb.index - _LONGEST_INSERTION) - 1, -1):
            token = self._tokens[at]
            if _inside(at, content) or self._quotation_at[at] >= 0:
                return None
            if token.pos in {"PROPN", "PRON", "NOUN"}:
                return self._top(token, first, verb.index, content)
        return None

    def _top(self, token: Token, first: int, end: int, content: Sequence[Range]) -> int | None:
        """Climb from a word to what heads it between two places."""
        for _ in range(_LONGEST_INSERTION):
            head = self._tokens[token.head]
            if not first <= head.index < end or head is token or _inside(head.index, content):
                break
            token = head
        return token.index if token.pos in {"PROPN", "PRON", "NOUN"} else None

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

    def _is_endless(self, token: Token) -> bool:
        """Tell whether a "sentence" is so long that it is none; bounds the time it takes."""
        first, end = self._reading.sentences[token.sentence]
        return end - first > _LONGEST_SENTENCE

    def _is_quoted(self, index: int) -> bool:
        number = self._quotation_at[index]
        return number >= 0 and self._quoted[number][1] - self._quoted[number][0] > _SCARE

    def _beside(self, verb: Token, source: int | None) -> list[int]:
        """Give the tokens of the quotations that a verb stands right beside."""
        before, after = self._quoted_before(verb, source), self._quoted_after(verb)
        return sorted({*range(*before), *range(*after)})

    def _quoted_after(self, verb: Token) -> Range:
        """Find the quotation in: said, "…"; said in a statement: "…"; asked "…"."""
        limit = min(verb.index + _LONGEST_INSERTION, len(self._tokens))
        for at in range(verb.index + 1, limit):
            token = self._tokens[at]
            number = self._quotation_at[at]
            if token.piece != verb.piece and self._tokens[at - 1].text != ":":
                break
            if number >= 0:
                first, end = self._quoted[number]
                if first == at and self._tokens[at - 1].text in _INTRODUCERS:
                    return first, end
                return self._to_sentence_end(first, end) if at == verb.index + 1 else _NO_RANGE
            if token.tag in _FINITE or token.text == ";" or token.lower == "that":
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
            number = self._quotation_at[at]
            if number >= 0:
                first, end = self._quoted[number]
                near = end >= begin - 2 or verb.index - end <= _SHORT_INSERTION
                near = near or self._tokens[end].pos in {"PROPN", "DET", "PRON"}
                closes = self._tokens[max(first, end - 2)].text != "."
                same = token.piece == verb.piece
                return (first, end) if near and closes and same else _NO_RANGE
            if token.tag in _FINITE or token.text in {".", ";", ":"}:
                break
        return _NO_RANGE

    def _with_tail(self, verb: Token, tokens: Sequence[int]) -> list[int]:
        """Add what follows a reported clause in its sentence unless it is the speaker's own."""
        if not tokens or tokens[0] < verb.index:
            return list(tokens)
        last = tokens[-1]
        _, end = self._reading.sentences[verb.sentence]
        own = {
            at
            for child in (self._tokens[one] for one in verb.children)
            if child.index > last and child.relation in _OWN_TAIL
            for at in range(child.first, end)
        }
        return [*tokens, *(at for at in range(last + 1, end) if at not in own)]

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
        number = self._quotation_at[index]
        if number < 0:
            return token.text not in {"%", "$", "€", "£"}
        first, end = self._quoted[number]
        return index == end - 1 if opening else index == first

    def _with_via(self, found: Sequence[Attribution]) -> list[Attribution]:
        """Let "according to" pass on what another attribution in its clause says."""
        inner_at: dict[int, list[int]] = {}
        for number, one in enumerate(found):
            if one.rule != "according to":
                inner_at.setdefault(self._tokens[one.cue[0]].sentence, []).append(number)
        kept: list[Attribution | None] = list(found)
        for place, outer in enumerate(found):
            if outer.rule != "according to":
                continue
            for number in inner_at.get(self._tokens[outer.cue[0]].sentence, ())[:_MOST_INNER]:
                inner = kept[number]
                if inner is not None and inner.via is None and self._is_main(outer, inner):
                    kept[number] = replace(inner, via=outer.source)
                    kept[place] = None
                    break
        return [one for one in kept if one is not None]

    def _is_main(self, outer: Attribution, inner: Attribution) -> bool:
        if not _inside(inner.cue[0], outer.content):
            return False
        cue = self._tokens[inner.cue[0]]
        head = self._tokens[outer.source].head if outer.source is not None else -1
        return bool(cue.index == head or cue.dep == "root")

    def _with_loose_quotations(self, found: Sequence[Attribution]) -> list[Attribution]:
        """Let a quotation that nobody is named for go on with the one before it."""
        covered = _covered(found)
        result = sorted(found, key=_reach)
        reaches = [_reach(one) for one in result]
        for first, end in self._quoted:
            if end - first < _FEWEST_QUOTED or any(at in covered for at in range(first, end)):
                continue
            number = self._quoted_last(result, bisect_left(reaches, first) - 1)
            if number >= 0 and self._goes_on(result[number], first, end):
                last = result[number]
                result[number] = replace(last, content=(*last.content, (first, end)))
                covered.update(range(first, end))
        return result

    def _quoted_last(self, found: Sequence[Attribution], number: int) -> int:
        """Step back over what the sentence of a quoted speaker says of him besides."""
        while number > 0 and not self._is_quoted_content(found[number]):
            here, before = found[number], found[number - 1]
            if self._tokens[here.cue[0]].sentence > self._tokens[_reach(before)].sentence:
                break
            number -= 1
        return number

    def _is_quoted_content(self, attribution: Attribution) -> bool:
        return any(
            self._quotation_at[at] >= 0
            for first, end in attribution.content
            for at in (first, end - 1)
        )

    def _goes_on(self, last: Attribution, first: int, end: int) -> bool:
        """Tell whether a quotation continues what somebody is quoted with just before it."""
        if not self._is_quoted_content(last):
            return False
        reach = self._tokens[self._sentence_end(_reach(last))]
        token = self._tokens[first + 1]
        if first > 0 and self._tokens[first - 1].text in _INTRODUCERS:
            return token.piece == reach.piece
        if not self._fills_sentence(first, end):
            return False
        if token.piece == reach.piece:
            return token.sentence - reach.sentence <= _NEAR_SENTENCES
        if token.piece - reach.piece != 1:
            return False
        return all(one.pos != "VERB" for one in self._tokens[reach.index + 1 : first])

    def _sentence_end(self, index: int) -> int:
        return self._reading.sentences[self._tokens[index].sentence][1] - 1

    def _fills_sentence(self, first: int, end: int) -> bool:
        begin = self._reading.sentences[self._tokens[first + 1].sentence][0]
        stop = self._reading.sentences[self._tokens[end - 1].sentence][1]
        if first > 0 and self._tokens[first - 1].text in _SENTENCE_ENDS:
            begin = first
        if self._tokens[end - 2].text in _SENTENCE_ENDS:
            stop = end
        outside = [*range(begin, first), *range(end, stop)]
        return sum(self._tokens[index].text[0].isalnum() for index in outside) <= 1


def _reach(attribution: Attribution) -> int:
    """Give the last token of an attribution's cue, source and content."""
    return max(attribution.cue[-1], attribution.content[-1][1] - 1, attribution.source or 0)


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
