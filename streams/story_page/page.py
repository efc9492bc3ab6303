"""The page: headline, outlets and timeline, claims by agreement, conflicts side by side."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from streams.story import Report, Role, Story, StoryEntity, StoryStatus
from streams.story_page.claims import claim_sections
from streams.story_page.conflicts import conflict_section
from streams.story_page.lettering import Letters
from streams.terminal import printable

_ENTITIES: Final = 12
_REPORTS: Final = 40
_STATUS: Final = {
    StoryStatus.ACTIVE: "green",
    StoryStatus.CLOSED: "yellow",
    StoryStatus.MERGED: "magenta",
    StoryStatus.REMOVED: "red",
}


def story_page(story: Story, *, full: bool = False) -> RenderableType:
    """Give a story as something rich can print; every word of a stranger is made harmless.

    Args:
        story: the story.
        full: show every report and claim, instead of the first of each kind.
    """
    letters = Letters.of(story)
    parts: list[RenderableType] = [_head(story), Text()]
    if story.merged_into:
        parts.append(Text(f"Merged into {printable(story.merged_into)}", style="magenta"))
    parts += [_heading("Who reports it"), _timeline(story, letters, full=full)]
    parts += conflict_section(story, letters)
    parts += claim_sections(story, letters, full=full)
    if story.entities:
        parts += [Text(), _heading("Who and what"), _entities(story)]
    return Padding(Group(*parts), (1, 1))


def _head(story: Story) -> Group:
    title = Text(printable(story.title or "(no headline)"), style="bold")
    lines = [title]
    if story.summary:
        lines.append(Text(printable(story.summary), style="italic"))
    lines.append(Text(" · ").join(_facts(story)))
    return Group(*lines)


def _facts(story: Story) -> Iterator[Text]:
    counts = story.counts
    yield Text(str(story.status), style=_STATUS[story.status])
    yield Text(_count(counts.articles, "report"))
    yield Text(_count(counts.outlets, "outlet"))
    yield Text(_count(counts.origins, "independent origin"), style="bold")
    if counts.copies:
        yield Text(f"{counts.copies} copied" if counts.copies > 1 else "1 copy")
    first, last = story.first_published, story.last_published
    if first is not None and last is not None:
        yield Text(f"{first:%-d %B %Y, %H:%M}{_until(first, last)} UTC")
    yield Text(f"version {story.version}", style="dim")
    yield Text(printable(story.story_id), style="dim")


def _until(first: datetime, last: datetime) -> str:
    if f"{first:%Y %j %H:%M}" == f"{last:%Y %j %H:%M}":
        return ""
    return f"\u2013{last:%H:%M}" if first.date() == last.date() else f" \u2013 {last:%-d %B, %H:%M}"


def _heading(title: str, style: str = "bold") -> Rule:
    return Rule(Text(title, style=style), align="left", style="dim")


def _timeline(story: Story, letters: Letters, *, full: bool) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, expand=True)
    table.add_column(width=1, no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(max_width=30)
    table.add_column(ratio=1)
    shown = story.reports if full else story.reports[:_REPORTS]
    several_days = len({_moment(report).date() for report in story.reports}) > 1
    for report in shown:
        moment = _moment(report)
        time = f"{moment:%-d %b %H:%M}" if several_days else f"{moment:%H:%M}"
        headline = Text(printable(report.title or "(no headline)"))
        if note := _note(report, story, letters):
            headline.append(f"\n{note}", style="dim")
        table.add_row(letters.marks([report.article_id]), time, _outlet(report), headline)
    hidden = len(story.reports) - len(shown) + story.reports_omitted
    if hidden:
        table.add_row("", "", "", Text(f"and {_count(hidden, 'more report')}", style="dim"))
    return table


def _moment(report: Report) -> datetime:
    return report.published or report.received


def _outlet(report: Report) -> Text:
    text = Text(printable(report.outlet), style="bold")
    if report.leaning:
        text.append(f" ({printable(report.leaning)})", style="dim not bold")
    return text


def _note(report: Report, story: Story, letters: Letters) -> str:
    if report.copy_of:
        return f"repeats {letters.names([report.copy_of])}"
    notes = [] if report.role is Role.ORIGINAL else [str(report.role)]
    if report.origin != report.article_id:
        notes.append(_whence(report, story, letters))
    elif report.article_id == story.representative and story.counts.articles > 1:
        notes.append("most like all the others")
    return ", ".join(notes)


def _whence(report: Report, story: Story, letters: Letters) -> str:
    """Say what makes a report that copies none no origin of its own."""
    copies = [one.article_id for one in story.reports if one.copy_of == report.article_id]
    fellows = [
        one
        for one in story.reports
        if one.origin == report.origin
        and one.publisher_family == report.publisher_family
        and one.copy_of is None
    ]
    if fellows and fellows[0].article_id != report.article_id:
        if fellows[0].outlet == report.outlet:
            return "the same outlet again"
        return f"of one publisher with {letters.names([fellows[0].article_id])}"
    return f"its text is also in {letters.names(copies or [report.origin])}"


def _entities(story: Story) -> Table:
    table = Table(box=box.SIMPLE, show_header=False, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column(style="bold")
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(style="dim")
    names: dict[str, StoryEntity] = {}
    for entity in story.entities:
        # what the recogniser took for a person here and for a place there is one to a reader
        names.setdefault(entity.name.casefold(), entity)
    entities = list(names.values())
    for entity in entities[:_ENTITIES]:
        variants = [printable(one.name) for one in entity.variants if one.name != entity.name]
        also = f"also {', '.join(variants)}" if variants else ""
        table.add_row(printable(entity.name), f"in {_count(entity.articles, 'report')}", also)
    hidden = len(entities) - _ENTITIES + story.entities_omitted
    if hidden > 0:
        table.add_row(Text(f"and {hidden} more", style="dim"))
    return table


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
