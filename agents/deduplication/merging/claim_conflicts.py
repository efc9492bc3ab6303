"""Claim conflicts: wording, attribution, polarity, time and place of aligned claims."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from agents.deduplication.merging.alignment import (
    Speakers,
    compare_claims,
    evidence_of,
    speakers_of,
)
from agents.deduplication.merging.conflicts import Found, Setting, Side, independent
from agents.deduplication.merging.contrasts import (
    clocks_in,
    places_differ,
    times_differ,
    told_at_a_time,
)
from agents.deduplication.merging.groups import Group, Rival
from agents.deduplication.merging.names import folded
from agents.deduplication.merging.polarity import is_attitude
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from agents.deduplication.merging.quotations import (
    Words,
    differing_versions,
    shared_run,
    words_of_quotation,
)
from streams.story import ConflictKind

_SURE_FROM: Final = {
    ConflictKind.POLARITY: 800,
    ConflictKind.TIME: 700,
    ConflictKind.PLACE: 600,
}
"""Scores from which two claims tell so surely the same that a difference is a contradiction."""
_NEVER: Final = 1001
_SHARED: Final = ((0.5, 0.45, 0.0), (0.7, 0.25, 0.95))
"""Shares of the lighter and of the heavier claim that both must tell, and of the shorter one's
words that the other must have in the same order: a long sentence may deny what it says by the way.
"""
_SHARED_OF_DAYS: Final = 0.55
"""The same where days differ: most claims name a day, and few the day of the same thing."""
_ADDRESSES: Final = frozenset("block street avenue road drive lane area place".split())
_LEAST_TOLD: Final = 400
"""Weight of a claim below which it is too short to contradict another."""
_VERSIONS: Final = 8
"""Differently worded claims of a group that are compared with one another."""
_SAME_WORDS_FROM: Final = 0.8
_LEAST_WORDS: Final = 5
_PRONOUNS: Final = frozenset(["he", "she", "they", "it", "who", "i", "we"])
_LEAST_QUOTED: Final = 3
_SAID_ALIKE: Final = 750
"""Score from which somebody without a name and somebody with one say so surely the same thing that
it matters who said it."""
_PAPERS: Final = frozenset(["letter", "statement", "tweet", "report", "memo", "document"])
_NO_SURNAMES: Final = frozenset(
    (
        "list group committee party coalition alliance union council fund foundation institute "
        "republican democrat republicans democrats conservatives campaign office team post times"
    ).split()
)
"""What names of organisations end in that are taken for people."""
_ANONYMOUS: Final = re.compile(
    r"\b(?:anonymous|unnamed|officials?|sources?|aides?|diplomats?|advisers?|insiders?|familiar)\b",
    re.IGNORECASE,
)


def claim_conflicts(
    groups: Mapping[int, Group], reports: Mapping[str, PreparedReport], setting: Setting
) -> Iterator[Found]:
    """Give the contradictions within groups of aligned claims and between rivals.

    A sentence that several claims quote, one within the other, is told once.
    """
    seen: set[frozenset[Words]] = set()
    for number in sorted(groups):
        group = groups[number]
        if "conflicts" not in group.worked_out:
            group.worked_out["conflicts"] = list(_within(group, reports))
        for found in (*group.worked_out["conflicts"], *_between(group, groups, reports)):
            if not independent(found.sides, setting):
                continue
            versions = frozenset(words_of_quotation(side.value) for side in found.sides)
            if found.kind is not ConflictKind.WORDING or versions not in seen:
                seen.add(versions)
                yield found


def _within(group: Group, reports: Mapping[str, PreparedReport]) -> Iterator[Found]:
    """Give the contradictions among the versions of one claim."""
    versions = _versions(group)
    if len({claim.article_id for claim in versions}) > 1:
        for found in (
            _wording(group, versions),
            _attribution(group, versions, reports),
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
            for left, right in product(one.sentences, other.sentences):
                found = differing_versions(left, right)
                if found and _has_either(one, other, left, right):
                    continue
                # a phrase that stands in one of them twice can be laid beside the other in two ways
                if found and differing_versions(right, left) is None:
                    continue
                if found and (best is None or found.likeness > best[0]):
                    best = (found.likeness, left, right, one, other)
    if best is None:
        return None
    _, left, right, one, other = best
    sides = _sides_by_words(group, left, right)
    subject = one.claim.speaker.name if one.claim.speaker and one.claim.speaker.name else ""
    return Found(ConflictKind.WORDING, subject or one.claim.text, _anchor(group), sides)


def _has_either(one: PreparedClaim, other: PreparedClaim, left: str, right: str) -> bool:
    """Say whether one claim quotes both sentences: then they are two, not two versions of one."""
    pairs = ((one, words_of_quotation(right)), (other, words_of_quotation(left)))
    return any(_holds(quoted, words) for claim, words in pairs for quoted in claim.quotations)


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
                    Side(
                        _speaker(claim),
                        claim.claim.text,
                        _who_says(group, [claim.key]),
                        frozenset({group.number}),
                    )
                    for claim in (one, other)
                )
                return Found(ConflictKind.ATTRIBUTION, one.claim.text, _anchor(group), sides)
    return None


def _differently_attributed(
    one: PreparedClaim, other: PreparedClaim, reports: Mapping[str, PreparedReport]
) -> bool:
    if _names(one, other.speaker, reports) or _names(other, one.speaker, reports):
        return False
    if one.speaker and other.speaker:
        if speakers_of(one, other) is not Speakers.DIFFERENT:
            return False
        if set(one.speaker.split()) & set(other.speaker.split()):
            return False
        sure = all(_is_surely_said(claim, reports) for claim in (one, other))
        return sure and _same_words(one, other)
    named, unnamed = (one, other) if one.speaker else (other, one)
    return _means_somebody_else(named, unnamed, reports)


def _means_somebody_else(
    named: PreparedClaim, unnamed: PreparedClaim, reports: Mapping[str, PreparedReport]
) -> bool:
    """Say whether a report that gives words to "an official" knows of the one it does not name."""
    if not _is_surely_said(named, reports) or not _ANONYMOUS.search(unnamed.description):
        return False
    if not (named.quotations or unnamed.quotations or _same_words(named, unnamed)):
        return False
    if compare_claims(named, unnamed).score < _SAID_ALIKE:
        return False
    if is_attitude(named.claim) != is_attitude(unnamed.claim):
        return False
    # whoever knows a name and yet writes "an official" means somebody else
    surname = named.speaker.split()[-1]
    known = reports[unnamed.article_id].people
    return surname in {name.split()[-1] for name in known if name}


def _is_surely_said(claim: PreparedClaim, reports: Mapping[str, PreparedReport]) -> bool:
    """Say whether a report surely gives a person's words: by name, and not about that person."""
    if claim.speaker not in reports[claim.article_id].people or claim.claim.cue is None:
        return False
    if claim.description in _PRONOUNS | _PAPERS or " " not in claim.speaker:
        return False
    *given, surname = claim.speaker.split()
    report = reports[claim.article_id]
    if surname in _NO_SURNAMES or _surnames(given, report) or claim.speaker in report.places:
        return False
    return surname not in folded(claim.claim.text).split()


