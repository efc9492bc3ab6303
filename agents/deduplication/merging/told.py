"""Told: what the claims of one group come to, place by place, kept up while claims are added.

A group of hundreds of claims takes a few more with every report: only these are worked through.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from agents.deduplication.merging.entities import ResolvedEntities
from agents.deduplication.merging.prepared import PreparedClaim
from agents.deduplication.merging.sizes import support_bytes
from streams.enriched_article import ClaimKind, Span
from streams.story import Support
from streams.story_order import support_order

_WORDINGS: Final = 12
"""Supports of a claim that carry their own words where these are not the claim's."""


class Told:
    """The places where a group's claims stand, who says so, and the records made of them.

    It holds for the claims taken so far; whoever takes one out of the group begins anew.
    """

    def __init__(self, founder: PreparedClaim) -> None:
        self.places: list[PreparedClaim] = []
        self.first = 0
        """The earliest offset in any article."""
        self.revision = 0
        """Another number after the records of places have changed."""
        self.bytes = 0
        """At least the bytes of the records."""
        self._founder = founder.claim
        self._taken = 0
        self._known: set[tuple[str, tuple[Span, ...]]] = set()
        self._origins: frozenset[str] = frozenset()
        self._origins_of = 0, -1
        self._speakers: list[str | None] = []
        self._speakers_version = -1
        self._supports: list[Support] = []
        self._written = 0
        self._others = 0
        self._by_speaker: defaultdict[str, set[str]] = defaultdict(set)
        self._named: set[str] = set()
        self._unsaid: set[str] = set()
        self._heard = 0

    def take(self, members: Sequence[PreparedClaim]) -> None:
        """Take the claims that came since the last time."""
        for claim in members[self._taken :]:
            place = claim.article_id, claim.claim.content
            if place not in self._known:
                self._known.add(place)
                start = claim.claim.content[0].start
                self.first = min(self.first, start) if self.places else start
                self.places.append(claim)
        self._taken = len(members)

    def origins(self, origins: Mapping[str, str], version: int) -> frozenset[str]:
        """Give the origins of the articles; ``version`` is another if that of one has changed."""
        counted, known = self._origins_of
        if known != version:
            counted, self._origins = 0, frozenset()
            self._forget_who_says()
        if counted < len(self.places):
            self._origins |= {origins[claim.article_id] for claim in self.places[counted:]}
        self._origins_of = len(self.places), version
        return self._origins

    def resolve(self, resolved: ResolvedEntities) -> None:
        """Name the speakers as the story does."""
        if self._speakers_version != resolved.version:
            former, self._speakers = self._speakers, []
            self._name_the_rest(resolved)
            if self._speakers[: len(former)] != former:
                self._forget_records()
        elif len(self._speakers) < len(self.places):
            self._name_the_rest(resolved)
        self._speakers_version = resolved.version

    def supports(self, made: dict[tuple[str, int], tuple[object, Support, int]]) -> list[Support]:
        """Give each place as a record, in order; those ``made`` before are used again."""
        for claim, speaker in self._from(self._written):
            own = claim.claim.text != self._founder.text and self._others < _WORDINGS
            self._others += own
            key = claim.article_id, claim.index
            known = made.get(key)
            if known is None or known[0] != (speaker, own):
                support = Support(
                    article_id=claim.article_id,
                    content=claim.claim.content,
                    text=claim.claim.text if own else None,
                    speaker=speaker,
                )
                known = made[key] = ((speaker, own), support, support_bytes(support))
            insort(self._supports, known[1], key=support_order)
            self.bytes += known[2]
        self._written = len(self.places)
        return self._supports

    def speaker(self, origins: Mapping[str, str]) -> str | None:
        """Give the speaker most origins name; somebody named goes before a description.

        Of equals whoever says it where the founder stands, whose words the claim's are.

        Nobody, if more origins tell it in words of their own, or as many and the founder; but a
        quotation is always somebody's.
        """
        for claim, speaker in self._from(self._heard):
            if speaker is None:
                self._unsaid.add(origins[claim.article_id])
            else:
                self._by_speaker[speaker].add(origins[claim.article_id])
                if claim.speaker:
                    self._named.add(speaker)
        self._heard = len(self.places)
        best = min(self._by_speaker, key=self._place_of, default=None)
        if best is None or self._founder.kind is ClaimKind.QUOTE:
            return best
        unsaid, said = len(self._unsaid), len(self._by_speaker[best])
        is_told = self._speakers[0] is None
        return None if unsaid > said or (is_told and unsaid == said) else best

    def _place_of(self, speaker: str) -> tuple[object, ...]:
        """Rank a speaker, the best first."""
        origins = len(self._by_speaker[speaker])
        return speaker not in self._named, -origins, speaker != self._speakers[0], speaker

    def _from(self, number: int) -> list[tuple[PreparedClaim, str | None]]:
        return list(zip(self.places[number:], self._speakers[number:], strict=True))

    def _name_the_rest(self, resolved: ResolvedEntities) -> None:
        self.revision += 1
        rest = self.places[len(self._speakers) :]
        self._speakers.extend(_speaker_in(claim, resolved) for claim in rest)

    def _forget_records(self) -> None:
        self._supports, self._written, self._others, self.bytes = [], 0, 0, 0
        self._forget_who_says()

    def _forget_who_says(self) -> None:
        self._by_speaker.clear()
        self._named.clear()
        self._unsaid.clear()
        self._heard = 0


def _speaker_in(claim: PreparedClaim, resolved: ResolvedEntities) -> str | None:
    """Give who a report says has said it, by the story's name, or in the report's words."""
    speaker = claim.claim.speaker
    if speaker is None:
        return None
    if speaker.name is None:
        return speaker.description
    return resolved.canonical(claim.article_id, speaker.name)
