"""Publication: what one entry of a file asks for."""

from dataclasses import dataclass

from streams.article import Article
from streams.errors import InvalidRecord


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An article that its outlet takes back."""

    article_id: str


Publication = Article | Withdrawn | InvalidRecord
"""An article, the withdrawal of one, or why the entry cannot be used: a value, not an exception."""
