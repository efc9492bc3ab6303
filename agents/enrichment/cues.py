"""Words that say that somebody says, thinks, wants or decides something."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
    agree aim claim commit decide decline expect hope intend offer opt plan pledge prefer prepare
    profess promise propose refuse resolve seek swear threaten undertake volunteer vow want wish
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
    acclaim accuse admire advocate announce applaud approve assail attack back bash bemoan berate
    blame blast brand call castigate celebrate challenge champion chastise cheer chide cite commend
    compare condemn confirm congratulate criticise criticize declare decry defend demand denounce
    deny deride describe detail disavow disclose discuss dismiss disown disparage dispute doubt
    emphasise emphasize endorse explain express extol fault favor favour hail highlight insult
    invoke label lambast lambaste lament laud list mention mock name note oppose outline pan pledge
    praise predict promise propose protest question quote rebuff rebuke rebut recall recommend
    reference refute regret reiterate reject renounce report request resist reveal ridicule salute
    scold second skewer slam slur smear specify stress suggest support tease threaten tout trash
    trumpet underscore unveil urge vilify voice warn welcome
    """
)
"""Verbs whose object is what is spoken of or judged."""

PREPOSITIONAL: Final = {
    "call": _words("for on upon"),
    "complain": _words("about of"),
    "warn": _words("of about against"),
    "speak": _words("of about against out"),
    "talk": _words("about of"),
    "object": _words("to"),
    "agree": _words("with to on"),
    "disagree": _words("with"),
    "refer": _words("to"),
    "point": _words("to"),
    "allude": _words("to"),
    "insist": _words("on upon"),
    "apologise": _words("for"),
    "apologize": _words("for"),
    "argue": _words("for against"),
    "advocate": _words("for"),
    "push": _words("for"),
    "press": _words("for"),
    "campaign": _words("for against"),
    "plead": _words("for with"),
    "boast": _words("of about"),
    "brag": _words("about"),
    "joke": _words("about"),
    "comment": _words("on about"),
    "elaborate": _words("on"),
    "rail": _words("against"),
    "protest": _words("against"),
    "worry": _words("about over"),
    "believe": _words("in"),
    "think": _words("of about"),
    "hope": _words("for"),
    "ask": _words("for about"),
    "respond": _words("to"),
    "react": _words("to"),
    "testify": _words("about to"),
    "raise": _words("about"),
    "lie": _words("about"),
    "inquire": _words("about"),
    "side": _words("with"),
    "report": _words("on"),
    "vouch": _words("for"),
    "opine": _words("on"),
    "tweet": _words("about"),
    "write": _words("about of"),
    "harp": _words("on"),
    "touch": _words("on"),
}
"""Verbs whose prepositional object is what is spoken of."""

NOUNS: Final = _words(
    """
    accusation acknowledgement admission advice agreement allegation analysis announcement answer
    argument assertion assessment assumption assurance belief boast call charge claim comment
    complaint concern concession conclusion confession confidence confirmation contention conviction
    criticism declaration demand denial description desire determination estimate evidence
    expectation explanation fear feeling finding forecast guarantee hint hope hypothesis idea
    impression indication insinuation insistence intention interpretation judgement judgment lie
    message notion objection observation offer opinion plea pledge position prediction premise
    promise proposal question realisation realization reassurance recognition recommendation refusal
    remark reminder report request revelation ruling rumor rumour sense sign signal speculation
    stance statement story suggestion suspicion testimony theory thought threat understanding
    verdict view vow warning wish word worry
    """
)
"""Nouns that govern a clause which says what was said or thought."""

ADJECTIVES: Final = _words(
    """
    adamant afraid alarmed angry aware certain clear concerned confident convinced disappointed
    doubtful glad grateful happy hopeful optimistic pessimistic pleased positive proud sceptical
    skeptical sorry sure surprised suspicious unaware uncertain unconvinced unsure upset worried
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
