"""Conflicts: what is a contradiction, what is none, and who stands on which side."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from agents.deduplication.merging.assembly import StoryIdentity
from agents.deduplication.merging.extract import EntityUse, ReportExtract
from agents.deduplication.merging.members import Member
from agents.deduplication.merging.merge import merge
from streams.enriched_article import (
    Claim,
    ClaimKind,
    Figure,
    Modifier,
    Span,
    Speaker,
    TimeMention,
)
from streams.story import Conflict, ConflictKind, Match, Role, Story

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
FLOOD = "people were killed when the Aldra river broke a dyke and flooded Brenmoor"


def a_claim(
    text: str,
    *,
    kind: ClaimKind = ClaimKind.REPORTED,
    speaker: str | None = None,
    description: str | None = None,
    figures: Sequence[Figure] = (),
    times: Sequence[TimeMention] = (),
    entities: Sequence[str] = (),
) -> Claim:
    """Make a claim whose lemmas are its words."""
    said = speaker or description
    return Claim(
        kind=kind,
        text=text,
        content=((0, len(text)),),
        lemmas=tuple(text.lower().strip("“”.,").split()),
        speaker=Speaker(name=speaker, description=description, start=0, end=1) if said else None,
        cue="said" if said else None,
        figures=tuple(figures),
        times=tuple(times),
        entities=tuple(entities),
    )


def a_member(
    number: int,
    *claims: Claim,
    outlet: str | None = None,
    hours: int = 0,
    entities: Sequence[tuple[str, str]] = (),
    copy_of: str | None = None,
) -> Member:
    """Make a report; people who speak in it are its entities."""
    speakers = {claim.speaker.name for claim in claims if claim.speaker and claim.speaker.name}
    uses = [("PERSON", name) for name in sorted(speakers)] + list(entities)
    report = ReportExtract(
        article_id=f"r{number}",
        outlet=outlet or f"Outlet {number}",
        language="en",
        published=NOON + timedelta(hours=hours or number),
        received=NOON + timedelta(hours=hours or number),
        digest="",
        entities=tuple(EntityUse(type=kind, name=name, mentions=1) for kind, name in uses),
        claims=claims,
    )
    role = Role.COPY if copy_of else Role.ORIGINAL
    return Member(report=report, match=Match(score=1.0), role=role, copy_of=copy_of)


def dead(number: int, modifier: Modifier = Modifier.EXACT) -> Claim:
    """Claim a number of dead."""
    figure = Figure(
        value=number,
        unit="person",
        aspect="dead",
        modifier=modifier,
        text=str(number),
        start=0,
        end=2,
    )
    return a_claim(f"{number} {FLOOD}", kind=ClaimKind.FIGURE, figures=[figure])


def story_of(*members: Member) -> Story:
    """Merge."""
    return merge(members, StoryIdentity("s"))


def the_conflict(story: Story, kind: ConflictKind) -> Conflict:
    """Give the story's only conflict, which is of a kind."""
    (conflict,) = story.conflicts
    assert conflict.kind is kind
    return conflict


def sides(conflict: Conflict) -> dict[str, tuple[str, ...]]:
    """Give the articles on each side by its value."""
    return {side.value: side.article_ids for side in conflict.sides}


def test_two_counts_of_the_dead_contradict_each_other() -> None:
    """12 dead and 15 dead are two disputed claims that point to each other."""
    story = story_of(a_member(1, dead(12)), a_member(2, dead(15)))

    assert sides(the_conflict(story, ConflictKind.FIGURE)) == {"12": ("r1",), "15": ("r2",)}
    one, other = story.claims
    assert (one.differs_from, other.differs_from) == ((other.claim_id,), (one.claim_id,))
    assert {claim.status for claim in story.claims} == {"disputed"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (dead(12, Modifier.AT_LEAST), dead(15)),
        (dead(15), dead(15)),
        (dead(16, Modifier.ABOUT), dead(15)),
        (dead(20, Modifier.AT_MOST), dead(15)),
    ],
    ids=["at least 12, 15", "15, 15", "about 16, 15", "at most 20, 15"],
)
def test_counts_that_can_both_be_so_do_not(one: Claim, other: Claim) -> None:
    """An open, a rounded and an equal count corroborate."""
    story = story_of(a_member(1, one), a_member(2, other))

    assert story.conflicts == ()
    assert [claim.status for claim in story.claims] == ["corroborated"]


