"""Holders: whose words they are where the parser's subject cannot be it."""

import pytest

from agents.enrichment.attribution import Attribution
from agents.enrichment.holders import Holders
from agents.enrichment.reading import Reading
from tests.parsed.sentences import a_reading, shown, the

FILED = (
    "Lee/NNP>2:nsubj filed|file/VBD>0:root a/DT>4:det lawsuit/NN>2:obj ,/,>6:punct "
    "arguing|argue/VBG>4:acl it/PRP>8:nsubj failed|fail/VBD>6:ccomp ./.>2:punct"
)
READ = (
    "Lee/NNP>2:nsubj mocked|mock/VBD>0:root a/DT>4:det letter/NN>2:obj "
    "arguing|argue/VBG>4:acl it/PRP>7:nsubj failed|fail/VBD>5:ccomp ./.>2:punct"
)
CRITIC = (
    "Lee/NNP>2:nsubj met|meet/VBD>0:root a/DT>4:det critic/NN>2:obj "
    "arguing|argue/VBG>4:acl it/PRP>7:nsubj failed|fail/VBD>5:ccomp ./.>2:punct"
)
IN_STATEMENT = (
    "In/IN>3:case a/DT>3:det statement/NN>7:obl saying|say/VBG>3:acl so/RB>4:advmod "
    "Lee/NNP>7:nsubj resigned|resign/VBD>0:root ./.>7:punct"
)
FOOTAGE = (
    "They/PRP>2:nsubj used|use/VBD>0:root footage/NN>2:obj of/IN>5:case Lee/NNP>3:nmod "
    "asking|ask/VBG>3:acl why/WRB>6:ccomp ./.>2:punct"
)
CHANCE = (
    "Lee/NNP>2:nsubj missed|miss/VBD>0:root a/DT>4:det chance/NN>2:obj to/TO>6:mark "
    "warn/VB>4:acl them/PRP>6:obj ./.>2:punct"
)
LEFT = (
    "It/PRP>2:nsubj left|leave/VBD>0:root doctors|doctor/NNS>2:obj feeling|feel/VBG>2:xcomp "
    "that/IN>7:mark they/PRP>7:nsubj lost|lose/VBD>4:ccomp ./.>2:punct"
)
SHOWED = (
    "Lee/NNP>2:nsubj spent|spend/VBD>0:root weeks|week/NNS>2:obj saying|say/VBG>2:xcomp "
    "that/IN>7:mark they/PRP>7:nsubj lost|lose/VBD>4:ccomp ./.>2:punct"
)
OPENING = (
    "To/IN>2:case degrees|degree/NNS>5:obl ,/,>5:punct all/PRP>5:dep agreed|agree/VBD>0:root "
    "that/IN>8:mark it/PRP>8:nsubj failed|fail/VBD>5:ccomp ./.>5:punct"
)
INSERTED = (
    "Lee/NNP>0:root ,/,>5:punct who/WP>4:nsubj represents|represent/VBZ>1:acl:relcl "
    "farmers|farmer/NNS>4:obj ,/,>1:punct wants|want/VBZ>1:parataxis to/TO>9:mark "
    "stay/VB>7:xcomp ./.>1:punct"
)
SPEAKING = (
    "Lee/NNP>0:root ,/,>3:punct speaking|speak/VBG>1:acl to/IN>5:case farmers|farmer/NNS>3:obl "
    ",/,>1:punct said|say/VBD>1:parataxis so/RB>7:advmod ./.>1:punct"
)
UNION = (
    "A/DT>2:det union/NN>5:dep representing|represent/VBG>2:acl attendants|attendant/NNS>5:nsubj "
    "endorsed|endorse/VBD>0:root Lee/NNP>5:obj ./.>5:punct"
)
STUDY = (
    "A/DT>2:det study/NN>6:dep by/IN>4:case professor/NN>2:nmod Lee/NNP>6:nsubj "
    "found|find/VBD>0:root it/PRP>6:obj ./.>6:punct"
)
PLACE = "In/IN>2:case May/NNP>4:obl Lee/NNP>4:nsubj found|find/VBD>0:root it/PRP>4:obj ./.>4:punct"
EXPERTS = (
    "Acme/NNP>2:nsubj filed|file/VBD>0:root where/WRB>5:advmod experts|expert/NNS>5:dep "
    "say|say/VBP>2:conj it/PRP>7:nsubj pays|pay/VBZ>5:ccomp ./.>2:punct"
)
SHARED = (
    "Acme/NNP>2:nsubj sued|sue/VBD>0:root experts|expert/NNS>2:obj and/CC>5:cc "
    "says|say/VBZ>2:conj it/PRP>7:nsubj pays|pay/VBZ>5:ccomp ./.>2:punct"
)
FACED = (
    "Lee/NNP>2:nsubj faced|face/VBD>0:root questions|question/NNS>2:obj about/IN>5:case "
    "money/NN>3:nmod ./.>2:punct"
)
RAISED = (
    "Lee/NNP>2:nsubj raised|raise/VBD>0:root questions|question/NNS>2:obj about/IN>5:case "
    "money/NN>3:nmod ./.>2:punct"
)
APPEARED = (
    "it/PRP>2:nsubj appeared|appear/VBD>0:root that/IN>5:mark Lee/NNP>5:nsubj "
    "lost|lose/VBD>2:ccomp ./.>2:punct"
)
HOPES = (
    "Lee/NNP>2:nsubj left|leave/VBD>0:root with/IN>4:case hopes|hope/NNS>2:obl of/IN>6:mark "
    "winning|win/VBG>4:acl ./.>2:punct"
)
HOPES_IN_OTHER_LABELS = (
    "Lee/NNP>2:nsubj left|leave/VBD>0:ROOT with/IN>2:prep hopes|hope/NNS>3:pobj of/IN>4:prep "
    "winning|win/VBG>5:pcomp ./.>2:punct"
)
FACED_IN_OTHER_LABELS = (
    "Lee/NNP>2:nsubj faced|face/VBD>0:ROOT questions|question/NNS>2:dobj about/IN>3:prep "
    "money/NN>4:pobj ./.>2:punct"
)
OF_DOCTORS = (
    "The/DT>2:det fear/NN>8:nsubj of/IN>4:case doctors|doctor/NNS>2:nmod that/IN>7:mark "
    "it/PRP>7:nsubj spreads|spread/VBZ>2:acl grows|grow/VBZ>0:root ./.>8:punct"
)
WARNING = (
    "Lee/NNP>2:nsubj left|leave/VBD>0:root ,/,>4:punct warning/NN>2:conj that/IN>7:mark "
    "it/PRP>7:nsubj failed|fail/VBD>4:ccomp ./.>2:punct"
)
RULED = (
    "Officials|official/NNS>3:nsubj:pass have/VBP>3:aux ruled|rule/VBN>0:root that/PRP>3:obj "
    "out/IN>3:compound:prt ./.>3:punct"
)
PLANS = "She/PRP>2:nsubj plans|plan/VBZ>0:root to/TO>4:mark leave/VB>2:xcomp ./.>2:punct"
BY_DOCTORS = (
    "Lee/NNP>3:nsubj:pass was|be/VBD>3:aux:pass called|call/VBN>0:root a/DT>5:det "
    "fraud/NN>3:xcomp by/IN>7:case doctors|doctor/NNS>5:nmod ./.>3:punct"
)
HAULED = (
    "He/PRP>3:nsubj:pass was|be/VBD>3:aux:pass given|give/VBN>0:root time/NN>3:obj and/CC>6:cc "
    "sent|send/VBN>3:conj to/TO>8:mark explain/VB>6:advcl it/PRP>8:obj ./.>3:punct"
)
CRITICIZED = (
    "He/PRP>0:root has|have/VBZ>4:aux been|be/VBN>4:aux:pass criticized|criticize/VBN>1:parataxis "
    "for/IN>6:case it/PRP>4:obl ./.>4:punct"
)
PARTICIPLE = (
    "Lee/NNP>3:nsubj ,/,>1:punct speaking|speak/VBG>7:advcl to/IN>5:case farmers|farmer/NNS>3:obl "
    ",/,>3:punct said|say/VBD>0:root so/RB>7:advmod ./.>7:punct"
)
PARTED = (
    "After/IN>2:case talks|talk/NNS>9:obl ,/,>5:punct the/DT>5:det Union/NNP>2:appos of/IN>7:case "
    "Flight/NNP>5:nmod Attendants/NNP>9:nsubj called|call/VBD>0:root it/PRP>9:obj ./.>9:punct"
)
PARENTHESIS = (
    "After/IN>2:case talks|talk/NNS>8:obl ,/,>4:punct Lee/NNP>2:nmod (/-LRB->6:punct "
    "D-Va./NNP>4:nmod )/-RRB->6:punct said|say/VBD>0:root so/RB>8:advmod ./.>8:punct"
)
CITING = (
    "Citing|cite/VBG>0:root it/PRP>1:obj ,/,>1:punct Lee/NNP>5:nsubj "
    "accused|accuse/VBD>1:parataxis them/PRP>5:obj ./.>1:punct"
)
DEBATED = (
    "Scholars|scholar/NNS>0:root have/VBP>4:aux long/RB>4:advmod debated|debate/VBN>1:parataxis "
    "it/PRP>4:obj ./.>4:punct"
)


