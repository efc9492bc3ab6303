"""Prepared claims: a claim as alignment reads it, everything worked out once per report."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.figures import Measure, measure_of
from agents.deduplication.merging.names import folded, without_titles
from agents.deduplication.merging.polarity import negations_in
from agents.deduplication.merging.quotations import (
    Words,
    quotations_in,
    sentences_of,
    words_of_quotation,
)
from agents.deduplication.merging.synonyms import notion_of
from agents.deduplication.merging.weights import weight_of
from agents.deduplication.terms import stem_of
from streams.enriched_article import Claim
from streams.publisher_families import outlet_key

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_BLANKS: Final = re.compile(r"\W+")
_LEAST_CLAIMS: Final = 4
_LEAST_PERCENT: Final = 25
_CONTEXT_SHARE: Final = 2
"""What stands around a fragment counts half."""
_NAME_SHARE: Final = 2
_NATIONS: Final = {
    "united states": "american",
    "united kingdom": "british",
    "european union": "european",
    "united nations": "un",
}
_NATION: Final = 200
_COUNTED: Final = 150
"""Weight of telling a figure of a kind: two rates of turnout have little else in common."""
_OPENING: Final = 4
_DAY: Final = 10


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
    words: frozenset[str]
    """All its notions, of whatever weight."""
    total: int
    said: int
    """Weight of what it says itself, without names and without what stands around it."""
    name_terms: frozenset[str]
    person_terms: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    report_places: frozenset[str]
    """All places that the report names."""
    outlet: str
    measures: tuple[Measure, ...]
    days: frozenset[str]
    quotations: tuple[Words, ...]
    sentences: tuple[str, ...]
    """The quoted sentences, as written."""
    openings: frozenset[str]
    """The first words of each quoted sentence, by which other versions of it are found."""
    speaker: str
    description: str
    negations: tuple[frozenset[str], ...] | None
    """For each negation the notions it may deny (see :mod:`polarity`); None: no telling."""
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
    types = {entity.name: entity.type for entity in report.entities}
    shares = _shares(report, types)
    claims = tuple(_prepared(report, index, shares, types) for index in range(len(report.claims)))
    return PreparedReport(
        extract=report,
        claims=claims,
        people=frozenset(without_titles(name) for name, kind in types.items() if kind == "PERSON"),
        places=_places_in(types),
        terms=_headline_terms(report),
    )


PLACE_TYPES: Final = frozenset({"GPE", "LOC", "FAC"})


def _prepared(
    report: ReportExtract, index: int, shares: dict[str, int], types: dict[str, str]
) -> PreparedClaim:
    claim = report.claims[index]
    names, name_words = _names_in(claim, types)
    words = [word.casefold() for word in claim.lemmas or _WORD.findall(claim.text)]
    said = {notion_of(word) for word in words if folded(word) not in name_words}
    own = _weighted(said, report, shares) | _literal(words, report, name_words)
    measures = tuple(measure_of(figure) for figure in claim.figures)
    counted = {f"#{measure.kind[0]}": _COUNTED for measure in measures if not measure.is_toll}
    terms = own | counted | _weighted_names(names, shares)
    context = report.contexts[index] if report.contexts else ""
    around = {notion_of(word.casefold()) for word in _WORD.findall(context)} - terms.keys()
    terms |= {
        notion: weight // _CONTEXT_SHARE
        for notion, weight in _weighted(around, report, shares).items()
    }
    speaker = claim.speaker
    parts = quotations_in(claim)
    quotations = tuple(words_of_quotation(part) for part in parts)
    sentences = tuple(sentence for part in parts for sentence in sentences_of(part))
    name = without_titles(speaker.name) if speaker and speaker.name else ""
    description = folded(speaker.description) if speaker and speaker.description else ""
    return PreparedClaim(
        article_id=report.article_id,
        index=index,
        claim=claim,
        terms=terms,
        words=frozenset(map(notion_of, [*words, *_WORD.findall(claim.text.casefold())])),
        total=sum(terms.values()),
        said=sum(own.values()),
        name_terms=frozenset(names) & terms.keys(),
        person_terms=frozenset(
            notion_of(without_titles(entity).split()[-1])
            for entity in claim.entities
            if types.get(entity) == "PERSON" and without_titles(entity)
        ),
        names=frozenset(folded(entity) for entity in claim.entities),
        places=frozenset(
            folded(entity) for entity in claim.entities if types.get(entity) in PLACE_TYPES
        ),
        report_places=_places_in(types),
        outlet=outlet_key(report.outlet),
        measures=measures,
        days=frozenset(time.day for time in claim.times if time.day and len(time.day) == _DAY),
        quotations=quotations,
        sentences=sentences,
        openings=frozenset(
            " ".join(words_of_quotation(sentence)[:_OPENING]) for sentence in sentences
        ),
        speaker=name,
        description=description,
        negations=_negations(claim),
        key=f"{_BLANKS.sub(' ', claim.text.casefold()).strip()}\n{name or description}",
    )


def _negations(claim: Claim) -> tuple[frozenset[str], ...] | None:
    found = negations_in(claim)
    if found is None:
        return None
    return tuple(frozenset(map(notion_of, words)) for words in found)


def _places_in(types: dict[str, str]) -> frozenset[str]:
    return frozenset(folded(name) for name, kind in types.items() if kind in PLACE_TYPES)


def _names_in(claim: Claim, types: dict[str, str]) -> tuple[dict[str, int], set[str]]:
    """Give the notions of names (a person's is the surname) by weight, and all words of the names.

    The words of a long name together weigh at most twice as much as its rarest.
    """
    names: dict[str, int] = {}
    words: set[str] = set()
    for entity in claim.entities:
        person = types.get(entity) == "PERSON"
        parts = (without_titles(entity) if person else folded(entity)).split()
        words.update(parts)
        if " ".join(parts) in _NATIONS:
            names[_NATIONS[" ".join(parts)]] = _NATION
        elif parts:
            kept = parts[-1:] if person else parts
            heaviest = max(map(weight_of, kept))
            total = sum(map(weight_of, kept)) or 1
            for part in kept:
                names[notion_of(part)] = min(heaviest, 2 * heaviest * weight_of(part) // total)
    return names, words


def _literal(words: Iterable[str], report: ReportExtract, name_words: set[str]) -> dict[str, int]:
    """Give half of what a rare word weighs beyond its notion: "uptick" is more than "increase"."""
    surplus: dict[str, int] = {}
    for word in words:
        beyond = weight_of(word, report.language) - weight_of(notion_of(word), report.language)
        if beyond > 0 and word not in name_words:
            surplus[f"={stem_of(word)}"] = beyond // 2
    return surplus


def _weighted_names(names: dict[str, int], shares: dict[str, int]) -> dict[str, int]:
    """Give the weights of names: half, for who and where is common to most claims of a story."""
    return {
        notion: _damped(weight // _NAME_SHARE, shares.get(notion, 0))
        for notion, weight in names.items()
        if weight
    }


def _damped(weight: int, percent: int) -> int:
    return weight * max(_LEAST_PERCENT, 100 - 2 * percent) // 100


def _weighted(notions: set[str], report: ReportExtract, shares: dict[str, int]) -> dict[str, int]:
    """Give the weights of notions, less for what the whole report is about."""
    weights = {notion: weight_of(notion, report.language) for notion in sorted(notions)}
    return {
        notion: _damped(weight, shares.get(notion, 0))
        for notion, weight in weights.items()
        if weight
    }


def _shares(report: ReportExtract, types: dict[str, str]) -> dict[str, int]:
    """Give in what percentage of a report's claims each notion stands; nothing of a short report.

    A notion that runs through the whole report tells little of which claim is meant.
    """
    if len(report.claims) < _LEAST_CLAIMS:
        return {}
    counts: Counter[str] = Counter()
    for claim in report.claims:
        names, name_words = _names_in(claim, types)
        said = {
            notion_of(word.casefold()) for word in claim.lemmas if folded(word) not in name_words
        }
        counts.update(said | names.keys())
    return {notion: 100 * count // len(report.claims) for notion, count in counts.items()}


def _headline_terms(report: ReportExtract) -> dict[str, int]:
    words = _WORD.findall(f"{report.title or ''} {report.lead}".casefold())
    weights = {
        notion: weight_of(notion, report.language)
        for notion in sorted({notion_of(word) for word in words})
    }
    for entity in report.entities[:20]:
        name = folded(entity.name)
        weights[name] = max(weights.get(name, 0), round(400 * entity.salience))
    norm = sum(weight * weight for weight in weights.values()) ** 0.5
    return {notion: round(1000 * weight / norm) for notion, weight in weights.items() if weight}
