"""Member: a report in its story, with why it is there and whose text it repeats."""

from agents.deduplication.merging.extract import ReportExtract
from streams.record import Identifier, Record
from streams.story import Match, Role


class Member(Record):
    """A report as the clusterer placed it; what :func:`merge.merge` takes a set of."""

    report: ReportExtract
    match: Match
    role: Role = Role.ORIGINAL
    copy_of: Identifier | None = None

    @property
    def article_id(self) -> str:
        """Id of the report's article."""
        return self.report.article_id
