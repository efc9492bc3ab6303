"""A check that nobody else's `streams` or `agents` stands in our place."""

import importlib.metadata
from collections.abc import Mapping, Sequence
from typing import Final

from streams.errors import StorywireError

DISTRIBUTION: Final = "storywire"


def check_packages(owners: Mapping[str, Sequence[str]] | None = None) -> None:
    """Make sure that `streams` and `agents` belong to this distribution alone.

    Another distribution with packages of these names (openai-agents ships an `agents`) overwrites
    files without a word when it is installed beside this one.

    Raises:
        StorywireError: naming the other distribution.
    """
    if owners is None:
        owners = importlib.metadata.packages_distributions()
    for package in ("agents", "streams"):
        others = sorted(set(owners.get(package, ())) - {DISTRIBUTION})
        if others:
            reason = (
                f"package {package} is also installed by {', '.join(others)}: install storywire "
                "in an environment of its own"
            )
            raise StorywireError(reason)
