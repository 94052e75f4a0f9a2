"""Workers on machines of their own: other networks, other Docker engines, other environments, one queue."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from app.attempts.models import Execution, Verdict, WorkerPresence
from app.identity.actor import Actor, Role
from app.identity.models import User
from app.kit.clock import SystemClock
from app.kit.db import create_engine, create_sessionmaker
from sandbox.images import build, catalogue
from tests.app import emptying, hosts
from tests.app.hosts import until
from tests.faults.apart import Apart
from tests.faults.second import SecondDocker

pytestmark = [pytest.mark.faults, pytest.mark.root, pytest.mark.thorough]
SLOTS = {"HOLDOUT_SANDBOX_SLOTS": "1", "HOLDOUT_SANDBOX_SPARES": "1"}
GRADED_SECONDS = 120


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    if not Apart.can_be():
        pytest.skip("this user may not make network namespaces")
    if shutil.which("dockerd") is None:
        pytest.skip("there is no dockerd to start a second time")
    folder = Path(tempfile.mkdtemp(prefix="holdout-apart-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def engines(folder) -> Iterator[tuple[str, str]]:
    """One engine with numpy alone, and this machine's with everything."""
    build.build(["numpy", "data", "judge"], lambda _: None)
    (folder / "second").mkdir()
    second = SecondDocker(folder / "second", size_mb=2500)
    try:
        second.start()
        second.load([catalogue.image(name).tag for name in ("numpy", "judge")])
        yield second.url, "unix:///var/run/docker.sock"
    finally:
        second.remove()


@pytest.fixture
async def sessions(database_url):
    engine = create_engine(database_url)
    made = create_sessionmaker(engine)
    async with made.begin() as session:
        await emptying.empty(session)
    yield made
    await engine.dispose()


@pytest.fixture
async def actor(sessions):
    async with sessions.begin() as session:
        user = User(email="ada", email_key="ada", name="ada", roles=[str(Role.CANDIDATE)], password_hash="")
        session.add(user)
    return Actor(id=user.id, name=user.name, email=user.email, roles=frozenset({Role.CANDIDATE}))


@pytest.fixture
async def machines(folder, engines, database_url, sessions, tmp_path) -> AsyncIterator[list[Apart]]:
    """Two workers far from here, both ready."""
    (tmp_path / "bank").mkdir()
    settings = {**SLOTS, "HOLDOUT_PROBLEMS_DIR": str(tmp_path / "bank"), "HOLDOUT_DATA_DIR": str(tmp_path)}
    machines = [Apart(number, tmp_path, each, database_url, settings) for number, each in enumerate(engines)]
    try:
        for each in machines:
            each.start()
        await until(lambda: takes(sessions, [["data", "numpy"], ["numpy"]]), GRADED_SECONDS)
        yield machines
    finally:
        for each in machines:
            each.remove()


async def takes(sessions, wanted: list[list[str]]) -> bool:
    async with sessions() as session:
        rows = (await session.execute(select(WorkerPresence.sandbox))).scalars()
        found = [[name for name in row.get("takes", ()) if name in {"numpy", "data"}] for row in rows]
    return sorted(wanted) == sorted(found)


async def ask(sessions, actor, version: UUID, count: int) -> list[UUID]:
    return [await hosts.ask(sessions, SystemClock(), actor, version) for _ in range(count)]


async def test_workers_on_other_machines_grade_what_they_have_images_for(machines, sessions, actor):
    numpy, both = machines
    of_numpy = await ask(sessions, actor, await hosts.sync(sessions), 8)
    of_data = await ask(sessions, actor, await hosts.sync_other(sessions), 4)
    await hosts.through(sessions, [*of_numpy, *of_data], GRADED_SECONDS)
    assert dict.fromkeys([*of_numpy, *of_data], "accepted") == await hosts.verdicts(sessions)
    assert not set(map(str, of_data)) & set(numpy.taken())
    assert set(map(str, of_data)) <= set(both.taken())
    assert set(map(str, of_numpy)) & set(numpy.taken())
    async with sessions() as session:
        where = (await session.execute(select(Verdict.environment))).scalars().all()
    assert {"numpy", "data"} == {each["environment"] for each in where}
    assert [0, 0] == [each.end() for each in machines]


async def test_a_machine_that_is_cut_off_loses_nothing_and_comes_back(machines, sessions, actor):
    numpy, both = machines
    version = await hosts.sync(sessions)
    ids = await ask(sessions, actor, version, 10)
    await until(lambda: some(numpy), GRADED_SECONDS)
    numpy.cut(off=True)
    await hosts.through(sessions, ids, GRADED_SECONDS)
    assert dict.fromkeys(ids, "accepted") == await hosts.verdicts(sessions)
    numpy.cut(off=False)
    taken = len(numpy.taken())
    async with asyncio.timeout(GRADED_SECONDS):
        while len(numpy.taken()) == taken:
            await hosts.through(sessions, await ask(sessions, actor, version, 4), GRADED_SECONDS)
    assert {"accepted"} == set((await hosts.verdicts(sessions)).values())
    async with sessions() as session:
        assert set() == set(
            (await session.execute(select(Execution.id).where(Execution.status != "finished"))).scalars()
        )
        assert (
            0
            == (
                await session.execute(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"))
            ).scalar_one()
        )
    assert both.taken()


async def some(machine: Apart) -> bool:
    return bool(machine.taken())
