"""What a browser's workspace does, for tests."""

import json
import re
from typing import Any
from uuid import UUID

import httpx
from procrastinate import App

from app.attempts.grading import Worker
from tests.app.packages import RIGHT


async def open_workspace(browser: httpx.AsyncClient, problem: str) -> dict[str, Any]:
    """Open the problem page; gives its boot data."""
    page = await browser.get(problem)
    assert 200 == page.status_code, page.text
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page.text, re.DOTALL)
    assert found, page.text[-2000:]
    boot: dict[str, Any] = json.loads(found[1])
    return boot


async def save(browser: httpx.AsyncClient, boot: dict[str, Any], solution: str = RIGHT, checks: str = "") -> int:
    """Save over the revision that was opened; gives the new one."""
    body = {"revision": boot["draft"]["revision"], "solution": solution, "checks": checks}
    saved = await browser.put(f"/api/attempts/{boot['attempt']['id']}/draft", json=body)
    assert 200 == saved.status_code, saved.text
    revision: int = saved.json()["revision"]
    return revision


async def submit(browser: httpx.AsyncClient, problem: str, solution: str = RIGHT, kind: str = "submissions") -> UUID:
    """Open, type, submit; gives the execution."""
    boot = await open_workspace(browser, problem)
    revision = await save(browser, boot, solution)
    answer = await browser.post(f"/api/attempts/{boot['attempt']['id']}/{kind}", json={"revision": revision})
    assert 201 == answer.status_code, answer.text
    return UUID(answer.json()["id"])


async def view(browser: httpx.AsyncClient, execution: UUID) -> dict[str, Any]:
    """A run or submission as its person sees it."""
    found: dict[str, Any] = (await browser.get(f"/api/executions/{execution}")).json()
    return found


async def work(queue: App, worker: Worker) -> None:
    """Work until nothing is left that is due."""
    await queue.run_worker_async(
        wait=False, install_signal_handlers=False, listen_notify=False, additional_context={"worker": worker}
    )
