"""Datelines: place and agency at the beginning of a report."""

import pytest

from agents.enrichment.datelines import find_dateline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PELL, Vastria, March 10 (Meridian) — A quake", ["PELL", "Vastria", "Meridian"]),
        ("BREAUX BRIDGE, La. (AP) - Authorities say", ["BREAUX BRIDGE", "La.", "AP"]),
        ("GENEVA (Northern Wire) -- Talks", ["GENEVA", "Northern Wire"]),
        ("ST. LOUIS, Jan. 5 (Reuters) - Nothing", ["ST. LOUIS", "Reuters"]),
        ("MONROE – Police responded", ["MONROE"]),
        ("MACON, Georgia (41NBC/WMGT) – A father", ["MACON", "Georgia", "41NBC/WMGT"]),
    ],
)
def test_place_and_agency_are_found(text: str, expected: list[str]) -> None:
    """Also the country or state between them, but not the day."""
    assert [text[start:end] for start, end, _ in find_dateline(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE - Two dead",
        "Pell - Two dead",
        "PELL SHAKES (again)",
        "A quake in PELL - it shook",
        "",
    ],
)
def test_other_beginnings_are_no_datelines(text: str) -> None:
    """Labels in capitals, headlines, and capitals further on."""
    assert list(find_dateline(text)) == []
