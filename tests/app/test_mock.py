"""Mock pairs: made, joined, held, reported; and that nobody gains anything beyond the round they sit in."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import Engine, event, func, select
from structlog.testing import capture_logs

from app.attempts import grading
from app.attempts.grading import Worker
from app.attempts.models import Attempt, Execution, HeldProblem, OpenedSolution
from app.audit.models import AuditEntry
from app.identity.actor import Role
from app.interviews.models import Interview, InterviewPerson, InterviewProblem
from app.mock.models import MockPair
from app.problems import upgrades
from app.problems.loader import build
from tests.app import interview, interviewing
from tests.app.conftest import Person
from tests.app.interview import SECRETS, Interviewing
from tests.app.reviewing import card
from tests.app.standin import ACCEPTED, StandIn
from tests.app.test_room_runs import RUN

WORDS = "You asked before you assumed, and it showed in the code."


@pytest.fixture
async def bank(sessions) -> None:
    """Four problems with all that is hidden in them."""
    base = dict(interview.package().files)
    async with sessions.begin() as session:
        for number, name in enumerate(("aa", "bb", "cc", "dd"), 1):
            text = base["problem.yaml"].replace("uuid: 5f0f3d2e", f"uuid: {number}f0f3d2e")
            text = text.replace("number: 7", f"number: {number}").replace("Double every number", f"Problem {name}")
            await upgrades.sync_package(session, build("metrics", name, base | {"problem.yaml": text}))


@pytest.fixture
async def bob(sign_in):
    return await sign_in("bob@example.com")


@pytest.fixture
async def pair(ada, bob, bank) -> dict:
    return await paired(ada, bob)


async def paired(maker, partner, **wish: object) -> dict:
    made = await maker.browser.post("/api/mocks", json=wish)
    assert 201 == made.status_code, made.text
    joined = await join(partner, made.json()["link"])
    assert 200 == joined.status_code, joined.text
    return (await maker.browser.get(f"/api/mocks/{joined.json()['id']}")).json()


async def join(person, link: str):
    return await person.browser.post("/api/mocks/joins", json={"token": link.rpartition("/")[2]})


def round_of(pair: dict, number: int, sessions, clock, **people: Person) -> Interviewing:
    return Interviewing(UUID(pair["rounds"][number - 1]["interview_id"]), people, sessions, clock)


async def begin(held: Interviewing) -> None:
    await held.step("peer", "open_lobby")
    for who in ("candidate", "peer"):
        await held.step(who, "ready")
    await held.room("peer")


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


def _reads(app) -> list[str]:
    """Whatever of an interview can be read, but a stream: that has no end for whoever may listen."""
    return sorted(
        {
            str(route.path)
            for route in iter_route_contexts(app.routes)
            if "GET" in (getattr(route, "methods", None) or ())
            and "{interview_id}" in str(route.path)
            and not str(route.path).endswith("{execution_id}/events")
        }
    )


async def _asked(person, path: str, held: Interviewing, execution_id: object):
    names = {"interview_id": held.id, "position": 0, "execution_id": execution_id, "check_id": "oracle/random"}
    names |= dict.fromkeys(("note_id", "person_id", "scorecard_id", "evidence_id", "moment", "seq"), UUID(int=1))
    return await person.browser.get(path.format_map(names))


@pytest.mark.parametrize("until", ["planned", "live", "over"])
async def test_nobody_else_reads_anything_of_a_round(*, app, pair, ada, bob, sign_in, sessions, clock, until):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    execution_id: object = UUID(int=1)
    if until != "planned":
        await begin(held)
        await held.type("candidate")
        execution_id = (await held.done("candidate", "problems/0/runs", {}))["id"]
    if until == "over":
        await held.step("peer", "end")
    others = [
        await sign_in("cem@example.com"),
        await sign_in("staff@example.com", Role.INTERVIEWER, Role.REVIEWER, Role.AUTHOR),
        await sign_in("root@example.com", *Role),
    ]
    wrong = []
    for path in _reads(app):
        for person in others:
            answer = await _asked(person, path, held, execution_id)
            if answer.status_code not in {403, 404, 405, 409, 422} or "Problem " in answer.text:
                wrong.append(f"{person.actor.name} {path}: {answer.status_code}")
    assert [] == wrong
    for person in others:
        assert 404 == (await person.browser.get(f"/api/mocks/{pair['id']}")).status_code
        assert 404 == (await person.browser.delete(f"/api/mocks/{pair['id']}")).status_code
        listed = (await person.browser.get("/api/interviews", params={"whose": "all"})).json()
        assert 0 == listed["total"]


@pytest.mark.parametrize("until", ["planned", "live", "over"])
async def test_the_candidate_of_a_round_reads_nothing_that_is_hidden(*, app, pair, ada, bob, sessions, clock, until):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    execution_id: object = UUID(int=1)
    if until != "planned":
        await begin(held)
        await held.type("candidate")
        execution_id = (await held.done("candidate", "problems/0/submissions", {}))["id"]
        await held.done("peer", "notes", {"text": SECRETS["note"], "anchor_at": clock.now().isoformat()})
        await held.done("peer", "statements", {"kind": "note", "problem": 0, "text": SECRETS["aloud"], "aloud": True})
    if until == "over":
        await held.step("peer", "end")
    told = [secret for name, secret in SECRETS.items() if name != "counterexample"]
    wrong = []
    for path in _reads(app):
        answer = await _asked(bob, path, held, execution_id)
        wrong += [f"{path}: {each}" for each in told if each in answer.text]
        if until == "planned" and "Problem " in answer.text:
            wrong.append(f"{path}: the title")
    assert [] == wrong
    for path in ("notes", "log", "evidence", "record", "review", "scorecard", "report", "plan"):
        assert (await held.get("candidate", path)).status_code in {403, 404}, path
    assert (await bob.browser.get(f"/practice/mock/script/{held.id}")).status_code in {403, 404}


async def test_the_candidate_of_a_round_does_nothing_that_is_the_interviewers(pair, ada, bob, sessions, clock):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    assert 403 == (await held.post("candidate", "steps", {"step": "open_lobby"})).status_code
    await begin(held)
    for path, body in (
        ("hints", {"problem": 0, "index": 0}),
        ("twists", {"problem": 0, "twist": "thrice"}),
        ("feedback", {"text": "Well done."}),
        ("notes", {"text": "Mine.", "anchor_at": clock.now().isoformat()}),
        ("steps", {"step": "pause"}),
        ("steps", {"step": "end"}),
        ("steps", {"step": "extend", "minutes": 10}),
    ):
        assert 403 == (await held.post("candidate", path, body)).status_code, (path, body)
    await held.step("peer", "end")
    url = f"/api/interviews/{held.id}"
    assert 403 == (await bob.browser.put(f"{url}/scorecard", json=card())).status_code
    assert 403 == (await bob.browser.put(f"{url}/feedback", json={"text": WORDS})).status_code


async def test_the_interviewer_of_a_round_neither_plans_nor_invites_nor_decides(pair, ada, bob, sessions, clock):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    url = f"/api/interviews/{held.id}"
    seat = (await ada.browser.get(f"{url}/plan")).json()["people"][0]["id"]
    refused = [
        await ada.browser.put(f"{url}/plan", json={"title": "Mine now"}),
        await ada.browser.post(f"{url}/people", json={"email": "cem@example.com", "name": "Cem", "part": "observer"}),
        await ada.browser.patch(f"{url}/people/{seat}", json={"extra_minutes": 60}),
        await ada.browser.delete(f"{url}/people/{seat}"),
        await ada.browser.post(f"{url}/people/{seat}/link", json={"replaces": None}),
        await held.post("peer", "steps", {"step": "review"}),
    ]
    await begin(held)
    refused.append(await held.post("peer", "problems/0/submissions", {}))
    refused.append(
        await held.post("peer", "statements", {"kind": "note", "problem": 0, "text": "As if it were theirs"})
    )
    await held.step("peer", "end")
    refused.append(
        await held.post("peer", "decision", {"outcome": "advance", "reasons": "They were really good at it."})
    )
    refused.append(await held.post("peer", "evidence/recompute", {}))
    assert {403, 404} >= {answer.status_code for answer in refused}


async def test_a_partner_gains_nothing_outside_of_the_round(*, pair, ada, bob, planned, sessions, clock):
    """Staff's pages stay closed, and so does a real interview in which the same person is the candidate."""
    await begin(round_of(pair, 1, sessions, clock, peer=ada, candidate=bob))
    for path in (
        "/reviews", "/api/reviews", "/rubrics", "/api/rubrics", "/statistics", "/studio", "/people", "/trust",
        "/api/audit", "/api/interview-templates", "/interviews/new", "/api/saved-comments", "/api/statistics",
        f"/api/interviews/{planned.id}", f"/interviews/{planned.id}/plan",
    ):  # fmt: skip
        assert (await ada.browser.get(path)).status_code in {403, 404}, path
    candidate = planned.people["candidate"]
    second = await paired(ada, candidate)
    await begin(round_of(second, 2, sessions, clock, peer=candidate, candidate=ada))
    await planned.start()
    for path in ("notes", "plan", "evidence", "log"):
        assert (await planned.get("candidate", path)).status_code in {403, 404, 409}, path
    assert 403 == (await planned.post("candidate", "hints", {"problem": 0, "index": 0})).status_code


