"""Pages and tables where no terminal tells how wide a line may be."""

from argparse import ArgumentParser

import pytest
from rich.table import Table

from streams.commands import stories
from streams.console import open_console


def test_a_table_in_a_pipe_cuts_no_name(capsys: pytest.CaptureFixture[str]) -> None:
    """What a script picks a topic's name from has the whole name, whatever COLUMNS says."""
    table = Table(*"abc")
    names = [letter * 60 for letter in "xyz"]
    table.add_row(*names)

    open_console(tables=True).print(table)

    told = capsys.readouterr().out
    assert all(name in told for name in names)


def test_a_page_in_a_file_is_a_hundred_wide(capsys: pytest.CaptureFixture[str]) -> None:
    """Prose is wrapped as a page is."""
    open_console().print("word " * 100)

    assert max(map(len, capsys.readouterr().out.splitlines())) in range(90, 101)


def test_no_stories_are_told_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No table's head without a table."""

    async def none_yet(_settings: object) -> dict[str, object]:
        return {}

    monkeypatch.setattr(stories, "with_broker", lambda settings: settings)
    monkeypatch.setattr(stories, "read_stories", none_yet)
    parser = ArgumentParser()
    stories.COMMAND.configure(parser)

    stories.COMMAND.run(parser.parse_args([]), None)  # type: ignore[arg-type]

    assert capsys.readouterr() == ("", "no stories yet\n")
