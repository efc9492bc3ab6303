"""What a cue governs: the clause, infinitive or object that says what is said."""

from dataclasses import dataclass
from typing import Final

from agents.enrichment import cues
from agents.enrichment.reading import Reading
from agents.enrichment.sources import is_agent, source_of
from agents.enrichment.token import Token

_FINITE: Final = frozenset({"VBD", "VBP", "VBZ", "MD"})
_TIME_WORDS: Final = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow night morning
    afternoon evening week month year day
    """.split()
)
_CLAUSE_HEADS: Final = frozenset({"root", "ccomp", "advcl", "conj", "parataxis", "acl", "csubj"})


@dataclass(frozen=True, slots=True)
class Complement:
    """The tokens of what is said, who says it if the construction tells, and the rule."""

    tokens: list[int]
    rule: str
    source: int | None = None


class Complements:
    """Finds what cues of one reading govern."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tokens = reading.tokens

    def of_verb(self, verb: Token) -> Complement | None:
        """Give what a verb says, or None if it does not say anything."""
        if verb.lemma in cues.NEVER or not verb.lemma.isalpha():
            return None
        return (
            self._clause(verb)
            or self._inserted(verb)
            or self._infinitive(verb)
            or self._object(verb)
            or self._prepositional(verb)
        )

    def _clause(self, verb: Token) -> Complement | None:
        for at in verb.children:
            child = self._tokens[at]
            if child.relation == "ccomp" and self._counts(verb, child):
                return Complement(self._reading.subtree(at), "clause")
            if child.relation == "parataxis" and at > verb.index and verb.lemma in cues.SAYING:
                if self._tokens[child.first - 1].text in {":", ",", '"', "'"}:
                    return Complement(self._reading.subtree(at), "parataxis")
        return None

    def _counts(self, verb: Token, child: Token) -> bool:
        if verb.lemma in cues.SAYING or verb.lemma in cues.THINKING or verb.lemma in cues.SHOWING:
            return True
        return (
            self._reading.has_child(child.index, "that")
            and source_of(self._reading, verb) is not None
        )

    def _inserted(self, verb: Token) -> Complement | None:
        """Read "…, he said" and "as he said, …": the clause around is what is said."""
        said = verb.lemma in cues.SAYING or verb.lemma in cues.THINKING
        if not said or verb.head == verb.index:
            return None
        as_clause = verb.relation == "advcl" and self._reading.has_child(verb.index, "as")
        if verb.relation != "parataxis" and not as_clause:
            return None
        if self._reading.child(verb.index, "nsubj") is None:
            return None
        mine = set(self._reading.subtree(verb.index))
        rest = [at for at in self._reading.subtree(verb.head) if at not in mine]
        return Complement(rest, "inserted")

    def _infinitive(self, verb: Token) -> Complement | None:
        child = self._reading.child(verb.index, "xcomp")
        if child is None or not self._reading.has_child(child.index, "to"):
            return None
        if verb.lemma in cues.ASKING and self._reading.child(verb.index, "obj", "iobj"):
            governed = self._reading.child(verb.index, "obj", "iobj")
            assert governed is not None
            return Complement(list(range(governed.first, child.last + 1)), "request")
        if verb.lemma not in cues.WANTING:
            return None
        if self._reading.child(verb.index, "nsubj:pass") is not None:
            return None
        return Complement(self._reading.subtree(child.index), "infinitive")

    def _object(self, verb: Token) -> Complement | None:
        if verb.lemma not in cues.EVALUATING:
            return None
        passive = self._reading.child(verb.index, "nsubj:pass")
        if passive is not None:
            source = source_of(self._reading, verb)
            if source is None:
                return None
            return Complement(self._reading.subtree(passive.index), "passive object", source)
        governed = self._reading.child(verb.index, "obj")
        source = source_of(self._reading, verb)
        if governed is None or source is None or not is_agent(self._reading, source):
            return None
        if governed.index < verb.index or governed.lower in {"it", "that", "this", "which", "what"}:
            return None
        end = governed.last + 1
        for at in verb.children:
            child = self._tokens[at]
            if child.first >= end and child.first - end <= 1 and self._belongs(child):
                end = child.last + 1
        return Complement(list(range(governed.first, end)), "object")

    def _belongs(self, child: Token) -> bool:
        if child.relation in {"xcomp", "ccomp"}:
            return True
        if child.relation != "obl" or child.lower in _TIME_WORDS:
            return False
        return any(
            self._tokens[at].lower in {"as", "of", "for"}
            for at in child.children
            if self._tokens[at].relation == "case"
        )

    def _prepositional(self, verb: Token) -> Complement | None:
        prepositions = cues.PREPOSITIONAL.get(verb.lemma)
        if prepositions is None:
            return None
        source = source_of(self._reading, verb)
        if source is None or not is_agent(self._reading, source):
            return None
        for at in verb.children:
            child = self._tokens[at]
            if child.relation not in {"obl", "advcl"} or at < verb.index:
                continue
            marks = [
                self._tokens[one]
                for one in child.children
                if self._tokens[one].relation in {"case", "mark"}
            ]
            if any(mark.lower in prepositions for mark in marks):
                skipped = {mark.index for mark in marks}
                tokens = [one for one in self._reading.subtree(at) if one not in skipped]
                return Complement(tokens, "prepositional")
        return None

    def of_noun(self, noun: Token) -> Complement | None:
        """Give what a noun such as "claim" says, or None."""
        for at in noun.children:
            child = self._tokens[at]
            if at < noun.index or child.relation not in {"acl", "ccomp"}:
                continue
            if child.dep == "acl:relcl" or not self._reading.has_child(at, "that", "to"):
                continue
            return Complement(self._reading.subtree(at), "noun", self._owner(noun))
        return None

    def _owner(self, noun: Token) -> int | None:
        for at in noun.children:
            child = self._tokens[at]
            if child.dep == "nmod:poss":
                return at
            if child.relation == "nmod" and self._reading.has_child(
                at, "by", "from", "of", "among"
            ):
                return at
        governor = self._tokens[noun.head]
        if noun.relation in {"obj", "nsubj:pass"} and governor.pos == "VERB":
            return source_of(self._reading, governor)
        return None

    def of_adjective(self, adjective: Token) -> Complement | None:
        """Give what somebody who is "confident that …" thinks, or None."""
        for at in adjective.children:
            child = self._tokens[at]
            if child.relation in {"ccomp", "advcl"} and at > adjective.index:
                if child.relation == "ccomp" or self._reading.has_child(at, "that"):
                    source = source_of(self._reading, adjective)
                    if source is None or not is_agent(self._reading, source):
                        return None
                    return Complement(self._reading.subtree(at), "adjective", source)
        return None

    def of_according(self, token: Token) -> Complement | None:
        """Give the clause that "according to" gives a source for, or None."""
        if token.index + 1 >= len(self._tokens) or self._tokens[token.index + 1].lower != "to":
            return None
        source = self._named_by(token)
        if source is None:
            return None
        mine = set(self._reading.subtree(source.index)) | {token.index, token.index + 1}
        clause = self._clause_above(source)
        first, end = self._reading.sentences[token.sentence]
        if clause is None:
            rest = [at for at in range(first, end) if at not in mine]
        else:
            rest = [at for at in self._reading.subtree(clause.index) if at not in mine]
        return Complement(rest, "according to", source.index)

    def _named_by(self, token: Token) -> Token | None:
        following = self._tokens[token.index + 1]
        for at in (token.head, following.head):
            if at > following.index:
                return self._tokens[at]
        for at in range(following.index + 1, min(following.index + 12, len(self._tokens))):
            if self._tokens[at].pos in {"NOUN", "PROPN", "PRON"}:
                governor = self._tokens[self._tokens[at].head]
                inside = governor.index > following.index and governor.pos in {"NOUN", "PROPN"}
                return governor if inside else self._tokens[at]
        return None

    def _clause_above(self, source: Token) -> Token | None:
        at = source
        for _ in range(20):
            if at.head == at.index:
                return None
            at = self._tokens[at.head]
            if at.relation in _CLAUSE_HEADS and (
                at.pos in {"VERB", "AUX"} or self._reading.child(at.index, "nsubj", "cop")
            ):
                return at
        return None
