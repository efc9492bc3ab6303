"""What cues other than verbs govern: nouns, adjectives, "according to"."""

from collections.abc import Container
from itertools import pairwise, takewhile
from typing import Final

from agents.enrichment import cues
from agents.enrichment.complements import Complement
from agents.enrichment.reading import Reading
from agents.enrichment.sources import is_agent, is_person, source_of
from agents.enrichment.token import FINITE, Token

_PLURAL: Final = frozenset({"NNS", "NNPS", "VBZ"})
_NAMES: Final = frozenset({"NNP", "NN", "PRP"})
_MARKS: Final = frozenset({",", ".", ";", ":", '"', "?", "!"})
_CLAUSE_HEADS: Final = frozenset({"root", "ccomp", "advcl", "conj", "parataxis", "acl", "csubj"})


class NominalComplements:
    """Finds what nouns, adjectives and "according to" of one reading govern."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tokens = reading.tokens

    def of_noun(self, noun: Token) -> Complement | None:
        """Give what a noun such as "claim" says, or None."""
        if self._is_verb(noun):
            return Complement(
                list(range(noun.index + 1, self._sentence_end(noun))), "noun", noun.index - 1
            )
        if noun.lemma in cues.NOUNS:
            for at in noun.children:
                child = self._tokens[at]
                if at < noun.index or child.relation not in {"acl", "ccomp"}:
                    continue
                if child.dep != "acl:relcl" and self._reading.has_child(
                    at, "that", "to", "whether"
                ):
                    return Complement(self._reading.subtree(at), "noun", self._owner(noun))
        return self._predicate(noun) or self._noun_with_preposition(noun)

    def _is_verb(self, noun: Token) -> bool:
        """Tell whether the parser took a verb for a noun: "Lee claims that", "all worry that"."""
        if noun.index == 0 or noun.index + 2 >= self._sentence_end(noun):
            return False
        if noun.lemma not in cues.SAYING and noun.lemma not in cues.THINKING:
            return False
        before, after = self._tokens[noun.index - 1], self._tokens[noun.index + 1]
        finite = (noun.tag == "NNS") != (before.tag in _PLURAL)
        return after.lower == "that" and before.tag in _NAMES | _PLURAL and finite

    def _sentence_end(self, token: Token) -> int:
        return self._reading.sentences[token.sentence][1]

    def _predicate(self, noun: Token) -> Complement | None:
        """Read "his bet is that …", "the plan is to …"."""
        clause = self._tokens[noun.head]
        if noun.lemma not in cues.NOUNS or noun.relation != "nsubj" or clause.index < noun.index:
            return None
        be = next(
            (at for at in range(noun.last + 1, clause.index) if self._tokens[at].lemma == "be"),
            None,
        )
        if be is None or self._tokens[be + 1].lower not in {"that", "to"}:
            return None
        return Complement(list(range(be + 1, clause.last + 1)), "noun", self._owner(noun))

    def _noun_with_preposition(self, noun: Token) -> Complement | None:
        stance = noun.lemma in cues.STANCES
        prepositions = cues.NOUN_PREPOSITIONS.get(noun.lemma, frozenset({"of"}) if stance else None)
        if prepositions is None:
            return None
        source = self._reading.child(noun.index, "nsubj") if stance else None
        owner = source.index if source is not None else self._possessor(noun)
        if owner is None:
            return None
        for at in noun.children:
            child = self._tokens[at]
            if child.relation in {"nmod", "acl", "obl"} and at > noun.index:
                tokens = self._introduced(child, prepositions)
                if tokens:
                    return Complement(tokens, "noun with preposition", owner)
        return None

    def _introduced(self, child: Token, words: Container[str]) -> list[int]:
        """Give what one of these words introduces, without the word; nothing if none does."""
        marks = {
            at
            for at in child.children
            if self._tokens[at].relation in {"case", "mark"} and self._tokens[at].lower in words
        }
        if not marks:
            return []
        return [at for at in self._reading.subtree(child.index) if at not in marks]

    def _possessor(self, noun: Token) -> int | None:
        """Give whose the noun is: "his", or the subject of the verb it is the object of."""
        possessor = self._reading.child(noun.index, "nmod:poss")
        if possessor is not None:
            return possessor.index
        governor = self._tokens[noun.head]
        if noun.relation == "obj" and governor.pos == "VERB":
            source = source_of(self._reading, governor)
            if source is not None and is_agent(self._reading, source):
                return source
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
        source = source_of(self._reading, adjective)
        if source is None or not is_agent(self._reading, source):
            return None
        for at in adjective.children:
            child = self._tokens[at]
            if at < adjective.index:
                continue
            if adjective.lemma in cues.ADJECTIVES and (
                child.relation == "ccomp"
                or (child.relation == "advcl" and self._reading.has_child(at, "that"))
            ):
                return Complement(self._reading.subtree(at), "adjective", source)
            willing = adjective.lemma in cues.WILLING and self._reading.has_child(at, "to")
            if willing and child.relation in {"xcomp", "advcl", "ccomp"}:
                return Complement(self._reading.subtree(at), "willing", source)
            if adjective.lemma in cues.FEELING and child.relation in {"obl", "advcl", "nmod"}:
                tokens = self._introduced(child, cues.ADJECTIVE_PREPOSITIONS)
                if tokens:
                    return Complement(tokens, "feeling", source)
        return None

    def of_according(self, token: Token) -> Complement | None:
        """Give the clause that "according to" gives a source for, or None."""
        if token.index + 1 >= len(self._tokens) or self._tokens[token.index + 1].lower != "to":
            return None
        source = self._named_by(token)
        if source is None:
            return None
        mine = set(self._reading.subtree(source.index)) | {token.index, token.index + 1}
        first, end = self._reading.sentences[token.sentence]
        mine.update(self._explanation(source, end))
        clause = self._clause_above(source)
        if clause is None:
            rest = [at for at in range(first, end) if at not in mine]
        else:
            rest = [at for at in self._reading.subtree(clause.index) if at not in mine]
        return Complement(rest, "according to", source.index)

    def _explanation(self, source: Token, end: int) -> range:
        """Give what explains a source: "her lawyer, | Ann Lee", "Officer | Lee, a spokesman"."""
        rest = begin = source.last + 1
        pairs = pairwise(self._tokens[source.last : end])
        begin += sum(1 for _ in takewhile(lambda two: {one.pos for one in two} == {"PROPN"}, pairs))
        if begin >= end or self._tokens[begin].text != ",":
            return range(rest, begin)
        stop = begin + 1
        while stop < end and self._tokens[stop].text not in _MARKS:
            stop += 1
        words = self._tokens[begin + 1 : stop]
        if not words or any(word.tag in FINITE for word in words):
            return range(rest, begin)
        named = is_person(source) and all(word.pos == "PROPN" for word in words)
        last = words[-1]
        role = source.pos == "PROPN" and last.pos == "NOUN" and is_person(last)
        return range(rest, stop if named or role else begin)

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
