"""Attributions: who says, thinks or wants what, by which words, in the tokens of a reading."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from agents.enrichment import cues
from agents.enrichment.attribution import Attribution, Range, covered, inside, outermost
from agents.enrichment.complements import Complements
from agents.enrichment.continuation import FEWEST_QUOTED, Continuation
from agents.enrichment.cue_model import CueModel
from agents.enrichment.holders import Holders
from agents.enrichment.insertions import Insertions, is_aside, is_put_to_the_speaker
from agents.enrichment.learned_cues import LearnedCues, is_clause
from agents.enrichment.marks import (
    Marked,
    introduced_quotations,
    labelled_lines,
    signed_quotations,
)
from agents.enrichment.nominal_complements import NominalComplements
from agents.enrichment.quotations import Quotation
from agents.enrichment.quoted_tokens import QuotedTokens
from agents.enrichment.reading import Reading
from agents.enrichment.sources import TIMES, inverted, is_agent, source_of
from agents.enrichment.tails import Tails
from agents.enrichment.token import FINITE, Token
from agents.enrichment.transcripts import turns

_LONGEST_INSERTION: Final = 24
_NOUNS: Final = (
    cues.NOUNS | cues.STANCES | cues.NOUN_PREPOSITIONS.keys() | cues.SAYING | cues.THINKING
)
_ADJECTIVES: Final = cues.ADJECTIVES | cues.FEELING | cues.WILLING
_CONTRASTING: Final = frozenset({"but", "though", "although", "while", "and"})
_PRONOUNS: Final = frozenset({"he", "she", "they"})
_NEAR: Final = 4
_FAR: Final = 15
_LONGEST_SENTENCE: Final = 250
_MOST_INNER: Final = 20
_CITING: Final = frozenset("cite call accuse blame urge praise criticize describe".split())
_OWN_TAIL: Final = frozenset({"conj", "advcl", "parataxis", "cc"})
_NOMINAL: Final = frozenset({"PROPN", "PRON", "NOUN"})
_HEADING: Final = frozenset({"VB", "VBD", "VBN", "VBP", "VBZ"})
_SILENT: Final = frozenset(
    "ADP ADV CCONJ DET INTJ NUM PART PRON PROPN PUNCT SCONJ SPACE SYM X".split()
)
_INTRODUCING: Final = cues.SAYING | {"be", "go", "think", "call"}


class AttributionFinder:
    """Finds the attributions of one reading.

    Args:
        reading: what the pipeline made of a text.
        quotations: where its quotations stand.
        learned: tells cues that no list holds; None for the lists alone.
    """

    def __init__(
        self, reading: Reading, quotations: Sequence[Quotation], learned: CueModel | None
    ) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._quoted = QuotedTokens(reading, quotations)
        self._continuation = Continuation(reading, self._quoted)
        self._complements = Complements(reading)
        self._nominal = NominalComplements(reading)
        self._tails = Tails(reading)
        self._holders = Holders(reading)
        self._insertions = Insertions(reading, self._quoted)
        self._learned = None if learned is None else LearnedCues(reading, self._quoted, learned)
        self._shared: dict[int, int] = {}

    def find(self) -> list[Attribution]:
        """Give all attributions in reading order, none inside the content of another."""
        found = [
            Attribution((turn.colon,), turn.speaker, turn.content, "transcript")
            for turn in turns(self._reading)
        ]
        spoken = covered(found)
        for rule, marked in (
            ("signed", signed_quotations(self._reading, self._quoted.ranges)),
            ("labelled line", labelled_lines(self._reading)),
        ):
            found.extend(self._marked(rule, one) for one in marked)
        for token in self._tokens:
            if token.pos in _SILENT and token.tag[:2] != "VB" and token.lower not in cues.ACCORDING:
                continue
            quoted = token.index in spoken or self._quoted.is_speech(token.index)
            if not quoted and not self._is_endless(token):
                found.extend(self._at(token))
        found = outermost(self._with_via(found))
        taken = covered(found)
        for one in introduced_quotations(self._reading, self._quoted.ranges):
            if one[2][0] not in taken:
                found.append(self._marked("colon", one))
        found.extend(self._mixed(covered(found)))
        return self._continuation.attached(found)

    def _marked(self, rule: str, marked: Marked) -> Attribution:
        cue, source, (first, end) = marked
        content = self._quoted.runs(range(first, end), cue) or ((first, end),)
        return Attribution((cue,), source, content, rule)

    def _mixed(self, taken: set[int]) -> Iterable[Attribution]:
        """Find words quoted in a sentence whose subject acts: vowed to be "very, very careful"."""
        for first, end in self._quoted.ranges:
            if end - first < FEWEST_QUOTED or any(at in taken for at in range(first, end)):
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
                if at.pos == "VERB" and at.index < first and not self._quoted.holds(at.index):
                    return at
                at = self._tokens[at.head]
        return None

    def _at(self, token: Token) -> Iterable[Attribution]:
        if is_put_to_the_speaker(self._reading, token):
            return ()
        if token.lower in cues.ACCORDING:
            attribution = self._according(token)
        elif token.pos in {"VERB", "AUX"} or token.tag.startswith("VB"):
            attribution = self._parted(token) or self._verb(token)
        elif token.pos == "NOUN" and token.lemma in _NOUNS:
            attribution = self._noun(token)
        elif token.pos in {"ADJ", "VERB"} and token.lemma in _ADJECTIVES:
            attribution = self._adjective(token)
        else:
            attribution = None
        attribution = attribution or self._by_model(token)
        if attribution is not None and attribution.rule != "according to":
            attribution = self._holders.settled(attribution)
        return () if attribution is None else (attribution,)

    def _parted(self, verb: Token) -> Attribution | None:
        found = self._insertions.of_verb(verb)
        if found is None:
            return None
        content = self._quoted.whole(self._without_next_cue(verb, found.tokens), verb.index)
        return Attribution((verb.index,), found.source, content, found.rule)

    def _by_model(self, token: Token) -> Attribution | None:
        found = None if self._learned is None else self._learned.of(token)
        if found is None:
            return None
        rule = "infinitive" if "infinitive" in found.frame else "object"
        tokens = self._tails.with_tail(token, found.tokens, rule)
        content = self._quoted.whole(tokens, token.index)
        if not content:
            return None
        source = found.source
        if token.pos == "VERB" and (source is None or inside(source, content)):
            source = self._nearest_outside(token, content) or self._right_before(token, content)
        rule = "learned clause" if is_clause(found) else "learned"
        negated = self._negated(token) or token.lemma in cues.DENYING_CUES
        return Attribution((token.index,), source, content, rule, negated=negated)

    def _verb(self, verb: Token) -> Attribution | None:
        source = source_of(self._reading, self._tokens[self._shared.get(verb.index, verb.index)])
        if self._is_participle_of_speech(verb):
            source = self._main_speaker(verb) or source
        beside = self._beside(verb, source)
        found = self._complements.of_verb(verb)
        if found is not None and not (beside and self._is_other(found.tokens, beside)):
            tokens = self._tails.with_tail(verb, found.tokens, found.rule)
            if found.rule == "clause" and verb.lemma in cues.SAYING:
                tokens = self._with_tail(verb, tokens)
            if found.rule in {"clause", "word order"}:
                tokens = self._without_participle(verb, tokens)
                tokens = self._without_next_cue(verb, tokens)
            if beside:
                tokens = self._without_speaker(tokens, beside, verb)
            content = self._quoted.whole([*tokens, *beside], verb.index)
            source = found.source if found.source is not None else source
            rule = found.rule
        elif beside:
            content, rule = self._quoted.runs(beside, verb.index), "quotation beside"
        else:
            return None
        if not content or (verb.lemma in {"be", "go"} and source is None):
            return None
        if source is None or inside(source, content):
            source = self._nearest_outside(verb, content)
        negated = self._negated(verb) or verb.lemma in cues.DENYING_CUES
        return Attribution((verb.index,), source, content, rule, negated=negated)

    def _beside(self, verb: Token, source: int | None) -> list[int]:
        """Give quoted tokens beside a verb; ", adding" goes on and looks ahead only."""
        if verb.lemma not in _INTRODUCING or is_aside(verb, source):
            return []
        beside = self._quoted.beside(verb, source)
        ahead = self._is_participle_of_speech(verb)
        return [at for at in beside if at > verb.index or not ahead]

    def _without_participle(self, verb: Token, tokens: Sequence[int]) -> list[int]:
        """End a clause before what its speaker goes on to say: "…, citing", "…, adding"."""
        for place, at in enumerate(tokens):
            if place and at > verb.index and self._is_participle_of_speech(self._tokens[at]):
                return list(tokens[:place])
        return list(tokens)

    def _without_next_cue(self, verb: Token, tokens: Sequence[int]) -> list[int]:
        """End a clause before what its speaker says next: "… and warned", ", but he declined"."""
        for place, at in enumerate(tokens):
            token = self._tokens[at]
            if not place or at <= verb.index + 1:
                continue
            if token.lower in _CONTRASTING and self._speaks_again(verb, token):
                return list(tokens[:place])
            following = self._next_cue(verb, token) if token.pos == "CCONJ" else None
            if following is not None:
                self._shared[following.index] = verb.index
                return list(tokens[:place])
        return list(tokens)

    def _speaks_again(self, verb: Token, joint: Token) -> bool:
        """Read ", but he added", ", though she declined to": a pronoun and a cue of its own."""
        if self._tokens[joint.index - 1].text != ",":
            return False
        pronoun, *rest = self._tokens[joint.index + 1 : joint.index + 2 + _NEAR]
        for token in rest:
            if token.tag in FINITE and token.pos == "VERB":
                says = token.lemma in cues.SAYING or token.lemma in cues.WANTING
                return pronoun.lower in _PRONOUNS and says and token.tag == verb.tag
        return False

    def _next_cue(self, verb: Token, joint: Token) -> Token | None:
        """Give the verb after a conjunction if it says something in the same tense."""
        for token in self._tokens[joint.index + 1 : joint.index + _NEAR]:
            if token.pos != "ADV":
                says = token.lemma in cues.SAYING or token.lemma in cues.ASKING
                return token if says and token.tag == verb.tag else None
        return None

    def _is_participle_of_speech(self, token: Token) -> bool:
        if token.tag != "VBG" or token.index == 0:
            return False
        before = self._tokens[max(0, token.index - 2) : token.index]
        if before[-1].text != "," and [one.text for one in before] != [",", '"']:
            return False
        return token.lemma in cues.SAYING or token.lemma in _CITING

    def _main_speaker(self, verb: Token) -> int | None:
        """Give who says what a participle goes on from."""
        first, _ = self._reading.sentences[verb.sentence]
        for at in range(verb.index - 1, first - 1, -1):
            token = self._tokens[at]
            if token.tag in FINITE and token.lemma in cues.SAYING and not self._quoted.holds(at):
                return source_of(self._reading, token)
        return None

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
            self._quoted.holds(index) for index in tokens
        )

    def _nearest_outside(self, verb: Token, content: Sequence[Range]) -> int | None:
        """Give the words before a finite verb that must be its subject, if the parser gave none."""
        if verb.tag not in FINITE or self._reading.child(verb.index, "nsubj:pass") is not None:
            return None
        after = inverted(self._reading, verb)
        if after is not None and not inside(after, content):
            return after
        first, _ = self._reading.sentences[verb.sentence]
        for at in range(verb.index - 1, max(first, verb.index - _LONGEST_INSERTION) - 1, -1):
            token = self._tokens[at]
            if inside(at, content) or self._quoted.holds(at):
                return None
            if token.pos in _NOMINAL and token.lower not in TIMES:
                return self._top(token, first, verb.index, content)
        return None

    def _right_before(self, verb: Token, content: Sequence[Range]) -> int | None:
        """Give the noun before a verb and its auxiliaries, whatever the parser took it for."""
        first, _ = self._reading.sentences[verb.sentence]
        at = verb.index - 1
        while at > first and (
            self._tokens[at].pos in {"AUX", "ADV"} or self._tokens[at].text == ","
        ):
            at -= 1
        token = self._tokens[at]
        if verb.tag not in _HEADING or at < first or inside(at, content):
            return None
        return self._top(token, first, verb.index, content)

    def _top(self, token: Token, first: int, end: int, content: Sequence[Range]) -> int | None:
        """Climb from a word to what heads it between two places."""
        for _ in range(_LONGEST_INSERTION):
            head = self._tokens[token.head]
            if not first <= head.index < end or head is token or inside(head.index, content):
                break
            if head.pos not in _NOMINAL:
                break
            token = head
        return token.index if token.pos in _NOMINAL else None

    def _noun(self, noun: Token) -> Attribution | None:
        found = self._nominal.of_noun(noun)
        if found is None:
            return None
        tokens = self._tails.with_tail(noun, found.tokens, found.rule)
        content = self._quoted.whole(tokens, noun.index)
        negated = noun.lemma in {"denial", "refusal"}
        if not content:
            return None
        return Attribution((noun.index,), found.source, content, found.rule, negated=negated)

    def _adjective(self, adjective: Token) -> Attribution | None:
        found = self._nominal.of_adjective(adjective)
        if found is None:
            return None
        tokens = self._tails.with_tail(adjective, found.tokens, found.rule)
        content = self._quoted.whole(tokens, adjective.index)
        if not content:
            return None
        return Attribution((adjective.index,), found.source, content, found.rule)

    def _according(self, token: Token) -> Attribution | None:
        found = self._nominal.of_according(token)
        if found is None:
            return None
        content = self._quoted.whole(found.tokens, token.index)
        if not content:
            return None
        return Attribution((token.index, token.index + 1), found.source, content, found.rule)

    def _negated(self, verb: Token) -> bool:
        return self._reading.has_child(verb.index, "not", "n't", "n’t", "never", "neither")

    def _is_endless(self, token: Token) -> bool:
        """Tell whether a "sentence" is so long that it is none; bounds the time it takes."""
        first, end = self._reading.sentences[token.sentence]
        return end - first > _LONGEST_SENTENCE

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
        if not inside(inner.cue[0], outer.content):
            return False
        cue = self._tokens[inner.cue[0]]
        head = self._tokens[outer.source].head if outer.source is not None else -1
        return bool(cue.index == head or cue.dep == "root")
