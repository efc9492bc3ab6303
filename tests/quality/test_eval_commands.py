"""`storywire eval names` and `eval claims` measure the shipped pipeline, and one that is named."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
import spacy

from agents.commands import evaluate
from streams.commands.command import FAILED, OK, run_program

pytestmark = pytest.mark.quality

SENTENCES: Final = Path(__file__).parents[1] / "data" / "news_sentences.jsonl"
COVERED: Final = ["PERSON", "NORP", "ORG", "GPE", "DATE", "MONEY"]


@pytest.fixture
def names(tmp_path: Path) -> Path:
    """Write the names of the hand-written passages in the format of the command."""
    lines = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    file = tmp_path / "names.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for line in lines:
            record = {"text": line["text"], "spans": line["names"], "covered": COVERED}
            out.write(json.dumps(record) + "\n")
    return file


@pytest.fixture(scope="module")
def untaught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a spaCy pipeline that has a tagger, a parser and a recogniser and knows nothing."""
    pipeline: Any = spacy.blank("en")
    pipeline.add_pipe("tagger").add_label("NN")
    pipeline.add_pipe("parser").add_label("dep")
    pipeline.add_pipe("ner").add_label("PERSON")
    pipeline.initialize()
    folder = tmp_path_factory.mktemp("untaught")
    pipeline.to_disk(folder)
    return folder


def measured(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """Run the command with ``--json`` and read its one line."""
    assert run_program([evaluate.COMMAND], ["eval", *map(str, arguments), "--json"]) == OK
    [line] = capsys.readouterr().out.splitlines()
    result: dict[str, Any] = json.loads(line)
    return result


def test_names_are_measured_per_label(names: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Precision, recall and F1 over all labels and for each one that is covered."""
    result = measured(capsys, "names", names)

    assert result["set"] == "names.jsonl"
    assert set(COVERED) <= set(result["labels"])
    assert result["labels"]["PERSON"]["f1"] > 0.8
    assert 0.7 < result["f1"] <= 1


def test_claims_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """Content at both overlaps, speakers, and the recall of indirect speech."""
    result = measured(capsys, "claims", SENTENCES)

    assert result["content_03"]["f1"] >= result["content_08"]["f1"] > 0.8
    assert result["speaker"] > 0.9
    assert result["indirect_recall"] > 0.8


def test_a_named_pipeline_is_measured_instead(
    names: Path, untaught: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that was taught nothing finds next to nothing."""
    result = measured(capsys, "names", names, "--pipeline", untaught)

    assert result["records"] == len(SENTENCES.read_text(encoding="utf-8").splitlines())
    assert result["f1"] < 0.2


def test_people_read_a_table(names: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each label has its row."""
    assert run_program([evaluate.COMMAND], ["eval", "names", str(names)]) == OK

    assert "PERSON" in capsys.readouterr().out


@pytest.mark.parametrize("pipeline", ["no-such-pipeline", "blank"])
def test_a_pipeline_that_will_not_do_is_told_in_a_sentence(
    names: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], pipeline: str
) -> None:
    """It is not installed, or lacks a parser."""
    spacy.blank("en").to_disk(tmp_path / "blank")
    name = pipeline if pipeline != "blank" else str(tmp_path / "blank")

    assert (
        run_program([evaluate.COMMAND], ["eval", "names", str(names), "--pipeline", name]) == FAILED
    )

    assert capsys.readouterr().err.startswith("storywire: pipeline ")
