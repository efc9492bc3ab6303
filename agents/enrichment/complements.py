"""What a cue governs: the clause, infinitive or object that says what is said."""

from dataclasses import dataclass
from typing import Final

from agents.enrichment import cues
from agents.enrichment.reading import Reading
from agents.enrichment.sources import TIMES, is_agent, is_text, source_of
from agents.enrichment.surface import around, clause_after, clause_before
from agents.enrichment.token import FINITE, Token

_QUESTION_WORDS: Final = frozenset("what how why whether when where who which".split())
_CLAUSAL: Final = frozenset({"nsubj", "cop", "aux", "mark", "expl", "csubj"})
_CORE: Final = frozenset({"obj", "xcomp", "ccomp", "nsubj"})
_APART: Final = frozenset({"conj", "cc", "parataxis"})
_REACH: Final = 16
EMPTY: Final = frozenset("it that this which what them him her me us you itself himself".split())
_OBJECTS: Final = frozenset({"obj", "xcomp", "obl", "nmod", "iobj"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "ADJ"})
_BELONGING: Final = frozenset(
    "about against among as at between by for from in into of on over to toward with".split()
)
_BELONGING_TO_SUBJECT: Final = frozenset("about as of for over against with from to".split())


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
            self._around(verb)
            or self._request(verb)
            or self._clause(verb)
            or self._inserted(verb)
            or self._request(verb)
            or self._infinitive(verb)
            or self._passive(verb)
            or self._by_order(verb)
            or self._object(verb)
            or self._prepositional(verb)
        )

    def _around(self, verb: Token) -> Complement | None:
        found = around(self._reading, verb, source_of(self._reading, verb))
        return None if found is None else Complement(found, "around")

    def _by_order(self, verb: Token) -> Complement | None:
        if verb.lemma not in cues.SAYING and verb.lemma not in cues.THINKING:
            return None
        source = source_of(self._reading, verb)
        found = clause_after(self._reading, verb) or clause_before(self._reading, verb, source)
        return None if found is None else Complement(list(found), "word order")

    def _clause(self, verb: Token) -> Complement | None:
        for at in verb.children:
            child = self._tokens[at]
            if (
                child.relation == "ccomp"
                and self.is_clause(child)
                and self._counts(verb, child)
                and (at > verb.index or self._is_finite(child))
            ):
                return Complement(self.whole_clause(verb, child), "clause")
            if child.relation == "parataxis" and at > verb.index and verb.lemma in cues.SAYING:
                before = self._tokens[child.first - 1].text
                if before in {":", ",", '"', "'"}:
                    return Complement(self._reading.subtree(at), "parataxis")
        return None

    def whole_clause(self, verb: Token, child: Token) -> list[int]:
        """Give a clause with its subject, where the parser took that for the verb's object."""
        tokens = self._reading.subtree(child.index)
        marked = self._reading.has_child(child.index, "that", "whether", "if")
        if marked or child.index < verb.index or verb.lemma in cues.ASKING:
            return tokens
        begins = [
            self._tokens[at].first
            for at in verb.children
            if verb.index < at < child.first and self._tokens[at].relation in _CORE
        ]
        return list(range(min([child.first, *begins]), child.last + 1)) if begins else tokens

    def _is_finite(self, head: Token) -> bool:
        inside = (self._tokens[at] for at in range(head.first, head.last + 1))
        return any(token.tag in FINITE or token.text == '"' for token in inside)

    def is_clause(self, head: Token) -> bool:
        """Tell whether something is a clause, and not an apposition the parser took for one."""
        if head.pos in {"VERB", "AUX"}:
            return True
        return any(self._tokens[at].relation in _CLAUSAL for at in head.children)

    def _counts(self, verb: Token, child: Token) -> bool:
        if verb.lemma in cues.SAYING or verb.lemma in cues.THINKING or verb.lemma in cues.SHOWING:
            return True
        if verb.lemma in cues.EVALUATING and (
            self._tokens[child.first].lower in _QUESTION_WORDS or self._is_demand(verb, child)
        ):
            return True
        return (
            self._reading.has_child(child.index, "that")
            and source_of(self._reading, verb) is not None
        )

    def _is_demand(self, verb: Token, child: Token) -> bool:
        """Tell whether somebody is to do something: "demanded he leave"."""
        subject = self._reading.child(child.index, "nsubj")
        return subject is not None and verb.index < subject.index < child.index

    def _inserted(self, verb: Token) -> Complement | None:
        """Read "…, he said" and "as he said, …": the clause around is what is said."""
        said = verb.lemma in cues.SAYING or verb.lemma in cues.THINKING
        if not said or verb.head == verb.index:
            return None
        as_clause = verb.relation == "advcl" and self._reading.has_child(verb.index, "as")
        if verb.relation != "parataxis" and not as_clause:
            return None
        if self._reading.child(verb.index, "nsubj") is None or self._has_own_words(verb):
            return None
        mine = set(self._reading.subtree(verb.index))
        rest = [at for at in self._reading.subtree(verb.head) if at not in mine]
        return Complement(rest, "inserted")

    def _has_own_words(self, verb: Token) -> bool:
        """Tell whether a verb governs an object or a clause after it."""
        return any(
            at > verb.index and self._tokens[at].relation in {"obj", "xcomp", "ccomp"}
            for at in verb.children
        )

    def _infinitive(self, verb: Token) -> Complement | None:
        """Read "wants to leave", "considers leaving"."""
        child = self._reading.child(verb.index, "xcomp")
        if child is None or child.index < verb.index or verb.lemma in cues.NEUTRAL:
            return None
        if self._reading.child(verb.index, "nsubj:pass") is not None:
            return None
        to = self._reading.has_child(child.index, "to")
        source = source_of(self._reading, verb)
        meant = source is not None and is_agent(self._reading, source)
        wanted = verb.lemma in cues.WANTING or meant
        judged = child.tag == "VBG" and meant and self._is_cue(verb)
        if (to and wanted and child.tag in {"VB", "NN", "JJ"}) or judged:
            return Complement(self.with_coordinated(verb, child), "infinitive")
        return None

    def with_coordinated(self, verb: Token, child: Token) -> list[int]:
        """Give an infinitive with those joined to it, whichever verb the parser joined them to."""
        end = child.last + 1
        for at in verb.children:
            later = self._tokens[at]
            joined = later.relation == "conj" and later.tag == "VB" and verb.tag != "VB"
            if joined and later.first >= end:
                end = later.last + 1
        return list(range(child.first, end))

    @staticmethod
    def _is_cue(verb: Token) -> bool:
        return any(
            verb.lemma in table
            for table in (cues.SAYING, cues.THINKING, cues.EVALUATING, cues.WANTING)
        )

    def _request(self, verb: Token) -> Complement | None:
        """Read "urged them to leave": whom, and what they are to do."""
        if verb.lemma not in cues.ASKING or self._reading.child(verb.index, "nsubj:pass"):
            return None
        governed = self._reading.child(verb.index, "obj", "iobj")
        if governed is None or governed.index < verb.index:
            return None
        _, end = self._reading.sentences[verb.sentence]
        for at in range(governed.index + 1, min(governed.index + _REACH, end - 1)):
            if self._tokens[at].lower == "to" and self._is_infinitive(at + 1, end):
                return Complement(self._to_the_end(verb, governed.first, at), "request")
        return None

    def _is_infinitive(self, at: int, end: int) -> bool:
        """Tell whether a base form follows "to", perhaps after an adverb or a quotation mark."""
        if self._tokens[at].text == '"' and at + 1 < end:
            at += 1
        return self._tokens[at].tag in {"VB", "RB"}

    def _to_the_end(self, verb: Token, first: int, least: int) -> list[int]:
        """Give tokens from one on, up to what a verb is coordinated with, or the sentence's end."""
        _, end = self._reading.sentences[verb.sentence]
        stops = [
            self._tokens[at].first
            for at in verb.children
            if at > least
            and self._tokens[at].relation in _APART
            and (self._tokens[at].tag != "VB" or verb.tag == "VB")
        ]
        return list(range(first, min([end, *(stop for stop in stops if stop > least)])))

    def _object(self, verb: Token) -> Complement | None:
        source = source_of(self._reading, verb)
        shown = (
            source is not None
            and verb.lemma in cues.SHOWING
            and (is_text(self._reading, source) or is_agent(self._reading, source))
        )
        judged = verb.lemma in cues.EVALUATING or verb.lemma in cues.UTTERING
        if not judged and not shown and not self._has_particle(verb):
            return None
        passive = self._reading.child(verb.index, "nsubj:pass")
        if passive is not None and source is not None:
            return Complement(self._reading.subtree(passive.index), "passive object", source)
        governed = self._governed(verb)
        if governed is None or source is None:
            return None
        human = verb.lemma in cues.HUMAN or is_agent(self._reading, source)
        if not human and verb.lemma not in cues.SHOWING:
            return None
        tokens = self.with_what_belongs(verb, governed)
        empty = governed.lower in EMPTY and len(tokens) == 1
        seen = verb.lemma not in cues.SEEING or any(self._tokens[at].lower == "as" for at in tokens)
        return Complement(tokens, "object") if seen and not empty else None

    def _governed(self, verb: Token) -> Token | None:
        """Give what follows a verb as its object, whatever else the parser took it for."""
        for at in verb.children:
            child = self._tokens[at]
            if at < verb.index or child.relation not in _OBJECTS:
                continue
            if child.relation == "obj" or self.is_like_object(child):
                return child
        return None

    def is_like_object(self, child: Token) -> bool:
        """Tell whether a noun stands after a verb with nothing that introduces it."""
        if child.pos not in _NOMINAL or child.lower in TIMES:
            return False
        relations = {self._tokens[at].relation for at in child.children}
        return not relations & {"case", "mark", "nsubj"}

    def _has_particle(self, verb: Token) -> bool:
        particles = cues.PARTICLES.get(verb.lemma, frozenset())
        return any(self._tokens[at].lower in particles for at in verb.children)

    def with_what_belongs(self, verb: Token, governed: Token) -> list[int]:
        """Give an object with what is said of it: "him a liar", "them of lying"."""
        end = reach = governed.last + 1
        for at in verb.children:
            child = self._tokens[at]
            if child.first < reach or child.first - reach > 1:
                continue
            if self._belongs(child):
                end = reach = child.last + 1
            elif child.lower in TIMES:
                reach = child.last + 1
        return list(range(governed.first, end))

    def _belongs(self, child: Token, words: frozenset[str] = _BELONGING) -> bool:
        if child.relation in {"xcomp", "ccomp", "obj"}:
            return True
        if child.relation not in {"obl", "advcl"} or child.lower in TIMES:
            return False
        marks = (self._tokens[at] for at in child.children)
        return any(mark.lower in words for mark in marks if mark.relation in {"case", "mark"})

    def _passive(self, verb: Token) -> Complement | None:
        """Read "he is believed to be ill": the subject and the rest are what is said."""
        passive = self._reading.child(verb.index, "nsubj:pass")
        if passive is None or passive.index > verb.index:
            return None
        said = verb.lemma in cues.SAYING or verb.lemma in cues.THINKING
        if not said and verb.lemma not in cues.EVALUATING:
            return None
        for at in verb.children:
            child = self._tokens[at]
            if at > verb.index and self._belongs(child, _BELONGING_TO_SUBJECT):
                rest = self._reading.subtree(at)
                subject = self._reading.subtree(passive.index)
                empty = passive.lower in {"it", "who", "that", "which"}
                source = source_of(self._reading, verb)
                return Complement(rest if empty else [*subject, *rest], "passive", source)
        return None

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
                tokens = [one for one in self.to_infinitive(verb, child) if one not in skipped]
                return Complement(tokens, "prepositional")
        return None

    def to_infinitive(self, verb: Token, child: Token) -> list[int]:
        """Give a prepositional object with the infinitive after it: "on him to resign"."""
        tokens = self.with_what_belongs(verb, child)
        end = tokens[-1] + 1
        for at in verb.children:
            later = self._tokens[at]
            if later.first == end and self._reading.has_child(at, "to"):
                end = later.last + 1
        return list(range(child.first, end))