def test_at_least_more_than_the_other_counts_contradicts() -> None:
    """At least 20 and exactly 15 cannot both be so."""
    story = story_of(a_member(1, dead(20, Modifier.AT_LEAST)), a_member(2, dead(15)))

    the_conflict(story, ConflictKind.FIGURE)


def between(low: int, high: int) -> Claim:
    """Claim a number of dead within bounds."""
    text = f"{low} to {high}"
    figure = Figure(
        value=low, high=high, unit="person", aspect="dead", text=text, start=0, end=len(text)
    )
    return a_claim(f"{text} {FLOOD}", kind=ClaimKind.FIGURE, figures=[figure])


def test_a_range_contradicts_only_what_lies_outside_it() -> None:
    """12 to 15 dead can be 14, and cannot be 30."""
    within = story_of(a_member(1, between(12, 15)), a_member(2, dead(14)))
    beyond = story_of(a_member(1, between(12, 15)), a_member(2, dead(30)))

    assert within.conflicts == ()
    assert within.claims[0].status == "corroborated"
    assert set(sides(the_conflict(beyond, ConflictKind.FIGURE))) == {"12 to 15", "30"}


@pytest.mark.parametrize(("unit", "conflicts"), [("USD", 1), ("EUR", 0)])
def test_only_figures_of_one_unit_contradict_each_other(unit: str, conflicts: int) -> None:
    """Forty dollars are not fewer than sixty euros."""

    def price(number: int, unit: str) -> Claim:
        figure = Figure(value=number, unit=unit, text=str(number), start=0, end=2)
        told = f"{number} a barrel is what Kelmar oil cost on the exchange of Brenmoor at noon"
        return a_claim(told, kind=ClaimKind.FIGURE, figures=[figure])

    story = story_of(a_member(1, price(40, "USD")), a_member(2, price(60, unit)))

    assert len(story.conflicts) == conflicts


def test_each_side_says_since_when_and_until_when_it_is_told() -> None:
    """The times are those of the first and of the last report that tells it."""
    story = story_of(a_member(1, dead(12)), a_member(2, dead(15)), a_member(5, dead(15)))

    told = {
        side.value: (side.first_published, side.last_published)
        for side in the_conflict(story, ConflictKind.FIGURE).sides
    }
    first, second, last = (NOON + timedelta(hours=hours) for hours in (1, 2, 5))
    assert told == {"12": (first, first), "15": (second, last)}


def test_a_later_count_of_the_same_outlet_replaces_its_earlier() -> None:
    """An outlet that now says 15 no longer contradicts those who say 15."""
    story = story_of(
        a_member(1, dead(12), outlet="Courier"),
        a_member(2, dead(15), outlet="Courier"),
        a_member(3, dead(15), outlet="Gazette"),
    )

    assert story.conflicts == ()


def test_the_dead_do_not_contradict_the_injured() -> None:
    """Numbers of two things are two claims."""
    injured = Figure(value=31, unit="person", aspect="injured", text="31", start=0, end=2)
    other = a_claim(f"31 {FLOOD.replace('killed', 'injured')}", figures=[injured])
    story = story_of(a_member(1, dead(12)), a_member(2, other))

    assert story.conflicts == ()
    assert len(story.claims) == 2


def test_copies_contradict_as_one_origin() -> None:
    """A contradiction says how many independent origins stand on each side."""
    story = story_of(
        a_member(1, dead(12)),
        a_member(2, dead(12), copy_of="r1"),
        a_member(3, dead(15)),
    )

    conflict = the_conflict(story, ConflictKind.FIGURE)
    assert {side.value: side.origins for side in conflict.sides} == {"12": 1, "15": 1}


def test_two_versions_of_a_quotation_are_one_claim_with_both_wordings() -> None:
    """The wording differs, the claim is corroborated."""
    story = story_of(
        a_member(
            1, a_claim("“alarming and worrying presence of soldiers”", speaker="Craig Faller")
        ),
        a_member(2, a_claim("“alarming and concerning presence of soldiers”", speaker="Faller")),
    )

    assert [claim.status for claim in story.claims] == ["corroborated"]
    the_conflict(story, ConflictKind.WORDING)


