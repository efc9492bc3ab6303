"""Wording: which differences between two versions of a quotation are worth showing."""

import pytest

from agents.deduplication.merging.quotations import differing_versions

TRIVIAL = [
    ("vote for them the rest of my life", "vote for them for the rest of my life"),
    ("a one-in-three chance that we lose the harbour", "a 1 in 3 chance that we lose the harbour"),
    (
        "They want to open new factories in the valley",
        "They want to open new factory in the valley",
    ),
    (
        "This pointless letter form Obrecht before the vote",
        "This pointless letter from Obrecht before the vote",
    ),
    ("I look forward to being wholly acquitted", "looks forward to being wholly acquitted"),
    ("somebody's going to look at the other side", "somebody is going to look at the other side"),
    (
        "our staff found the (harbour office) conclusions accurate",
        "our staff found the HO conclusions accurate",
    ),
    ("the harbour ... belongs to all of Brenmoor", "the harbour surely belongs to all of Brenmoor"),
    ("hurt by a hard-a** captain of the ferry", "hurt by a hardass captain of the ferry"),
    ("the ferry sails on 1 December 2019 at noon", "the ferry sails on December 1, 2019 at noon"),
    ("homes of the valley have been burnt down", "homes of the valley have been burned down"),
    ("It's OK now to close the harbour", "It's okay now to close the harbour"),
    ("good for the ferry, good for Brenmoor", "good for the ferry, good for Brenmoor's"),
    ("thanks to the whole [Brenmoor] crew", "thanks to the whole Brenmoor Harbour crew"),
    (
        "thanks to the whole [Brenmoor] organization",
        "thanks to the whole Brenmoor Harbour organisation",
    ),
    ("Mötley has sold 95% of the ferry", "Motley have sold 95 per cent of the ferry"),
    ("he has got to prove that the dyke holds", "he's got to prove that the dyke holds"),
    ("You all saw the dyke break", "You saw the dyke break"),
    ("God has been calling the ferry", "God's been calling the ferry"),
    ("this probably an act of sabotage", "this probably is an act of sabotage"),
    ("On Sunday 17 November 2019 the ferry sank", "On Sunday, November 17 the ferry sank"),
    (
        "We were called at 9.33am to the ferry landing",
        "We were called at 09:33 a.m. to the ferry landing",
    ),
    ("They would look and would begin a case", "They would look and begin a case"),
    ("We have the kind of hope that built the dyke", "We have the hope that built the dyke"),
    ("every one of us can mend the dyke", "every single one of us can mend the dyke"),
    ("I don't know what his motivation was", "I don't know what his motivations were"),
    ("a little taste of the judgement", "only a little taste of the judgment coming"),
    ("a total failure of the dyke", "complete and total failure of the dyke"),
    (
        "catastrophic spring floods and river damage",
        "catastrophic spring flooding and river damage",
    ),
]
OTHER_SENTENCES = [
    ("That is not the harbour, that is a grave.", "The ferry is not the harbour."),
    ("Others saw the dyke,", "many people saw the dyke."),
    ("She is just not,", "she is not counting the ferries of this valley."),
    (
        "I’m going to close it down for harbour safety.",
        "I am glad to close down the railway for harbour safety, for nobody here wants to drown.",
    ),
]
REAL = [
    ("alarming and worrying", "alarming and concerning"),
    ("the laziest captain I have sailed with", "the laziest captain I have sailed alongside"),
    ("I won't let false rumours drive me out", "I won't let false rumours drive us out"),
    ("until the day comes, there is no guarantee", "until the date comes, there is no guarantee"),
    ("contractors and angry stockholders", "contractors and angry shareholders"),
    (
        "The tower has gone and the church has stayed",
        "The tower has fallen and the church has stayed",
    ),
]


@pytest.mark.parametrize(("one", "other"), TRIVIAL)
def test_trifles_are_no_difference(one: str, other: str) -> None:
    """Small words, numerals, plurals, slips, contractions and gaps are not shown, either way."""
    assert differing_versions(one, other) is None
    assert differing_versions(other, one) is None


@pytest.mark.parametrize(("one", "other"), OTHER_SENTENCES)
def test_two_sentences_are_no_versions_of_one(one: str, other: str) -> None:
    """Sentences that share a phrase are two sentences."""
    assert differing_versions(one, other) is None
    assert differing_versions(other, one) is None


@pytest.mark.parametrize(("one", "other"), REAL)
def test_another_word_is_a_difference(one: str, other: str) -> None:
    """A word that means something else makes another version, either way."""
    assert differing_versions(one, other) is not None
    assert differing_versions(other, one) is not None
