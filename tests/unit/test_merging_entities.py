"""Entities across reports: variants joined, different people kept apart, spellings shown."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from agents.deduplication.merging.assembly import StoryIdentity
from agents.deduplication.merging.extract import EntityUse, ReportExtract
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.merge import merge
from streams.enriched_article import Claim, Speaker
from streams.story import Match, Story, StoryEntity

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
Named = tuple[str, str, str | None]


def a_report(number: int, names: Sequence[Named], claims: Sequence[Claim] = ()) -> Member:
    """Make a report of outlet ``number`` that uses (type, name, title)."""
    report = ReportExtract(
        article_id=f"r{number}",
        outlet=f"Outlet {number}",
        language="en",
        received=NOON + timedelta(minutes=number),
        digest="",
        entities=tuple(
            EntityUse(type=kind, name=name, title=title, mentions=1) for kind, name, title in names
        ),
        claims=tuple(claims),
    )
    return Member(report=report, match=Match(score=1.0))


def story_of(*reports: Sequence[Named]) -> Story:
    """Merge reports that only use names."""
    return merge([a_report(at, names) for at, names in enumerate(reports)], StoryIdentity("s"))


def entity(story: Story, name: str) -> StoryEntity:
    """Give the entity of a name."""
    return next(one for one in story.entities if one.name == name)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("ORG", "Qods Force", "Quds Force"),
        ("ORG", "US Southern Command", "United States Southern Command"),
        ("ORG", "Islamic Revolutionary Guard Corps", "IRGC"),
        ("ORG", "Islamic Revolutionary Guard Corps", "Revolutionary Guard Corps"),
        ("ORG", "Corvane", "Corvane Group"),
        ("PERSON", "Mohammad-Javad Zarif", "Javad Zarif"),
        ("PERSON", "Nicolás Maduro", "Nicolas Maduro"),
        ("PERSON", "Bill Clinton", "William Clinton"),
        ("PERSON", "Joseph R. Biden", "Joe Biden"),
        ("PERSON", "Bolton", "John Bolton"),
        ("PERSON", "Gracie Bolton", "Grace Anne Bolton"),
        ("PERSON", "John Bolton", "John Bolton Jr."),
        ("GPE", "U.S.", "United States"),
    ],
)
def test_variants_of_a_name_are_one_entity(kind: str, one: str, other: str) -> None:
    """A name and a variant of it are one entity that both reports mention, and no conflict."""
    story = story_of([(kind, one, None)], [(kind, other, None)])

    assert [(found.articles, found.origins) for found in story.entities] == [(2, 2)]
    assert story.conflicts == ()


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("PERSON", "Michelle Obama", "Barack Obama"),
        ("PERSON", "Henrik Moor", "Anna Moor"),
        ("PERSON", "Jonas Fell", "Tomas Bell"),
        ("PERSON", "Jonas Fell Jr.", "Jonas Fell Sr."),
        ("PERSON", "Jonas Fell Jr.", "Jonnas Fell Sr."),
        ("ORG", "State Department", "Justice Department"),
        ("ORG", "Northern Command", "Southern Command"),
        ("ORG", "Velen", "Sporting Velen"),
        ("ORG", "Brightwater", "Brightwater Logistics"),
        ("GPE", "Iran", "Iraq"),
        ("GPE", "Austria", "Australia"),
        ("ORG", "United States", "United States Southern Command"),
    ],
)
def test_different_things_stay_two(kind: str, one: str, other: str) -> None:
    """Names that share a word, or only look alike, are two entities."""
    story = story_of([(kind, one, None)], [(kind, other, None)])

    assert {found.name for found in story.entities} == {one, other}


def test_a_name_without_its_suffix_is_nobodys_where_father_and_son_are_named() -> None:
    """Jonas Fell can be the elder or the younger one: he stays by himself."""
    names = ("Jonas Fell Jr.", "Jonas Fell Sr.", "Jonas Fell")
    story = story_of(*([("PERSON", name, None)] for name in names))

    assert {found.name for found in story.entities} == set(names)
    assert story.conflicts == ()


def test_a_spelling_with_the_same_role_is_one_person_and_a_conflict() -> None:
    """Admiral Faller and Adm. Fuller are one person under two names, and both are shown."""
    story = story_of([("PERSON", "Craig Faller", "Admiral")], [("PERSON", "Craig Fuller", "Adm.")])

    assert [found.articles for found in story.entities] == [2]
    (conflict,) = story.conflicts
    assert conflict.kind == "name"
    assert {(side.value, side.article_ids) for side in conflict.sides} == {
        ("Craig Faller", ("r0",)),
        ("Craig Fuller", ("r1",)),
    }


def test_a_spelling_without_a_role_is_not_enough() -> None:
    """Nothing but a similar surname does not make one person."""
    story = story_of([("PERSON", "Craig Faller", None)], [("PERSON", "Craig Fuller", None)])

    assert len(story.entities) == 2
    assert story.conflicts == ()


def test_the_same_words_make_one_person_of_two_spellings() -> None:
    """Who says the same thing under a similar name is the same person."""

    def said_by(name: str) -> Claim:
        text = "the reactor was shut down by hand before the flood reached it"
        return Claim(
            kind="reported",
            text=text,
            content=((0, len(text)),),
            lemmas=tuple(text.split()),
            speaker=Speaker(name=name, start=0, end=1),
            cue="said",
        )

    names = ("Elin Sorvik", "Elin Sorvig")
    story = merge(
        [a_report(at, [("PERSON", name, None)], [said_by(name)]) for at, name in enumerate(names)],
        StoryIdentity("s"),
    )

    assert [conflict.kind for conflict in story.conflicts] == ["name"]
    assert [claim.status for claim in story.claims] == ["corroborated"]


def test_a_report_that_uses_both_names_means_two_people() -> None:
    """Names that one report tells apart are never joined."""
    both: list[Named] = [
        ("PERSON", "Craig Faller", "Admiral"),
        ("PERSON", "Craig Fuller", "Admiral"),
    ]
    story = story_of(both, [("PERSON", "Craig Faller", "Admiral")])

    assert {(found.name, found.articles) for found in story.entities} == {
        ("Craig Faller", 2),
        ("Craig Fuller", 1),
    }
    assert story.conflicts == ()


def test_given_names_that_sound_alike_are_one_person() -> None:
    """Mateo and Matteo Rivalda are one, and the spelling is shown."""
    story = story_of([("PERSON", "Mateo Rivalda", None)], [("PERSON", "Matteo Rivalda", None)])

    assert len(story.entities) == 1
    assert [conflict.kind for conflict in story.conflicts] == ["name"]


def test_a_bare_surname_of_two_bearers_stays_apart() -> None:
    """If two people of the story have a surname, the bare surname is neither's."""
    story = story_of(
        [("PERSON", "Henrik Moor", None)],
        [("PERSON", "Anna Moor", None)],
        [("PERSON", "Moor", None)],
    )

    assert {found.name for found in story.entities} == {"Henrik Moor", "Anna Moor", "Moor"}


def test_the_name_most_origins_use_is_canonical() -> None:
    """The canonical name is the majority's, and every variant is counted."""
    story = story_of(
        [("ORG", "Qods Force", None)], [("ORG", "Quds Force", None)], [("ORG", "Quds Force", None)]
    )

    found = entity(story, "Quds Force")
    assert [(one.name, one.origins) for one in found.variants] == [
        ("Quds Force", 2),
        ("Qods Force", 1),
    ]