@pytest.mark.parametrize(
    "other",
    [
        "“We lost the bridge first, then the power,”",
        "“We lost the bridge first then the power. After that we listened.”",
        '"We lost the bridge first, then the power"',
    ],
)
def test_a_quotation_cut_or_set_otherwise_is_not_another_version(other: str) -> None:
    """Length, punctuation and marks are no difference in wording."""
    text = "“We lost the bridge first, then the power.”"
    story = story_of(
        a_member(1, a_claim(text, kind=ClaimKind.QUOTE, speaker="Ruth Ellery")),
        a_member(2, a_claim(other, kind=ClaimKind.QUOTE, speaker="Ruth Ellery")),
    )

    assert story.conflicts == ()
    assert len(story.claims) == 1


def test_the_same_words_of_two_people_are_an_attribution_conflict() -> None:
    """Who said it is in dispute, and the claim with it."""
    text = "“The bridge should have been closed years ago”"
    story = story_of(
        a_member(1, a_claim(text, kind=ClaimKind.QUOTE, speaker="Olav Dent")),
        a_member(2, a_claim(text, kind=ClaimKind.QUOTE, speaker="Piers Dolan")),
    )

    found = the_conflict(story, ConflictKind.ATTRIBUTION)
    assert sides(found) == {"Olav Dent": ("r1",), "Piers Dolan": ("r2",)}
    assert [claim.status for claim in story.claims] == ["disputed"]


def test_an_office_and_a_quotation_beside_another_are_nobody_elses_words() -> None:
    """The superintendent may be Dent; and of two quotations in a row one may be a neighbour's."""
    text = "“The bridge should have been closed years ago”"
    dent = a_member(1, a_claim(text, kind=ClaimKind.QUOTE, speaker="Olav Dent"))
    office = a_claim(text, kind=ClaimKind.QUOTE, speaker="Harbour Superintendent")
    rows = "“Nobody told any of us a word about the dyke.” “We had to swim,” " + text
    row = a_claim(rows, kind=ClaimKind.QUOTE, speaker="Piers Dolan")
    two = a_claim(text + " “It was known”", kind=ClaimKind.QUOTE, speaker="Olav Dent")

    weekly = a_claim(text, kind=ClaimKind.QUOTE, speaker="Harbour Weekly")
    told = [a_member(number, entities=[("ORG", "Harbour Weekly")]) for number in (3, 4)]
    colon = a_claim(f"rumours that he is not happy: {text}", speaker="Piers Dolan")
    misspelt = a_claim(text, kind=ClaimKind.QUOTE, speaker="Olive Dentt")

    assert story_of(dent, a_member(2, colon)).conflicts == ()
    assert story_of(dent, a_member(2, office)).conflicts == ()
    assert story_of(dent, a_member(2, weekly)).conflicts != ()
    assert story_of(dent, a_member(2, weekly), *told).conflicts == ()
    assert story_of(dent, a_member(2, weekly), a_member(3, outlet="Harbour Weekly")).conflicts == ()
    assert ConflictKind.ATTRIBUTION not in {
        found.kind for found in story_of(dent, a_member(2, misspelt)).conflicts
    }
    assert story_of(a_member(1, two), a_member(2, row)).conflicts == ()


def test_who_tells_what_another_said_contradicts_nobody() -> None:
    """Wu, the spokesman, says that Wei holds it: whoever has Wei say it tells the same."""
    words = "“will not tolerate any Taiwan independence incident”"
    told = a_claim(f"Wei underscored that it {words}", speaker="Wu Qian")
    story = story_of(
        a_member(1, a_claim(f"China {words}", speaker="Wei Fenghe")), a_member(2, told)
    )

    assert ConflictKind.ATTRIBUTION not in {found.kind for found in story.conflicts}


