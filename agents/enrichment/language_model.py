"""Load the language pipeline that the settings name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, Protocol

from spacy.tokens import Doc

from streams.errors import InvalidSettings

SHIPPED: Final = {"english": "agents.enrichment.english"}
"""The pipelines that come with Storywire, by the name a setting may use."""


class SpacyPipeline(Protocol):
    """What is asked of a spaCy ``Language``."""

    meta: dict[str, Any]

    def pipe(self, texts: Iterable[str], *, batch_size: int | None = None) -> Iterator[Doc]:
        """Analyse texts."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A loaded pipeline; ``name`` says which and in what version, as records carry it."""

    name: str
    language: str
    pipeline: SpacyPipeline

    def docs(self, texts: Sequence[str]) -> list[Doc]:
        """Analyse texts, in order."""
        return list(self.pipeline.pipe(texts, batch_size=_BATCH))


_BATCH: Final = 64


def load(name: str) -> LanguageModel:
    """Load a pipeline: ``english`` (shipped), a spaCy package, or a folder holding one.

    Raises:
        InvalidSettings: if there is no such pipeline, or it lacks what the rules need.
    """
    pipeline = _load_shipped(name) if name in SHIPPED else _load_spacy(name)
    meta = pipeline.meta
    missing = {"tagger|morphologizer", "parser", "ner"} - _abilities(meta.get("pipeline", []))
    if missing:
        reason = (
            f"pipeline {name!r} has no {' and no '.join(sorted(missing))}: choose one that has, "
            "such as english or en_core_web_sm"
        )
        raise InvalidSettings(reason)
    full = f"{meta.get('lang', 'xx')}_{meta.get('name', name)} {meta.get('version', '0')}"
    return LanguageModel(full, str(meta.get("lang", "xx")), pipeline)


def _abilities(components: Iterable[str]) -> set[str]:
    found = set(components)
    if found & {"tagger", "morphologizer"}:
        found.add("tagger|morphologizer")
    return found


def _load_shipped(name: str) -> Any:
    try:
        return import_module(SHIPPED[name]).load()
    except (ImportError, OSError) as error:
        reason = f"pipeline {name!r} cannot be loaded: {error}; install storywire again"
        raise InvalidSettings(reason) from error


def _load_spacy(name: str) -> Any:
    import spacy  # noqa: PLC0415 (takes over a second, and only the worker needs it)

    try:
        return spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        reason = (
            f"pipeline {name!r} cannot be loaded: name an installed spaCy package "
            f"(pip install {name}), a folder, or one of {', '.join(SHIPPED)}"
        )
        raise InvalidSettings(reason) from error
