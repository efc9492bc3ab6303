"""Clusterer: which story a report belongs to, decided from what the shard remembers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Final

import numpy as np

from agents.deduplication.copies import copy_scores, only_boilerplate
from agents.deduplication.decisions import (
    Bridged,
    Closed,
    Decision,
    Forgotten,
    Joined,
    Moved,
    Opened,
    Unchanged,
    Updated,
)
from agents.deduplication.evidence import Compared, gather
from agents.deduplication.join_model import Model
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.reasons import reasons
from agents.deduplication.signature import Signature, importance
from agents.deduplication.similarity import Comparer, Floats, Rows, Weighed, weigh
from streams.story import Match

_HOUR: Final = 3600.0
_DAY: Final = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class ClustererConfig:
    """Settings of the clusterer; times in seconds, probabilities in [0, 1].

    Attributes:
        join: probability from which a report joins a story.
        bridge: probability, from both sides, from which a report ties two stories into one.
        window: a story without a new report for so long is closed.
        grace: a closed story can be reopened for so long; then it is forgotten.
        max_reports: so many reports are remembered; the longest silent stories make room.
        query_terms: heaviest terms of a report by which stories are looked up.
        max_postings: a term used by more remembered reports than this is not looked up.
        max_rows: reports compared at most, the most promising first.
        max_stories: stories weighed at most.
        rows_per_story: reports of one story compared at most, beside its first and latest.
        latest_per_story: how many of a story's latest reports are compared in any case.
        max_repairs: reports of other stories that a new one may show to be misplaced, at most.
        repair_likeness: likeness of bodies, in [0, 1], from which such a report is looked at.
        repair_gain: how much more probable the other story must be for it to be moved.
        earliest: a publication time before this is a mistake, and counts as unknown.
        future: a publication time further ahead of the clock than this counts as unknown.
    """

    join: float = 0.5
    bridge: float = 0.7
    window: float = 7 * _DAY
    grace: float = 60 * _DAY
    max_reports: int = 1_000_000
    query_terms: int = 32
    max_postings: int = 1000
    max_rows: int = 48
    max_stories: int = 6
    rows_per_story: int = 4
    latest_per_story: int = 1
    max_repairs: int = 2
    repair_likeness: float = 0.35
    repair_gain: float = 0.4
    earliest: float = 365 * _DAY * 2
    future: float = 1 * _DAY


@dataclass(slots=True)
class Counters:
    """How often a cap cut something off."""

    capped_terms: int = 0
    capped_rows: int = 0
    evicted_stories: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A candidate story with the probability that the report tells its event.

    ``story`` is its position in ``compared``, ``copied`` the place there of the report that the new
    one repeats, if there is one.
    """

    number: int
    probability: float
    compared: Compared = field(repr=False)
    story: int
    copied: int | None = None

    @property
    def nearest(self) -> int:
        """The place in ``compared`` of the story's report that is most alike."""
        return self.compared.nearest(self.story)


def _copied(compared: Compared) -> dict[int, tuple[float, int]]:
    """Give, by story, the share copied and the place of the report that is copied most.

    A copy joins its original's story whatever the model says.
    """
    shares = copy_scores(compared.pairs)
    found: dict[int, tuple[float, int]] = {}
    for place in np.flatnonzero(shares).tolist():
        story = int(np.searchsorted(compared.starts, place, side="right")) - 1
        share = float(shares[place])
        if share > found.get(compared.numbers[story], (0.0, 0))[0]:
            found[compared.numbers[story]] = (share, place)
    return found


def story_id_for(article_id: str, shard: str) -> str:
    """Give the id of the story that an article founds; the same at every replay.

    >>> story_id_for("a1", "en") == story_id_for("a1", "en") != story_id_for("a1", "de")
    True
    """
    digest = blake2b(f"{shard}\n{article_id}".encode("utf-8", "replace"), digest_size=10)
    return "st_" + digest.hexdigest()


