"""Find dates and times of day in English text by pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def _either(*alternatives: str) -> str:
    """Join patterns, or words divided by blanks, to one group."""
    return f"(?:{'|'.join(alternatives)})"


_MONTHS = "January February March April May June July August September October November December"
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
_MONTH = _either(*_MONTHS.split(), _SHORT_MONTH)
# "May" and "March" are other words as well: alone they need a preposition.
_PLAIN_MONTH = _either(
    *(month for month in _MONTHS.split() if month not in {"March", "May"}),
    r"(?:Jan|Feb|Sept|Oct|Nov|Dec)\.",
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"(?:[0-3]?\d(?:st|nd|rd|th)?)"
_ORDINAL = _either(
    *"first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
    *"thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
    "twentieth",
    "twenty-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)",
    "thirtieth",
    "thirty-first",
)
_YEAR = r"(?:1[1-9]\d\d|20[0-4]\d)"
# Writers also leave the blank out ("October 11,2000") or put "of" in.
_OF_YEAR = rf"(?:,? {_YEAR}|,{_YEAR}| of {_YEAR})"
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
# A sentence may open with one: "Five years later".
# What a word begins with is looked at first: most begin no number.
_SMALL = "(?=[efnostEFNOST])" + _either(*f"{_NUMBERS} {_NUMBERS.title()}".split())
_NTH = _either(_ORDINAL, r"\d{0,2}(?:1st|2nd|3rd|\dth)")
# Every repetition is bounded, so that a text of nothing but digits takes linear time.
_DIGITS = r"(?<!\d)\d{1,9}(?:,\d\d\d){0,4}(?:\.\d{1,6})?"
_COUNT = _either(_DIGITS, rf"{_SMALL}(?:-{_SMALL})?(?: hundred| thousand)?")
_PERIOD = r"(?:day|week|weekend|month|quarter|year|decade|century|centurie|semester|fortnight)"
_KIND_OF_YEAR = r"(?:fiscal|financial|calendar|academic|school|budget|tax)"
_HOLIDAYS = _either(
    "Christmas(?: Eve| Day)?",
    "Thanksgiving(?: Day)?",
    "New Year(?:['’]s)?(?: Eve| Day)",
    "Easter(?: Sunday| Monday)?",
    "(?:Independence|Memorial|Labou?r|Veterans|Election|Inauguration|May|Boxing|Bastille) Day",
    "(?:Columbus|Groundhog|Australia|Canada|Anzac|Republic|Victory|National|Earth|Remembrance) Day",
    "(?:Constitution|Unity|Liberation|Armistice|Flag|Army|Navy|Women['’]s|Children['’]s) Day",
    r"(?:International|National) (?:[A-Z][\w'’]{1,20} ){1,2}Day|V-[EJ] Day|D-Day",
    r"(?:Presidents|Mothers|St\.? Patrick)['’]s? Day|World [A-Z]\w{1,20}(?: [A-Z]\w{1,20})? Day",
    "(?:Valentine|Mother|Father)['’]s Day",
    r"Martin Luther King(?: Jr\.?)? Day",
    "Eid al-(?:Fitr|Adha)",
    *"Ramadan Halloween Passover Hanukkah Diwali".split(),
    *("Good Friday", "Ash Wednesday", "Palm Sunday", "Yom Kippur", "Rosh Hashanah"),
)
# The corpora of names leave "early" and "late" out of a date ("late 2004"), but not "mid-".
_PART = r"(?:[Mm]id(?:[ -]|\b(?=-)))"
_EDGE = r"(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)"
_AND_A_HALF = "[ -]and[ -]a[ -]half"
_SEVERAL = (
    rf"(?:{_COUNT}|[Aa]n?|[Ss]everal|[Aa] few|[Aa] couple of|[Mm]any|[Rr]ecent|[Hh]alf an?"
    rf"|[Aa]nother(?: {_COUNT})?)(?: more)?"
)
_DAYTIME = r"(?:morning|afternoon|evening|night)\b"
_AFTER_PREPOSITION = (
    r"(?:(?<=\b[Ii]n )|(?<=\bsince )|(?<=\buntil )|(?<=\bby )|(?<=\bending )"
    r"|(?<=\b[Ee]arly )|(?<=\b[Ll]ate ))"
)
_AFTER_MONTH = _either(
    r"(?<=\b[Bb]etween )",
    r"(?<=\b[Ff]rom )",
    *(
        rf"(?<=\b{month} {word} )"
        for month in _MONTHS.split()
        for word in ("and", "or", "to", "through", "until")
    ),
)
# What is held in a month, or due in it; a Ms May rarely stands before these.
_OF_A_MONTH = _either(
    rf"(?:and|or|to|through|until) {_MONTH}",
    "(?:general |local |presidential |parliamentary |legislative |mayoral )?elections?",
    *"vote votes poll polls ballot referendum runoff primary primaries delivery deadline".split(),
    *"attack attacks bombing bombings summit ceasefire truce earthquake contract contracts".split(),
)
_AFTER_OF = (
    r"(?:(?<=\b[Ee]nd of )|(?<=\b[Ss]tart of )|(?<=\b[Mm]iddle of )|(?<=\b[Bb]eginning of ))"
)
_AFTER_SEASON_WORD = "|".join(
    rf"(?<=\b{word} )" for word in "the The in In during During of each every by".split()
)

_DATES = (
    # Friday, July 21, 2017; Aug. 7-9, 1998
    rf"(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?:\s?[-–]\s?{_DAY})?{_OF_YEAR}?(?!,?\d)",
    # Wednesday, 2 December 2020; 3rd of May
    rf"(?:{_WEEKDAY},? )?{_DAY}(?:\s?[-–]\s?{_DAY})? (?:of )?{_MONTH}\b{_OF_YEAR}?",
    rf"{_MONTH} (?:the )?{_ORDINAL}{_OF_YEAR}?",
    rf"{_PART}?{_MONTH},? (?:of )?(?:last year|this year|next year|{_YEAR})",
    r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)",
    # last October, early next week
    (
        rf"(?:{_EDGE} )?(?:[Ll]ast|[Tt]his|[Nn]ext) "
        rf"(?:{_WEEKDAY}|{_MONTH}(?! {_DAY}\b)|{_SEASON}|{_PERIOD}\b)(?!s)(?: {_YEAR})?"
    ),
    # this season, the current fiscal year
    (
        r"(?:[Tt]his|[Ll]ast|[Pp]ast|[Nn]ext|[Cc]urrent|[Pp]revious|[Cc]oming) "
        rf"(?:(?:{_COUNT} |few )?seasons?|{_KIND_OF_YEAR} (?:year|quarter))\b"
    ),
    # "that Sunday" is mostly the beginning of a clause: "said that Sunday's vote was free"
    rf"(?:{_EDGE} )?[Tt]hat (?:{_SEASON}|{_PERIOD}\b)(?!s)",
    rf"{_WEEKDAY}(?!s)(?: {_DAYTIME})?",
    # past three years, next few weeks
    (
        r"(?:past|last|next|previous|coming|following) "
        rf"(?:{_COUNT} |several |few |couple of )?{_PERIOD}s?\b"
    ),
    # a week-long strike, the two-year-long war; the second day, a third straight year
    rf"(?:{_COUNT}-)?{_PERIOD}s?-long\b",
    rf"{_NTH} (?:straight |consecutive |full )?(?:day|week|month|year)\b(?!-)",
    r"(?:mid-|(?:[Aa] )?quarter[- ])century\b",
    # two days ago, a 12-year-old, recent months
    # a year and a half ago, two-and-a-half years
    rf"(?:{_COUNT}|[Aa])[ -]{_PERIOD}s?{_AND_A_HALF}\b(?: ago\b)?",
    rf"{_COUNT}{_AND_A_HALF}[ -]{_PERIOD}s?\b(?: ago\b)?",
    # "two days before the vote" are two days
    (
        rf"{_SEVERAL}[ -]{_PERIOD}s?(?!-long|-point)(?:[- ]old)?\b"
        r"(?: (?:ago|earlier|later|before(?= ?[,.;:)]))\b)?"
    ),
    rf"{_PERIOD}s (?:ago|earlier)\b|9/11\b(?!/)",
    rf"{_EDGE} (?:today|yesterday)|(?:[Tt]oday|[Yy]esterday|[Tt]omorrow)\b",
    (
        rf"(?=[\defnstmM]){_PART}?(?:{_NTH},? (?:and|or|to|through) (?:the )?)?"
        r"(?:\d{1,2}(?:st|nd|rd|th)|"
        rf"{_ORDINAL})[- ][Cc]entur(?:y|ies)\b"
    ),
    r"(?:Bronze|Iron|Stone|Ice) Age\b|Middle Ages\b",
    r"(?=w)(?:(?<=\b[Tt]he )|(?<=\bat ))weekends?\b",
    r"\d{1,4} (?:B\.?C\.?|b\.c\.|BCE)(?!\w)|(?:A\.D\.|AD|a\.d\.) \d{1,4}\b",
    rf"(?:[Tt]he )?{_PART}?(?:1[1-9]\d|20\d|['’‘]\d)0['’]?s\b",
    r"(?=[2-9])(?<=['’‘])\d0['’]?s\b",
    rf"(?:{_SEASON}|first half|second half|end|beginning|middle|start) of {_YEAR}\b",
    rf"(?:first|second|third|fourth)[- ]quarter(?: of {_YEAR})?\b",
    rf"{_KIND_OF_YEAR} (?:year )?{_YEAR}",
    rf"{_SEASON} {_YEAR}\b",
    rf"(?=[saw])(?:{_AFTER_SEASON_WORD})(?:summer|autumn|winter)\b(?!-)",
    rf"(?=[A-Zm]){_PART}?{_HOLIDAYS}(?: {_YEAR})?\b",
    rf"{_PART}?{_PLAIN_MONTH}(?!\w)",
    # What a word begins with is looked at first: looking back takes longer.
    rf"(?=[Mm])(?:{_PART}|{_AFTER_PREPOSITION}|{_AFTER_OF}|{_AFTER_MONTH})(?:March|May)\b",
    rf"(?:March|May)(?= {_OF_A_MONTH}\b)",
    rf"(?=2){_AFTER_PREPOSITION}20[5-9]\d\b",
    # 1998; 2007-8; 1997-98; not 1998.5, $1998, 1998%
    (
        rf"(?<![\d.,$£€#/-]){_PART}?{_YEAR}(?:\s?[-–/]\s?(?:{_YEAR}|\d\d?(?! {_MONTH})))?\b"
        r"(?![,.]\d|%|/\d|-\d| percent)"
    ),
)
# Tried at the starts of words only: five times fewer attempts.
_DATE = re.compile(rf"\b(?=\w){_either(*_DATES)}")
_SHORT_DECADE = re.compile("[2-9]0['’]?s")
_HOLIDAY = re.compile(_HOLIDAYS)

_TIMES = (
    (
        r"\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.m\.|[ap]m\b|[AP]M\b)"
        r"(?: (?:local time|GMT|UTC|[ECMP][SD]?T)\b)?"
    ),
    r"[012]?\d:[0-5]\d\b(?: (?:GMT|UTC|local time))?",
    r"(?:[Tt]onight|[Mm]idnight|[Nn]oon)\b",
    r"\d{4} (?:GMT|UTC)\b",
    r"\w{1,6} o['’]clock\b",
    (
        rf"(?:{_COUNT}|[Aa]n?|[Ss]everal|[Aa] few)[ -](?:hours?|minutes?|seconds)\b"
        rf"(?:,? (?:and )?{_COUNT} (?:minutes?|seconds?)\b){{0,2}}"
        r"(?: (?:ago|earlier|later))?"
    ),
    rf"(?:[Tt]his|[Tt]hat|[Ll]ast|[Ee]arlier this|[Ll]ate last) {_DAYTIME}",
)
_TIME = re.compile(rf"\b(?=\w){_either(*_TIMES)}")

_PLURAL_FOLLOWS = re.compile(
    r" (?:people|troops|soldiers|men|women|children|meters|metres|miles|feet|homes|jobs)\b"
)


def find_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield the [start, end) of dates and of durations of days or longer, in order.

    >>> text = "On Monday, 2 December 2020, and again last week in May."
    >>> [text[start:end] for start, end in find_dates(text)]
    ['Monday, 2 December 2020', 'last week', 'May']
    """
    for match in _DATE.finditer(text):
        counts = match.group().isdigit() and match.group().endswith("00")
        if not (counts and _PLURAL_FOLLOWS.match(text, match.end())):
            # No word begins with the mark of "'90s".
            yield match.start() - bool(_SHORT_DECADE.fullmatch(match.group())), match.end()


def is_holiday(name: str) -> bool:
    """Tell a day of the calendar, which is a date, from other names.

    >>> is_holiday("Columbus Day"), is_holiday("Green Day")
    (True, False)
    """
    return _HOLIDAY.fullmatch(name) is not None


def find_times(text: str) -> Iterator[tuple[int, int]]:
    """Yield the [start, end) of times of day and of durations under a day, in order.

    >>> text = "At 4:20 p.m. EST, six hours later"
    >>> [text[start:end] for start, end in find_times(text)]
    ['4:20 p.m. EST', 'six hours later']
    """
    for match in _TIME.finditer(text):
        yield match.span()
