"""The jars of Apache Kafka, fetched once by Maven into a cache, and the Java that runs them."""

import re
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from streams.broker.instance import locked
from streams.errors import BrokerUnavailable

KAFKA_VERSION: Final = "4.3.1"
OLDEST_JAVA: Final = 17
_GOAL: Final = "org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies"
_PATIENCE_S: Final = 900

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Distribution:
    """A Java and the jars it needs to run a broker."""

    java: str
    jars: Path
    class_archive: Path
    """Where this Java's archive of the jars' classes is, once there is one."""

    def command(self, main: str, *arguments: str, options: Iterable[str] = ()) -> list[str]:
        """Give the command line that runs one of Kafka's main classes, with more options of Java's.

        Quick start before peak speed: the first compiler and the serial collector alone halve the
        processor time until the broker answers.
        """
        quick = ("-Xmx512m", "-Xms64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
        return [self.java, *quick, *options, "-cp", f"{self.jars}/*", main, *arguments]


def find_distribution(cache: Path, environ: Mapping[str, str], say: Say) -> Distribution:
    """Find Java and the jars, fetching the jars with Maven the first time (45 MB, about a minute).

    Raises:
        BrokerUnavailable: if Java or Maven is missing or too old, or the download failed.
    """
    java, told = _find_java(environ)
    jars = cache / f"kafka-{KAFKA_VERSION}"
    if not jars.is_dir():
        with locked(cache, patience_s=_PATIENCE_S):
            if not jars.is_dir():
                _fetch(jars, environ, say)
    mark = zlib.crc32(told.encode())
    return Distribution(java, jars, cache / f"kafka-{KAFKA_VERSION}-{mark:08x}.jsa")


def java_version(report: str) -> int:
    """Read the major version out of ``java -version``; 0 if it is not there.

    >>> java_version('openjdk version "17.0.15" 2025-04-15'), java_version('version "1.8.0_402"')
    (17, 8)
    """
    found = re.search(r'version "(?:1\.)?(\d+)', report)
    return int(found.group(1)) if found else 0


def _find_java(environ: Mapping[str, str]) -> tuple[str, str]:
    """Find Java, and give what it tells of its version."""
    home = environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin" if home else environ.get("PATH"))
    if java is None:
        where = f"JAVA_HOME={home}" if home else "on the PATH"
        reason = f"no Java {where}: install a Java {OLDEST_JAVA} or newer runtime"
        raise BrokerUnavailable(reason)
    answer = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603
    told = answer.stderr + answer.stdout
    version = java_version(told)
    if version < OLDEST_JAVA:
        reason = f"{java} is version {version}, Kafka needs {OLDEST_JAVA} or newer: upgrade Java"
        raise BrokerUnavailable(reason)
    return java, told


def _fetch(jars: Path, environ: Mapping[str, str], say: Say) -> None:
    maven = shutil.which("mvn", path=environ.get("PATH"))
    if maven is None:
        reason = "no Maven (mvn) on the PATH: install it, it fetches Apache Kafka once"
        raise BrokerUnavailable(reason)
    say(f"fetching Apache Kafka {KAFKA_VERSION} with Maven (45 MB, only this once) …")
    # Whole or not at all: an interrupted download must not look like a finished one.
    with tempfile.TemporaryDirectory(dir=jars.parent, prefix="fetching-") as folder:
        pom = Path(folder) / "pom.xml"
        pom.write_bytes(files("streams.broker").joinpath("pom.xml").read_bytes())
        _run_maven(maven, pom, environ)
        (Path(folder) / "jars").replace(jars)


def _run_maven(maven: str, pom: Path, environ: Mapping[str, str]) -> None:
    output = f"-DoutputDirectory={pom.parent / 'jars'}"
    command = [maven, "-q", "-B", "-f", str(pom), _GOAL, output, "-DincludeScope=runtime"]
    try:
        subprocess.run(  # noqa: S603
            command,
            check=True,
            env=dict(environ),
            timeout=_PATIENCE_S,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = str(error.stdout or "").splitlines()
        first = next((line for line in said if "ERROR" in line), str(error))
        reason = f"Maven could not fetch Apache Kafka, check network and proxy: {first.strip()}"
        raise BrokerUnavailable(reason) from error
