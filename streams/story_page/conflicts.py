"""Conflicts on the page: both sides next to each other, the differing words marked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rich import box
from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from streams.story import Conflict, ConflictKind, ConflictSide, Story
from streams.story_page.differences import marked
from streams.story_page.lettering import Letters
from streams.terminal import printable
from streams.wording import contradictions

_TITLES: Final = {
    ConflictKind.FIGURE: "Which figure",
    ConflictKind.NAME: "Which name",
    ConflictKind.WORDING: "Which words",
    ConflictKind.ATTRIBUTION: "Who said it",
    ConflictKind.POLARITY: "Whether",
    ConflictKind.TIME: "When",
    ConflictKind.PLACE: "Where",
}
_MARK: Final = "bold red"
_SUBJECT: Final = 90
_SIDES: Final = 3
_LINE: Final = 400


def conflict_section(story: Story, letters: Letters) -> list[RenderableType]:
    """Give what reports contradict each other in, then what they quote in other words."""
    real = contradictions(story)
    slight = [conflict for conflict in story.conflicts if conflict not in real]
    return [
        *_section("Where they contradict each other", "bold red", real, letters),
        *_section("Quoted in slightly different words", "bold", slight, letters),
    ]


def _section(
    heading: str, style: str, conflicts: Sequence[Conflict], letters: Letters
) -> list[RenderableType]:
    """Give conflicts under a heading; nothing if there are none."""
    if not conflicts:
        return []
    rule = Rule(Text(heading, style=style), align="left", style="dim")
    return [Text(), rule, *(_conflict(conflict, letters) for conflict in conflicts)]


def _conflict(conflict: Conflict, letters: Letters) -> Table:
    sides = conflict.sides[:_SIDES]
    table = Table(
        box=box.ROUNDED,
        border_style="dim",
        expand=True,
        title=_title(conflict),
        title_justify="left",
        title_style="not italic",
        show_header=False,
    )
    for _ in sides:
        table.add_column(ratio=1)
    table.add_row(*(_said(side, conflict, sides) for side in sides))
    table.add_row(*(_by_whom(side, letters) for side in sides))
    return table


def _title(conflict: Conflict) -> Text:
    text = Text(f"{_TITLES[conflict.kind]}  ", style="bold")
    told = any(side.text.startswith(conflict.subject.rstrip("…")) for side in conflict.sides)
    if not told and (conflict.kind is not ConflictKind.WORDING or len(conflict.subject) < _SUBJECT):
        text.append(_cut(printable(conflict.subject), _SUBJECT), style="not bold dim")
    more = len(conflict.sides) - _SIDES
    if more > 0:
        text.append(f"  and {more} more versions", style="not bold dim")
    return text


def _said(side: ConflictSide, conflict: Conflict, sides: tuple[ConflictSide, ...]) -> Text:
    others = [other for other in sides if other is not side]
    if conflict.kind in {ConflictKind.WORDING, ConflictKind.NAME, ConflictKind.POLARITY}:
        # a denial may stand in the words of the report alone: "denied that the dyke broke"
        own, *foreign = (
            one.value if conflict.kind is ConflictKind.POLARITY else one.text
            for one in (side, *others)
        )
        return marked(_cut(own, _LINE), [_cut(text, _LINE) for text in foreign], _MARK)
    text = Text(_cut(printable(side.value), _LINE), style=_MARK)
    if side.text != side.value:
        text.append("\n")
        text.append(_cut(printable(side.text), _LINE), style="not bold default")
    return text


def _by_whom(side: ConflictSide, letters: Letters) -> Text:
    text = letters.marks(side.article_ids)
    text.append(f" {letters.names(side.article_ids)}", style="dim")
    if side.first_published is not None:
        text.append(f", {_when(side.first_published, side.last_published)}", style="dim")
    return text


def _when(first: datetime, last: datetime | None) -> str:
    when = f"{first:%-d %b %H:%M}"
    if last is None or f"{last:%-d %b %H:%M}" == when:
        return when
    return (
        f"{when}\u2013{last:%H:%M}" if last.date() == first.date() else f"{when} to {last:%-d %b}"
    )


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"
