"""Pairs of one day's reports, judged by reading: do both tell the same event?

The labelled sets hold events that several outlets tell, and no others. In a day of news most
reports have no fellow, but many of the same subject: other matches of a team, other offers, other
testimonies. So pairs that a clusterer without this lesson held for one event, surely or hardly,
were drawn from a real day, read (headline and first lines) and judged, by language models.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from agents.deduplication.background import Background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.evidence import Compared, gather
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import Signature
from agents.deduplication.similarity import weigh
from agents.evaluation.reading import article_of, json_lines
from streams.article import Article
from training.clusterer.labelled import LabelledStream, language_of, stream_of
from training.clusterer.traces import Known, Notes, Trace, fold_of

JUDGED: Final = "judged"
_PAIRS: Final = Path(__file__).with_name("judged_pairs.tsv")


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """Whether a report tells the same event as an earlier one.

    ``weight`` says how many such pairs of the day it stands for, at most eight.
    """

    earlier: str
    same: bool
    weight: float


@dataclass(frozen=True, slots=True)
class JudgedStream:
    """A day's reports in one language, and the judged pairs by their later report."""

    language: str
    reports: LabelledStream
    pairs: Mapping[str, Sequence[JudgedPair]]


def read_pairs(path: Path = _PAIRS) -> dict[str, dict[str, list[JudgedPair]]]:
    """Read judged pairs, by language and later report.

    A line holds language, later report, earlier report, 1 or 0 for the same event or not, weight.
    """
    pairs: dict[str, dict[str, list[JudgedPair]]] = defaultdict(lambda: defaultdict(list))
    for line in path.read_text().splitlines():
        language, report, earlier, same, weight = line.split("\t")
        pairs[language][report].append(JudgedPair(earlier, same == "1", float(weight)))
    return pairs


def read_judged(folder: Path, background: Background) -> list[JudgedStream]:
    """Read the day in every language that has judged pairs."""
    pairs = read_pairs()
    articles: dict[str, list[Article]] = defaultdict(list)
    for line in json_lines(folder / "articles.jsonl"):
        language = language_of(line)
        if language in pairs:
            articles[language].append(article_of(line))
    return [
        JudgedStream(language, stream_of(JUDGED, some, {}, background, language), pairs[language])
        for language, some in sorted(articles.items())
    ]


def trace_judged(stream: JudgedStream, clusterer: Clusterer, background: Background) -> Trace:
    """Follow a day as the clusterer has its way, and note what it saw of every judged pair."""
    state = OpenStories(background.of(stream.language), stream.language)
    notes = Notes()
    for signature, now in zip(stream.reports.signatures, stream.reports.clock, strict=True):
        pairs = stream.pairs.get(signature.article_id)
        if pairs:
            _take(notes, pairs, signature, state, clusterer)
        decision = clusterer.decide(state, signature, now)
        state.apply(decision)
        for moved in clusterer.repairs(state, decision):
            state.apply(moved)
    return notes.as_trace()


def _take(
    notes: Notes,
    pairs: Sequence[JudgedPair],
    signature: Signature,
    state: OpenStories,
    clusterer: Clusterer,
) -> None:
    """Note what is seen of the stories that hold the earlier reports of judged pairs."""
    query = weigh(signature, state)
    verdicts = clusterer.judge.verdicts(state, query)
    if not verdicts:
        return
    compared = verdicts[0].compared
    evidence = gather(query, compared, np.zeros(len(compared.rows), np.float32), state)
    for pair in pairs:
        place = _place_of(pair, compared, state)
        if place is not None:
            # The judgement says nothing of the story's other reports.
            is_judged = compared.rows[compared.of(place)] == state.row_of[pair.earlier]
            same = np.where(is_judged, float(pair.same), np.nan).tolist()
            fold = fold_of(state.story_of(pair.earlier))
            notes.take(compared, evidence, fold, {place: Known(pair.same, pair.weight, same)})


def _place_of(pair: JudgedPair, compared: Compared, state: OpenStories) -> int | None:
    """Give the place in ``compared`` of the story that a judgement speaks of, if there is one.

    A report that is unlike one of a story's reports may yet tell what another, more like it, tells.
    """
    if pair.earlier not in state:
        return None
    row = state.row_of[pair.earlier]
    number = int(state.columns.story[row])
    if number not in compared.numbers:
        return None
    place = compared.numbers.index(number)
    speaks = pair.same or int(compared.rows[compared.nearest(place)]) == row
    return place if speaks else None
