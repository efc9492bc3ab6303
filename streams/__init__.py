"""What flows: article -> enriched article -> story.

Articles are published on ``news.articles``, enriched ones pass through ``news.enriched``, merged
stories come out on ``news.stories`` with their changes on ``news.story-updates``; a record that
nobody could use lands on ``news.rejected``. Importing this package opens nothing.
"""
