"""What can go wrong, each as something that hurts an installation, lasts a moment, and is over.

A strike draws its details from the `random.Random` it is given, says what they were, and undoes itself as far as a
machine's keeper would: what is killed comes back, a full disk is emptied, a wire is mended.
"""

import asyncio
import contextlib
import random
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import psycopg
from sqlalchemy import TextClause, text
from sqlalchemy.exc import SQLAlchemyError

from app.attempts.queueing import GRADE_TASK
from tests.faults.slots import kill
from tests.faults.system.installation import Installation
from tests.faults.system.node import WRONG_CLOCK, Node

Chance = random.Random
Strike = Callable[[Installation, Chance], Awaitable[str]]
HOUR = 3600
_CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> ALL (%s)"
)
_TWICE = text(
    "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args) "
    "SELECT queue_name, task_name, priority, args FROM procrastinate_jobs "
    "WHERE status IN ('todo', 'doing') AND task_name = :task RETURNING id"
)
_AGAIN = text(
    "WITH again AS (UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL "
    "WHERE status = 'doing' AND task_name = :task RETURNING id, queue_name) "
    "SELECT id, pg_notify('procrastinate_queue_v1#' || queue_name, "
    "json_build_object('type', 'job_inserted', 'job_id', id)::text) FROM again"
)


async def web_killed(all_of: Installation, chance: Chance) -> str:
    """SIGKILL to a web node, or to both."""
    return await _killed(chance.choice([all_of.web[:1], all_of.web[1:], all_of.web]))


async def worker_killed(all_of: Installation, chance: Chance) -> str:
    """SIGKILL to a worker, while the other one is there."""
    return await _killed([chance.choice(all_of.workers)])


async def workers_killed(all_of: Installation, _: Chance) -> str:
    """SIGKILL to both."""
    return await _killed(all_of.workers)


async def _killed(nodes: list[Node]) -> str:
    for node in nodes:
        node.send(signal.SIGKILL)
    return ", ".join(node.name for node in nodes)


async def worker_stopped(all_of: Installation, chance: Chance) -> str:
    """SIGTERM, as a new release or a scaler sends it."""
    node = chance.choice(all_of.workers)
    before = node.pid
    node.send(signal.SIGTERM)
    while before is not None and node.pid == before:  # noqa: ASYNC110 - it happens in another process
        await asyncio.sleep(0.1)
    return node.name


async def node_hangs(all_of: Installation, chance: Chance) -> str:
    """SIGSTOP, sometimes for longer than a worker may be silent: it wakes up with what another has taken over."""
    node, seconds = chance.choice(all_of.nodes), chance.choice([2.0, 6.0, 18.0])
    node.send(signal.SIGSTOP)
    await _while(node, seconds)
    node.send(signal.SIGCONT)
    return f"{node.name} for {seconds:.0f} s"


async def _while(node: Node, seconds: float) -> None:
    """Wait; whatever is asked of the node meanwhile it need not answer."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        node.troubled()
        await asyncio.sleep(0.2)


async def database_killed(all_of: Installation, chance: Chance) -> str:
    """SIGKILL to every process of PostgreSQL, as when its machine dies."""
    return await _without_database(all_of, chance, lambda: all_of.cluster.send(signal.SIGKILL))


async def database_restarted(all_of: Installation, chance: Chance) -> str:
    """A restart as an update makes it."""
    how = chance.choice([signal.SIGINT, signal.SIGQUIT])
    return await _without_database(all_of, chance, lambda: all_of.cluster.end(how))


async def _without_database(all_of: Installation, chance: Chance, end: Callable[[], Any]) -> str:
    seconds = chance.uniform(0.0, 6.0)
    all_of.cluster_wanted = False
    try:
        await asyncio.to_thread(end)
        await asyncio.sleep(seconds)
    finally:
        all_of.cluster_wanted = True
    return f"away for {seconds:.1f} s"


async def backend_killed(all_of: Installation, chance: Chance) -> str:
    """SIGKILL to one process that serves somebody: PostgreSQL throws everybody out and recovers by itself."""
    with contextlib.suppress(psycopg.Error):
        backends = await asyncio.to_thread(all_of.cluster.backends)
        kill([chance.choice(sorted(backends))])
    return ""


async def database_paused(all_of: Installation, chance: Chance) -> str:
    """SIGSTOP to PostgreSQL: connections stand, and nothing answers."""
    seconds = chance.choice([2.0, 6.0, 16.0, 75.0])
    await asyncio.to_thread(all_of.cluster.send, signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        await asyncio.to_thread(all_of.cluster.send, signal.SIGCONT)
    return f"for {seconds:.0f} s"


async def out_of_connections(all_of: Installation, chance: Chance) -> str:
    """Somebody else takes every connection there is, after all of ours were cut."""
    seconds = chance.uniform(1.0, 6.0)
    taken = await asyncio.to_thread(_take_all, all_of.cluster.url(), seconds)
    return f"{taken} taken for {seconds:.1f} s"


def _take_all(url: str, seconds: float) -> int:
    until = time.monotonic() + seconds
    with contextlib.ExitStack() as held:
        own: list[psycopg.Connection[Any]] = []
        while time.monotonic() < until:
            try:
                own.append(held.enter_context(psycopg.connect(url, autocommit=True)))
            except psycopg.OperationalError:  # all are taken, and most are still those of others
                with contextlib.suppress(psycopg.Error):
                    own[0].execute(_CUT, [[each.info.backend_pid for each in own]])
                time.sleep(0.05)
        return len(own)


async def database_disk_full(all_of: Installation, chance: Chance) -> str:
    """Not a byte is left on the database's disk. PostgreSQL may end by it."""
    return await _full(all_of.cluster, chance)


