"""Entities across reports: which names are one person or thing, and which spellings differ.

A name is joined to every fuller form of it, a bare surname only if one bearer comes into question.
A name that is only nearly equal (Faller, Fuller) is joined when its bearer has the same role or
says the same things; never when one report uses both names, for then they are two people.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from agents.deduplication.merging.entity_nodes import EntityNodes, Node, NodeKey, likeness_of
from agents.deduplication.merging.extract import EntityUse
from agents.deduplication.merging.names import Likeness, without_titles
from streams.story import NameVariant, StoryEntity

_ABBREVIATION: Final = 4


@dataclass(frozen=True, slots=True)
class Spelling:
    """One person under names that are spelt differently.

    ``sides`` are (name as written, ids of the articles that use it), the most used name first.
    """

    name: str
    sides: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ResolvedEntities:
    """All entities of a story, and what each name in each article stands for."""

    entities: tuple[StoryEntity, ...]
    spellings: tuple[Spelling, ...]
    keys: Mapping[tuple[str, str], NodeKey]
    names: Mapping[NodeKey, str]
    version: int
    """Another number if a name has come to stand for another since the last time."""

    def canonical(self, article_id: str, name: str) -> str:
        """Give the story's name for a name of an article; the name itself if it is no entity."""
        key = self.keys.get((article_id, name))
        return name if key is None else self.names[key]


def resolve(
    names: EntityNodes,
    origins: Mapping[str, str],
    origins_version: int,
    same_words: frozenset[tuple[str, str]],
) -> ResolvedEntities:
    """Join the names of a story's reports.

    Args:
        names: the names, and who uses them.
        origins: each article's origin.
        origins_version: another number if the origin of an article that was there has changed.
        same_words: pairs of people's folded names, sorted, to whom reports give the same words.
    """
    groups = _Groups(names.nodes)
    likenesses = names.likenesses()
    for wanted in (Likeness.SAME, Likeness.VARIANT, Likeness.SPELLING):
        for likeness, one, other in likenesses:
            if likeness is not wanted:
                continue
            if wanted is not Likeness.SPELLING or groups.one_bearer(one, other, same_words):
                groups.join(one, other)
    _join_bare(groups, [(one, other) for kind, one, other in likenesses if kind is Likeness.BARE])
    return _resolved(names, groups.members(), origins, origins_version)


class _Groups:
    """Names joined so far; two that cannot be one are never joined, not even through a third."""

    def __init__(self, nodes: Mapping[NodeKey, Node]) -> None:
        self.nodes = nodes
        self._of = {key: [key] for key in sorted(nodes)}

    def of(self, key: NodeKey) -> list[NodeKey]:
        """Give the group of a name."""
        return self._of[key]

    def members(self) -> list[list[Node]]:
        """Give every group once."""
        groups = {id(group): group for group in self._of.values()}
        return [[self.nodes[key] for key in group] for group in groups.values()]

    def join(self, one: NodeKey, other: NodeKey) -> None:
        """Join two groups, unless a name of one contradicts a name of the other."""
        left, right = self._of[one], self._of[other]
        if left is right:
            return
        if any(
            a[0] == b[0] == "person" and likeness_of(a, b) is Likeness.DIFFERENT
            for a in left
            for b in right
        ):
            return
        left.extend(right)
        for key in right:
            self._of[key] = left

    def one_bearer(
        self, one: NodeKey, other: NodeKey, same_words: frozenset[tuple[str, str]]
    ) -> bool:
        """Say whether names spelt alike are one: never both in one report, and a reason for it."""
        left, right = self.nodes[one], self.nodes[other]
        if left.uses.keys() & right.uses.keys():
            return False
        if one[0] != "person" or _surname(one) == _surname(other):
            # things, and people of one surname whose given names sound alike (Mateo, Matteo)
            return True
        pair = (min(one[1], other[1]), max(one[1], other[1]))
        roles = {role for role in left.roles if left.roles[role] > 0 < right.roles[role]}
        return bool(roles) or pair in same_words


def _surname(key: NodeKey) -> str:
    return without_titles(key[1]).rsplit(maxsplit=1)[-1]


