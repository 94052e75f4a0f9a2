"""What the pages of a problem's life do, over the API."""

from uuid import uuid4

import pytest

from app.attempts import grading
from app.attempts.grading import Worker
from app.identity.actor import Role
from app.problems import repository as problems
from app.problems import upgrades
from app.problems.lifecycle import Step
from tests.app import packages
from tests.app.standin import ACCEPTED, REJECTED, StandIn
from tests.app.test_lifecycle import TO_PUBLISHED, UUID_OF_DOUBLE, made_here, numbered
from tests.app.test_regrades import regraded
from tests.app.workspace import submit


@pytest.fixture
async def author(sign_in):
    return await sign_in("author@example.com", Role.ADMIN)


async def test_versions_take_their_steps_and_tell_their_history(sessions, clock, author):
    async with sessions.begin() as session:
        version = await made_here(session, clock, author.actor, packages.package(), Step.VERIFY)
    life, steps = f"/api/studio/problems/{UUID_OF_DOUBLE}/versions", f"/api/studio/versions/{version.id}/steps"
    (line,) = (await author.browser.get(life)).json()["versions"]
    assert ("verified", ["rework", "pilot"]) == (line["state"], line["possible"])
    assert 409 == (await author.browser.post(steps, json={"step": "publish"})).status_code
    assert 201 == (await author.browser.post(steps, json={"step": "pilot"})).status_code
    assert 201 == (await author.browser.post(steps, json={"step": "publish", "reason": "alone here"})).status_code
    assert 422 == (await author.browser.post(steps, json={"step": "verify"})).status_code
    told = (await author.browser.get(life)).json()["steps"]
    assert [("publish", True), ("pilot", False), ("verify", False)] == [(each["step"], each["waived"]) for each in told]


async def test_an_offer_is_read_and_decided_on(sessions, clock, author):
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package())
        await made_here(session, clock, author.actor, numbered("1.1.0", "Ours."), *TO_PUBLISHED)
        await upgrades.sync_package(session, numbered("1.2.0", "Theirs."))
    (offer,) = (await author.browser.get("/api/studio/offers")).json()
    address = f"/api/studio/offers/{offer['id']}"
    differing = {each["path"]: each for each in (await author.browser.get(address)).json()["files"]}
    assert ("Ours.", "Theirs.") == (differing["statement.md"]["before"], differing["statement.md"]["after"])
    decided = await author.browser.post(f"{address}/decision", json={"decision": "taken"})
    assert (200, "taken") == (decided.status_code, decided.json()["state"])
    assert 409 == (await author.browser.post(f"{address}/decision", json={"decision": "refused"})).status_code


async def test_a_regrade_is_asked_for_read_and_applied_without_naming_anybody(*, sessions, clock, author, ada, problem):
    execution = await submit(ada.browser, problem)
    await grading.grade(Worker(sessions, clock, StandIn(ACCEPTED)), execution)
    async with sessions.begin() as session:
        (old,) = await problems.versions(session, UUID_OF_DOUBLE)
        new = await made_here(session, clock, author.actor, numbered("1.1.0"), *TO_PUBLISHED)
    made = await author.browser.post(f"/api/studio/versions/{new.id}/regrades", json={"older": [str(old.id)]})
    address = f"/api/studio/regrades/{made.json()['id']}"
    await regraded(sessions, clock, made.json()["id"], {execution: REJECTED})
    told = await author.browser.get(address)
    assert (1, 1, 1, None) == tuple(told.json()[name] for name in ("total", "done", "to_rejected", "next"))
    assert str(ada.actor.id) not in told.text
    assert [] == (await author.browser.get(f"{address}?page=2")).json()["changes"]
    applied = await author.browser.post(f"{address}/decision", json={"decision": "apply", "reason": "a fix"})
    assert ("applied", "a fix") == (applied.json()["state"], applied.json()["reason"])


async def test_nobody_but_authors_finds_anything(sessions, clock, author, ada):
    async with sessions.begin() as session:
        version = await made_here(session, clock, author.actor, packages.package(), Step.VERIFY)
    for path in (f"problems/{UUID_OF_DOUBLE}/versions", "offers", f"offers/{uuid4()}", f"regrades/{uuid4()}"):
        assert 404 == (await ada.browser.get(f"/api/studio/{path}")).status_code
    for path, body in (
        (f"versions/{version.id}/steps", {"step": "pilot"}),
        (f"versions/{version.id}/regrades", {"older": [str(version.id)]}),
        (f"offers/{uuid4()}/decision", {"decision": "taken"}),
        (f"regrades/{uuid4()}/decision", {"decision": "apply"}),
    ):
        assert 404 == (await ada.browser.post(f"/api/studio/{path}", json=body)).status_code


async def test_an_offer_is_worked_in_by_hand_over_the_api_as_on_the_page(sessions, clock, author):
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package())
        await made_here(session, clock, author.actor, numbered("1.1.0", "Ours."), *TO_PUBLISHED)
        await upgrades.sync_package(session, numbered("1.2.0", "Theirs."))
    (offer,) = (await author.browser.get("/api/studio/offers")).json()
    begun = await author.browser.post(f"/api/studio/offers/{offer['id']}/drafts")
    assert 201 == begun.status_code, begun.text
    text = await author.browser.get(f"/api/studio/drafts/{begun.json()['id']}/files/statement.md")
    assert "Theirs." == text.json()["text"]
    assert [] == (await author.browser.get("/api/studio/offers")).json()
    assert 409 == (await author.browser.post(f"/api/studio/offers/{offer['id']}/drafts")).status_code


async def test_a_pilot_is_solved_over_the_api_by_staff_who_have_not_looked_inside(*, sessions, clock, author, sign_in):
    async with sessions.begin() as session:
        version = await made_here(session, clock, author.actor, packages.package(), Step.VERIFY, Step.PILOT)
    blind, candidate = await sign_in("blind@example.com", Role.REVIEWER), await sign_in("candidate@example.com")
    (line,) = (await blind.browser.get("/api/pilots")).json()
    address = f"/api/pilots/{version.id}"
    assert line == (await blind.browser.get(address)).json()
    assert ("metrics", "1.0.0", False) == (line["pattern"], line["version"], line["opened"])
    begun = await blind.browser.post(f"{address}/attempts")
    again = await blind.browser.post(f"{address}/attempts")
    assert (201, begun.json()["id"]) == (begun.status_code, again.json()["id"])
    assert "only staff may see" not in begun.text
    await author.browser.get(f"/api/studio/problems/{UUID_OF_DOUBLE}/versions")
    for method, path in (("GET", "/api/pilots"), ("GET", address), ("POST", f"{address}/attempts")):
        assert 404 == (await candidate.browser.request(method, path)).status_code, path


async def test_a_draft_is_tried_over_the_api_by_authors_only(sign_in, author):
    begun = {"pattern": "metrics", "slug": "fresh-one", "title": "Fresh"}
    draft = (await author.browser.post("/api/studio/drafts", json=begun)).json()["id"]
    tried = await author.browser.post(f"/api/studio/drafts/{draft}/trials")
    assert tried.status_code in {201, 422}, tried.text
    reviewer = await sign_in("reviewer@example.com", Role.REVIEWER)
    assert 404 == (await reviewer.browser.post(f"/api/studio/drafts/{draft}/trials")).status_code
