"""The README's commands, one after the other, as a new user types them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from agents.demo import sample_lines
from streams.broker.distribution import Distribution

PATIENCE_S = 150.0
ARTICLES = 3


class User:
    """Somebody with a folder of their own, and no setting but that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        mine = {k: v for k, v in os.environ.items() if not k.startswith("STORYWIRE_")}
        self.environment = {
            **mine,
            "STORYWIRE_DATA_FOLDER": str(folder / "data"),
            "STORYWIRE_WEB_PORT": "0",
        }

    def start(self, words: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
        """Start a command that runs on."""
        with log.open("wb") as stream:
            return subprocess.Popen(
                [sys.executable, "-m", "agents", *words],
                cwd=self.folder,
                env=self.environment,
                stdout=stream,
                stderr=stream,
            )

    def types(self, *words: str) -> str:
        """Run a command to its end; it must succeed. Gives its standard output."""
        done = subprocess.run(
            [sys.executable, "-m", "agents", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


@pytest.fixture
def user(kafka_distribution: Distribution, tmp_path: Path) -> Iterator[User]:
    """Stops the user's broker in the end, whatever happens."""
    assert kafka_distribution
    user = User(tmp_path)
    yield user
    user.types("broker", "down")


@pytest.mark.kafka
@pytest.mark.slow
def test_the_commands_of_the_readme_lead_to_stories(user: User, tmp_path: Path) -> None:
    """A broker that was started, topics, a worker, articles: and stories, without any address."""
    articles = sample_lines()[:ARTICLES]
    (tmp_path / "articles.jsonl").write_bytes(b"\n".join(articles))
    log = tmp_path / "worker.log"

    kind = user.types("broker", "up").split("\t")[1]
    user.types("topics", "create")
    worker = user.start(["worker"], log)
    try:
        user.types("publish", "articles.jsonl")
        deadline = time.monotonic() + PATIENCE_S
        stories = user.types("stories", "--json")
        while _reports(stories) < ARTICLES and time.monotonic() < deadline:
            time.sleep(0.5)
            stories = user.types("stories", "--json")
        listed = user.types("stories")
        first = json.loads(stories.splitlines()[0])
        shown = user.types("stories", "show", first["story_id"], "--why")
        lag = user.types("lag", "--all")
    finally:
        worker.send_signal(signal.SIGTERM)
        status = worker.wait(PATIENCE_S)

    assert kind == "apache-kafka"
    assert _reports(stories) == ARTICLES, log.read_text()[-3000:]
    assert first["title"].split()[0] in listed
    assert first["title"].split()[0] in shown
    assert lag.count("news.articles") > 1
    assert status == 0


def _reports(stories: str) -> int:
    """Count the reports of stories, a line each."""
    return sum(len(json.loads(line)["reports"]) for line in stories.splitlines())
