"""`storywire eval stories|names|claims|copies`: measure quality on labelled data."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from rich.table import Table

from streams.codec import to_json
from streams.commands.command import OK, Command
from streams.console import open_console
from streams.errors import InvalidSettings
from streams.settings import Settings

_WHAT: Final = ("stories", "names", "claims", "copies")

Result = dict[str, Any]


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=_WHAT)
    parser.add_argument(
        "inputs",
        nargs="+",
        type=Path,
        metavar="INPUT",
        help="stories: folders with articles.jsonl and labels.tsv; else files of JSON lines",
    )
    parser.add_argument("--pipeline", help="spaCy pipeline instead of the one in the settings")
    parser.add_argument("--json", action="store_true", help="one object per input and line")


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.pipeline is not None:
        settings = settings.model_copy(update={"pipeline": arguments.pipeline})
    for path in arguments.inputs:
        if not path.exists():
            reason = f"{path} does not exist: name a folder or file to measure on"
            raise InvalidSettings(reason)
    results = _measured(arguments, settings)
    if arguments.json:
        for result in results:
            sys.stdout.write(to_json(result).decode() + "\n")
            sys.stdout.flush()
    else:
        for result in results:
            _print(result)
    return OK


def _measured(arguments: argparse.Namespace, settings: Settings) -> Iterator[Result]:
    # Here, because the language pipeline's import takes over a second.
    from agents.evaluation.measures import MEASURES  # noqa: PLC0415

    measure = MEASURES[arguments.what]
    for path in arguments.inputs:
        yield {"set": path.resolve().name, **measure(path, settings)}


def _print(result: Result) -> None:
    """Print the figures, nested ones as a table."""
    plain = {name: value for name, value in result.items() if not isinstance(value, dict)}
    console = open_console(tables=True)
    line = "  ".join(f"{name} {_shown(value)}" for name, value in plain.items())
    console.print(line, soft_wrap=True)
    for name, value in result.items():
        if not isinstance(value, dict):
            continue
        rows = value if all(isinstance(each, dict) for each in value.values()) else {name: value}
        columns = list(next(iter(rows.values()), {}))
        table = Table(name, *columns, box=None, padding=(0, 2, 0, 0), header_style="dim")
        for label, figures in rows.items():
            table.add_row(label, *(_shown(figures.get(column)) for column in columns))
        console.print(table)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}" if value > 1 else f"{value:.4f}"
    return "-" if value is None else str(value)


COMMAND: Final = Command("eval", "measure quality on labelled data", _configure, _run)
