"""Claims on the page: corroborated, disputed, and what only one origin has."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from streams.enriched_article import ClaimKind, Span
from streams.story import ClaimStatus, Story, StoryClaim, Support
from streams.story_page.lettering import Letters
from streams.terminal import printable

_FIRST: Final = 12
_FIRST_ALONE: Final = 6
_FEWEST_ALONE: Final = 2
_ALONE: Final = 24
"""Claims of single origins that are shown in all, as long as each origin has a few."""
_SCRAP: Final = 8
"""Fewer words than this, that nobody is known to have said, say little on their own."""
_LINE: Final = 320
_OTHERWISE: Final = 160
_VERSIONS: Final = 2
"""How long and how many a claim's other wordings may be."""
_THAT: Final = re.compile(r"^that:? (?=[\w\"“])(?!is\b|was\b|will\b|would\b|can\b|has\b|had\b)")
_MARKS: Final = 2
"""Quotation mark and full stop, by which a part may reach beyond the whole."""


def claim_sections(story: Story, letters: Letters, *, full: bool) -> list[RenderableType]:
    """Give the sections of claims, the most supported first."""
    by_status: defaultdict[ClaimStatus, list[StoryClaim]] = defaultdict(list)
    for claim in story.claims:
        by_status[claim.status].append(claim)
    parts: list[RenderableType] = []
    for status, title, style in (
        (
            ClaimStatus.CORROBORATED,
            "Corroborated: at least two independent origins say so",
            "green",
        ),
        (ClaimStatus.DISPUTED, "Disputed: see the conflicts above", "red"),
    ):
        claims = by_status[status] if full else _outermost(by_status[status], story.claims)
        if claims:
            parts += [Text(), _heading(title, style)]
            parts.append(_claims(claims, letters, len(claims) if full else _FIRST))
    alone = by_status[ClaimStatus.SINGLE_SOURCE]
    parts += _alone(alone if full else _outermost(alone, story.claims), letters, full=full)
    if story.claims_omitted:
        parts.append(Text(f"{story.claims_omitted} more claims are left out of the record.", "dim"))
    return parts


def _outermost(claims: list[StoryClaim], others: Sequence[StoryClaim]) -> list[StoryClaim]:
    """Leave out claims whose words are, in each article, part of another claim's."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for other in others:
        for support in other.support:
            spans[support.article_id].extend(support.content)
    return [claim for claim in claims if not _is_part(claim, spans)]


def _is_part(claim: StoryClaim, spans: Mapping[str, list[Span]]) -> bool:
    return all(
        any(
            span.start <= first
            and last <= span.end + _MARKS
            and span.end - span.start > last - first - _MARKS
            and (span.start, span.end) != (first, last)
            for span in spans[support.article_id]
        )
        for support in claim.support
        for first, last in support.content
    )


def _alone(claims: list[StoryClaim], letters: Letters, *, full: bool) -> list[RenderableType]:
    by_origin: defaultdict[str, list[StoryClaim]] = defaultdict(list)
    for claim in claims:
        by_origin[letters.marks(support.article_id for support in claim.support).plain].append(
            claim
        )
    parts: list[RenderableType] = []
    share = _ALONE // max(1, len(by_origin))
    first = max(_FEWEST_ALONE, min(_FIRST_ALONE, share))
    for mark in sorted(by_origin, key=lambda name: (len(name), name)):
        ids = [support.article_id for claim in by_origin[mark] for support in claim.support]
        parts += [Text(), _heading(f"Only in {mark}: {letters.names(ids)}", "")]
        some = by_origin[mark] if full else sorted(by_origin[mark], key=_is_scrap)
        parts.append(_claims(some, letters, len(some) if full else first))
    return parts


def _is_scrap(claim: StoryClaim) -> bool:
    """Tell whether a claim is a few reported words of nobody: "not to be named"."""
    is_short = len(claim.text.split()) < _SCRAP
    return claim.kind is ClaimKind.REPORTED and not claim.speaker and is_short


def _heading(title: str, style: str) -> Rule:
    return Rule(Text(title, style=f"bold {style}"), align="left", style="dim")


def _claims(claims: list[StoryClaim], letters: Letters, limit: int) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column(no_wrap=True, min_width=1)
    table.add_column(ratio=1)
    for claim in claims[:limit]:
        marks = letters.marks(support.article_id for support in claim.support)
        table.add_row(marks, _claim(claim, letters))
    if len(claims) > limit:
        table.add_row("", Text(f"and {len(claims) - limit} more", style="dim"))
    return table


def _claim(claim: StoryClaim, letters: Letters) -> Text:
    text = Text()
    if claim.speaker or claim.denied:
        says = f"{claim.speaker or ''} denied" if claim.denied else f"{claim.speaker}"
        text.append(f"{printable(says).strip()}: ", style="bold")
    text.append(_said(claim.text, claim.kind))
    for support in _otherwise_put(claim, letters):
        text.append("\n")
        text.append_text(letters.marks([support.article_id]))
        speaker = support.speaker if support.speaker != claim.speaker else None
        words = _told(support.text or "")
        said = f"{speaker}: {words}" if speaker else words
        text.append(f" {_cut(printable(said), _OTHERWISE)}", style="dim")
    return text


def _otherwise_put(claim: StoryClaim, letters: Letters) -> list[Support]:
    """Give the wordings of a few origins, one of each."""
    others: dict[str, Support] = {}
    seen = {_plain(claim.text)}
    for support in claim.support:
        if support.text and _plain(support.text) not in seen:
            seen.add(_plain(support.text))
            others.setdefault(letters.marks([support.article_id]).plain, support)
    return list(others.values())[:_VERSIONS]


def _plain(text: str) -> str:
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def _said(text: str, kind: ClaimKind) -> str:
    shown = _cut(printable(_told(text)))
    if kind is ClaimKind.QUOTE and shown[:1] not in {"“", '"', "„", "«"}:
        return f"“{shown}”"
    return shown


def _told(text: str) -> str:
    """Give a claim without the "that" by which it hung on a verb of saying."""
    return _THAT.sub("", text)


def _cut(text: str, limit: int = _LINE) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + "…"
