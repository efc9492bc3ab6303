"""Deduplication: reads news.enriched, writes news.stories and news.story-updates."""
