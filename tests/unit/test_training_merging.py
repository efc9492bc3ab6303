"""The tools that measure merging by eye and learn the likeness of claims."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from agents.deduplication.merging.extract import ReportExtract
from agents.deduplication.merging.prepared import PreparedReport
from streams.article import Article
from streams.enriched_article import Claim
from training.merging.fit import Place, chances, claim_at, fit, held_out, read_pairs
from training.merging.sample import drawn, member_of, untaught
from training.merging.stories import clustered_in

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def a_report(*places: tuple[int, int]) -> PreparedReport:
    """Make a report with claims at these places."""
    claims = tuple(Claim(kind="statement", text="x", content=(place,)) for place in places)
    return PreparedReport(
        ReportExtract(
            article_id="a", outlet="o", language="en", received=NOON, digest="", claims=claims
        )
    )


def test_a_sample_can_be_drawn_again() -> None:
    """The order of the names does not matter, the seed does, and a small set is taken whole."""
    names = [f"story {number}" for number in range(50)]

    assert drawn(names, 5, 1) == drawn(names[::-1], 5, 1) != drawn(names, 5, 2)
    assert drawn(names[:3], 5, 1) == names[:3]


def test_a_story_that_taught_is_not_drawn_to_measure() -> None:
    """One article of it among the read pairs is enough."""
    pair = read_pairs()[0]
    unread, read = (Article(id=name, text="x", outlet="o") for name in ("new", pair.one.article_id))

    assert untaught({"a": [unread], "b": [unread, read]}) == {"a": [unread]}


def test_read_pairs_are_of_two_articles_of_one_story() -> None:
    """Every line names two places in different articles."""
    pairs = read_pairs()

    assert len(pairs) > 700
    assert all(pair.one.article_id != pair.other.article_id for pair in pairs)
    assert all(place.start < place.end for pair in pairs for place in (pair.one, pair.other))


@pytest.mark.parametrize(
    ("place", "found"), [(Place("a", 0, 10), (0, 12)), (Place("a", 30, 40), None)]
)
def test_a_claim_is_found_by_its_place(place: Place, found: tuple[int, int] | None) -> None:
    """A claim that covers half of the place is the one; a neighbour is not."""
    claim = claim_at(a_report((0, 12), (12, 31)), place)

    assert (tuple(claim.claim.content[0]) if claim else None) == found


def test_what_separates_the_pairs_is_learned() -> None:
    """The first column tells, the second is noise, the third is always the same."""
    chance = np.random.default_rng(1)
    same = chance.random(400) < 0.5
    features = np.c_[same + chance.normal(0, 0.5, 400), chance.normal(0, 1, 400), np.ones(400)]
    weights = fit(features, same)

    assert weights[0] > 2
    assert abs(weights[1]) < 0.5
    assert ((chances(features, weights) > 0.5) == same).mean() > 0.8


def test_a_story_is_told_by_models_that_have_not_seen_it() -> None:
    """With labels that only the story gives away nothing can be told."""
    chance = np.random.default_rng(2)
    stories = [f"s{number % 40}" for number in range(400)]
    same = np.array([int(story[1:]) % 2 == 1 for story in stories])
    found = held_out(chance.normal(0, 1, (400, 3)), same, stories)

    assert 0.35 < ((found > 0.5) == same).mean() < 0.65


def test_a_day_without_labels_is_told_by_the_clusterer(tmp_path: Path) -> None:
    """Three reports of one flood are a story, one of them a copy; a football match is none."""
    flood = (
        "The Aldra river broke a dyke near Brenmoor on Tuesday morning and flooded the old town. "
        "Twelve people were killed and two dozen are missing, the mayor of Brenmoor said. "
    )
    other = (
        "In Brenmoor twelve people have died in a flood. Early on Tuesday the Aldra burst its dyke "
        "and the water ran through the old town, where two dozen are still missing. "
    )
    told = {
        "a": ("Dyke breaks at Brenmoor, twelve killed in flood", flood * 2, "Courier"),
        "b": ("Dyke breaks at Brenmoor, twelve killed in flood", flood * 2, "Gazette"),
        "c": ("Brenmoor flood: dyke of the Aldra breaks, twelve killed", other, "Herald"),
        "d": ("Rovers beat United in the cup", "Rovers scored three goals in the cup. ", "Sport"),
    }
    lines = (
        {"id": name, "title": title, "text": text, "outlet": outlet}
        | {"published": f"2026-03-10T0{number}:00:00Z"}
        for number, (name, (title, text, outlet)) in enumerate(told.items())
    )
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    stories, copies = clustered_in(tmp_path)

    assert [[article.id for article in story] for story in stories.values()] == [["a", "b", "c"]]
    assert copies == {"b": "a"}
    report = a_report().extract.model_copy(update={"article_id": "b"})
    assert member_of(report, copies).copy_of == "a"