async def docker_disk_full(all_of: Installation, chance: Chance) -> str:
    """Not a byte is left on Docker's disk, and sometimes every container is lost meanwhile."""
    lost = all_of.kill_containers if chance.choice([False, True]) else None
    return await _full(all_of.docker, chance, lost)


async def containers_killed(all_of: Installation, _: Chance) -> str:
    """SIGKILL to every container that grades or waits to."""
    await asyncio.to_thread(all_of.kill_containers)
    return ""


async def _full(thing: Any, chance: Chance, meanwhile: Callable[[], Any] | None = None) -> str:
    seconds = chance.uniform(1.0, 6.0)
    await asyncio.to_thread(thing.fill)
    try:
        if meanwhile is not None:
            await asyncio.to_thread(meanwhile)
        await asyncio.sleep(seconds)
    finally:
        await asyncio.to_thread(thing.empty)
    return f"for {seconds:.1f} s"


async def docker_killed(all_of: Installation, chance: Chance) -> str:
    """SIGKILL to dockerd, which takes its containers along; it comes back after a moment."""
    return await _without_docker(all_of, chance, signal.SIGKILL)


async def docker_restarted(all_of: Installation, chance: Chance) -> str:
    """The same by SIGTERM."""
    return await _without_docker(all_of, chance, signal.SIGTERM)


async def _without_docker(all_of: Installation, chance: Chance, how: signal.Signals) -> str:
    seconds = chance.uniform(0.0, 6.0)
    all_of.docker_wanted = False
    try:
        await asyncio.to_thread(all_of.docker.end, how)
        await asyncio.sleep(seconds)
    finally:
        all_of.docker_wanted = True
    return f"away for {seconds:.1f} s"


async def clock_jumps(all_of: Installation, chance: Chance) -> str:
    """The clock of a far node goes wrong by up to an hour, and right again."""
    node, seconds = chance.choice([all_of.web[1], all_of.workers[1]]), chance.choice([-HOUR, -60, 60, HOUR])
    node.set_clock(seconds)
    try:
        await asyncio.sleep(chance.uniform(3.0, 8.0))
    finally:
        node.set_clock(0)
    return f"{node.name} by {seconds} s"


async def slow_network(all_of: Installation, chance: Chance) -> str:
    """Every packet of a far node comes late."""
    return await _bad_wire(all_of, chance, late=chance.uniform(0.02, 0.25), lost=0.0)


async def packets_lost(all_of: Installation, chance: Chance) -> str:
    """Some packets of a far node get lost, in both directions."""
    return await _bad_wire(all_of, chance, late=0.005, lost=chance.uniform(0.05, 0.3))


async def cut_off(all_of: Installation, chance: Chance) -> str:
    """Nothing gets through to a far node, whose connections all seem to stand."""
    seconds = chance.choice([3.0, 8.0, 18.0])
    return await _bad_wire(all_of, chance, late=0.0, lost=1.0, seconds=seconds)


async def database_vanishes(all_of: Installation, chance: Chance) -> str:
    """The database has no memory of a far node's connections, and could not tell it so."""
    node = chance.choice([all_of.web[1], all_of.workers[1]])
    assert node.wire is not None
    node.wire.carry(lost=1.0)
    try:
        await _while(node, 0.5)
        await asyncio.to_thread(all_of.cluster.forget, node.wire.there)
        await _while(node, 2.0)
    finally:
        node.wire.carry()
    return f"for {node.name}"


async def _bad_wire(
    all_of: Installation, chance: Chance, *, late: float, lost: float, seconds: float | None = None
) -> str:
    node = chance.choice([all_of.web[1], all_of.workers[1]])
    seconds = chance.uniform(3.0, 10.0) if seconds is None else seconds
    assert node.wire is not None
    node.wire.carry(late=late, lost=lost)
    try:
        await _while(node, seconds)
    finally:
        node.wire.carry()
    return f"{node.name}: {1000 * late:.0f} ms late, {lost:.0%} lost, for {seconds:.1f} s"


async def delivered_twice(all_of: Installation, _: Chance) -> str:
    """Every grading that waits or runs gets a second job, which another worker may take up at the same moment."""
    return await _with_jobs(all_of, _TWICE)


async def claimed_twice(all_of: Installation, _: Chance) -> str:
    """The queue forgets that workers have taken jobs, and gives the same ones away again."""
    return await _with_jobs(all_of, _AGAIN)


async def _with_jobs(all_of: Installation, statement: TextClause) -> str:
    touched: Sequence[int] = []
    with contextlib.suppress(SQLAlchemyError, OSError):  # another fault has the database
        async with all_of.sessions.begin() as session:
            touched = (await session.execute(statement, {"task": GRADE_TASK})).scalars().all()
    return f"{len(touched)} jobs"


STRIKES: dict[str, Strike] = {
    strike.__name__.replace("_", " "): strike
    for strike in (
        web_killed,
        worker_killed,
        workers_killed,
        worker_stopped,
        node_hangs,
        database_killed,
        database_restarted,
        backend_killed,
        database_paused,
        out_of_connections,
        database_disk_full,
        docker_killed,
        docker_restarted,
        docker_disk_full,
        containers_killed,
        slow_network,
        packets_lost,
        cut_off,
        database_vanishes,
        delivered_twice,
        claimed_twice,
    )
}
if WRONG_CLOCK is not None:
    STRIKES["clock jumps"] = clock_jumps