def test_an_official_is_somebody_else_for_who_knows_the_name() -> None:
    """A report that names Abrams, but has an official say it, contradicts who has Abrams say it."""
    text = "Iranian missiles shipped to Venezuela would be destroyed on the ground"
    named = a_claim(text, speaker="Elliot Abrams")
    unnamed = a_claim(text, description="an anonymous official")

    knowing = story_of(
        a_member(1, named), a_member(2, unnamed, entities=[("PERSON", "Elliot Abrams")])
    )
    unknowing = story_of(a_member(1, named), a_member(2, unnamed))

    the_conflict(knowing, ConflictKind.ATTRIBUTION)
    assert unknowing.conflicts == ()


def test_that_it_is_so_contradicts_that_it_is_not() -> None:
    """One report denies what the other tells."""
    text = "the minister {} the letter to the drilling company in Brenmoor"
    story = story_of(
        a_member(1, a_claim(text.format("signed"))),
        a_member(2, a_claim(text.format("had not signed"))),
    )

    the_conflict(story, ConflictKind.POLARITY)


def test_doing_without_a_thing_agrees_with_having_none() -> None:
    """To dispense with a socket, to lack it and not to have it are one."""
    text = "the new telephone of Torvik {} the old socket for headphones"
    told = ("dispenses with", "lacks", "does not have", "stops owners from plugging in")
    members = [a_member(at, a_claim(text.format(verb))) for at, verb in enumerate(told, start=1)]

    assert story_of(*members).conflicts == ()


def test_a_name_with_the_denied_word_in_it_tells_nothing() -> None:
    """That cases went to the Prosecuting Authority does not say that they were prosecuted."""
    authority = ("ORG", "Prosecuting Authority")
    sent = "the cases from the harbour were referred to the independent Prosecuting Authority"
    dropped = "the Prosecuting Authority did not prosecute the cases that were referred to it"
    story = story_of(
        a_member(1, a_claim(sent, entities=[authority[1]]), entities=[authority]),
        a_member(2, a_claim(dropped, entities=[authority[1]]), entities=[authority]),
    )

    assert story.conflicts == ()


def test_what_hangs_on_an_unknown_verb_contradicts_nothing() -> None:
    """Who is said "to recognise" a thing may have refused to."""
    whole = "Minsk did not recognise the annexation of the peninsula by Moscow in 2014"
    part = "to recognise the annexation of the peninsula by Moscow in 2014"
    told = "Minsk recognised the annexation of the peninsula by Moscow in 2014"

    assert story_of(a_member(1, a_claim(whole)), a_member(2, a_claim(part))).conflicts == ()
    the_conflict(
        story_of(a_member(1, a_claim(whole)), a_member(2, a_claim(told))), ConflictKind.POLARITY
    )


def test_the_same_words_said_and_denied_are_two_claims() -> None:
    """Whoever denies that a dyke broke bears nobody out who says so, in whatever same words."""
    text = "that the north dyke of Brenmoor had broken before the sirens sounded"
    said = a_claim(text, speaker="Ruth Ellery")
    denied = said.model_copy(update={"cue": "denied"})
    story = story_of(a_member(1, said), a_member(2, denied), a_member(3, denied))

    assert {claim.denied: claim.origins for claim in story.claims} == {None: 1, True: 2}
    assert not any("corroborated" in claim.status for claim in story.claims if not claim.denied)
    for conflict in story.conflicts:
        assert {side.value for side in conflict.sides} == {text, f"denied {text}"}


def test_two_negations_make_none() -> None:
    """Not denying that something is so does not contradict it."""
    text = "the drilling company {} the leak at the Torvik refinery in January"
    story = story_of(
        a_member(1, a_claim(text.format("confirmed"))),
        a_member(2, a_claim(text.format("did not deny"))),
    )

    assert story.conflicts == ()


def test_two_times_of_one_event_contradict_each_other() -> None:
    """3:30 and 5 in the afternoon cannot both be so; 3:30 and about 3:45 can."""
    text = "an explosion destroyed the warehouse of the Torvik refinery at {}"
    first = a_member(1, a_claim(text.format("3:30 p.m.")))

    differing = story_of(first, a_member(2, a_claim(text.format("5 p.m."))))
    near = story_of(first, a_member(2, a_claim(text.format("about 3:45 p.m."))))

    assert sides(the_conflict(differing, ConflictKind.TIME)).keys() == {"3:30 p.m.", "5 p.m."}
    assert near.conflicts == ()


