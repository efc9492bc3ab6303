"""Words that say that somebody says, thinks, wants or decides something."""

from collections.abc import Mapping
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _inverted(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Give for each word the keys that list it."""
    found: dict[str, set[str]] = {}
    for key, words in table.items():
        for word in words.split():
            found.setdefault(word, set()).add(key)
    return {word: frozenset(keys) for word, keys in found.items()}


SAYING: Final = _words(
    """
    acknowledge add admit advise affirm agree allege allow announce answer argue ask assert assure
    attest aver begin blare blog boast brag caution charge claim comment complain concede conclude
    confess confide confirm contend continue counter cry declare deny detail disclose echo elaborate
    emphasise emphasize exclaim explain explode express fume go-on grumble gush headline hint imply
    indicate inform insist instruct interject interrupt joke lament lie maintain marvel mention
    murmur muse mutter note notify object observe opine phrase plead pledge ponder post predict
    preface proclaim profess promise pronounce protest publish quip quote rail rant read reaffirm
    reassure recall recite recount reflect reiterate relate remark remind repeat reply report
    respond retort reveal say scoff shout shrug sigh signal sing snap sneer speak specify speculate
    state stipulate stress suggest sum summarise summarize swear tell testify thunder tout tweet
    underline underscore urge utter vent venture volunteer vow warn whisper write yell
    """
)
"""Verbs that can stand beside words quoted."""

THINKING: Final = _words(
    """
    accept anticipate appreciate ascertain assess assume believe bet calculate conceive concur
    consider decide deem determine disagree discover doubt dream envision estimate expect fear feel
    figure find forecast foresee forget gather grasp guess hear hold hope hypothesize identify
    imagine infer judge know learn notice perceive posit presume project realise realize reason
    reckon recognise recognize regret remember rule see sense suppose surmise suspect theorize think
    trust understand wager wish wonder worry
    """
)
"""Verbs of thought that govern a clause."""

SHOWING: Final = _words(
    "show find indicate suggest reveal demonstrate document prove illustrate reflect confirm"
)
"""Verbs whose subject may be a study, a poll, a picture."""

WANTING: Final = _words(
    """
    agree aim aspire choose claim commit decide decline dread elect expect fear hate hope intend
    like long love mean offer opt plan pledge prefer prepare pretend profess promise propose
    refuse resolve seek strive swear threaten volunteer vow want wish yearn
    """
)
"""Verbs that govern an infinitive which says what somebody wants or means to do."""

ASKING: Final = _words(
    """
    advise ask beg challenge command dare demand direct encourage exhort implore instruct invite
    lobby order persuade petition press remind request tell urge warn
    """
)
"""Verbs that govern somebody and an infinitive which says what they are to do."""

EVALUATING: Final = _words(
    """
    abhor acclaim accuse acknowledge address admire admit admonish adore advise advocate affirm
    allege analyse analyze announce answer applaud appreciate approve articulate ask assail
    assert assess attack avow await back bash beg belittle bemoan berate blame blast brand
    broach call cast castigate caution celebrate censure challenge champion characterise
    characterize chastise cheer cherish chide chronicle cite clarify commemorate commend compare
    compliment concede condemn condone confirm confront congratulate consider contemplate
    contest contradict convey covet crave criticise criticize curse debate debunk declare decode
    decry deem defend defy demand demonise demonize denigrate denounce deny depict deride
    describe desire despise detail detest diagnose disavow disclose discredit discuss dislike
    dismiss disown disparage dispute disregard distrust doubt downplay dread dub echo embrace
    emphasise emphasize encourage endorse enjoy enumerate envisage envy espouse esteem eulogize
    evaluate exaggerate examine excoriate excuse exhort expect explain explore expose expound
    express extol fault favor favour fear forecast foresee formulate frame glorify greet grill
    hail hate heckle highlight honor honour identify ignore imagine implore impugn indict inform
    instruct insult interpret invoke jeer justify label lambast lambaste lament laud lecture
    like liken list loathe lobby love malign mention minimize misrepresent misstate mistrust
    mock mourn mull name nominate note notice notify offer oppose order outline overrule
    overstate paint pan parody perceive persuade picture pillory pinpoint pitch pity plan pledge
    ponder portray praise predict prefer prescribe press pressure prioritize profess prohibit
    promise promote pronounce propose propound protest question quote ratify rebuff rebuke rebut
    recall recognise recognize recommend reference refuse refute regard regret reiterate reject
    remember remind renounce report reprimand repudiate request rescind resent resist respect
    retract retweet reveal revile ridicule romanticize rule salute sanction satirize savage
    scold scorn scrutinize second seek show shun signal skewer slam slur smear specify spurn
    stress suggest summarise summarize support suspect taunt tease tell term testify thank
    theorize threaten tolerate tout trash trivialize trumpet trust underline underscore
    understand understate unleash unveil uphold urge value venerate veto view vilify voice vouch
    want warn weigh welcome wish worship
    """
)
"""Verbs whose object is what is spoken of or judged."""

HUMAN: Final = _words(
    """
    accuse admire admonish applaud articulate assail berate blame blast brand castigate caution
    champion characterise characterize chastise cheer chide commend concede condemn congratulate
    criticise criticize debunk decry denounce deny deplore deride disavow disown disparage
    dub endorse espouse excoriate extol fault hail impugn insult lambast lambaste lament laud
    lecture loathe malign mock oppose pillory portray praise propose protest rebuff rebuke rebut
    refute reiterate reject renounce reprimand revile ridicule salute savage scold scorn
    scrutinize slam slur smear spurn sue tell tout trash urge vilify vow warn welcome
    """
)
"""Verbs of judging whose subject is somebody, whatever word stands for him."""

_VERBS_BY_PREPOSITION: Final = {
    "about": (
        "argue ask blog boast brag care comment complain dream fret gripe grumble hear inquire "
        "joke know laugh learn lie muse obsess raise rant rave read sing speak speculate talk "
        "tell testify think tweet warn wonder worry write"
    ),
    "against": "argue campaign caution fight protest rail rule speak testify vote warn",
    "at": "balk bristle fire hint hit jab lash laugh marvel scoff sneer strike swipe",
    "by": "abide stand swear",
    "for": (
        "advocate apologise apologize appeal argue ask beg call campaign fight hope lobby long "
        "opt plan plead press push root search speak strive vote vouch wish yearn"
    ),
    "in": "believe",
    "of": (
        "approve boast complain conceive despair disapprove dream hear know learn speak talk "
        "tell think warn write"
    ),
    "on": (
        "agree bet call comment count decide dwell elaborate expand focus harp insist lecture "
        "opine plan reflect remark report seize speculate touch vote weigh"
    ),
    "out": "lash speak",
    "over": "fret obsess worry",
    "to": (
        "admit agree allude appeal attest commit confess consent object point react refer "
        "respond subscribe testify"
    ),
    "upon": "call insist",
    "with": "agree disagree plead side",
}

SEEING: Final = _words("see view regard read take treat count")
"""Verbs that judge only with "as": "saw it as an insult"."""

UTTERING: Final = SEEING | _words(
    """
    anticipate believe blog broadcast chant comprehend declare deny doubt echo envision grasp
    misunderstand mutter post preach proclaim publish read reassess recite reconsider recount
    regret relate repeat rethink say scream shout sing state tweet utter volunteer whisper write
    yell
    """
)
"""Further verbs whose object is what is said or thought."""

PREPOSITIONAL: Final = _inverted(_VERBS_BY_PREPOSITION)
"""Verbs whose prepositional object is what is spoken of."""

_VERBS_BY_PARTICLE: Final = {
    "out": "lay spell rule call point single set",
    "down": "play turn shout talk shoot",
    "off": "brush shrug write laugh wave",
    "up": "bring play talk back",
    "forward": "put",
    "forth": "set",
}

PARTICLES: Final = _inverted(_VERBS_BY_PARTICLE)
"""Verbs with a particle whose object is what is spoken of."""

NEUTRAL: Final = _words(
    """
    be begin come compete continue do exist fail get go happen have manage move proceed qualify
    remain return rush serve stand start stay stop struggle suffice tend travel turn use wait work
    """
)
"""Verbs whose infinitive does not say what somebody wants."""

NOUNS: Final = _words(
    """
    accusation acknowledgement acknowledgment admission advice agreement allegation ambition
    analysis announcement answer argument assertion assessment assumption assurance belief bet
    boast call case caution certainty charge claim comment commitment complaint concern
    concession conclusion confession confidence confirmation consensus contention conviction
    criticism decision declaration demand denial description desire determination doubt
    eagerness emphasis estimate evidence expectation explanation fear feeling finding forecast
    goal guarantee hint hope hypothesis idea implication impression indication insinuation
    insistence intention interpretation judgement judgment lie message notion objection
    observation offer opinion optimism perception pessimism plan plea pledge point position
    prediction premise presumption promise pronouncement proposal question readiness realisation
    realization reassurance recognition recommendation refusal regret reluctance remark reminder
    report request revelation ruling rumor rumour scepticism sense sign signal skepticism
    speculation stance statement story suggestion suspicion testimony theory thought threat
    understanding verdict view vision vow warning willingness wish word worry
    """
)
"""Nouns that govern a clause which says what was said or thought."""

ADJECTIVES: Final = _words(
    """
    adamant afraid alarmed angry aware bullish candid certain clear concerned confident
    convinced delighted disappointed dismayed doubtful frank glad grateful happy heartened
    hopeful horrified insistent nervous open optimistic outraged pessimistic pleased positive
    proud relieved sceptical shocked skeptical sorry sure surprised suspicious thankful thrilled
    unaware uncertain unconvinced unsure upset worried
    """
)
"""Adjectives that govern a clause which says what somebody thinks."""

NEVER: Final = _words(
    """
    allow appear be bear become bring cause check come do enable ensure fail get give go guarantee
    happen have help keep leave let make matter mean need prevent put require seem set start stop
    take try turn use wait watch
    """
)
"""Verbs that govern clauses without anybody saying or thinking them."""

HEDGES: Final = _words(
    """
    alleged allegedly apparently could likely may maybe might perhaps possibly potentially
    presumably probably purportedly reportedly rumored rumoured seemingly supposedly suspected
    unconfirmed
    """
)
"""Words that make a claim less than certain."""

HEDGING_CUES: Final = _words(
    """
    allege anticipate assume believe bet claim doubt estimate expect fear feel forecast guess hint
    hope imagine imply intend plan pledge predict presume project promise propose reckon seek
    speculate suggest suppose surmise suspect think threaten understand vow want wish wonder worry
    """
)
"""Cues that say that somebody believes or intends something, not that it is so."""

DENYING_CUES: Final = _words(
    "deny refuse decline reject dispute refute rebut disavow disown dismiss doubt"
)
"""Cues that turn what they govern into its contrary."""

ACCORDING: Final = frozenset({"according"})
"""The first word of prepositions that name a source."""


_NOUNS_BY_PREPOSITION: Final = {
    "for": (
        "admiration approval backing call concern contempt demand desire disdain enthusiasm "
        "hope need plea praise preference push request respect support sympathy"
    ),
    "to": (
        "allegiance answer aversion commitment devotion objection opposition reaction "
        "reference resistance response"
    ),
    "of": (
        "accusation acknowledgement acknowledgment admission analysis approval assessment "
        "condemnation criticism defence defense denial denunciation depiction description "
        "disapproval discussion dismissal embrace endorsement explanation fear interpretation "
        "mention opinion perception portrayal praise promise recognition rejection suspicion "
        "talk threat understanding view vision warning"
    ),
    "about": (
        "alarm anger belief claim comment complaint concern doubt feeling joke lie misgiving "
        "opinion outrage question remark reservation scepticism skepticism statement talk "
        "warning worry"
    ),
    "over": (
        "alarm anger belief claim comment complaint concern doubt feeling joke lie misgiving "
        "opinion outrage question remark reservation scepticism skepticism statement talk "
        "warning worry"
    ),
    "on": (
        "attack belief claim comment complaint concern doubt emphasis feeling focus insistence "
        "joke lie misgiving opinion position question remark reservation scepticism skepticism "
        "stance statement talk view warning worry"
    ),
    "regarding": (
        "belief claim comment complaint concern doubt feeling joke lie misgiving opinion "
        "question remark reservation scepticism skepticism statement talk warning worry"
    ),
    "in": "belief confidence faith interest trust",
    "with": ("agreement disagreement disappointment dissatisfaction frustration obsession"),
    "at": "alarm anger outrage",
}

NOUN_PREPOSITIONS: Final = _inverted(_NOUNS_BY_PREPOSITION)
"""Prepositions by which a noun names what is spoken or thought of."""

STANCES: Final = _words(
    "supporter critic opponent advocate defender proponent champion foe fan admirer skeptic backer"
)
"""Nouns for somebody by what he thinks "of" something."""

ADJECTIVE_PREPOSITIONS: Final = _words("of about to with by over in at on for against")
"""Prepositions by which an adjective names what somebody feels about."""

FEELING: Final = _words(
    """
    adamant adoring afraid angry appreciative aware bearish bitter bullish candid certain
    committed concerned confident convinced coy critical cynical dedicated disappointed dismayed
    dismissive enthusiastic evasive excited fearful frank frustrated furious grateful happy
    hopeful hostile interested keen mindful nervous open opposed optimistic outspoken passionate
    pessimistic pleased proud receptive relieved resentful sceptical scornful shocked sick
    skeptical supportive sure suspicious sympathetic thankful thrilled tired uneasy upset vague
    vocal wary worried
    """
)
"""Adjectives for what somebody feels or thinks about something."""

WILLING: Final = _words(
    """
    anxious committed content determined eager glad happy hesitant keen loath reluctant
    unwilling willing
    """
)
"""Adjectives for what somebody means to do."""
