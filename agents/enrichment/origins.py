"""Origins: whose and which role somebody has, so that no US president is Iran's."""

from typing import Final

from agents.enrichment.cast import Cast, Member
from agents.enrichment.reading import Reading
from agents.enrichment.titles import TITLE_MODIFIERS, TITLES, is_part_of_title
from agents.enrichment.token import Token

_PLACED: Final = frozenset({"GPE", "LOC", "NORP"})
_BEGINNING: Final = 4
_KINDS: Final = (TITLES | TITLE_MODIFIERS) - {"acting", "ex", "former", "senior"}
_BY_PEOPLE: Final = {
    "american": "united states",
    "british": "united kingdom",
    "dutch": "netherlands",
    "french": "france",
    "greek": "greece",
    "polish": "poland",
    "saudi": "saudi arabia",
    "spanish": "spain",
    "swiss": "switzerland",
    "turkish": "turkey",
    "welsh": "wales",
}
"""Peoples whose names do not begin as those of their countries do."""


def _agree(asked: set[str], known: set[str]) -> bool:
    return not asked or not known or not asked.isdisjoint(known)


class Origins:
    """Knows the places and peoples in the words by which one text introduces its people."""

    def __init__(self, reading: Reading, cast: Cast) -> None:
        self._tokens = reading.tokens
        self._cast = cast
        self._known: dict[int, set[str]] = {}
        for member in cast.members:
            if member.label == "PERSON":
                for name in member.names:
                    if not name.in_title:
                        self._learn(member, name.first)

    def fit(self, role: Token, member: Member) -> bool:
        """Tell whether words for a role can mean somebody.

        They name no other place than his, and an inspector general is no attorney general.
        """
        kinds = {self._tokens[at].lower for at in role.children if at < role.index} & _KINDS
        titled = set((member.title or "").lower().split())
        of_kind = titled & _KINDS - {role.lower} if role.lower in titled else set[str]()
        asked, known = self._around(role), self._known.get(id(member), set())
        return _agree(kinds, of_kind) and _agree(asked, known)

    def _learn(self, member: Member, first: int) -> None:
        found = self._known.setdefault(id(member), set())
        at = first - 1
        while at >= 0 and (is_part_of_title(self._tokens[at].text) or self._tokens[at].text == ","):
            at -= 1
        if 0 <= at < first - 1:
            found |= self._at(at)
        head = self._tokens[self._tokens[first].head]
        for token in (self._tokens[first], head):
            if token.pos == "NOUN":
                found |= self._around(token)

    def _around(self, role: Token) -> set[str]:
        """Give the places and peoples that modify a noun."""
        found = set[str]()
        for at in role.children:
            if at < role.index:
                found |= self._at(at)
        return found

    def _at(self, index: int) -> set[str]:
        member = self._cast.at(index)
        if member is None or member.label not in _PLACED:
            return set()
        name = member.name.lower()
        return {_BY_PEOPLE.get(name, name)[:_BEGINNING]}
