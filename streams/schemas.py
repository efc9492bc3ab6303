"""JSON Schemas of the records on the wire; ``python -m streams.schemas`` writes them to docs."""

import sys
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from streams.article import Article
from streams.codec import to_json
from streams.enriched_article import EnrichedArticle, Tick, Withdrawal
from streams.record import SCHEMA_VERSION, Record
from streams.story import Story
from streams.story_update import StoryUpdate

FOLDER: Final = Path("docs/schemas")
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
RECORDS: Final[tuple[type[Record], ...]] = (
    Article,
    EnrichedArticle,
    Withdrawal,
    Tick,
    Story,
    StoryUpdate,
)


def schema_of(record: type[Record]) -> dict[str, Any]:
    """Give the JSON Schema of a record as it stands in the topic.

    Readers of records of our own see every field that has a value; an Article is a producer's, so
    its schema says what is accepted.

    >>> schema_of(Story)["title"]
    'Story'
    """
    mode: Final = "validation" if record is Article else "serialization"
    schema = TypeAdapter(record).json_schema(mode=mode)
    required = [name for name, field in record.model_fields.items() if field.is_required()]
    if record is Article:
        # the url, or the record's key, stands in for the id
        required.remove("id")
    schema["required"] = sorted(required)
    return {"$schema": DIALECT, **schema, "x-schema-version": SCHEMA_VERSION}


def schema_files() -> dict[str, bytes]:
    """Give the content of each schema file by its name."""
    return {
        f"{_file_name(record)}.json": to_json(schema_of(record), pretty=True) + b"\n"
        for record in RECORDS
    }


def _file_name(record: type[Record]) -> str:
    """Give ``story_update`` for ``StoryUpdate``."""
    name = "".join(f"_{mark.lower()}" if mark.isupper() else mark for mark in record.__name__)
    return name.removeprefix("_")


def main(folder: Path = FOLDER) -> None:
    """Write the schema files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in schema_files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
