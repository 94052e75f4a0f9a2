"""Two people in the room of an interview, each at another node, who type, come back, run and submit."""

import asyncio
import contextlib
import random
from collections.abc import Sequence
from uuid import UUID

import httpx
from sqlalchemy import text
from websockets.exceptions import WebSocketException

from app.identity.actor import Actor, Role
from app.interviews import live, people, plans
from app.interviews.rights import Part
from app.kit.clock import SystemClock
from app.kit.db import SessionMaker
from app.rooms import service as rooms
from tests.app.interviewing import PROBLEM_ID
from tests.app.peers import Peer
from tests.faults.system.installation import Installation
from tests.faults.system.journal import OVER, Journal
from tests.faults.system.node import Node
from tests.faults.system.people import PAUSE_SECONDS, TRUTH, Browser, account

MINUTES = 480
CHECKS = "checks:0"
COME_SECONDS = 30.0
# Closes that a page answers by coming back. The others would tell a person something that is not so.
PASSING = frozenset({1001, 1006, 1011, 1012, 1013})


async def interview(sessions: SessionMaker) -> tuple[UUID, list[tuple[Actor, str]]]:
    """A live interview under way; gives its id, and lead and candidate with the tokens of their sessions."""
    clock, problem = SystemClock(), UUID(PROBLEM_ID)
    both = [await account(sessions, Role.INTERVIEWER), await account(sessions, Role.CANDIDATE)]
    (lead, _), (candidate, _) = both
    async with sessions.begin() as session:
        plan = plans.Plan(title="Under load", minutes=MINUTES, problem_ids=(problem,))
        planned = await plans.create(session, clock, lead, plan, retention_days=30)
    async with sessions.begin() as session:
        seat = {"email": candidate.email, "name": candidate.name, "part": Part.CANDIDATE}
        await people.add(session, clock, lead, planned.id, **seat)  # type: ignore[arg-type]
    async with sessions.begin() as session:
        await live.open_lobby(session, clock, lead, planned.id)
    for person in (candidate, lead):
        async with sessions.begin() as session:
            await live.agree(session, clock, person, planned.id, ready=True)
    return planned.id, both


class Typist:
    """Presses a key a few times a second while `going` is set, and always comes back."""

    def __init__(
        self, peer: Peer, nodes: Sequence[Node], journal: Journal, going: asyncio.Event, chance: random.Random
    ) -> None:
        self.peer = peer
        self._nodes, self._journal, self._going, self._chance = list(nodes), journal, going, chance

    async def type(self) -> None:
        """For ever."""
        self.peer.type("# ", name=CHECKS)
        while True:
            if self.peer.socket is None or self.peer.code is not None:
                await self._come()
            elif self._going.is_set():
                self.peer.type(self._chance.choice("abcdefgh"), name=CHECKS)
                self._journal.keystrokes += 1
            await asyncio.sleep(self._chance.uniform(0.05, 0.25))

    async def _come(self) -> None:
        if self.peer.socket is not None:
            self._closed(self.peer.code)
            self.peer.socket.transport.abort()
            await self.peer.leave()
        node = self._nodes[0]
        self._nodes.append(self._nodes.pop(0))
        try:
            async with asyncio.timeout(COME_SECONDS):
                await self.peer.come(node.address, proxy=None, ping_interval=10, ping_timeout=20)
        except (OSError, TimeoutError, WebSocketException):
            self.peer.code = self.peer.code or 1006
        if self.peer.code is None:
            return
        await asyncio.sleep(PAUSE_SECONDS)

    def _closed(self, code: int | None) -> None:
        self._journal.closes[code or 0] += 1
        if code not in PASSING:
            self._journal.complain(f"a room was closed with {code}")

    @property
    def settled(self) -> bool:
        """Whether all that was typed is acknowledged."""
        return self.peer.code is None and self.peer.socket is not None and not self.peer.unacknowledged

    def told(self) -> str:
        """For whoever has to find out why a room did not settle."""
        peer, texts = self.peer, [len(self.peer.text(name)) for name in ("solution:0", CHECKS)]
        return f"closed {peer.code}, {len(peer.unacknowledged)} open, up to {peer.seq}, texts of {texts}"


