"""Figure conflicts: differing counts of one thing; a later count replaces the family's earlier."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Final

from agents.deduplication.merging.alignment import evidence_of
from agents.deduplication.merging.certainty import Told, is_certain
from agents.deduplication.merging.conflicts import Found, Setting, Side, independent
from agents.deduplication.merging.contrasts import measured_elsewhere
from agents.deduplication.merging.figures import Agreement, Measure, compare
from agents.deduplication.merging.groups import Group, Rival
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from agents.deduplication.merging.scopes import (
    add_up,
    count_alike,
    is_added,
    is_of_some,
    names_figure,
    tells_of_more,
)
from agents.deduplication.merging.synonyms import notion_of
from streams.story import ConflictKind

_EARLY: Final = 800
"""Characters of a report in which it says what its event is."""
_CLOSE: Final = 30
_OF_SOME: Final = re.compile(
    r"\b(?:of (?:the|them|those|whom)|including|among|earlier|previous\w*|ago"
    r"|in (?:19|20)\d\d|last (?:year|month|week)|another|other)\b",
    re.IGNORECASE,
)
_OF_TOLLS: Final = frozenset(["dead", "injured", "missing", "people", "person", "evacuate"])
_MANY: Final = 10
"""Passengers, patients and so on of whom a report counts at least so many are all there are."""
_LEAST_SHARED: Final = 0.7
"""What both must tell, for figures other than tolls to be compared at all: the shares of the
lighter and of the heavier claim, summed."""
_ONLY: Final = frozenset(["division", "magnitude"])
_LEAST_COVERING_OF_ONLY: Final = 0.35
"""What both must tell, of the heavier claim, for numbers of which one event has only one."""
_MANIFOLD: Final = 100
"""Times the other from which a figure is of something else: a firm's worth, a share's price."""
_SLIPS: Final = frozenset([1e3, 1e6])
"""Unless the words differ: a million here is a billion there."""
_TELLING: Final = 400
"""Weight of the notions beside two figures from which they count the same whatever the rest."""

Kind = tuple[str, str | None]
"""(unit, aspect) of what is counted."""


@dataclass(frozen=True, slots=True)
class _Statement:
    measure: Measure
    claim: PreparedClaim
    group: int


def figure_conflicts(
    groups: Mapping[int, Group], reports: Mapping[str, PreparedReport], setting: Setting
) -> Iterator[Found]:
    """Give the differing figures of one thing: of aligned claims, and of the event's victims."""
    kinds = set()
    for kind, found in _between_rivals(groups, reports, setting):
        kinds.add(kind)
        yield found
    for kind, statements in sorted(_first_tolls(groups, reports).items(), key=str):
        found_toll = None if kind in kinds else _found(kind, statements, setting)
        if found_toll is not None:
            yield found_toll


def _between_rivals(
    groups: Mapping[int, Group], reports: Mapping[str, PreparedReport], setting: Setting
) -> Iterator[tuple[Kind, Found]]:
    """Give the differing figures that aligned claims state of one thing."""
    linked: dict[Kind, list[tuple[int, int]]] = defaultdict(list)
    clashing: dict[Kind, list[Measure]] = defaultdict(list)
    for number in sorted(groups):
        for rival in groups[number].rivals:
            if rival.kind is not ConflictKind.FIGURE:
                continue
            for kind, pair in _clashing_kinds(rival, reports).items():
                linked[kind].append((number, rival.other_group))
                clashing[kind].extend(pair)
    for kind in sorted(linked, key=str):
        for numbers in _connected(linked[kind]):
            statements = [
                _Statement(measure, claim, number)
                for number in numbers
                for claim in groups[number].members
                for measure in claim.measures
                if measure.kind == kind and _is_one_of(measure, clashing[kind])
            ]
            whole = [
                one
                for one in statements
                if not is_added(one.claim, one.measure) and not is_of_some(one.claim, one.measure)
            ]
            found = _found(kind, whole or statements, setting)
            if found is not None:
                yield kind, found


def _is_one_of(measure: Measure, clashing: Iterable[Measure]) -> bool:
    """Say whether a figure is a toll, or bears out one of those that clash: others are others'."""
    return measure.is_toll or any(compare(measure, other) is Agreement.AGREE for other in clashing)


def _first_tolls(
    groups: Mapping[int, Group], reports: Mapping[str, PreparedReport]
) -> dict[Kind, list[_Statement]]:
    """Give how many people each report says early on were killed, hurt and so on by the event."""
    early = [toll for article_id in sorted(reports) for toll in _early_tolls(reports[article_id])]
    if not early:
        return {}
    telling = {(claim.article_id, claim.index) for claim, _ in early}
    numbers = {
        place: number
        for number, group in groups.items()
        for claim in group.members
        if (place := (claim.article_id, claim.index)) in telling
    }
    tolls: dict[Kind, list[_Statement]] = defaultdict(list)
    for claim, measure in early:
        number = numbers[claim.article_id, claim.index]
        tolls[measure.kind].append(_Statement(measure, claim, number))
    return {kind: _of_one_event(found, reports) for kind, found in tolls.items()}


