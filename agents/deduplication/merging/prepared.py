"""Prepared claims: a claim as alignment reads it, everything worked out once per report."""

import re
from collections import Counter
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from agents.deduplication.merging.clocks import clocks_in
from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.figures import Measure, measures_of
from agents.deduplication.merging.names import folded, suffix_of, without_titles
from agents.deduplication.merging.notions import (
    literal,
    names_in,
    notions_of,
    weighted,
    weighted_names,
)
from agents.deduplication.merging.polarity import denials_in, is_denied_by_cue, negations_in
from agents.deduplication.merging.quotations import (
    Words,
    quotations_in,
    sentences_of,
    words_of_quotation,
)
from agents.deduplication.merging.synonyms import notion_of
from agents.deduplication.merging.weights import weight_of
from streams.enriched_article import Claim
from streams.publisher_families import outlet_key

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LETTERS: Final = re.compile(r"\w+")
_CODE: Final = re.compile(
    r"\b(?=\w*\d)(?=\w*[A-Z])(?!\d+(?:ST|ND|RD|TH|AM|PM|[A-Z]{1,2})\b)\w{3,}\b"
)
_UNFINISHED: Final = re.compile(r"(?:[\w\u2019'.-]+ )?to [a-z]|[a-z]+ing\b")
"""What begins like a part of a sentence: "to build 5,000 masts", "sleeping with her"."""
_LEAST_CLAIMS: Final = 4
_CONTEXT_SHARE: Final = 2
"""What stands around a fragment counts half."""
_COUNTED: Final = 150
"""Weight of telling a figure of a kind: two rates of turnout have little else in common."""
_OPENING: Final = 4
_DAY: Final = 10
_RECENT: Final = timedelta(days=14)


