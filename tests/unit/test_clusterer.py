"""The clusterer on small streams of made-up news."""

from datetime import UTC, datetime, timedelta

import pytest

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.decisions import (
    Bridged,
    Closed,
    Decision,
    Forgotten,
    Joined,
    Opened,
    Unchanged,
    Updated,
)
from agents.deduplication.join_model import shipped_model
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.pair_features import Floats
from agents.deduplication.signature import sign
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.story import Match

_START = datetime(2026, 3, 10, 8, tzinfo=UTC)
_HOUR = 3600.0
_DAY = 24 * _HOUR

FERRY = (
    "Ferry Alma runs aground off Sund Island",
    (
        "The ferry Alma ran aground off Sund Island early on Tuesday with 214 people on board. "
        "Harbor master Ines Kolve said a rudder had failed in the storm. Lifeboats took all "
        "passengers to Dovrek, where 12 were treated for cold. The coastguard closed the Sund "
        "channel."
    ),
)
FERRY_AGAIN = (
    "Passengers rescued after Alma strikes rocks near Sund",
    (
        "All 214 passengers of the ferry Alma were brought to Dovrek after it struck rocks "
        "near Sund Island on Tuesday. A failed rudder was to blame, harbor master Ines Kolve "
        "told reporters; 12 people suffered from cold and the coastguard has closed the "
        "channel."
    ),
)
VOTE = (
    "Grenval parliament rejects the budget of premier Tomas Hollis",
    (
        "Lawmakers in Grenval voted down the budget by 61 to 58 on Tuesday. Premier Tomas "
        "Hollis said he would not resign. The opposition leader Brenna Farrow called for "
        "elections in May, and the central bank warned that salaries of teachers could not be "
        "paid."
    ),
)
VOTE_AGAIN = (
    "Tomas Hollis stays premier of Grenval after losing the budget vote in parliament",
    (
        "Premier Tomas Hollis refused to step down after the Grenval parliament rejected his "
        "budget, 61 against 58. Elections should be held in May, said Brenna Farrow, who leads "
        "the opposition. Teachers may have to wait for their salaries, according to the "
        "central bank of Grenval."
    ),
)
OTHER_FERRY = (
    "Ferry Borealis catches fire in Calder Bay",
    (
        "A fire broke out in the engine room of the ferry Borealis in Calder Bay on Friday. "
        "Captain Arlo Elmer steered it to the quay of Calder, where 88 passengers went ashore "
        "unhurt. Firefighters needed six hours. The shipping company Norlin spoke of a broken "
        "fuel line."
    ),
)


class Shard:
    """A state with its clusterer: takes reports, gives decisions."""

    def __init__(self, config: ClustererConfig | None = None) -> None:
        self.clusterer = Clusterer(config or ClustererConfig(), shipped_model())
        self.state = OpenStories(shipped_background().of("en"), "en")

    def take(
        self,
        name: str,
        told: tuple[str, str],
        hours: float = 0.0,
        published: datetime | None = None,
        outlet: str = "Harbor Courier",
    ) -> Decision:
        """Decide about a report that arrives some hours after the start, and apply it."""
        arrival = _START + timedelta(hours=hours)
        article = Article(
            id=name, title=told[0], text=told[1], outlet=outlet, published=published or arrival
        )
        enriched = EnrichedArticle(article=article, language="en", received=arrival, enriched=False)
        signature = sign(enriched, shipped_background())
        decision = self.clusterer.decide(self.state, signature, arrival.timestamp())
        self.state.apply(decision)
        return decision

    def sweep(self, hours: float) -> list[Closed | Forgotten]:
        """Let time pass."""
        changes = self.clusterer.expire(self.state, _START.timestamp() + hours * _HOUR)
        for change in changes:
            self.state.apply(change)
        return list(changes)


def test_the_first_report_opens_a_story() -> None:
    """Nothing is remembered: the report founds a story whose id derives from its own."""
    decision = Shard().take("a", FERRY)

    assert isinstance(decision, Opened)
    assert decision.story_id.startswith("st_")
    assert decision.match.score == 1.0


def test_the_same_event_in_other_words_joins_and_says_why() -> None:
    """The reasons name what both reports share, in words, and how far they are apart."""
    shard = Shard()
    opened = shard.take("a", FERRY)

    joined = shard.take("b", FERRY_AGAIN, hours=3)

    assert isinstance(joined, Joined)
    assert joined.story_id == opened.story_id
    assert joined.copy_of is None
    assert joined.match.score >= 0.5
    said = " | ".join(joined.match.signals)
    assert "same title words" in said
    assert "Alma" in said
    assert "3 h apart" in said


