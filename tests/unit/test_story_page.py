"""The page of a story: what is on it, and that no stranger's text can do harm."""

from datetime import UTC, datetime, timedelta
from io import StringIO

from rich.console import Console

from streams.enriched_article import ClaimKind
from streams.story import (
    Conflict,
    ConflictSide,
    Counts,
    Match,
    Report,
    Story,
    StoryClaim,
    Support,
)
from streams.story_page import story_page
from streams.story_page.differences import marked

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def a_story(hostile: str = "", reports: int = 2) -> Story:
    """Make a story of outlets that agree and differ; ``hostile`` is in every text."""
    ids = [f"r{number}" for number in range(reports)]
    support = [Support(article_id=name, content=((0, 9),)) for name in ids]
    claims = [
        StoryClaim(
            claim_id=f"c{number}",
            text=f"{status} claim{hostile}",
            kind="quote",
            speaker=f"Ruth Ellery{hostile}",
            support=support[: 2 - number % 2],
            origins=2,
            status=status,
        )
        for number, status in enumerate(("corroborated", "single_source", "disputed"))
    ]
    sides = [
        ConflictSide(
            value=f"alarming and {word}{hostile}",
            text=f"alarming and {word}{hostile}",
            article_ids=[name],
            origins=1,
            first_published=NOON,
        )
        for word, name in zip(("worrying", "concerning"), ids, strict=False)
    ]
    return Story(
        story_id="story-1",
        version=3,
        status="active",
        language="en",
        first_published=NOON,
        last_published=NOON + timedelta(hours=1),
        first_seen=NOON,
        last_seen=NOON,
        title=f"Dyke breaks{hostile}",
        summary=f"A dyke broke{hostile}",
        representative="r0",
        earliest="r0",
        reports=[
            Report(
                article_id=name,
                outlet=f"Outlet {name}{hostile}",
                publisher_family="x",
                leaning="center",
                title=f"Headline {name}{hostile}",
                received=NOON,
                origin=name,
                match=Match(score=1.0),
            )
            for name in ids
        ],
        counts=Counts(
            articles=reports, copies=0, outlets=reports, publisher_families=reports, origins=reports
        ),
        claims=claims,
        conflicts=[
            Conflict(
                conflict_id="wording-1", kind="wording", subject=f"Faller{hostile}", sides=sides
            )
        ],
    )


def shown(story: Story, width: int = 100, *, full: bool = False) -> str:
    """Give the page as a terminal would get it, colours and all."""
    console = Console(file=StringIO(), force_terminal=True, width=width, color_system="truecolor")
    console.print(story_page(story, full=full))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def plain(story: Story, width: int = 100) -> str:
    """Give the page without colours."""
    console = Console(file=StringIO(), width=width)
    console.print(story_page(story))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def test_the_page_says_who_reports_agrees_and_contradicts() -> None:
    """Headline, outlets with leaning, the groups of claims and both sides of a conflict."""
    page = plain(a_story())

    for words in (
        "Dyke breaks",
        "2 independent origins",
        "Outlet r0 (center)",
        "Headline r1",
        "Corroborated",
        "Disputed",
        "Only in A",
        "Which words",
        "alarming and worrying",
        "alarming and concerning",
        "10 March 2026",
    ):
        assert words in page


def test_the_differing_words_are_marked() -> None:
    """Only the word that differs is marked."""
    text = marked("alarming and worrying", ["alarming and concerning"], "bold")

    assert [text.plain[span.start : span.end] for span in text.spans] == ["worrying"]


def test_no_text_of_a_stranger_reaches_the_terminal_unescaped() -> None:
    """Escapes, carriage returns, overrides and markup are shown, never obeyed."""
    hostile = "\x1b[2J\x1b]0;gone\x07\r\u202e[bold red]x[/]\x9b31m"
    page = shown(a_story(hostile), full=True)

    for harm in ("\x1b[2J", "\x1b]0", "\x07", "\r", "\u202e", "\x9b"):
        assert harm not in page
    assert "[bold red]x[/]" in plain(a_story(hostile), width=400)


def test_a_long_story_stays_a_page() -> None:
    """Reports beyond the first forty are counted, unless all are asked for."""
    story = a_story(reports=90)

    assert "and 50 more reports" in plain(story)
    assert "Headline r89" in shown(story, full=True)


def test_the_page_fits_a_narrow_terminal() -> None:
    """No line is wider than the terminal."""
    assert max(map(len, plain(a_story(), width=60).splitlines())) <= 60


