"""What speaks for a word's being a cue: words and grammar of a candidate, by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from agents.enrichment import cues
from agents.enrichment.constructions import Candidate
from agents.enrichment.quoted_tokens import QuotedTokens
from agents.enrichment.reading import Reading
from agents.enrichment.sources import antecedent_of, is_person, is_text
from agents.enrichment.token import FINITE, Token

GROUPS: Final = ("clause", "infinitive", "passive", "object", "preposition", "noun", "adjective")
"""Kinds of constructions that words are at home in to different degrees."""

_GROUP_OF: Final = {
    "clause": "clause",
    "predicate": "clause",
    "infinitive": "infinitive",
    "request": "infinitive",
    "passive": "passive",
    "passive infinitive": "passive",
    "object": "object",
    "object prepositional": "object",
    "relative": "object",
    "prepositional": "preposition",
    "adjective clause": "adjective",
    "adjective prepositional": "adjective",
}
_LISTS: Final[dict[str, frozenset[str]]] = {
    "saying": cues.SAYING,
    "thinking": cues.THINKING,
    "showing": cues.SHOWING,
    "wanting": cues.WANTING,
    "asking": cues.ASKING,
    "evaluating": cues.EVALUATING,
    "human": cues.HUMAN,
    "uttering": cues.UTTERING,
    "prepositional": frozenset(cues.PREPOSITIONAL),
    "particles": frozenset(cues.PARTICLES),
    "neutral": cues.NEUTRAL,
    "never": cues.NEVER,
    "nouns": cues.NOUNS,
    "noun prepositions": frozenset(cues.NOUN_PREPOSITIONS),
    "adjectives": cues.ADJECTIVES,
    "feeling": cues.FEELING,
    "willing": cues.WILLING,
    "stances": cues.STANCES,
}
_LISTED_IN: Final = {
    word: tuple(name for name, words in _LISTS.items() if word in words)
    for word in frozenset().union(*_LISTS.values())
}
_WITH_NOUN: Final = frozenset({"object", "object prepositional", "prepositional"})
_BY_GROUP: Final = (
    "source",
    "by",
    "quoted",
    "tag",
    "size",
    "head name",
    "head",
    "as",
    "determiner",
)
_RELATIONS: Final = frozenset(
    """
    root conj advcl acl acl:relcl xcomp ccomp parataxis csubj nsubj obj obl nmod appos
    """.split()
)
_SPEAKERS: Final = frozenset({"i", "we", "you"})
_OTHERS: Final = frozenset({"he", "she", "they"})
_THINGS: Final = frozenset({"it", "this", "that", "these", "which", "what", "there"})
_SOME: Final = frozenset(
    """
    all anyone both each everybody everyone few many most nobody none one others some somebody
    someone those who whom
    """.split()
)
_NAMED: Final = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NEGATIONS: Final = frozenset({"not", "n't", "never"})
_SIZES: Final = ((1, "1"), (3, "2"), (7, "4"), (15, "8"))
_MOSTLY: Final = 0.8


@dataclass(frozen=True, slots=True)
class Description:
    """A candidate described: the words that matter, and what is true of it by name.

    Args:
        lemma: of the cue.
        head: lemma of what heads the content, a part of speech if it is no common word.
        source: lemma of the noun that heads the source; empty if that is no common noun.
        governor: lemma of the verb that governs a noun; empty elsewhere.
        facts: what is true; a fact that does not hold is left out.
    """

    lemma: str
    head: str
    source: str
    governor: str
    facts: Mapping[str, str]

    @property
    def group(self) -> str:
        """Its kind of construction, one of ``GROUPS``."""
        return _GROUP_OF.get(self.facts["frame"], "noun")

    def features(self) -> Iterator[str]:
        """Give the names of all its features."""
        facts, group = self.facts, self.group
        for name, value in facts.items():
            yield f"{name}={value}"
        for name in _BY_GROUP:
            if name in facts:
                yield f"{group}&{name}={facts[name]}"
        for name in _LISTED_IN.get(self.lemma, ()):
            yield f"listed {name}"
            yield f"{group}&listed {name}"
        if facts["frame"] in _WITH_NOUN:
            yield from (f"head listed {name}" for name in _LISTED_IN.get(self.head, ()))
        yield from (f"governor listed {name}" for name in _LISTED_IN.get(self.governor, ()))
        if facts["frame"] == "object":
            yield f"object&source={facts['source']}&quoted={facts['quoted']}"


class Describer:
    """Describes the candidates of one reading."""

    def __init__(self, reading: Reading, quoted: QuotedTokens) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._quoted = quoted
        self._names = {
            at: name.label for name in reading.names for at in range(name.first, name.end)
        }

    def describe(self, candidate: Candidate) -> Description:
        """Give the words and facts of a candidate."""
        cue, head = self._tokens[candidate.cue], self._tokens[candidate.head]
        facts = {
            "frame": candidate.frame,
            "by": candidate.by,
            "tag": cue.tag,
            "relation": cue.dep if cue.dep in _RELATIONS else "other",
            "source": self._kind(candidate.source),
            "before": "yes" if candidate.tokens[0] < candidate.cue else "",
            **self._of_cue(cue),
            **self._of_content(candidate, head),
        }
        noun = candidate.frame.startswith("noun") and self._tokens[cue.head].pos == "VERB"
        return Description(
            lemma=cue.lemma,
            head=head.lemma if head.pos in {"NOUN", "VERB", "ADJ"} else head.pos,
            source=self._noun(candidate.source),
            governor=self._tokens[cue.head].lemma if noun else "",
            facts={name: value for name, value in facts.items() if value},
        )

    def _of_cue(self, cue: Token) -> dict[str, str]:
        found = dict.fromkeys(("negated", "modal", "auxiliary", "particle", "determiner"), "")
        for at in cue.children:
            child = self._tokens[at]
            if child.lower in _NEGATIONS:
                found["negated"] = "yes"
            elif child.tag == "MD":
                found["modal"] = child.lower
            elif child.dep == "compound:prt":
                found["particle"] = child.lower
            elif child.relation == "aux" and child.lemma in {"be", "have"}:
                found["auxiliary"] = child.lemma
            elif cue.pos == "NOUN" and (child.pos == "DET" or child.dep == "nmod:poss"):
                found["determiner"] = child.lower if child.pos in {"DET", "PRON"} else "name"
        above = self._tokens[cue.head]
        found["above"] = (
            "root"
            if above is cue
            else "cue"
            if above.lemma in cues.SAYING or above.lemma in cues.THINKING
            else above.pos
        )
        return found

    def _of_content(self, candidate: Candidate, head: Token) -> dict[str, str]:
        tokens = candidate.tokens
        words = [self._tokens[at] for at in tokens]
        quoted = sum(self._quoted.holds(at) for at in tokens)
        share = quoted / len(tokens)
        return {
            "quoted": "all" if share > _MOSTLY else "some" if quoted else "no",
            "size": next((size for most, size in _SIZES if len(tokens) <= most), "16"),
            "head": head.pos,
            "head name": self._names.get(candidate.head, ""),
            "as": "yes" if any(word.lower == "as" for word in words[1:]) else "",
            "finite": "yes" if any(word.tag in FINITE for word in words) else "",
        }

    def _noun(self, source: int | None) -> str:
        if source is None:
            return ""
        token = self._tokens[antecedent_of(self._reading, source)]
        return token.lemma if token.pos == "NOUN" else ""

    def _kind(self, source: int | None) -> str:
        """Tell what kind of word the source is."""
        if source is None:
            return "none"
        at = antecedent_of(self._reading, source)
        token = self._tokens[at]
        for words, kind in (
            (_SPEAKERS, "speaker"), (_OTHERS, "other"), (_THINGS, "it"), (_SOME, "some"),
        ):  # fmt: skip
            if token.lower in words:
                return kind
        label = self._names.get(at)
        if label is not None:
            return label if label in _NAMED else "other name"
        if token.pos in {"PROPN", "VERB", "AUX"}:
            return "name" if token.pos == "PROPN" else "clause"
        return "text" if is_text(self._reading, at) else "person" if is_person(token) else "thing"
