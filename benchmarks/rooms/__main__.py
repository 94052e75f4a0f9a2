"""`python -m benchmarks.rooms`: measure rooms; the last line of the output is JSON. Progress goes to standard error."""

import argparse
import asyncio
import json
import shutil
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.kit import migrate
from app.kit.db import create_engine, create_sessionmaker
from app.kit.embedded import EmbeddedPostgres
from app.web import MIGRATIONS
from benchmarks.rooms import hostile, joins, killed, load

PARTS = ("load", "growth", "peer", "join", "hostile", "kill")
PEER_PYTHON = Path(__file__).parents[2] / ".build" / "bench-venv" / "bin" / "python"


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rooms", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each load lasts")
    parser.add_argument("--rooms", type=int, nargs="*", default=[50, 200, 300], help="rooms of the growth")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--peer-python", default=str(PEER_PYTHON), help="a Python with pycrdt-websocket")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="holdout-rooms-"))
    cluster = EmbeddedPostgres(folder)
    try:
        url = cluster.start()
        migrate.upgrade(url, MIGRATIONS)
        print(json.dumps({"rooms": asyncio.run(measure(options, url))}))
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def measure(options: argparse.Namespace, url: str) -> dict[str, Any]:
    """All the parts that were asked for."""
    engine = create_engine(url)
    sessions = create_sessionmaker(engine)
    figures: dict[str, Any] = {}
    ours = load.Ours(sessions, url, free_port)
    peer = load.Peer(options.peer_python, free_port)
    if "load" in options.only:
        figures["load"] = say("load", await ours.measure(100, options.seconds))
    if "peer" in options.only:
        figures["peer"] = say("peer", await peer.measure(100, options.seconds))
    if "growth" in options.only:
        figures["growth"] = [say("growth", await ours.measure(rooms, options.seconds)) for rooms in options.rooms]
        if "peer" in options.only:
            rooms: Sequence[int] = options.rooms
            figures["peer_growth"] = [say("peer growth", await _or_why(peer, n, options.seconds)) for n in rooms]
    if "join" in options.only:
        figures["join"] = say("join", await joins.measure(ours, 100_000))
    if "hostile" in options.only:
        figures["hostile"] = say("hostile", await hostile.measure(ours, 40_000))
    if "kill" in options.only:
        figures["kill"] = say("kill", await killed.measure(ours, options.kills))
    await engine.dispose()
    return figures


async def _or_why(peer: load.Peer, rooms: int, seconds: float) -> dict[str, Any]:
    """The figures, or that there are none: a peer may be too busy to answer."""
    try:
        return await peer.measure(rooms, seconds)
    except (OSError, TimeoutError) as error:
        return {"rooms": rooms, "failed": repr(error)}


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def say(what: str, figures: Any) -> Any:
    """Show progress."""
    print(what, json.dumps(figures), file=sys.stderr, flush=True)
    return figures


if __name__ == "__main__":
    main()
