"""The English news pipeline that is shipped with the product: load it from the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

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
    from thinc.api import NumpyOps  # noqa: PLC0415

    from agents.enrichment import lemma_rules, name_rules, sentence_rules  # noqa: F401, PLC0415
    from agents.enrichment.word_vectors import RememberedVectors  # noqa: PLC0415

    pipeline = spacy.load(PIPELINE, exclude=list(exclude))
    _keep_titles_whole(pipeline)
    pipeline.vocab.vectors = RememberedVectors.of(pipeline.vocab.vectors)
    # NumPy's matrix product is faster than that of BLIS as it comes with thinc: a seventh in all.
    ops = NumpyOps(use_blis=False)
    for _, component in pipeline.pipeline:
        for layer in component.model.walk() if hasattr(component, "model") else ():
            layer.ops = ops
    return pipeline


def _keep_titles_whole(pipeline: Language) -> None:
    """Make one token of "Lt." and "Capt.", as the treebanks do: no sentence ends there."""
    from agents.enrichment.english.gazetteers import read_list  # noqa: PLC0415

    tokenizer = cast("Any", pipeline.tokenizer)
    words = {word for title in read_list("titles").names for word in title.split()}
    for word in sorted(words):
        if word.endswith("."):
            tokenizer.add_special_case(word, [{"ORTH": word}])
