"""What files of articles give: JSON lines, ninjs, feeds."""

import json

import pytest

from streams.article import Article
from streams.article_files import publications
from streams.errors import InvalidRecord
from streams.publication import Publication, Withdrawn

RSS = b"""<?xml version="1.0"?>
<rss version="2.0"><channel><title>Harbor Courier</title><language>en</language>
<item><guid>hc-1</guid><link>https://harbor.example/1</link><title>Ferry &amp; crew safe</title>
<description>&lt;p&gt;A ferry ran aground.&lt;/p&gt;
&lt;p&gt;Nobody was hurt.&lt;/p&gt;</description>
<pubDate>Tue, 10 Mar 2026 09:30:00 +0100</pubDate></item>
<item><description>no id, no link</description></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Vale Wire</title>
<entry><id>urn:vw:1</id><title>Strike ends</title><updated>2026-03-10T08:00:00Z</updated>
<author><name>Ada Lind</name></author><summary>In short.</summary>
<content type="html">&lt;p&gt;The miners went back.&lt;/p&gt;</content></entry></feed>"""

NINJS_1 = {
    "uri": "urn:agency:1",
    "headline": "Ferry aground",
    "body_html": "<p>A ferry ran aground.</p><p>Nobody was hurt.</p>",
    "versioncreated": "2026-03-10T09:30:00+01:00",
    "source": "Vale Wire",
    "byline": "Ada Lind",
    "version": "3",
}
NINJS_3 = {
    "uri": "urn:agency:2",
    "headlines": [{"role": "main", "value": "Strike ends"}],
    "bodies": [
        {"contentType": "text/html", "value": "<p>Not this.</p>"},
        {"contentType": "text/plain", "value": "The miners went back."},
    ],
    "firstCreated": "2026-03-10T09:30:00Z",
    "infoSources": [{"name": "Vale Wire"}],
}


def read(raw: bytes, outlet: str | None = None) -> list[tuple[str, Publication]]:
    """Read a file given as bytes."""
    return list(publications(raw.splitlines(keepends=True), "f", outlet))


def only_article(raw: bytes, outlet: str | None = None) -> Article:
    """Read a file that holds one article."""
    [(_, found)] = read(raw, outlet)
    assert isinstance(found, Article)
    return found


def test_lines_are_counted_from_one_with_blank_ones() -> None:
    """A place is the number that an editor shows."""
    raw = b'{"id":"a","title":"t","outlet":"o"}\n\n{"id":"b","title":"t","outlet":"o"}\n'

    assert [place for place, _ in read(raw)] == ["f:1", "f:3"]


def test_blank_lines_before_the_first_article_count() -> None:
    """They are lines, too."""
    assert [place for place, _ in read(b'\n\n{"id":"a","title":"t","outlet":"o"}\n')] == ["f:3"]


def test_a_feed_gives_its_entries_with_the_feeds_title_as_outlet() -> None:
    """Text without marks, time with an offset; an entry that cannot be identified is an error."""
    (first_place, first), (second_place, second) = read(RSS)

    assert isinstance(first, Article)
    assert isinstance(second, InvalidRecord)
    assert (first_place, second_place) == ("f, entry 1", "f, entry 2")
    assert (first.id, first.outlet, first.language) == ("hc-1", "Harbor Courier", "en")
    assert first.title == "Ferry & crew safe"
    assert first.text == "A ferry ran aground.\n\nNobody was hurt."
    assert first.published is not None
    assert first.published.isoformat() == "2026-03-10T08:30:00+00:00"


def test_an_atom_entry_keeps_its_content_apart_from_its_summary() -> None:
    """The longer text is the article's."""
    article = only_article(ATOM)

    assert (article.text, article.summary) == ("The miners went back.", "In short.")
    assert article.authors == ("Ada Lind",)


def test_what_opens_like_a_feed_and_is_none_is_told() -> None:
    """A page saved by mistake gives one clear error, not silence."""
    [(place, error)] = read(b"<html><body>Not found</body></html>")

    assert place == "f"
    assert isinstance(error, InvalidRecord)
    assert "neither RSS nor Atom" in str(error)


@pytest.mark.parametrize("layout", [None, 2], ids=["one line", "laid out"])
def test_a_ninjs_item_is_an_article(layout: int | None) -> None:
    """Whether it stands on one line or on many."""
    article = only_article(json.dumps(NINJS_1, indent=layout).encode())

    assert (article.id, article.title, article.outlet) == (
        "urn:agency:1",
        "Ferry aground",
        "Vale Wire",
    )
    assert article.text == "A ferry ran aground.\n\nNobody was hurt."
    assert (article.authors, article.version) == (("Ada Lind",), "3")


def test_ninjs_3_prefers_the_plain_body() -> None:
    """Names in camel case, bodies in several types."""
    article = only_article(json.dumps(NINJS_3).encode())

    assert (article.title, article.text, article.outlet) == (
        "Strike ends",
        "The miners went back.",
        "Vale Wire",
    )


def test_an_array_gives_its_items_in_turn() -> None:
    """An item that is no object is one error, with its number."""
    raw = json.dumps([NINJS_3, 7], indent=1).encode()

    (_, first), (place, second) = read(raw)

    assert isinstance(first, Article)
    assert (place, isinstance(second, InvalidRecord)) == ("f, item 2", True)


def test_a_canceled_ninjs_item_withdraws_its_article() -> None:
    """In any version's spelling of the status."""
    statuses = ("canceled", "pubstatus:canceled")
    raws = [json.dumps({**NINJS_1, "pubstatus": status}).encode() for status in statuses]

    assert [read(raw)[0][1] for raw in raws] == [Withdrawn("urn:agency:1")] * len(raws)


@pytest.mark.parametrize("uri", [None, "", 7])
def test_a_canceled_item_that_names_no_article_withdraws_none(uri: object) -> None:
    """Least of all one by the name of "None"."""
    [(_, found)] = read(json.dumps({**NINJS_1, "uri": uri, "pubstatus": "canceled"}).encode())

    assert isinstance(found, InvalidRecord)
    assert "uri is" in str(found)


def test_an_article_without_id_and_url_is_told_that_either_will_do() -> None:
    """The same words as for a record that came over Kafka."""
    [(_, found)] = read(b'{"title":"t","outlet":"o"}')

    assert isinstance(found, InvalidRecord)
    assert "id is missing, and so are url" in str(found)


def test_the_outlet_given_stands_in_where_none_is_named() -> None:
    """And only there, in files of JSON; a feed's own title is seldom the outlet's name."""
    named = b'{"id":"a","title":"t","outlet":"o"}'
    unnamed = b'{"id":"a","title":"t"}'

    assert only_article(named, "Given").outlet == "o"
    assert only_article(unnamed, "Given").outlet == "Given"
    assert only_article(ATOM, "Given").outlet == "Given"


def test_a_feed_with_hostile_entities_ends_in_an_error_or_few_characters() -> None:
    """Entities that expand a billion-fold do not."""
    lines = [b"<!DOCTYPE r [", b'<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 10)]
    raw = b"\n".join([b'<?xml version="1.0"?>', *lines, b"]>", RSS.split(b"\n", 1)[1]])
    raw = raw.replace(b"Ferry &amp; crew", b"&a9;")

    found = [entry for _, entry in read(raw)]

    assert all(
        isinstance(entry, InvalidRecord) or len(entry.title or "") < 10_000
        for entry in found
        if not isinstance(entry, Withdrawn)
    )
