"""The English news pipeline that is shipped with the product: load it from the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language

NAME = "storywire_news_small"
PIPELINE = Path(__file__).with_name("pipeline")


def load(exclude: Iterable[str] = ()) -> Language:
    """Load the shipped pipeline: tags, morphology, lemmas, syntax (UD), sentences, names.

    Nothing is downloaded, and the same text gives the same document in every process.
    ``exclude`` names components to leave out.

    Raises:
        OSError: the installation lacks the weights.

    """
    # spaCy takes a second to import; whoever never enriches should not pay for it.
    import spacy  # noqa: PLC0415

    from agents.enrichment import lemma_rules, name_rules, sentence_rules  # noqa: F401, PLC0415

    return spacy.load(PIPELINE, exclude=list(exclude))
