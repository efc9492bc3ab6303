"""Stories that turn out to tell two events, and those that do not."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.decisions import Decision, Joined, Opened
from agents.deduplication.join_model import shipped_model
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.pair_features import PAIR_FEATURES, Floats
from agents.deduplication.signature import Signature, sign
from agents.deduplication.similarity import weigh
from agents.deduplication.splitting import contrast, halves
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.story import Match

_START = datetime(2026, 3, 10, 8, tzinfo=UTC)

FERRY = (
    (
        "Ferry Alma runs aground off Sund Island",
        (
            "The ferry Alma ran aground off Sund Island early on Tuesday with 214 people "
            "on board. Harbor master Ines Kolve said a rudder had failed in the storm. "
            "Lifeboats took all passengers to Dovrek, where 12 were treated for cold."
        ),
    ),
    (
        "Passengers rescued after Alma strikes rocks near Sund",
        (
            "All 214 passengers of the ferry Alma were brought to Dovrek after it struck "
            "rocks near Sund Island on Tuesday. A failed rudder was to blame, harbor "
            "master Ines Kolve told reporters; 12 people suffered from cold."
        ),
    ),
    (
        "Storm drives ferry with 214 aboard on to Sund Island",
        (
            "A storm drove the ferry Alma on to the rocks of Sund Island on Tuesday. Its "
            "rudder had failed, said Ines Kolve, harbor master of Dovrek. Lifeboats "
            "brought 214 passengers ashore, 12 of them suffering from cold."
        ),
    ),
)
VOTE = (
    (
        "Grenval parliament rejects the budget of premier Tomas Hollis",
        (
            "Lawmakers in Grenval voted down the budget by 61 to 58 on Tuesday. Premier "
            "Tomas Hollis said he would not resign. The opposition leader Brenna Farrow "
            "called for elections in May."
        ),
    ),
    (
        "Tomas Hollis stays premier of Grenval after losing the budget vote in parliament",
        (
            "Premier Tomas Hollis refused to step down after the Grenval parliament "
            "rejected his budget, 61 against 58. Elections should be held in May, said "
            "Brenna Farrow, who leads the opposition."
        ),
    ),
    (
        "Budget of Grenval falls in parliament, Hollis will not resign",
        (
            "By 61 votes to 58 the parliament of Grenval rejected the budget on Tuesday. "
            "Premier Tomas Hollis will stay, he said, while opposition leader Brenna "
            "Farrow wants elections in May."
        ),
    ),
)


class _Always:
    """The shipped first step; its second one thinks that all belongs together."""

    def pair_odds(self, pairs: Floats) -> Floats:
        """Give the log-odds that are shipped."""
        return shipped_model().pair_odds(pairs)

    def probabilities(self, features: Floats) -> Floats:
        """Give one for each row."""
        return features[:, 0] * 0 + 1


class _Odds(_Always):
    """Gives one figure for reports of one event, another for those of two."""

    def __init__(self, within: float, across: float) -> None:
        self.within, self.across = within, across

    def pair_odds(self, pairs: Floats) -> Floats:
        """Tell the made-up events apart, which have next to no words in common."""
        alike = pairs[:, PAIR_FEATURES.index("body")] > 0.1
        return np.where(alike, self.within, self.across).astype(np.float32)


class Shard:
    """A state with a clusterer that joins whatever it is in doubt about."""

    def __init__(self, config: ClustererConfig | None = None) -> None:
        config = config or ClustererConfig(least_likeness=-1.0, bridge_likeness=-1.0)
        self.clusterer = Clusterer(config, _Always())
        self.state = OpenStories(shipped_background().of("en"), "en")

    def mix(self, *told: tuple[str, str]) -> str:
        """Put reports into one story without asking; gives its id."""
        founder, *others = (self.signed(f"r{i}", each) for i, each in enumerate(told))
        now = _START.timestamp()
        self.state.apply(Opened(founder, "st_mixed", Match(score=1.0), now))
        for signature in others:
            self.state.apply(Joined(signature, "st_mixed", Match(score=1.0), now))
        return "st_mixed"

    def decide(self, name: str, told: tuple[str, str], days: float = 0.0) -> Decision:
        """Decide about a report, and apply what is decided."""
        signature = self.signed(name, told, days)
        decision = self.clusterer.decide(self.state, signature, _START.timestamp() + days * 86400)
        self.state.apply(decision)
        for move in self.clusterer.repairs(self.state, decision):
            self.state.apply(move)
        return decision

    def signed(self, name: str, told: tuple[str, str], days: float = 0.0) -> Signature:
        """Sign a report of an outlet of its own."""
        at = _START + timedelta(days=days)
        article = Article(id=name, title=told[0], text=told[1], outlet=f"{name}.example")
        article = article.model_copy(update={"published": at})
        enriched = EnrichedArticle(article=article, language="en", received=at, enriched=False)
        return sign(enriched, shipped_background())


def test_a_story_of_two_events_is_split_by_a_report_of_the_later_one() -> None:
    """The new report opens a story and takes its fellows along; the founder's keeps its id."""
    shard = Shard()
    mixed = shard.mix(FERRY[0], VOTE[0], FERRY[1], VOTE[1], FERRY[2])

    decision = shard.decide("vote", VOTE[2])

    assert isinstance(decision, Opened)
    assert decision.fellows == ("r1", "r3")
    assert decision.story_id != mixed
    assert shard.state.reports_of(mixed) == ["r0", "r2", "r4"]
    assert shard.state.reports_of(decision.story_id) == ["r1", "r3", "vote"]


