"""A worker that keeps what it reads in a table and sends it on in batches; a process to be killed.

Run as ``python echo_worker.py BROKER IN OUT CHANGELOG FOLDER``.
"""

import asyncio
import sys
import weakref
from pathlib import Path
from typing import Any

import faust
from faust.streams import _current_event

from agents import transport


def build(broker: str, source: str, output: str, changelog: str, folder: str) -> faust.App:
    """Build the app: a record goes into the table and to the output, then it is acknowledged."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    app = faust.App(
        f"{source}-group",
        broker=f"kafka://{broker}",
        store="rocksdb://",
        datadir=folder,
        key_serializer="raw",
        value_serializer="raw",
        topic_allow_declare=False,
        topic_disable_leader=True,
        topic_partitions=4,
        table_standby_replicas=1,
        broker_commit_interval=0.5,
        broker_session_timeout=6,
        broker_heartbeat_interval=1,
        broker_request_timeout=10,
        stream_buffer_maxsize=256,
        producer_linger=0.01,
        web_enabled=False,
    )
    transport.install(app)
    table = app.Table(
        "seen", partitions=4, changelog_topic=app.topic(changelog, key_type=bytes, value_type=bytes)
    )
    target = app.topic(output, key_type=bytes, value_type=bytes)

    @app.agent(app.topic(source, key_type=bytes, value_type=bytes), name="echo")
    async def echo(stream: Any) -> None:
        async for events in stream.take_events(50, within=0.05):
            sent = []
            for event in events:
                token = _current_event.set(weakref.ref(event))
                try:
                    table[event.message.key] = event.message.value
                finally:
                    _current_event.reset(token)
                sent.append(await target.send(key=event.message.key, value=event.message.value))
            await asyncio.gather(*sent)

    return app


def main() -> None:
    """Run until SIGTERM."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    worker = faust.Worker(build(*sys.argv[1:]), loglevel="WARNING", loop=loop)
    worker.execute_from_commandline()


if __name__ == "__main__":
    main()