def held(sentence: str, cue: str, source: str | None, content: str) -> tuple[Reading, Attribution]:
    """Settle who holds what a cue tells; the content runs from a word to the last but one."""
    reading = a_reading(sentence)
    given = None if source is None else the(reading, source).index
    words = ((the(reading, content).index, len(reading.tokens) - 1),)
    found = Attribution((the(reading, cue).index,), given, words, "learned")
    return reading, Holders(reading).settled(found)


@pytest.mark.parametrize(
    ("sentence", "cue", "source", "content", "holder"),
    [
        (FILED, "arguing", "lawsuit", "it", "Lee"),
        (READ, "arguing", "letter", "it", "letter"),
        (CRITIC, "arguing", "critic", "it", "critic"),
        (IN_STATEMENT, "saying", "statement", "so", "statement"),
        (FOOTAGE, "asking", "footage", "why", "Lee"),
        (CHANCE, "warn", "chance", "them", "Lee"),
        (LEFT, "feeling", "It", "that", "doctors"),
        (SHOWED, "saying", "Lee", "that", "Lee"),
        (OPENING, "agreed", "degrees", "that", "all"),
        (INSERTED, "wants", "farmers", "to", "Lee"),
        (SPEAKING, "said", "farmers", "so", "Lee"),
        (PARTICIPLE, "said", "farmers", "so", "Lee"),
        (PARTED, "called", "Attendants", "it", "Union"),
        (PARENTHESIS, "said", "talks", "so", "Lee"),
        (CRITICIZED, "criticized", None, "it", None),
        (UNION, "endorsed", "attendants", "Lee", "union"),
        (STUDY, "found", "Lee", "it", "study"),
        (PLACE, "found", "Lee", "it", "Lee"),
        (EXPERTS, "say", "Acme", "it", "experts"),
        (SHARED, "says", "Acme", "it", "Acme"),
        (FACED, "questions", "Lee", "money", None),
        (RAISED, "questions", "Lee", "money", "Lee"),
        (APPEARED, "appeared", "it", "that", None),
        (HOPES, "hopes", None, "winning", "Lee"),
        (HOPES_IN_OTHER_LABELS, "hopes", None, "winning", "Lee"),
        (FACED_IN_OTHER_LABELS, "questions", "Lee", "money", None),
        (OF_DOCTORS, "fear", None, "that", "doctors"),
        (WARNING, "warning", None, "that", "Lee"),
        (HAULED, "explain", None, "it", "He"),
        (CITING, "Citing", None, "it", "Lee"),
        (DEBATED, "debated", None, "it", "Scholars"),
    ],
)
def test_words_are_held_by(
    sentence: str, cue: str, source: str | None, content: str, holder: str | None
) -> None:
    """A noun that is no person, an opening phrase or an insertion holds nothing."""
    reading, found = held(sentence, cue, source, content)

    assert (None if found.source is None else reading.tokens[found.source].text) == holder


