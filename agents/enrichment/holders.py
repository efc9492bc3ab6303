"""Holders: whose words they are where what the parser took for the subject cannot be it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agents.enrichment.attribution import Attribution, Range, inside
from agents.enrichment.reading import Reading
from agents.enrichment.sources import TIMES, is_agent, is_person, is_text, source_of
from agents.enrichment.token import FINITE_VERBS, Token

_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_PREDICATES: Final = frozenset({"VERB", "AUX", "ADJ"})
_SHARING: Final = frozenset({"conj", "advcl", "xcomp"})
_ASIDE: Final = frozenset({"obl", "nmod", "advmod", "advcl", "parataxis", "vocative"})
_OWNING: Final = frozenset({"by", "from", "among", "of"})
_ATTENDANT: Final = frozenset({"with", "in", "for", "on", "without"})
_IMPERSONAL: Final = frozenset({"appear", "seem", "happen", "emerge", "transpire"})
_EVOKING: Final = frozenset(
    """
    attract block bring cause draw elicit encounter evoke face force fuel generate incite invite
    meet prompt provoke receive spark stir suffer trigger
    """.split()
)
"""Verbs by whose objects others speak: who faces questions does not ask them."""

_MAKING: Final = frozenset(
    """
    air circulate deliver draft file issue launch make pen post produce publish put release run send
    sign submit write
    """.split()
)
"""Verbs by which somebody speaks through a text: who files a suit argues what it argues."""

_MADE_TO: Final = frozenset({"VB", "VBG"})
_HIGHEST: Final = 6
_MOST_INSERTIONS: Final = 3
_FARTHEST: Final = 40
_LONGEST_PARENTHESIS: Final = 8


class Holders:
    """Finds who holds what the cues of one reading tell."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._known: dict[int, int] = {}

    def settled(self, found: Attribution) -> Attribution:
        """Give an attribution with its holder, whose words are no part of the content.

        To be asked in reading order: a coordinated cue takes over what was found for the first.
        """
        cue, source = self._tokens[found.cue[0]], found.source
        holder = self._missing(cue) if source is None else self._instead(cue, source)
        content = found.content
        if holder is not None and holder != source and inside(holder, content):
            content = self._without(holder, content) if source is None else ()
            if not content:
                holder, content = source, found.content
        if holder is not None:
            self._known[cue.index] = holder
        return found if holder == source else replace(found, source=holder, content=content)

    def _without(self, holder: int, content: Sequence[Range]) -> tuple[Range, ...]:
        """Give the content before and after the words for who holds it."""
        token = self._tokens[holder]
        pieces = (
            piece
            for first, end in content
            for piece in ((first, min(end, token.first)), (max(first, token.last + 1), end))
        )
        return tuple((first, end) for first, end in pieces if first < end)

    def _instead(self, cue: Token, source: int) -> int | None:
        token = self._tokens[source]
        if token.lower == "it" and cue.lemma in _IMPERSONAL:
            return None
        if cue.pos == "NOUN":
            evoked = token.head != cue.index and self._tokens[cue.head].lemma in _EVOKING
            return None if evoked and cue.relation == "obj" else source
        for find in (self._described, self._made_to, self._subject):
            found = find(cue, token)
            if found is not None:
                return found
        return source

    def _subject(self, cue: Token, token: Token) -> int | None:
        """Give the subject of a finite verb where it is not what the parser took for it."""
        if not self._is_finite(cue) or token.index > cue.index:
            return None
        if token.head == cue.index and token.relation == "nsubj" and not self._has_case(token):
            return self._whole(cue, token)
        beyond = self._beyond(cue, token)
        return self._right_before(cue, token) if beyond is None else beyond

    def _is_finite(self, cue: Token) -> bool:
        """Tell whether a verb stands without auxiliary and "to", be it taken for an infinitive."""
        if cue.tag != "VB":
            return cue.tag in FINITE_VERBS
        return not any(
            self._tokens[at].relation == "aux" or self._tokens[at].lower == "to"
            for at in cue.children
            if at < cue.index
        )

    def _described(self, cue: Token, noun: Token) -> int | None:
        """Give who did what is told by what follows a noun: "filed a suit saying", "a chance to".

        A noun that is no person does not speak: whoever made it does.
        """
        at = cue
        for _ in range(_HIGHEST):
            if at.relation not in _SHARING:
                break
            at = self._tokens[at.head]
        if at.dep != "acl" or at.head != noun.index or at.tag not in _MADE_TO:
            return None
        text = is_text(self._reading, noun.index)
        if is_agent(self._reading, noun.index) and not text:
            return None
        before = self._tokens[at.index - 1]
        between = noun.index < before.index < at.index
        if between and before.pos == "PROPN" and at.tag == "VBG":
            return self._top(before, noun.index + 1)
        governor = self._tokens[noun.head]
        made = not text or (noun.relation == "obj" and governor.lemma in _MAKING)
        return self._agent_of(governor) if made and governor.pos in _PREDICATES else None

    def _agent_of(self, governor: Token) -> int | None:
        found = source_of(self._reading, governor)
        return found if found is not None and is_agent(self._reading, found) else None

    def _made_to(self, cue: Token, source: Token) -> int | None:
        """Give who is left, kept or seen doing something: "it left many feeling that"."""
        governor = self._tokens[cue.head]
        if cue.relation != "xcomp" or cue.tag not in _MADE_TO or source.head != governor.index:
            return None
        governed = self._reading.child(governor.index, "obj")
        if governed is None or not governor.index < governed.index < cue.index:
            return None
        speaks = is_agent(self._reading, governed.index)
        return governed.index if speaks and not is_text(self._reading, governed.index) else None

    def _whole(self, cue: Token, subject: Token) -> int:
        """Give what heads the words that run up to a subject: "the Association of | Attendants"."""
        first, _ = self._reading.sentences[cue.sentence]
        bare = subject.pos != "PRON" and self._tokens[subject.first].pos != "PUNCT"
        if not bare or subject.first <= first or subject.last > cue.index:
            return subject.index
        before = self._tokens[subject.first - 1]
        if before.head in {cue.index, before.index} or before.lower in TIMES:
            return subject.index
        noun = self._tokens[before.head] if before.tag == "VBG" else before
        if noun.pos not in {"NOUN", "PROPN"} or noun.index >= subject.index:
            return subject.index
        if before is noun and before.relation not in {"nmod", "appos", "compound", "flat"}:
            return subject.index
        top = self._tokens[self._top(noun, first)]
        aside = top.head == cue.index and top.relation in _ASIDE
        return subject.index if aside or self._has_case(top) else top.index

    def _beyond(self, cue: Token, token: Token) -> int | None:
        """Give the noun before an insertion, or after an opening phrase: "In talks, Lee said"."""
        first, _ = self._reading.sentences[cue.sentence]
        for _ in range(_MOST_INSERTIONS):
            parted = self._after_comma(token, cue)
            if parted is not None and self._has_case(token):
                return parted
            governor = self._tokens[token.head]
            subject = self._reading.child(governor.index, "nsubj")
            if governor.tag == "VBG" and subject is not None and subject.index < governor.index:
                return subject.index
            inserted = governor.pos in _PREDICATES and first < governor.first <= token.index
            if not inserted or cue.index <= governor.last or token.relation not in {"obj", "obl"}:
                return None
            at, farthest = governor.first - 1, max(first, cue.index - _FARTHEST)
            while at > farthest and self._tokens[at].pos not in _NOMINAL:
                at -= 1
            if self._tokens[at].pos not in _NOMINAL:
                return None
            token = self._tokens[self._top(self._tokens[at], first)]
            if not self._has_case(token) and token.relation not in {"obj", "obl"}:
                break
        return None if self._has_case(token) else token.index

    def _after_comma(self, opening: Token, cue: Token) -> int | None:
        """Give the noun next before a verb if a comma parts it from an opening phrase."""
        noun = self._next_before(cue)
        for at in range(noun.index - 1, opening.index, -1):
            if self._tokens[at].text == ",":
                return self._top(noun, at + 1) if noun.pos in _NOMINAL | {"DET"} else None
        return None

    def _next_before(self, cue: Token) -> Token:
        first, _ = self._reading.sentences[cue.sentence]
        at = max(cue.index - 1, first)
        while at > first and (
            self._tokens[at].pos in {"ADV", "AUX", "CCONJ"} or self._tokens[at].relation == "aux"
        ):
            at -= 1
        return self._tokens[self._before_parenthesis(at, first)]

    def _before_parenthesis(self, at: int, first: int) -> int:
        """Give the last word before an insertion in parentheses that ends at a place."""
        if self._tokens[at].text == ")":
            for opening in range(at - 1, max(first, at - _LONGEST_PARENTHESIS), -1):
                if self._tokens[opening].text == "(":
                    return opening - 1
        return at

    def _right_before(self, cue: Token, source: Token) -> int | None:
        """Give the person next before a finite verb that seems to share another's subject."""
        person = self._next_before(cue)
        joined = any(one.pos == "CCONJ" for one in self._tokens[person.index : cue.index])
        if joined or person.index <= source.last or source.head == cue.index:
            return None
        known = is_person(person) and person.pos == "NOUN"
        return self._top(person, source.last + 1) if known else None

    def _top(self, token: Token, first: int) -> int:
        """Climb from a word to what heads it, not before a place."""
        for _ in range(_HIGHEST):
            head = self._tokens[token.head]
            if not first <= head.index or head is token or head.pos not in _NOMINAL:
                break
            between = self._tokens[head.index + 1 : token.index]
            if any(one.text == "," for one in between):
                break
            token = head
        return token.index

    def _has_case(self, token: Token) -> bool:
        for at in token.children:
            child = self._tokens[at]
            if child.relation == "case" and at < token.index and child.lower != "by":
                return True
        return False

    def _missing(self, cue: Token) -> int | None:
        if cue.pos == "NOUN":
            return self._of_noun(cue)
        if cue.pos == "ADJ":
            return None
        for find in (
            self._own,
            self._by_phrase,
            self._passive_above,
            self._coordinated,
            self._introduced,
            self._before_auxiliary,
        ):
            found = find(cue)
            if found is not None:
                return found
        return None

    def _coordinated(self, cue: Token) -> int | None:
        return self._known.get(cue.head) if cue.relation == "conj" else None

    def _own(self, cue: Token) -> int | None:
        """Give the subject in "officials have ruled that out", be it taken for a passive one."""
        subject = self._reading.child(cue.index, "nsubj", "nsubj:pass")
        if subject is None or subject.lower in TIMES or subject.index > cue.index:
            return None
        children = (self._tokens[at] for at in cue.children)
        verbs = {child.lemma for child in children if child.relation == "aux"}
        active = cue.tag == "VBG" or not verbs & {"be", "get"}
        active = active and (subject.dep == "nsubj" or "have" in verbs)
        return subject.index if active and is_agent(self._reading, subject.index) else None

    def _by_phrase(self, cue: Token) -> int | None:
        """Give the agent in "was called a fraud by doctors" where it hangs on the noun."""
        if self._reading.child(cue.index, "aux:pass") is None:
            return None
        for at in cue.children:
            if self._tokens[at].relation not in {"xcomp", "obj", "obl"}:
                continue
            for below in self._tokens[at].children:
                agent = below > at and self._reading.has_child(below, "by")
                if agent and is_agent(self._reading, below):
                    return below
        return None

    def _passive_above(self, cue: Token) -> int | None:
        """Give who is dealt with and speaks: "Lee was given time and was sent out to explain"."""
        at = cue
        for _ in range(_HIGHEST):
            if at.relation not in _SHARING or cue.tag == "VBN":
                return None
            at = self._tokens[at.head]
            subject = self._reading.child(at.index, "nsubj:pass")
            if subject is not None:
                return subject.index
        return None

    def _introduced(self, cue: Token) -> int | None:
        """Give the subject after an opening participle: "Citing a report, Lee accused them"."""
        first, _ = self._reading.sentences[cue.sentence]
        if cue.tag != "VBG" or cue.index != first:
            return None
        for at in cue.children:
            clause = self._tokens[at]
            if clause.relation in {"parataxis", "ccomp"} and clause.pos == "VERB":
                return self._agent_of(clause)
        return None

    def _before_auxiliary(self, cue: Token) -> int | None:
        """Give the noun before "have long debated" where the parser cut it off."""
        verbs = {self._tokens[at].lemma for at in cue.children if at < cue.index}
        before = self._next_before(cue)
        if "have" not in verbs or "be" in verbs or before.pos not in _NOMINAL:
            return None
        top = self._top(before, self._reading.sentences[cue.sentence][0])
        return top if is_agent(self._reading, top) else None

    def _of_noun(self, noun: Token) -> int | None:
        """Give whose a noun is: "the fear of doctors", "left with hopes of", ", warning that"."""
        for at in noun.children:
            child = self._tokens[at]
            owns = child.relation == "nmod" and is_person(child)
            if owns and self._reading.has_child(at, *_OWNING):
                return at
        governor = self._tokens[noun.head]
        if governor is noun or governor.pos not in {"VERB", "AUX"}:
            return None
        attendant = noun.relation == "obl" and self._reading.has_child(noun.index, *_ATTENDANT)
        told = noun.relation == "conj" and noun.lower.endswith("ing")
        held = noun.relation == "obj" and governor.lemma not in _EVOKING
        return self._agent_of(governor) if attendant or told or held else None
