"""What the broker must have follows from the table; every difference is a sentence."""

from dataclasses import replace

from streams.settings import Settings
from streams.topic_plan import FoundTopic, differences, plan_topics
from streams.topics import ARTICLES, STORIES, TOPICS

SETTINGS = Settings(article_partitions=3, shard_partitions=5, topic_prefix="demo.")


def _found(**changes: str) -> dict[str, FoundTopic]:
    return {
        plan.name: FoundTopic(plan.partitions, {**plan.config, "other": "x", **changes})
        for plan in plan_topics(SETTINGS)
    }


def test_every_topic_of_the_table_is_planned_under_its_prefix() -> None:
    """Nothing else names topics."""
    plans = plan_topics(SETTINGS)

    assert [plan.name for plan in plans] == ["demo." + topic.name for topic in TOPICS]
    assert {plan.partitions for plan in plans} == {3, 5}


def test_retention_size_and_cleanup_come_from_the_row() -> None:
    """In Kafka's own names and units."""
    articles, stories = plan_topics(SETTINGS, [ARTICLES, STORIES])

    assert articles.config["retention.ms"] == str(7 * 24 * 3600 * 1000)
    assert articles.config["max.message.bytes"] == str(ARTICLES.max_message_bytes)
    assert articles.config["cleanup.policy"] == "delete"
    assert stories.config["cleanup.policy"] == "compact"
    assert "retention.ms" not in stories.config


def test_a_strangers_clock_does_not_decide_when_an_article_is_deleted() -> None:
    """An article with the timestamp of 1970 would be deleted before it is read."""
    (articles,) = plan_topics(SETTINGS, [ARTICLES])

    assert articles.config["message.timestamp.type"] == "LogAppendTime"


def test_replicated_topics_need_two_in_sync() -> None:
    """Else an acknowledged record can die with one broker."""
    plans = plan_topics(replace_settings(replication=3))

    assert {plan.config["min.insync.replicas"] for plan in plans} == {"2"}
    assert {plan.replication for plan in plans} == {3}


def replace_settings(**changes: int) -> Settings:
    """Change some of the settings."""
    return SETTINGS.model_copy(update=changes)


def test_topics_as_planned_have_no_difference() -> None:
    """What the plan does not name may be anything."""
    assert differences(plan_topics(SETTINGS), _found()) == ()


def test_a_broker_that_tells_no_configuration_is_believed() -> None:
    """The in-memory one has none."""
    found = {name: replace(topic, config=None) for name, topic in _found().items()}

    assert differences(plan_topics(SETTINGS), found) == ()


def test_each_difference_names_the_topic_and_the_mend() -> None:
    """Missing, wrong count, wrong configuration."""
    plans = plan_topics(SETTINGS, [ARTICLES, STORIES])
    found = _found()
    found["demo.news.articles"] = FoundTopic(1, {**plans[0].config, "cleanup.policy": "compact"})
    del found["demo.news.stories"]

    count, cleanup, missing = differences(plans, found)

    assert "demo.news.articles has 1 partitions and needs 3: stop the workers" in count
    assert "has cleanup.policy=compact and needs delete: set it with" in cleanup
    assert missing == "topic demo.news.stories is missing: run `storywire topics create`"