class Clusterer:
    """Decides; changes nothing but its counters. One clusterer can serve many states."""

    def __init__(self, config: ClustererConfig, model: Model) -> None:
        self.config = config
        self.model = model
        self.counters = Counters()
        self._comparer = Comparer()

    def decide(self, state: OpenStories, signature: Signature, now: float) -> Decision:
        """Say what is to become of a report that arrives now (seconds since 1970)."""
        if signature.article_id in state:
            return self._of_known(state, signature, now)
        signature = self._with_credible_time(signature, now)
        query = weigh(signature, state)
        verdicts = self.verdicts(state, query)
        likely = [v for v in verdicts if v.probability >= self.config.join]
        if not likely:
            match = Match(score=1.0, signals=("first report of the story",))
            story_id = story_id_for(signature.article_id, state.language)
            doubtful = self._doubtful(state, verdicts, ())
            return Opened(signature, story_id, match, now, doubtful)
        tied = [likely[0], *(v for v in likely[1:] if self._are_one(state, likely[0], v))]
        doubtful = self._doubtful(state, verdicts, tied)
        return self._of_member(state, query, tied, now, doubtful)

    def _doubtful(
        self, state: OpenStories, verdicts: Sequence[Verdict], chosen: Sequence[Verdict]
    ) -> tuple[str, ...]:
        """Give the reports of stories not chosen that are most like the new one, if they are."""
        if not verdicts:
            return ()
        compared = verdicts[0].compared
        body = compared.pairs[:, 0]
        places = np.flatnonzero(body >= self.config.repair_likeness)
        numbers = {v.number for v in chosen}
        rows = [
            row
            for row in compared.rows[places[np.argsort(-body[places], kind="stable")]].tolist()
            if int(state.columns.story[row]) not in numbers
            and len(state.story(int(state.columns.story[row])).rows) > 1
        ]
        return tuple(state.article_at(row) for row in rows[: self.config.max_repairs])

    def expire(self, state: OpenStories, now: float) -> tuple[Closed | Forgotten, ...]:
        """Say which stories are to close or to be forgotten, the longest silent first."""
        config = self.config
        changes: list[Closed | Forgotten] = []
        excess = len(state) - config.max_reports
        for last_arrived, _, story in state.stories_by_age():
            silent = now - last_arrived
            if excess > 0 or silent > config.window + config.grace:
                evicted = silent <= config.window + config.grace
                changes.append(Forgotten(story.story_id, evicted))
                self.counters.evicted_stories += evicted
                excess -= len(story.rows)
            elif silent > config.window and not story.closed:
                changes.append(Closed(story.story_id))
        return tuple(changes)

    def repairs(self, state: OpenStories, decision: Decision) -> tuple[Moved, ...]:
        """Say which reports the one that has just been applied shows to be in the wrong story.

        A report that is very like the new one, but in another story, is moved to the new one's
        if it fits that much better than the rest of its own.
        """
        if isinstance(decision, Unchanged | Updated) or not decision.doubtful:
            return ()
        number = int(state.columns.story[state.row_of[decision.signature.article_id]])
        rows = [state.row_of[article_id] for article_id in decision.doubtful]
        moves: dict[str, Moved] = {}
        for row in rows:
            move = self._repair(state, row, number)
            if move is not None:
                # One of a story at a time, so that none is emptied.
                moves.setdefault(move.from_story, move)
        return tuple(moves.values())

    def _repair(self, state: OpenStories, row: int, number: int) -> Moved | None:
        own = int(state.columns.story[row])
        query = weigh(state.signature_at(row), state)
        verdicts = {v.number: v for v in self.verdicts(state, query, without_row=row)}
        better, here = verdicts.get(number), verdicts.get(own)
        if better is None:
            return None
        gain = better.probability - (here.probability if here else 0.0)
        if better.probability < self.config.join or gain < self.config.repair_gain:
            return None
        return Moved(
            state.article_at(row),
            state.story(own).story_id,
            state.story(number).story_id,
            self._match(state, query, better),
        )

    def verdicts(
        self,
        state: OpenStories,
        query: Weighed,
        without: int | None = None,
        without_row: int | None = None,
    ) -> list[Verdict]:
        """Weigh the candidate stories of a report, the most probable first.

        ``without`` is the number of a story that is left out, ``without_row`` a report's row.
        """
        rows = self.candidate_rows(state, query)
        if without is not None:
            rows = rows[state.columns.story[rows] != without]
        if without_row is not None:
            rows = rows[rows != without_row]
        if not len(rows):
            return []
        compared = self._compare(state, query, rows, without_row)
        boilerplate = only_boilerplate(compared.pairs)
        if boilerplate.any():
            compared = compared.only(~boilerplate)
            if not compared.numbers:
                return []
        probabilities = self.model.probabilities(gather(query, compared, state))
        copied = _copied(compared)
        verdicts = []
        for story, number in enumerate(compared.numbers):
            share, place = copied.get(number, (0.0, None))
            chance = max(float(probabilities[story]), share)
            verdicts.append(Verdict(number, chance, compared, story, place))
        return sorted(verdicts, key=lambda v: -v.probability)

    def candidate_rows(self, state: OpenStories, query: Weighed) -> Rows:
        """Give the reports that share the most weight of rare terms, the most promising first."""
        config = self.config
        signature = query.signature
        weights = query.rarity[1:] * importance(
            signature.counts.astype(np.float32), signature.places
        )
        order = np.argsort(-weights, kind="stable")
        postings = state.postings_of(signature.terms[order])
        order, postings = order[postings > 0], postings[postings > 0]
        common = postings > config.max_postings
        self.counters.capped_terms += int(common[: config.query_terms].sum())
        used = order[~common][: config.query_terms]
        rows, place = state.index.rows_with(signature.terms[used], state.columns.alive)
        if not len(rows):
            return rows
        gain = (query.rarity[1:] ** 2)[used][place]
        return self._most_promising(rows, gain)

    def _most_promising(self, rows: Rows, gain: Floats) -> Rows:
        order = np.argsort(rows, kind="stable")
        rows, gain = rows[order], gain[order]
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        total = np.add.reduceat(gain, starts)
        best = np.argsort(-total, kind="stable")
        self.counters.capped_rows += len(best) > self.config.max_rows
        return rows[starts[best[: self.config.max_rows]]]

    def _compare(
        self, state: OpenStories, query: Weighed, rows: Rows, without_row: int | None
    ) -> Compared:
        """Group the promising reports by story, add each story's first and last, and compare."""
        config = self.config
        chosen: dict[int, list[int]] = {}
        for row, number in zip(rows.tolist(), state.columns.story[rows].tolist(), strict=True):
            some = chosen.get(number)
            if some is not None:
                if len(some) < config.rows_per_story:
                    some.append(row)
            elif len(chosen) < config.max_stories:
                chosen[number] = [row]
        starts: list[int] = []
        every: list[int] = []
        for number, some in chosen.items():
            members = state.story(number).rows
            starts.append(len(every))
            ends = {*some, members[0], *members[-config.latest_per_story :]}
            every += sorted(ends - {without_row})
        compared = np.array(every, np.int64)
        pairs, positions = self._comparer.compare(query, state, compared)
        return Compared(list(chosen), np.array(starts), compared, pairs, positions)

    def _of_known(self, state: OpenStories, signature: Signature, now: float) -> Decision:
        story_id = state.story_of(signature.article_id)
        if state.digest_of(signature.article_id) == signature.digest:
            return Unchanged(signature.article_id, story_id)
        return Updated(self._with_credible_time(signature, now), story_id, now)

    def _of_member(
        self,
        state: OpenStories,
        query: Weighed,
        tied: list[Verdict],
        now: float,
        doubtful: tuple[str, ...],
    ) -> Joined | Bridged:
        best = tied[0]
        match = self._match(state, query, best)
        tied = sorted(tied, key=lambda v: state.story(v.number).rows[0])
        oldest, *others = (state.story(v.number) for v in tied)
        copy_of = None
        if best.copied is not None:
            copy_of = state.article_at(int(best.compared.rows[best.copied]))
        if not others:
            return Joined(
                query.signature,
                oldest.story_id,
                match,
                now,
                copy_of,
                reopens=oldest.closed,
                doubtful=doubtful,
            )
        ties = {
            story.story_id: self._match(state, query, verdict)
            for story, verdict in zip(others, tied[1:], strict=True)
        }
        return Bridged(
            query.signature,
            oldest.story_id,
            tuple(ties),
            match,
            ties,
            now,
            copy_of,
            reopens=oldest.closed,
            doubtful=doubtful,
        )

    def _match(self, state: OpenStories, query: Weighed, verdict: Verdict) -> Match:
        compared = verdict.compared
        if verdict.copied is None:
            signals = reasons(query, compared, verdict.nearest, state)
        else:
            original = state.article_at(int(compared.rows[verdict.copied]))
            signals = (f"copy of {original}", *reasons(query, compared, verdict.copied, state))
        return Match(score=verdict.probability, signals=signals)

    def _are_one(self, state: OpenStories, one: Verdict, other: Verdict) -> bool:
        """Tell whether two stories that a report fits are one, by the reports of the smaller."""
        if min(one.probability, other.probability) < self.config.bridge:
            return False
        if len(state.story(one.number).rows) < len(state.story(other.number).rows):
            one, other = other, one
        members = state.story(other.number).rows
        near = int(other.compared.rows[other.nearest])
        chances: list[float] = []
        for row in dict.fromkeys((near, members[0], members[-1])):
            chances.append(self._chance(state, row, one.number, other.number))
            if chances[-1] < self.config.bridge / 2:
                return False
        return sum(chances) / len(chances) >= self.config.bridge

    def _chance(self, state: OpenStories, row: int, number: int, own: int) -> float:
        """Give the probability that a report belongs to a story, were its own not there."""
        query = weigh(state.signature_at(row), state)
        for verdict in self.verdicts(state, query, without=own):
            if verdict.number == number:
                return verdict.probability
        return 0.0

    def _with_credible_time(self, signature: Signature, now: float) -> Signature:
        """Treat a publication time in the future, or before the web, as unknown."""
        published = signature.published
        if self.config.earliest <= published <= now + self.config.future or math.isnan(published):
            return signature
        return replace(signature, published=float("nan"))
