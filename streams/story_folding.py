"""Folding: from a story's updates to the story itself, and the difference that an update carries.

``changes`` of a StoryUpdate has ``set`` (plain fields), ``unset`` (names of fields without a value)
and, for reports, entities, claims and conflicts, ``upsert`` (whole records) and ``remove`` (their
keys); a claim that only gained or lost support is in ``claims.patch``, so that an update stays
small however many reports a story has. An update made again after a crash has ``whole``: it says
all that the story is, because its writer cannot know what its readers have folded already.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from streams.errors import InvalidRecord
from streams.record import Record
from streams.story import Conflict, Report, Story, StoryClaim, StoryEntity, Support
from streams.story_order import (
    claim_order,
    conflict_order,
    entity_order,
    report_order,
    support_order,
)
from streams.story_update import StoryUpdate, UpdateKind

_UNCOMPARED: Final = frozenset({"kind", "schema_version", "story_id", "version"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A list of a story whose items have keys: ``key`` is JSON, ``order`` is how they stand."""

    model: type[Record]
    key: Callable[[Any], Any]
    order: Callable[[Any], Any]


_PARTS: Final[Mapping[str, _Part]] = {
    "reports": _Part(Report, lambda report: report.article_id, report_order),
    "entities": _Part(StoryEntity, lambda entity: f"{entity.type} {entity.name}", entity_order),
    "claims": _Part(StoryClaim, lambda claim: claim.claim_id, claim_order),
    "conflicts": _Part(Conflict, lambda conflict: conflict.conflict_id, conflict_order),
}
_PLAIN: Final = tuple(
    name for name in Story.model_fields if name not in _PARTS and name not in _UNCOMPARED
)


def fold(before: Story | None, update: StoryUpdate) -> Story | None:
    """Give the story after an update; None after its removal.

    An update that is already in ``before`` changes nothing, nor does a removal of what is not
    there, so that redelivery is harmless.

    Raises:
        InvalidRecord: if the update is another story's, if one between is missing, or if it cannot
            be applied; take the story from ``news.stories`` then.
    """
    if before is not None:
        if before.story_id != update.story_id:
            reason = f"update is of story {update.story_id}, not of {before.story_id}"
            raise InvalidRecord(reason)
        if update.version <= before.version:
            return before
    elif update.kind is UpdateKind.REMOVED:
        return None
    known = before.version if before else 0
    if update.version != known + 1:
        reason = (
            f"story {update.story_id} is at version {known}, the update at {update.version}: "
            "those between are missing; take the story from news.stories"
        )
        raise InvalidRecord(reason)
    if update.kind is UpdateKind.REMOVED:
        return None
    try:
        return _applied(before, update)
    except (ValidationError, KeyError, TypeError, AttributeError) as error:
        reason = f"update {update.version} of story {update.story_id} cannot be applied: {error}"
        raise InvalidRecord(reason) from None


def difference(before: Story | None, after: Story) -> dict[str, Any]:
    """Give the ``changes`` that make ``after`` of ``before``; of None if the story is new."""
    if before is None:
        return _opening(after)
    changes: dict[str, Any] = {}
    new = {name: getattr(after, name) for name in _PLAIN}
    old = {name: getattr(before, name) for name in _PLAIN}
    changed = [name for name in _PLAIN if new[name] != old[name]]
    dumped = after.model_dump(mode="json", include=set(changed))
    if given := {name: dumped[name] for name in changed if new[name] is not None}:
        changes["set"] = given
    if gone := [name for name in changed if new[name] is None]:
        changes["unset"] = gone
    for name, part in _PARTS.items():
        if found := _difference_of(part, getattr(before, name), getattr(after, name)):
            changes[name] = found
    return changes


def _opening(after: Story) -> dict[str, Any]:
    """Give the ``changes`` that make a story of nothing."""
    dumped = _json(after)
    changes: dict[str, Any] = {
        "set": {name: dumped[name] for name in _PLAIN if getattr(after, name) is not None}
    }
    for name, part in _PARTS.items():
        items = zip(getattr(after, name), dumped[name], strict=True)
        if by_key := {part.key(item): plain for item, plain in items}:
            changes[name] = {"upsert": list(by_key.values())}
    return changes


