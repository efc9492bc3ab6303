"""Labelled data are read, or named as wrong."""

from pathlib import Path

import pytest

from agents.evaluation.reading import article_of, json_lines, labels_of
from streams.errors import InvalidRecord


def test_json_lines_are_read(tmp_path: Path) -> None:
    """One object a line; blank lines are passed over."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"a": 1}\n\n{"a": 2}\n')

    assert [each["a"] for each in json_lines(file)] == [1, 2]


@pytest.mark.parametrize("line", ["{", "[1]"])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    """The error names file and line."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"a": 1}\n' + line + "\n")

    with pytest.raises(InvalidRecord, match=r"a\.jsonl:2"):
        list(json_lines(file))


def test_a_field_that_a_measure_needs_is_named(tmp_path: Path) -> None:
    """A file of another format is no file of this one."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "", "spans": []}\n{"text": ""}\n')

    with pytest.raises(InvalidRecord, match=r"a\.jsonl:2: spans is missing: .* text, spans$"):
        list(json_lines(file, ("text", "spans")))


def test_an_article_without_outlet_or_text_can_be_measured() -> None:
    """Labelled sets lack what producers must give."""
    article = article_of({"id": "a", "text": "", "outlet": None, "published": "2019-11-18"})

    assert (article.outlet, article.title) == ("unknown", "(empty)")


def test_labels_are_read(tmp_path: Path) -> None:
    """After a heading line: article id, story."""
    file = tmp_path / "labels.tsv"
    file.write_text("article_id\tstory\na\ts1\nb\ts1\n")

    assert labels_of(file) == {"a": "s1", "b": "s1"}


def test_a_label_without_story_is_named(tmp_path: Path) -> None:
    """A line with one column is an error, not a story of its own."""
    file = tmp_path / "labels.tsv"
    file.write_text("article_id\tstory\na\n")

    with pytest.raises(InvalidRecord, match=r"labels\.tsv:2"):
        labels_of(file)