class Pair:
    """Lead and candidate of one room. The candidate also runs and submits what stands in it."""

    def __init__(self, interview_id: UUID, typists: list[Typist], browser: Browser, going: asyncio.Event) -> None:
        self.interview_id, self.typists = interview_id, typists
        self.idle = asyncio.Event()
        self.browser, self._going, self._journal = browser, going, browser.journal
        self._checked = 0

    @property
    def settled(self) -> bool:
        """Whether everything is acknowledged and both see the same."""
        lead, candidate = (typist.peer for typist in self.typists)
        same = all(lead.text(name) == candidate.text(name) for name in (CHECKS, "solution:0"))
        return same and all(typist.settled for typist in self.typists)

    async def execute(self) -> None:
        """Ask for runs and submissions for ever."""
        address = f"/api/interviews/{self.interview_id}"
        kinds = ["runs", "runs", "submissions"]
        while True:
            self.idle.set()
            await self._going.wait()
            self.idle.clear()
            kinds.append(kinds.pop(0))
            asked = await self.browser.ask("POST", f"{address}/problems/0/{kinds[0]}")
            if asked is not None:
                told = asked.json()
                if asked.status_code == httpx.codes.CREATED:
                    self._journal.promised(UUID(told["id"]), told["kind"])
                if found := told.get("id") or told.get("execution_id"):
                    await self._look(f"{address}/executions/{found}", UUID(found))
            await asyncio.sleep(PAUSE_SECONDS)

    async def _look(self, address: str, execution: UUID) -> None:
        while True:
            answer = await self.browser.ask("GET", address)
            if answer is not None and answer.status_code == httpx.codes.OK:
                told = answer.json()
                self._journal.show(execution, told["status"], told["verdict"])
                if told["status"] in OVER:
                    return
            await asyncio.sleep(PAUSE_SECONDS)

    async def judge(self, sessions: SessionMaker) -> None:
        """Every acknowledged keystroke is in the log, which has no gap and plays back to what both see."""
        async with sessions() as session:
            rows = await session.execute(
                text("SELECT seq, payload FROM room_updates WHERE interview_id = :id ORDER BY seq"),
                {"id": self.interview_id},
            )
            log = [(row.seq, bytes(row.payload)) for row in rows]
            stored = await rooms.text(session, self.interview_id, 0)
        kept = {payload for _, payload in log}
        for typist in self.typists:
            lost = [payload for payload in typist.peer.acknowledged if payload not in kept]
            if lost:
                self._journal.complain(f"{len(lost)} acknowledged keystrokes are lost in {self.interview_id}")
            if typist.peer.refusals:
                self._journal.complain(f"typing was refused: {typist.peer.refusals}")
            seen = (typist.peer.text("solution:0"), typist.peer.text(CHECKS))
            if seen != (stored.solution, stored.checks):
                self._journal.complain(f"somebody in {self.interview_id} sees another text than the log gives")
        if [seq for seq, _ in log] != list(range(1, len(log) + 1)):
            self._journal.complain(f"the log of {self.interview_id} has gaps")


async def pair(installation: Installation, journal: Journal, going: asyncio.Event, chance: random.Random) -> Pair:
    """A room with two people in it who have begun with a right solution."""
    interview_id, both = await interview(installation.sessions)
    typists = []
    for (_, token), nodes in zip(both, (installation.web, installation.web[::-1]), strict=True):
        typists.append(Typist(Peer(token, interview_id), nodes, journal, going, random.Random(chance.random())))  # noqa: S311 - no secret
    candidate = typists[1].peer
    await candidate.come(installation.web[0].address, proxy=None)
    candidate.erase(0, len(candidate.text()))
    candidate.type(next(iter(TRUTH)))
    await candidate.settled()
    with contextlib.suppress(OSError):
        await candidate.leave()
    candidate.socket = None  # that connection is no part of what is judged
    browser = Browser(installation.web, both[1][1], journal, chance)
    return Pair(interview_id, typists, browser, going)
