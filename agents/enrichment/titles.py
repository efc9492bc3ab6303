"""Titles and roles that stand before a person's name."""

from typing import Final

TITLES: Final = frozenset(
    """
    adm admiral airman ambassador archbishop attorney attorney-general ayatollah baron baroness
    bishop brig brigadier brigadier-general brother cadet capt captain cardinal ceo cfo chair
    chairman chairperson chairwoman chancellor chief cmdr coach col colonel commander commissioner
    commodore congressman congressperson congresswoman constable consul coo corporal councillor
    councilman councilor councilwoman count countess cpl dame deputy detective director
    director-general dr duchess duke editor emir emperor ensign envoy father gen general gov
    governor governor-general imam inspector judge justice king lady lawmaker leader lieutenant
    lieutenant-colonel lieutenant-general lord lt magistrate maj major major-general manager marine
    marshal mayor minister miss mr mrs ms mullah mx officer pastor pope premier president prince
    princess private prof professor prosecutor pvt queen rabbi rear-admiral rep representative rev
    reverend saint seaman secretary secretary-general sen senator sergeant sgt sheik sheikh sheriff
    sir sister solicitor speaker spokesman spokesperson spokeswoman staff strongman sultan
    superintendent vice-admiral vice-president
    """.split()
)
"""Words that are a title by themselves, lower case, without a final period."""

TITLE_MODIFIERS: Final = frozenset(
    """
    acting air army assistant associate attorney chief crown defence defense deputy education energy
    ex executive federal field finance first fleet foreign former general grand group health home
    interim interior junior justice labor labour lance lord managing national navy opposition petty
    police press prime rear secretary senior special staff state supreme trade vice warrant wing
    """.split()
)
"""Words that only belong to a title where a title follows."""

FEMALE_TITLES: Final = frozenset(
    """
    baroness chairwoman congresswoman councilwoman countess dame duchess lady miss mrs ms princess
    queen sister spokeswoman
    """.split()
)
MALE_TITLES: Final = frozenset(
    """
    baron brother chairman congressman councilman duke emir emperor father imam king lord mr pope
    prince rabbi sheik sheikh sir spokesman sultan
    """.split()
)


STRONG_TITLES: Final = frozenset(
    """
    mr mrs ms dr sir president minister senator sen representative rep congressman congresswoman
    governor gov mayor general gen admiral adm colonel col major lieutenant lt sergeant sgt captain
    capt commander brigadier marshal chancellor secretary ambassador chairman chairwoman speaker
    justice judge professor prof archbishop cardinal pope ayatollah imam sheikh king queen prince
    princess leader spokesman spokeswoman commissioner brigadier-general major-general
    lieutenant-general vice-admiral rear-admiral
    """.split()
)
"""Titles that make a person's name of whatever follows them in capitals."""


def is_strong_title(word: str) -> bool:
    """Tell whether what follows this word in capitals is a person's name.

    >>> is_strong_title("Admiral"), is_strong_title("Chief")
    (True, False)
    """
    return word[:1].isupper() and word.lower().rstrip(".") in STRONG_TITLES


def is_title(word: str) -> bool:
    """Tell whether a word is a title.

    >>> is_title("Adm."), is_title("Craig")
    (True, False)
    """
    return word.lower().rstrip(".") in TITLES


def is_part_of_title(word: str) -> bool:
    """Tell whether a word is a title, or one that belongs to a title where one follows.

    >>> is_part_of_title("Attorney"), is_part_of_title("Prime"), is_part_of_title("Terry")
    (True, True, False)
    """
    lower = word.lower().rstrip(".")
    return lower in TITLES or lower in TITLE_MODIFIERS


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
        if word in TITLES or word in TITLE_MODIFIERS or (word in {"-", "–"} and begin > 1):
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
    if (
        count == 0
        and len(words[2:]) > 0
        and words[0].lower() in TITLE_MODIFIERS
        and is_title(words[1])
    ):
        return 1 + leading_titles(words[1:])
    return count
