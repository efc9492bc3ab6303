"""`storywire worker` finds its broker as every other command does."""

import argparse
import os
from pathlib import Path

import pytest

from agents import worker as stage_worker
from agents.commands import worker
from agents.commands.worker import Supervisor
from streams.broker.detached import DetachedProcess, start_mark
from streams.broker.instance import Instance, RunningBroker, remember
from streams.errors import BrokerUnavailable
from streams.settings import Settings


def _arguments(stage: str | None) -> argparse.Namespace:
    return argparse.Namespace(stage=stage, end_with_parent=False, config=None)


def _with_broker_up(folder: Path) -> Settings:
    """Give settings without an address, where `storywire broker up` has started a broker."""
    settings = Settings(data_folder=folder)
    process = DetachedProcess(os.getpid(), start_mark(os.getpid()) or "")
    broker = RunningBroker("127.0.0.1:9999", "apache-kafka", "started for this test")
    remember(settings.folder("broker"), Instance(broker, process))
    return settings


def test_a_stage_uses_the_broker_that_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has to copy the address that `storywire broker up` printed."""
    used: list[tuple[str | None, str]] = []

    def run(settings: Settings, stage: str) -> int:
        used.append((settings.broker_url, stage))
        return 0

    monkeypatch.setattr(stage_worker, "run", run)
    settings = _with_broker_up(tmp_path)

    assert worker.COMMAND.run(_arguments("enrichment"), settings) == 0
    assert used == [("127.0.0.1:9999", "enrichment")]


def test_without_a_broker_no_stage_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command ends with one sentence; it does not start stages again and again."""

    def run(_: Supervisor) -> int:
        pytest.fail("stages were started")

    monkeypatch.setattr(Supervisor, "run", run)

    with pytest.raises(BrokerUnavailable, match="storywire broker up"):
        worker.COMMAND.run(_arguments(None), Settings(data_folder=tmp_path))
