"""/livez, /readyz and /metrics of a worker: a small HTTP server in a thread of its own."""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Literal

_logger: Final = logging.getLogger(__name__)
_PREFIX: Final = "storywire_"


@dataclass(slots=True)
class Counts:
    """What a stage has done since it started."""

    processed: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure, as Prometheus reads it; ``labels`` tell figures of one name apart."""

    name: str
    kind: Literal["counter", "gauge"]
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """How a worker is: ``waits_for`` says why it is not ready, None if it is."""

    waits_for: str | None
    metrics: tuple[Metric, ...]


def exposition(metrics: Iterable[Metric]) -> str:
    """Write metrics in Prometheus' text format, in their order; equal names stand together.

    >>> print(exposition([Metric("lag", "gauge", "Records that wait.", 3, {"shard": "0"})]), end="")
    # HELP storywire_lag Records that wait.
    # TYPE storywire_lag gauge
    storywire_lag{shard="0"} 3
    """
    by_name: dict[str, list[Metric]] = {}
    for metric in metrics:
        by_name.setdefault(metric.name, []).append(metric)
    lines = []
    for name, same in by_name.items():
        lines.append(f"# HELP {_PREFIX}{name} {same[0].help}")
        lines.append(f"# TYPE {_PREFIX}{name} {same[0].kind}")
        lines += [f"{_PREFIX}{name}{_labels(metric)} {metric.value:g}" for metric in same]
    return "".join(line + "\n" for line in lines)


def _labels(metric: Metric) -> str:
    pairs = [f'{name}="{_escaped(text)}"' for name, text in sorted(metric.labels.items())]
    return f"{{{','.join(pairs)}}}" if pairs else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def answer(path: str, health: Callable[[], Health]) -> tuple[HTTPStatus, str]:
    """Answer a request for a path."""
    if path == "/livez":
        return HTTPStatus.OK, "alive\n"
    if path == "/readyz":
        waits_for = health().waits_for
        if waits_for is None:
            return HTTPStatus.OK, "ready\n"
        return HTTPStatus.SERVICE_UNAVAILABLE, f"not ready: {waits_for}\n"
    if path == "/metrics":
        return HTTPStatus.OK, exposition(health().metrics)
    return HTTPStatus.NOT_FOUND, "paths are /livez, /readyz and /metrics\n"


class HealthServer:
    """Serves a worker's health until it is closed; it can be read while the worker is stuck.

    Args:
        host: where to listen.
        port: where to listen; 0 is any free port.
        health: asked at every request, from the server's threads.

    Raises:
        OSError: if the port cannot be had.
    """

    def __init__(self, host: str, port: int, health: Callable[[], Health]) -> None:
        self._server = ThreadingHTTPServer((host, port), _handler(health))
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, name="health", daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()


def _handler(health: Callable[[], Health]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers GET requests."""

        timeout = 10

        def do_GET(self) -> None:
            status, text = answer(self.path.partition("?")[0], health)
            raw = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name
            _logger.debug(format, *arguments)

    return Handler
