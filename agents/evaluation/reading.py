"""Read labelled data: JSON lines, labels, articles with days instead of times."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from streams.article import Article
from streams.codec import article_from, from_json
from streams.errors import InvalidRecord

_NO_OUTLET: Final = "unknown"


def json_lines(path: Path, needs: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Give the objects of a file of JSON lines, each of which has the fields in ``needs``.

    Raises:
        InvalidRecord: naming file and line, if one is not the JSON of such an object.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _object(line, f"{path}:{number}", needs)


def _object(line: bytes, where: str, needs: Sequence[str]) -> dict[str, Any]:
    try:
        data = from_json(line)
    except InvalidRecord as error:
        reason = f"{where}: {error}"
        raise InvalidRecord(reason) from None
    if not isinstance(data, dict):
        reason = f"{where}: not a JSON object"
        raise InvalidRecord(reason)
    missing = [name for name in needs if name not in data]
    if missing:
        reason = f"{where}: {missing[0]} is missing: a line holds {', '.join(needs)}"
        raise InvalidRecord(reason)
    return data


def article_of(data: Mapping[str, Any] | str, article_id: str | None = None) -> Article:
    """Make an Article of a labelled set's line, or of a bare text; what it lacks is filled in.

    Raises:
        InvalidRecord: if there is neither text nor title, or a field is wrong.

    >>> article_of("Ferry aground.", "a").text
    'Ferry aground.'
    """
    fields = {"text": data} if isinstance(data, str) else dict(data)
    if article_id is not None:
        fields.setdefault("id", article_id)
    fields["outlet"] = fields.get("outlet") or _NO_OUTLET
    if not (fields.get("title") or "").strip() and not (fields.get("text") or "").strip():
        fields["title"] = "(empty)"
    return article_from({name: value for name, value in fields.items() if value is not None})


def labels_of(path: Path) -> dict[str, str]:
    """Read ``labels.tsv``: article id and story, after a heading line.

    Raises:
        InvalidRecord: naming the line that does not hold two columns.
    """
    labels = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], 2):
        columns = line.split("\t")
        if len(columns) < 2:  # noqa: PLR2004
            reason = f"{path}:{number}: must hold article id and story, with a tab between"
            raise InvalidRecord(reason)
        labels[columns[0]] = columns[1]
    return labels
