"""The terminal that pages and tables are written to, or the file or pipe in its place."""

from typing import Final

from rich.console import Console

_PAGE: Final = 100
_TABLE: Final = 250


def open_console(*, tables: bool = False) -> Console:
    """Give a console on the standard output.

    A terminal's own width holds. Elsewhere lines have up to 100 characters, and those of
    ``tables``, which a program may read, as many as it takes to cut no name off.
    """
    console = Console(highlight=False)
    if console.is_terminal:
        return console
    return Console(width=_TABLE if tables else _PAGE, highlight=False)
