"""Verdicts: which stories a report may belong to, and how probable each is."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from agents.deduplication.clusterer_config import ClustererConfig, Counters
from agents.deduplication.copies import copy_scores, only_boilerplate
from agents.deduplication.evidence import BODY, Compared, gather
from agents.deduplication.join_model import Model
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import importance
from agents.deduplication.similarity import Comparer, Floats, Rows, Weighed

_PLACES: Final = 1 << 16
"""More than a report's terms: a row and the place of a term make one number."""


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
        probabilities = self._probabilities(state, query, compared)
        copied = _copied(compared)
        verdicts = []
        for story, number in enumerate(compared.numbers):
            share, place = copied.get(number, (0.0, None))
            chance = max(float(probabilities[story]), share)
            verdicts.append(Verdict(number, chance, compared, story, place))
        return sorted(verdicts, key=lambda v: -v.probability)

    def _probabilities(self, state: OpenStories, query: Weighed, compared: Compared) -> Floats:
        """Give the probability for each story; 0 where no report is at all like the new one."""
        likeness = np.maximum.reduceat(compared.pairs[:, BODY], compared.starts)
        in_question = likeness >= self.config.least_likeness
        probabilities = np.zeros(len(likeness), np.float32)
        if in_question.any():
            evidence = gather(query, compared, state)
            probabilities[in_question] = self.model.probabilities(evidence[in_question])
        return probabilities

    def candidate_rows(self, state: OpenStories, query: Weighed) -> Rows:
        """Give the reports that share the most weight of rare terms, the most promising first."""
        config = self.config
        signature, rarity = query.signature, query.rarity[1:]
        weights = rarity * importance(signature.counts, signature.places)
        order = np.argsort(-weights, kind="stable")
        postings = state.postings_of(signature.terms[order])
        order = order[postings > 0][: config.query_terms]
        postings = postings[postings > 0][: config.query_terms]
        kept = postings <= config.max_postings
        kept &= _running_total(postings) <= config.max_looked_up
        rows, place = state.index.rows_with(signature.terms[order[kept]], state.columns.alive)
        gains = (weights * rarity)[order[kept]]
        keys = rows * _PLACES + place
        if not kept.all():
            keys, gains = self._with_latest(state, query, order[~kept], keys, gains)
        return self._most_promising(keys, gains) if len(keys) else keys

    def _with_latest(
        self, state: OpenStories, query: Weighed, capped: Rows, keys: Rows, gains: Floats
    ) -> tuple[Rows, Floats]:
        """Add the latest reports that use the heaviest of the capped terms.

        A story that fills the news makes all its own terms common; its next report must find it.
        """
        config, signature = self.config, query.signature
        self.counters.capped_terms += len(capped)
        capped = capped[: config.capped_terms]
        every = [keys]
        for place, term in enumerate(signature.terms[capped].tolist(), len(gains)):
            latest = state.index.latest_with(term, config.latest_postings, state.columns.alive)
            every.append(latest * _PLACES + place)
        return np.concatenate(every), np.concatenate((gains, query.rarity[capped + 1] ** 2))

    def _most_promising(self, keys: Rows, gains: Floats) -> Rows:
        """Give the rows that gain most; a key is a row and the place of its gain, each once."""
        keys.sort()
        rows = keys // _PLACES
        is_first = np.ones(len(rows), np.bool_)
        np.not_equal(rows[1:], rows[:-1], out=is_first[1:])
        starts = np.flatnonzero(is_first)
        total = np.add.reduceat(gains.take(keys % _PLACES), starts)
        most = self.config.max_rows
        self.counters.capped_rows += len(total) > most
        best = np.arange(len(total))
        if len(total) > most:
            best = np.flatnonzero(total >= np.partition(total, -most)[-most])
        best = best[np.argsort(-total[best], kind="stable")]
        return rows[starts[best[:most]]]

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
