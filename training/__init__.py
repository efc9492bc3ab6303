"""Train the English pipeline that is shipped in ``agents/enrichment/english``."""
