"""Java's archive of a program's classes (AppCDS), which halves the time until a broker answers."""

from pathlib import Path
from typing import Final

_MADE: Final = "classes.jsa"
_MAGIC: Final = 4


def options(archive: Path, folder: Path) -> list[str]:
    """Give the options that use the archive, or that make it for another time.

    Java writes an archive when the program ends in peace: so the first broker writes one to its
    ``folder``, and the next one started from there puts it into the cache for all. Java itself
    checks that archive, jars and its own version belong together, and does without if not.

    Args:
        archive: where all brokers of these jars and this Java look for it.
        folder: of the broker to be started, none running in it.
    """
    made = folder / _MADE
    if not archive.exists() and _is_whole(made):
        made.replace(archive)
    if archive.exists():
        return [f"-XX:SharedArchiveFile={archive}"]
    return [f"-XX:ArchiveClassesAtExit={made}"]


def _is_whole(made: Path) -> bool:
    """Tell whether Java finished writing: the head, and in it the magic number, comes last."""
    try:
        with made.open("rb") as stream:
            return any(stream.read(_MAGIC))
    except OSError:
        return False