def test_a_claim_shows_one_other_wording_of_each_origin_and_no_loose_that() -> None:
    """What hung on a verb of saying stands by itself; of one origin one wording is enough."""
    story = a_story(reports=3)
    words = ("the dam broke early", "the dyke burst", "a dyke gave way")
    support = [
        Support(article_id=name, content=((at, at + 9),), text=text)
        for at, (name, text) in enumerate(zip(("r1", "r1", "r2"), words, strict=True))
    ]
    first = story.claims[0].model_copy(
        update={
            "kind": "reported",
            "text": "that the dyke broke",
            "support": (*story.claims[0].support[:1], *support),
        }
    )
    page = plain(story.model_copy(update={"claims": (first,)}))

    assert "Ruth Ellery: the dyke broke" in page
    assert "the dam broke early" in page
    assert "a dyke gave way" in page
    assert "the dyke burst" not in page


def test_the_more_origins_tell_alone_the_fewer_claims_of_each_are_shown() -> None:
    """With many outlets the page stays one that is read to its end."""

    def page_of(reports: int) -> str:
        story = a_story(reports=reports)
        claims = [
            story.claims[1].model_copy(
                update={
                    "claim_id": f"c{name}-{at}",
                    "text": f"claim {at} of {name}",
                    "support": (Support(article_id=name, content=((20 * at, 20 * at + 9),)),),
                }
            )
            for name in (report.article_id for report in story.reports)
            for at in range(6)
        ]
        return plain(story.model_copy(update={"claims": tuple(claims)}))

    assert "claim 5 of r0" in page_of(3)
    assert "claim 1 of r9" in page_of(12)
    assert "claim 5 of r0" not in page_of(12)
    assert "and 4 more" in page_of(12)


def test_a_few_reported_words_of_nobody_come_last_of_what_one_has_alone() -> None:
    """A page begins with what tells something; the record keeps the order of the text."""
    story = a_story()
    told = {
        "not to be named": (ClaimKind.REPORTED, None),
        "the dyke was not inspected": (ClaimKind.REPORTED, "Ruth Ellery"),
        "The town council of Brenmoor will meet on Thursday": (ClaimKind.STATEMENT, None),
    }
    claims = tuple(
        story.claims[1].model_copy(
            update={
                "claim_id": f"c{at}",
                "text": text,
                "kind": kind,
                "speaker": speaker,
                "support": (Support(article_id="r0", content=((20 * at, 20 * at + 9),)),),
            }
        )
        for at, (text, (kind, speaker)) in enumerate(told.items())
    )
    page = plain(story.model_copy(update={"claims": claims}))
    assert page.index("inspected") < page.index("town council") < page.index("not to be named")


def test_slightly_different_words_stand_apart_from_contradictions() -> None:
    """They have a section of their own, behind that of contradictions."""
    story = a_story()
    (conflict,) = story.conflicts
    words = "the dyke was lost at sea", "the dyke was utterly lost at sea"
    sides = [
        side.model_copy(update={"value": text, "text": text})
        for side, text in zip(conflict.sides, words, strict=True)
    ]
    slight = conflict.model_copy(update={"conflict_id": "wording-2", "sides": tuple(sides)})
    page = plain(story.model_copy(update={"conflicts": (conflict, slight)}))
    alone = plain(story.model_copy(update={"conflicts": (slight,)}))

    heading = page.index("Quoted in slightly different words")
    assert page.index("contradict each other") < page.index("worrying") < heading
    assert heading < page.index("utterly")
    assert "contradict each other" not in alone


def test_only_the_report_that_was_copied_has_its_text_elsewhere() -> None:
    """Another report of its outlet is told as such: its text is nowhere else."""
    story = a_story(reports=3)
    copy, copied, other = story.reports
    outlet = {"outlet": "Herald", "publisher_family": "herald", "origin": "r0"}
    reports = (
        copy.model_copy(update={"copy_of": "r1", "role": "copy", "publisher_family": "y"}),
        copied.model_copy(update=outlet),
        other.model_copy(update=outlet),
    )
    page = plain(story.model_copy(update={"reports": reports}))

    assert page.count("its text is also in Outlet r0") == 1
    assert page.count("the same outlet again") == 1
    assert page.count("repeats Herald") == 1


def test_what_somebody_denies_is_not_told_as_if_he_said_it() -> None:
    """Whoever denied that talks took place did not say that they did."""
    story = a_story()
    claim, *others = story.claims
    denied = claim.model_copy(
        update={"text": "that talks took place", "kind": ClaimKind.REPORTED, "denied": True}
    )
    page = plain(story.model_copy(update={"claims": (denied, *others)}))

    assert "Ruth Ellery denied: talks took place" in " ".join(page.split())
    assert "Ruth Ellery: " in page
