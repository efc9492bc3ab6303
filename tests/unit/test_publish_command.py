"""What `storywire publish` reads from a file."""

import pytest

from streams.commands.publish import Tally, articles, withdrawals


def test_every_line_is_an_article_under_its_id() -> None:
    """The key is the id; blank lines are passed over."""
    lines = [b'{"id":"a","title":"t","outlet":"o"}', b"", b'{"url":"u","text":"x","outlet":"o"}']

    records = list(articles(lines, "f", "topic", Tally()))

    assert [record.key for record in records] == [b"a", b"u"]


def test_a_bad_line_is_told_with_file_line_and_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """One line on the standard error for each refused article; the others go on."""
    lines = [b"{", b'{"id":"a","title":"t","outlet":"o"}', b'{"id":"b","title":"t"}']
    tally = Tally()

    records = list(articles(lines, "f.jsonl", "topic", tally))

    told = capsys.readouterr().err.splitlines()
    assert len(records) == 1
    assert tally.refused == 2
    assert told[0].startswith("refused: f.jsonl:1: not JSON")
    assert told[1] == "refused: f.jsonl:3: outlet is missing: it is required"


def test_a_hostile_line_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """What is quoted of a bad line is escaped."""
    list(articles([b'{"id":"\\u001b[31m","title":"t","outlet":"o"}'], "f", "topic", Tally()))

    assert "\x1b" not in capsys.readouterr().err


def test_a_withdrawal_has_no_value() -> None:
    """The id is the key, and nothing else is said."""
    [record] = withdrawals(["a"], "topic")

    assert (record.key, record.value) == (b"a", None)
