"""The sub-commands of producers, consumers and operators: one module each."""

from typing import Final

from streams.commands import broker, lag, publish, rejected, stories, topics
from streams.commands.command import Command

COMMANDS: Final[tuple[Command, ...]] = (
    publish.COMMAND,
    stories.COMMAND,
    topics.COMMAND,
    lag.COMMAND,
    rejected.COMMAND,
    broker.COMMAND,
)
"""In the order in which `storywire --help` lists them."""
