"""Log lines that hostile text cannot break: one line per event, nothing unprintable in it."""

import logging
from typing import Final

from streams.terminal import printable

_FORMAT: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class LogLine(logging.Formatter):
    """A formatter that makes messages printable; tracebacks keep their lines."""

    def __init__(self) -> None:
        super().__init__(_FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        """Give the event as text without control characters."""
        return printable(super().format(record), lines=record.exc_info is not None)
