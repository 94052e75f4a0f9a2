"""What a warm slot costs: time to start one, memory beyond shared pages, processor time while nobody asks."""

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import docker
from docker.models.containers import Container

from benchmarks.engine import cpu
from benchmarks.engine.ways import settled
from sandbox import containers
from sandbox.engine import Engine, EngineSettings
from sandbox.images import catalogue, store

_MIB = 1 << 20
_JUDGE_IS_READY_SECONDS = 4.0
_SETTLE_SECONDS = 5.0
_SPARES = 4
_MOST_OF_THE_MACHINE_MB = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * 9 // 10 >> 20


async def measure(settings: EngineSettings, slots: int, idle_seconds: float, repeats: int) -> dict[str, Any]:
    """Figures per environment whose image is here, and of an idle pool."""
    with_images = [name for name in catalogue.candidate_environments() if _present(name)]
    one = settings.model_copy(update={"slots": 1, "spares": 1})
    return {
        "cold_start_to_first_slot_ms": await _median(lambda: _cold_start(one), repeats),
        "hand_out_ms": await _hand_out(one),
        "new_slot": {name: await _new_slot(one, name, repeats) for name in with_images},
        "without_image": [name for name in catalogue.candidate_environments() if name not in with_images],
        "idle": {name: await _idle(settings, name, slots, idle_seconds) for name in with_images},
    }


def _present(environment: str) -> bool:
    client = containers.connect()
    try:
        return store.exists(client, catalogue.image(environment).tag)
    finally:
        client.close()


async def _median(once: Callable[[], Awaitable[float]], repeats: int) -> float:
    return round(statistics.median([await once() for _ in range(repeats)]), 1)


async def _cold_start(settings: EngineSettings, environment: str = "numpy") -> float:
    """Milliseconds from nothing to one usable slot: connect, create, start, import, ready."""
    started = time.perf_counter()
    engine = Engine(settings)
    await engine.start((environment,))
    elapsed = 1000 * (time.perf_counter() - started)
    await engine.close()
    return elapsed


async def _new_slot(settings: EngineSettings, environment: str, repeats: int) -> dict[str, float]:
    """A pair is ready when both containers are; the candidate's is also timed alone, beside a judge that waits."""
    client = containers.connect()
    try:
        alone = [await asyncio.to_thread(_candidate_alone, client, settings, environment) for _ in range(repeats)]
    finally:
        client.close()
    pair = await _median(lambda: _cold_start(settings, environment), repeats)
    return {"pair_ms": pair, "candidate_ms": round(statistics.median(alone), 1)}


def _candidate_alone(client: docker.DockerClient, settings: EngineSettings, environment: str) -> float:
    """Milliseconds from the request for a candidate container to the judge's word that the pair is ready."""
    jail = "userns" if settings.jail == "auto" else settings.jail
    judge = containers.create_judge(client, catalogue.image("judge"), "benchmark", settings)
    created = [judge]
    stream = containers.attach(client, judge)
    try:
        judge.start()
        time.sleep(_JUDGE_IS_READY_SECONDS)
        started = time.perf_counter()
        image = catalogue.candidate_image(environment)
        created.append(containers.create_candidate(client, image, judge, settings, jail))
        created[-1].start()
        stream.recv(1)
        return 1000 * (time.perf_counter() - started)
    finally:
        stream.close()
        for container in created:
            containers.remove(container)


async def _hand_out(settings: EngineSettings) -> float:
    """Milliseconds from asking for a spare to having it; each goes to somebody new."""
    engine = Engine(settings.model_copy(update={"spares": _SPARES}))
    await engine.start()
    await settled(engine)
    pool = engine._pool("numpy")  # noqa: SLF001 - the lease is what is timed, and no grading is wanted
    times = []
    for number in range(_SPARES):
        started = time.perf_counter()
        async with pool.lease(f"owner {number}"):
            times.append(1000 * (time.perf_counter() - started))
    await engine.close()
    return round(statistics.median(times), 3)


async def _idle(settings: EngineSettings, environment: str, slots: int, seconds: float) -> dict[str, Any]:
    """Memory per container and processor share of so many slots of which nothing is asked."""
    many = {"slots": slots, "spares": slots, "memory_budget_mb": _MOST_OF_THE_MACHINE_MB}
    engine = Engine(settings.model_copy(update=many))
    await engine.start((environment,))
    await settled(engine)
    client = containers.connect()
    try:
        own = client.containers.list(filters={"label": f"{containers.OWNER_LABEL}={engine.id}"})
        await asyncio.sleep(_SETTLE_SECONDS)
        share = await _share_of_a_core(own, seconds)
        memory = {role: _memory(own, role) for role in ("candidate", "judge")}
    finally:
        client.close()
        await engine.close()
    return {"slots": slots, "idle_percent_of_a_core": share, "memory": memory}


async def _share_of_a_core(own: list[Container], seconds: float) -> float:
    pids = [container.attrs["State"]["Pid"] for container in own]
    before, host = sum(map(cpu.container_ms, pids)), time.process_time()
    await asyncio.sleep(seconds)
    used = sum(map(cpu.container_ms, pids)) - before + 1000 * (time.process_time() - host)
    return round(100 * used / (1000 * seconds), 3)


def _memory(own: list[Container], role: str) -> dict[str, float]:
    """MiB per container: proportional set size, and the part of it that no other slot shares."""
    rows = [_processes(container) for container in own if container.labels[containers.ROLE_LABEL] == role]
    shared = statistics.median(pss for pss, _ in rows)
    beyond = statistics.median(private for _, private in rows)
    return {"pss_mib": round(shared / _MIB, 1), "beyond_shared_mib": round(beyond / _MIB, 1)}


def _processes(container: Container) -> tuple[int, int]:
    found: Any = container.top()
    at = found["Titles"].index("PID")
    sizes = [_sizes(int(row[at])) for row in found["Processes"]]
    return sum(pss for pss, _ in sizes), sum(private for _, private in sizes)


def _sizes(pid: int) -> tuple[int, int]:
    """Bytes: proportional, and proportional without pages of files that others have mapped too."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    kb = {line.split()[0].rstrip(":"): int(line.split()[1]) for line in text.splitlines()[1:]}
    return kb["Pss"] << 10, (kb["Pss_Anon"] + kb["Pss_Shmem"] + kb["Private_Clean"]) << 10