def test_two_days_of_one_event_contradict_each_other() -> None:
    """Monday and Wednesday cannot both be so."""

    def told(day: str, iso: str) -> Claim:
        text = f"the finance minister resigned over the drilling contract on {day}"
        return a_claim(
            text, speaker="Ann Orr", times=[TimeMention(text=day, start=0, end=1, day=iso)]
        )

    story = story_of(
        a_member(1, told("Monday", "2026-03-09")), a_member(2, told("Wednesday", "2026-03-11"))
    )

    assert sides(the_conflict(story, ConflictKind.TIME)).keys() == {"Monday", "Wednesday"}


def test_a_weekday_and_its_date_are_one_day() -> None:
    """The Friday of one report is the 22nd of the other, whichever Friday it was taken for."""

    def told(day: str, iso: str, verb: str = "opens") -> Claim:
        text = f"the new bridge over the Aldra {verb} to the traffic of Brenmoor on {day}"
        return a_claim(text, times=[TimeMention(text=day, start=0, end=1, day=iso)])

    friday = a_member(1, told("Friday", "2019-11-15"))
    date = a_member(2, told("November 22", "2019-11-22"))
    other = a_member(2, told("November 21", "2019-11-21"))

    assert story_of(friday, date).conflicts == ()
    assert sides(the_conflict(story_of(friday, other), ConflictKind.TIME))


def test_what_has_not_happened_has_no_day() -> None:
    """Nobody was held on Monday, and nobody on Thursday either."""

    def told(day: str, iso: str) -> Claim:
        text = f"no suspect was in custody over the shooting at the ferry landing on {day}"
        return a_claim(text, times=[TimeMention(text=day, start=0, end=1, day=iso)])

    monday = a_member(1, told("Monday", "2026-03-09"))

    assert story_of(monday, a_member(2, told("Thursday", "2026-03-12"))).conflicts == ()


def test_two_places_of_one_event_contradict_each_other() -> None:
    """Unless one of the reports names both places: then one may lie in the other."""

    def told(place: str) -> Claim:
        text = f"the wounded president was treated at a military hospital in {place}"
        return a_claim(text, entities=[place])

    here = a_member(1, told("Salvera"), entities=[("GPE", "Salvera")])
    there = a_member(2, told("Ostby"), entities=[("GPE", "Ostby")])
    both = a_member(2, told("Ostby"), entities=[("GPE", "Ostby"), ("GPE", "Salvera")])

    assert sides(the_conflict(story_of(here, there), ConflictKind.PLACE)).keys() == {
        "Salvera",
        "Ostby",
    }
    assert story_of(here, both).conflicts == ()


def test_two_places_that_reports_differ_in_twice_are_told_once() -> None:
    """A reader is not told again what two reports contradict each other in."""

    def told(place: str) -> tuple[Claim, Claim]:
        first = f"the wounded president was treated at a military hospital in {place}"
        second = f"six armed men opened fire on soldiers guarding the radio tower in {place}"
        later = a_claim(second, entities=[place]).model_copy(update={"content": (Span(200, 270),)})
        return a_claim(first, entities=[place]), later

    one, other = (
        a_member(at, *told(place), entities=[("GPE", place)])
        for at, place in enumerate(("Salvera", "Ostby"))
    )

    the_conflict(story_of(one, other), ConflictKind.PLACE)


