"""Who is behind a cue: the token that heads the words for whoever speaks."""

from typing import Final

from agents.enrichment import cues
from agents.enrichment.reading import Reading
from agents.enrichment.token import FINITE_VERBS, Token

_PERSONAL: Final = frozenset(
    "he she it they we i you who whom someone somebody everyone everybody nobody others many some "
    "one none most few both each all those anyone no-one".split()
)
_PEOPLE: Final = frozenset(
    """
    academic academy activist actor actress ad administration adversary adviser advisor advocate
    agency aide airline airport ally ambassador american analyst appellant applicant appointee
    architect army artist assembly assistant association astronaut athlete attacker attorney
    audience aunt author authority baby backer bank banker bench bishop bloc blogger board body
    boss boy brother bureau businessman businesswoman buyer cabinet caller camp campaign
    candidate captain captor cardinal caucus celebrity ceo chair chairman chairwoman champion
    chancellor charity chief child christian church citizen city civilian clergy client clinic
    club co-author coach coalition collaborator colleague college columnist commander
    commentator commission commissioner committee community company conference congressman
    conservative constituent consultant consumer contender contractor correspondent council
    councillor councilman counsel counselor counterpart country couple court creator crew critic
    crowd customer daily daughter dealer defendant defender delegate delegation democrat
    demonstrator department deputy designer developer dictator diplomat director dissident
    division doctor donor driver duo economist editor elder electorate emperor employee enemy
    envoy establishment evangelical executive expert eyewitness faction family fan farmer father
    federation fellow fighter figure filmmaker firefighter firm foe force forum foundation
    founder friend gang general girl government governor graduate grandfather grandmother group
    guard guest guy hacker half head headquarters hero historian homeowner hospital host
    household hunter husband immigrant incumbent individual industry insider inspector institute
    insurer intellectual interviewer investigator investor islamist journalist judge juror jury
    justice kid king lady landlord lawmaker lawyer leader league legislator legislature lender
    liberal librarian loyalist magazine magistrate majority maker man manager manufacturer
    marine marshal mayor media mediator member meteorologist migrant militant military militia
    minister ministry minority missionary mob moderate moderator mogul monarch monk mother
    motorist mp musician muslim nation negotiator neighbor neighbour network newspaper ngo
    nominee novelist nurse observer offender office officer official operative opponent
    opposition oppositionist organisation organiser organization organizer outlet outsider owner
    panel panelist paper parent parliament participant partner party passenger pastor patient
    patron peer people percent performer person pharmacist philosopher photographer physician
    physicist pilot pioneer plaintiff planner planners player poet police policeman policewoman
    politician politico poll pollster pope populist premier presenter presidency president press
    priest prince princess principal prisoner producer professional professor programmer
    proponent prosecutor protester psychiatrist psychologist public publication publisher pundit
    pupil queen ranger reader rebel recruit referee refugee regime registrar regulator relative
    reporter representative republican researcher reservist resident respondent retiree reviewer
    rival runner scholar school scientist screenwriter secretariat secretary sect senate senator
    separatist sergeant service settler shareholder sheriff side singer sister skeptic society
    sociologist soldier son source specialist spectator spokesman spokesperson spokeswoman spy
    squad staff staffer star state station strategist striker student suitor superintendent
    supervisor supporter surgeon surrogate survivor suspect taxpayer teacher team technician
    teen teenager television terrorist theologian think-tank third tourist trader trainer
    traveler traveller treasurer treasury tribunal trustee tutor tycoon uncle union university
    user vendor veteran veterinarian victim viewer villager visitor volunteer voter warden
    watchdog wife wing winner witness woman worker worshipper writer youth
    """.split()
)
_TEXTS: Final = frozenset(
    """
    account ad advertisement affidavit analysis article assessment audit average bill biography
    blog book brief briefing broadcast bulletin census chart column commercial communique
    communiqué complaint constitution contract count data decision declaration deposition
    dispatch document documentary dossier draft editorial email evidence fact figure filing film
    finding flyer footage forecast graph guidance guideline headline index indictment interview
    investigation law lawsuit leaflet letter log magazine mail manual map measure memo
    memorandum message model movie newspaper note notice op-ed order outlook page paper
    paperwork petition photo photograph photos picture piece platform play poem policy poll post
    poster posting projection prospectus questionnaire quote rating record recording registry
    regulation release report research resolution review rule ruling satire script show sign
    slogan song speech spot standard statement statistic statute story study subpoena suit
    summary survey tally tape testimony text theory transcript treaty tweet verdict video
    warrant website
    """.split()
)
_PERSONAL_ENDINGS: Final = ("crat", "ian", "ist", "man", "men", "person", "woman", "women")
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X", "SYM"})
_DEEPEST: Final = 8
_PREDICATES: Final = frozenset({"VERB", "AUX"})
_RELATIVE: Final = frozenset({"who", "whom", "which", "that", "whose"})
_NAMING: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_JOINED: Final = 3
_FARTHEST_CLAUSE: Final = 4
_ALONE: Final = frozenset({"root", "parataxis", "conj", "ccomp", "advcl"})
TIMES: Final = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow night morning
    afternoon evening week month year day a.m. p.m. noon midnight
    """.split()
)
"""Nouns that tell when something was said, not by whom."""

_NOT_INVERTED: Final = TIMES | {"he", "she", "it", "that", "there", "they", "this"}
_INVERTING: Final = cues.SAYING - {"assure", "inform", "notify", "remind", "tell"}


def source_of(
    reading: Reading, cue: Token, depth: int = 0, below: Token | None = None
) -> int | None:
    """Give the token that heads whoever speaks by a verb or adjective; None if nobody does."""
    subject = _child(reading, cue, "nsubj")
    if subject is not None or _child(reading, cue, "nsubj:pass") is not None:
        return _agent(reading, cue) if subject is None else _main(reading, subject, below or cue)
    after = inverted(reading, cue) if _follows_speech(reading, cue) else None
    if after is not None or depth >= _DEEPEST or cue.head == cue.index:
        return after or inverted(reading, cue)
    return _shared(reading, cue, depth, below)


def _shared(reading: Reading, cue: Token, depth: int, below: Token | None) -> int | None:
    """Give whom a cue without a subject of its own takes over from what governs it."""
    head = reading.tokens[cue.head]
    controller = _controller(reading, cue, head)
    if controller is not None:
        return controller
    shares_subject = cue.relation in {"conj", "advcl"} or (
        cue.relation in {"xcomp", "ccomp"} and head.pos not in {"NOUN", "PROPN"}
    )
    participle = cue.relation == "acl" and cue.dep != "acl:relcl"
    if shares_subject or (participle and head.pos in _PREDICATES):
        passive = _child(reading, head, "nsubj:pass")
        if shares_subject and passive is not None and not _is_passive(reading, cue):
            return passive.index
        return source_of(reading, head, depth + 1, below or cue)
    if cue.relation == "acl":
        by = participle and cue.tag == "VBN" and not _is_active(reading, cue, head)
        return _agent(reading, cue) if by else head.index
    return inverted(reading, cue)


def _is_passive(reading: Reading, cue: Token) -> bool:
    return reading.child(cue.index, "aux:pass") is not None


def _main(reading: Reading, subject: Token, cue: Token) -> int:
    """Give a subject, or what a clause is about that the parser took the subject out of.

    In "those who sent it called him a quack" the parser lets "who" call him.
    """
    if cue.tag not in FINITE_VERBS | {"VBN"}:
        return subject.index
    if subject.lower not in _RELATIVE or not _has_verb_of_its_own(reading, subject, cue):
        return subject.index
    tokens = reading.tokens
    before = subject.index - 1 - (tokens[subject.index - 1].text == ",")
    token = tokens[max(before, 0)]
    for _ in range(_DEEPEST):
        head = tokens[token.head]
        if head.index >= subject.index or head.pos not in _NAMING or head is token:
            break
        token = head
    return token.index if token.pos in _NAMING else subject.index


def _has_verb_of_its_own(reading: Reading, subject: Token, cue: Token) -> bool:
    between = reading.tokens[subject.index + 1 : cue.index]
    finite = any(token.tag in FINITE_VERBS and token.pos == "VERB" for token in between)
    return finite and not any(token.pos == "CCONJ" for token in between[-_JOINED:])


def _controller(reading: Reading, cue: Token, head: Token) -> int | None:
    """Give who does what an object is made to do: "this led Lee to fear it"."""
    if cue.relation != "xcomp" or not reading.has_child(cue.index, "to"):
        return None
    governed = _child(reading, head, "obj")
    between = governed is not None and head.index < governed.index < cue.index
    return governed.index if governed is not None and between else None


def _is_active(reading: Reading, cue: Token, head: Token) -> bool:
    """Tell whether a participle right after a name must be the name's verb: "Lee called on them".

    The parser takes it for a reduced clause ("Lee, called a liar by them, …") now and then.
    """
    if head.pos not in {"PROPN", "PRON"} or head.last < cue.index:
        return False
    after = reading.tokens[cue.index + 1 : cue.index + 2]
    return (
        cue.first == cue.index
        and head.relation in _ALONE
        and bool(after)
        and (
            after[0].lower != "by" and reading.tokens[cue.index - 1].pos in {"PROPN", "PRON", "ADV"}
        )
    )


def _follows_speech(reading: Reading, cue: Token) -> bool:
    """Tell whether a finite verb stands right after a comma or a quotation: "…, noted Lee"."""
    before = reading.tokens[cue.index - 1].text if cue.index else ""
    return cue.tag in FINITE_VERBS and before in {",", '"', "'"}


def _child(reading: Reading, token: Token, dep: str) -> Token | None:
    """Give the dependent in a relation, of several the one that stands nearest."""
    best = None
    nearest = 0
    tokens = reading.tokens
    for at in token.children:
        child = tokens[at]
        if child.dep != dep or child.pos == "PUNCT" or child.lower in TIMES:
            continue
        distance = abs(token.index - at)
        if best is None or distance < nearest:
            best, nearest = child, distance
    return best


def _agent(reading: Reading, cue: Token) -> int | None:
    for at in cue.children:
        child = reading.tokens[at]
        if child.dep == "obl:agent" or (
            child.relation == "obl" and reading.has_child(at, "by") and at > cue.index
        ):
            return at
    return None


def inverted(reading: Reading, cue: Token) -> int | None:
    """Give who speaks in "said Fuller" where the parser took him for something else."""
    at = cue.index + 1
    if at >= reading.sentences[cue.sentence][1] or cue.lemma not in _INVERTING:
        return None
    token = reading.tokens[at]
    after_quotation = cue.index > 1 and reading.tokens[cue.index - 1].text in {",", '"', "'"}
    allowed = {"PROPN", "DET", "PRON"} | ({"NOUN", "ADJ", "NUM"} if after_quotation else set())
    if token.pos not in allowed or token.lower in _NOT_INVERTED:
        return None
    for _ in range(_DEEPEST):
        head = reading.tokens[token.head]
        if not at <= head.index <= at + _DEEPEST or head.pos not in {"PROPN", "NOUN"}:
            break
        if token.head == token.index:
            break
        token = head
    return token.index if token.pos in {"PROPN", "NOUN", "PRON"} else None


def antecedent_of(reading: Reading, index: int) -> int:
    """Give what a relative pronoun stands for, or the token itself."""
    token = reading.tokens[index]
    if token.lower not in _RELATIVE:
        return index
    clause = reading.tokens[token.head]
    for _ in range(_FARTHEST_CLAUSE):
        if clause.dep == "acl:relcl":
            return clause.head
        clause = reading.tokens[clause.head]
    return index


def is_text(reading: Reading, index: int) -> bool:
    """Tell whether a token heads words for something that says something: a poll, a letter."""
    return reading.tokens[antecedent_of(reading, index)].lemma in _TEXTS


def is_person(token: Token) -> bool:
    """Tell whether a noun is a word for somebody, or for people who act together.

    >>> from agents.enrichment.token import FINITE_VERBS, Token
    >>> word = Token(0, 0, 5, "pilot", "pilot", "pilot", "NOUN", "NN", "nsubj", 0, 0, 0)
    >>> is_person(word)
    True
    """
    return token.lemma in _PEOPLE or token.lemma.endswith(_PERSONAL_ENDINGS)


def is_agent(reading: Reading, index: int) -> bool:
    """Tell whether a token heads words for somebody who can speak, or for an organisation."""
    token = reading.tokens[antecedent_of(reading, index)]
    if token.lower in _PERSONAL or token.pos == "PROPN":
        return True
    if is_person(token) or token.lemma in _TEXTS:
        return True
    return token.pos not in _NOMINAL and token.pos not in _PREDICATES
