"""Medoid: the report whose headline and lead are most like all the others' of its story."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.names import folded
from agents.deduplication.merging.prepared import PreparedReport
from agents.deduplication.merging.synonyms import notion_of
from agents.deduplication.merging.weights import weight_of

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


class Headlines:
    """The weighted notions of the headlines and leads of a story's reports, summed when needed."""

    def __init__(self) -> None:
        self._sums: Counter[str] = Counter()
        self._unsummed: dict[str, PreparedReport] = {}

    def add(self, report: PreparedReport) -> None:
        """Add a report's."""
        self._unsummed[report.extract.article_id] = report

    def remove(self, report: PreparedReport) -> None:
        """Take out those of a report that was added."""
        if self._unsummed.pop(report.extract.article_id, None) is None:
            self._sums.subtract(_terms_of(report))

    def medoid(self, candidates: Sequence[PreparedReport]) -> PreparedReport:
        """Give the candidate most like all reports; the first of equals."""
        if len(candidates) == 1:
            return candidates[0]
        for report in self._unsummed.values():
            self._sums.update(_terms_of(report))
        self._unsummed.clear()
        return max(candidates, key=self._likeness)

    def _likeness(self, report: PreparedReport) -> int:
        return sum(
            weight * (self._sums[term] - weight) for term, weight in _terms_of(report).items()
        )


def _terms_of(report: PreparedReport) -> dict[str, int]:
    """Give the weighted notions of headline and lead; their squares sum to about 10**6."""
    known: dict[str, int] | None = report.worked_out.get("headline")
    if known is None:
        known = report.worked_out["headline"] = _headline_terms(report.extract)
    return known


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
