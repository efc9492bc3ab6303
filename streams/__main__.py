"""`python -m streams`: what producers, consumers and operators need, without the agents."""

import sys

from streams.commands.command import run_program
from streams.commands.listing import COMMANDS

if __name__ == "__main__":
    sys.exit(run_program(COMMANDS))
