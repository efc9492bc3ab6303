"""Merging: the reports of one event in, the story record out; pure, with no state of its own."""