def _early_tolls(report: PreparedReport) -> list[tuple[PreparedClaim, Measure]]:
    """Give the first figure of each kind of victims that a report tells of early on."""
    known: list[tuple[PreparedClaim, Measure]] | None = report.worked_out.get("early tolls")
    if known is not None:
        return known
    found: dict[Kind, tuple[PreparedClaim, Measure]] = {}
    for claim in report.claims:
        if claim.claim.content[0].start > _EARLY:
            break
        for measure in claim.measures:
            if measure.kind not in found and _is_toll_of_all(measure, claim):
                found[measure.kind] = claim, measure
    report.worked_out["early tolls"] = tolls = list(found.values())
    return tolls


def _is_toll_of_all(measure: Measure, claim: PreparedClaim) -> bool:
    """Say whether a figure counts all of this event, not some, nor another event's."""
    alone = sum(other.kind == measure.kind for other in claim.measures) == 1
    if any(apart(claim, measure) for apart in (is_added, is_of_some, tells_of_more)):
        return False
    # a speaker who is quoted may tell of one place only
    general = _is_of_events(measure) and claim.claim.kind != "quote"
    before, figure, after = claim.claim.text.partition(measure.text)
    near = f"{before[-_CLOSE:]}{figure}{after[:_CLOSE]}"
    return alone and general and not claim.past and not _OF_SOME.search(near)


def _is_of_events(measure: Measure) -> bool:
    """Say whether an event has one such number: its victims, its magnitude, the passengers."""
    if measure.is_toll:
        return measure.thing == "person"
    special = measure.unit == "person" != measure.thing and measure.low >= _MANY
    return special or measure.unit == "magnitude"


def _of_one_event(
    statements: list[_Statement], reports: Mapping[str, PreparedReport]
) -> list[_Statement]:
    """Leave out statements of which it is not plain that they count the same as the others."""
    first = statements[0]
    if first.measure.is_toll or first.measure.unit == "magnitude":
        others = (one for one in statements[1:] if _is_main(one, first, reports))
        return [first, *others]
    return [
        one
        for one in statements
        if any(_share_much(one, other) for other in statements if other is not one)
    ]


def _is_main(one: _Statement, first: _Statement, reports: Mapping[str, PreparedReport]) -> bool:
    """Say whether an early statement, or one that shares some words, can be of the same event."""
    if any(
        names_figure(its.claim, its.measure, other.measure)
        for its, other in ((one, first), (first, one))
    ):
        return False
    shared = one.claim.terms.keys() & first.claim.terms.keys()
    if shared <= _OF_TOLLS or measured_elsewhere(one.claim, first.claim):
        return False
    clashes = compare(one.measure, first.measure) is Agreement.CLASH
    if not clashes or one.measure.unit in _ONLY:
        return True
    told = (Told(its.claim, reports[its.claim.article_id], its.measure) for its in (one, first))
    return is_certain(ConflictKind.FIGURE, *told)


def _share_much(one: _Statement, other: _Statement) -> bool:
    """Say whether two statements tell much the same beside the figure and what it counts."""
    noun = {notion_of(one.measure.thing), f"#{one.measure.thing}"}
    shared = one.claim.terms.keys() & other.claim.terms.keys() - noun
    weight = sum(min(one.claim.terms[term], other.claim.terms[term]) for term in shared)
    return weight >= _TELLING and not measured_elsewhere(one.claim, other.claim)


def _clashing_kinds(
    rival: Rival, reports: Mapping[str, PreparedReport]
) -> dict[Kind, tuple[Measure, Measure]]:
    """Give in what kinds of figures two claims differ for sure, and the two figures."""
    one, other = (Told(claim, reports[claim.article_id]) for claim in (rival.one, rival.other))
    return {
        a.kind: (a, b)
        for a, b in product(rival.one.measures, rival.other.measures)
        if can_contradict(rival.one, a, rival.other, b)
        and _contradict(replace(one, measure=a), replace(other, measure=b))
    }


def _contradict(one: Told, other: Told) -> bool:
    """Say whether two figures surely count the same: an event has one magnitude, a vote one end."""
    if one.measure is None or one.measure.unit not in _ONLY:
        return is_certain(ConflictKind.FIGURE, one, other)
    evidence = evidence_of(one.claim, other.claim)
    return evidence is not None and evidence.covering >= _LEAST_COVERING_OF_ONLY


