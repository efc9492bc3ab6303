"""Entity nodes: the names that a story's reports use, and who uses them how."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from agents.deduplication.merging.extract import EntityUse, ReportExtract
from agents.deduplication.merging.names import (
    Likeness,
    folded,
    likeness_of_people,
    likeness_of_things,
    role_words,
    suffix_of,
    without_titles,
)
from agents.deduplication.merging.spelling import sound_of

NodeKey = tuple[str, str]
"""(class of thing, name as compared)."""

_CLASSES: Final = {
    "PERSON": "person",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "people",
}
_COMMON_ROLES: Final = frozenset(
    "spokesman spokeswoman spokesperson official reporter judge chief head".split()
)


@dataclass(slots=True)
class Node:
    """One name of one class of things, the use of it by article id, and its bearer's roles."""

    key: NodeKey
    uses: dict[str, EntityUse] = field(default_factory=dict)
    revision: int = 0
    """Another number after every change."""
    roles: Counter[str] = field(default_factory=Counter)

    @property
    def kind(self) -> str:
        """Class of thing: person, place, people or thing."""
        return self.key[0]

    @property
    def name(self) -> str:
        """Name as compared: folded, a person's without titles."""
        return self.key[1]


class EntityNodes:
    """The names of a story's reports; reports are added and taken out in any order."""

    def __init__(self) -> None:
        self.nodes: dict[NodeKey, Node] = {}
        self._blocks: defaultdict[str, set[NodeKey]] = defaultdict(set)
        self._alike: dict[NodeKey, dict[NodeKey, Likeness]] = {}
        self._revision = 0
        self.keys: dict[tuple[str, str], NodeKey] = {}
        """The key of each name in each article."""
        self.worked_out: dict[tuple[NodeKey, ...], tuple[Any, Any]] = {}
        """Entities made of groups of nodes, with what they depend on; for whoever resolves them."""
        self.canonical: dict[NodeKey, str] = {}
        self.canonical_version = 0
        """Another number after a name that was there has come to stand for another."""

    def add(self, report: ReportExtract) -> None:
        """Add a report's names."""
        roles = _roles_in(report)
        for use in report.entities:
            self.keys[report.article_id, use.name] = _key_of(use)
        for use in _distinct(report):
            key = _key_of(use)
            node = self.nodes.get(key)
            if node is None:
                node = self.nodes[key] = Node(key)
                self._index(key)
            node.uses[report.article_id] = use
            self._touch(node)
            node.roles.update(roles.get(use.name, ()))

    def remove(self, report: ReportExtract) -> None:
        """Take out the names of a report that was added."""
        roles = _roles_in(report)
        for use in report.entities:
            self.keys.pop((report.article_id, use.name), None)
        for use in _distinct(report):
            key = _key_of(use)
            node = self.nodes[key]
            del node.uses[report.article_id]
            self._touch(node)
            node.roles.subtract(roles.get(use.name, ()))
            if not node.uses:
                del self.nodes[key]
                self._unindex(key)

    def likenesses(self) -> list[tuple[Likeness, NodeKey, NodeKey]]:
        """Give each pair of names that can be one person or thing, sorted."""
        return sorted(
            (likeness, one, other)
            for one, others in self._alike.items()
            for other, likeness in others.items()
            if one < other
        )

    def agree_on(self, canonical: dict[NodeKey, str]) -> None:
        """Keep what each name stands for."""
        former = self.canonical
        if any(canonical.get(key, name) != name for key, name in former.items()):
            self.canonical_version += 1
        self.canonical = canonical

    def _touch(self, node: Node) -> None:
        self._revision += 1
        node.revision = self._revision

    def _index(self, key: NodeKey) -> None:
        alike = self._alike[key] = {}
        for block in _blocks_of(key):
            for other in self._blocks[block]:
                if other != key and other not in alike:
                    likeness = likeness_of(key, other)
                    if likeness is not Likeness.DIFFERENT:
                        alike[other] = self._alike[other][key] = likeness
            self._blocks[block].add(key)

    def _unindex(self, key: NodeKey) -> None:
        for block in _blocks_of(key):
            self._blocks[block].discard(key)
        for other in self._alike.pop(key):
            del self._alike[other][key]


def likeness_of(one: NodeKey, other: NodeKey) -> Likeness:
    """Compare two names; those of different classes can be one only if they are equal."""
    if one[1] == other[1]:
        # a person may be called as a place is (Jordan); other classes are the recogniser's guess
        doubtful = "person" in {one[0], other[0]} and one[0] != other[0] and " " not in one[1]
        return Likeness.DIFFERENT if doubtful else Likeness.SAME
    if one[0] != other[0]:
        return Likeness.DIFFERENT
    if one[0] == "person":
        return likeness_of_people(one[1], other[1])
    return likeness_of_things(one[1], other[1])


def _key_of(use: EntityUse) -> NodeKey:
    kind = _CLASSES.get(use.type, "thing")
    if kind != "person":
        return kind, folded(use.name)
    return kind, f"{without_titles(use.name)} {suffix_of(use.name)}".rstrip()


def _distinct(report: ReportExtract) -> list[EntityUse]:
    """Give one use for each name as compared, the most mentioned one."""
    uses: dict[NodeKey, EntityUse] = {}
    for use in sorted(report.entities, key=lambda use: (-use.mentions, use.type, use.name)):
        key = _key_of(use)
        if key[1]:
            uses.setdefault(key, use)
    return list(uses.values())


def _roles_in(report: ReportExtract) -> dict[str, set[str]]:
    """Give the words of each person's titles and of the roles beside the name."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for use in report.entities:
        if use.type == "PERSON" and use.title:
            roles[use.name] |= role_words(use.title) - _COMMON_ROLES
    for claim in report.claims:
        speaker = claim.speaker
        if speaker and speaker.name and speaker.description:
            roles[speaker.name] |= role_words(speaker.description) - _COMMON_ROLES
    return dict(roles)


def _blocks_of(key: NodeKey) -> list[str]:
    """Give the blocks in which names are compared: by how words sound or begin, by initials."""
    kind, name = key
    words = (without_titles(name) if kind == "person" else name).split()
    blocks = [f"={name}", f"{kind}:{sound_of(words[-1])}", f"{kind}:{words[-1][:2]}"]
    if kind == "person":
        # given name and the surname's first letter: for surnames that differ in one letter
        blocks.append(f"given:{words[0]}:{words[-1][0]}")
    else:
        initials = "".join(word[0] for word in words)
        blocks += [f"{kind}:{sound_of(words[0])}", f"{kind}:{words[0][:3]}"]
        blocks.append(f"initials:{initials if len(words) > 2 else name}")  # noqa: PLR2004
    return blocks
