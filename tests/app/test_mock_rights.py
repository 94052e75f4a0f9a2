"""Nobody gains anything by a mock pair beyond the round they sit in."""

from uuid import UUID

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import select

from app.attempts.models import HeldProblem
from app.identity.actor import Role
from app.interviews.models import InterviewPerson, InterviewProblem
from tests.app.interview import SECRETS, Interviewing
from tests.app.mocking import WORDS, bank, begin, bob, pair, paired, round_of
from tests.app.reviewing import card

__all__ = ["bank", "bob", "pair"]


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
