"""Claim conflicts: polarity, time and place of claims that cannot both be so, and all others."""

from collections.abc import Iterator, Mapping
from typing import Final

from agents.deduplication.merging.alignment import Speakers, evidence_of, speakers_of
from agents.deduplication.merging.certainty import Told, is_certain
from agents.deduplication.merging.clocks import clocks_in
from agents.deduplication.merging.conflicts import Found, Setting, Side, independent
from agents.deduplication.merging.contrasts import places_differ, times_differ, told_at_a_time
from agents.deduplication.merging.groups import Group, Rival
from agents.deduplication.merging.names import folded, without_titles
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from agents.deduplication.merging.quotations import Words, words_of_quotation
from agents.deduplication.merging.version_conflicts import anchor_of, version_conflicts
from streams.story import ConflictKind

_SAME_PLACE_FROM: Final = 600
"""Score from which two claims tell so surely the same that another place is a contradiction."""
_SHARED: Final = ((0.5, 0.45, 0.0), (0.7, 0.25, 0.95))
"""Shares of the lighter and of the heavier claim that both must tell, and of the shorter one's
words that the other must have in the same order, where places differ."""
_LEAST_SHARED: Final = {ConflictKind.POLARITY: 0.7, ConflictKind.TIME: 0.6}
"""What both must tell for a denial or a time of day to be compared at all: the shares of the
lighter and of the heavier claim, summed."""
_LEAST_OF_A_DAY: Final = 0.38
"""The same where days differ, of the heavier claim: most claims name a day, and few the day of the
same thing."""
_ONCE: Final = frozenset({ConflictKind.WORDING, ConflictKind.TIME, ConflictKind.PLACE})
_ADDRESSES: Final = frozenset("block street avenue road drive lane area place".split())
_LEAST_TOLD: Final = 400
"""Weight of a claim below which it is too short to contradict another."""


def claim_conflicts(
    groups: Mapping[int, Group], reports: Mapping[str, PreparedReport], setting: Setting
) -> Iterator[Found]:
    """Give the contradictions within groups of aligned claims and between rivals.

    A sentence that several claims quote, one within the other, is told once; so are two days or
    two places between which the same reports differ more than once.
    """
    seen: set[tuple[ConflictKind, frozenset[tuple[Words, frozenset[str]]]]] = set()
    for number in sorted(groups):
        group = groups[number]
        if "conflicts" not in group.worked_out:
            group.worked_out["conflicts"] = list(version_conflicts(group, reports))
        for found in (*group.worked_out["conflicts"], *_between(group, groups, reports)):
            if not independent(found.sides, setting):
                continue
            if found.kind is ConflictKind.ATTRIBUTION and not _are_of_people(found, reports):
                continue
            told = found.kind, frozenset(_told_by(side, found.kind) for side in found.sides)
            if found.kind not in _ONCE or told not in seen:
                seen.add(told)
                yield found


def _told_by(side: Side, kind: ConflictKind) -> tuple[Words, frozenset[str]]:
    """Give a side's words, and who tells them where the words alone could be of anything."""
    wording = kind is ConflictKind.WORDING
    return words_of_quotation(side.value), frozenset() if wording else side.article_ids


def _are_of_people(found: Found, reports: Mapping[str, PreparedReport]) -> bool:
    """Say whether no speaker is an outlet, or taken for no person by most reports that name him."""
    names = {without_titles(side.value) for side in found.sides}
    outlets = {folded(report.extract.outlet) for report in reports.values()}
    return names.isdisjoint(outlets) and all(
        sum((name in report.people) - (name in report.other_names) for report in reports.values())
        >= 0
        for name in names
    )


def _between(
    group: Group, groups: Mapping[int, Group], reports: Mapping[str, PreparedReport]
) -> Iterator[Found]:
    """Give the contradictions of a group with others that cannot both be so."""
    for rival in group.rivals:
        if rival.kind is ConflictKind.FIGURE or not _contradict(rival, reports):
            continue
        values = _values(rival)
        if values is None:
            continue
        other = groups[rival.other_group]
        both = _articles(group) & _articles(other)
        yield Found(
            rival.kind,
            rival.other.claim.text,
            f"{anchor_of(group)}\n{anchor_of(other)}",
            (
                _side(values[0], rival.one, group, both),
                _side(values[1], rival.other, other, both),
            ),
        )