async def test_whoever_interviews_in_one_round_is_the_candidate_of_the_other_only(pair, ada, bob, sessions, clock):
    first = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    second = round_of(pair, 2, sessions, clock, peer=bob, candidate=ada)
    await begin(first)
    await second.step("peer", "open_lobby")
    assert 403 == (await second.post("candidate", "steps", {"step": "pause"})).status_code
    assert (await second.get("candidate", "notes")).status_code in {403, 404}
    assert 403 == (await ada.browser.get(f"/api/mocks/scripts/{second.id}")).status_code
    assert 403 == (await ada.browser.put(f"/api/mocks/{pair['id']}/rounds/2/problem")).status_code
    assert 200 == (await ada.browser.get(f"/api/mocks/scripts/{first.id}")).status_code


async def test_nobody_is_made_a_partner_or_a_mock_by_other_ways(planned):
    answer = await planned.browser("lead").post("/api/interviews", json={"title": "A mock", "kind": "mock"})
    assert (422, "kind") == (answer.status_code, answer.json()["errors"][0]["field"])
    people = f"/api/interviews/{planned.id}/people"
    given = {"email": "cem@example.com", "name": "Cem", "part": "peer"}
    answer = await planned.browser("lead").post(people, json=given)
    assert (422, "part") == (answer.status_code, answer.json()["errors"][0]["field"])
    seats = (await planned.get("lead", "plan")).json()["people"]
    seat = next(each["id"] for each in seats if each["part"] == "observer")
    answer = await planned.browser("lead").patch(f"{people}/{seat}", json={"part": "peer"})
    assert (422, "part") == (answer.status_code, answer.json()["errors"][0]["field"])


