"""Article: what a producer publishes."""

from typing import Annotated, Any, Final, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from streams.record import Identifier, Record, ShortText, UtcTime

MAX_TEXT_CHARACTERS: Final = 5_000_000
_MAX_DEPTH: Final = 32

LanguageCode = Annotated[
    str, StringConstraints(strict=True, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")
]
"""A BCP 47 tag such as ``en`` or ``pt-BR``."""

Text = Annotated[str, StringConstraints(strict=True, max_length=MAX_TEXT_CHARACTERS)]


def _depth_is_bounded(value: Any, levels: int = _MAX_DEPTH) -> bool:
    if levels == 0:
        return False
    if isinstance(value, dict):
        return all(_depth_is_bounded(inner, levels - 1) for inner in value.values())
    if isinstance(value, list | tuple):
        return all(_depth_is_bounded(inner, levels - 1) for inner in value)
    return True


class Article(Record):
    """One article as an outlet published it.

    Only an id (or a url, which then is the id), a text or a title, and the outlet are required.
    Fields that Storywire does not know are kept, not refused.

    >>> Article(url="https://harbor.example/a", title="Ferry aground", outlet="Harbor Courier").id
    'https://harbor.example/a'
    """

    model_config = ConfigDict(extra="allow")

    id: Identifier = Field(description="The producer's id of the article; the url if left out.")
    url: ShortText | None = None
    title: ShortText | None = None
    text: Text | None = Field(default=None, description="Body, at most 5,000,000 characters.")
    published: UtcTime | None = Field(
        default=None, description="ISO 8601 with an offset; a bare day means its midnight in UTC."
    )
    outlet: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=500)] = Field(
        description="Name or host of the outlet."
    )
    language: LanguageCode | None = Field(default=None, description="BCP 47; detected if left out.")
    authors: tuple[ShortText, ...] = ()
    section: ShortText | None = None
    summary: ShortText | None = None
    version: str | int | None = Field(default=None, description="The producer's own version mark.")

    @model_validator(mode="before")
    @classmethod
    def _url_stands_in_for_id(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("id") is None and data.get("url") is not None:
            return {**data, "id": data["url"]}
        return data

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.title or "").strip() and not (self.text or "").strip():
            reason = "text or title must be given and not be blank"
            raise ValueError(reason)
        if not _depth_is_bounded(self.model_extra or {}):
            reason = f"unknown fields must not be nested deeper than {_MAX_DEPTH} levels"
            raise ValueError(reason)
        return self
