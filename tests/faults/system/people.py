"""People who practise while things break: they save, run, submit, watch, and write down what they are shown."""

import asyncio
import contextlib
import json
import random
import re
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from app.identity import sessions as signing_in
from app.identity.actor import Actor, Role
from app.identity.gate import COOKIE
from app.identity.models import User
from app.kit.db import SessionMaker
from tests.faults.system.journal import OVER, Journal
from tests.faults.system.node import Node

PATIENCE_SECONDS = 50.0  # a request that takes longer hangs
PAUSE_SECONDS = 0.3
_HEADERS = {"sec-fetch-site": "same-origin"}
_SLOW = "import time\n\n\ndef double(x):\n    time.sleep(0.04)\n    return {}\n"
TRUTH = {
    _SLOW.format("2.0 * x"): "accepted",
    _SLOW.format("x + x"): "accepted",
    _SLOW.format("3.0 * x"): "rejected",
    _SLOW.format("x"): "rejected",
}
# What a person may be answered. Anything else is a fault of ours that shows: 500, or 401 while they are signed in.
HONEST = frozenset({200, 201, 503})
CONFLICTS = ("about:holdout:already-running", "about:holdout:stale-revision")


async def account(sessions: SessionMaker, *roles: Role) -> tuple[Actor, str]:
    """A person who is signed in for a day; gives the token of their session."""
    email = f"{uuid4().hex}@example.com"
    async with sessions.begin() as session:
        user = User(email=email, email_key=email, name="Somebody", password_hash="-", roles=[*map(str, roles)])  # noqa: S106 - no password hashes to it
        session.add(user)
        await session.flush()
        now = datetime.now(UTC)
        signed_in = signing_in.open_until(session, user, now, now + timedelta(days=1))
    return signed_in.actor, signed_in.token


class Browser:
    """Asks one node, and another one when that is out of reach, as behind a balancer. Judges each answer by itself."""

    def __init__(self, nodes: Sequence[Node], token: str, journal: Journal, chance: random.Random) -> None:
        self.journal = journal
        self._nodes = list(nodes)
        chance.shuffle(self._nodes)
        self._client = httpx.AsyncClient(
            cookies={COOKIE: token},
            headers=_HEADERS,
            timeout=PATIENCE_SECONDS,
            trust_env=False,
            limits=httpx.Limits(keepalive_expiry=1.0),  # well before the server ends an idle connection
        )

    async def ask(self, method: str, path: str, *, of: Node | None = None, **more: Any) -> httpx.Response | None:
        """The answer, or None where no node was in reach or it said that it cannot at the moment."""
        node, began = of or self._nodes[0], time.monotonic()
        try:
            answer = await self._client.request(method, f"http://{node.address}{path}", **more)
        except httpx.HTTPError as error:
            self._out_of_reach(node, began, f"{method} {_route(path)}", error)
            return None
        self.journal.answers[str(answer.status_code)] += 1
        self._judge(f"{method} {_route(path)} at {node.name}", answer)
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            self._nodes.append(self._nodes.pop(0))
            return None
        return answer

    def _out_of_reach(self, node: Node, began: float, what: str, error: httpx.HTTPError) -> None:
        self.journal.answers[type(error).__name__] += 1
        starting = node.starts and isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
        if not starting and not node.excused(began - 1.0):
            took = time.monotonic() - began
            self.journal.complain(f"{what} at {node.name} had no answer within {took:.1f} s: {error!r}")
        self._nodes.append(self._nodes.pop(0))

    def _judge(self, what: str, answer: httpx.Response) -> None:
        known = answer.status_code == httpx.codes.CONFLICT and answer.json()["type"] in CONFLICTS
        if answer.status_code not in HONEST and not known:
            self.journal.complain(f"{what} was answered with {answer.status_code}: {answer.text[:300]}")
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and not _says_so(answer):
            self.journal.complain(f"{what} was answered with 503 and no word that helps: {answer.text[:300]}")

    async def stream(self, path: str, seen: int) -> AsyncIterator[tuple[int, str, dict[str, Any]]]:
        """Server-sent events after a number; ends when the connection does."""
        node, began = self._nodes[0], time.monotonic()
        try:
            headers = {"last-event-id": str(seen)}
            async with self._client.stream("GET", f"http://{node.address}{path}", headers=headers) as answer:
                if answer.status_code != httpx.codes.OK:
                    await answer.aread()
                    self._judge(f"GET {_route(path)} at {node.name}", answer)
                    return
                async for event in _events(answer):
                    yield event
        except httpx.RemoteProtocolError:  # it was cut in the middle, and is opened again, as a page does
            self.journal.answers["cut stream"] += 1
        except httpx.HTTPError as error:
            self._out_of_reach(node, began, f"events of {_route(path)}", error)

    async def close(self) -> None:
        await self._client.aclose()


