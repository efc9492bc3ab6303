"""Verdicts: which stories a report may belong to, and how probable each is."""

from dataclasses import dataclass, field

import numpy as np

from agents.deduplication.clusterer_config import ClustererConfig, Counters
from agents.deduplication.copies import copy_scores, only_boilerplate
from agents.deduplication.evidence import BODY, Compared, gather
from agents.deduplication.join_model import Model
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import importance
from agents.deduplication.similarity import Comparer, Floats, Rows, Weighed


def _running_total(postings: Floats) -> Floats:
    """Give, for each term, the number of postings of all terms that are no more common than it."""
    order = np.argsort(postings, kind="stable")
    total = np.empty_like(postings)
    total[order] = np.cumsum(postings[order])
    return total


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
    def likeness(self) -> float:
        """How alike the body of the nearest report is."""
        return float(self.compared.pairs[self.nearest, BODY])

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


class Judge:
    """Finds candidate stories and weighs them; changes nothing but its counters."""

    def __init__(self, config: ClustererConfig, model: Model) -> None:
        self.config = config
        self.model = model
        self.counters = Counters()
        self._comparer = Comparer()

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
        likeness = np.maximum.reduceat(compared.pairs[:, BODY], compared.starts)
        probabilities = np.where(likeness >= self.config.least_likeness, probabilities, 0)
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
        signature, rarity = query.signature, query.rarity[1:]
        weights = rarity * importance(signature.counts.astype(np.float32), signature.places)
        order = np.argsort(-weights, kind="stable")
        postings = state.postings_of(signature.terms[order])
        order = order[postings > 0][: config.query_terms]
        postings = postings[postings > 0][: config.query_terms]
        kept = postings <= config.max_postings
        kept &= _running_total(postings) <= config.max_looked_up
        rows, place = state.index.rows_with(signature.terms[order[kept]], state.columns.alive)
        gain = (weights * rarity)[order[kept]][place]
        if not kept.all():
            rows, gain = self._with_latest(state, query, order[~kept], rows, gain)
        return self._most_promising(rows, gain) if len(rows) else rows

    def _with_latest(
        self, state: OpenStories, query: Weighed, capped: Rows, rows: Rows, gain: Floats
    ) -> tuple[Rows, Floats]:
        """Add the latest reports that use the heaviest of the capped terms.

        A story that fills the news makes all its own terms common; its next report must find it.
        """
        config, signature = self.config, query.signature
        self.counters.capped_terms += len(capped)
        all_rows, all_gain = [rows], [gain]
        for position in capped[: config.capped_terms].tolist():
            latest = state.index.latest_with(
                int(signature.terms[position]), config.latest_postings, state.columns.alive
            )
            all_rows.append(latest)
            all_gain.append(np.full(len(latest), query.rarity[position + 1] ** 2, np.float32))
        return np.concatenate(all_rows), np.concatenate(all_gain)

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
