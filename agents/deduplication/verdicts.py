"""Verdicts: which stories a report may belong to, and how probable each is."""

from typing import NamedTuple

import numpy as np

from agents.deduplication.candidates import Sought
from agents.deduplication.clusterer_config import ClustererConfig, Counters
from agents.deduplication.copies import copy_scores, only_boilerplate, shares_much
from agents.deduplication.evidence import Compared, gather
from agents.deduplication.join_model import Model
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.pair_features import Floats, Rows
from agents.deduplication.signature import importance
from agents.deduplication.similarity import Weighed, compare
from agents.deduplication.story_features import BODY
from agents.deduplication.term_choice import choose_terms


class Verdict(NamedTuple):
    """A candidate story with the probability that the report tells its event.

    ``story`` is its position in ``compared``, ``copied`` the place there of the report that the new
    one repeats, if there is one.
    """

    number: int
    probability: float
    compared: Compared
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

    def verdicts(
        self,
        state: OpenStories,
        query: Weighed,
        without: int | None = None,
        without_row: int | None = None,
        about: int | None = None,
    ) -> list[Verdict]:
        """Weigh the candidate stories of a report, the most probable first.

        ``without`` is the number of a story that is left out, ``without_row`` a report's row. If
        the only question is ``about`` one story, there are no verdicts if that is no candidate.
        """
        rows = self.candidate_rows(state, query)
        if without is not None:
            rows = rows[state.columns.story.take(rows) != without]
        if without_row is not None:
            rows = rows[rows != without_row]
        chosen = self._by_story(state, rows)
        if not chosen or (about is not None and about not in chosen):
            return []
        compared = self._compare(state, query, chosen, without_row)
        copied: dict[int, tuple[float, int]] = {}
        if shares_much(compared.pairs):
            compared = compared.only(~only_boilerplate(compared.pairs))
            if not compared.numbers:
                return []
            copied = _copied(compared)
        probabilities = self._probabilities(state, query, compared)
        verdicts = []
        for story, (number, chance) in enumerate(
            zip(compared.numbers, probabilities.tolist(), strict=True)
        ):
            share, place = copied.get(number, (0.0, None))
            verdicts.append(Verdict(number, max(chance, share), compared, story, place))
        return sorted(verdicts, key=lambda v: -v.probability)

    def _probabilities(self, state: OpenStories, query: Weighed, compared: Compared) -> Floats:
        """Give the probability for each story; 0 where no report is at all like the new one."""
        likeness = np.maximum.reduceat(compared.pairs[:, BODY], compared.starts)
        in_question = likeness >= self.config.least_likeness
        probabilities = np.zeros(len(likeness), np.float32)
        if in_question.any():
            odds = self.model.pair_odds(compared.pairs)
            evidence = gather(query, compared, odds, state)
            probabilities[in_question] = self.model.probabilities(evidence[in_question])
        return probabilities

    def candidate_rows(self, state: OpenStories, query: Weighed) -> Rows:
        """Give the reports that share the most weight of rare terms, the most promising first."""
        config, signature = self.config, query.signature
        rarity = query.rarity[1:]
        weights = rarity * importance(signature.counts, signature.places)
        chosen, rare, capped = choose_terms(
            weights,
            state.postings_of(signature.terms),
            config.query_terms,
            config.max_looked_up,
            config.max_postings,
            config.capped_terms,
        )
        self.counters.capped_terms += capped
        chosen_rarity = rarity.take(chosen)
        gains = weights.take(chosen)
        # A story that fills the news makes all its own terms common; its next report must find it.
        gains[rare:] = chosen_rarity[rare:]
        gains *= chosen_rarity
        sought = Sought(
            signature.terms.take(chosen), gains, len(chosen) - rare, config.latest_postings
        )
        rows, found = state.index.best(sought, state.columns.alive, config.max_rows)
        self.counters.capped_rows += found > config.max_rows
        return rows

    def _by_story(self, state: OpenStories, rows: Rows) -> dict[int, list[int]]:
        """Group the promising reports by story, the most promising story first."""
        config = self.config
        chosen: dict[int, list[int]] = {}
        numbers = state.columns.story.take(rows).tolist()
        for row, number in zip(rows.tolist(), numbers, strict=True):
            some = chosen.get(number)
            if some is not None:
                if len(some) < config.rows_per_story:
                    some.append(row)
            elif len(chosen) < config.max_stories:
                chosen[number] = [row]
        return chosen

    def _compare(
        self,
        state: OpenStories,
        query: Weighed,
        chosen: dict[int, list[int]],
        without_row: int | None,
    ) -> Compared:
        """Add each story's first and last report to the chosen ones, and compare."""
        starts: list[int] = []
        every: list[int] = []
        for number, some in chosen.items():
            members = state.story(number).rows
            starts.append(len(every))
            ends = {*some, members[0], *members[-self.config.latest_per_story :]}
            if without_row is not None:
                ends.discard(without_row)
            every += sorted(ends)
        compared = np.array(every, np.int64)
        pairs, positions = compare(query, state, compared)
        return Compared(list(chosen), np.array(starts), compared, pairs, positions)
