"""Medoid: the report whose headline and lead are most like all the others' of its story."""

from collections import Counter
from collections.abc import Sequence

from agents.deduplication.merging.prepared import PreparedReport


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
            self._sums.subtract(report.terms)

    def medoid(self, candidates: Sequence[PreparedReport]) -> PreparedReport:
        """Give the candidate most like all reports; the first of equals."""
        if len(candidates) == 1:
            return candidates[0]
        for report in self._unsummed.values():
            self._sums.update(report.terms)
        self._unsummed.clear()
        return max(candidates, key=self._likeness)

    def _likeness(self, report: PreparedReport) -> int:
        return sum(weight * (self._sums[term] - weight) for term, weight in report.terms.items())
