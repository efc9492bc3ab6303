"""Enrichment: articles become enriched articles.

Input: ``news.articles`` (:class:`streams.article.Article`). Output: ``news.enriched``
(:class:`streams.enriched_article.EnrichedArticle`); what cannot be enriched goes to
``news.rejected``. State: none; every article is enriched by itself, so any number of workers can
share the partitions. Restart: an article whose output was not acknowledged is read and enriched
again, with the same result.

The path of one article: :mod:`~agents.enrichment.readable` gives the model a harmless text of the
same length, :mod:`~agents.enrichment.reading` makes plain tokens of what the model says, and
:mod:`~agents.enrichment.entities` and :mod:`~agents.enrichment.claims` are pure functions of those.
"""
