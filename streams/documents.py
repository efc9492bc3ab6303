"""The documents that derive from the code, so that they cannot be wrong."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from streams.codec import to_json
from streams.settings import ENVIRONMENT_PREFIX, Settings
from streams.topics import TOPICS, Topic

_WIDTH: Final = 96


def settings_page() -> str:
    """Give docs/settings.md: every setting with its default, its range and what it is for."""
    properties = Settings.model_json_schema()["properties"]
    rows = [
        f"| `{name}` | {_default(field.get_default())} | {_allowed(properties[name])} "
        f"| {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Each can stand in a TOML file (`storywire --config FILE`, or `STORYWIRE_CONFIG`), or",
            f"in the environment, which wins (`broker_url`: `{ENVIRONMENT_PREFIX}BROKER_URL`).",
            "Unknown keys are refused. Secrets are taken from the environment or from files only.",
            "",
            "| setting | default | allowed | what it is for |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def default_configuration() -> str:
    """Give configs/default.toml: every setting, commented out, as it is without it."""
    lines = ["# Every setting with its default. Uncomment what you change; see docs/settings.md."]
    for name, field in Settings.model_fields.items():
        if name == "sasl_password":
            continue
        lines += ["", f"# {field.description}"]
        default = field.get_default()
        shown = '""' if default is None else _toml(default)
        lines.append(f"# {name} = {shown}" + ("  # not set" if default is None else ""))
    return "\n".join([*lines, ""])


def topics_page() -> str:
    """Give docs/topics.md: the table of topics."""
    rows = [
        f"| `{topic.name}` | {topic.key} | {topic.value} | {_kept(topic)} "
        f"| `{_partitions(topic)}` | {topic.max_message_bytes // 2**20} MiB | {topic.writer} "
        f"| {', '.join(topic.readers)} |"
        for topic in TOPICS
    ]
    return "\n".join(
        [
            "# Topics",
            "",
            "`storywire topics create` makes them, `storywire topics check` compares them. Each",
            "topic has one writer. Every name is preceded by the setting `topic_prefix`.",
            "",
            "| topic | key | value | kept | partitions | largest record | written by | read by |",
            "|---|---|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def asyncapi() -> str:
    """Give docs/asyncapi.json: the topics and their records as an AsyncAPI 3.0 document."""
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Storywire",
            "version": "1",
            "description": "Articles in, stories out. The records' schemas are in docs/schemas.",
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {
            f"{action}-{topic.name}": {
                "action": action,
                "channel": {"$ref": f"#/channels/{topic.name}"},
                "summary": f"{who}: {topic.value}",
            }
            for topic in TOPICS
            for action, who in (("send", topic.writer), ("receive", ", ".join(topic.readers)))
        },
    }
    return to_json(document, pretty=True).decode() + "\n"


def _channel(topic: Topic) -> dict[str, Any]:
    return {
        "address": topic.name,
        "description": f"Key: {topic.key}. Kept: {_kept(topic)}.",
        "messages": {"record": {"summary": topic.value, "contentType": "application/json"}},
        "bindings": {
            "kafka": {
                "topicConfiguration": {
                    "cleanup.policy": [topic.cleanup],
                    "max.message.bytes": topic.max_message_bytes,
                }
            }
        },
    }


def _kept(topic: Topic) -> str:
    return "newest of each key" if topic.retention is None else f"{topic.retention.days} days"


def _partitions(topic: Topic) -> str:
    return {"articles": "article_partitions", "shards": "shard_partitions"}[topic.partitions]


def _default(value: object) -> str:
    return "not set" if value is None else f"`{value}`" if str(value) else "empty"


def _allowed(schema: Mapping[str, Any]) -> str:
    """Put a JSON schema of one value into a few words."""
    variants = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    one = variants[0]
    if "enum" in one:
        return ", ".join(f"`{each}`" for each in one["enum"])
    low = one.get("minimum", one.get("exclusiveMinimum"))
    high = one.get("maximum")
    kind = {"integer": "a whole number", "number": "a number", "string": "text"}[one["type"]]
    kind = "a path" if one.get("format") == "path" else kind
    if low is None or high is None:
        return kind
    above = "above " if "exclusiveMinimum" in one else ""
    return f"{kind}, {above}{low:g} to {high:g}"


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


DOCUMENTS: Final[Mapping[str, Callable[[], str]]] = {
    "docs/settings.md": settings_page,
    "docs/topics.md": topics_page,
    "docs/asyncapi.json": asyncapi,
    "configs/default.toml": default_configuration,
}
"""Path in the repository -> what its text must be."""