async def test_a_seat_of_that_part_opens_no_other_kind_of_interview(planned, ada, sessions, clock):
    async with sessions.begin() as session:
        values = {"interview_id": planned.id, "user_id": ada.actor.id, "part": "peer", "added_at": clock.now()}
        session.add(InterviewPerson(**values))
    assert 404 == (await ada.browser.get(f"/api/interviews/{planned.id}")).status_code
    assert 404 == (await ada.browser.get(f"/interviews/{planned.id}")).status_code


async def test_problems_are_drawn_that_neither_has_met(ada, bob, bank, sessions, clock):
    await ada.browser.get("/problems/metrics/aa")
    async with sessions.begin() as session:
        opened = await session.scalar(select(InterviewProblem.problem_id).limit(1)) or UUID(
            "2f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11"
        )
        session.add(OpenedSolution(user_id=bob.actor.id, problem_id=opened, opened_at=clock.now()))
    found = await paired(ada, bob)
    async with sessions() as session:
        asked = {str(each)[0] for each in (await session.execute(select(InterviewProblem.problem_id))).scalars()}
    assert {"3", "4"} == asked
    assert 409 == (await join(bob, (await ada.browser.post("/api/mocks", json={})).json()["link"])).status_code
    assert 409 == (await ada.browser.put(f"/api/mocks/{found['id']}/rounds/1/problem")).status_code


async def test_another_problem_is_drawn_until_the_lobby_is_open(pair, ada, bob, sessions, clock):
    before = pair["rounds"][0]["problem"]
    after = (await ada.browser.put(f"/api/mocks/{pair['id']}/rounds/1/problem")).json()["rounds"]
    assert before != after[0]["problem"]
    assert after[1]["problem"] is None  # of the round in which one is asked
    await round_of(pair, 1, sessions, clock, peer=ada, candidate=bob).step("peer", "open_lobby")
    assert 409 == (await ada.browser.put(f"/api/mocks/{pair['id']}/rounds/1/problem")).status_code


async def test_whoever_interviews_picks_by_name_pattern_or_level_what_neither_has_met(*, pair, ada, bob, sessions):
    problem = f"/api/mocks/{pair['id']}/rounds/1/problem"
    async with sessions() as session:
        taken = {str(each)[0] for each in (await session.execute(select(InterviewProblem.problem_id))).scalars()}
    free = sorted({"1", "2", "3", "4"} - taken)
    name, title = f"metrics/{'abcd'[int(free[0]) - 1] * 2}", f"Problem {'abcd'[int(free[0]) - 1] * 2}"
    picked = await ada.browser.put(problem, json={"problem": name})
    assert (200, title) == (picked.status_code, picked.json()["rounds"][0]["problem"])
    assert 200 == (await ada.browser.put(problem, json={"pattern": "metrics", "level": "junior"})).status_code
    for wish in ({"pattern": "windows"}, {"level": "staff"}):
        assert 409 == (await ada.browser.put(problem, json=wish)).status_code, wish
    for wish in ({"pattern": "none"}, {"problem": "metrics/nothing"}, {"problem": "\0"}, {"level": "none"}):
        assert 422 == (await ada.browser.put(problem, json=wish)).status_code, wish
    assert 403 == (await bob.browser.put(problem, json={"problem": name})).status_code


