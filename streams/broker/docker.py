"""The broker of the compose file, where a Docker engine runs."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from streams.broker.instance import Instance, RunningBroker, remember
from streams.errors import BrokerUnavailable

URL: Final = "127.0.0.1:9092"
SERVICE: Final = "kafka"
_QUESTION_PATIENCE_S: Final = 10
_START_PATIENCE_S: Final = 300


def start_docker(folder: Path, compose_file: Path, environ: Mapping[str, str]) -> RunningBroker:
    """Start the compose file's broker and wait until its health check is content.

    Raises:
        BrokerUnavailable: if there is no Docker engine, no compose plug-in or no such file.
    """
    if not compose_file.is_file():
        reason = f"no compose file {compose_file}: run this from a checkout to use Docker"
        raise BrokerUnavailable(reason)
    docker = find_docker(environ)
    _compose(docker, compose_file, ["up", "--detach", "--wait", SERVICE])
    note = f"Apache Kafka in Docker, from {compose_file.name}: durable, its data is in a volume."
    broker = RunningBroker(URL, "docker", note)
    remember(folder, Instance(broker))
    return broker


def stop_docker(compose_file: Path, environ: Mapping[str, str]) -> None:
    """Stop the compose file's broker; its volume stays.

    Raises:
        BrokerUnavailable: if Docker cannot be asked any more.
    """
    _compose(find_docker(environ), compose_file, ["stop", SERVICE])


def find_docker(environ: Mapping[str, str]) -> str:
    """Find a docker command whose engine answers and that knows compose.

    Raises:
        BrokerUnavailable: naming what of the three is missing.
    """
    docker = shutil.which("docker", path=environ.get("PATH"))
    if docker is None:
        reason = "no docker on the PATH: install Docker to use it"
        raise BrokerUnavailable(reason)
    if not _succeeds([docker, "info"]):
        reason = "no Docker engine answers: start it to use it"
        raise BrokerUnavailable(reason)
    if not _succeeds([docker, "compose", "version"]):
        reason = "docker has no compose: install the compose plug-in to use it"
        raise BrokerUnavailable(reason)
    return docker


def _succeeds(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_QUESTION_PATIENCE_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _compose(docker: str, compose_file: Path, arguments: Sequence[str]) -> None:
    command = [docker, "compose", "--file", str(compose_file), *arguments]
    try:
        subprocess.run(  # noqa: S603
            command,
            check=True,
            capture_output=True,
            text=True,
            timeout=_START_PATIENCE_S,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = str(getattr(error, "stderr", None) or error).strip().splitlines()
        reason = f"docker compose {arguments[0]} failed: {said[-1] if said else 'no reason given'}"
        raise BrokerUnavailable(reason) from error
