"""Claim conflicts: wording, attribution, polarity, time and place of aligned claims."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from agents.deduplication.merging.alignment import Speakers, compare_claims, speakers_of
from agents.deduplication.merging.conflicts import Found, Setting, Side, independent
from agents.deduplication.merging.groups import Group
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from agents.deduplication.merging.quotations import (
    differing_versions,
    quotations_in,
    shared_run,
    words_of_quotation,
)
from streams.story import ConflictKind

_SURE_FROM: Final = 620
"""Score from which two claims tell so surely the same that a difference is a contradiction."""
_VERSIONS: Final = 8
"""Differently worded claims of a group that are compared with one another."""
_SAME_WORDS_FROM: Final = 0.8
_LEAST_WORDS: Final = 5
_ANONYMOUS: Final = re.compile(
    r"\b(?:anonymous|unnamed|officials?|sources?|aides?|diplomats?|advisers?|insiders?|familiar)\b",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


def claim_conflicts(
    groups: Mapping[int, Group], reports: Mapping[str, PreparedReport], setting: Setting
) -> Iterator[Found]:
    """Give the contradictions within groups of aligned claims and between rivals."""
    for number in sorted(groups):
        group = groups[number]
        if "conflicts" not in group.worked_out:
            group.worked_out["conflicts"] = list(_within(group, reports))
        for found in (*group.worked_out["conflicts"], *_polarity(group, groups)):
            if independent(found.sides, setting):
                yield found


def _within(group: Group, reports: Mapping[str, PreparedReport]) -> Iterator[Found]:
    """Give the contradictions among the versions of one claim."""
    versions = _versions(group)
    if len({claim.article_id for claim in versions}) > 1:
        for found in (
            _wording(group, versions),
            _attribution(group, versions, reports),
            _time(group, versions),
            _place(group, versions, reports),
        ):
            if found is not None:
                yield found


def _versions(group: Group) -> list[PreparedClaim]:
    """Give a group's differently worded claims, the first of each, bounded."""
    first: dict[str, PreparedClaim] = {}
    for claim in group.members:
        first.setdefault(claim.key, claim)
        if len(first) == _VERSIONS:
            break
    return list(first.values())


def _anchor(group: Group) -> str:
    return f"{group.founder.article_id}\n{group.founder.claim.content[0].start}"


def _who_says(group: Group, keys: Iterable[str]) -> frozenset[str]:
    wanted = set(keys)
    return frozenset(claim.article_id for claim in group.members if claim.key in wanted)


def _wording(group: Group, versions: list[PreparedClaim]) -> Found | None:
    """Give the best pair of versions of one quotation."""
    best: tuple[float, str, str, PreparedClaim, PreparedClaim] | None = None
    for at, one in enumerate(versions):
        for other in versions[at + 1 :]:
            if one.article_id == other.article_id:
                continue
            if speakers_of(one, other) is Speakers.DIFFERENT:
                continue
            for left in quotations_in(one.claim):
                for right in quotations_in(other.claim):
                    found = differing_versions(left, right)
                    if found and (best is None or found.likeness > best[0]):
                        best = (found.likeness, left, right, one, other)
    if best is None:
        return None
    _, left, right, one, other = best
    sides = _sides_by_words(group, left, right)
    subject = one.claim.speaker.name if one.claim.speaker and one.claim.speaker.name else ""
    return Found(ConflictKind.WORDING, subject or one.claim.text, _anchor(group), sides)


def _sides_by_words(group: Group, left: str, right: str) -> tuple[Side, ...]:
    """Put each report on the side whose version it quotes."""
    wanted = (words_of_quotation(left), words_of_quotation(right))
    articles: tuple[set[str], set[str]] = (set(), set())
    for claim in group.members:
        for at, words in enumerate(wanted):
            if any(_holds(quoted, words) for quoted in claim.quotations):
                articles[at].add(claim.article_id)
                break
    number = frozenset({group.number})
    return tuple(
        Side(text, text, frozenset(ids), number)
        for text, ids in zip((left, right), articles, strict=True)
    )