def _join_bare(groups: _Groups, pairs: list[tuple[NodeKey, NodeKey]]) -> None:
    """Join bare surnames and abbreviations that can stand for one group only."""
    bearers: defaultdict[NodeKey, list[NodeKey]] = defaultdict(list)
    for one, other in pairs:
        short, full = sorted((one, other), key=lambda key: (len(key[1].split()), key))
        bearers[short].append(full)
    for short, fulls in sorted(bearers.items()):
        if len({id(groups.of(full)) for full in fulls}) == 1:
            groups.join(fulls[0], short)


def _resolved(
    names: EntityNodes,
    groups: list[list[Node]],
    origins: Mapping[str, str],
    origins_version: int,
) -> ResolvedEntities:
    entities = []
    canonical: dict[NodeKey, str] = {}
    spellings = []
    made: dict[tuple[NodeKey, ...], tuple[Any, Any]] = {}
    for group in groups:
        keys = tuple(sorted(node.key for node in group))
        state = (origins_version, tuple(sorted(node.revision for node in group)))
        known = names.worked_out.get(keys)
        if known is not None and known[0] == state:
            entity, sides = known[1]
        else:
            entity, sides = _entity_of(group, origins), _sides(group)
        made[keys] = (state, (entity, sides))
        entities.append(entity)
        canonical.update(dict.fromkeys(keys, entity.name))
        if len(sides) > 1:
            spellings.append(Spelling(entity.name, sides))
    names.worked_out = made
    names.agree_on(canonical)
    return ResolvedEntities(
        tuple(entities),
        tuple(sorted(spellings, key=lambda found: found.name)),
        names.keys,
        canonical,
        names.canonical_version,
    )


def _entity_of(group: list[Node], origins: Mapping[str, str]) -> StoryEntity:
    if len(group) == 1 and len(group[0].uses) == 1:
        return _entity_of_one(*group[0].uses.values())
    articles: defaultdict[str, set[str]] = defaultdict(set)
    types: Counter[str] = Counter()
    for node in group:
        for article_id, use in node.uses.items():
            articles[use.name].add(article_id)
            types[use.type] += 1
    variants = sorted(
        (
            NameVariant(name=name, articles=len(ids), origins=len({origins[i] for i in ids}))
            for name, ids in articles.items()
        ),
        key=lambda variant: (
            -variant.origins,
            -variant.articles,
            _is_shouted(variant.name),
            -len(variant.name),
            variant.name,
        ),
    )
    everywhere = {article_id for ids in articles.values() for article_id in ids}
    uses = [use for node in group for use in node.uses.values()]
    person = group[0].kind == "person"
    full = [variant for variant in variants if " " in variant.name] if person else []
    return StoryEntity(
        type=min(types, key=lambda kind: (-types[kind], kind)),
        name=(full or variants)[0].name,
        articles=len(everywhere),
        origins=len({origins[article_id] for article_id in everywhere}),
        salience=max(use.salience for use in uses),
        variants=tuple(variants),
        wikidata=min((use.wikidata for use in uses if use.wikidata), default=None),
    )


def _is_shouted(name: str) -> bool:
    """Say whether a name is in capitals as a dateline has it; abbreviations are shorter."""
    return name.isupper() and len(name) > _ABBREVIATION


def _entity_of_one(use: EntityUse) -> StoryEntity:
    """Give the entity that only one report names, and always the same way."""
    variant = NameVariant(name=use.name, articles=1, origins=1)
    return StoryEntity(
        type=use.type,
        name=use.name,
        articles=1,
        origins=1,
        salience=use.salience,
        variants=(variant,),
        wikidata=use.wikidata or None,
    )


def _sides(group: list[Node]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give a person's names by their spelling, the most used first; nothing if all agree."""
    if len(group) == 1 or any(node.kind != "person" for node in group):
        return ()
    by_spelling: list[list[Node]] = []
    for node in sorted(group, key=lambda node: (-len(node.name.split()), node.key)):
        for nodes in by_spelling:
            if likeness_of(nodes[0].key, node.key) is not Likeness.SPELLING:
                nodes.append(node)
                break
        else:
            by_spelling.append([node])
    sides = []
    for nodes in by_spelling:
        written = Counter(use.name for node in nodes for use in node.uses.values())
        name = min(written, key=lambda name: (" " not in name, -written[name], name))
        ids = sorted({article_id for node in nodes for article_id in node.uses})
        sides.append((name, tuple(ids)))
    return tuple(sorted(sides, key=lambda side: (-len(side[1]), side[0])))