def can_contradict(one: PreparedClaim, a: Measure, other: PreparedClaim, b: Measure) -> bool:
    """Say whether two figures differ and may count the same: what :mod:`certainty` then weighs."""
    if compare(a, b) is not Agreement.CLASH or not count_alike(one, a, other, b):
        return False
    if one.is_unfinished or other.is_unfinished:
        return False
    if not (_is_alone(one, a) and _is_alone(other, b)):
        return False
    if _is_cut_off(one, a) or _is_cut_off(other, b):
        return False
    if a.is_toll:
        return True
    evidence = evidence_of(one, other)
    alike = evidence is not None and evidence.covered + evidence.covering >= _LEAST_SHARED
    return alike and not _is_manifold(a, b)


def _is_alone(claim: PreparedClaim, measure: Measure) -> bool:
    """Say whether a claim counts the like once.

    People of whom one is not told what befell them may be any of those it counts.
    """
    if measure.unit == "person" and not measure.is_toll:
        return sum(other.unit == "person" for other in claim.measures) == 1
    return sum(other.kind == measure.kind for other in claim.measures) == 1


def _is_cut_off(claim: PreparedClaim, measure: Measure) -> bool:
    """Say whether a figure goes on where it was read to end: "$600" of "$600m"."""
    _, _, after = claim.claim.text.partition(measure.text)
    return after[:1].isalnum()


def _is_manifold(one: Measure, other: Measure) -> bool:
    small, large = sorted((abs(one.low), abs(other.low)))
    return large >= _MANIFOLD * small and (not small or large / small not in _SLIPS)


def _connected(links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Give groups that are linked, directly or through others; each list ascends."""
    of: dict[int, set[int]] = {}
    for one, other in links:
        joined = of.get(one, {one}) | of.get(other, {other})
        for number in joined:
            of[number] = joined
    return sorted(
        sorted(numbers) for numbers in {id(found): found for found in of.values()}.values()
    )


def _found(kind: Kind, statements: list[_Statement], setting: Setting) -> Found | None:
    latest = list(_latest(statements, setting))
    sides = _sides(latest, setting)
    if not independent(sides, setting) or any(
        add_up(one.claim, one.measure, other.claim, other.measure)
        for one, other in combinations(latest, 2)
    ):
        return None
    unit, aspect = kind
    subject = f"people {aspect}" if aspect and unit == "person" else aspect or unit
    if any(figure.unit == unit.upper() for figure in statements[0].claim.claim.figures):
        # a currency, whose code is written in capitals
        subject = unit.upper()
    founder = statements[0].claim
    anchor = f"{subject}\n{founder.article_id}\n{founder.claim.content[0].start}"
    return Found(ConflictKind.FIGURE, subject, anchor, sides)


def _latest(statements: list[_Statement], setting: Setting) -> Iterator[_Statement]:
    """Leave out a publisher family's figures that a later report of the same family replaces."""
    latest: dict[str, tuple[object, ...]] = {}
    for statement in statements:
        article_id = statement.claim.article_id
        key = (setting.moment(article_id), article_id)
        family = setting.families[article_id]
        latest[family] = max(latest.get(family, key), key)
    for statement in statements:
        article_id = statement.claim.article_id
        if latest[setting.families[article_id]][1] == article_id:
            yield statement


def _sides(statements: list[_Statement], setting: Setting) -> tuple[Side, ...]:
    """Put statements that agree on one side; exact ones found sides, open ones join the nearest."""

    def rank(statement: _Statement) -> tuple[object, ...]:
        measure = statement.measure
        bounded = measure.low > float("-inf") and measure.high < float("inf")
        article_id = statement.claim.article_id
        return (
            not bounded,
            measure.about,
            setting.moment(article_id),
            article_id,
            statement.claim.index,
        )

    sides: list[list[_Statement]] = []
    for statement in sorted(statements, key=rank):
        agreeing = [
            side
            for side in sides
            if compare(side[0].measure, statement.measure) is not Agreement.CLASH
        ]
        if agreeing:
            min(agreeing, key=lambda side: _gap(side[0].measure, statement.measure)).append(
                statement
            )
        else:
            sides.append([statement])
    return tuple(
        Side(
            value=side[0].measure.text,
            text=side[0].claim.claim.text,
            article_ids=frozenset(statement.claim.article_id for statement in side),
            groups=frozenset(statement.group for statement in side),
        )
        for side in sides
    )


def _gap(one: Measure, other: Measure) -> float:
    ends = [end for end in (other.low, other.high) if abs(end) < float("inf")]
    return min(abs(one.low - end) for end in ends)
