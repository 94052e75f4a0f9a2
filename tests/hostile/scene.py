"""An attack among honest jobs, and the list that holds after every attack.

A terminal state in time with the output so far; honest jobs during and after it are right, on every slot; nothing is
left in the containers or on the host; no canary is read or changed; the worker holds no more than before.
"""

import asyncio
import json
import re
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

import docker

from sandbox import events
from sandbox.engine import Engine
from tests.hostile import outside
from tests.hostile.attack import MARK, Attack, outcome, output
from tests.sandboxes import RIGHT, checks, grade, verdict

_CANARY = re.compile(r"CANARY-[a-z]+-[0-9a-f]{32}")
_WRONG = "def double(x):\n    return x\n"
_SETTLE_SECONDS = 30.0
_CALM_LOOKS = 5  # a second apart: on a busy machine the spare of a pair may come late
_SPARE_DESCRIPTORS = (
    50  # the engine's client of Docker and this test's each keep connections for their last 25 addresses
)
_SPARE_THREADS = 24  # the event loop's own pool for blocking calls
_SPARE_MB = 256.0
# What an honest person's next job would see of an earlier one: processes, files, sockets, changed modules.
LOOKS = """
import builtins, os, sys
import numpy as np
KEPT = len(builtins.__dict__)
def double(x):
    mine = {str(os.getpid())}
    others = [p for p in os.listdir('/proc') if p.isdigit() and p not in mine and os.stat('/proc/' + p).st_uid == os.getuid()]
    files = [name for place in ('/tmp', '/dev/shm') for name in os.listdir(place)]
    changed = [name for name in ('HOLDOUT_LEFT',) if name in os.environ or hasattr(builtins, name) or hasattr(np, name)]
    assert not others and not files and not changed, (others, files, changed)
    assert os.getcwd() == '/tmp' and sorted(os.listdir('/proc/self/fd'))[:4] == ['0', '1', '2', '3']
    return 2.0 * x
"""


def canary(kind: str) -> str:
    """A secret nobody can guess and every stream is searched for."""
    return f"CANARY-{kind}-{secrets.token_hex(16)}"


class Scene:
    """One engine under attack, with planted canaries and honest work beside it."""

    def __init__(self, engine: Engine, jail: str, client: docker.DockerClient, host_file: Path, honest: int) -> None:
        self.engine, self.jail, self.client, self.honest = engine, jail, client, honest
        self.host_file, self.host_text = host_file, host_file.read_text()
        self.secret_source = f"SECRET = {canary('candidate')!r}\n{RIGHT}"
        self.calm: list[outside.Inside] = []
        self.volumes: set[str] = set()
        self.worker = outside.worker()

    async def settle(self) -> None:
        """Run honest jobs until the surroundings are as in daily work, and remember how they look."""
        await self.honest_jobs(8)
        while any(pool.spare or pool.starting for pool in self.engine.status().pools):  # it looks otherwise once used
            await self.victim()
        looks = [await asyncio.to_thread(outside.look, self.client, self.engine.id)]
        while looks[-_CALM_LOOKS:] != [looks[-1]] * _CALM_LOOKS:
            await asyncio.sleep(1.0)
            looks.append(await asyncio.to_thread(outside.look, self.client, self.engine.id))
        self.calm = looks[-1]
        self.worker = outside.worker()

    async def faces(self, attack: Attack) -> str:
        """Run the attack among honest jobs, hold the whole list, and return what the attacker got."""
        await self.victim()
        source = attack.whole_source(str(self.host_file))
        began = time.monotonic()
        running = asyncio.ensure_future(
            grade(
                self.engine,
                source,
                mode=attack.mode,
                deadline_seconds=attack.deadline_seconds,
                cpu_seconds=attack.cpu_seconds,
            )
        )
        beside = await self._beside(running)
        stream = await running
        assert time.monotonic() - began <= attack.deadline_seconds + 1.0
        assert {"accepted"} == beside, "an honest job beside the attack came out wrong"
        if attack.prints and attack.mode == "run":
            assert MARK in output(stream), "the output so far is lost"
        self.unread(stream)
        await self.aftermath()
        return outcome(stream)

    async def _beside(self, running: "asyncio.Future[list[events.Event]]") -> set[str]:
        """The verdicts of the honest jobs that ran while the attack did, at least one."""
        verdicts = set()
        while not verdicts or not running.done():
            verdicts.add(await self._one(RIGHT))
        return verdicts

    async def victim(self) -> None:
        """Another candidate's job with a secret in its code, just before the attack and on every slot."""
        jobs = (self._one(self.secret_source) for _ in range(self.engine.settings.slots))
        assert {"accepted"} == set(await asyncio.gather(*jobs))

    async def aftermath(self) -> None:
        """The list that holds after every attack."""
        await self.honest_jobs(self.honest)
        assert self.host_text == self.host_file.read_text(), "the host's file was changed"
        await self._nothing_left()

    async def honest_jobs(self, count: int) -> None:
        """That many honest jobs over all slots: right ones pass, one looks around first, a wrong one fails."""
        sources = [LOOKS] * 2 + [_WRONG] + [RIGHT] * max(1, count - 3)
        verdicts = await asyncio.gather(*(self._one(source) for source in sources))
        assert ["accepted", "accepted", "rejected"] + ["accepted"] * (len(sources) - 3) == list(verdicts)

    async def _one(self, source: str) -> str:
        stream = await grade(self.engine, source, only=["oracle/one"], priority="live_run")
        found = verdict(stream)
        if found == "rejected" and source != _WRONG:
            return f"rejected: {[check.staff['statement'] for check in checks(stream)]} {stream[0]}"
        return found

    async def _nothing_left(self) -> None:
        """Processes, mounts, control groups, containers, volumes and what the worker holds are as before."""
        deadline = time.monotonic() + _SETTLE_SECONDS
        while (found := await asyncio.to_thread(self._seen)) and time.monotonic() < deadline:  # noqa: ASYNC110 - Docker tells nobody
            await asyncio.sleep(0.1)
        assert "" == found, found

    def _seen(self) -> str:
        """What differs from the calm state, or nothing; replaced containers need a moment to come and go."""
        now = outside.look(self.client, self.engine.id)
        in_use = {name for inside in now for name in inside.volumes}
        self.volumes |= in_use
        if len(now) != len(self.calm) or any(
            (seen.role, seen.mounts, seen.cgroups) != (calm.role, calm.mounts, calm.cgroups)
            or seen.processes > calm.processes
            for seen, calm in zip(now, self.calm, strict=True)
        ):
            return f"containers: {now} instead of {self.calm}"
        if orphans := outside.volumes(self.client) & self.volumes - in_use:
            return f"volumes without a container: {orphans}"
        held = outside.worker()
        flat = (
            held.descriptors <= self.worker.descriptors + _SPARE_DESCRIPTORS
            and held.threads <= self.worker.threads + _SPARE_THREADS
            and held.resident_mb <= self.worker.resident_mb + _SPARE_MB
        )
        return "" if flat else f"the worker holds {held} instead of {self.worker}"

    @staticmethod
    def unread(stream: Sequence[events.Event]) -> None:
        """No secret stands anywhere in what an attack brought back, not even in what only staff see."""
        brought = json.dumps([event.model_dump(mode="json") for event in stream])
        assert [] == _CANARY.findall(brought)