def test_another_event_opens_another_story() -> None:
    """Neither other politics nor a look-alike accident is taken for the same event."""
    shard = Shard()
    for name, told in (("a", FERRY), ("b", VOTE), ("c", OTHER_FERRY)):
        shard.take(name, told, hours=1)

    assert len(shard.state.story_ids) == 3


def test_a_copy_joins_its_original_and_names_it() -> None:
    """A text with a new headline and a new first sentence is still a copy."""
    shard = Shard()
    shard.take("a", FERRY)

    copy = shard.take("b", (f"UPDATE: {FERRY[0]}", f"By our staff. {FERRY[1]}"), outlet="Sund Post")

    assert isinstance(copy, Joined)
    assert copy.copy_of == "a"
    assert "copy of a" in copy.match.signals


def test_boilerplate_ties_nothing() -> None:
    """Two pages of one outlet that hold the same boilerplate alone are two stories."""
    boilerplate = (
        "Please enable cookies to read on. You have reached your limit of free articles. Subscribe "
        "now for unlimited access to everything we publish, or log in with your account. " * 3
    )
    shard = Shard()

    shard.take("a", (FERRY[0], boilerplate))
    second = shard.take("b", (VOTE[0], boilerplate))

    assert isinstance(second, Opened)


def test_the_same_article_again_is_unchanged() -> None:
    """A redelivery has no effect, whenever it comes."""
    shard = Shard()
    opened = shard.take("a", FERRY)
    before = shard.state.snapshot()

    again = shard.take("a", FERRY, published=_START)

    assert again == Unchanged("a", opened.story_id)
    assert shard.state.snapshot() == before


def test_a_changed_text_is_an_update_in_place() -> None:
    """The report stays in its story, with its new text; no second report appears."""
    shard = Shard()
    opened = shard.take("a", FERRY)

    updated = shard.take("a", (FERRY[0], FERRY[1] + " Divers will look at the hull."), hours=1)

    assert isinstance(updated, Updated)
    assert updated.story_id == opened.story_id
    assert shard.state.reports_of(opened.story_id) == ["a"]


def test_a_withdrawn_report_is_forgotten_with_its_story() -> None:
    """The last report takes its story along; an unknown one is no failure."""
    shard = Shard()
    opened = shard.take("a", FERRY)

    assert shard.state.remove("a") == opened.story_id
    assert shard.state.remove("a") is None
    assert shard.state.story_ids == []


def test_a_story_closes_after_the_window_reopens_within_the_grace_and_is_forgotten_after() -> None:
    """Just inside the window it is open, just outside closed; a late report reopens it."""
    shard = Shard(ClustererConfig(window=2 * _DAY, grace=5 * _DAY))
    opened = shard.take("a", FERRY)

    assert shard.sweep(hours=48) == []
    assert shard.sweep(hours=48.1) == [Closed(opened.story_id)]
    assert shard.sweep(hours=49) == []

    late = shard.take("b", FERRY_AGAIN, hours=60, published=_START + timedelta(hours=2))

    assert isinstance(late, Joined)
    assert late.reopens
    assert not shard.state.is_closed(opened.story_id)
    assert shard.sweep(hours=60 + 7 * 24) == [Closed(opened.story_id)]
    assert shard.sweep(hours=60.1 + 7 * 24) == [Forgotten(opened.story_id, evicted=False)]
    assert len(shard.state) == 0


@pytest.mark.parametrize(
    "published", [datetime(9999, 12, 31, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)]
)
def test_an_absurd_date_is_no_date(published: datetime) -> None:
    """The report is judged by its words; its time is unknown."""
    shard = Shard()
    shard.take("a", FERRY)

    joined = shard.take("b", FERRY_AGAIN, hours=1, published=published)

    assert isinstance(joined, Joined)
    assert not any("apart" in signal for signal in joined.match.signals)


class _Sure:
    """A model to which every candidate is certain."""

    def pair_odds(self, pairs: Floats) -> Floats:
        """Give even odds for each row."""
        return pairs[:, 0] * 0

    def probabilities(self, features: Floats) -> Floats:
        """Give certainty for each row."""
        return features[:, 0] * 0 + 1


class _Never:
    """A model to which no candidate is probable."""

    def pair_odds(self, pairs: Floats) -> Floats:
        """Give even odds for each row."""
        return pairs[:, 0] * 0

    def probabilities(self, features: Floats) -> Floats:
        """Give zero for each row."""
        return features[:, 0] * 0


