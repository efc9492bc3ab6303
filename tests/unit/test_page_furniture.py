"""Page furniture: outlets' names around headlines, credits under texts."""

import pytest

from agents.enrichment.page_furniture import headline_alone, is_credit


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("Quake shakes Coral Coast | Anselm Evening Courier", "courier.example"),
        ("Quake shakes Coral Coast | World | Courier", "courier.example"),
        ("Quake shakes Coral Coast • World", "courier.example"),
        ("Quake shakes Coral Coast - Harbor Courier", "Harbor Courier"),
        ("WATCH | Quake shakes Coral Coast", "Harbor Courier"),
        ("Quake shakes Coral Coast", "Harbor Courier"),
    ],
)
def test_only_the_headline_stays_where_it_is(title: str, outlet: str) -> None:
    """What is cut leaves blanks: offsets stay good."""
    alone = headline_alone(title, outlet)

    assert alone.strip() == "Quake shakes Coral Coast"
    assert len(alone) == len(title)
    assert alone.index("Quake") == title.index("Quake")


@pytest.mark.parametrize("title", ["", "   ", "Lee | Fox", "Velen - Brask 2:1", "|"])
def test_what_may_be_the_headline_is_kept(title: str) -> None:
    """Two short parts, a dash between names."""
    assert headline_alone(title, "Harbor Courier").split() == title.split()


@pytest.mark.parametrize(
    "paragraph",
    [
        "(Reporting by Northern Wire bureaus; editing by L. Corso)",
        "Additional reporting by Ann Lee",
        "Writing and editing by Ann Lee in Pell",
    ],
)
def test_credits_are_told_from_the_text(paragraph: str) -> None:
    """They open a paragraph of their own."""
    assert is_credit(paragraph)
    assert not is_credit("The minister praised the " + paragraph[:1].lower() + paragraph[1:])


def test_a_sentence_about_reporting_is_no_credit() -> None:
    """No name follows, or a long text does."""
    assert not is_credit("Reporting by the two was punished.")
    assert not is_credit("Reporting by Ann Lee was punished. " * 20)
