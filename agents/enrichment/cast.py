"""The cast of an article: its names joined into entities, and who a word stands for."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from agents.enrichment.aliases import (
    initials_of,
    is_short_for,
    key,
    same_organisation,
    same_person,
    shown_as,
)
from agents.enrichment.english.gazetteers import read_list
from agents.enrichment.names import Name
from agents.enrichment.titles import FEMALE_TITLES, MALE_TITLES

_ORGANISED: Final = frozenset({"ORG", "FAC", "EVENT", "LAW", "PRODUCT", "LOC"})
_MOST_CANDIDATES: Final = 24
_LONGEST_ACRONYM: Final = 4
_SLIPS: Final = 3
"""How often a place may be taken for a person for each time that it is not."""

_PLACES: Final = frozenset({"GPE", "LOC", "FAC"})
_FEMALE_ROLES: Final = FEMALE_TITLES | {"actress", "daughter", "grandmother", "mother", "wife"}
_MALE_ROLES: Final = MALE_TITLES | {"actor", "father", "grandfather", "husband", "son"}


@dataclass(slots=True, eq=False)
class Member:
    """A named thing with all its names; ``key`` is the key of its fullest name."""

    key: str
    names: list[Name] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    joined_to: "Member | None" = None
    _known: dict[str, str | None] = field(default_factory=dict)

    def take(self, name: Name) -> None:
        """Add one more place where it is named."""
        self.names.append(name)
        self.labels[name.label] += 1
        self._known.clear()

    @property
    def label(self) -> str:
        """The type most of its names have; the fuller name decides a tie."""
        return self._remembered("label", self._find_label) or "ORG"

    @property
    def name(self) -> str:
        """The canonical name: the well-known one, or the fullest in the article."""
        return self._remembered("name", self._find_name) or self.key

    @property
    def title(self) -> str | None:
        """The title used most, the longest among equals."""
        return self._remembered("title", self._find_title)

    @property
    def gender(self) -> str | None:
        """``f`` or ``m`` where a title, the given name or a role tells it."""
        return self._remembered("gender", self._find_gender)

    def _remembered(self, what: str, find: Callable[[], str | None]) -> str | None:
        """Look a fact up once; whoever is named thousands of times is asked as often."""
        if what not in self._known:
            self._known[what] = find()
        return self._known[what]

    def _find_label(self) -> str | None:
        if not self.labels:
            return None
        if self._is_place_at_times():
            return "GPE"
        best = max(self.labels.values())
        tied = {label for label, count in self.labels.items() if count == best}
        fullest = (name for name in self.names if name.label in tied)
        return min(fullest, key=lambda name: (-len(name.text), name.start)).label

    def _is_place_at_times(self) -> bool:
        """Tell a place often taken for a person: news gives a person's first name or title once."""
        people, places = self.labels["PERSON"], self.labels["GPE"]
        bare = not any(name.title or " " in name.text for name in self.names)
        return bare and 0 < people <= places * _SLIPS

    def _find_name(self) -> str | None:
        known = shown_as(self.key)
        if known is not None or not self.names:
            return known
        candidates = [name for name in self.names if name.key == self.key] or self.names
        calm = [name for name in candidates if not name.text.isupper()] or candidates
        best = min(calm, key=lambda name: (name.in_title, -len(name.text), name.start)).text
        named = self.label in _PLACES or (self.label == "PERSON" and " " in best)
        shouted = best.isupper() and len(best) > _LONGEST_ACRONYM and named
        return best.title() if shouted else best

    def _find_title(self) -> str | None:
        titles = Counter(name.title for name in self.names if name.title)
        if not titles:
            return None
        best = min(titles, key=lambda title: (-titles[title], -len(title), title))
        return best.title() if best.isupper() and len(best) > _LONGEST_ACRONYM else best

    def _find_gender(self) -> str | None:
        titles = {name.title for name in self.names if name.title}
        words = {word.lower().rstrip(".") for title in titles for word in title.split()}
        female, male = bool(words & FEMALE_TITLES), bool(words & MALE_TITLES)
        if female == male:
            female, male = self._is_named_as("women"), self._is_named_as("men")
        if female == male:
            female, male = bool(self.roles & _FEMALE_ROLES), bool(self.roles & _MALE_ROLES)
        return None if female == male else "f" if female else "m"

    def _is_named_as(self, whom: str) -> bool:
        """Tell whether the given name is in a list of names."""
        given, _, surname = self.name.partition(" ")
        return bool(surname) and self.label == "PERSON" and given in read_list(whom).names