def test_a_report_that_fits_two_stories_ties_them_into_the_older() -> None:
    """The older id survives; every report is in it, in order of arrival."""
    shard = Shard()
    shard.clusterer.judge.model = _Never()
    first = shard.take("a", FERRY)
    second = shard.take("b", FERRY_AGAIN)
    shard.clusterer.judge.model = _Sure()

    bridge = shard.take("c", (FERRY_AGAIN[0], FERRY[1]))

    assert isinstance(bridge, Bridged)
    assert (bridge.story_id, bridge.absorbed) == (first.story_id, (second.story_id,))
    assert bridge.ties.keys() == {second.story_id}
    assert shard.state.reports_of(first.story_id) == ["a", "b", "c"]


def test_a_report_in_the_wrong_story_is_moved_when_its_own_appears() -> None:
    """It leaves the one story and is in the other, in the order of its arrival."""
    shard = Shard()
    ferry = shard.take("a", FERRY).story_id
    stray = sign(_wrapped("b", VOTE), shipped_background())
    shard.state.apply(Joined(stray, ferry, Match(score=0.5), at=_START.timestamp()))
    model, shard.clusterer.judge.model = shard.clusterer.judge.model, _Never()
    opened = shard.take("c", VOTE_AGAIN)
    vote = opened.story_id
    shard.clusterer.judge.model = model

    [move] = shard.clusterer.repairs(shard.state, opened)
    shard.state.apply(move)

    assert (move.article_id, move.from_story, move.story_id) == ("b", ferry, vote)
    assert shard.state.reports_of(ferry) == ["a"]
    assert shard.state.reports_of(vote) == ["b", "c"]


def _wrapped(name: str, told: tuple[str, str]) -> EnrichedArticle:
    article = Article(id=name, title=told[0], text=told[1], outlet="Post", published=_START)
    return EnrichedArticle(article=article, language="en", received=_START, enriched=False)


def test_a_full_memory_evicts_the_longest_silent_story_and_counts_it() -> None:
    """The cap is a setting; what had to go is told and counted."""
    shard = Shard(ClustererConfig(max_reports=2))
    oldest = shard.take("a", FERRY).story_id
    shard.take("b", VOTE, hours=1)
    shard.take("c", OTHER_FERRY, hours=2)

    assert shard.sweep(hours=3) == [Forgotten(oldest, evicted=True)]
    assert shard.clusterer.counters.evicted_stories == 1


def test_hitting_the_cap_on_postings_is_counted() -> None:
    """A term that too many reports use is not looked up, and that is seen."""
    shard = Shard(ClustererConfig(max_postings=0, capped_terms=0))
    shard.take("a", FERRY)

    decision = shard.take("b", FERRY_AGAIN)

    assert isinstance(decision, Opened)
    assert shard.clusterer.counters.capped_terms > 0


def test_a_story_whose_every_term_is_capped_is_still_found() -> None:
    """However often a text is printed, its next copy joins the story."""
    shard = Shard(ClustererConfig(max_postings=3))
    for i in range(12):
        shard.take(f"a{i}", FERRY, outlet=f"Post {i}")

    assert len(shard.state.story_ids) == 1
    assert shard.clusterer.counters.capped_terms > 0


_JAPANESE = (
    (
        "台風がソンド島に上陸",
        "大型の台風7号は火曜日の朝、ソンド島に上陸した。気象庁によると最大風速は45メートル。",
    ),
    (
        "台風7号、ソンド島に上陸",
        "気象庁によると、大型の台風7号が火曜日の朝にソンド島に上陸し、最大風速は45メートルだった。",
    ),
)
_RUSSIAN = (
    (
        "Паром «Альма» сел на мель",
        "Паром «Альма» с 214 пассажирами сел на мель, сообщила Инес Кольве. Отказал руль.",  # noqa: RUF001
    ),
    (
        "Пассажиров парома «Альма» спасли",
        "Все 214 пассажиров парома «Альма» спасены: руль отказал. Инес Кольве рада.",  # noqa: RUF001
    ),
)


@pytest.mark.parametrize(("one", "other"), [_JAPANESE, _RUSSIAN])
def test_other_languages_cluster_by_their_own_words(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    """Nothing in the clusterer is English only."""
    shard = Shard()
    shard.take("a", one)

    assert isinstance(shard.take("b", other, hours=1), Joined)