def _contradict(rival: Rival, reports: Mapping[str, PreparedReport]) -> bool:
    """Say whether two claims contradict each other so surely that it is shown."""
    one, other = rival.one, rival.other
    if speakers_of(one, other) is Speakers.DIFFERENT or min(one.total, other.total) < _LEAST_TOLD:
        return False
    if rival.kind is ConflictKind.PLACE:
        return rival.score >= _SAME_PLACE_FROM and _tell_as_much(one, other)
    told = (Told(claim, reports[claim.article_id]) for claim in (one, other))
    return (
        can_contradict(rival.kind, one, other)
        and _is_only_time(rival, reports)
        and is_certain(rival.kind, *told)
    )


def _tell_as_much(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether both claims tell largely the same."""
    evidence = evidence_of(one, other)
    return evidence is not None and any(
        evidence.covered >= covered and evidence.covering >= covering and evidence.order >= order
        for covered, covering, order in _SHARED
    )


def can_contradict(kind: ConflictKind, one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether a denial or another time may be of the same, which :mod:`certainty` weighs."""
    if one.is_unfinished or other.is_unfinished:
        return False
    if kind is ConflictKind.POLARITY and (one.is_fragment or other.is_fragment):
        # what a few words are a part of may deny them
        return False
    if kind is ConflictKind.TIME:
        if not _tell_more_than_where(one, other) or (one.denials and other.denials):
            # what has not happened has not happened on any day
            return False
        if not all(clocks_in(claim.claim.text) for claim in (one, other)):
            return _tell_a_day_of_the_same(one, other)
    evidence = evidence_of(one, other)
    return evidence is not None and evidence.covered + evidence.covering >= _LEAST_SHARED[kind]


def _tell_more_than_where(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether two claims have more in common than names and the words of an address."""
    shared = one.plain.keys() & other.plain.keys()
    return not shared <= one.name_terms | other.name_terms | _ADDRESSES


def _tell_a_day_of_the_same(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether what two claims tell of one day each is nearly the same."""
    left, right = told_at_a_time(one, other), told_at_a_time(other, one)
    shared = sum(min(left[term], right[term]) for term in left.keys() & right.keys())
    return shared >= _LEAST_OF_A_DAY * max(sum(left.values()), sum(right.values()))


def _is_only_time(rival: Rival, reports: Mapping[str, PreparedReport]) -> bool:
    """Say whether neither report gives the same kind of thing more than one time of day.

    Each victim has a time of death of his own.
    """
    return rival.kind is not ConflictKind.TIME or all(
        sum(_is_at_a_time(told, claim) for told in reports[claim.article_id].claims) <= 1
        for claim in (rival.one, rival.other)
    )


def _is_at_a_time(told: PreparedClaim, claim: PreparedClaim) -> bool:
    """Say whether a claim of a report gives what another one tells a time of day."""
    if not clocks_in(claim.claim.text) or not clocks_in(told.claim.text):
        return False
    shared = sum(claim.plain[notion] for notion in claim.plain.keys() & told.plain.keys())
    return shared >= _LEAST_TOLD


def _values(rival: Rival) -> tuple[str, str] | None:
    if rival.kind is ConflictKind.TIME:
        return times_differ(rival.one, rival.other)
    if rival.kind is ConflictKind.PLACE:
        return places_differ(rival.one, rival.other)
    return _asserted(rival.one), _asserted(rival.other)


def _asserted(claim: PreparedClaim) -> str:
    """Give what a claim says, with the denial that may stand in front of its text only."""
    denied = claim.is_denied_by_speaker and claim.claim.cue
    return f"{claim.claim.cue} {claim.claim.text}" if denied else claim.claim.text


def _articles(group: Group) -> set[str]:
    return {member.article_id for member in group.members}


def _side(value: str, claim: PreparedClaim, group: Group, both: set[str]) -> Side:
    """Put a report that tells both sides where its own claim contradicts, if it does."""
    return Side(
        value,
        claim.claim.text,
        frozenset(_articles(group) - both | {claim.article_id}),
        frozenset({group.number}),
    )