def test_a_split_says_why() -> None:
    """The opening report tells of the split, each fellow of what it is like."""
    shard = Shard()
    again = (VOTE[0][0], f"{VOTE[0][1]} Nobody was surprised.")
    mixed = shard.mix(FERRY[0], VOTE[0], FERRY[1], again, FERRY[2])
    signature = shard.signed("vote", VOTE[2])

    opened = shard.clusterer.decide(shard.state, signature, _START.timestamp())
    shard.state.apply(opened)
    moves = shard.clusterer.repairs(shard.state, opened)

    assert isinstance(opened, Opened)
    assert opened.match.signals[1] == f"3 other reports of {mixed} tell another event"
    assert [(move.article_id, move.from_story) for move in moves] == [("r1", mixed), ("r3", mixed)]
    for move, nearest in zip(moves, ("r3", "r1"), strict=True):
        assert move.match.signals[0] == f"left {mixed} with others"
        assert move.match.signals[-1].endswith(f"alike with {nearest}")
        assert 0.5 < move.match.score <= 1


def test_a_report_of_the_founding_event_leaves_the_story_as_it_is() -> None:
    """The founder cannot leave; the other event's next report will split the story."""
    shard = Shard()
    mixed = shard.mix(FERRY[0], VOTE[0], FERRY[1], VOTE[1])

    decision = shard.decide("ferry", FERRY[2])

    assert isinstance(decision, Joined)
    assert decision.story_id == mixed


def test_a_story_of_one_event_is_not_split() -> None:
    """However its reports differ in words, and though it is told again months later."""
    shard = Shard()
    story = shard.mix(FERRY[0], FERRY[1], FERRY[2])

    for days, told in enumerate((FERRY[1], FERRY[0], FERRY[2])):
        retold = (f"{told[0]}, {days + 30} days on", told[1].replace("Tuesday", "that day"))
        decision = shard.decide(f"again{days}", retold, 30.0 + days)

        assert isinstance(decision, Joined)
        assert decision.story_id == story


def test_one_report_of_another_event_is_too_little_to_split_a_story() -> None:
    """What a single report lacks says nothing: it may be short."""
    shard = Shard()
    mixed = shard.mix(*FERRY)

    decision = shard.decide("vote", VOTE[0])

    assert isinstance(decision, Joined)
    assert decision.story_id == mixed


@pytest.mark.parametrize(
    ("told", "within", "across", "splits"),
    [
        ("fvfvfv", 1.0, -1.0, True),  # 2, where 1.25 + 2 / 3 are wanted
        ("fvfvfv", 1.0, -0.9, False),
        ("fvffv", 1.0, -1.2, False),  # 2.2, where 1.25 + 2 / 2 are wanted
        ("fvffv", 1.0, -1.3, True),
        ("fvfvfv", 9.0, 1.2, False),  # as if they were copies: no more than 3 is counted
        ("fvfvfv", -1.0, -9.0, True),
        ("fvfvfvfvv", 1.0, -1.0, False),  # above eight, only every fourth size is looked at
        ("fvfvfvfvfvfv", 1.0, -1.0, True),
    ],
)
def test_the_surer_the_first_step_and_the_more_reports_the_sooner_it_is_split(
    told: str, within: float, across: float, *, splits: bool
) -> None:
    """The last report is the one that comes."""
    shard = Shard()
    shard.clusterer.judge.model = _Odds(within, across)
    count = {"f": 0, "v": 0}
    reports = []
    for name in told:
        title, text = (FERRY if name == "f" else VOTE)[count[name] % 3]
        # Not the same text again: that would be a copy.
        reports.append((title, text if count[name] < 3 else " ".join(text.split()[::-1])))
        count[name] += 1
    shard.mix(*reports[:-1])

    decision = shard.decide("last", reports[-1])

    assert isinstance(decision, Opened if splits else Joined)