def test_a_country_is_no_other_place_than_a_town() -> None:
    """What is traded in Chicago is traded in the United States."""

    def told(place: str) -> Claim:
        text = f"the shares of the drilling company are traded at the exchange in {place}"
        return a_claim(text, entities=[place])

    def traded(number: int, place: str) -> Member:
        return a_member(number, told(place), entities=[("GPE", place)])

    assert story_of(traded(1, "Chicago"), traded(2, "United States")).conflicts == ()
    assert story_of(traded(1, "Chicago"), traded(2, "Boston")).conflicts != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "rescuers pulled a boy alive from the rubble of the school in Salvera",
            "rescuers pulled a dog alive from the rubble of the school in Salvera",
        ),
        (
            "the suspect bought the knife at the station in Ostby",
            "the suspect bought the ticket at the station in Ostby",
        ),
        (
            "the northern province reported new cases of measles",
            "the southern province reported new cases of measles",
        ),
        (
            "the maker asks owners to remove update BLH6710H 5600 from their computers",
            "the maker asks owners to remove update SOX5810J 4200 from their computers",
        ),
    ],
)
def test_one_word_can_make_two_claims(one: str, other: str) -> None:
    """Claims alike but for what they are about are neither one nor a contradiction."""
    story = story_of(a_member(1, a_claim(one)), a_member(2, a_claim(other)))

    assert len(story.claims) == 2
    assert story.conflicts == ()


def test_what_most_tell_in_their_own_words_is_nobodys_claim() -> None:
    """A guard who says so does not make it her word; a quotation stays the speaker's."""
    text = "two people have died at the ferry landing of Brenmoor"
    said = a_claim(text, speaker="Brandy Ellery")
    plain = (a_claim(text, kind=ClaimKind.STATEMENT) for _ in range(2))
    story = story_of(a_member(1, said), *(a_member(at, one) for at, one in enumerate(plain, 2)))
    quoted = said.model_copy(update={"kind": ClaimKind.QUOTE})
    unnamed = quoted.model_copy(update={"speaker": None, "cue": None})
    other = story_of(a_member(1, quoted), a_member(2, unnamed), a_member(3, unnamed))

    (claim,) = story.claims
    assert (claim.speaker, claim.origins) == (None, 3)
    assert {support.speaker for support in claim.support} == {"Brandy Ellery", None}
    assert [one.speaker for one in other.claims] == ["Brandy Ellery"]


def test_of_speakers_told_equally_often_the_founders_is_shown() -> None:
    """The words that are shown are the founder's, and so is whoever is said to say them."""
    text = f"the north dyke broke when {FLOOD}"
    story = story_of(
        a_member(1, a_claim(text, description="the rescue service")),
        a_member(2, a_claim(text, description="a clerk")),
    )

    assert [claim.speaker for claim in story.claims if claim.origins > 1] == ["the rescue service"]


def test_what_one_tells_in_its_own_words_is_not_put_into_anothers_mouth() -> None:
    """The first report says so itself; that a clerk says so in the other does not make it his."""
    text = f"the north dyke broke when {FLOOD}"
    story = story_of(a_member(1, a_claim(text)), a_member(2, a_claim(text, speaker="Ruth Ellery")))

    assert [claim.speaker for claim in story.claims if claim.origins > 1] == [None]
    assert {support.speaker for support in story.claims[0].support} == {None, "Ruth Ellery"}


def test_every_version_of_a_claim_is_like_the_one_that_is_shown() -> None:
    """A third claim that is like the second alone is none of what the first one tells."""
    first = a_claim("soldiers filled sandbags along the Aldra before the dyke broke in Brenmoor")
    second = a_claim(
        "soldiers filled sandbags along the Aldra before the dyke broke in Brenmoor and later "
        "searched every cellar of the old quarter for two missing children with dogs and lamps"
    )
    third = a_claim(
        "they searched every cellar of the old quarter for two missing children with dogs and lamps"
    )
    alone = story_of(a_member(2, second), a_member(3, third))
    story = story_of(a_member(1, first), a_member(2, second), a_member(3, third))

    assert [claim.origins for claim in alone.claims] == [2]
    assert [claim.origins for claim in story.claims] == [2, 1]


def test_a_version_may_have_another_word_than_the_first_if_another_version_agrees() -> None:
    """The ferry "ran onto" the rock or "hit" it: a claim is not kept out for such a word."""
    told = "forty were hurt when the ferry {} the Gannet rock outside the port of Anselm at dawn"
    first, second = (a_claim(told.format(word)) for word in ("drove onto", "collided with"))
    both = a_claim(f"the ferry drove onto, and {told.format('collided with')}")
    story = story_of(a_member(1, first), a_member(2, both), a_member(3, second))

    assert story.claims[0].origins == 3


