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
FLOOD = b"-brenmoor-"
REPORTS = 5
README = Path(__file__).parents[2] / "README.md"


class User:
    """Somebody with a folder of their own, and few settings.

    One partition of articles keeps their order, on which it depends whose headline stands for all.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        mine = {k: v for k, v in os.environ.items() if not k.startswith("STORYWIRE_")}
        self.environment = {
            **mine,
            "STORYWIRE_DATA_FOLDER": str(folder / "data"),
            "STORYWIRE_WEB_PORT": "0",
            "STORYWIRE_ARTICLE_PARTITIONS": "1",
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
    flood = [line for line in sample_lines() if FLOOD in line[:60]]
    (tmp_path / "articles.jsonl").write_bytes(b"\n".join(flood))
    log = tmp_path / "worker.log"
    promised = _page_of_the_readme()

    kind = user.types("broker", "up").split("\t")[1]
    user.types("topics", "create")
    worker = user.start(["worker"], log)
    try:
        user.types("publish", "articles.jsonl")
        deadline = time.monotonic() + PATIENCE_S
        stories, shown = "", ""
        while (_reports(stories) < REPORTS or promised - _lines(shown)) and (
            time.monotonic() < deadline
        ):
            time.sleep(0.5)
            stories = user.types("stories", "--json")
            for story in map(json.loads, stories.splitlines()):
                shown = user.types("stories", "show", story["story_id"], "--why")
        listed = user.types("stories")
        lag = user.types("lag", "--all")
    finally:
        worker.send_signal(signal.SIGTERM)
        status = worker.wait(PATIENCE_S)

    assert kind == "apache-kafka"
    assert _reports(stories) == REPORTS, log.read_text()[-3000:]
    assert promised <= _lines(shown), "\n".join([*sorted(promised - _lines(shown)), shown])
    assert json.loads(stories)["title"].split()[0] in listed
    assert lag.count("news.articles") == 1
    assert status == 0


def _page_of_the_readme() -> set[str]:
    """Give the lines of the page that the README shows, without what is only drawn or left out."""
    shown = README.read_text(encoding="utf-8").split("What comes out, cut short")[1]
    page = shown.split("\n\n", 1)[1].split("\n    make test\n")[0]
    return {line for line in _lines(page) if any(map(str.isalnum, line))}


def _lines(page: str) -> set[str]:
    """Give a page's lines with their blanks collapsed, and without what is only drawn."""
    return {" ".join(line.replace("─", "").split()) for line in page.splitlines()}


def _reports(stories: str) -> int:
    """Count the reports of stories, a line each."""
    return sum(len(json.loads(line)["reports"]) for line in stories.splitlines())
