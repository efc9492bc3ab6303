"""Publisher families: outlets of one house are one, and the shipped list can be replaced."""

from pathlib import Path

import pytest

from streams.errors import InvalidSettings
from streams.publisher_families import PublisherFamilies, shipped_families

ROOT = Path(__file__).parents[2]


def test_the_list_in_configs_is_the_shipped_one() -> None:
    """The file to edit starts as what the package carries, byte for byte."""
    shipped = (ROOT / "streams" / "publisher_families.toml").read_bytes()

    assert (ROOT / "configs" / "publisher_families.toml").read_bytes() == shipped


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbor Courier", "Anselm Evening Courier"),
        ("The Wall Street Journal", "nypost.com"),
        ("BBC News", "https://www.bbc.co.uk/news"),
        ("edition.cnn.com", "CNN"),
        ("USA TODAY", "freep.com"),
    ],
)
def test_outlets_of_one_publisher_are_one_family(one: str, other: str) -> None:
    """By name or host, in any case, with or without "The"."""
    families = shipped_families()

    assert families.family_of(one) == families.family_of(other)


def test_an_unknown_outlet_is_its_own_family() -> None:
    """Two unknown outlets are two families, even on hosts that look alike."""
    families = shipped_families()

    assert families.family_of("Valley Post") == "Valley Post"
    assert families.family_of("notcnn.com") != families.family_of("cnn.com")


def test_leanings_are_the_outlets_or_else_the_familys() -> None:
    """An outlet's own leaning goes before its family's."""
    families = PublisherFamilies.from_toml(
        '[families.House]\noutlets = ["A", "B"]\nleaning = "left"\n[leanings]\nB = "center"\n'
    )

    assert [families.leaning_of(name) for name in "ABC"] == ["left", "center", None]


@pytest.mark.parametrize(
    "text",
    ["families = 3", "[families.House]\noutlets = 3", "[families.House", "families.House = 1"],
)
def test_a_broken_list_is_refused_with_a_reason(text: str) -> None:
    """Whoever edits the list is told what is wrong with it."""
    with pytest.raises(InvalidSettings, match="publisher families"):
        PublisherFamilies.from_toml(text)
