"""Web processes under measurement, each with a look at itself: `GET /bench` gives lag of its event loop, CPU, memory.

`python -m benchmarks.rooms.nodes ours DATABASE_URL PORT` or `… peer PORT` is such a process.
"""

import asyncio
import contextlib
import json
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROBE_SECONDS = 0.005


class Probe:
    """How late the event loop is, looked at every five milliseconds."""

    def __init__(self) -> None:
        self.late: list[float] = []

    async def run(self) -> None:
        """Look for ever."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + PROBE_SECONDS
            await asyncio.sleep(PROBE_SECONDS)
            self.late.append(loop.time() - due)

    def read(self) -> dict[str, float]:
        """What was seen since the last reading, in milliseconds; CPU seconds and MiB of this process."""
        late, self.late = sorted(self.late) or [0.0], []
        used = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "lag_p50": 1000 * late[len(late) // 2],
            "lag_p99": 1000 * late[int(len(late) * 0.99)],
            "lag_max": 1000 * late[-1],
            "cpu": used.ru_utime + used.ru_stime,
            "rss": int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20,
        }


class Watched:
    """ASGI: the application, and `/bench`."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.probe = Probe()
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one connection."""
        self._task = self._task or asyncio.create_task(self.probe.run())
        if scope["type"] == "http" and scope["path"] == "/bench":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": json.dumps(self.probe.read()).encode()})
            return
        await self.app(scope, receive, send)


@contextlib.contextmanager
def running(*arguments: str, port: int, python: str = sys.executable) -> Iterator[subprocess.Popen[bytes]]:
    """A node in a process of its own, once it answers."""
    process = subprocess.Popen([python, "-m", "benchmarks.rooms.nodes", *arguments, str(port)], cwd=ROOT)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                look(port)
                break
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait()


def look(port: int) -> dict[str, float]:
    """What a node says of itself since the last time."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/bench", timeout=60) as answer:
        return dict(json.load(answer))


async def ours(url: str, port: int) -> None:
    """Holdout, with a place for everybody."""
    import uvicorn  # noqa: PLC0415 - each kind of node has its own environment

    from app.kit import log  # noqa: PLC0415 - as above
    from app.main import create_app  # noqa: PLC0415 - as above
    from app.settings import Settings  # noqa: PLC0415 - as above
    from tests.app.room_node import OpenHouse, configured  # noqa: PLC0415 - as above

    log.configure("console", "WARNING")
    app = create_app(Settings(), url)
    app.state.rooms.house = OpenHouse()
    await uvicorn.Server(configured(Watched(app), port=port)).serve()


async def peer(port: int) -> None:
    """pycrdt-websocket as its documentation serves it: no log, no rights, no acknowledgements."""
    import uvicorn  # noqa: PLC0415 - as above
    from pycrdt.websocket import ASGIServer, WebsocketServer  # noqa: PLC0415 - as above

    server = WebsocketServer()
    async with server:
        app = Watched(ASGIServer(server))
        await uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", lifespan="off")).serve()


if __name__ == "__main__":
    kind, *rest = sys.argv[1:]
    asyncio.run(ours(rest[0], int(rest[1])) if kind == "ours" else peer(int(rest[0])))
