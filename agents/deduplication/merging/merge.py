"""Merge: the set of a story's reports in, its record out.

:class:`MergedStory` keeps what one report more or less does not change; its record is always that
which :func:`merge` gives for the same set of reports, in whatever order they came.
"""

from bisect import insort
from collections.abc import Iterable

from agents.deduplication.merging.assembly import Assembly, Placed, StoryIdentity
from agents.deduplication.merging.entity_nodes import EntityNodes
from agents.deduplication.merging.groups import ClaimGroups
from agents.deduplication.merging.limits import Limits
from agents.deduplication.merging.medoid import Headlines
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.origins import origins_of
from agents.deduplication.merging.prepared import PreparedReport
from streams.publisher_families import PublisherFamilies, shipped_families
from streams.story import Story

Place = tuple[float, str]
"""Where a report stands in the order of merging: (seconds of its receipt, article id)."""


def merge(
    members: Iterable[Member],
    identity: StoryIdentity,
    families: PublisherFamilies | None = None,
    limits: Limits | None = None,
) -> Story:
    """Give the record of a set of reports: the order of ``members`` does not matter.

    Raises:
        ValueError: if there are no members.
    """
    merged = MergedStory(families, limits)
    for member in sorted(members, key=_place_of):
        merged.put(member)
    return merged.record(identity)


class MergedStory:
    """The reports of one story, merged; a report is put in, replaced or taken out at a time."""

    def __init__(
        self, families: PublisherFamilies | None = None, limits: Limits | None = None
    ) -> None:
        self._families = families or shipped_families()
        self._limits = limits or Limits()
        self._order: list[Place] = []
        self._placed: dict[str, Placed] = {}
        self._groups = ClaimGroups()
        self._names = EntityNodes()
        self._headlines = Headlines()
        self._origins: dict[str, str] = {}
        self._origins_version = 0

    def __len__(self) -> int:
        return len(self._placed)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._placed

    @property
    def members(self) -> tuple[Member, ...]:
        """The reports in the order of (received, article id)."""
        return tuple(self._placed[article_id].member for _, article_id in self._order)

    def put(self, member: Member) -> None:
        """Add a report, or replace that of the same article; the very same again is no change."""
        known = self._placed.get(member.article_id)
        if known is not None:
            if known.member == member:
                return
            if known.member.report == member.report:
                known.member = member
                known.worked_out.clear()
                return
            self.take_out(member.article_id)
        prepared = PreparedReport(member.report)
        outlet, url = member.report.outlet, member.report.url
        self._placed[member.article_id] = Placed(
            member,
            prepared,
            self._families.family_of(outlet, url),
            self._families.leaning_of(outlet, url),
        )
        self._names.add(member.report)
        self._headlines.add(prepared)
        place = _place_of(member)
        later = self._undo_from(place)
        insort(self._order, place)
        self._redo((member.article_id, *later))

    def take_out(self, article_id: str) -> None:
        """Remove a report; one that is not there is no change."""
        placed = self._placed.get(article_id)
        if placed is None:
            return
        place = _place_of(placed.member)
        later = self._undo_from(place)
        del self._placed[article_id]
        self._order.remove(place)
        self._names.remove(placed.member.report)
        self._headlines.remove(placed.prepared)
        self._redo(later[1:])

    def record(self, identity: StoryIdentity) -> Story:
        """Give the story's record.

        Raises:
            ValueError: if there are no reports.
        """
        if not self._order:
            reason = f"story {identity.story_id} has no reports: nothing to merge"
            raise ValueError(reason)
        placed = [self._placed[article_id] for _, article_id in self._order]
        self._find_origins(placed)
        assembly = Assembly(
            placed=placed,
            groups=self._groups.groups,
            names=self._names,
            headlines=self._headlines,
            limits=self._limits,
            origins=self._origins,
            origins_version=self._origins_version,
        )
        return assembly.story(identity)

    def _find_origins(self, placed: list[Placed]) -> None:
        families = {one.member.article_id: one.family for one in placed}
        origins = origins_of((one.member for one in placed), families)
        former = self._origins
        if any(origins.get(name, origin) != origin for name, origin in former.items()):
            self._origins_version += 1
        self._origins = origins

    def _undo_from(self, place: Place) -> list[str]:
        """Take the claims of this report and later ones out of their groups; give their ids."""
        later = [article_id for at, article_id in self._order if (at, article_id) >= place]
        for _ in later:
            self._groups.pop()
        return later

    def _redo(self, article_ids: Iterable[str]) -> None:
        for article_id in article_ids:
            self._groups.append(self._placed[article_id].prepared)


def _place_of(member: Member) -> Place:
    return member.report.received.timestamp(), member.article_id
