"""Publisher families: which outlets are one publisher, and where they are commonly placed."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final, Self
from urllib.parse import urlsplit

from streams.errors import InvalidSettings

_FILE: Final = "publisher_families.toml"
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.ASCII)
_BLANKS: Final = re.compile(r"\s+")
_MAX_LENGTH: Final = 500


@dataclass(frozen=True, slots=True)
class PublisherFamilies:
    """Families by outlet, leanings by outlet and family; keys as :func:`outlet_key` gives them."""

    families: Mapping[str, str] = field(default_factory=dict)
    leanings: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read the tables of ``publisher_families.toml``.

        Raises:
            InvalidSettings: if it is not TOML, or a table is not as documented in the shipped file.
        """
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            reason = f"publisher families are not TOML: {error}"
            raise InvalidSettings(reason) from None
        families: dict[str, str] = {}
        leanings: dict[str, str] = {}
        for name, table in _table(data, "families").items():
            for outlet in _outlets(name, table):
                families[outlet_key(outlet)] = name
            if "leaning" in table:
                leanings[outlet_key(name)] = str(table["leaning"])
        for outlet, leaning in _table(data, "leanings").items():
            leanings[outlet_key(outlet)] = str(leaning)
        return cls(families, leanings)

    def family_of(self, outlet: str, url: str | None = None) -> str:
        """Give an outlet's family; one that is not listed is a family of its own.

        >>> shipped_families().family_of("The Daily Mirror")
        'Reach'
        >>> shipped_families().family_of("www.example.org")
        'example.org'
        >>> shipped_families().family_of("Irish Examiner", "https://www.irishexaminer.com/x")
        'Irish Times Group'
        """
        for key in _keys(outlet, url):
            if key in self.families:
                return self.families[key]
        key = outlet_key(outlet)
        return key if _HOST.fullmatch(key) else _BLANKS.sub(" ", outlet).strip() or outlet

    def leaning_of(self, outlet: str, url: str | None = None) -> str | None:
        """Give where an outlet, or else its family, is commonly placed, if known.

        >>> shipped_families().leaning_of("Breitbart News")
        'right'
        """
        for key in (*_keys(outlet, url), outlet_key(self.family_of(outlet, url))):
            if key in self.leanings:
                return self.leanings[key]
        return None


@cache
def shipped_families() -> PublisherFamilies:
    """Read the families that come with the package; read once."""
    text = files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    return PublisherFamilies.from_toml(text)


def outlet_key(outlet: str) -> str:
    """Give the form in which outlets are compared.

    >>> outlet_key(" The  Harbor Courier "), outlet_key("https://www.harbor.example/news")
    ('harbor courier', 'harbor.example')
    """
    key = _BLANKS.sub(" ", outlet[:_MAX_LENGTH]).strip().casefold()
    if "://" in key:
        key = _host(key) or key
    return key.removeprefix("www.").removeprefix("the ") or key


def _keys(outlet: str, url: str | None) -> list[str]:
    """Give the outlet's own key, then the hosts it may be known by, the longest first."""
    key = outlet_key(outlet)
    keys = [key]
    for host in (key, _host(url or "")):
        if host and _HOST.fullmatch(host):
            parts = host.removeprefix("www.").split(".")
            keys += [".".join(parts[start:]) for start in range(len(parts) - 1)]
    return keys


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _table(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        reason = f"publisher families: {name} must be a table"
        raise InvalidSettings(reason)
    return table


def _outlets(name: str, table: Any) -> list[str]:
    outlets = table.get("outlets") if isinstance(table, dict) else None
    if not isinstance(outlets, list) or not all(isinstance(outlet, str) for outlet in outlets):
        reason = f"publisher families: families.{name}.outlets must be a list of texts"
        raise InvalidSettings(reason)
    return outlets
