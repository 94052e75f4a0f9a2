"""After a submission in practice: what is shown of it, and who may see it."""

import json
import threading
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from app.attempts import grading
from app.attempts.grading import Worker
from app.attempts.models import Execution, OpenedSolution
from app.debrief import stated, tasks
from app.debrief.stated import Said
from app.identity.actor import Role
from app.problems import upgrades
from sandbox import events
from tests.app import interview, packages
from tests.app.debriefing import CHECKS, GUARDED, LEAKS, WITHOUT, Grades, ask, graded, page, shown, worker
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, StandIn, done, finished
from tests.app.workspace import open_workspace, submit

__all__ = ["worker"]


async def test_what_broke_is_told_as_properties_with_mistake_and_recovery(ada, problem, sessions, clock):
    execution = await graded(ada, problem, Worker(sessions, clock, StandIn(LEAKS)))
    found = await shown(ada, execution)
    assert [("oracle/random", "Every value is doubled.", "failed_silently")] == [
        (each["check"], each["property"], each["state"]) for each in found["broke"]
    ]
    mistakes = {each["id"]: each for each in found["mistakes"]}
    assert {"pure_coding": False, "no_validation": True} == {name: each["proxy"] for name, each in mistakes.items()}
    assert ["Every value is doubled."] == mistakes["pure_coding"]["showed"]
    assert mistakes["pure_coding"]["aloud"]
    assert mistakes["pure_coding"]["recovery"]
    assert None is found["stop"]


async def test_nothing_hidden_is_on_any_of_it(ada, problem, sessions, clock):
    all_passed = [done(each) for each in ("oracle/random", "oracle/secret", "edge/zero")]
    worker = Worker(sessions, clock, Grades([ACCEPTED[0], *all_passed, finished()], WITHOUT))
    execution = await graded(ada, problem, worker, GUARDED, CHECKS)
    await ask(ada, execution)
    await tasks.work(worker, execution)
    told = [await shown(ada, execution)]
    assert ["oracle/random"] == [each["check"] for each in told[0]["guards"][0]["broke"]]
    told += [await page(ada, execution, part) for part in ("debrief", "debrief/part")]
    for each in told:
        text_of = json.dumps(each)
        for secret in ("HIDDEN", "only staff", "oracle/secret", "solutions/", "np.where(x == 0"):
            assert secret not in text_of


async def test_a_decision_is_told_beside_what_was_said_of_it(ada, problem, worker):
    execution = await graded(ada, problem, worker, GUARDED)
    decision = (await shown(ada, execution))["decisions"][0]
    assert ("empty", "an empty result") == (decision["id"], decision["meaning"])
    assert "unstated_but_consistent" == decision["word"]


async def test_a_decision_that_was_stated_and_not_kept_is_quoted(ada, problem, worker):
    said = GUARDED.replace("nothing in, an empty result out", "nothing in the list: raise ValueError <b>loudly</b>")
    execution = await graded(ada, problem, worker, said)
    decision = (await shown(ada, execution))["decisions"][0]
    assert ("stated_but_contradicted", "raises ValueError", 5) == (
        decision["word"],
        decision["stated"],
        decision["said"]["line"],
    )
    assert "raise ValueError &lt;b&gt;loudly&lt;/b&gt;" in await page(ada, execution)


async def test_what_was_said_to_the_coach_counts_as_it_stood_when_it_was_handed_in(ada, problem, worker, clock):
    boot = await open_workspace(ada.browser, problem)
    outline = f"/api/attempts/{boot['attempt']['id']}/statements/outline"
    await ada.browser.put(outline, json={"text": "With nothing in the list I raise ValueError."})
    clock.advance(timedelta(seconds=30))
    execution = await graded(ada, problem, worker, GUARDED)
    decision = (await shown(ada, execution))["decisions"][0]
    assert ("stated_but_contradicted", "outline", None) == (
        decision["word"],
        decision["said"]["kind"],
        decision["said"]["line"],
    )
    clock.advance(timedelta(seconds=30))
    await ada.browser.put(outline, json={"text": "With nothing in the list an empty result comes out."})
    assert (await shown(ada, execution))["decisions"][0]["said"] is None


async def test_solved_says_stop_and_going_on_is_told(ada, problem, sessions, clock):
    worker = Worker(sessions, clock, StandIn(ACCEPTED, ACCEPTED))
    first = await graded(ada, problem, worker)
    assert "stop" in (await shown(ada, first))["stop"]
    clock.advance(timedelta(seconds=30))
    second = await graded(ada, problem, worker, GUARDED)
    assert [("overrun", True)] == [(each["id"], each["proxy"]) for each in (await shown(ada, second))["mistakes"]]


async def test_what_was_asked_long_before_still_counts(ada, problem, sessions, clock):
    """A hundred runs later the accepted submission of the beginning is remembered."""
    worker = Worker(sessions, clock, StandIn(ACCEPTED, ACCEPTED))
    first = await graded(ada, problem, worker)
    async with sessions.begin() as session:
        earlier = await session.get_one(Execution, first)
        for second in range(1, 121):
            at = {"status": "finished", "created_at": earlier.created_at + timedelta(seconds=second)}
            texts = {"revision": 1, "solution": RIGHT, "checks": "", "seed": "00"}
            session.add(Execution(id=uuid4(), attempt_id=earlier.attempt_id, kind="run", **at, **texts))
    clock.advance(timedelta(seconds=300))
    last = await graded(ada, problem, worker, GUARDED)
    assert [("overrun", True)] == [(each["id"], each["proxy"]) for each in (await shown(ada, last))["mistakes"]]


