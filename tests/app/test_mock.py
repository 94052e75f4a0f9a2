"""Mock pairs: made, joined, held, reported, listed, closed; and that their runs wait behind real ones."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event, func, select
from structlog.testing import capture_logs

from app.attempts import grading
from app.attempts.grading import Worker
from app.attempts.models import Attempt, Execution, HeldProblem
from app.audit.models import AuditEntry
from app.identity.actor import Role
from app.interviews.models import Interview
from app.mock import service
from app.mock.models import MockPair
from tests.app.interview import SECRETS
from tests.app.mocking import WORDS, bank, begin, bob, join, pair, round_of
from tests.app.reviewing import card
from tests.app.standin import ACCEPTED, StandIn
from tests.app.test_room_runs import RUN

__all__ = ["bank", "bob", "pair"]


async def test_a_pair_that_nobody_joined_is_forgotten_long_after_that_was_possible(*, ada, pair, sessions, clock):
    open_one, closed = [(await ada.browser.post("/api/mocks", json={})).json()["pair"] for _ in range(2)]
    assert 204 == (await ada.browser.delete(f"/api/mocks/{closed['id']}")).status_code

    async def kept() -> set[str]:
        async with sessions.begin() as session:
            await service.tidy(session, clock.now())
            return {str(each) for each in (await session.execute(select(MockPair.id))).scalars()}

    clock.advance(service.KEPT)
    assert {pair["id"], open_one["id"], closed["id"]} == await kept()
    clock.advance(service.VALID_FOR)
    assert {pair["id"], open_one["id"]} == await kept()
    clock.advance(timedelta(minutes=1))
    assert {pair["id"]} == await kept()


async def test_the_link_of_a_pair_does_not_reach_the_log(ada, bob):
    token = (await ada.browser.post("/api/mocks", json={})).json()["link"].rpartition("/")[2]
    with capture_logs() as lines:
        await bob.browser.get(f"/practice/mock/join/{token}")
    assert ["/practice/mock/join/…"] == [line["path"] for line in lines if line["event"] == "request"]
    assert token not in str(lines)


async def test_the_two_interview_each_other_by_turns_and_each_gets_a_report(pair, ada, bob, sessions, clock):
    assert [("peer", "planned"), ("candidate", "planned")] == [(each["part"], each["state"]) for each in pair["rounds"]]
    for number, people in ((1, {"peer": ada, "candidate": bob}), (2, {"peer": bob, "candidate": ada})):
        held = round_of(pair, number, sessions, clock, **people)
        await begin(held)
        await held.type("candidate")
        await held.done(
            "candidate", "statements", {"kind": "assumption", "problem": 0, "text": "Nothing stays nothing."}
        )
        await held.done("peer", "hints", {"problem": 0, "index": 0})
        await held.done("peer", "twists", {"problem": 0, "twist": "thrice"})
        await held.done("peer", "notes", {"text": SECRETS["note"], "anchor_at": clock.now().isoformat()})
        await held.done("candidate", "problems/0/submissions", {})
        await held.step("peer", "end")
        assert 404 == (await held.get("candidate", "feedback")).status_code
        url = f"/api/interviews/{held.id}"
        assert 200 == (await people["peer"].browser.put(f"{url}/scorecard", json=card(level=2))).status_code
        submitted = await held.post("peer", "scorecard/submit", {**card(level=2), "revision": 1})
        assert 200 == submitted.status_code, submitted.text
        given = await people["peer"].browser.put(f"{url}/feedback", json={"text": WORDS})
        assert 200 == given.status_code, given.text
        assert WORDS == (await held.get("candidate", "feedback")).json()["text"]
        for page in ("review", "report", "plan", "replay"):
            assert 200 == (await people["peer"].browser.get(f"/interviews/{held.id}/{page}")).status_code, page
    shown = (await ada.browser.get(f"/api/mocks/{pair['id']}")).json()["rounds"]
    assert [("ended", True)] * 2 == [(each["state"], each["reported"]) for each in shown]


async def test_runs_of_a_mock_interview_wait_behind_real_ones(*, pair, ada, bob, planned, sessions, clock):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    await begin(held)
    await planned.start()
    for each in (held, planned):
        await each.type("candidate")
        await each.done("candidate", "problems/0/runs", {})
    async with sessions() as session:
        rows = (await session.execute(select(Execution.job_id, Attempt.purpose).join(Execution.attempt))).all()
        jobs = {purpose: job for job, purpose in rows}
        table = await session.connection()
        found = await table.exec_driver_sql(
            "SELECT id, priority FROM procrastinate_jobs WHERE id = ANY(%s)", (list(jobs.values()),)
        )
        priority = {row.id: row.priority for row in found}
    assert priority[jobs["mock"]] < priority[jobs["practice"]]


async def test_a_running_mock_interview_is_practice_to_the_engine_so_nothing_stands_aside_for_it(
    pair, ada, bob, sessions, clock
):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    await begin(held)
    await held.type("candidate")
    engine = StandIn(RUN, ACCEPTED)
    for what in ("runs", "submissions"):
        asked = await held.done("candidate", f"problems/0/{what}", {})
        await grading.grade(Worker(sessions, clock, engine), UUID(asked["id"]))
    assert [("practice", None, str(bob.actor.id))] * 2 == [(job.priority, job.lease, job.owner) for job in engine.jobs]


async def test_practice_leaves_no_trace_in_the_audit_log_so_no_webhook_tells_of_it(pair, ada, bob, sessions, clock):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    await begin(held)
    await held.step("peer", "end")
    async with sessions() as session:
        entries = (await session.execute(select(AuditEntry))).scalars().all()
    assert [] == [each.action for each in entries if str(held.id) in json.dumps(each.facts) + str(each.subject_id)]


async def test_a_link_is_for_one_partner_who_is_not_its_maker(ada, bob, bank, sign_in, sessions):
    link = (await ada.browser.post("/api/mocks", json={})).json()["link"]
    assert 422 == (await join(ada, link)).status_code
    cem = await sign_in("cem@example.com")
    answers = await asyncio.gather(*(join(each, link) for each in (bob, cem, bob, cem)))
    codes = sorted(answer.status_code for answer in answers)
    assert [200, 200, 410, 410] == codes
    async with sessions() as session:
        assert 2 == await session.scalar(select(func.count()).select_from(Interview))


async def test_a_link_ends_by_time_by_another_and_when_the_pair_is_closed(ada, bob, bank, clock):
    made = (await ada.browser.post("/api/mocks", json={})).json()
    url = f"/api/mocks/{made['pair']['id']}"
    newer = (await ada.browser.put(f"{url}/link")).json()["link"]
    assert 404 == (await join(bob, made["link"])).status_code
    clock.advance(timedelta(days=8))
    assert 410 == (await join(bob, newer)).status_code
    newest = (await ada.browser.put(f"{url}/link")).json()["link"]
    assert 204 == (await ada.browser.delete(url)).status_code
    assert 404 == (await join(bob, newest)).status_code
    assert 409 == (await ada.browser.put(f"{url}/link")).status_code


async def test_closing_ends_what_is_not_over(pair, ada, bob, sessions, clock):
    await begin(round_of(pair, 1, sessions, clock, peer=ada, candidate=bob))
    assert 204 == (await bob.browser.delete(f"/api/mocks/{pair['id']}")).status_code
    async with sessions() as session:
        ends = (await session.execute(select(Interview.title, Interview.end_reason).order_by(Interview.title))).all()
        assert 0 == await session.scalar(select(func.count()).select_from(HeldProblem))
    assert ["finished", "cancelled"] == [each.end_reason for each in ends]


@pytest.mark.parametrize("who", ["maker", "partner"])
async def test_an_administrator_erases_either_though_they_find_nothing_of_the_rounds(
    *, pair, ada, bob, sign_in, sessions, clock, who
):
    await begin(round_of(pair, 1, sessions, clock, peer=ada, candidate=bob))
    gone, left = (ada, bob) if who == "maker" else (bob, ada)
    admin = await sign_in("root@example.com", Role.ADMIN)
    made = await admin.browser.post("/api/erasures", json={"email": gone.actor.email})
    assert 201 == made.status_code, made.text
    path = f"/api/erasures/{gone.actor.id}/confirmation"
    assert 204 == (await admin.browser.post(path, json={"email": gone.actor.email})).status_code
    async with sessions() as session:
        ends = (await session.execute(select(Interview.end_reason).order_by(Interview.end_reason))).scalars().all()
        assert 0 == await session.scalar(select(func.count()).select_from(MockPair))
        assert 0 == await session.scalar(select(func.count()).select_from(HeldProblem))
    assert ["cancelled", "finished"] == list(ends)
    assert [] == (await left.browser.get("/api/mocks")).json()["items"]
    rounds = [f"/interviews/{each['interview_id']}" for each in pair["rounds"]]
    for page in (*rounds, "/practice/mock", "/interviews"):
        assert 200 == (await left.browser.get(page, follow_redirects=True)).status_code, page


async def test_every_pair_is_listed_page_by_page_at_the_cost_of_one(ada, bob, pair, sessions, clock):
    async with sessions.begin() as session:
        for number in range(1, 61):
            at = clock.now() - timedelta(hours=number)
            values = {"level": "mid", "minutes": 45, "created_at": at, "expires_at": at}
            session.add(MockPair(id=uuid4(), made_by=ada.actor.id, pattern=None, **values))
    pages = []
    found: dict = {"next": ""}
    while found["next"] is not None:
        found = (await ada.browser.get("/api/mocks", params={"limit": 25, "cursor": found["next"]})).json()
        pages.append([each["id"] for each in found["items"]])
    assert ([25, 25, 11], 61, 61) == ([len(each) for each in pages], found["total"], len({x for y in pages for x in y}))
    assert pair["id"] == pages[0][0]
    assert "Page 4 of 4" in (await ada.browser.get("/practice/mock?page=4")).text
    asked = []
    note = lambda *given: asked.append(given[2])  # noqa: E731 - listened to, and no more
    event.listen(Engine, "before_cursor_execute", note)
    await bob.browser.get("/api/mocks")
    few = len(asked)
    await ada.browser.get("/api/mocks")
    event.remove(Engine, "before_cursor_execute", note)
    assert 2 * few == len(asked)


async def test_pairs_are_limited_and_guests_make_none(ada, bank, sessions, clock):
    async with sessions.begin() as session:
        for _ in range(10):
            times = {"created_at": clock.now(), "expires_at": clock.now() + timedelta(days=7)}
            session.add(MockPair(made_by=ada.actor.id, level="mid", minutes=45, **times))
    assert 429 == (await ada.browser.post("/api/mocks", json={})).status_code
    clock.advance(timedelta(days=1, minutes=1))
    assert 201 == (await ada.browser.post("/api/mocks", json={})).status_code
    assert 422 == (await ada.browser.post("/api/mocks", json={"pattern": "nothing"})).status_code