def test_of_large_stories_the_latest_reports_say_whether_they_are_one() -> None:
    """An early mistake in one of them has long been outweighed."""
    shard = Shard(ClustererConfig(max_split=4))
    shard.mix(VOTE[0], FERRY[0], FERRY[1])
    now = _START.timestamp()
    shard.state.apply(Opened(shard.signed("v1", VOTE[1]), "st_vote", Match(score=1.0), now))
    shard.state.apply(Joined(shard.signed("v2", VOTE[2]), "st_vote", Match(score=1.0), now))
    numbers = [int(shard.state.columns.story[shard.state.row_of[name]]) for name in ("r0", "v1")]

    assert shard.clusterer.splitter.tell_two(shard.state, *numbers)


@pytest.mark.parametrize(("most", "splits"), [(6, True), (5, False)])
def test_a_story_above_the_limit_is_not_looked_at(most: int, *, splits: bool) -> None:
    """The limit bounds what a decision costs."""
    shard = Shard(ClustererConfig(least_likeness=-1.0, max_split=most))
    shard.mix(FERRY[0], VOTE[0], FERRY[1], VOTE[1], FERRY[2])

    assert isinstance(shard.decide("vote", VOTE[2]), Opened) == splits


def test_two_stories_of_two_events_are_not_tied() -> None:
    """What would be split at once is no bridge, however sure the join model is of one report."""
    shard = Shard()
    ferry = shard.mix(*FERRY[:2])
    now = _START.timestamp()
    shard.state.apply(Opened(shard.signed("v0", VOTE[0]), "st_vote", Match(score=1.0), now))
    shard.state.apply(Joined(shard.signed("v1", VOTE[1]), "st_vote", Match(score=1.0), now))

    both = (f"{FERRY[2][0]}; {VOTE[2][0]}", f"{FERRY[2][1]} {VOTE[2][1]}")
    decision = shard.decide("both", both)

    assert isinstance(decision, Joined)
    assert {ferry, "st_vote"} <= set(shard.state.story_ids)


def _likely(groups: str, within: float, across: float) -> Floats:
    names = np.array(list(groups))
    odds = np.where(names[:, None] == names, within, across).astype(np.float32)
    np.fill_diagonal(odds, 0)
    return odds


@pytest.mark.parametrize("groups", ["ab", "aab", "abb", "aabb", "abab", "abbbbbbb", "aaabababbb"])
@pytest.mark.parametrize("across", [-1.0, 1.5])
def test_halves_are_the_groups_that_were_put_in(groups: str, across: float) -> None:
    """In any order, of any size; True is the group in which the first report is not."""
    found = halves(_likely(groups, 2.0, across))

    assert found.tolist() == [name != groups[0] for name in groups]


def test_contrast_counts_both_groups_alike() -> None:
    """A group of many reports has many pairs, but is only one group."""
    odds = _likely("aaaaaabb", 3.0, 0.0)
    odds[6, 7] = odds[7, 6] = 1.0

    assert contrast(odds, np.array([name == "a" for name in "aaaaaabb"])) == pytest.approx(2.0)


def test_time_between_reports_parts_no_story() -> None:
    """The first step is asked as if reports months apart had been published within hours."""
    asked: list[Floats] = []

    class Listening(_Always):
        def pair_odds(self, pairs: Floats) -> Floats:
            asked.append(pairs)
            return super().pair_odds(pairs)

    shard = Shard()
    shard.clusterer.judge.model = Listening()
    shard.mix(FERRY[0], VOTE[0], FERRY[1], VOTE[1], FERRY[2])
    late = shard.signed("vote", VOTE[2], days=100)
    splitter, state = shard.clusterer.splitter, shard.state
    number = int(state.columns.story[state.row_of["r0"]])

    rows = splitter.fellows(state, weigh(late, state), number)

    assert [state.article_at(row) for row in rows] == ["r1", "r3"]
    gaps = np.concatenate(asked)[:, PAIR_FEATURES.index("gap")]
    assert gaps.max() <= 2.0