def test_a_claim_of_one_family_is_single_source() -> None:
    """Two papers of one publisher corroborate nothing."""
    text = "the Aldra river broke a dyke and flooded the old quarter of Brenmoor"
    papers = ("Harbor Courier", "Anselm Evening Courier")
    story = story_of(*(a_member(at, a_claim(text), outlet=name) for at, name in enumerate(papers)))

    assert [(claim.status, claim.origins) for claim in story.claims] == [("single_source", 1)]
    assert story.counts.origins == 1
    assert story.counts.outlets == 2


def test_one_sentence_with_two_tolls_counts_each_by_what_is_said_after_it() -> None:
    """Twelve are dead and 24 missing: the 24 are not dead, whatever the reading says."""
    twelve = dead(12).figures[0].model_copy(update={"text": "Twelve people"})
    missing = twelve.model_copy(update={"value": 24, "text": "two dozen"})
    text = f"Twelve people are dead and two dozen are missing after {FLOOD}"
    both = a_claim(text, kind=ClaimKind.FIGURE, figures=[twelve, missing])
    story = story_of(a_member(1, both), a_member(2, dead(15)))

    assert sides(the_conflict(story, ConflictKind.FIGURE)) == {
        "Twelve people": ("r1",),
        "15": ("r2",),
    }


def test_magnitudes_of_one_quake_contradict_each_other() -> None:
    """6.1 and 6.3 are two magnitudes, though they are near."""
    one = a_claim("An earthquake of magnitude 6.1 shook the coast", kind=ClaimKind.STATEMENT)
    other = a_claim("The institute put the magnitude at 6.3", kind=ClaimKind.STATEMENT)
    story = story_of(a_member(1, one), a_member(2, other))

    assert the_conflict(story, ConflictKind.FIGURE).subject == "magnitude"


def test_a_denial_stands_against_what_its_own_report_repeats() -> None:
    """A report that tells a denial, and also what is denied, stands on the side of the denial."""
    told = a_claim("Orlenia agreed to withdraw two patrol ships from the strait", speaker="Ann Orr")
    denied = a_claim("Orlenia did not agree to withdraw patrol ships from the strait")
    again = told.model_copy(update={"content": (Span(100, 160),)})
    story = story_of(a_member(1, told), a_member(2, denied, again))

    found = the_conflict(story, ConflictKind.POLARITY)
    assert sorted(side.article_ids for side in found.sides) == [("r1",), ("r2",)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("An officer was found not guilty of murder", "An officer was acquitted of murder"),
        ("Insurers should not pay for the tests", "Insurers pay for the tests"),
        (
            "Officers found a girl in the 1300 block of Monaco Way suffering from a gunshot wound",
            "Officers found a girl in Monaco Way suffering from a gunshot wound",
        ),
    ],
)
def test_what_only_looks_like_a_denial_is_none(one: str, other: str) -> None:
    """Not guilty is acquitted, and what ought not to be may well be."""
    story = story_of(a_member(1, a_claim(one)), a_member(2, a_claim(other)))

    assert story.conflicts == ()


def test_two_sentences_of_one_quotation_are_no_two_versions() -> None:
    """Who quotes both sentences shows that both were said."""
    whole = a_claim(
        "“We surely do not like him. We surely do not want him.”",
        kind=ClaimKind.QUOTE,
        speaker="Vera Lund",
    )
    part = a_claim("“We surely do not want him”", kind=ClaimKind.QUOTE, speaker="Vera Lund")
    story = story_of(a_member(1, whole), a_member(2, part))

    assert story.conflicts == ()


def test_who_quotes_both_versions_elsewhere_contradicts_nobody() -> None:
    """A report with both sentences, in two of its claims, shows that both were said."""

    def quoted(text: str, place: int = 0) -> Claim:
        made = a_claim(f"“{text}”", kind=ClaimKind.QUOTE, speaker="Vera Lund")
        return made.model_copy(update={"content": (Span(place, place + len(text)),)})

    one, other = "an act of terror on our harbour", "an act of hate on our harbour"
    here, there = a_member(1, quoted(one)), a_member(2, quoted(other))
    both = a_member(2, quoted(other), quoted(one, 500))

    the_conflict(story_of(here, there), ConflictKind.WORDING)
    assert story_of(here, both).conflicts == ()


