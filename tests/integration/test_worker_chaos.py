"""The short form of `make chaos`: injured at seeded moments, the pipeline's books still agree."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from streams.broker.distribution import Distribution

ROOT = Path(__file__).parents[2]
SEED = os.environ.get("STORYWIRE_TEST_SEED", "20260310")


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize(
    ("injuries", "articles"), [(("--only", "kill", "--injuries", "4"), 1200)], ids=["kills"]
)
def test_an_injured_pipeline_loses_nothing_and_doubles_nothing(
    kafka_distribution: Distribution, injuries: tuple[str, ...], articles: int
) -> None:
    """Workers are killed with -9; every accepted article is in one story, the rest rejected."""
    command = [sys.executable, "-m", "tests.chaos", "--seed", SEED, "--articles", str(articles)]

    done = subprocess.run(
        [*command, *injuries], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "the books agree" in done.stdout
