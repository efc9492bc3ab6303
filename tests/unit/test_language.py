"""The language of an article: said or told."""

from typing import Any

import pytest

from agents.enrichment.language import base_of, detected, language_of, normalised
from streams.article import Article


def an_article(**fields: Any) -> Article:
    """Make an article."""
    return Article(**{"id": "a", "outlet": "x", "title": "A title"} | fields)


def test_what_the_producer_says_counts() -> None:
    """A declared language is not questioned, only written the usual way."""
    assert language_of(an_article(language="EN-us", text="Der Hund schläft im Garten.")) == "en-US"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The government said on Tuesday that it would close two more mines this year.", "en"),
        ("Ferry runs aground in the fog", "en"),
        ("Die Regierung hat am Dienstag die Schließung von zwei Gruben beschlossen.", "de"),
        ("El gobierno anunció el martes el cierre de dos minas en el norte del país.", "es"),
        ("Правительство объявило во вторник о закрытии двух шахт.", "ru"),  # noqa: RUF001
        ("政府は火曜日に二つの鉱山を閉鎖すると発表した。", "ja"),
        ("", "und"),
        ("12:30 — 14:00", "und"),
        ("😀😀😀 !!!", "und"),
    ],
)
def test_a_language_is_told_from_the_words(text: str, language: str) -> None:
    """News of a sentence is enough; no words are no language."""
    assert detected(text) == language


def test_telling_twice_gives_the_same() -> None:
    """Detection must not depend on what was seen before."""
    texts = ["Quake hits Chile coast", "La grève continue à Paris", "Quake hits Chile coast"]

    first, _, third = (detected(text) for text in texts)

    assert first == third


def test_a_long_text_is_told_from_its_beginning() -> None:
    """Five million characters cost no more than the first two thousand."""
    assert detected("The dog sleeps in the garden. " * 100_000) == "en"


@pytest.mark.parametrize(
    ("tag", "usual", "base"),
    [
        ("EN", "en", "en"),
        ("zh-hant-tw", "zh-Hant-TW", "zh"),
        ("DEU", "de", "de"),
        ("pt-br", "pt-BR", "pt"),
    ],
)
def test_tags_are_written_the_usual_way(tag: str, usual: str, base: str) -> None:
    """One language must not have two shards because of its spelling."""
    assert normalised(tag) == usual
    assert base_of(tag) == base
