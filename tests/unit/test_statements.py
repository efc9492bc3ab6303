"""Statements: which sentences tell an event that nobody is quoted for."""

from agents.enrichment.attribution import Attribution
from agents.enrichment.entities import cast_of
from agents.enrichment.figures import figures
from agents.enrichment.reading import Reading
from agents.enrichment.statements import statements
from tests.parsed.sentences import a_reading, shown

NAMED = (
    "Iran/NNP>2:nsubj seized|seize/VBD>0:root two|two/CD>4:nummod tankers|tanker/NNS>2:obj "
    "yesterday/NN>2:obl ./.>2:punct"
)
PLAIN = (
    "It/PRP>2:nsubj rained|rain/VBD>0:root all/DT>4:det day/NN>2:obl long/RB>2:advmod ./.>2:punct"
)
ASKED = NAMED.replace("./.>2:punct", "?/.>2:punct")
VERBLESS = (
    "Iran/NNP>0:root and/CC>3:cc Iraq/NNP>1:conj ,/,>1:punct again/RB>1:advmod and/CC>7:cc "
    "again/RB>5:conj ./.>1:punct"
)
NAMES = {"Iran": "GPE", "Iraq": "GPE"}


def stated(*sentences: str, attributions: tuple[Attribution, ...] = ()) -> list[str | None]:
    """Give the words of the statements of a text."""
    reading = a_reading(*sentences, names=NAMES)
    cast = cast_of(reading, Reading("", [], [], []))
    found = statements(reading, cast, attributions, figures(reading))
    return [shown(reading, range(*piece)) for piece in found]


def test_a_sentence_with_a_name_and_a_verb_is_a_statement() -> None:
    """Without its full stop, and whatever stands around it."""
    assert stated(PLAIN, NAMED, PLAIN) == ["Iran seized two tankers yesterday"]


def test_questions_and_phrases_are_no_statements() -> None:
    """They say nothing that could be right or wrong."""
    assert stated(ASKED, VERBLESS) == []


def test_what_is_attributed_is_no_statement_of_the_article() -> None:
    """Unless only somebody's attitude is told in it."""
    said = Attribution((1,), 0, ((2, 4),), "clause")
    wished = Attribution((1,), 0, ((2, 4),), "object")

    assert stated(NAMED, attributions=(said,)) == []
    assert stated(NAMED, attributions=(wished,)) == ["Iran seized two tankers yesterday"]