def _says_so(answer: httpx.Response) -> bool:
    """Whether a refusal tells its reader what is so, in the form they asked in."""
    if answer.headers["content-type"].startswith("application/problem+json"):
        return {"title", "detail", "status"} <= set(answer.json())
    return "<h1" in answer.text


def _route(path: str) -> str:
    return re.sub(r"[0-9a-f-]{36}", "…", path)


async def _events(answer: httpx.Response) -> AsyncIterator[tuple[int, str, dict[str, Any]]]:
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        else:
            if "id" in fields:  # others say how things stand meanwhile, and are kept nowhere
                yield int(fields["id"]), fields["event"], json.loads(fields["data"])
            fields = {}


class Practitioner:
    """Asks for one thing after the other while `going` is set; `idle` is set while nothing of theirs is under way."""

    def __init__(self, browser: Browser, going: asyncio.Event, chance: random.Random) -> None:
        self.browser, self.journal, self.going = browser, browser.journal, going
        self.idle = asyncio.Event()
        self._chance = chance
        self._attempt, self._revision = "", 0

    async def practise(self) -> None:
        """For ever. What they are doing when `going` ends they bring to its end."""
        while True:
            self.idle.set()
            await self.going.wait()
            self.idle.clear()
            execution = await self._ask_for_one() if self._attempt or await self._open() else None
            if execution is not None:
                await (self._watch if self._chance.random() < 0.5 else self._look)(execution)
            await asyncio.sleep(self._chance.uniform(0.1, PAUSE_SECONDS))

    async def _open(self) -> bool:
        page = await self.browser.ask("GET", "/problems/metrics/double")
        found = page and re.search(r'<script type="application/json" id="boot">(.*?)</script>', page.text, re.DOTALL)
        if not found:
            return False
        boot = json.loads(found[1])
        self._attempt, self._revision = boot["attempt"]["id"], boot["draft"]["revision"]
        return True

    async def _ask_for_one(self) -> UUID | None:
        """A run or a submission that was acknowledged, or one of before that is still under way."""
        solution = f"{self._chance.choice(list(TRUTH))}# by {uuid4().hex}\n"
        body = {"revision": self._revision, "solution": solution, "checks": ""}
        saved = await self.browser.ask("PUT", f"/api/attempts/{self._attempt}/draft", json=body)
        if saved is None:
            return None
        self._revision = saved.json().get("revision", self._revision)
        if saved.status_code != httpx.codes.OK:  # an earlier save had arrived, only its answer had not
            return None
        kind = self._chance.choice(["runs", "submissions", "submissions"])
        address = f"/api/attempts/{self._attempt}/{kind}"
        asked = await self.browser.ask("POST", address, json={"revision": self._revision})
        if asked is None:
            return None
        told = asked.json()
        if asked.status_code != httpx.codes.CREATED:
            return UUID(told["execution_id"]) if "execution_id" in told else None
        self.journal.promised(UUID(told["id"]), told["kind"])
        return UUID(told["id"])

    async def _look(self, execution: UUID) -> None:
        """Ask how it stands until it is over."""
        while True:
            answer = await self.browser.ask("GET", f"/api/executions/{execution}")
            if answer is not None and answer.status_code == httpx.codes.OK:
                told = answer.json()
                self.journal.show(execution, told["status"], told["verdict"])
                if told["status"] in OVER:
                    return
            await asyncio.sleep(PAUSE_SECONDS)

    async def _watch(self, execution: UUID) -> None:
        """Follow its events as a page does: over lost connections, each once and in order."""
        seen, over = 0, False
        while not over:
            async with contextlib.aclosing(self.browser.stream(f"/api/executions/{execution}/events", seen)) as events:
                async for number, kind, _ in events:
                    if number != seen + 1:
                        self.journal.complain(f"event {number} of {execution} came after event {seen}")
                    seen, over = number, kind in OVER
            await asyncio.sleep(0 if over else PAUSE_SECONDS)
        await self._look(execution)
