"""The engine end to end: verdicts, retries, what a container is granted, what is left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sandbox import containers, events
from sandbox.engine import Engine
from sandbox.images import catalogue
from tests.sandboxes import RIGHT, checks, grade, job, last, settings, start, verdict

ROOT = Path(__file__).parents[2]


def labelled(engine: Engine, role: str) -> dict[str, list[str]]:
    return {"label": [f"{containers.ROLE_LABEL}={role}", f"{containers.OWNER_LABEL}={engine.id}"]}


async def test_right_code_is_accepted_and_wrong_code_rejected(engine):
    assert verdict(await grade(engine, RIGHT)) == "accepted"
    wrong = await grade(engine, "def double(x):\n    return 3.0 * x\n")
    assert verdict(wrong) == "rejected"
    assert [check.state for check in checks(wrong)] == ["failed_silently", "failed_silently"]


async def test_a_verdict_says_where_it_was_formed(engine, docker_client):
    end = last(await grade(engine, RIGHT))
    assert isinstance(end, events.Finished)
    assert end.sandbox is not None
    for name, fingerprint, digest in (
        ("numpy", end.sandbox.fingerprint, end.sandbox.digest),
        ("judge", end.sandbox.judge_fingerprint, end.sandbox.judge_digest),
    ):
        assert catalogue.image(name).fingerprint == fingerprint
        assert docker_client.images.get(catalogue.image(name).tag).id == digest


async def test_a_run_shows_input_expected_got_and_own_prints(engine):
    stream = await grade(engine, "def double(x):\n    print('hello', x)\n    return x\n", mode="run")
    (example,) = [event for event in stream if isinstance(event, events.ExampleDone)]
    assert (example.state, verdict(stream)) == ("failed", "completed")
    assert "hello" in example.output
    assert "4" in example.expected


async def test_own_checks_run_against_the_solution(engine):
    own = "def test_good():\n    assert double(np.ones(1))[0] == 2\ndef test_bad():\n    assert False, 'mine'\n"
    stream = await grade(engine, "import numpy as np\n" + RIGHT, mode="run", checks_source=own)
    found = {event.name: (event.state, event.message) for event in stream if isinstance(event, events.OwnCheckDone)}
    assert found == {"test_good": ("passed", ""), "test_bad": ("failed", "mine")}


async def test_many_jobs_at_once_are_each_graded_right(engine):
    sources = [RIGHT, "def double(x):\n    return x\n"] * 4
    streams = await asyncio.gather(*(grade(engine, source) for source in sources))
    assert [verdict(stream) for stream in streams] == ["accepted", "rejected"] * 4


async def test_the_judge_dying_is_retried_and_ends_with_one_right_verdict(engine, docker_client):
    killed = False
    seen = []
    async for event in engine.grade(job("import time\ndef double(x):\n    time.sleep(0.6)\n    return 2.0 * x\n")):
        seen.append(event)
        if isinstance(event, events.CheckStarted) and not killed:
            killed = True
            for container in docker_client.containers.list(filters=labelled(engine, "judge")):
                container.kill()
    assert any(isinstance(event, events.Retrying) for event in seen)
    assert verdict(seen) == "accepted"


async def test_a_candidate_container_removed_from_outside_is_our_fault_and_retried(engine, docker_client):
    killed = False
    seen = []
    async for event in engine.grade(job(RIGHT)):
        seen.append(event)
        if isinstance(event, events.CheckStarted) and not killed:
            killed = True
            for container in docker_client.containers.list(filters=labelled(engine, "candidate")):
                container.kill()
    assert verdict(seen) == "accepted"


async def test_a_defect_of_the_package_is_a_platform_error_and_not_a_rejection(engine):
    broken = job(RIGHT)
    files = {
        "grader.py": "def reference(x):\n    return 1 / 0\ndef numbers(rng, i):\n    return (rng.normal(size=2),)\n"
    }
    broken = broken.model_copy(update={"package": broken.package.model_copy(update={"files": files})})
    assert verdict([event async for event in engine.grade(broken)]) == "platform_error"


@pytest.mark.parametrize(
    ("jail", "role", "added"),
    [("userns", "candidate", set()), ("uid", "candidate", {"SETUID", "SETGID", "KILL"}), ("uid", "judge", set())],
)
async def test_the_outer_wall_stands(jail, role, added, docker_client):
    engine = Engine(settings(slots=1, jail=jail))
    await start(engine)
    try:
        assert "accepted" == verdict(await grade(engine, RIGHT))
        (container, *_) = docker_client.containers.list(filters=labelled(engine, role))
    finally:
        await engine.close()
    host = container.attrs["HostConfig"]
    assert host["NetworkMode"] == "none"
    assert host["ReadonlyRootfs"]
    assert host["CapDrop"] == ["ALL"]
    assert added == {name.removeprefix("CAP_") for name in host["CapAdd"] or []}
    assert "no-new-privileges" in host["SecurityOpt"]
    assert 0 < host["Memory"] == host["MemorySwap"]
    assert 0 < host["PidsLimit"] <= (128 if engine.settings.runtime is None else 512)
    assert host["LogConfig"]["Type"] == "none"
    assert ["volume"] == [mount["Type"] for mount in container.attrs["Mounts"]]
    assert host["IpcMode"] == "private"
    assert not host["Privileged"]
    assert "size=16m" in host["Tmpfs"]["/tmp"]


async def test_the_candidates_image_holds_nothing_of_the_judge(engine, docker_client):
    listing = docker_client.containers.run(
        catalogue.image("numpy").tag,
        ["find", "/usr/local/lib/python3.11/dist-packages/sandbox", "-name", "*.py"],
        remove=True,
        network_mode="none",
    ).decode()
    assert "inside/child.py" in listing
    assert "judge" not in listing


async def test_closing_an_engine_leaves_nothing(docker_client):
    other = Engine(settings(slots=1))
    await other.start()
    found = docker_client.containers.list(filters={"label": f"{containers.OWNER_LABEL}={other.id}"})
    volumes = {mount["Name"] for container in found for mount in container.attrs["Mounts"]}
    assert "accepted" == verdict(await grade(other, RIGHT))
    await other.close()
    assert (2, 1) == (len(found), len(volumes))
    assert not docker_client.containers.list(all=True, filters={"label": f"{containers.OWNER_LABEL}={other.id}"})
    assert not volumes & {volume.id for volume in docker_client.volumes.list()}


async def test_a_killed_worker_leaves_no_container_behind(docker_client):
    program = textwrap.dedent("""
        import asyncio
        from sandbox.engine import Engine
        from tests.sandboxes import settings
        async def main():
            engine = Engine(settings(slots=1))
            await engine.start()
            print(engine.id, flush=True)
            await asyncio.sleep(60)
        asyncio.run(main())
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT) as worker:  # noqa: ASYNC220 - a process to kill
        assert worker.stdout is not None
        owner = (await asyncio.to_thread(worker.stdout.readline)).decode().strip()
        mine = {"label": f"{containers.OWNER_LABEL}={owner}"}
        assert 2 == len(docker_client.containers.list(filters=mine))
        os.kill(worker.pid, signal.SIGKILL)
    for _ in range(100):
        if not docker_client.containers.list(all=True, filters=mine, ignore_removed=True):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("containers outlived their worker")


async def test_what_nobody_waits_for_gives_way_to_what_somebody_does(make, docker_client):
    engine = make(slots=1, live_slots=0, spares=0)
    await start(engine)

    def shares() -> list[int]:
        return sorted(
            docker_client.api.inspect_container(each.id)["HostConfig"]["CpuShares"]
            for role in ("judge", "candidate")
            for each in docker_client.containers.list(filters=labelled(engine, role))
        )

    for priority, expected in (("regrade", containers.BACKGROUND_SHARES), ("live_run", containers.ORDINARY_SHARES)):
        assert verdict(await grade(engine, RIGHT, priority=priority)) == "accepted"
        assert [expected] * 2 == shares(), priority
