"""Version conflicts: the wording of a claim and who it is ascribed to, among its versions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import Final

from agents.deduplication.merging.alignment import Speakers, compare_claims, speakers_of
from agents.deduplication.merging.conflicts import Found, Side
from agents.deduplication.merging.groups import Group
from agents.deduplication.merging.names import folded, is_title
from agents.deduplication.merging.polarity import is_attitude
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from agents.deduplication.merging.quotations import (
    differing_versions,
    shared_run,
    words_of_quotation,
)
from agents.deduplication.merging.spelling import spelled_alike
from streams.story import ConflictKind

_VERSIONS: Final = 8
"""Differently worded claims of a group that are compared with one another."""
_SAME_WORDS_FROM: Final = 0.8
_LEAST_WORDS: Final = 5
_PRONOUNS: Final = frozenset(["he", "she", "they", "it", "who", "i", "we"])
_LEAST_LEMMAS: Final = 3
_BEGINNING: Final = 4
_SAID_ALIKE: Final = 675
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
_AFTER_COLON: Final = re.compile(r"\w: ?[“\"]")
"""What is quoted after a colon may be the words of somebody that the claim is about."""
_ANONYMOUS: Final = re.compile(
    r"(?!.*['\u2019]s\b).*\b(?:anonymous|unnamed|officials?|diplomats?)\b", re.IGNORECASE
)
"""Somebody who is not named. A "source" may be whom the other names, "the duke's aide" as well."""


def version_conflicts(group: Group, reports: Mapping[str, PreparedReport]) -> Iterator[Found]:
    """Give the contradictions among the versions of one claim, one of each kind at the most."""
    versions = _versions(group)
    if len({claim.article_id for claim in versions}) > 1:
        for found in (
            _wording(group, versions, reports),
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


def _pairs(versions: list[PreparedClaim]) -> Iterator[tuple[PreparedClaim, PreparedClaim]]:
    """Give the pairs of versions that two articles tell."""
    pairs = combinations(versions, 2)
    return ((one, other) for one, other in pairs if one.article_id != other.article_id)


def anchor_of(group: Group) -> str:
    """Give what names a group stably while reports are added."""
    return f"{group.founder.article_id}\n{group.founder.claim.content[0].start}"


def _who_says(group: Group, keys: Iterable[str]) -> frozenset[str]:
    wanted = set(keys)
    return frozenset(claim.article_id for claim in group.members if claim.key in wanted)


def _wording(
    group: Group, versions: list[PreparedClaim], reports: Mapping[str, PreparedReport]
) -> Found | None:
    """Give the best pair of versions of one quotation."""
    best: tuple[float, str, str, PreparedClaim, PreparedClaim] | None = None
    for one, other in _pairs(versions):
        if speakers_of(one, other) is Speakers.DIFFERENT:
            continue
        for left, right in product(one.sentences, other.sentences):
            found = differing_versions(left, right)
            if found and _has_either(one, other, left, right, reports):
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
    return Found(ConflictKind.WORDING, subject or one.claim.text, anchor_of(group), sides)


def _has_either(
    one: PreparedClaim,
    other: PreparedClaim,
    left: str,
    right: str,
    reports: Mapping[str, PreparedReport],
) -> bool:
    """Say whether one report quotes both sentences: then they are two, not two versions of one."""
    pairs = ((one, words_of_quotation(right)), (other, words_of_quotation(left)))
    return any(
        _holds(quoted, words)
        for claim, words in pairs
        for told in reports[claim.article_id].claims
        for quoted in told.quotations
    )


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
    for one, other in _pairs(versions):
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
            return Found(ConflictKind.ATTRIBUTION, one.claim.text, anchor_of(group), sides)
    return None


def _differently_attributed(
    one: PreparedClaim, other: PreparedClaim, reports: Mapping[str, PreparedReport]
) -> bool:
    if _names(one, other.speaker, reports) or _names(other, one.speaker, reports):
        return False
    if not (one.speaker and other.speaker):
        named, unnamed = (one, other) if one.speaker else (other, one)
        return _means_somebody_else(named, unnamed, reports)
    if _can_be_one(one, other) or _know_each_other(one, other, reports):
        return False
    sure = all(_is_surely_said(claim, reports) for claim in (one, other))
    return sure and _same_words(one, other)


def _can_be_one(one: PreparedClaim, other: PreparedClaim) -> bool:
    """Say whether two claims can be of one speaker, by any part or spelling of the name."""
    if speakers_of(one, other) is not Speakers.DIFFERENT:
        return True
    names = one.speaker.split(), other.speaker.split()
    if set(names[0]) & set(names[1]) or spelled_alike(names[0][-1], names[1][-1]):
        return True
    # spelt by ear: "Wilfried Strauch", "Wilfredo Strauss"
    return all(a[:_BEGINNING] == b[:_BEGINNING] for a, b in zip(*names, strict=False))


def _know_each_other(
    one: PreparedClaim, other: PreparedClaim, reports: Mapping[str, PreparedReport]
) -> bool:
    """Say whether both reports name both speakers: then one was misread rather than mistaken.

    And whether one takes the other's speaker for a place.
    """
    reports_of = reports[one.article_id], reports[other.article_id]
    speakers = other.speaker, one.speaker
    pairs = list(zip(speakers, reports_of, strict=True))
    if any(speaker in report.places for speaker, report in pairs):
        return True
    return all(speaker in report.people for speaker, report in pairs)


def _means_somebody_else(
    named: PreparedClaim, unnamed: PreparedClaim, reports: Mapping[str, PreparedReport]
) -> bool:
    """Say whether a report that gives words to "an official" knows of the one it does not name."""
    if not _is_surely_said(named, reports) or not _ANONYMOUS.match(unnamed.description):
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
    if is_title(claim.speaker.split()[-1]) or _AFTER_COLON.search(claim.claim.text):
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
    # all that a claim quotes: of two quotations next to each other one may be another person's
    a, b = (tuple(word for words in claim.quotations for word in words) for claim in (one, other))
    long = min(len(a), len(b)) >= _LEAST_WORDS
    lemmas = one.claim.lemmas, other.claim.lemmas
    return (long and shared_run(a, b) >= _SAME_WORDS_FROM) or (
        len(lemmas[0]) >= _LEAST_LEMMAS and lemmas[0] == lemmas[1]
    )


def _names(claim: PreparedClaim, speaker: str, reports: Mapping[str, PreparedReport]) -> bool:
    """Say whether a claim, or its sentence, names the other's speaker: then both are in it."""
    if not speaker:
        return False
    report = reports[claim.article_id].extract
    context = report.contexts[claim.index] if report.contexts else ""
    via = claim.claim.via.name or "" if claim.claim.via else ""
    # any word of the name: a Chinese surname comes first
    names = {word for word in speaker.split() if len(word) > 1}
    return not names.isdisjoint(folded(f"{claim.claim.text} {context} {via}").split())


def _speaker(claim: PreparedClaim) -> str:
    speaker = claim.claim.speaker
    return (speaker.name or speaker.description or "") if speaker else ""
