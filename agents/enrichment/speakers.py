"""Speakers: the entity, or the words, behind the head of a source."""

from bisect import bisect_left
from typing import Final

from agents.enrichment.cast import Cast, Member
from agents.enrichment.datelines import dateline_end
from agents.enrichment.introductions import by_surname, learn_roles, mentions_of_people
from agents.enrichment.origins import Origins
from agents.enrichment.reading import Reading
from agents.enrichment.sources import TIMES, antecedent_of, is_person
from agents.enrichment.titles import is_part_of_title, is_title
from agents.enrichment.token import FINITE, Token
from streams.enriched_article import Speaker

_GENDERS: Final = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_CLAUSES: Final = frozenset(
    {"acl", "advcl", "parataxis", "appos", "conj", "cc", "punct", "dislocated", "case", "mark"}
)
_SPEECH_ENDS: Final = frozenset({",", ".", "?", "!"})
_NAMING: Final = frozenset({"NOUN", "PROPN", "PRON"})
_PARTING: Final = frozenset({"ADP", "CCONJ", "PUNCT", "VERB"})
_OPENS_ROLE: Final = frozenset({"DET", "PRON", "ADJ", "NOUN", "PROPN"})
_IN_ROLES: Final = _OPENS_ROLE | {"ADP", "PART", "NUM", "ADV", "CCONJ"}
_ENDS_ROLE: Final = frozenset({"NOUN", "PROPN", "ADJ"})
_LONGEST_WORDS: Final = 25
_FARTHEST_SENTENCES: Final = 12
_MOST_MENTIONS: Final = 200
_RECENT_SENTENCES: Final = 2
_FARTHEST_KIN: Final = 8
_MOST_KIN: Final = 20
_LONGEST_TITLE: Final = 6
_LONGEST_ROLE: Final = 14
_SAME_GENDER: Final = 0.7
_DEFINITE: Final = frozenset({"the", "this", "that"})