def test_a_sum_of_another_matter_is_another_sum() -> None:
    """Two prices of which the claims tell different things contradict nobody."""

    def price(number: int, text: str) -> Claim:
        figure = Figure(value=number, unit="USD", text=f"${number}", start=0, end=5)
        return a_claim(text.format(number), kind=ClaimKind.FIGURE, figures=[figure])

    cheap = "You can pick up the unlocked Torvik telephone now for just ${} by clicking here"
    dear = "At its full price of ${} the Torvik is the best-selling unlocked handset on the site"
    one, other, same = price(299, cheap), price(399, dear), price(399, cheap)

    assert story_of(a_member(1, one), a_member(2, other)).conflicts == ()
    the_conflict(story_of(a_member(1, one), a_member(2, same)), ConflictKind.FIGURE)


def test_a_step_and_a_rounded_figure_contradict_nobody() -> None:
    """Cut to $300 and by $100 can both be so, and $57.7 is $57.72 with a decimal less."""

    def price(number: float, text: str) -> Claim:
        figure = Figure(value=number, unit="USD", text=f"${number:g}", start=0, end=5)
        return a_claim(text.format(f"{number:g}"), kind=ClaimKind.FIGURE, figures=[figure])

    said = "Torvik has slashed the price of its unlocked telephone {} on Friday"
    level, step = said.format("to ${}"), said.format("by ${}")

    assert story_of(a_member(1, price(300, level)), a_member(2, price(100, step))).conflicts == ()
    assert (
        story_of(a_member(1, price(57.7, level)), a_member(2, price(57.72, level))).conflicts == ()
    )
    assert story_of(a_member(1, price(300, level)), a_member(2, price(100, level))).conflicts != ()


def test_figures_contradict_the_less_surely_the_more_their_claims_differ() -> None:
    """The jobs of one factory differ; those of a plan that both reports know are of another."""

    def jobs(number: int, text: str) -> Claim:
        figure = Figure(value=number, unit="job", text=f"{number} jobs", start=0, end=5)
        return a_claim(
            text.format(f"{number} jobs"),
            kind=ClaimKind.FIGURE,
            speaker="Ann Orr",
            figures=[figure],
        )

    text = "Foxwell promised to create {} in its new television factory"
    plan = "the older plan of the governor for the Wisconsin valley was scrapped in spring"
    elsewhere = "{} were promised by Foxwell in the older Wisconsin valley plan of the governor"
    here = a_member(1, jobs(13_000, text), a_claim(plan))
    same, other = a_member(2, jobs(15_000, text)), a_member(3, jobs(15_000, elsewhere))

    assert the_conflict(story_of(here, same), ConflictKind.FIGURE).subject == "job"
    assert story_of(here, other).conflicts == ()


def test_a_figure_that_was_cut_off_contradicts_nothing() -> None:
    """The $600 of "$600m" are no other price than $600 million."""

    def price(value: float, text: str, after: str) -> Claim:
        figure = Figure(value=value, unit="USD", text=text, start=0, end=5)
        told = f"the group is buying a controlling stake in her cosmetics firm for {text}{after}"
        return a_claim(told, kind=ClaimKind.FIGURE, speaker="Ann Orr", figures=[figure])

    whole, cut = price(6e8, "$600 million", ""), price(600, "$600", "m in all")
    other = price(600, "$600", " in all")

    assert story_of(a_member(1, whole), a_member(2, cut)).conflicts == ()
    assert story_of(a_member(1, price(700, "$700", "")), a_member(2, other)).conflicts != ()


def test_more_on_top_of_a_figure_does_not_contradict_it() -> None:
    """$34 billion and an additional $16 billion are two sums."""

    def tariffs(number: int, before: str) -> Claim:
        figure = Figure(value=number, unit="USD", text=f"${number} billion", start=0, end=5)
        text = f"Tariffs on {before}${number} billion in imported goods took effect"
        return a_claim(text, kind=ClaimKind.FIGURE, figures=[figure])

    story = story_of(a_member(1, tariffs(34, "")), a_member(2, tariffs(16, "an additional ")))

    assert story.conflicts == ()
