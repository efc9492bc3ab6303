"""Plant contradictions: of two claims that tell the same, let one give another figure or day.

Or let it deny what both tell. What readers found to be one proposition is then a contradiction, and
what they found to be two remains none; so the signs are learned from far more ways of telling one
thing than news contradicts itself in.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from agents.deduplication.merging.alignment import RIVAL_FROM, compare_claims
from agents.deduplication.merging.certainty import Signs, Told, signs_of
from agents.deduplication.merging.claim_conflicts import can_contradict
from agents.deduplication.merging.figure_conflicts import can_contradict as figures_can_contradict
from agents.deduplication.merging.figures import Agreement, Measure, compare, measure_of
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from streams.story import ConflictKind

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from agents.deduplication.merging.extract import ReportExtract
    from streams.enriched_article import Claim, Figure

_SINGLE: Final = frozenset(["division", "magnitude"])
_NUMERAL: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FEW: Final = 20
_STEPS: Final = (1, 2, 3, -1)
_RATIOS: Final = (0.7, 0.8, 0.9, 1.15, 1.3, 1.6)
_DAYS: Final = (1, 2, 3, -1, -2)
_AUXILIARY: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|does|do)\b(?! not)"
)
_PAST: Final = re.compile(r"((?:\S+ ){1,6}?)(\w{3,})ed\b")
_WORDS: Final = "one two three four five six seven eight nine ten eleven twelve".split()
_WHOLE_DAY: Final = len("2026-02-01")


def planted_in(
    one: PreparedClaim,
    report: PreparedReport,
    other: PreparedClaim,
    extract: ReportExtract,
    chance: random.Random,
) -> Iterator[Signs]:
    """Give the signs of one claim and the other, altered, as far as the product compares them.

    ``report`` is the one claim's, ``extract`` the other's.
    """
    for altered, kind, measure in _altered(one, other, extract, chance):
        claim = altered.claims[other.index]
        found = compare_claims(one, claim)
        if found.clash is not kind or found.score < RIVAL_FROM:
            continue
        if kind is not ConflictKind.FIGURE:
            if can_contradict(kind, one, claim):
                yield signs_of(kind, Told(one, report), Told(claim, altered))
            continue
        for its in claim.measures:
            if measure is not None and figures_can_contradict(one, measure, claim, its):
                told = Told(one, report, measure), Told(claim, altered, its)
                yield signs_of(kind, *told)
                break


def _altered(
    one: PreparedClaim, other: PreparedClaim, extract: ReportExtract, chance: random.Random
) -> Iterator[tuple[PreparedReport, ConflictKind, Measure | None]]:
    """Give the other claim's report with another figure, with a denial, with another day."""
    for own in one.measures:
        for its in other.measures:
            if its.unit not in _SINGLE and compare(own, its) is Agreement.AGREE:
                changed = _with_figure(extract, its, chance)
                yield PreparedReport(changed), ConflictKind.FIGURE, own
    if not one.denials and not other.denials:
        claim = denied(other.claim)
        if claim is not None:
            yield _with(extract, other.index, claim), ConflictKind.POLARITY, None
    for day in sorted(one.days & other.days):
        claim = _on_another_day(other.claim, day, timedelta(chance.choice(_DAYS)))
        if claim is not None:
            yield _with(extract, other.index, claim), ConflictKind.TIME, None


def _with(extract: ReportExtract, index: int, claim: Claim) -> PreparedReport:
    claims = (*extract.claims[:index], claim, *extract.claims[index + 1 :])
    return PreparedReport(extract.model_copy(update={"claims": claims}))


def denied(claim: Claim) -> Claim | None:
    """Give a claim with a "not" after its first auxiliary, or before its first verb in the past.

    >>> from streams.enriched_article import Claim, Span
    >>> def text_of(text):
    ...     return denied(Claim(kind="statement", text=text, content=[Span(0, 1)])).text
    >>> text_of("The trust has paid a ransom"), text_of("The rebels accepted the offer")
    ('The trust has not paid a ransom', 'The rebels did not accept the offer')
    """
    if found := _AUXILIARY.search(claim.text):
        text = f"{claim.text[: found.end()]} not{claim.text[found.end() :]}"
    elif found := _PAST.match(claim.text):
        text = f"{found[1]}did not {found[2]}{claim.text[found.end() :]}"
    else:
        return None
    return claim.model_copy(update={"text": text})


def _with_figure(extract: ReportExtract, measure: Measure, chance: random.Random) -> ReportExtract:
    """Give a report in which every claim that tells a figure tells another one, the same each."""
    new: dict[str, Figure] = {}
    claims = []
    for claim in extract.claims:
        text, figures = claim.text, []
        for figure in claim.figures:
            own = measure_of(figure)
            if own.kind == measure.kind and compare(own, measure) is Agreement.AGREE:
                changed = new.setdefault(figure.text, another_figure(figure, chance))
                text = text.replace(figure.text, changed.text, 1)
                figures.append(changed)
            else:
                figures.append(figure)
        claims.append(claim.model_copy(update={"text": text, "figures": tuple(figures)}))
    return extract.model_copy(update={"claims": tuple(claims)})


def another_figure(figure: Figure, chance: random.Random) -> Figure:
    """Give a figure with another number, in letters or digits as before; the same if it has none.

    >>> import random
    >>> from streams.enriched_article import Figure
    >>> another_figure(Figure(value=12, text="12 boats", start=0, end=8), random.Random(1)).text
    '14 boats'
    """
    found = _NUMERAL.search(figure.text)
    if found is None:
        return _in_letters(figure, chance)
    old = float(found[0].replace(",", ""))
    decimals = len(found[0].partition(".")[2])
    if old <= _FEW and not decimals:
        number = max(old + chance.choice(_STEPS), 1)
    else:
        digits = decimals or -len(re.search("0*$", found[0].replace(",", ""))[0])  # type: ignore[index]
        number = round(old * chance.choice(_RATIOS), digits)
    told = f"{number:,.{decimals}f}" if "," in found[0] else f"{number:.{decimals}f}"
    return _changed(figure, found[0], told, number / old if old else 1.0)


def _in_letters(figure: Figure, chance: random.Random) -> Figure:
    for word in figure.text.casefold().split():
        if word in _WORDS:
            at = _WORDS.index(word)
            to = min(max(at + chance.choice(_STEPS), 0), len(_WORDS) - 1)
            return _changed(figure, word, _WORDS[to], (to + 1) / (at + 1))
    return figure


def _changed(figure: Figure, old: str, new: str, ratio: float) -> Figure:
    text = re.sub(re.escape(old), new, figure.text, count=1, flags=re.IGNORECASE)
    return figure.model_copy(update={"text": text, "value": figure.value * ratio})


def _on_another_day(claim: Claim, day: str, later: timedelta) -> Claim | None:
    """Give a claim that tells another day, in the same words; None if the words do not tell it."""
    if len(day) != _WHOLE_DAY:
        return None
    old = date.fromisoformat(day)
    new = old + later
    for at, time in enumerate(claim.times):
        text = time.text.replace(f"{old:%A}", f"{new:%A}")
        if old.month == new.month:
            text = re.sub(rf"\b0?{old.day}\b", str(new.day), text, count=1)
        if time.day == day and text != time.text:
            told = time.model_copy(update={"text": text, "day": new.isoformat()})
            times = (*claim.times[:at], told, *claim.times[at + 1 :])
            words = claim.text.replace(time.text, text, 1)
            return claim.model_copy(update={"text": words, "times": times})
    return None