class _Background:
    """What all claims of a report are read against."""

    def __init__(self, extract: ReportExtract) -> None:
        self.extract = extract
        self.outlet = outlet_key(extract.outlet)

    @cached_property
    def types(self) -> dict[str, str]:
        """Type of each entity, by name."""
        return {entity.name: entity.type for entity in self.extract.entities}

    @cached_property
    def people(self) -> frozenset[str]:
        return frozenset(
            without_titles(name) for name, kind in self.types.items() if kind == "PERSON"
        )

    @cached_property
    def others(self) -> frozenset[str]:
        return frozenset(folded(name) for name, kind in self.types.items() if kind != "PERSON")

    @cached_property
    def places(self) -> frozenset[str]:
        return frozenset(folded(name) for name, kind in self.types.items() if kind in PLACE_TYPES)

    @cached_property
    def names(self) -> list[tuple[dict[str, int], set[str]]]:
        """For each claim the notions of its names by weight, and all words of the names."""
        return [names_in(claim, self.types) for claim in self.extract.claims]

    @cached_property
    def lemmas(self) -> list[set[str]]:
        """For each claim the notions of its lemmas that are no part of its names."""
        return [
            notions_of(claim.lemmas, name_words)
            for claim, (_, name_words) in zip(self.extract.claims, self.names, strict=True)
        ]

    @cached_property
    def shares(self) -> dict[str, int]:
        """In what percentage of the claims each notion stands; nothing of a short report.

        A notion that runs through the whole report tells little of which claim is meant.
        """
        if len(self.lemmas) < _LEAST_CLAIMS:
            return {}
        counts: Counter[str] = Counter()
        for said, (names, _) in zip(self.lemmas, self.names, strict=True):
            counts.update(said | names.keys())
        return {notion: 100 * count // len(self.lemmas) for notion, count in counts.items()}


class PreparedClaim:
    """A claim with its weighted notions; what takes long is worked out when it is first asked for.

    ``key`` is equal for claims of the same words and the same speaker who says or denies them;
    ``speaker`` and ``description`` are folded, empty if there is none.
    """

    def __init__(self, background: _Background, index: int) -> None:
        claim = background.extract.claims[index]
        speaker = claim.speaker
        self._background = background
        self.article_id = background.extract.article_id
        self.index = index
        self.claim = claim
        self.outlet = background.outlet
        self.speaker = without_titles(speaker.name) if speaker and speaker.name else ""
        self.suffix = suffix_of(speaker.name) if speaker and speaker.name else ""
        self.description = folded(speaker.description) if speaker and speaker.description else ""
        words = " ".join(_LETTERS.findall(claim.text.casefold()))
        self.is_denied_by_speaker = is_denied_by_cue(claim)
        denied = "\ndenied" if self.is_denied_by_speaker else ""
        self.key = f"{words}\n{self.speaker or self.description}{denied}"

    @property
    def terms(self) -> dict[str, int]:
        """Weight of each notion in whole numbers, less where the whole report is about it."""
        return self._telling[0]

    @cached_property
    def words(self) -> frozenset[str]:
        """All its notions, of whatever weight."""
        words = _WORD.findall(self.claim.text.casefold())
        words += [lemma.casefold() for lemma in self.claim.lemmas]
        return frozenset(map(notion_of, words))

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """All its notions that are no (parts of) names."""
        return self.words - self.name_terms

    @cached_property
    def codes(self) -> frozenset[str]:
        """What names one thing of many in it: a flight, a model, a version of a programme."""
        return frozenset(_CODE.findall(self.claim.text))

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """Notions of its content words, in order."""
        words = self.claim.lemmas or _WORD.findall(self.claim.text)
        return tuple(notion_of(word.casefold()) for word in words)

    @cached_property
    def neighbours(self) -> frozenset[str]:
        """Notions that follow one another, joined by a blank."""
        return frozenset(map(" ".join, pairwise(self.sequence)))

    @cached_property
    def plain(self) -> dict[str, int]:
        """Weight of each notion of its words, however often the report uses it."""
        language = self._background.extract.language
        return {
            notion: weight for notion in self.sequence if (weight := weight_of(notion, language))
        }

    @property
    def is_fragment(self) -> bool:
        """Whether it is a few words of a sentence, the rest of which is its context."""
        contexts = self._background.extract.contexts
        return bool(contexts and contexts[self.index])

    @property
    def is_unfinished(self) -> bool:
        """Whether it begins like a part of a sentence, which may say of whom or deny it."""
        return _UNFINISHED.match(self.claim.text) is not None

    @property
    def said(self) -> int:
        """Weight of what it says itself, without names and without what stands around it."""
        return self._telling[1]

    @cached_property
    def total(self) -> int:
        """Sum of the weights of its terms."""
        return sum(self.terms.values())

    @cached_property
    def name_terms(self) -> frozenset[str]:
        """Notions that are (parts of) names."""
        return frozenset(self._background.names[self.index][0]) & self.terms.keys()

    @cached_property
    def person_terms(self) -> frozenset[str]:
        """Notions that are surnames."""
        types = self._background.types
        return frozenset(
            notion_of(without_titles(entity).split()[-1])
            for entity in self.claim.entities
            if types.get(entity) == "PERSON" and without_titles(entity)
        )

    @cached_property
    def places(self) -> frozenset[str]:
        """Folded names of the places in it."""
        types = self._background.types
        return frozenset(
            folded(entity) for entity in self.claim.entities if types.get(entity) in PLACE_TYPES
        )

    @cached_property
    def report_names(self) -> frozenset[str]:
        """Notions of the words of all names in the report: a place may stand in any of them."""
        return frozenset(
            notion_of(word) for name in self._background.types for word in folded(name).split()
        )

    @property
    def report_places(self) -> frozenset[str]:
        """Folded names of all places that the report names."""
        return self._background.places

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """What it counts."""
        return measures_of(self.claim)

    @cached_property
    def days(self) -> frozenset[str]:
        """Days it names, as YYYY-MM-DD."""
        return frozenset(
            time.day for time in self.claim.times if time.day and len(time.day) == _DAY
        )

    @cached_property
    def moments(self) -> frozenset[str | int]:
        """Days it names, and times of day in minutes."""
        return self.days | {clock.minutes for clock in clocks_in(self.claim.text)}

    @cached_property
    def past(self) -> frozenset[str]:
        """Days, months and years it names that were over well before the report came out."""
        report = self._background.extract
        recent = ((report.published or report.received) - _RECENT).date().isoformat()
        return frozenset(
            time.day for time in self.claim.times if time.day and time.day < recent[: len(time.day)]
        )

    @cached_property
    def quotations(self) -> tuple[Words, ...]:
        """Words of each quoted part."""
        return tuple(words_of_quotation(part) for part in self._quoted)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The quoted sentences, as written."""
        return tuple(sentence for part in self._quoted for sentence in sentences_of(part))

    @cached_property
    def openings(self) -> frozenset[str]:
        """First words of each quoted sentence, by which other versions of it are found."""
        return frozenset(
            " ".join(words_of_quotation(sentence)[:_OPENING]) for sentence in self.sentences
        )

    @cached_property
    def negations(self) -> tuple[frozenset[str], ...] | None:
        """For each negation the notions it may deny (see :mod:`polarity`); None: no telling."""
        return _negations(self.claim)

    @cached_property
    def denials(self) -> tuple[frozenset[str], ...]:
        """Notions that it denies, even where one cannot tell what that contradicts."""
        return tuple(frozenset(map(notion_of, words)) for words in denials_in(self.claim))

    @cached_property
    def _quoted(self) -> tuple[str, ...]:
        return quotations_in(self.claim)

    @cached_property
    def _telling(self) -> tuple[dict[str, int], int]:
        """Give its terms, and what it says itself."""
        claim, report = self.claim, self._background.extract
        shares = self._background.shares
        names, name_words = self._background.names[self.index]
        words = [word.casefold() for word in claim.lemmas or _WORD.findall(claim.text)]
        said = self._background.lemmas[self.index] or notions_of(words, name_words)
        own = weighted(said, report.language, shares) | literal(words, report.language, name_words)
        counted = {
            f"#{measure.kind[0]}": _COUNTED for measure in self.measures if not measure.is_toll
        }
        terms = own | counted | weighted_names(names, shares)
        context = report.contexts[self.index] if report.contexts else ""
        around = {notion_of(word.casefold()) for word in _WORD.findall(context)} - terms.keys()
        terms |= {
            notion: weight // _CONTEXT_SHARE
            for notion, weight in weighted(around, report.language, shares).items()
        }
        return terms, sum(own.values())


class PreparedReport:
    """A report with its claims prepared, in the order of the text: a function of it alone.

    ``worked_out`` is for what others derive from it alone.
    """

    def __init__(self, extract: ReportExtract) -> None:
        self._background = _Background(extract)
        self.extract = extract
        self.worked_out: dict[str, Any] = {}
        self.claims = tuple(
            PreparedClaim(self._background, index) for index in range(len(extract.claims))
        )

    @property
    def people(self) -> frozenset[str]:
        """Folded names of the people it names."""
        return self._background.people

    @cached_property
    def notions(self) -> frozenset[str]:
        """All notions of its claims and of the names in it."""
        names = (word for name in self._background.types for word in folded(name).split())
        told = (claim.words | claim.terms.keys() for claim in self.claims)
        return frozenset(map(notion_of, names)).union(*told)

    @property
    def other_names(self) -> frozenset[str]:
        """Folded names of all it names that are no people."""
        return self._background.others

    @property
    def places(self) -> frozenset[str]:
        """Folded names of the places it names."""
        return self._background.places


PLACE_TYPES: Final = frozenset({"GPE", "LOC", "FAC"})


def _negations(claim: Claim) -> tuple[frozenset[str], ...] | None:
    found = negations_in(claim)
    if found is None:
        return None
    return tuple(frozenset(map(notion_of, words)) for words in found)