def whole(after: Story) -> dict[str, Any]:
    """Give the ``changes`` that make ``after`` of whatever the story was before."""
    return {**difference(None, after), "whole": True}


def changed_fields(changes: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the names of the fields that a difference touches, sorted."""
    names = [*changes.get("set", {}), *changes.get("unset", ())]
    return tuple(sorted({*names, *(name for name in _PARTS if name in changes)}))


def _applied(before: Story | None, update: StoryUpdate) -> Story:
    changes = update.changes
    if changes.get("whole"):
        before = None
    data: dict[str, Any] = {name: getattr(before, name) for name in _PLAIN} if before else {}
    data.update(changes.get("set", {}))
    data.update(dict.fromkeys(changes.get("unset", ())))
    for name, part in _PARTS.items():
        items = getattr(before, name) if before else ()
        data[name] = _folded(part, items, changes.get(name, {}))
    data |= {"story_id": update.story_id, "version": update.version}
    return Story.model_validate(data)


def _difference_of(
    part: _Part, before: Sequence[Record], after: Sequence[Record]
) -> dict[str, Any]:
    old = {part.key(item): item for item in before}
    new = {part.key(item): item for item in after}
    upsert, patch = [], []
    for key, item in new.items():
        known = old.get(key)
        if known is item or known == item:
            continue
        if isinstance(item, StoryClaim) and isinstance(known, StoryClaim):
            patch.append(_claim_patch(known, item))
        else:
            upsert.append(_json(item))
    changes = {"upsert": upsert, "patch": patch, "remove": [key for key in old if key not in new]}
    return {name: value for name, value in changes.items() if value}


def _claim_patch(before: StoryClaim, after: StoryClaim) -> dict[str, Any]:
    gone, come = _only_in(before, after), _only_in(after, before)
    plain = {
        name: value
        for name, value in _json(after, {"support"}).items()
        if name == "claim_id" or value != _json(before, {"support"}).get(name)
    }
    patch: dict[str, Any] = {"claim_id": after.claim_id, "set": plain}
    if after.speaker is None:
        patch["set"]["speaker"] = None
    upsert = [_json(support) for key, support in come.items() if gone.get(key) != support]
    remove = [list(key) for key in sorted(gone.keys() - come.keys())]
    return patch | {"support": {"upsert": upsert, "remove": remove}}


def _only_in(one: StoryClaim, other: StoryClaim) -> dict[tuple[str, str], Support]:
    """Give the supports of a claim that are not the very same objects in the other, by key.

    Merging keeps what does not change: of hundreds of supports few have to be looked at.
    """
    shared = set(map(id, other.support))
    return {_support_key(support): support for support in one.support if id(support) not in shared}


def _support_key(support: Support) -> tuple[str, str]:
    spans = " ".join(f"{start}-{end}" for start, end in support.content)
    return support.article_id, spans


def _folded(part: _Part, items: Iterable[Any], changes: Mapping[str, Any]) -> tuple[Any, ...]:
    by_key = {part.key(item): item for item in items}
    for key in changes.get("remove", ()):
        by_key.pop(key, None)
    for raw in changes.get("upsert", ()):
        item = part.model.model_validate(raw)
        by_key[part.key(item)] = item
    for patch in changes.get("patch", ()):
        by_key[patch["claim_id"]] = _patched(by_key[patch["claim_id"]], patch)
    return tuple(sorted(by_key.values(), key=part.order))


def _patched(claim: StoryClaim, patch: Mapping[str, Any]) -> StoryClaim:
    support = {_support_key(one): one for one in claim.support}
    for article_id, spans in patch["support"]["remove"]:
        support.pop((article_id, spans), None)
    for raw in patch["support"]["upsert"]:
        one = Support.model_validate(raw)
        support[_support_key(one)] = one
    data = {name: getattr(claim, name) for name in StoryClaim.model_fields}
    data |= patch["set"]
    data["support"] = tuple(sorted(support.values(), key=support_order))
    return StoryClaim.model_validate(data)


def _json(record: Record, exclude: set[str] | None = None) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude=exclude, exclude_none=True)