def _surnames(words: Iterable[str], report: PreparedReport) -> set[str]:
    """Give those of the words that are the surname of somebody the report names."""
    return set(words) & {name.split()[-1] for name in report.people if " " in name}


def _same_words(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether two claims are in the same words, quoted or reported."""
    quoted = any(
        (a == b and len(a) >= _LEAST_QUOTED)
        or (min(len(a), len(b)) >= _LEAST_WORDS and shared_run(a, b) >= _SAME_WORDS_FROM)
        for a in one.quotations
        for b in other.quotations
    )
    lemmas = one.claim.lemmas, other.claim.lemmas
    return quoted or (len(lemmas[0]) >= _LEAST_QUOTED and lemmas[0] == lemmas[1])


def _names(claim: PreparedClaim, speaker: str, reports: Mapping[str, PreparedReport]) -> bool:
    """Say whether a claim, or its sentence, names the other's speaker: then both are in it."""
    if not speaker:
        return False
    report = reports[claim.article_id].extract
    context = report.contexts[claim.index] if report.contexts else ""
    via = claim.claim.via.name or "" if claim.claim.via else ""
    return speaker.rsplit(maxsplit=1)[-1] in folded(f"{claim.claim.text} {context} {via}").split()


def _speaker(claim: PreparedClaim) -> str:
    speaker = claim.claim.speaker
    return (speaker.name or speaker.description or "") if speaker else ""


def _between(
    group: Group, groups: Mapping[int, Group], reports: Mapping[str, PreparedReport]
) -> Iterator[Found]:
    """Give the contradictions of a group with others that cannot both be so."""
    for rival in group.rivals:
        if rival.score < _SURE_FROM.get(rival.kind, _NEVER):
            continue
        if speakers_of(rival.one, rival.other) is Speakers.DIFFERENT:
            continue
        if not _tell_as_much(rival) or not _is_only_time(rival, reports):
            continue
        values = _values(rival)
        if values is None:
            continue
        other = groups[rival.other_group]
        both = _articles(group) & _articles(other)
        yield Found(
            rival.kind,
            rival.other.claim.text,
            f"{_anchor(group)}\n{_anchor(other)}",
            (
                _side(values[0], rival.one, group, both),
                _side(values[1], rival.other, other, both),
            ),
        )


def _tell_as_much(rival: Rival) -> bool:
    """Say whether both claims tell enough, and largely the same, to contradict each other."""
    one, other = rival.one, rival.other
    if min(one.total, other.total) < _LEAST_TOLD:
        return False
    if rival.kind is ConflictKind.TIME and not _tell_more_than_where(one, other):
        return False
    if _is_of_days(rival):
        return _tell_a_day_of_the_same(one, other)
    evidence = evidence_of(one, other)
    return evidence is not None and any(
        evidence.covered >= covered and evidence.covering >= covering and evidence.order >= order
        for covered, covering, order in _SHARED
    )


def _tell_more_than_where(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether two claims have more in common than names and the words of an address."""
    shared = one.plain.keys() & other.plain.keys()
    return not shared <= one.name_terms | other.name_terms | _ADDRESSES


def _tell_a_day_of_the_same(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether what two claims tell of one day each is nearly the same."""
    left, right = told_at_a_time(one, other), told_at_a_time(other, one)
    shared = sum(min(left[term], right[term]) for term in left.keys() & right.keys())
    return shared >= _SHARED_OF_DAYS * max(sum(left.values()), sum(right.values()))


def _is_of_days(rival: Rival) -> bool:
    at_a_time = (clocks_in(claim.claim.text) for claim in (rival.one, rival.other))
    return rival.kind is ConflictKind.TIME and not all(at_a_time)


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
    return rival.one.claim.text, rival.other.claim.text


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
