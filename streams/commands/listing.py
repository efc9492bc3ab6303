"""All commands that need no agents, in the order in which the help lists them."""

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
