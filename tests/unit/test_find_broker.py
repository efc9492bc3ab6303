"""Finding a broker: the order, the sentences, and that nothing is started twice."""

import socket
from pathlib import Path

import pytest

from streams.broker.detached import DetachedProcess
from streams.broker.distribution import find_distribution
from streams.broker.docker import start_docker, stop_docker
from streams.broker.find import BrokerPlan, find_broker, running_broker, stop_broker
from streams.broker.instance import Instance, RunningBroker, locked, recall, remember
from streams.broker.probe import answers_metadata, free_ports, is_free
from streams.errors import BrokerUnavailable


def _plan(folder: Path, **changes: object) -> BrokerPlan:
    values: dict[str, object] = {
        "folder": folder / "broker",
        "cache": folder / "cache",
        "partitions": {"a": 3},
        "environ": {"PATH": str(folder / "bin")},
    }
    return BrokerPlan(**(values | changes))  # type: ignore[arg-type]


def _executable(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    path.chmod(0o755)


def test_a_url_is_taken_as_it_is(tmp_path: Path) -> None:
    """Who has a broker is not asked for Java, Maven or Docker."""
    broker = find_broker(_plan(tmp_path, url="kafka.example:9092"), print)

    assert (broker.url, broker.kind) == ("kafka.example:9092", "url")
    assert not (tmp_path / "broker").exists()


def test_without_anything_else_the_broker_is_in_memory(tmp_path: Path) -> None:
    """It is the last resort, it says what it is, it is found again and can be stopped."""
    said: list[str] = []
    plan = _plan(tmp_path)
    broker = find_broker(plan, said.append)
    try:
        assert broker.kind == "in-memory"
        assert "nothing is kept" in broker.note
        assert [line.split(":")[0] for line in said] == ["not with docker", "not with apache-kafka"]
        assert find_broker(plan, said.append) == broker
        assert answers_metadata("127.0.0.1", int(broker.url.rpartition(":")[2]))
    finally:
        stopped = stop_broker(plan)

    assert stopped == broker
    assert running_broker(plan.folder) is None
    assert stop_broker(plan) is None


def test_when_nothing_works_every_missing_piece_is_named(tmp_path: Path) -> None:
    """One sentence each, with its mend."""
    with pytest.raises(BrokerUnavailable, match=r"docker: .*compose file.*apache-kafka: no Java"):
        find_broker(_plan(tmp_path, kinds=("docker", "apache-kafka")), lambda _: None)


def test_java_is_needed(tmp_path: Path) -> None:
    """Without Java there is no Kafka."""
    with pytest.raises(BrokerUnavailable, match="no Java on the PATH: install"):
        find_distribution(tmp_path, {"PATH": str(tmp_path)}, print)


def test_an_old_java_is_refused(tmp_path: Path) -> None:
    """Kafka 4 dies with a class version error on it, which tells nobody what to do."""
    _executable(tmp_path / "bin" / "java", "echo 'openjdk version \"11.0.2\"' >&2")

    with pytest.raises(BrokerUnavailable, match="version 11, Kafka needs 17 or newer"):
        find_distribution(tmp_path, {"JAVA_HOME": str(tmp_path)}, print)


def test_maven_is_needed_only_while_the_jars_are_missing(tmp_path: Path) -> None:
    """Once fetched, Java is enough."""
    _executable(tmp_path / "bin" / "java", "echo 'openjdk version \"17.0.1\"' >&2")
    environ = {"PATH": str(tmp_path / "bin")}
    with pytest.raises(BrokerUnavailable, match="no Maven"):
        find_distribution(tmp_path / "cache", environ, print)

    (tmp_path / "cache" / "kafka-4.3.1").mkdir(parents=True)

    assert find_distribution(tmp_path / "cache", environ, print).java.endswith("bin/java")


def test_a_failed_download_leaves_no_half_cache(tmp_path: Path) -> None:
    """The next attempt starts afresh, and this one says what Maven said."""
    _executable(tmp_path / "bin" / "java", "echo 'openjdk version \"17.0.1\"' >&2")
    _executable(tmp_path / "bin" / "mvn", "echo '[ERROR] no route to host'; exit 1")
    cache = tmp_path / "cache"

    with pytest.raises(BrokerUnavailable, match="no route to host"):
        find_distribution(cache, {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}, lambda _: None)

    assert [path.name for path in cache.iterdir()] == ["broker.lock"]


def test_docker_starts_the_compose_file(tmp_path: Path) -> None:
    """An engine that answers is preferred to everything else; it is also asked to stop."""
    asked = tmp_path / "asked"
    _executable(tmp_path / "bin" / "docker", f'echo "$@" >> {asked}')
    compose = tmp_path / "docker-compose.yml"
    compose.touch()
    environ = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}

    broker = start_docker(tmp_path, compose, environ)
    stop_docker(compose, environ)

    assert broker.kind == "docker"
    lines = asked.read_text(encoding="ascii").splitlines()
    assert lines[2] == f"compose --file {compose} up --detach --wait kafka"
    assert lines[-1] == f"compose --file {compose} stop kafka"


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("exit 1", "no Docker engine answers"),
        ('[ "$1" = info ]', "docker has no compose"),
        ('[ "$2" != --file ] || { echo "no space" >&2; exit 1; }', "docker compose up failed: no"),
    ],
)
def test_what_docker_lacks_is_named(tmp_path: Path, script: str, sentence: str) -> None:
    """Engine, compose plug-in and the start itself fail with different mends."""
    _executable(tmp_path / "bin" / "docker", script)
    compose = tmp_path / "docker-compose.yml"
    compose.touch()

    with pytest.raises(BrokerUnavailable, match=sentence):
        start_docker(tmp_path, compose, {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"})


def test_a_broker_that_died_is_not_running(tmp_path: Path) -> None:
    """Its file alone does not count, and neither does an unreadable file."""
    broker = RunningBroker("127.0.0.1:9", "apache-kafka", "a note")
    remember(tmp_path, Instance(broker, DetachedProcess(1, "another time")))

    assert recall(tmp_path) == Instance(broker, DetachedProcess(1, "another time"))
    assert running_broker(tmp_path) is None

    (tmp_path / "broker.json").write_text("{", encoding="ascii")

    assert recall(tmp_path) is None


def test_two_commands_do_not_start_one_broker_twice(tmp_path: Path) -> None:
    """The second waits for the lock, and says so when it takes too long."""
    with (
        locked(tmp_path),
        pytest.raises(BrokerUnavailable, match="another command"),
        locked(tmp_path, patience_s=0.01),
    ):
        pass

    with locked(tmp_path, patience_s=0.01):
        pass


def test_ports_are_free_until_somebody_listens() -> None:
    """A port that is taken by something else is neither free nor a broker."""
    first, second = free_ports(2)
    assert first != second
    assert is_free(first)

    with socket.create_server(("127.0.0.1", first)):
        assert not is_free(first)
        assert not answers_metadata("127.0.0.1", first, timeout_s=0.05)

    assert not answers_metadata("127.0.0.1", first)
