"""The layers: agents use streams and never the other way; only the edges know Faust and Kafka."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import agents
import streams
from streams.topics import TOPICS

PACKAGES = {
    name: Path(str(module.__file__)).parent
    for name, module in (("agents", agents), ("streams", streams))
}
KAFKA = {"faust", "mode", "aiokafka"}
EDGES = {
    "agents/delivery.py",
    "agents/deduplication/agent.py",
    "agents/enrichment/agent.py",
    "agents/tables.py",
    "agents/transport.py",
    "agents/watchdog.py",
    "agents/worker.py",
}
EDGE_FOLDERS = ("streams/kafka/",)


def sources() -> dict[str, Path]:
    """Give every module by its path below the packages' parent."""
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path
        for name, folder in PACKAGES.items()
        for path in sorted(folder.rglob("*.py"))
    }


SOURCES = sources()


def is_edge(name: str) -> bool:
    """Tell whether a module may know Faust or Kafka."""
    return name in EDGES or name.startswith(EDGE_FOLDERS)


def imported(path: Path) -> set[str]:
    """Give the dotted names that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def roots(path: Path) -> set[str]:
    """Give the packages that a file imports from."""
    return {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("name", [name for name in SOURCES if name.startswith("streams/")])
def test_streams_never_import_agents(name: str) -> None:
    """What flows does not know who acts."""
    assert "agents" not in roots(SOURCES[name])


@pytest.mark.parametrize("name", [name for name in SOURCES if not is_edge(name)])
def test_only_edges_import_kafka_clients(name: str) -> None:
    """Faust, mode and aiokafka stand in the edge files alone."""
    assert roots(SOURCES[name]) & KAFKA <= allowed_for(name)


def allowed_for(name: str) -> set[str]:
    """A connection names Faust's credentials, inside the function that makes them."""
    return KAFKA if name == "streams/kafka/connection.py" else set()


def test_orjson_stands_in_one_module() -> None:
    """One module owns the bytes."""
    users = [name for name, path in SOURCES.items() if "orjson" in roots(path)]

    assert users == ["streams/codec.py"]


def pure_modules() -> list[str]:
    """Give the modules that may not even indirectly import Faust: no edge, no command."""
    return [
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in SOURCES
        if not is_edge(name)
        and "/commands" not in name
        and not name.endswith("__main__.py")
        and "/broker/" not in name
        and name != "agents/health.py"
    ]


def test_pure_modules_do_not_load_faust() -> None:
    """Importing every pure module in one process loads neither Faust, nor opens a socket."""
    program = f"""
import importlib, socket, sys
def refuse(*a, **k): raise AssertionError("a module opened a socket while it was imported")
socket.socket.connect = refuse
for name in {pure_modules()!r}:
    importlib.import_module(name)
loaded = sorted({{"faust", "mode", "aiokafka"}} & set(sys.modules))
assert not loaded, loaded
"""
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)


def test_records_need_neither_spacy_nor_numpy() -> None:
    """A producer or consumer of records pays for no language model."""
    program = """
import sys
import streams.codec, streams.topics, streams.settings, streams.story_folding
assert not {"spacy", "numpy", "faust", "aiokafka", "rich"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)


def test_topic_names_stand_in_the_table_alone() -> None:
    """No other module spells a topic's name."""
    names = {topic.name for topic in TOPICS}
    spelled = {
        (name, node.value)
        for name, path in SOURCES.items()
        if name != "streams/topics.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and str(node.value) in names
    }

    assert spelled == set()


def test_the_clock_is_read_at_the_edges() -> None:
    """Pure code takes the time as an argument."""
    clocks = ("datetime.now", "time.time(", "utcnow", "date.today")
    readers = {
        name
        for name, path in SOURCES.items()
        if any(clock in path.read_text(encoding="utf-8") for clock in clocks)
    }

    pure = {name for name in readers if not is_edge(name) and "/commands/" not in name}
    assert {name for name in pure if "/broker/" not in name and name != "agents/health.py"} == set()


def test_every_topic_has_one_writer() -> None:
    """Only the rejected records may come from whoever could not use them."""
    writers = [topic.writer for topic in TOPICS]

    assert all(" and " not in writer and "," not in writer for writer in writers)


def test_names_of_tables_and_agents_hold_no_dot() -> None:
    """A module's path must not leak into the names of topics and groups."""
    text = "".join(SOURCES[name].read_text(encoding="utf-8") for name in sorted(EDGES))
    named = [
        str(keyword.value.value)
        for node in ast.walk(ast.parse(text.replace("from __future__ import annotations", "")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
    ]

    assert named
    assert all("." not in name for name in named)


def test_every_test_says_what_must_be_true() -> None:
    """A test's first line is a sentence about the product."""
    tests = Path(__file__).resolve().parents[1]
    silent = [
        f"{path.name}:{node.name}"
        for path in sorted(tests.rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert silent == []
