"""Clusterer: which story a report belongs to, decided from what the shard remembers."""

import math
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Final

import numpy as np

from agents.deduplication.clusterer_config import ClustererConfig, Counters
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
from agents.deduplication.evidence import Compared
from agents.deduplication.join_model import Model
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.reasons import reasons
from agents.deduplication.signature import Signature
from agents.deduplication.similarity import Weighed, compare, weigh
from agents.deduplication.splitting import Splitter
from agents.deduplication.story_features import BODY
from agents.deduplication.verdicts import Judge, Verdict
from streams.story import Match

_TWO: Final = 2
_FIRST: Final = np.zeros(1, np.int64)
"""Where the one story that is compared begins."""


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
        self.judge = Judge(config, model)
        self.splitter = Splitter(self.judge)

    @property
    def counters(self) -> Counters:
        """How often a cap cut something off."""
        return self.judge.counters

    def decide(self, state: OpenStories, signature: Signature, now: float) -> Decision:
        """Say what is to become of a report that arrives now (seconds since 1970)."""
        if signature.article_id in state:
            return self._of_known(state, signature, now)
        signature = self._with_credible_time(signature, now)
        query = weigh(signature, state)
        verdicts = self.judge.verdicts(state, query)
        likely = [v for v in verdicts if v.probability >= self.config.join]
        if not likely:
            match = Match(score=1.0, signals=("first report of the story",))
            story_id = story_id_for(signature.article_id, state.language)
            doubtful = self._doubtful(state, verdicts, ())
            return Opened(signature, story_id, match, now, doubtful)
        tied = likely[:2] if self._are_one(state, likely) else likely[:1]
        fellows = self._fellows(state, query, tied)
        if fellows:
            return self._of_split(state, signature, fellows, now)
        doubtful = self._doubtful(state, verdicts, tied)
        return self._of_member(state, query, tied, now, doubtful)

    def _fellows(
        self, state: OpenStories, query: Weighed, tied: Sequence[Verdict]
    ) -> tuple[str, ...]:
        """Give the reports that tell the same event, of a story that tells another one besides."""
        if len(tied) > 1 or tied[0].copied is not None:
            return ()
        rows = self.splitter.fellows(state, query, tied[0].number)
        return tuple(map(state.article_at, rows))

    def _of_split(
        self, state: OpenStories, signature: Signature, fellows: tuple[str, ...], now: float
    ) -> Opened:
        former = state.story_of(fellows[0])
        left = len(state.reports_of(former)) - len(fellows)
        told = f"{left} other reports of {former} tell another event"
        match = Match(score=1.0, signals=("first report to show that there are two events", told))
        story_id = story_id_for(signature.article_id, state.language)
        return Opened(signature, story_id, match, now, fellows=fellows)

    def _doubtful(
        self, state: OpenStories, verdicts: Sequence[Verdict], chosen: Sequence[Verdict]
    ) -> tuple[str, ...]:
        """Give the reports of stories not chosen that are most like the new one, if they are."""
        if not verdicts:
            return ()
        compared = verdicts[0].compared
        body = compared.pairs[:, BODY]
        places = (body >= self.config.repair_likeness).nonzero()[0]
        if not len(places):
            return ()
        numbers = {v.number for v in chosen}
        rows = [
            row
            for row in compared.rows.take(
                places.take((-body.take(places)).argsort(kind="stable"))
            ).tolist()
            if int(state.columns.story[row]) not in numbers
            and len(state.story(int(state.columns.story[row])).rows) > 1
        ]
        return tuple(state.article_at(row) for row in rows[: self.config.max_repairs])

    def expire(self, state: OpenStories, now: float) -> tuple[Closed | Forgotten, ...]:
        """Say which stories are to close or to be forgotten, the longest silent first."""
        config = self.config
        changes: list[Closed | Forgotten] = []
        over = now - config.window - config.grace
        excess = len(state) - config.max_reports
        for story in state.silent_stories(now - config.window if excess <= 0 else math.inf):
            if excess > 0 or story.last_arrived < over:
                evicted = story.last_arrived >= over
                changes.append(Forgotten(story.story_id, evicted))
                self.counters.evicted_stories += evicted
                excess -= len(story.rows)
            elif story.last_arrived < now - config.window and not story.closed:
                changes.append(Closed(story.story_id))
        return tuple(changes)

    def repairs(self, state: OpenStories, decision: Decision) -> tuple[Moved, ...]:
        """Say which reports the one that has just been applied shows to be in the wrong story.

        A report that is very like the new one, but in another story, is moved to the new one's
        if it fits that much better than the rest of its own. And where the new one has split a
        story, its fellows follow it.
        """
        if isinstance(decision, Unchanged | Updated):
            return ()
        if isinstance(decision, Opened) and decision.fellows:
            return self._following(state, decision.signature.article_id, decision.fellows)
        number = int(state.columns.story[state.row_of[decision.signature.article_id]])
        rows = [state.row_of[article_id] for article_id in decision.doubtful]
        moves: dict[str, Moved] = {}
        for row in rows:
            move = self._repair(state, row, number)
            if move is not None:
                # One of a story at a time, so that none is emptied.
                moves.setdefault(move.from_story, move)
        return tuple(moves.values())

    def _following(
        self, state: OpenStories, article_id: str, fellows: tuple[str, ...]
    ) -> tuple[Moved, ...]:
        """Say of each fellow how like it is to the one of them that it is most like."""
        story_id, former = state.story_of(article_id), state.story_of(fellows[0])
        rows = np.array([state.row_of[each] for each in (*fellows, article_id)])
        number = int(state.columns.story[rows[-1]])
        moves = []
        for fellow, row in zip(fellows, rows.tolist(), strict=False):
            query = weigh(state.signature_at(row), state)
            others = rows[rows != row]
            compared = Compared([number], _FIRST, others, *compare(query, state, others))
            nearest = compared.nearest(0)
            odds = self.judge.model.pair_odds(compared.pairs[nearest : nearest + 1])
            signals = (f"left {former} with others", *reasons(query, compared, nearest, state))
            match = Match(score=1 / (1 + math.exp(-float(odds[0]))), signals=signals)
            moves.append(Moved(fellow, former, story_id, match))
        return tuple(moves)

    def _repair(self, state: OpenStories, row: int, number: int) -> Moved | None:
        own = int(state.columns.story[row])
        query = weigh(state.signature_at(row), state)
        judged = self.judge.verdicts(state, query, without_row=row, about=number)
        verdicts = {v.number: v for v in judged}
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

    def _are_one(self, state: OpenStories, likely: Sequence[Verdict]) -> bool:
        """Tell whether the two likeliest stories are one, by the reports of the smaller."""
        config = self.config
        if len(likely) < _TWO or likely[1].probability < config.bridge:
            return False
        if min(v.likeness for v in likely[:_TWO]) < config.bridge_likeness:
            return False
        one, other = sorted(likely[:_TWO], key=lambda v: -len(state.story(v.number).rows))
        near = int(other.compared.rows[other.nearest])
        chances: list[float] = []
        for row in dict.fromkeys((near, state.story(other.number).rows[0])):
            chances.append(self._chance(state, row, one.number, other.number))
            if chances[-1] < config.bridge / 2:
                return False
        if sum(chances) / len(chances) < config.bridge:
            return False
        return not self.splitter.tell_two(state, one.number, other.number)

    def _chance(self, state: OpenStories, row: int, number: int, own: int) -> float:
        """Give the probability that a report belongs to a story, were its own not there."""
        query = weigh(state.signature_at(row), state)
        for verdict in self.judge.verdicts(state, query, without=own, about=number):
            if verdict.number == number:
                return verdict.probability
        return 0.0

    def _with_credible_time(self, signature: Signature, now: float) -> Signature:
        """Treat a publication time in the future, or before the web, as unknown."""
        published = signature.published
        if self.config.earliest <= published <= now + self.config.future or math.isnan(published):
            return signature
        return replace(signature, published=float("nan"))
