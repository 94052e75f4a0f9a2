"""What the checks of an interview's submission found, and one of them run again: for its staff, never its candidate."""

from datetime import timedelta
from uuid import UUID

import pytest

from app.attempts import grading
from app.interviews import live
from sandbox import events
from tests.app.interview import PEOPLE
from tests.app.packages import RIGHT
from tests.app.standin import done, finished

FOUND = {"statement": "2 of 4 fail", "seed": "5e5e", "class": "A", "texts": {"args": "x = [1.]", "got": "9"}}
REJECTED = [
    events.Compiled(ok=True),
    done("oracle/random", "failed_silently", staff=FOUND),
    done("oracle/secret", "failed_silently", staff=FOUND),
    done("edge/zero"),
    finished("rejected"),
]
AGAIN = [events.Compiled(ok=True), done("oracle/random", "failed_silently", staff=FOUND), finished("completed")]
STAFF = {"lead", "interviewer", "observer", "admin"}


@pytest.fixture
def worker(worker_of):
    return worker_of(REJECTED, AGAIN, AGAIN)


@pytest.fixture
async def rejected(held, worker):
    await held.type("candidate", RIGHT)
    execution = UUID((await held.done("candidate", "problems/0/submissions"))["id"])
    await grading.grade(worker, execution)
    return execution


def address(held, execution):
    return f"/interviews/{held.id}/executions/{execution}/evidence"


async def rerun(held, who, execution, check="oracle/random"):
    return await held.browser(who).post(address(held, execution), data={"check": check})


@pytest.mark.parametrize("who", PEOPLE)
async def test_staff_of_the_interview_read_it_and_run_a_check_again_and_nobody_else(held, rejected, who):
    expected = 200 if who in STAFF else 403 if who == "candidate" else 404
    page = await held.browser(who).get(address(held, rejected))
    assert expected == page.status_code
    assert (who in STAFF) == ("2 of 4 fail" in page.text) == ("x = [1.]" in page.text)
    assert (303 if who in STAFF else expected) == (await rerun(held, who, rejected)).status_code


async def test_a_rerun_meets_what_the_submission_met_twist_and_settled_decisions_included(held, worker):
    await held.done("lead", "answers", {"problem": 0, "clarification": 1})
    await held.done("lead", "twists", {"problem": 0, "twist": "thrice"})
    await held.type("candidate", RIGHT)
    execution = (await held.done("candidate", "problems/0/submissions"))["id"]
    await grading.grade(worker, UUID(execution))
    location = (await rerun(held, "observer", execution)).headers["location"]
    assert "looks again every second" in (await held.browser("observer").get(location)).text
    await grading.grade(worker, UUID(location.split("/")[4]))
    first, second = worker.grader.jobs
    assert ("check", ["oracle/random"], "practice") == (second.mode, second.only, second.priority)
    for name in ("seed", "source", "binds", "package", "lease"):
        assert getattr(first, name) == getattr(second, name)
    page = (await held.browser("observer").get(location)).text
    assert "The same as in the grading: failed silently." in page
    assert f'href="{address(held, execution)}#oracle/random"' in page


async def test_the_candidate_learns_nothing_of_a_rerun(held, rejected, worker):
    before = await held.events("candidate")
    made = (await rerun(held, "lead", rejected)).headers["location"].split("/")[4]
    await grading.grade(worker, UUID(made))
    assert before == await held.events("candidate")
    for who in ("candidate", "lead"):
        assert [str(rejected)] == [each["id"] for each in (await held.get(who, "executions")).json()]
        assert 404 == (await held.get(who, f"executions/{made}")).status_code
        assert 404 == (await held.get(who, f"executions/{made}/events")).status_code
    for path in (f"/api/executions/{made}", f"/executions/{made}/evidence", f"/api/executions/{rejected}"):
        assert 404 == (await held.browser("candidate").get(path)).status_code or path.endswith("evidence")
    asked = [each for each in await held.events("lead") if each["kind"] == "check_rerun_requested"]
    assert [(made, "oracle/random", 0)] == [
        (each["data"]["execution_id"], each["data"]["check_id"], each["problem"]) for each in asked
    ]


async def test_reruns_by_staff_do_not_use_up_what_the_candidate_may_run(held, rejected, worker, clock):
    clock.advance(timedelta(minutes=2))
    for _ in range(5):
        made = (await rerun(held, "lead", rejected)).headers["location"].split("/")[4]
        worker.grader.gradings[:] = [AGAIN]
        await grading.grade(worker, UUID(made))
    assert 201 == (await held.post("candidate", "problems/0/runs")).status_code
    await rerun(held, "lead", rejected)
    refused = await rerun(held, "lead", rejected)
    assert refused.status_code in {409, 429}


async def test_only_a_check_of_a_submission_of_this_interview_can_be_run_again(held, rejected, worker):
    run = (await held.done("candidate", "problems/0/runs"))["id"]
    assert 404 == (await rerun(held, "lead", run)).status_code
    assert 404 == (await held.browser("lead").get(address(held, run))).status_code
    assert 404 == (await rerun(held, "lead", rejected, "oracle/none")).status_code
    made = (await rerun(held, "lead", rejected)).headers["location"].split("/")[4]
    assert 409 == (await rerun(held, "lead", rejected)).status_code  # one at a time
    assert 404 == (await rerun(held, "lead", made)).status_code  # not of a rerun


async def test_the_plan_leads_to_the_evidence_also_after_the_review_when_nothing_runs_any_more(held, rejected):
    assert (
        f'href="{address(held, rejected)}"' in (await held.browser("observer").get(f"/interviews/{held.id}/plan")).text
    )
    await held.step("lead", "end")
    assert 303 == (await rerun(held, "lead", rejected)).status_code
    async with held.sessions.begin() as session:
        await live.review(session, held.clock, held.people["lead"].actor, held.id)
    page = (await held.browser("lead").get(address(held, rejected))).text
    assert "2 of 4 fail" in page
    assert "Run again</button>" not in page
    assert 409 == (await rerun(held, "lead", rejected)).status_code
