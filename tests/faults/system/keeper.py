"""Whoever keeps the installation: looks at every web node again and again, and at what it says of the workers."""

import asyncio
import time

import httpx

from tests.faults.system.installation import Installation
from tests.faults.system.people import Browser

LOOK_SECONDS = 1.0
ALIVE_SECONDS = 15.0  # a process that is there says so within this time, whatever else is broken
GONE_SECONDS = 30.0  # after which nobody may still be told that a dead worker is ready


class Keeper:
    """`browser` is an administrator's."""

    def __init__(self, installation: Installation, browser: Browser) -> None:
        self.browser = browser
        self._installation, self._journal = installation, browser.journal

    async def keep(self) -> None:
        """For ever."""
        while True:
            for node in self._installation.web:
                began = time.monotonic()
                answer = await self.browser.ask("GET", "/healthz", of=node)
                took = time.monotonic() - began
                if answer is not None and took > ALIVE_SECONDS and not node.excused(began - 1.0):
                    self._journal.complain(f"{node.name} said only after {took:.1f} s that it is there")
            await self._look_at_workers()
            await asyncio.sleep(LOOK_SECONDS)

    async def _look_at_workers(self) -> None:
        answer = await self.browser.ask("GET", "/api/operator")
        if answer is None or answer.status_code != httpx.codes.OK:
            return
        workers = self._installation.workers
        living = {node.pid for node in workers}  # one of them may have a number that a dead one had
        dead = {pid: at for node in workers for pid, at in node.dead.items() if pid not in living}
        for worker in answer.json()["workers"]:
            gone_for = time.monotonic() - dead.get(worker["process"], time.monotonic())
            if worker["state"] == "ready" and gone_for > GONE_SECONDS:
                self._journal.complain(f"a worker that died {gone_for:.0f} s ago was shown as ready")
