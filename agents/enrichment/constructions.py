"""Constructions: all that a word governs which might be said, thought or wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from agents.enrichment.complements import EMPTY, Complements
from agents.enrichment.reading import Reading
from agents.enrichment.sources import TIMES, source_of
from agents.enrichment.token import Token

_QUESTION_WORDS: Final = frozenset("what how why whether when where who which if".split())
_MARKS: Final = frozenset({"that", "if", "whether", "for", "to"})
_SUBJECT_RELATIVES: Final = frozenset({"who", "which", "that"})
_OBJECT_RELATIVES: Final = frozenset({"what", "which", "that"})
_WITH_OBJECT: Final = frozenset({"in", "at", "by", "from"})
PREPOSITIONS: Final = frozenset(
    """
    about after against around as at behind beyond by for from in into of off on onto over
    regarding through to toward towards upon with without
    """.split()
)
"""Words by which verbs, nouns and adjectives introduce what they are about."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a word may say.

    Args:
        cue: the token that might say it.
        frame: the construction.
        by: the word that introduces the content, or what kind of clause it is; may be empty.
        tokens: the content, in order.
        source: the token that heads the words for whoever might say it; None if nobody is named.
        head: the token that heads the content.
    """

    cue: int
    frame: str
    by: str
    tokens: list[int]
    source: int | None
    head: int


class Constructions:
    """Gives the candidates of one reading, whatever their words mean."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._complements = Complements(reading)

    def of(self, token: Token) -> list[Candidate]:
        """Give what a word may say, in the order of its constructions; mostly none or one."""
        if token.pos == "VERB" or (token.tag.startswith("VB") and token.pos != "AUX"):
            return list(self._of_verb(token))
        if token.pos == "NOUN":
            return list(self._of_noun(token))
        return list(self._of_adjective(token)) if token.pos == "ADJ" else []

    def _of_verb(self, verb: Token) -> Iterator[Candidate]:
        if verb.dep in {"amod", "compound"} or not verb.lemma.replace("-", "").isalpha():
            return
        source = source_of(self._reading, verb)
        children = [self._tokens[at] for at in verb.children]
        passive = any(child.dep in {"nsubj:pass", "aux:pass"} for child in children)
        after = [child for child in children if child.index > verb.index]
        governed = self._object_of(after)
        found = self._clause(verb, after, governed, source, passive=passive)
        if found is None and governed is not None and not passive:
            found = self._object(verb, after, governed, source)
        if found is None and passive:
            found = self._passive(verb, children, after)
        elif found is None and governed is None:
            found = self._relative(verb, children, source)
        if found is not None:
            yield found
        prepositional = self._prepositional(verb, after, governed, source)
        if prepositional is not None:
            yield prepositional

    def _object_of(self, after: list[Token]) -> Token | None:
        for child in after:
            plain = child.relation in {"obl", "nmod", "iobj", "xcomp"}
            if child.relation == "obj" or (plain and self._complements.is_like_object(child)):
                return child
        return None

    def _clause(
        self,
        verb: Token,
        after: list[Token],
        governed: Token | None,
        source: int | None,
        *,
        passive: bool,
    ) -> Candidate | None:
        clause = _first(after, "ccomp")
        if clause is not None and self._complements.is_clause(clause):
            tokens = self._complements.whole_clause(verb, clause)
            by = self._mark(clause)
            return Candidate(verb.index, "clause", by, tokens, source, clause.index)
        below = _first(after, "xcomp")
        if below is None:
            return None
        to = self._reading.has_child(below.index, "to")
        infinitive = (
            to or below.tag == "VBG" or (below.pos in {"VERB", "AUX"} and below.tag == "VB")
        )
        if governed is None and infinitive:
            frame = "passive infinitive" if passive else "infinitive"
            by = "to" if to else "ing" if below.tag == "VBG" else "bare"
            tokens = self._complements.with_coordinated(verb, below)
        elif governed is not None and to:
            frame, by = "request", "to"
            tokens = list(range(governed.first, max(governed.last, below.last) + 1))
        elif governed is None or below is governed:
            frame, by, tokens = "predicate", "", self._reading.subtree(below.index)
        else:
            return None
        return Candidate(verb.index, frame, by, tokens, source, below.index)

    def _object(
        self, verb: Token, after: list[Token], governed: Token, source: int | None
    ) -> Candidate | None:
        tokens = self._complements.with_what_belongs(verb, governed)
        if governed.lower in EMPTY and len(tokens) == 1:
            return None
        belonging = (
            self._preposition(child)
            for child in after
            if child.relation in {"obl", "advcl"}
            and child.first <= tokens[-1] <= child.last
            and child is not governed
        )
        by = next(belonging, None)
        shown = by.lower if by is not None else ""
        return Candidate(verb.index, "object", shown, tokens, source, governed.index)

    def _passive(self, verb: Token, children: list[Token], after: list[Token]) -> Candidate | None:
        subject = next((child for child in children if child.relation == "nsubj"), None)
        if subject is None or subject.index > verb.index:
            return None
        agent = next((one for one in after if one.dep == "obl:agent" or self._has(one, "by")), None)
        seen_as = next((one for one in after if self._has(one, "as")), None)
        tokens = self._reading.subtree(subject.index)
        if seen_as is not None:
            tokens = [*tokens, *self._reading.subtree(seen_as.index)]
        by = "by" if agent is not None else "as" if seen_as is not None else ""
        source = None if agent is None else agent.index
        return Candidate(verb.index, "passive", by, tokens, source, subject.index)

    def _has(self, token: Token, word: str) -> bool:
        return self._reading.has_child(token.index, word)

    def _prepositional(
        self, verb: Token, after: list[Token], governed: Token | None, source: int | None
    ) -> Candidate | None:
        for child in after:
            if child.relation not in {"obl", "advcl"} or child.lower in TIMES:
                continue
            by = self._preposition(child)
            if (
                by is None
                or by.lower == "by"
                or (governed is not None and by.lower in _WITH_OBJECT)
            ):
                continue
            tokens = [at for at in self._complements.to_infinitive(verb, child) if at != by.index]
            frame = "prepositional" if governed is None else "object prepositional"
            return Candidate(verb.index, frame, by.lower, tokens, source, child.index)
        return None

    def _relative(self, verb: Token, children: list[Token], source: int | None) -> Candidate | None:
        """Read "supplements he promoted", "what he promoted"."""
        if verb.dep == "acl:relcl":
            head = self._tokens[verb.head]
            subject = _first(children, "nsubj")
            if subject is None or subject.lower in _SUBJECT_RELATIVES or head.index >= verb.first:
                return None
            tokens = list(range(head.first, verb.first))
            return Candidate(verb.index, "relative", "", tokens, source, head.index)
        for child in children:
            before = child.index < verb.index and child.relation == "obj"
            if before and child.lower in _OBJECT_RELATIVES:
                tokens = self._reading.subtree(child.index)
                return Candidate(verb.index, "relative", child.lower, tokens, source, child.index)
        return None

    def _preposition(self, child: Token) -> Token | None:
        for at in child.children:
            token = self._tokens[at]
            introduces = token.relation in {"case", "mark"} and at < child.index
            if introduces and token.lower in PREPOSITIONS:
                return token
        return None

    def _mark(self, clause: Token) -> str:
        """Give what introduces a clause: a word, "wh" for a question, or nothing."""
        for at in clause.children:
            token = self._tokens[at]
            if at < clause.index and token.relation == "mark":
                return token.lower if token.lower in _MARKS else "mark"
        return "wh" if self._tokens[clause.first].lower in _QUESTION_WORDS else ""

    def _mark_or_to(self, clause: Token) -> str:
        return self._mark(clause) or ("to" if self._has(clause, "to") else "")

    def _of_noun(self, noun: Token) -> Iterator[Candidate]:
        source, how = self._owner(noun)
        after = [self._tokens[at] for at in noun.children if at > noun.index]
        for child in after:
            if child.relation in {"acl", "ccomp"} and child.dep != "acl:relcl":
                by = self._mark_or_to(child)
                if by in {"that", "to", "whether"}:
                    tokens = self._reading.subtree(child.index)
                    yield Candidate(noun.index, "noun clause", by, tokens, source, child.index)
                    return
        for child in after:
            if child.relation in {"nmod", "acl", "obl"} and child.index != source:
                preposition = self._preposition(child)
                if preposition is not None and preposition.lower not in {"by", "from"}:
                    yield self._about(noun, f"noun {how}", preposition, child, source)
                    return
        predicate = self._predicate(noun, source) if how == "poss" else None
        if predicate is not None:
            yield predicate

    def _about(
        self, cue: Token, frame: str, preposition: Token, child: Token, source: int | None
    ) -> Candidate:
        tokens = [at for at in self._reading.subtree(child.index) if at != preposition.index]
        return Candidate(cue.index, frame, preposition.lower, tokens, source, child.index)

    def _owner(self, noun: Token) -> tuple[int | None, str]:
        """Give whose a noun is, and how that is told."""
        for at in noun.children:
            if self._tokens[at].dep == "nmod:poss":
                return at, "poss"
        governor = self._tokens[noun.head]
        if noun.relation == "obj" and governor.pos == "VERB":
            source = source_of(self._reading, governor)
            if source is not None:
                return source, "subject"
        for at in noun.children:
            child = self._tokens[at]
            if child.relation == "nmod" and self._reading.has_child(at, "by", "from", "among"):
                return at, "by"
        for at in noun.children:
            child = self._tokens[at]
            if child.relation in {"compound", "amod"} and child.pos == "PROPN":
                return at, "compound"
        return None, "none"

    def _predicate(self, noun: Token, source: int | None) -> Candidate | None:
        """Read "his bet is that …"."""
        clause = self._tokens[noun.head]
        if noun.relation != "nsubj" or clause.index < noun.index or clause.pos != "VERB":
            return None
        for at in range(noun.last + 1, clause.index):
            following = self._tokens[at + 1].lower
            if self._tokens[at].lemma == "be":
                if following not in {"that", "to"}:
                    return None
                tokens = list(range(at + 1, clause.last + 1))
                return Candidate(
                    noun.index, "noun predicate", following, tokens, source, clause.index
                )
        return None

    def _of_adjective(self, adjective: Token) -> Iterator[Candidate]:
        source = source_of(self._reading, adjective)
        if source is None:
            return
        after = [self._tokens[at] for at in adjective.children if at > adjective.index]
        for child in after:
            marked = child.relation in {"advcl", "xcomp"} and self._reading.has_child(
                child.index, "that", "to"
            )
            if child.relation == "ccomp" or marked:
                by = self._mark_or_to(child)
                tokens = self._reading.subtree(child.index)
                yield Candidate(
                    adjective.index, "adjective clause", by, tokens, source, child.index
                )
                return
        for child in after:
            preposition = self._preposition(child)
            if child.relation in {"obl", "advcl", "nmod"} and preposition is not None:
                yield self._about(adjective, "adjective prepositional", preposition, child, source)
                return


def _first(tokens: list[Token], relation: str) -> Token | None:
    return next((token for token in tokens if token.relation == relation), None)
