"""How well a labelled set of articles is clustered, replayed as a stream."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agents.deduplication.background import Background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.decisions import Bridged, Decision, Moved
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import Signature, sign
from agents.evaluation.bcubed import Agreement, bcubed
from streams.article import Article
from streams.enriched_article import EnrichedArticle

_STEP: Final = 60.0
_SWEEP: Final = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class StoriesScore:
    """BCubed over the labelled articles; ``stories`` counts the clusters found among them."""

    articles: int
    stories: int
    agreement: Agreement
    articles_per_second: float


@dataclass(frozen=True, slots=True)
class Replay:
    """Articles in order of arrival, each with the clock at its arrival (seconds since 1970)."""

    articles: tuple[Article, ...]
    clock: tuple[float, ...]


def in_order(articles: Sequence[Article]) -> Replay:
    """Order articles as they would have arrived.

    Where every article has a time, that is time order, and the clock is the article's own. Else
    file order is arrival order, and the clock goes on by a minute each from the latest time known.
    """
    times = [a.published.timestamp() for a in articles if a.published is not None]
    if len(times) == len(articles):
        order = sorted(range(len(articles)), key=times.__getitem__)
        return Replay(tuple(articles[i] for i in order), tuple(times[i] for i in order))
    start = max(times, default=0.0)
    clock = (start + _STEP * i for i in range(len(articles)))
    return Replay(tuple(articles), tuple(clock))


class Replayer:
    """Replays signed articles through a clusterer, one state for each language."""

    def __init__(self, clusterer: Clusterer, background: Background) -> None:
        self._clusterer = clusterer
        self.background = background
        self._states: dict[str, OpenStories] = {}
        self._swept: dict[str, float] = {}
        self._story_of: dict[str, str] = {}
        self._merged_into: dict[str, str] = {}

    def take(self, signature: Signature, now: float) -> Decision:
        """Decide about one article and apply it."""
        state = self._state(signature.language)
        self._sweep(signature.language, now)
        decision = self._clusterer.decide(state, signature, now)
        state.apply(decision)
        self._story_of[signature.article_id] = decision.story_id
        if isinstance(decision, Bridged):
            for absorbed in decision.absorbed:
                self._merged_into[absorbed] = decision.story_id
        for moved in self._clusterer.repairs(state, decision):
            state.apply(moved)
            self._note(moved)
        return decision

    def clusters(self) -> dict[str, str]:
        """Give the story of every article taken, merged stories followed to the survivor."""
        return {article: self._survivor(story) for article, story in self._story_of.items()}

    def _note(self, moved: Moved) -> None:
        self._story_of[moved.article_id] = moved.story_id

    def _survivor(self, story_id: str) -> str:
        while story_id in self._merged_into:
            story_id = self._merged_into[story_id]
        return story_id

    def _state(self, language: str) -> OpenStories:
        state = self._states.get(language)
        if state is None:
            state = OpenStories(self.background.of(language), language)
            self._states[language] = state
        return state

    def _sweep(self, language: str, now: float) -> None:
        if now - self._swept.setdefault(language, now) < _SWEEP:
            return
        self._swept[language] = now
        state = self._states[language]
        for change in self._clusterer.expire(state, now):
            state.apply(change)


def score_stories(
    replay: Replay,
    labels: Mapping[str, str],
    enrich: Callable[[Article], EnrichedArticle],
    replayer: Replayer,
    seconds: Callable[[], float],
) -> StoriesScore:
    """Replay articles and compare their stories with the labelled ones.

    Articles without a label take part in the stream, not in the score. ``seconds`` reads a
    stop-watch; enriching is not counted.
    """
    spent = 0.0
    for enriched, now in _enriched(replay, enrich):
        begun = seconds()
        replayer.take(sign(enriched, replayer.background), now)
        spent += seconds() - begun
    found = replayer.clusters()
    labelled = {a: found[a] for a in found if a in labels}
    true = {a: labels[a] for a in labelled}
    return StoriesScore(
        articles=len(labelled),
        stories=len(set(labelled.values())),
        agreement=bcubed(labelled, true),
        articles_per_second=len(found) / spent if spent else 0.0,
    )


def _enriched(
    replay: Replay, enrich: Callable[[Article], EnrichedArticle]
) -> Iterator[tuple[EnrichedArticle, float]]:
    for article, now in zip(replay.articles, replay.clock, strict=True):
        yield enrich(article), now