class SpeakerResolver:
    """Resolves the sources of one reading, asked in reading order."""

    def __init__(self, reading: Reading, cast: Cast) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._cast = cast
        self._dateline = dateline_end(reading.text)
        self._spoke: dict[int, int] = {}
        self._people = mentions_of_people(cast)
        self._places = [first for first, _ in self._people]
        self._by_surname = by_surname(cast)
        self._origins = Origins(reading, cast)
        learn_roles(reading, cast)

    def resolve(self, source: int, cue: int | None = None) -> Speaker:
        """Give the speaker whose words a token heads; they end before a cue that follows them.

        A "that" stands for what it refers to: a "who" or "she" is a place of its own.
        """
        source = self._behind_dateline(source)
        token = self._tokens[antecedent_of(self._reading, source)]
        first, end = self._words(token)
        if cue is not None and token.index < cue:
            end = min(end, cue)
        own = token.index == source or self._tokens[source].lower == "that"
        place = (first, end) if own else (source, source + 1)
        member = self._named(token) or self._apposed(token) or self._run_into(token, cue)
        description = None
        if member is None:
            member = self._meant(token)
            description = self._shown(first, end)
        else:
            description = self._role_beside(token, member)
        if member is not None:
            self._spoke[id(member)] = token.sentence
        return Speaker(
            name=member.name if member is not None else None,
            description=description,
            start=self._tokens[place[0]].start,
            end=self._tokens[place[1] - 1].end,
        )

    def _behind_dateline(self, source: int) -> int:
        """Give who is named behind the place of a dateline that the parser took for the speaker."""
        token = self._tokens[source]
        if token.start >= self._dateline:
            return source
        behind = (at for at in token.children if self._tokens[at].start >= self._dateline)
        return next((at for at in behind if self._tokens[at].pos in _NAMING), source)

    def _words(self, token: Token) -> tuple[int, int]:
        """Give the range of the words a token heads, without clauses and appositions."""
        first = end = token.index
        end += 1
        for at in token.children:
            child = self._tokens[at]
            adjacent = child.dep == "appos" and child.first == token.index + 1
            if child.relation in _CLAUSES and not (adjacent and child.pos == "PROPN"):
                continue
            if at < token.index:
                first = min(first, child.first)
            elif child.first == end and child.lower not in TIMES:
                end = max(end, child.last + 1)
        first = self._after_break(max(first, token.index - _LONGEST_WORDS), token.index)
        return first, min(end, token.index + _LONGEST_WORDS)

    def _after_break(self, first: int, head: int) -> int:
        """Leave out what a comma, a verb or a quotation parts from the words.

        In "After the talks, Lee" that is a phrase, in "It came to a million, experts" a clause.
        """
        for at in range(head - 1, first - 1, -1):
            token = self._tokens[at]
            closes = token.text == '"' and self._tokens[at - 1].text in _SPEECH_ENDS
            if token.tag in FINITE or closes:
                return at + 1
            if token.text == "," and at > first:
                parted = any(one.pos in _NAMING for one in self._tokens[first:at])
                return at + 1 + (self._tokens[at + 1].text == '"') if parted else first
        return first

    def _shown(self, first: int, end: int) -> str:
        text = self._reading.text[self._tokens[first].start : self._tokens[end - 1].end]
        return " ".join(text.split()).rstrip(",")[:300]

    def _named(self, token: Token) -> Member | None:
        """Give the entity named by a token, or by an apposition to it."""
        member = self._cast.at(token.index)
        if member is not None and member.label == "PERSON":
            return self._kin_who_spoke(token, member) or member
        if member is not None and member.label != "NORP":
            return self._official(token, member) or member
        for at in token.children:
            child = self._tokens[at]
            beside = child.dep in {"nmod:desc", "compound"} and at > token.index
            if beside or child.relation in {"appos", "flat"}:
                found = self._cast.at(at)
                firm = child.relation == "appos" and self._tokens[at - 1].text == ","
                if found is not None and found.label in {"PERSON", "ORG" if firm else ""}:
                    return found
        if token.pos == "NOUN":
            return self._titled(token) or self._named_last(token)
        return self._behind_title(token) or self._titled(token)

    def _official(self, token: Token, member: Member) -> Member | None:
        """Give who follows a place or an institution and a title: "Virginia Gov. Terry Lee"."""
        at = token.index + 1
        while self._cast.at(at) is member:
            at += 1
        begin = at
        while at < begin + _LONGEST_TITLE and is_part_of_title(self._after(at)):
            at += 1
        found = self._cast.at(at)
        titled = at > begin and is_title(self._tokens[at - 1].text)
        return found if titled and found is not None and found.label == "PERSON" else None

    def _kin_who_spoke(self, token: Token, member: Member) -> Member | None:
        """Give who spoke lately among those that share a bare surname: of two Smiths, the officer.

        Nobody is given where the one that it would be by the order of names spoke himself.
        """
        alone = all(self._cast.at(at) is not member for at in (token.index - 1, token.index + 1))
        titled = token.index > 0 and is_title(self._tokens[token.index - 1].text)
        kin = self._by_surname.get(token.lower, ())
        if not alone or titled or not 1 < len(kin) <= _MOST_KIN or member not in kin:
            return None
        lately = max(0, token.sentence - _FARTHEST_KIN)
        spoke = {id(one): self._spoke.get(id(one), -1) for one in kin}
        if spoke[id(member)] >= lately:
            return None
        found = max(kin, key=lambda one: spoke[id(one)])
        return found if spoke[id(found)] >= lately else None

    def _behind_title(self, token: Token) -> Member | None:
        """Give the person whose title the parser took for the speaker: "State Police Sgt Lee"."""
        _, end = self._words(token)
        member = self._cast.at(end) if is_title(self._tokens[end - 1].text) else None
        return member if member is not None and member.label == "PERSON" else None

    def _named_last(self, token: Token) -> Member | None:
        """Give the person whose name ends the words for a role, parted by commas from the rest.

        In "the head of operations, Duncan Frey, said" the parser takes him for operations; in "the
        wife of the minister, Duncan Frey, said" he may well be the minister.
        """
        if token.pos != "NOUN" or self._cast.at(token.index) is not None:
            return None
        _, end = self._words(token)
        end -= self._tokens[end - 1].text == ","
        if self._after(end) == "," and self._cast.at(end - 1) is None:
            end = self._end_of_name(end + 1)
        member = self._cast.at(end - 1)
        if member is None or member.label != "PERSON" or self._after(end) not in {",", "."}:
            return None
        begin = end - 1
        while begin > token.index and self._cast.at(begin - 1) is member:
            begin -= 1
        between = self._tokens[token.index + 1 : self._before_title(begin)]
        if not between or between[-1].text != "," or any(map(is_person, between)):
            return None
        return member

    def _before_title(self, at: int) -> int:
        while at > 0 and is_title(self._tokens[at - 1].text):
            at -= 1
        return at

    def _end_of_name(self, at: int) -> int:
        """Give where the name ends that begins at a token, perhaps after a title."""
        while is_title(self._after(at)):
            at += 1
        member = self._cast.at(at)
        while member is not None and self._cast.at(at) is member:
            at += 1
        return at

    def _after(self, at: int) -> str:
        return self._tokens[at].text if at < len(self._tokens) else ""

    def _titled(self, token: Token) -> Member | None:
        """Give the person a role runs into: "the head of the Command Admiral Faller"."""
        _, end = self._words(token)
        for at in range(end - 1, token.index, -1):
            member = self._cast.at(at)
            if member is None or member.label != "PERSON":
                continue
            while at > token.index and (
                self._cast.at(at) is member or is_title(self._tokens[at].text)
            ):
                at -= 1  # noqa: PLW2901 (walks back to what stands before title and name)
            return None if self._tokens[at].pos in _PARTING else member
        return None

    def _run_into(self, token: Token, cue: int | None) -> Member | None:
        """Give whom words after a verb run into: "said the chief of fire services Ann Lee"."""
        if cue is None or token.index < cue:
            return None
        end = min(token.index + _LONGEST_ROLE, len(self._tokens))
        for at in range(token.index + 1, end):
            word, before = self._tokens[at], self._tokens[at - 1]
            if word.sentence != token.sentence or word.pos not in _IN_ROLES:
                return None
            if self._is_somebody(at):
                return self._cast.at(at) if before.pos in _ENDS_ROLE else None
        return None

    def _apposed(self, token: Token) -> Member | None:
        """Give the person that words are an apposition to: "Faller, the top commander, said".

        In "It struck the house of Lee, officials said" no comma closes one.
        """
        first, end = self._words(token)
        if first < 2 or self._tokens[first - 1].text != ",":  # noqa: PLR2004 (a name, a comma)
            return None
        member = self._cast.at(first - 2)
        if member is None or member.label != "PERSON":
            return None
        ends = {self._after(end), self._after(token.last + 1), self._tokens[end - 1].text}
        return member if "," in ends or self._follows_quotation(member, first - 2) else None

    def _follows_quotation(self, member: Member, at: int) -> bool:
        """Tell whether a name stands right after a quotation: "…," Ann Lee, his mother said."""
        while at > 0 and self._cast.at(at) is member:
            at -= 1
        return self._tokens[at].text == '"'

    def _role_beside(self, token: Token, member: Member) -> str | None:
        for at in token.children:
            child = self._tokens[at]
            if (
                child.relation == "appos"
                and child.pos == "NOUN"
                and self._cast.at(at) is not member
                and (is_person(child) or not self._is_in_parentheses(child))
            ):
                return self._shown(*self._words(child))
        first, end = self._words(token)
        if token.pos == "NOUN" and self._apposed(token) is member:
            return self._shown(first, end)
        if self._named_last(token) is member:
            own = (at for at in range(first, end) if self._cast.at(at) is member)
            return self._shown(first, self._before_title(next(own, end)))
        explained = self._explained(token, member)
        if explained is not None or member.title:
            return explained or member.title
        before = [at for at in range(first, end) if self._cast.at(at) is not member]
        if before and self._tokens[token.index].pos == "NOUN":
            named = any(self._tokens[at].pos in _NAMING for at in before)
            return self._shown(first, before[-1] + 1) if named else None
        return None

    def _explained(self, token: Token, member: Member) -> str | None:
        """Give the role between commas behind a name, lost to the parser: "Lee, its chairman,"."""
        at = token.index
        while self._cast.at(at) is member:
            at += 1
        if at == token.index or self._after(at) != ",":
            return None
        end = begin = at + 1
        while end < begin + _LONGEST_ROLE and end < len(self._tokens):
            word = self._tokens[end]
            if word.text == "," or word.tag in FINITE or word.pos not in _IN_ROLES:
                break
            end += 1
        words = self._tokens[begin:end]
        somebody = any(is_person(word) and word.pos == "NOUN" for word in words)
        people = any(self._is_somebody(word.index) for word in words)
        closed = self._after(end) == "," and self._tokens[begin].pos in _OPENS_ROLE
        return self._shown(begin, end) if closed and somebody and not people else None

    def _is_in_parentheses(self, token: Token) -> bool:
        beginning = self._tokens[max(0, token.first - 1) : token.first + 1]
        return any(one.text == "(" for one in beginning)

    def _is_somebody(self, at: int) -> bool:
        member = self._cast.at(at)
        return member is not None and member.label == "PERSON"

    def _meant(self, token: Token) -> Member | None:
        if token.lower in _GENDERS:
            return self._nearest(token, gender=_GENDERS[token.lower])
        if token.pos == "NOUN" and token.tag != "NNS" and self._is_definite(token):
            return self._nearest(token, role=token.lemma)
        return None

    def _is_definite(self, token: Token) -> bool:
        return any(self._tokens[at].lower in _DEFINITE for at in token.children)

    def _nearest(
        self, token: Token, *, gender: str | None = None, role: str | None = None
    ) -> Member | None:
        """Choose among the people named before: lately, as a subject, having spoken."""
        best: tuple[float, int] | None = None
        chosen = None
        end = bisect_left(self._places, token.index)
        for first, member in reversed(self._people[max(0, end - _MOST_MENTIONS) : end]):
            if gender is not None and member.gender not in {None, gender}:
                continue
            if role is not None and (
                role not in member.roles or not self._origins.fit(token, member)
            ):
                continue
            score = self._nearness(token, first, member)
            score += _SAME_GENDER if gender is not None and member.gender == gender else 0.0
            if role is None and score < -_FARTHEST_SENTENCES:
                break
            if best is None or (score, first) > best:
                best, chosen = (score, first), member
        return chosen or (self._only_one(token, gender) if gender is not None else None)

    def _only_one(self, token: Token, gender: str) -> Member | None:
        """Give the one woman, or the one man, among the people that are named before, if so."""
        end = min(bisect_left(self._places, token.index), _MOST_MENTIONS)
        found = {id(one): one for _, one in self._people[:end] if one.gender == gender}
        return next(iter(found.values())) if len(found) == 1 else None

    def _nearness(self, token: Token, first: int, member: Member) -> float:
        mention = self._tokens[first]
        score = float(mention.sentence - token.sentence)
        heads = [mention, self._tokens[mention.head]]
        if any(one.relation == "nsubj" for one in heads):
            score += 1.2
        spoke = self._spoke.get(id(member))
        if spoke is not None and token.sentence - spoke <= _RECENT_SENTENCES:
            score += 1.5
        return score
