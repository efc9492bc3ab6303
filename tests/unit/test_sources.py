"""Sources: who is behind a cue, and whether a word can be somebody at all."""

import pytest

from agents.enrichment.sources import antecedent_of, inverted, is_agent, is_text, source_of
from tests.parsed.sentences import a_reading, the

SUBJECT = "Lee/NNP>2:nsubj said|say/VBD>0:root so/RB>2:advmod ./.>2:punct"
JOINED = (
    "Lee/NNP>2:nsubj came|come/VBD>0:root and/CC>4:cc spoke|speak/VBD>2:conj ./.>2:punct",
    "spoke",
    "Lee",
)
CONTROLLED = (
    "Lee/NNP>2:nsubj wanted|want/VBD>0:root to/TO>4:mark speak/VB>2:xcomp ./.>2:punct",
    "speak",
    "Lee",
)
BY_AGENT = (
    (
        "The/DT>2:det plan/NN>4:nsubj:pass was|be/VBD>4:aux:pass praised|praise/VBN>0:root "
        "by/IN>6:case Lee/NNP>4:obl ./.>4:punct"
    ),
    "praised",
    "Lee",
)
REDUCED = (
    (
        "A/DT>2:det plan/NN>6:nsubj praised|praise/VBN>2:acl by/IN>5:case Lee/NNP>3:obl "
        "failed|fail/VBD>0:root ./.>6:punct"
    ),
    "praised",
    "Lee",
)
AFTER_QUOTATION = (
    (
        "“/``>2:punct Stop/VB>5:ccomp ,/,>5:punct ”/''>5:punct said|say/VBD>0:root Lee/NNP>5:obj "
        "./.>5:punct"
    ),
    "said",
    "Lee",
)


LED = (
    "This/DT>2:nsubj led|lead/VBD>0:root Lee/NNP>2:obj to/TO>5:mark fear/VB>2:xcomp it/PRP>5:obj",
    "fear",
    "Lee",
)
AFTER_PASSIVE = (
    (
        "Lee/NNP>3:nsubj:pass was|be/VBD>3:aux:pass jailed|jail/VBN>0:root and/CC>5:cc "
        "denied|deny/VBD>3:conj it/PRP>5:obj ./.>3:punct"
    ),
    "denied",
    "Lee",
)
OUT_OF_CLAUSE = (
    (
        "Doctors|doctor/NNS>0:root who/WP>3:nsubj wrote|write/VBD>1:acl:relcl "
        "called|call/VBD>3:advcl Lee/NNP>4:obj mad/JJ>4:xcomp ./.>1:punct"
    ),
    "called",
    "Doctors",
)
DATED = (
    "Lee/NNP>3:nsubj Tuesday/NNP>3:nsubj spoke|speak/VBD>0:root ./.>3:punct",
    "spoke",
    "Lee",
)


@pytest.mark.parametrize(
    ("sentence", "cue", "source"),
    [
        (SUBJECT, "said", "Lee"),
        JOINED,
        CONTROLLED,
        BY_AGENT,
        REDUCED,
        AFTER_QUOTATION,
        LED,
        AFTER_PASSIVE,
        OUT_OF_CLAUSE,
        DATED,
    ],
    ids=[
        "subject",
        "joined",
        "controlled",
        "agent",
        "reduced clause",
        "after a quotation",
        "object",
        "after a passive",
        "out of a clause",
        "dated",
    ],
)
def test_a_cue_has_its_source(sentence: str, cue: str, source: str) -> None:
    """However far up it stands, and whatever the parser took it for."""
    reading = a_reading(sentence)

    assert source_of(reading, the(reading, cue)) == the(reading, source).index


def test_a_passive_without_agent_names_nobody() -> None:
    """The subject of "was praised" praises nobody."""
    reading = a_reading(
        "Lee/NNP>3:nsubj:pass was|be/VBD>3:aux:pass praised|praise/VBN>0:root ./.>3:punct"
    )

    assert source_of(reading, the(reading, "praised")) is None


def test_a_day_after_the_verb_is_nobody() -> None:
    """In "…, said Monday" Monday did not speak."""
    reading = a_reading(
        "Stop/VB>3:ccomp ,/,>3:punct said|say/VBD>0:root Monday/NNP>3:obl ./.>3:punct"
    )

    assert inverted(reading, the(reading, "said")) is None


def test_a_relative_pronoun_stands_for_what_its_clause_is_about() -> None:
    """In "Lee, who said so", who is Lee."""
    reading = a_reading(
        "Lee/NNP>0:root ,/,>4:punct who/WP>4:nsubj said|say/VBD>1:acl:relcl so/RB>4:advmod"
    )

    assert antecedent_of(reading, the(reading, "who").index) == the(reading, "Lee").index
    assert antecedent_of(reading, the(reading, "Lee").index) == the(reading, "Lee").index


@pytest.mark.parametrize(
    ("word", "agent", "text"),
    [
        ("minister/NN", True, False),
        ("economist/NN", True, False),
        ("she/PRP", True, False),
        ("Qux/NNP", True, False),
        ("report/NN", True, True),
        ("storm/NN", False, False),
        ("it/PRP", True, False),
    ],
)
def test_some_words_can_speak_and_some_are_texts(word: str, *, agent: bool, text: bool) -> None:
    """People, names and texts say things; storms do not."""
    reading = a_reading(f"{word}>2:nsubj did|do/VBD>0:root it/PRP>2:obj")

    assert is_agent(reading, 0) is agent
    assert is_text(reading, 0) is text


def test_whoever_is_told_something_does_not_tell_it() -> None:
    """In "told Lee" Lee listens."""
    reading = a_reading("Then/RB>2:advmod told|tell/VBD>0:root Lee/NNP>2:obj so/RB>2:advmod")

    assert inverted(reading, the(reading, "told")) is None