@pytest.mark.parametrize(
    ("sentence", "cue", "first", "holder", "content"),
    [
        (PLANS, "plans", "She", "She", "plans to leave"),
        (RULED, "ruled", "Officials", "Officials", "have ruled that out"),
        (BY_DOCTORS, "called", "fraud", "doctors", "fraud"),
    ],
)
def test_who_speaks_is_no_part_of_what_is_said(
    sentence: str, cue: str, first: str, holder: str, content: str
) -> None:
    """A subject or agent inside the content is cut out of it."""
    reading, found = held(sentence, cue, None, first)

    [(begin, end)] = found.content
    assert found.source == the(reading, holder).index
    assert shown(reading, range(begin, end)) == content


def test_a_coordinated_cue_takes_over_a_holder() -> None:
    """Where the second has no subject, whoever was found for the first speaks."""
    reading = a_reading(
        "To/IN>2:case degrees|degree/NNS>5:obl ,/,>5:punct Lee/NNP>5:dep called|call/VBD>0:root "
        "it/PRP>5:obj and/CC>8:cc described|describe/VBD>5:conj them/PRP>8:obj ./.>5:punct"
    )
    holders = Holders(reading)

    holders.settled(Attribution((4,), 1, ((5, 6),), "object"))
    second = holders.settled(Attribution((7,), None, ((8, 9),), "object"))

    assert second.source == the(reading, "Lee").index
