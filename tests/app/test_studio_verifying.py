"""Verifying a draft: its way through queue, worker and rows, on real containers where a package is graded."""

import asyncio
import os

import pytest
from sqlalchemy import func, select

from app.attempts.grading import MAX_TRIES, SILENT_AFTER, Worker
from app.errors import AlreadyRunning, NotFound
from app.identity.actor import Role
from app.kit.jobs import TryLater
from app.problems import openings, upgrades
from app.problems.models import ProblemVersion
from app.studio import drafts, tasks, verifying, verifying_work
from app.studio import verifications_repository as repository
from sandbox import events
from tests.app import packages
from tests.app.desk import SLOTS, Desk
from tests.app.packages import GRADER, PROBLEM
from tests.app.standin import StandIn
from tests.app.test_lifecycle import UUID_OF_DOUBLE
from tests.app.test_lines import plant_worker


@pytest.fixture
async def desk(sessions, clock, sign_in, engine) -> Desk:
    author = await sign_in("author@example.com", Role.AUTHOR)
    return Desk(sessions, clock, author, Worker(sessions, clock, engine))


async def test_a_good_draft_becomes_a_verified_version_and_everything_found_is_told(desk):
    made, events = await desk.verify(await desk.open())
    assert made.report["faults"] == []
    assert ("finished", True) == (made.status, made.passed)
    assert "verified" == await desk.state_of(made.version_id)
    assert [("version_verified", desk.author.actor.id)] == await desk.audited(made.version_id)
    kinds = [event.type for event in events]
    assert ["queued", "started", "finished"] == [kinds[0], kinds[1], kinds[-1]]
    graded = {event.data["solution"]: event.data for event in events if event.type == "graded"}
    assert set(graded) == {path[len("solutions/") :] for path in packages.files() if path.startswith("solutions/")}
    assert "failed_silently" == graded["rejected/zero_is_one.py"]["checks"]["edge/zero"]
    assert graded["rejected/zero_is_one.py"]["why"]["edge/zero"]["statement"]
    gates = {event.data["gate"] for event in events if event.type == "gate"}
    assert gates >= {"texts", "solutions", "starter", "examples", "tampering", "hidden"}
    right = graded["accepted/plain.py"]["checks"]
    assert "passed" == right.pop("policy/empty")  # the open decision is a column too
    assert right == made.report["matrices"][""]["accepted/plain.py"]


async def test_mutants_are_asked_for_apart_and_each_survivor_comes_as_a_diff(desk):
    made, events = await desk.verify(await desk.open(), mutants=True)
    assert made.report["mutants"]["killed"] > 10
    survivors = [fault for fault in made.report["faults"] if fault["gate"] == "mutants"]
    assert "solutions/accepted/strict.py:7" in {fault["file"] for fault in survivors}
    assert all(fault["detail"].startswith("- ") for fault in survivors)
    assert "mutants" in {event.data["gate"] for event in events if event.type == "gate"}


async def test_a_draft_that_does_not_hold_stays_a_draft_and_the_fault_has_a_remedy(desk):
    path = "solutions/rejected/thrice.py"
    right = packages.files()[path].replace("return 3 * x", "return 2.0 * x")
    made, _ = await desk.verify(await desk.open(**{path: right}))
    assert ("finished", False) == (made.status, made.passed)
    assert "draft" == await desk.state_of(made.version_id)
    found = {(fault["gate"], fault["file"]) for fault in made.report["faults"] if fault["remedy"]}
    assert ("rejected", path) in found


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"problem.yaml": PROBLEM.replace("level: junior", "level: wizard")}, "problem.yaml:7"),
        ({"grader.py": "def reference(:\n"}, "grader.py:1"),
        ({"visible.yaml": "[" * 5000}, ""),
    ],
)
async def test_what_is_no_package_is_told_at_once_and_without_a_worker(sessions, desk, changed, at):
    made, events = await desk.look(await desk.ask(await desk.open(**changed)))
    assert ("finished", False) == (made.status, made.passed)
    assert ["gate", "finished"] == [event.type for event in events]
    assert any(fault["file"].startswith(at) and fault["remedy"] for fault in made.report["faults"])
    async with sessions() as session:
        assert 0 == (await session.execute(select(func.count()).select_from(ProblemVersion))).scalar_one()


async def test_only_one_verification_of_a_draft_is_under_way_and_only_authors_find_it(desk, ada):
    draft = await desk.open()
    first = await desk.ask(draft)
    with pytest.raises(AlreadyRunning) as refused:
        await desk.ask(draft)
    assert str(first) == refused.value.fields["verification"]
    with pytest.raises(NotFound):
        await desk.cancel(first, ada)
    await desk.cancel(first)
    assert first != await desk.ask(draft)


