"""Groups: the claims of all reports of a story, grouped by proposition.

Claims are taken in one order, that of (received, article id, place in the text), whatever the order
in which reports came: each joins the most similar earlier group, or opens one. The grouping is
therefore a function of the set of reports; a report that comes last is simply added, one that
belongs before others is put in by undoing and redoing those after it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from agents.deduplication.merging.alignment import (
    RIVAL_FROM,
    Comparison,
    are_like,
    compare_claims,
)
from agents.deduplication.merging.likeness import LEAST_SHARED
from agents.deduplication.merging.prepared import PreparedClaim, PreparedReport
from streams.story import ConflictKind, Support

_EXEMPLARS: Final = 3
"""Differently worded claims of a group that a new one is compared with."""
_INDEXED: Final = 16
"""Notions under which a claim is found, its heaviest."""
_CANDIDATES: Final = 16


@dataclass(slots=True)
class Group:
    """The claims of one proposition, the first one its founder."""

    founder: PreparedClaim
    number: int
    members: list[PreparedClaim] = field(default_factory=list)
    exemplars: list[PreparedClaim] = field(default_factory=list)
    rivals: list["Rival"] = field(default_factory=list)
    worked_out: dict[str, Any] = field(default_factory=dict)
    """What others derived from the members; forgotten whenever they change."""
    told: Any = None
    """What others derived from the members and keep up while members are added."""
    supports: dict[tuple[str, int], tuple[Any, Support, int]] = field(default_factory=dict)
    """By (article id, number of the claim): what a record depends on, the record, its bytes."""
    claim_id: str = ""


@dataclass(frozen=True, slots=True)
class Rival:
    """Two claims that tell of one thing and cannot both be so, and the groups they are in."""

    kind: ConflictKind
    one: PreparedClaim
    other: PreparedClaim
    other_group: int
    score: int


class ClaimGroups:
    """Claims grouped by proposition; reports are appended and taken off at the end only."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._by_key: dict[str, int] = {}
        self._by_notion: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._unlisted: list[tuple[PreparedClaim, int]] = []
        """Exemplars that cannot be found yet: nothing was looked up since they came."""
        self._log: list[list[tuple[str, int]]] = []

    def append(self, report: PreparedReport) -> None:
        """Group the claims of the next report."""
        self._log.append([])
        for claim in report.claims:
            self._place(claim)

    def pop(self) -> None:
        """Undo the last :meth:`append`."""
        for action, number in reversed(self._log.pop()):
            group = self.groups[number]
            group.worked_out.clear()
            group.told = None
            if action == "member":
                claim = group.members.pop()
                # its article may come again with another text
                group.supports.pop((claim.article_id, claim.index), None)
            elif action == "exemplar":
                self._unlist(group.exemplars.pop(), number)
            elif action == "key":
                del self._by_key[group.members[-1].key]
            elif action == "rival":
                group.rivals.pop()
            else:
                self.groups.pop()

    def _place(self, claim: PreparedClaim) -> None:
        number = self._by_key.get(claim.key)
        if number is not None:
            self._add(self.groups[number], claim)
            return
        best, rivals = self._look_up(claim)
        if best is None:
            group = Group(claim, len(self.groups))
            self.groups.append(group)
            self._log[-1].append(("group", group.number))
        else:
            group = self.groups[best]
        self._add(group, claim)
        self._by_key[claim.key] = group.number
        self._log[-1].append(("key", group.number))
        if len(group.exemplars) < _EXEMPLARS:
            self._list(claim, group)
        for rival in rivals:
            if rival.other_group != group.number:
                group.rivals.append(rival)
                self._log[-1].append(("rival", group.number))

    def _look_up(self, claim: PreparedClaim) -> tuple[int | None, list[Rival]]:
        """Give the group a claim joins, the best and then the earliest, and whom it contradicts."""
        best: tuple[int, int] | None = None
        rivals: list[Rival] = []
        if len(self._log) == 1:
            # the first report's claims have nobody to agree with
            return None, rivals
        for number in self._candidates(claim):
            comparison, nearest = self._compare(claim, self.groups[number])
            if comparison.clash is not None:
                if comparison.score >= RIVAL_FROM and nearest.article_id != claim.article_id:
                    rivals.append(Rival(comparison.clash, claim, nearest, number, comparison.score))
            elif comparison.is_same and (best is None or (comparison.score, -number) > best):
                best = (comparison.score, -number)
        return (None if best is None else -best[1]), rivals

    def _compare(self, claim: PreparedClaim, group: Group) -> tuple[Comparison, PreparedClaim]:
        """Compare with a group's exemplars: the best score, but any clash keeps a claim out.

        So does little likeness to the founder, whose words are shown: of one proposition and
        another, and the other and a third, one can come to tell of something else.
        """
        # an article's claims come one after the other, so the last member tells; unless an article
        # says the very same again, two of its claims are two
        if group.members[-1].article_id == claim.article_id:
            return Comparison(0), group.founder
        results = [(compare_claims(claim, other), other) for other in group.exemplars]
        clashes = [result for result in results if result[0].clash and result[0].score]
        comparison, nearest = max(clashes or results, key=lambda result: result[0].score)
        if (
            comparison.is_same
            and nearest is not group.founder
            and not are_like(claim, group.founder)
        ):
            return Comparison(0), group.founder
        return comparison, nearest

    def _candidates(self, claim: PreparedClaim) -> list[int]:
        """Give the groups that share the most weight with a claim, best first, bounded."""
        for exemplar, number in self._unlisted:
            for notion in _heaviest(exemplar):
                self._by_notion[notion][number] += 1
        self._unlisted.clear()
        shared: dict[int, int] = {}
        for notion, weight in claim.terms.items():
            for number in self._by_notion.get(notion, ()):
                shared[number] = shared.get(number, 0) + weight
        for opening in claim.openings:
            for number in self._by_notion.get(f"“{opening}", ()):
                shared[number] = shared.get(number, 0) + LEAST_SHARED
        enough = [(-weight, number) for number, weight in shared.items() if weight >= LEAST_SHARED]
        enough.sort()
        return [number for _, number in enough[:_CANDIDATES]]

    def _add(self, group: Group, claim: PreparedClaim) -> None:
        group.members.append(claim)
        self._log[-1].append(("member", group.number))
        group.worked_out.clear()

    def _list(self, claim: PreparedClaim, group: Group) -> None:
        group.exemplars.append(claim)
        self._log[-1].append(("exemplar", group.number))
        self._unlisted.append((claim, group.number))

    def _unlist(self, claim: PreparedClaim, number: int) -> None:
        if self._unlisted:
            # listed last, and so still waiting
            self._unlisted.pop()
            return
        for notion in _heaviest(claim):
            postings = self._by_notion[notion]
            postings[number] -= 1
            if not postings[number]:
                del postings[number]


def _heaviest(claim: PreparedClaim) -> list[str]:
    ranked = sorted([(-weight, notion) for notion, weight in claim.terms.items()])
    return [notion for _, notion in ranked[:_INDEXED]] + [f"“{name}" for name in claim.openings]
