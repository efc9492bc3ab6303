"""Build what all shards share from the settings."""

from dataclasses import replace
from typing import Final

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.join_model import shipped_model
from agents.deduplication.shard import ShardLogic
from streams.errors import InvalidSettings
from streams.publisher_families import PublisherFamilies, shipped_families
from streams.settings import Settings

_HOUR_S: Final = 3600.0
_DAY_S: Final = 24 * _HOUR_S


def make_logic(settings: Settings) -> ShardLogic:
    """Build the shards' logic: clusterer, background statistics, publisher families.

    Raises:
        InvalidSettings: if the file of publisher families cannot be used.
    """
    return ShardLogic(
        clusterer=Clusterer(clusterer_config(settings), shipped_model()),
        background=shipped_background(),
        families=_families(settings),
        max_bytes=settings.story_max_bytes,
        retention_s=settings.retention_days * _DAY_S,
    )


def clusterer_config(settings: Settings) -> ClustererConfig:
    """Give the clusterer's configuration: its own, but for what the settings say."""
    config = ClustererConfig()
    if settings.join_threshold is not None:
        config = replace(config, join=settings.join_threshold)
    if settings.story_window_h is not None:
        config = replace(config, window=settings.story_window_h * _HOUR_S)
    return config


def _families(settings: Settings) -> PublisherFamilies:
    if settings.publisher_families is None:
        return shipped_families()
    try:
        text = settings.publisher_families.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = f"publisher_families {settings.publisher_families} cannot be read: {error}"
        raise InvalidSettings(reason) from None
    return PublisherFamilies.from_toml(text)
