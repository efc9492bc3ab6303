"""Lettering: origins get letters, so that a line can say at a glance who carries it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from rich.text import Text

from streams.story import Story
from streams.terminal import printable

STYLES: Final = ("cyan", "magenta", "yellow", "green", "blue", "red")
_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHOWN: Final = 6
_MANY: Final = 4


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of origins, in the order of their first reports; outlets of articles."""

    by_article: Mapping[str, str]
    outlets: Mapping[str, str]
    styles: Mapping[str, str]

    @classmethod
    def of(cls, story: Story) -> Self:
        """Give each origin of a story its letter."""
        letters: dict[str, str] = {}
        for report in story.reports:
            letters.setdefault(report.origin, letter(len(letters)))
        styles = {name: STYLES[at % len(STYLES)] for at, name in enumerate(letters.values())}
        return cls(
            {report.article_id: letters[report.origin] for report in story.reports},
            {report.article_id: report.outlet for report in story.reports},
            styles,
        )

    def marks(self, article_ids: Iterable[str]) -> Text:
        """Give the letters of some articles' origins, each once, in order."""
        letters = sorted(
            {self.by_article.get(name, "?") for name in article_ids},
            key=lambda name: (len(name), name),
        )
        text = Text()
        for name in letters[:_SHOWN]:
            text.append(name, style=f"bold {self.styles.get(name, '')}")
        if len(letters) > _SHOWN:
            text.append(f"+{len(letters) - _SHOWN}", style="dim")
        return text

    def names(self, article_ids: Iterable[str]) -> str:
        """Give the outlets of some articles, each once, in the order given."""
        outlets = list(dict.fromkeys(self.outlets.get(name, name) for name in article_ids))
        named = ", ".join(printable(outlet) for outlet in outlets[:_MANY])
        more = len(outlets) - _MANY
        return f"{named} and {more} more" if more > 0 else named


def letter(number: int) -> str:
    """Give the letters of a number, as columns of a spreadsheet have them.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    name = _ALPHABET[number % 26]
    return name if number < 26 else letter(number // 26 - 1) + name  # noqa: PLR2004
