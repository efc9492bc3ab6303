"""Whether a Kafka broker is there and ready, asked over a bare socket without a client library."""

import socket
import struct
import time
from collections.abc import Callable
from typing import Final

_METADATA: Final = 3
_VERSION: Final = 1
_CLIENT: Final = b"storywire"
_SHORTEST_ANSWER_BYTES: Final = 8
_LONGEST_ANSWER_BYTES: Final = 1 << 20


def metadata_request() -> bytes:
    """Ask for the brokers and for no topic: Metadata, version 1, framed by its length.

    >>> len(metadata_request())
    27
    """
    header = struct.pack(">hhih", _METADATA, _VERSION, 1, len(_CLIENT)) + _CLIENT
    body = header + struct.pack(">i", 0)
    return struct.pack(">i", len(body)) + body


def answers_metadata(host: str, port: int, *, timeout_s: float = 1.0) -> bool:
    """Whether a plaintext listener at this address names at least one broker that is up."""
    try:
        with socket.create_connection((host, port), timeout=timeout_s) as connection:
            connection.sendall(metadata_request())
            (length,) = struct.unpack(">i", _read(connection, 4))
            if not _SHORTEST_ANSWER_BYTES <= length <= _LONGEST_ANSWER_BYTES:
                return False
            correlation, brokers = struct.unpack(">ii", _read(connection, length)[:8])
    except OSError:
        return False
    return bool(correlation == 1 and brokers > 0)


def wait_until_ready(
    host: str, port: int, *, alive: Callable[[], bool], patience_s: float = 60.0
) -> bool:
    """Wait for ``answers_metadata``; False once ``alive`` says no, or the patience ends."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if answers_metadata(host, port):
            return True
        if not alive():
            return False
        time.sleep(0.1)
    return False


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as candidate:
        # As servers do: a port whose last connections are still winding down is free.
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((host, port))
        except OSError:
            return False
    return True


def free_ports(count: int, host: str = "127.0.0.1") -> tuple[int, ...]:
    """Find ``count`` different ports that are free at this moment."""
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    try:
        for each in sockets:
            each.bind((host, 0))
        return tuple(int(each.getsockname()[1]) for each in sockets)
    finally:
        for each in sockets:
            each.close()


def _read(connection: socket.socket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        chunk = connection.recv(length - len(received))
        if not chunk:
            message = "the connection ended in mid-answer"
            raise ConnectionError(message)
        received += chunk
    return received
