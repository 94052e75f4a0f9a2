"""The page of a regrade: asking, the difference, who is named, deciding; and what reviewers are told of it."""

from uuid import UUID

import pytest

from app.attempts import grading, regrades
from app.attempts.grading import Worker
from app.identity.actor import Role
from app.problems import openings
from app.problems import repository as problems
from tests.app.packages import RIGHT
from tests.app.reviewing import found, hand_in
from tests.app.standin import ACCEPTED, REJECTED, StandIn
from tests.app.test_lifecycle import TO_PUBLISHED, UUID_OF_DOUBLE, made_here, numbered
from tests.app.test_regrades import items, regraded
from tests.app.workspace import submit


@pytest.fixture
async def author(sign_in):
    return await sign_in("author@example.com", Role.AUTHOR)


async def newer_version(sessions, clock, author) -> tuple[UUID, UUID]:
    """The version before, and a newer one that is published."""
    async with sessions.begin() as session:
        (old,) = await problems.versions(session, UUID_OF_DOUBLE)
        return old.id, (await made_here(session, clock, author.actor, numbered("1.1.0"), *TO_PUBLISHED)).id


async def test_an_author_asks_looks_and_applies(*, sessions, clock, author, ada, problem, sign_in):
    admin = await sign_in("admin@example.com", Role.ADMIN)
    execution = await submit(ada.browser, problem)
    await grading.grade(Worker(sessions, clock, StandIn(ACCEPTED)), execution)
    old, new = await newer_version(sessions, clock, author)
    versions = (await author.browser.get(f"/studio/problems/{UUID_OF_DOUBLE}")).text
    assert "1.0.0, 1 submission" in versions
    asked = await author.browser.post(f"/studio/versions/{new}/regrades", data={"older": [str(old)]})
    address = asked.headers["location"]
    assert "0 of 1 submissions graded" in (await author.browser.get(address)).text
    assert 409 == (await author.browser.post(f"{address}/apply")).status_code
    regrade = UUID(address.rpartition("/")[2])
    await regraded(sessions, clock, regrade, {execution: REJECTED})
    page = (await author.browser.get(address)).text
    assert "waiting for a decision" in page
    assert "Candidate 1" in page
    assert "oracle/random" in page
    assert ">ada<" not in page  # whom it was is for administrators
    assert ">ada<" in (await admin.browser.get(address)).text
    assert "Nothing changes" in (await author.browser.get(f"{address}?turned=to_accepted")).text
    async with sessions() as session:
        assert await openings.has_opened(session, admin.actor.id, UUID_OF_DOUBLE)  # the page names the checks
        assert not await openings.has_opened(session, ada.actor.id, UUID_OF_DOUBLE)
    assert 404 == (await ada.browser.get(address)).status_code
    assert 404 == (await ada.browser.post(f"{address}/apply")).status_code
    assert 303 == (await author.browser.post(f"{address}/apply", data={"reason": "a wrong reference"})).status_code
    done = (await author.browser.get(address)).text
    assert "Its verdicts are in force" in done
    assert "a wrong reference" in done
    assert "No longer accepted" in done
    assert 409 == (await author.browser.post(f"{address}/cancel")).status_code


@pytest.fixture
async def over(planned, sessions, clock):
    """An interview that is over, with a submission and a scorecard that was handed in."""
    await planned.start()
    await planned.type("candidate", RIGHT)
    asked = await planned.done("candidate", "problems/0/submissions")
    await grading.grade(Worker(sessions, clock, StandIn(ACCEPTED)), asked["id"])
    await planned.step("lead", "end")
    async with sessions.begin() as session:
        session.add(found(planned))
    await hand_in(planned, "lead")
    return planned


async def test_scorecards_stay_and_reviewers_are_told_that_evidence_changed(over, sessions, clock, author):
    old, new = await newer_version(sessions, clock, author)
    async with sessions.begin() as session:
        regrade = (await regrades.request(session, clock, author.actor, new, [old])).id
    (item,) = await items(sessions, regrade)
    clock.advance(grading.HEARTBEAT)
    await regraded(sessions, clock, regrade, {item.regrade_of: REJECTED})
    review, together = f"/interviews/{over.id}/review", f"/interviews/{over.id}/review/together"
    before = (await over.browser("lead").get(review)).text
    assert "graded again" not in before
    async with sessions.begin() as session:
        await regrades.apply(session, clock, author.actor, regrade, reason="")
    after = (await over.browser("lead").get(review)).text
    assert "Evidence changed since you scored" in after
    assert "by version 1.1.0 not accepted" in after
    assert "evidence changed since they scored" in (await over.browser("lead").get(together)).text
    told = (await over.browser("interviewer").get(review)).text  # who has not scored yet
    assert "Submissions were graded again" in told
    assert "since you scored" not in told


async def test_the_candidates_report_goes_by_the_verdict_in_force_and_says_so(over, sessions, clock, author):
    words = {"text": "You asked before you assumed, and it showed."}
    assert 200 == (await over.browser("lead").put(f"/api/interviews/{over.id}/feedback", json=words)).status_code
    (before,) = (await over.get("candidate", "feedback")).json()["problems"]
    assert [("passed", None)] * 2 == [(check["state"], before["regraded"]) for check in before["checks"]]
    old, new = await newer_version(sessions, clock, author)
    async with sessions.begin() as session:
        regrade = (await regrades.request(session, clock, author.actor, new, [old])).id
    (item,) = await items(sessions, regrade)
    await regraded(sessions, clock, regrade, {item.regrade_of: REJECTED})
    assert before == (await over.get("candidate", "feedback")).json()["problems"][0]
    async with sessions.begin() as session:
        await regrades.apply(session, clock, author.actor, regrade, reason="")
    given = await over.get("candidate", "feedback")
    (after,) = given.json()["problems"]
    assert [(before["checks"][0]["property"], "failed_silently")] == [
        (check["property"], check["state"]) for check in after["checks"]
    ]
    assert after["regraded"] is not None
    assert "HIDDEN DATA" not in given.text
    page = await over.browser("candidate").get(f"/interviews/{over.id}/feedback")
    assert "Graded again with a corrected version" in page.text


async def test_the_report_goes_by_the_verdict_in_force_and_shows_the_first_one_as_superseded(
    over, sessions, clock, author
):
    old, new = await newer_version(sessions, clock, author)
    async with sessions.begin() as session:
        regrade = (await regrades.request(session, clock, author.actor, new, [old])).id
    (item,) = await items(sessions, regrade)
    await regraded(sessions, clock, regrade, {item.regrade_of: REJECTED})
    (before,) = (await over.get("lead", "report")).json()["problems"]
    assert ("accepted", None) == (before["verdict"], before["superseded"])
    async with sessions.begin() as session:
        await regrades.apply(session, clock, author.actor, regrade, reason="")
    (after,) = (await over.get("lead", "report")).json()["problems"]
    assert ("rejected", "accepted", "1.1.0") == (
        after["verdict"],
        after["superseded"]["verdict"],
        after["superseded"]["version"],
    )
    assert ["oracle/random", "passed", "failed_silently"] in after["superseded"]["checks"]
    states = {check["id"]: check["state"] for check in after["checks"]}
    assert "failed_silently" == states["oracle/random"]
    page = await over.browser("lead").get(f"/interviews/{over.id}/report")
    assert "The first verdict, accepted, is superseded" in page.text
