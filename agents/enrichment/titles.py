"""Titles and roles that stand before a person's name."""

from typing import Final

TITLES: Final = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady baron baroness count countess duke duchess
    prince princess king queen emperor sultan sheikh sheik emir pope cardinal archbishop bishop father
    sister brother rev reverend rabbi imam ayatollah mullah pastor saint
    president vice-president minister premier chancellor secretary senator sen representative rep
    congressman congresswoman congressperson governor gov mayor councilman councilwoman councillor
    councilor ambassador envoy consul commissioner chairman chairwoman chair chairperson speaker
    deputy lawmaker
    general gen admiral adm colonel col major maj captain capt lieutenant lt sergeant sgt corporal
    cpl private pvt commander cmdr brigadier brig marshal commodore cadet ensign sheriff constable
    officer detective inspector superintendent chief marine airman seaman staff
    judge justice attorney solicitor magistrate prosecutor
    coach manager director ceo cfo coo editor spokesman spokeswoman spokesperson leader strongman
    brigadier-general major-general lieutenant-general vice-admiral rear-admiral lieutenant-colonel
    secretary-general director-general attorney-general governor-general
    """.split()
)
"""Words that are a title by themselves, lower case, without a final period."""

TITLE_MODIFIERS: Final = frozenset(
    """
    prime vice deputy acting interim former ex first foreign defense defence interior finance home
    health justice trade energy education labor labour supreme state attorney lord lance staff
    petty warrant rear fleet field air wing group assistant associate executive managing senior junior
    special grand chief crown secretary police army navy federal national general opposition press
    """.split()
)
"""Words that only belong to a title where a title follows."""

FEMALE_TITLES: Final = frozenset(
    """
    mrs ms miss dame lady baroness countess duchess princess queen sister congresswoman chairwoman
    councilwoman spokeswoman
    """.split()
)
MALE_TITLES: Final = frozenset(
    """
    mr sir lord baron duke prince king emperor sultan sheikh sheik emir pope father rabbi imam
    congressman chairman councilman spokesman brother
    """.split()
)


def is_title(word: str) -> bool:
    """Tell whether a word is a title.

    >>> is_title("Adm."), is_title("Craig")
    (True, False)
    """
    return word.lower().rstrip(".") in TITLES


def title_start(words: list[str]) -> int:
    """Give where the title that ends a list of words begins; ``len(words)`` without one.

    >>> title_start(["the", "Iranian", "Foreign", "Minister"])
    2
    >>> title_start(["said", "on"])
    2
    """
    begin = len(words)
    if not words or not is_title(words[-1]):
        return begin
    while begin > 0:
        word = words[begin - 1].lower().rstrip(".")
        if word in TITLES or word in TITLE_MODIFIERS:
            begin -= 1
        elif word in {"-", "–"} and begin > 1:
            begin -= 1
        else:
            break
    while begin < len(words) and words[begin] in {"-", "–"}:
        begin += 1
    return begin


def leading_titles(words: list[str]) -> int:
    """Count the words of a title that a name begins with; the name itself keeps one word.

    >>> leading_titles(["Adm.", "Craig", "Faller"]), leading_titles(["King"])
    (1, 0)
    """
    count = 0
    while count < len(words) - 1 and is_title(words[count]):
        count += 1
    if count == 0 and len(words) > 2 and words[0].lower() in TITLE_MODIFIERS and is_title(words[1]):
        return 1 + leading_titles(words[1:])
    return count
