"""Updates: what changed between two versions of a story, as data and in one sentence."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from streams.story import ClaimStatus, Story, StoryStatus
from streams.story_folding import changed_fields, difference
from streams.story_update import StoryUpdate, UpdateKind
from streams.wording import contradictions

_NAMED: Final = 3
_LINE: Final = 120


def describe_update(
    before: Story | None, after: Story, kind: UpdateKind, at: datetime
) -> StoryUpdate:
    """Give the update that leads from ``before`` (None: the story is new) to ``after``.

    Args:
        before: the version before, if any.
        after: the new version; ``streams.story_folding.fold`` makes it of ``before`` again.
        kind: what happened, as the clusterer decided.
        at: when, by the shard's clock.
    """
    changes = difference(before, after)
    old = {report.article_id for report in before.reports} if before else set()
    new = {report.article_id for report in after.reports}
    return StoryUpdate(
        kind=kind,
        story_id=after.story_id,
        version=after.version,
        at=at,
        articles_added=tuple(sorted(new - old)),
        articles_removed=tuple(sorted(old - new)),
        fields_changed=changed_fields(changes),
        changes=changes,
        significant=_is_significant(before, after, kind),
        sentence=_sentence(before, after, kind),
    )


def describe_removal(before: Story, at: datetime, reason: str) -> StoryUpdate:
    """Give the update that takes a story away for good; ``reason`` ends the sentence."""
    return StoryUpdate(
        kind=UpdateKind.REMOVED,
        story_id=before.story_id,
        version=before.version + 1,
        at=at,
        articles_removed=tuple(sorted(report.article_id for report in before.reports)),
        significant=before.status is StoryStatus.ACTIVE,
        sentence=f"The story was removed: {reason}.",
    )


def _is_significant(before: Story | None, after: Story, kind: UpdateKind) -> bool:
    """Say whether a reader would want to be told: a new origin, agreement or contradiction."""
    if before is None:
        return after.counts.origins > 1
    if kind in {UpdateKind.BRIDGED, UpdateKind.WITHDRAWN, UpdateKind.REMOVED}:
        return True
    if _gone(before, after) or after.counts.origins > before.counts.origins:
        return True
    return bool(_news(before, after))


def _sentence(before: Story | None, after: Story, kind: UpdateKind) -> str:
    said = {
        UpdateKind.OPENED: _opened,
        UpdateKind.JOINED: _joined,
        UpdateKind.UPDATED: _updated,
        UpdateKind.BRIDGED: _bridged,
        UpdateKind.WITHDRAWN: _withdrawn,
    }.get(kind)
    if said is None:
        state = "reopened" if kind is UpdateKind.REOPENED else str(kind)
        what = f"The story was {state} with {_count(after.counts.articles, 'report')}"
    else:
        what = said(before, after)
    news = _news(before, after) if before else []
    return "; ".join([what, *news]) + "."


def _opened(_: Story | None, after: Story) -> str:
    if after.counts.articles == 1:
        return f"{_outlets(after, after.reports)} opened the story"
    return f"The story was opened with {_count(after.counts.articles, 'report')}"


def _joined(before: Story | None, after: Story) -> str:
    added = _added(before, after)
    if not added:
        return "A report joined"
    copies = all(report.copy_of for report in added)
    if copies:
        what = "a copy" if len(added) == 1 else "copies"
    else:
        own = "its own report" if len(added) == 1 else _count(len(added), "report")
        what = f"{own}; {_now(after)}"
    return f"{_outlets(after, added)} joined with {what}"


def _now(after: Story) -> str:
    reports = _count(after.counts.articles, "report")
    return f"now {reports} of {_count(after.counts.origins, 'origin')}"


def _updated(before: Story | None, after: Story) -> str:
    if gone := _gone(before, after):
        return f"{_count(len(gone), 'report')} left for another story; {_now(after)}"
    old = {report.article_id: report for report in before.reports} if before else {}
    changed = [r for r in after.reports if old.get(r.article_id) not in {None, r}]
    own = [r for r in changed if old[r.article_id].received != r.received] or changed
    return f"{_outlets(after, own)} changed a report" if own else "A report was changed"


def _bridged(before: Story | None, after: Story) -> str:
    if after.status is StoryStatus.MERGED:
        return f"The story was merged into {after.merged_into}"
    former = set(before.previous_ids) if before else set()
    absorbed = [name for name in after.previous_ids if name not in former]
    names = ", ".join(absorbed[:_NAMED]) or "another story"
    return f"The story took over {names}; now {_count(after.counts.articles, 'report')}"


def _withdrawn(before: Story | None, after: Story) -> str:
    gone = _gone(before, after)
    return f"{_outlets(after, gone)} withdrew its report" if gone else "A report was withdrawn"


def _news(before: Story, after: Story) -> list[str]:
    """Say what readers learn: more agreement, contradictions come and gone."""
    old = {claim.claim_id: claim.status for claim in before.claims}
    said = []
    for status in (ClaimStatus.CORROBORATED, ClaimStatus.DISPUTED):
        fresh = sum(
            claim.status is status and old.get(claim.claim_id) is not status
            for claim in after.claims
        )
        if fresh:
            said.append(f"{_count(fresh, 'claim')} now {status}")
    known = {conflict.conflict_id for conflict in contradictions(before)}
    present = contradictions(after)
    for conflict in [one for one in present if one.conflict_id not in known][:_NAMED]:
        values = " / ".join(_short(side.value) for side in conflict.sides)
        said.append(f"new {conflict.kind} conflict: {values}")
    if settled := len(known - {conflict.conflict_id for conflict in present}):
        said.append(f"{_count(settled, 'conflict')} settled")
    return said


def _added(before: Story | None, after: Story) -> list[Any]:
    old = {report.article_id for report in before.reports} if before else set()
    return [report for report in after.reports if report.article_id not in old]


def _gone(before: Story | None, after: Story) -> list[Any]:
    new = {report.article_id for report in after.reports}
    return [report for report in before.reports if report.article_id not in new] if before else []


def _outlets(after: Story, reports: Iterable[Any]) -> str:
    outlets = list(dict.fromkeys(report.outlet for report in reports))
    if not outlets:
        return _count(after.counts.articles, "report")
    named = ", ".join(_short(outlet) for outlet in outlets[:_NAMED])
    more = len(outlets) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


def _short(text: str) -> str:
    text = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    return text if len(text) <= _LINE else text[: _LINE - 1] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
