"""The sample articles hold what their README promises."""

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "agents" / "demo"
FEATURES = ROOT / "tests" / "data" / "sample_features.jsonl"
CONFLICTS = {"figure", "name", "wording", "attribution", "polarity", "time", "place"}
UPDATED = {"mpa-0310-brenmoor-flood", "nw-0310-marchand-verdict"}
FIELDS = {"id", "url", "title", "text", "published", "outlet", "language"} | {
    "authors",
    "section",
    "version",
}


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def articles() -> list[dict[str, Any]]:
    """All sample articles in the order in which they arrive."""
    return read_lines(DEMO / "articles.jsonl")


@pytest.fixture(scope="module")
def labels() -> dict[str, str]:
    """The story of each article."""
    head, *rows = (DEMO / "labels.tsv").read_text(encoding="utf-8").splitlines()
    assert head == "article_id\tstory"
    stories = {row.split("\t")[0]: row.split("\t")[1] for row in rows}
    assert len(stories) == len(rows)
    return stories


@pytest.fixture(scope="module")
def versions(articles: list[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """Each published text by article id and version (1 where none is given)."""
    return {(article["id"], int(article.get("version", 1))): article for article in articles}


@pytest.fixture(scope="module")
def features() -> list[dict[str, Any]]:
    """What the samples contain, piece by piece."""
    return read_lines(FEATURES)


def test_every_line_is_an_article_of_known_fields_and_modest_size() -> None:
    """No line is over 8 KB, and each holds the fields that a producer would send."""
    for line in (DEMO / "articles.jsonl").read_bytes().splitlines():
        article = json.loads(line)

        assert len(line) < 8_000, article["id"]
        assert set(article) <= FIELDS, article["id"]
        assert {"id", "url", "title", "text", "published", "outlet"} <= set(article)


def test_texts_have_the_length_of_news(articles: list[dict[str, Any]]) -> None:
    """An article has 120 to 350 words in several paragraphs."""
    for article in articles:
        assert 120 <= len(article["text"].split()) <= 350, article["id"]
        assert article["text"].count("\n\n") >= 4, article["id"]


def test_only_updated_articles_come_twice(articles: list[dict[str, Any]]) -> None:
    """Ids are unique except those of the update and the correction."""
    counts = Counter(article["id"] for article in articles)

    assert {name for name, count in counts.items() if count > 1} == UPDATED
    assert 38 <= len(counts) <= 44


@pytest.mark.parametrize("article_id", sorted(UPDATED))
def test_an_update_is_later_and_says_something_else(
    articles: list[dict[str, Any]], article_id: str
) -> None:
    """The second version has another text, a later time, a version and the same url."""
    first, second = (article for article in articles if article["id"] == article_id)

    assert first["text"] != second["text"]
    assert first["published"] < second["published"]
    assert first["url"] == second["url"]
    assert second["version"] == "2"


def test_every_label_has_an_article_and_every_article_a_label(
    articles: list[dict[str, Any]], labels: dict[str, str]
) -> None:
    """Labels and articles name the same ids; about a dozen stories have two reports or more."""
    assert set(labels) == {article["id"] for article in articles}
    assert len(set(labels.values())) == 16
    assert min(Counter(labels.values()).values()) >= 2


def test_eight_outlets_live_under_the_reserved_domain(articles: list[dict[str, Any]]) -> None:
    """Each outlet has one host of its own, and no host can belong to anybody."""
    hosts = defaultdict(set)
    for article in articles:
        hosts[article["outlet"]].add(article["url"].split("/")[2])

    assert len(hosts) == 8
    assert all(len(names) == 1 for names in hosts.values())
    assert all(host.endswith(".example") for names in hosts.values() for host in names)


def test_two_outlets_are_one_publisher_family(articles: list[dict[str, Any]]) -> None:
    """Exactly the two papers of Harbor Media carry its boilerplate."""
    family = {article["outlet"] for article in articles if "© Harbor Media" in article["text"]}

    assert family == {"Harbor Courier", "Anselm Evening Courier"}


def test_times_are_aware_utc_within_two_days(articles: list[dict[str, Any]]) -> None:
    """Every time says UTC, and all lie on 10 and 11 March 2026."""
    times = [datetime.fromisoformat(article["published"]) for article in articles]

    assert all(time.utcoffset() == timedelta(0) for time in times)
    assert min(times) >= datetime(2026, 3, 10, tzinfo=UTC)
    assert max(times) < datetime(2026, 3, 12, tzinfo=UTC)


def test_one_report_arrives_late_and_all_others_in_order(articles: list[dict[str, Any]]) -> None:
    """Without the one late report, arrival order is the order of publication."""
    punctual = [a["published"] for a in articles if a["id"] != "valley-0310-dunmere-strike"]

    assert punctual == sorted(punctual)
    assert [a["published"] for a in articles] != punctual


def test_headlines_with_an_outlet_suffix_are_among_them(articles: list[dict[str, Any]]) -> None:
    """Cleaning of titles has something to clean."""
    suffixed = [a for a in articles if a["title"].endswith(f" | {a['outlet']}")]

    assert len(suffixed) >= 8


def test_one_outlet_has_straight_quotation_marks_and_the_others_curly_ones(
    articles: list[dict[str, Any]],
) -> None:
    """Straight marks occur in the Gazette alone."""
    straight = {article["outlet"] for article in articles if '"' in article["text"]}
    curly = {article["outlet"] for article in articles if "“" in article["text"]}

    assert straight == {"Aldra Valley Gazette"}
    assert len(curly) == 6


def test_two_spanish_reports_tell_one_event(
    articles: list[dict[str, Any]], labels: dict[str, str]
) -> None:
    """One says its language, the other leaves it to be detected."""
    spanish = [a for a in articles if labels[a["id"]] == "santa-irene-landslide"]

    assert [article.get("language") for article in spanish] == ["es", None]


def test_every_kind_of_feature_is_there(features: list[dict[str, Any]]) -> None:
    """Copies, updates, look-alikes, each kind of conflict, agreement and single sources."""
    others = {"exact_copy", "near_copy", "update", "correction", "look_alike"}
    expected = CONFLICTS | others | {"corroborated", "single_source", "no_conflict"}

    assert {feature["feature"] for feature in features} == expected


def test_every_side_points_at_its_words(
    features: list[dict[str, Any]],
    versions: dict[tuple[str, int], dict[str, Any]],
    labels: dict[str, str],
) -> None:
    """A side's offsets cut its words out of the version of the article that it names."""
    for feature in features:
        for span in (span for side in feature.get("sides", ()) for span in side):
            text = versions[span["article_id"], span["version"]]["text"]

            assert text[span["start"] : span["end"]] == span["text"]
            assert [labels[span["article_id"]]] == feature["stories"]


def test_the_sides_of_a_conflict_are_different_outlets(
    features: list[dict[str, Any]], versions: dict[tuple[str, int], dict[str, Any]]
) -> None:
    """A conflict has two sides, and their outlets together are at least two."""
    for feature in features:
        if feature["feature"] not in CONFLICTS:
            continue
        spans = [span for side in feature["sides"] for span in side]

        assert len(feature["sides"]) == 2, feature["about"]
        assert len({versions[s["article_id"], s["version"]]["outlet"] for s in spans}) >= 2


def test_copies_share_most_of_their_words(
    features: list[dict[str, Any]], versions: dict[tuple[str, int], dict[str, Any]]
) -> None:
    """An exact copy is equal; a near-copy keeps most five-word shingles but is not equal."""
    shares = {}
    for copy in features:
        if copy["feature"] not in {"exact_copy", "near_copy"}:
            continue
        mine = versions[copy["article_id"], copy["version"]]["text"]
        theirs = versions[copy["of"], copy["of_version"]]["text"]
        shares[copy["feature"], copy["article_id"]] = _shared_shingles(mine, theirs)

    assert len(shares) == 5
    assert all((share == 1.0) == (kind == "exact_copy") for (kind, _), share in shares.items())
    assert min(shares.values()) > 0.55


def _shared_shingles(mine: str, theirs: str) -> float:
    mine_set, their_set = (
        {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
        for words in (text.replace("“", '"').replace("”", '"').split() for text in (mine, theirs))
    )
    return len(mine_set & their_set) / len(mine_set | their_set)


def test_every_feature_is_explained_in_the_readme(features: list[dict[str, Any]]) -> None:
    """The README names each story and each article that is a copy, an update or a correction."""
    readme = (DEMO / "README.md").read_text(encoding="utf-8")

    for feature in features:
        assert all(story in readme for story in feature["stories"])
        assert feature.get("article_id", "") in readme