async def test_whoever_verifies_has_looked_inside(sessions, desk):
    await desk.ask(await desk.open())
    async with sessions() as session:
        assert await openings.has_opened(session, desk.author.actor.id, UUID_OF_DOUBLE)


async def test_a_verification_that_is_called_off_stops_within_a_moment(desk):
    slow = GRADER.replace("def numbers(rng, i):", "def numbers(rng, i):\n    while True:\n        pass")
    verification = await desk.ask(await desk.open(**{"grader.py": slow}))
    working = asyncio.create_task(verifying_work.run(desk.worker, verification, SLOTS))
    await asyncio.sleep(1.0)
    await desk.cancel(verification)
    assert await asyncio.wait_for(working, 30) is None
    made, events = await desk.look(verification)
    assert ("cancelled", "cancelled") == (made.status, events[-1].type)


async def test_a_number_that_is_published_with_other_text_is_a_fault(sessions, desk):
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package())
    statement = packages.files()["statement.md"].replace("Somebody wrote", "Somebody once wrote")
    made, events = await desk.verify(await desk.open(**{"statement.md": statement}))
    assert [("version", "problem.yaml")] == [(fault["gate"], fault["file"]) for fault in made.report["faults"]]
    assert "version" == next(event.data["gate"] for event in events if event.type == "gate")
    assert "draft" == await desk.state_of(made.version_id)


LARGE = {"problem.yaml": PROBLEM.replace("memory_mb: 256", "memory_mb: 2048")}


async def test_asking_for_more_memory_than_a_container_has_is_a_fault_that_names_the_setting(desk):
    desk.worker = Worker(desk.sessions, desk.clock, StandIn())  # nothing is graded
    made, _ = await desk.verify(await desk.open(**LARGE))
    (fault,) = made.report["faults"]
    assert ("finished", False, "grading", "problem.yaml") == (made.status, made.passed, fault["gate"], fault["file"])
    assert "limits.memory_mb is 2048, and a candidate's container has 512 MiB" in fault["message"]
    assert "HOLDOUT_SANDBOX_SLOT_MEMORY_MB to 2048" in fault["remedy"]


async def test_what_only_a_worker_with_larger_containers_can_verify_is_left_to_it(desk):
    await plant_worker(desk.sessions, ["numpy", "numpy.2048"])
    verification = await desk.ask(await desk.open(**LARGE))
    with pytest.raises(TryLater):
        await verifying_work.run(Worker(desk.sessions, desk.clock, StandIn()), verification, SLOTS)
    made, _ = await desk.look(verification)
    assert ("queued", 0) == (made.status, made.tries)


async def test_a_fault_of_ours_is_tried_again_and_never_a_verdict(desk):
    verification = await desk.ask(await desk.open())
    broken = Worker(desk.sessions, desk.clock, StandIn())  # its engine fails at the first grading
    for _ in range(MAX_TRIES - 1):
        assert await verifying_work.run(broken, verification, SLOTS) is not None
    assert await verifying_work.run(broken, verification, SLOTS) is None
    made, events = await desk.look(verification)
    assert ("platform_error", None, "platform_error") == (made.status, made.passed, events[-1].type)


async def test_an_engine_that_is_gone_says_nothing_of_a_package(desk):
    """As where Docker is restarted in the middle of it."""
    verification = await desk.ask(await desk.open())
    gone = StandIn([events.PlatformError(message="there is no Docker engine", away=True)])
    assert await verifying_work.run(Worker(desk.sessions, desk.clock, gone), verification, SLOTS) is not None
    assert "queued" == (await desk.look(verification))[0].status
    await verifying_work.run(desk.worker, verification, SLOTS)
    made, _ = await desk.look(verification)
    assert (2, True) == (made.tries, made.passed)


async def test_what_a_dead_worker_left_is_taken_up_by_another(desk):
    verification = await desk.ask(await desk.open())
    await verifying_work._take_up(desk.worker, verification)
    assert await verifying_work._take_up(desk.worker, verification) is None  # somebody is at it
    desk.clock.advance(SILENT_AFTER * 2)
    assert [verification] == await tasks.rescue_abandoned(desk.worker)
    await verifying_work.run(desk.worker, verification, SLOTS)
    made, _ = await desk.look(verification)
    assert (2, True) == (made.tries, made.passed)