class Cast:
    """All members of an article.

    A name is only compared with members that share a word or a beginning with it, and with at most
    ``24`` of those, so that building a cast takes time in proportion to the number of names.
    """

    def __init__(self, names: Sequence[Name]) -> None:
        self._all: list[Member] = []
        self._by_key: dict[str, Member] = {}
        self._by_hint: dict[str, list[Member]] = {}
        self._at: dict[int, Member] = {}
        forms: dict[tuple[str, bool], list[Name]] = {}
        for name in names:
            forms.setdefault((name.key, name.label == "PERSON"), []).append(name)
        for (form, person), places in sorted(
            forms.items(), key=lambda item: (-len(item[0][0].split()), item[1][0].start, item[0])
        ):
            persons = len(places) if person else len(forms.get((form, True), ()))
            self._place(form, places, persons=persons)

    @property
    def members(self) -> list[Member]:
        """All members in the order they are first named, those of the headline only last."""
        alive = [member for member in self._all if member.joined_to is None]
        return sorted(alive, key=lambda member: (member.names[0].in_title, member.names[0].start))

    def _place(self, form: str, places: Sequence[Name], *, persons: int) -> None:
        exact = self._by_key.get(form)
        if exact is not None and (_agree(exact, places, form) or not self._borne(form, places)):
            self._take(exact, places)
            return
        person = places[0].label == "PERSON" or len(places) <= persons or not is_known_place(form)
        fuller = [
            member for member in self._candidates(form) if _stands_for(form, member, places, person)
        ]
        if not fuller:
            self._take(self._new(form), places)
            return
        if len(fuller) == 1:
            self._take(fuller[0], places)
            return
        starts = [sorted(name.start for name in member.names) for member in fuller]
        chosen = [fuller[_nearest_before(fuller, starts, name)] for name in places]
        for member, name in zip(chosen, places, strict=True):
            self._take(member, [name])

    def _borne(self, form: str, places: Sequence[Name]) -> bool:
        """Tell whether a word is the surname of somebody who is named in full or with a title."""
        named = [*places, *self._by_key[form].names]
        return any(name.title for name in named) or any(
            member.labels["PERSON"] and member.key.endswith(f" {form}")
            for member in self._candidates(form)
        )

    def _new(self, form: str) -> Member:
        member = Member(form)
        self._all.append(member)
        self._by_key.setdefault(form, member)
        words = form.split()
        hints = {*words, *(word[:2] for word in words[:3]), initials_of(form)}
        for hint in sorted(hints | {initials_of(" ".join(words[1:]))}):
            bucket = self._by_hint.setdefault(hint, [])
            if len(bucket) < _MOST_CANDIDATES:
                bucket.append(member)
        return member

    def _candidates(self, form: str) -> list[Member]:
        words = form.split()
        hints = words if len(words) > 1 else [form, form[:2]]
        found = {id(member): member for hint in hints for member in self._by_hint.get(hint, ())}
        return list(found.values())

    def _take(self, member: Member, places: Iterable[Name]) -> None:
        for name in places:
            member.take(name)
            if not name.in_title:
                for index in range(name.first, name.end):
                    self._at[index] = member

    def join(self, one: Member, other: Member) -> None:
        """Make one member of two; the one with the fuller name stays."""
        if one is other:
            return
        if len(other.key) > len(one.key):
            one, other = other, one
        self._take(one, other.names)
        one.names.sort(key=lambda name: (name.in_title, name.start))
        one.roles |= other.roles
        other.joined_to = one

    @staticmethod
    def current(member: Member) -> Member:
        """Give the member that one was joined to, or itself."""
        while member.joined_to is not None:
            member = member.joined_to
        return member

    def add(self, member: Member, name: Name) -> None:
        """Add a place where a member is named that the model did not see."""
        self._take(member, [name])

    def sort(self) -> None:
        """Put every member's names in reading order, the headline's last."""
        for member in self._all:
            member.names.sort(key=lambda name: (name.in_title, name.start))

    def at(self, index: int) -> Member | None:
        """Give the member that a token of the text is part of the name of."""
        return self._at.get(index)


@cache
def _known_places() -> frozenset[str]:
    lists = (read_list(name).names for name in ("countries", "cities", "regions"))
    return frozenset(key(name) for names in lists for name in names)


def is_known_place(form: str) -> bool:
    """Tell whether a key is that of a country, region or city of the gazetteers."""
    return form in _known_places()


def _agree(member: Member, places: Sequence[Name], form: str) -> bool:
    """Keep a person apart from a place of one and the same word, unless one is a slip."""
    person = places[0].label == "PERSON"
    was_person = member.labels["PERSON"] * 2 > sum(member.labels.values())
    if person == was_person or " " in form:
        return True
    if not (_PLACES & set(member.labels) or places[0].label in _PLACES):
        return True
    return len(places) * 3 <= sum(member.labels.values())


def _stands_for(form: str, member: Member, places: Sequence[Name], person: bool) -> bool:  # noqa: FBT001
    labels = member.labels
    if labels["PERSON"] * 2 >= sum(labels.values()) > 0:
        if " " in form or places[0].label == "PERSON":
            return person and same_person(form, member.key)
        return person and form == member.key.split()[-1]
    if places[0].label in {"PERSON", "GPE", "NORP"} or not _ORGANISED & set(labels):
        return False
    return is_short_for(form, member.key) or same_organisation(form, member.key)


def _nearest_before(members: Sequence[Member], starts: Sequence[Sequence[int]], name: Name) -> int:
    """Choose the one named last before a place, else the one named most; give its number.

    Args:
        members: who it could be.
        starts: where each of them is named by a fuller name, in order.
        name: the place.
    """

    def nearness(number: int) -> tuple[int, int, int]:
        before = 0 if name.in_title else bisect_left(starts[number], name.start)
        last = starts[number][before - 1] if before else -1
        return last, len(starts[number]), -members[number].names[0].start

    return max(range(len(members)), key=nearness)