def _holds(quoted: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return f" {' '.join(words)} " in f" {' '.join(quoted)} "


def _attribution(
    group: Group, versions: list[PreparedClaim], reports: Mapping[str, PreparedReport]
) -> Found | None:
    for at, one in enumerate(versions):
        for other in versions[at + 1 :]:
            if one.article_id == other.article_id:
                continue
            if _differently_attributed(one, other, reports):
                sides = tuple(
                    Side(_speaker(claim), claim.claim.text,
                         _who_says(group, [claim.key]), frozenset({group.number}))
                    for claim in (one, other)
                )
                return Found(ConflictKind.ATTRIBUTION, one.claim.text, _anchor(group), sides)
    return None


def _differently_attributed(
    one: PreparedClaim, other: PreparedClaim, reports: Mapping[str, PreparedReport]
) -> bool:
    if one.speaker and other.speaker:
        if speakers_of(one, other) is not Speakers.DIFFERENT:
            return False
        people = reports[one.article_id].people, reports[other.article_id].people
        if one.speaker not in people[0] or other.speaker not in people[1]:
            return False
        return any(
            min(len(a), len(b)) >= _LEAST_WORDS and shared_run(a, b) >= _SAME_WORDS_FROM
            for a in one.quotations for b in other.quotations
        )
    named, unnamed = (one, other) if one.speaker else (other, one)
    if not named.speaker or not _ANONYMOUS.search(unnamed.description):
        return False
    # whoever knows a name and yet writes "an official" means somebody else
    surname = named.speaker.split()[-1]
    known = reports[unnamed.article_id].people
    return surname in {name.split()[-1] for name in known if name}


def _speaker(claim: PreparedClaim) -> str:
    speaker = claim.claim.speaker
    return (speaker.name or speaker.description or "") if speaker else ""


def _time(group: Group, versions: list[PreparedClaim]) -> Found | None:
    days: defaultdict[str, list[PreparedClaim]] = defaultdict(list)
    for claim in versions:
        named = [time for time in claim.claim.times if time.day in claim.days]
        if len(claim.days) == 1 and len(claim.claim.times) == 1 and _is_definite(named[0].text):
            days[next(iter(claim.days))].append(claim)
    return _by_value(ConflictKind.TIME, group, days) if len(days) > 1 else None


def _is_definite(text: str) -> bool:
    """Say whether a time is more than "today", which depends on where one is."""
    return bool(_WEEKDAY.search(text)) or any(map(str.isdigit, text))


def _place(
    group: Group, versions: list[PreparedClaim], reports: Mapping[str, PreparedReport]
) -> Found | None:
    places: defaultdict[str, list[PreparedClaim]] = defaultdict(list)
    for claim in versions:
        if len(claim.places) == 1:
            places[next(iter(claim.places))].append(claim)
    for value, claims in places.items():
        elsewhere = [claim for other in places if other != value for claim in places[other]]
        # who names the other place too does not contradict: one may lie in the other
        if any(value in reports[claim.article_id].places for claim in elsewhere) or not claims:
            return None
    return _by_value(ConflictKind.PLACE, group, places) if len(places) > 1 else None


def _by_value(
    kind: ConflictKind, group: Group, claims: Mapping[str, list[PreparedClaim]]
) -> Found | None:
    values = sorted(claims)
    firsts = [claims[value][0] for value in values]
    sure = all(
        compare_claims(one, other).score >= _SURE_FROM
        for at, one in enumerate(firsts) for other in firsts[at + 1 :]
    )
    if not sure:
        return None
    sides = tuple(
        Side(value, claims[value][0].claim.text,
             _who_says(group, (claim.key for claim in claims[value])), frozenset({group.number}))
        for value in values
    )
    return Found(kind, group.founder.claim.text, _anchor(group), sides)


def _polarity(group: Group, groups: Mapping[int, Group]) -> Iterator[Found]:
    for rival in group.rivals:
        if rival.kind is not ConflictKind.POLARITY or rival.score < _SURE_FROM:
            continue
        if speakers_of(rival.one, rival.other) is Speakers.DIFFERENT:
            continue
        other = groups[rival.other_group]
        yield Found(
            ConflictKind.POLARITY,
            rival.other.claim.text,
            f"{_anchor(group)}\n{_anchor(other)}",
            (_polarity_side(rival.one, group), _polarity_side(rival.other, other)),
        )


def _polarity_side(claim: PreparedClaim, group: Group) -> Side:
    return Side(
        "not so" if claim.negated else "so",
        claim.claim.text,
        frozenset(member.article_id for member in group.members),
        frozenset({group.number}),
    )