async def test_workers_that_are_stopped_are_no_tries(desk):
    verification = await desk.ask(await desk.open())
    for _ in range(MAX_TRIES):
        hangs = Worker(desk.sessions, desk.clock, StandIn(*[[3600.0]] * 99))
        working = asyncio.create_task(verifying_work.run(hangs, verification, SLOTS))
        while not hangs.grader.jobs:  # noqa: ASYNC110 - the stand-in tells nobody
            await asyncio.sleep(0.01)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    await verifying_work.run(desk.worker, verification, SLOTS)
    made, events = await desk.look(verification)
    assert (1, True) == (made.tries, made.passed)
    begun = [event.data["again"] for event in events if event.type == "started"]
    assert [False, *[True] * MAX_TRIES] == begun


async def test_what_takes_its_worker_down_each_time_ends_without_a_verdict(desk):
    """A worker that is killed gives nothing back, so the tries are counted where they begin."""
    verification = await desk.ask(await desk.open())
    for _ in range(MAX_TRIES):
        assert await verifying_work._take_up(desk.worker, verification) is not None
        desk.clock.advance(SILENT_AFTER * 2)
        assert [verification] == await tasks.rescue_abandoned(desk.worker)
    assert await verifying_work.run(desk.worker, verification, SLOTS) is None
    made, events = await desk.look(verification)
    assert ("platform_error", None, "platform_error") == (made.status, made.passed, events[-1].type)
    assert [] == await tasks.rescue_abandoned(desk.worker)


async def test_old_verifications_and_their_texts_are_forgotten(desk, sessions, monkeypatch):
    monkeypatch.setattr(verifying, "KEEP", 1)
    draft, author = await desk.open(), desk.author.actor
    for number in range(4):
        await desk.cancel(await desk.ask(draft))
        desk.clock.advance(SILENT_AFTER)
        async with sessions.begin() as session:
            revision, files = await drafts.files(session, draft)
            changed = {**files, "editorial.md": files["editorial.md"] + f"\nA line more, {number}.\n"}
            await drafts.replace_all(session, desk.clock, author, draft, changed, base_revision=revision)
    async with sessions() as session:
        kept = await repository.of_draft(session, draft, 10)
        texts = (await session.execute(select(func.count()).select_from(ProblemVersion))).scalar_one()
    assert (2, 2) == (len(kept), texts)  # the newest, and the one that was over when it was asked for


FORKS = "\n\nimport os\nfor _ in range(10_000):\n    os.fork()\n"
READS = """

import os, pathlib
found = [str(dict(os.environ))]
for path in ("/proc/self/environ", "/proc/1/environ", "/etc/hostname", "/work", "/root", "/var/run/docker.sock"):
    try:
        found.append(f"{path}: {pathlib.Path(path).read_bytes()!r}")
    except OSError as error:
        found.append(f"{path}: {error}")
raise ValueError(" | ".join(found))
"""
PRINTS = "\n\nimport os, sys\nprint('SECRET ' + str(dict(os.environ)) * 10_000)\nprint('to stderr', file=sys.stderr)\n"
LOOPS = "\n\nwhile True:\n    pass\n"
EATS = "\n\nfull = []\nwhile True:\n    full.append(bytearray(1 << 24))\n"


@pytest.mark.parametrize("extra", [LOOPS, FORKS, READS, EATS], ids=["loops", "forks", "reads", "eats"])
async def test_a_hostile_grader_is_a_fault_of_the_package_and_learns_nothing(monkeypatch, desk, extra):
    monkeypatch.setenv("HOLDOUT_PLANTED", "planted-secret")
    with monkeypatch.context() as patch:
        patch.setattr(verifying_work, "DEADLINE_SECONDS", 4.0)
        made, events = await desk.verify(await desk.open(**{"grader.py": GRADER + extra}))
    assert ("finished", False) == (made.status, made.passed)
    assert any(fault["file"] == "grader.py" for fault in made.report["faults"])
    told = str(made.report) + str([event.data for event in events])
    assert "planted-secret" not in told
    assert os.uname().nodename not in told
    other = PROBLEM.replace("uuid: 5f", "uuid: 6f").replace("number: 7", "number: 8")
    healthy, _ = await desk.verify(await desk.open("triple", **{"problem.yaml": other}))
    assert healthy.passed  # the engine still serves


async def test_what_a_grader_prints_goes_nowhere(desk):
    made, events = await desk.verify(await desk.open(**{"grader.py": GRADER + PRINTS}))
    assert made.passed
    assert "SECRET" not in str(made.report) + str([event.data for event in events])
