"""What a sub-command is, and how a set of them becomes a program."""

import argparse
import importlib.metadata
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from streams.errors import StorywireError
from streams.settings import Settings, load
from streams.terminal import printable

OK: Final = 0
SOME_REFUSED: Final = 1
FAILED: Final = 2
INTERRUPTED: Final = 130


@dataclass(frozen=True, slots=True)
class Command:
    """A sub-command: ``configure`` adds its arguments, ``run`` gives the exit status."""

    name: str
    help: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Settings], int]


def run_program(commands: Sequence[Command], arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, run the sub-command, and give the exit status.

    0 is success, 1 success with some records refused, 2 a failure that one sentence on the standard
    error explains, 130 an interruption.
    """
    # What the client retries by itself is no news to people; the worker sets its own logging up.
    logging.getLogger("aiokafka").addHandler(logging.NullHandler())
    parsed = _parser(commands).parse_args(arguments)
    run: Callable[[argparse.Namespace, Settings], int] = parsed.run
    try:
        status = run(parsed, load(parsed.config))
        sys.stdout.flush()
    except StorywireError as error:
        sys.stderr.write(f"storywire: {printable(str(error))}\n")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has enough; Python must not complain about it while it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return status


def _parser(commands: Sequence[Command]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="storywire",
        description="Incoming news, clustered into stories that say who reported what.",
    )
    version = importlib.metadata.version("storywire")
    parser.add_argument("--version", action="version", version=f"storywire {version}")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="settings in TOML (or STORYWIRE_CONFIG)"
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in commands:
        own = subparsers.add_parser(command.name, help=command.help, description=command.help)
        command.configure(own)
        own.set_defaults(run=command.run)
    return parser
