"""The page of one story for a terminal: who reports it, what they agree on, where they differ."""

from streams.story_page.page import story_page

__all__ = ["story_page"]
