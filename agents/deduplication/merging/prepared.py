"""Prepared claims: a claim as alignment reads it, everything worked out once per report."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.figures import Measure, measure_of
from agents.deduplication.merging.names import folded, without_titles
from agents.deduplication.merging.quotations import Words, quotations_in, words_of_quotation
from agents.deduplication.merging.synonyms import concept_of
from agents.deduplication.merging.weights import weight_of
from streams.enriched_article import Claim

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NOT_ONLY: Final = re.compile(r"\bnot?(?: just| only| merely| simply| alone| least)\b", re.IGNORECASE)
_BLANKS: Final = re.compile(r"\W+")
_LEAST_CLAIMS: Final = 4
_DAMPING_PERCENT: Final = 70
_DAY: Final = 10
_LONG: Final = 30


@dataclass(frozen=True, slots=True)
class PreparedClaim:
    """A claim with its weighted notions.

    ``terms`` weighs each notion in whole numbers (see :mod:`weights`), less where the whole report
    is about it; ``total`` is their sum; ``names`` are the folded names in it; ``key`` is equal for
    claims of the same words and the same speaker.
    """

    article_id: str
    index: int
    claim: Claim
    terms: dict[str, int]
    total: int
    name_terms: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    measures: tuple[Measure, ...]
    days: frozenset[str]
    quotations: tuple[Words, ...]
    speaker: str
    description: str
    negated: bool
    key: str


@dataclass(frozen=True, slots=True)
class PreparedReport:
    """A report with its claims prepared, in the order of the text."""

    extract: ReportExtract
    claims: tuple[PreparedClaim, ...]
    people: frozenset[str]
    """Folded names of the people it names."""
    places: frozenset[str]
    terms: dict[str, int]
    """Weighted notions of headline and lead, scaled so that their squares sum to about 10**6."""


def prepare(report: ReportExtract) -> PreparedReport:
    """Work out what alignment needs of a report: a pure function of it."""
    shares = _shares(report)
    types = {entity.name: entity.type for entity in report.entities}
    claims = tuple(
        _prepared(report, index, shares, types) for index in range(len(report.claims))
    )
    return PreparedReport(
        extract=report,
        claims=claims,
        people=frozenset(without_titles(name) for name, kind in types.items() if kind == "PERSON"),
        places=frozenset(folded(name) for name, kind in types.items() if kind in PLACE_TYPES),
        terms=_headline_terms(report),
    )


PLACE_TYPES: Final = frozenset({"GPE", "LOC", "FAC"})


def _prepared(
    report: ReportExtract, index: int, shares: dict[str, int], types: dict[str, str]
) -> PreparedClaim:
    claim = report.claims[index]
    name_terms = frozenset(
        concept_of(word) for name in claim.entities for word in folded(name).split()
    )
    words = claim.lemmas or tuple(word.casefold() for word in _WORD.findall(claim.text))
    notions = sorted({concept_of(word) for word in words} | name_terms)
    weights = {notion: weight_of(notion, report.language) for notion in notions}
    terms = {
        notion: weight * (100 - _DAMPING_PERCENT * shares.get(notion, 0) // 100) // 100
        for notion, weight in weights.items() if weight
    }
    speaker = claim.speaker
    quotations = tuple(words_of_quotation(part) for part in quotations_in(claim))
    name = without_titles(speaker.name) if speaker and speaker.name else ""
    description = folded(speaker.description) if speaker and speaker.description else ""
    return PreparedClaim(
        article_id=report.article_id,
        index=index,
        claim=claim,
        terms=terms,
        total=sum(terms.values()),
        name_terms=name_terms,
        names=frozenset(folded(entity) for entity in claim.entities),
        places=frozenset(
            folded(entity) for entity in claim.entities if types.get(entity) in PLACE_TYPES
        ),
        measures=tuple(measure_of(figure) for figure in claim.figures),
        days=frozenset(time.day for time in claim.times if time.day and len(time.day) == _DAY),
        quotations=quotations,
        speaker=name,
        description=description,
        negated=claim.negated and not _NOT_ONLY.search(claim.text) and len(terms) <= _LONG,
        key=f"{_BLANKS.sub(' ', claim.text.casefold()).strip()}\n{name or description}",
    )


def _shares(report: ReportExtract) -> dict[str, int]:
    """Give in what percentage of a report's claims each notion stands; nothing of a short report.

    A notion that runs through the whole report tells little of which claim is meant.
    """
    if len(report.claims) < _LEAST_CLAIMS:
        return {}
    counts: Counter[str] = Counter()
    for claim in report.claims:
        names = (word for name in claim.entities for word in folded(name).split())
        counts.update({concept_of(word) for word in (*claim.lemmas, *names)})
    return {notion: 100 * count // len(report.claims) for notion, count in counts.items()}


def _headline_terms(report: ReportExtract) -> dict[str, int]:
    words = _WORD.findall(f"{report.title or ''} {report.lead}".casefold())
    weights = {
        notion: weight_of(notion, report.language)
        for notion in sorted({concept_of(word) for word in words})
    }
    for entity in report.entities[:20]:
        name = folded(entity.name)
        weights[name] = max(weights.get(name, 0), round(400 * entity.salience))
    norm = sum(weight * weight for weight in weights.values()) ** 0.5
    return {
        notion: round(1000 * weight / norm) for notion, weight in weights.items() if weight
    }