async def test_what_one_of_the_two_has_met_is_offered_to_the_other_like_everything_and_refused(
    pair, ada, bob, sessions
):
    async with sessions() as session:
        taken = {str(each)[0] for each in (await session.execute(select(InterviewProblem.problem_id))).scalars()}
    free = [f"metrics/{letter * 2}" for number, letter in enumerate("abcd", 1) if str(number) not in taken]
    await bob.browser.get(f"/problems/{free[0]}")
    page = f"/practice/mock/{pair['id']}"
    shown = (await ada.browser.get(page)).text
    assert all(f'value="{name}"' in shown for name in free)  # what is missing would tell of bob's practice
    refused = await ada.browser.post(f"{page}/rounds/1/problem", data={"problem": free[0]})
    assert (409, True) == (refused.status_code, "One of you has met this problem" in refused.text)
    assert f'value="{free[0]}"' not in (await bob.browser.get(page)).text
    assert 303 == (await ada.browser.post(f"{page}/rounds/1/problem", data={"problem": free[1]})).status_code


async def test_the_interviewer_counts_as_having_seen_the_problem_from_the_open_lobby_on(
    pair, ada, bob, sessions, clock
):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    assert 409 == (await ada.browser.get(f"/api/mocks/scripts/{held.id}")).status_code
    await held.step("peer", "open_lobby")
    script = (await ada.browser.get(f"/api/mocks/scripts/{held.id}")).json()
    assert SECRETS["hint_two"] in script["hints"]
    async with sessions() as session:
        seen = (await session.execute(select(OpenedSolution.user_id))).scalars().all()
    assert [ada.actor.id] == seen


async def test_what_another_interview_holds_is_closed_to_a_partner(pair, ada, bob, sessions, clock):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    await begin(held)
    async with sessions.begin() as session:
        asked = await session.scalar(
            select(InterviewProblem.problem_id).where(InterviewProblem.interview_id == held.id)
        )
        session.add(HeldProblem(interview_id=UUID(int=1), problem_id=asked, user_id=ada.actor.id))
    for url in (f"/api/interviews/{held.id}/room", f"/api/mocks/scripts/{held.id}", f"/interviews/{held.id}"):
        assert 409 == (await ada.browser.get(url)).status_code, url
    assert (await ada.browser.get(f"/api/mocks/{pair['id']}")).json()["rounds"][0]["problem"] is None


async def test_partners_learn_names_and_no_addresses(pair, ada, bob, sessions, clock):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    pages = [f"/practice/mock/{pair['id']}", f"/interviews/{held.id}", "/interviews", f"/interviews/{held.id}/plan"]
    pages += [f"/api/interviews/{held.id}/plan", f"/api/interviews/{held.id}"]
    for page in pages:
        answer = await ada.browser.get(page)
        assert 200 == answer.status_code, page
        assert "bob@example.com" not in answer.text, page
    found = (await ada.browser.get("/api/interviews", params={"q": "bob@exam"})).json()
    assert 0 == found["total"]


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


async def test_the_plan_of_a_real_interview_says_who_knows_its_problem_from_a_mock_one_and_no_more(
    *, pair, ada, bob, sign_in, sessions, clock
):
    held = round_of(pair, 1, sessions, clock, peer=ada, candidate=bob)
    async with sessions() as session:
        asked = str(
            await session.scalar(select(InterviewProblem.problem_id).where(InterviewProblem.interview_id == held.id))
        )
    lead = await sign_in("lead@example.com", Role.INTERVIEWER)
    plans = {}
    for person in (ada, bob):
        plans[person.actor.id] = await interviewing.plan(lead, problem_1=asked)
        await interviewing.add(lead, plans[person.actor.id], person.actor.email)

    async def known(person) -> list[str]:
        found = await lead.browser.get(f"/api/interviews/{plans[person.actor.id]}/plan")
        return [each["way"] for each in found.json()["problems"][0]["known"]]

    await held.step("peer", "open_lobby")
    assert (["inside"], []) == (await known(ada), await known(bob))
    for who in ("candidate", "peer"):
        await held.step(who, "ready")
    assert (["inside"], ["mock"]) == (await known(ada), await known(bob))
    page = (await lead.browser.get(f"/interviews/{plans[bob.actor.id]}/plan")).text
    assert "bob was asked it in a mock interview." in page
    assert "ada" not in page
    theirs = interviewing.Held(plans[bob.actor.id], lead, bob)
    await held.step("peer", "end")
    clock.advance(timedelta(minutes=1))
    await theirs.begin()
    assert ["mock"] == await known(bob)
    assert "mock" not in (await bob.browser.get(theirs.url)).text


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
