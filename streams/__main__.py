"""`python -m streams`: what producers, consumers and operators need, without the agents."""

import sys

from streams.commands import COMMANDS
from streams.commands.command import run_program

if __name__ == "__main__":
    sys.exit(run_program(COMMANDS))
