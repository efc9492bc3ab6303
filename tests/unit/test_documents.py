"""The derived documents are current, and what they derive from is documented whole."""

import tomllib
from pathlib import Path

import pytest

from streams.documents import DOCUMENTS
from streams.settings import Settings, load

ROOT = Path(__file__).resolve().parents[2]
CONFIGS = ROOT / "configs"
CHECKOUT = pytest.mark.skipif(not CONFIGS.is_dir(), reason="needs a checkout, not the wheel alone")


@CHECKOUT
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_derived_document_is_current(name: str) -> None:
    """What the code says is what the document says (`python scripts/write_docs.py` mends it)."""
    assert (ROOT / name).read_text(encoding="utf-8") == DOCUMENTS[name]()


def test_every_setting_says_what_it_is_for() -> None:
    """A setting without a description cannot be used by anyone but us."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@CHECKOUT
def test_the_default_configuration_changes_nothing() -> None:
    """configs/default.toml, read as it is, gives the defaults."""
    assert load(CONFIGS / "default.toml", {}) == Settings()


@CHECKOUT
def test_the_default_configuration_uncommented_gives_the_defaults() -> None:
    """Every commented line of configs/default.toml is a valid setting with its default."""
    lines = (CONFIGS / "default.toml").read_text(encoding="utf-8").splitlines()
    settings = [
        line.removeprefix("# ")
        for line in lines
        if " = " in line and not line.endswith("# not set") and line.startswith("# ")
    ]

    read = tomllib.loads("\n".join(settings))

    assert Settings.model_validate(read) == Settings()


@CHECKOUT
@pytest.mark.parametrize("name", ["compose.toml", "production.toml"])
def test_a_shipped_configuration_can_be_used(name: str) -> None:
    """Every file in configs/ is accepted as it is."""
    assert load(CONFIGS / name, {}) != Settings()
