"""The JSON Schemas in docs are those of the code, and describe what is written."""

from datetime import UTC, datetime
from pathlib import Path

from streams.codec import encode, from_json
from streams.schemas import main, schema_files
from streams.story import Counts, Story

FOLDER = Path(__file__).parents[2] / "docs" / "schemas"


def test_the_schemas_in_docs_are_current() -> None:
    """``python -m streams.schemas`` would change nothing."""
    written = {path.name: path.read_bytes() for path in FOLDER.glob("*.json")}

    assert written == schema_files()


def test_the_schemas_can_be_written_anywhere(tmp_path: Path) -> None:
    """The command writes one file for each record."""
    main(tmp_path / "schemas")

    assert {path.name for path in (tmp_path / "schemas").iterdir()} == set(schema_files())


def test_a_written_story_has_what_its_schema_requires() -> None:
    """Required are the fields that every record carries, and no others appear."""
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
    counts = Counts(articles=0, copies=0, outlets=0, publisher_families=0, origins=0)
    story = Story(
        story_id="s",
        version=1,
        status="active",
        language="en",
        first_seen=noon,
        last_seen=noon,
        counts=counts,
    )
    schema = from_json(schema_files()["story.json"])
    written = from_json(encode(story))

    assert set(schema["required"]) <= written.keys() <= schema["properties"].keys()