async def test_it_is_nobody_elses_and_of_graded_submissions_in_practice_only(ada, sign_in, problem, sessions, clock):
    worker = Worker(sessions, clock, StandIn(ACCEPTED))
    execution = await graded(ada, problem, worker)
    bob = await sign_in("bob@example.org", Role.ADMIN)
    run = await submit(ada.browser, problem, kind="runs")
    for person, asked in ((bob, execution), (ada, run), (ada, uuid4())):
        for path in ("debrief", "debrief/part", "solutions"):
            assert 404 == (await person.browser.get(f"/executions/{asked}/{path}")).status_code
        for path in ("debrief", "solutions"):
            assert 404 == (await person.browser.post(f"/api/executions/{asked}/{path}", json={})).status_code
    waiting = await submit(ada.browser, problem)
    for path in ("debrief", "solutions"):
        refused = await ada.browser.post(f"/api/executions/{waiting}/{path}", json={})
        assert (409, "wrong-state") == (refused.status_code, refused.json()["type"].rpartition(":")[2])


async def test_it_is_closed_while_an_interview_holds_the_problem(planned, sessions, clock):
    candidate = planned.people["candidate"]
    address = f"/problems/{interview.package().name}"
    execution = await graded(candidate, address, Worker(sessions, clock, StandIn(ACCEPTED)))
    await planned.start()
    for path in ("debrief", "solutions"):
        assert 409 == (await candidate.browser.get(f"/executions/{execution}/{path}")).status_code
        assert 409 == (await candidate.browser.post(f"/api/executions/{execution}/{path}", json={})).status_code


async def test_solutions_are_shown_on_request_only_and_make_the_problem_familiar(ada, problem, worker, session):
    execution = await graded(ada, problem, worker, GUARDED)
    closed = await ada.browser.get(f"/executions/{execution}/solutions")
    assert (303, f"/executions/{execution}/debrief#solutions") == (closed.status_code, closed.headers["location"])
    assert [] == (await session.execute(select(OpenedSolution))).scalars().all()
    opened = await ada.browser.post(f"/executions/{execution}/solutions")
    assert (303, f"/executions/{execution}/solutions") == (opened.status_code, opened.headers["location"])
    text_of = await page(ada, execution, "solutions")
    for told in ("Multiply by two.", "One way.", "It decides: raises ValueError.", "Only in yours: "):
        assert told in text_of
    assert "Caught by" not in text_of
    assert 1 == len((await session.execute(select(OpenedSolution))).scalars().all())
    listed = (await ada.browser.post(f"/api/executions/{execution}/solutions", json={})).json()
    assert ["Plain", "Strict", "Sum"] == [each["name"] for each in listed["alternatives"]]
    assert "-    if len(x) == 0:" in listed["alternatives"][0]["diff"]


async def test_the_page_asks_for_a_counterexample_by_a_form(ada, problem, sessions, clock):
    worker = Worker(sessions, clock, StandIn(LEAKS))
    execution = await graded(ada, problem, worker)
    address = f"/executions/{execution}/debrief"
    assert "Show a counterexample" in await page(ada, execution)
    answer = await ada.browser.post(f"{address}/counterexamples", data={"check": "oracle/random"})
    assert (303, f"{address}#broke") == (answer.status_code, answer.headers["location"])
    answer = await ada.browser.post(f"{address}/counterexamples", data={"check": "oracle/secret"})
    assert 404 == answer.status_code


async def test_what_a_person_wrote_is_never_markup(ada, problem, worker):
    hostile = GUARDED.replace("if len(x) == 0:", "if len(x) == 0:  # <script>alert(1)</script>")
    execution = await graded(ada, problem, worker, hostile)
    await ask(ada, execution)
    text_of = await page(ada, execution)
    assert "&lt;script&gt;alert(1)" in text_of
    assert "<script>alert" not in text_of


async def test_a_check_that_is_told_only_afterwards_is_named_only_then(ada, sessions, clock):
    later = packages.changed(
        "visibility: {candidate: never, staff: during}", "visibility: {candidate: after, staff: during}"
    )
    async with sessions.begin() as session:
        await upgrades.sync_package(session, later)
    rejected = await graded(ada, "/problems/metrics/double", Worker(sessions, clock, StandIn(LEAKS)))
    assert ["oracle/random"] == [each["check"] for each in (await shown(ada, rejected))["broke"]]
    clock.advance(timedelta(seconds=30))
    await graded(ada, "/problems/metrics/double", Worker(sessions, clock, StandIn(ACCEPTED)))
    assert ["oracle/random", "oracle/secret"] == [each["check"] for each in (await shown(ada, rejected))["broke"]]


async def test_a_submission_we_could_not_grade_says_so_and_does_not_count(ada, problem, sessions, clock, monkeypatch):
    monkeypatch.setattr(grading, "MAX_TRIES", 1)
    execution = await graded(ada, problem, Worker(sessions, clock, StandIn([events.PlatformError(message="gone")])))
    assert "a fault on our side. It does not count" in await page(ada, execution)
    assert [] == (await shown(ada, execution))["mistakes"]


async def test_a_text_is_read_for_comments_beside_the_event_loop(ada, problem, worker, monkeypatch):
    read, threads = stated.comments, []

    def watched(source: str, starter: str = "") -> list[Said]:
        threads.append(threading.current_thread())
        return read(source, starter)

    monkeypatch.setattr(stated, "comments", watched)
    await shown(ada, await graded(ada, problem, worker, GUARDED))
    assert threads
    assert threading.current_thread() not in threads
