"""Conflicts: where the reports of one story contradict each other, with who stands where."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

from agents.deduplication.merging.entities import Spelling
from agents.deduplication.merging.extract import ReportExtract
from streams.story import Conflict, ConflictKind, ConflictSide

MAX_SIDES: Final = 8
_MAX_VALUE: Final = 300
_MAX_TEXT: Final = 600


@dataclass(frozen=True, slots=True)
class Setting:
    """What finding conflicts needs to know of a story's reports, by article id."""

    reports: Mapping[str, ReportExtract]
    origins: Mapping[str, str]
    families: Mapping[str, str]

    def moment(self, article_id: str) -> datetime:
        """Give when a report was published, or else received."""
        report = self.reports[article_id]
        return report.published or report.received


@dataclass(frozen=True, slots=True)
class Side:
    """One side as found: what it says, in whose words, and the groups of claims it rests on."""

    value: str
    text: str
    article_ids: frozenset[str]
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """A contradiction as found; ``anchor`` names it stably while reports are added."""

    kind: ConflictKind
    subject: str
    anchor: str
    sides: tuple[Side, ...]


def independent(sides: Sequence[Side], setting: Setting) -> bool:
    """Say whether at least two origins stand against each other, and no report on both sides.

    A report that has both values (an earlier toll and the new one) contradicts nobody.
    """
    origins = {
        frozenset(setting.origins[article_id] for article_id in side.article_ids) for side in sides
    }
    every = [article_id for side in sides for article_id in side.article_ids]
    return len(sides) > 1 and len(origins) > 1 and len(every) == len(set(every))


def name_conflicts(spellings: Iterable[Spelling]) -> Iterator[Found]:
    """Give one person's differing names as contradictions."""
    for spelling in spellings:
        sides = tuple(
            Side(name, name, frozenset(article_ids)) for name, article_ids in spelling.sides
        )
        anchor = min(name for name, _ in spelling.sides)
        yield Found(ConflictKind.NAME, spelling.name, anchor, sides)


def to_record(found: Found, setting: Setting, claim_ids: Mapping[int, str]) -> Conflict:
    """Make the record of a contradiction; sides of most origins, then earliest, come first."""
    sides = [_side(side, setting, claim_ids) for side in found.sides]
    sides.sort(key=lambda side: (-side.origins, -len(side.article_ids), side.value, side.text))
    digest = blake2b(f"{found.kind}\n{found.anchor}".encode("utf-8", "replace"), digest_size=8)
    return Conflict(
        conflict_id=f"{found.kind}-{digest.hexdigest()}",
        kind=found.kind,
        subject=_cut(found.subject, _MAX_VALUE),
        sides=tuple(sides[:MAX_SIDES]),
    )


def _side(side: Side, setting: Setting, claim_ids: Mapping[int, str]) -> ConflictSide:
    published = [
        moment
        for article_id in side.article_ids
        if (moment := setting.reports[article_id].published) is not None
    ]
    ids = {claim_ids[group] for group in side.groups if group in claim_ids}
    return ConflictSide(
        value=_cut(side.value, _MAX_VALUE),
        text=_cut(side.text, _MAX_TEXT),
        article_ids=tuple(sorted(side.article_ids)),
        origins=len({setting.origins[article_id] for article_id in side.article_ids}),
        claim_ids=tuple(sorted(ids)),
        first_published=min(published, default=None),
        last_published=max(published, default=None),
    )


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
