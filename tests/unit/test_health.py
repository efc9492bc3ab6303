"""What a worker tells of itself over HTTP."""

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from agents.health import Health, HealthServer, Metric, answer, exposition

READY = Health(None, (Metric("lag", "gauge", "Records that wait.", 3),))
WAITING = Health("shard 3 is rebuilt, 20000 rows read", ())


@pytest.fixture
def server() -> Iterator[HealthServer]:
    """A server on a free port, of a worker that waits."""
    server = HealthServer("127.0.0.1", 0, lambda: WAITING)
    yield server
    server.close()


def test_a_worker_is_not_ready_until_nothing_is_waited_for() -> None:
    """/readyz says no, and what is waited for; then yes."""
    assert answer("/readyz", lambda: READY) == (200, "ready\n")
    assert answer("/readyz", lambda: WAITING) == (
        503,
        "not ready: shard 3 is rebuilt, 20000 rows read\n",
    )


def test_a_worker_that_waits_is_alive() -> None:
    """/livez does not ask whether there is work to do."""
    assert answer("/livez", lambda: WAITING) == (200, "alive\n")


def test_an_unknown_path_is_answered_with_the_known_ones() -> None:
    """Nothing else is served."""
    status, text = answer("/table/stories", lambda: READY)

    assert status == 404
    assert "/metrics" in text


def test_metrics_of_one_name_stand_under_one_heading() -> None:
    """Prometheus refuses a page that describes a name twice; labels cannot break a line."""
    hostile = {"shard": 'a"\n\\'}
    metrics = [
        Metric("stories", "gauge", "Stories.", 1, {"shard": "0"}),
        Metric("lag", "gauge", "Lag.", 2),
        Metric("stories", "gauge", "Stories.", 3, hostile),
    ]

    lines = exposition(metrics).splitlines()

    assert lines[:4] == [
        "# HELP storywire_stories Stories.",
        "# TYPE storywire_stories gauge",
        'storywire_stories{shard="0"} 1',
        'storywire_stories{shard="a\\"\\n\\\\"} 3',
    ]


def test_the_server_answers_over_http(server: HealthServer) -> None:
    """A status that a load balancer understands, and a reason that a person does."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{server.port}/readyz", timeout=5)

    with refused.value as error:
        assert error.code == 503
        assert b"20000 rows" in error.read()
