"""`storywire`: all commands."""

import sys

from agents.commands import demo, evaluate, worker
from streams.commands.command import run_program
from streams.commands.listing import COMMANDS


def main() -> int:
    """Run the command line; give the exit status."""
    return run_program((demo.COMMAND, worker.COMMAND, *COMMANDS, evaluate.COMMAND))


if __name__ == "__main__":
    sys.exit(main())
