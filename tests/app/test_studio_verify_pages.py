"""The pages and the API of verifications: who finds them, what they say before, while and after."""

import pytest

from app.attempts.grading import Worker
from app.identity.actor import Role
from app.studio import verifying_work
from tests.app.desk import SLOTS, Desk
from tests.app.packages import PROBLEM


@pytest.fixture
async def desk(sessions, clock, sign_in, engine) -> Desk:
    author = await sign_in("author@example.com", Role.AUTHOR)
    return Desk(sessions, clock, author, Worker(sessions, clock, engine))


async def test_an_author_asks_watches_and_reads_why_a_cell_failed(desk):
    browser, draft = desk.author.browser, await desk.open()
    empty = await browser.get(f"/studio/{draft}/verify")
    assert "Not verified yet" in empty.text
    asked = await browser.post(f"/studio/{draft}/verify")
    address = asked.headers["location"]
    verification = address.rpartition("/")[2]
    waiting = (await browser.get(address)).text
    assert "Waiting for a place" in waiting
    assert waiting.count('data-state="waiting"') >= 3 * 9  # three checks of nine solutions, before any is graded
    assert f'data-verification="{verification}"' in waiting
    assert address == (await browser.post(f"/studio/{draft}/verify")).headers["location"]
    assert address == (await browser.get(f"/studio/{draft}/verify")).headers["location"]
    await verifying_work.run(desk.worker, verification, SLOTS)
    done = (await browser.get(address)).text
    assert "Every gate held" in done
    assert "data-verification" not in done
    cell = {"solution": "rejected/zero_is_one.py", "check": "edge/zero"}
    why = (await browser.get(address, params=cell)).text
    assert "Expected" in why
    assert "returned a wrong value" in why
    odd = (await browser.get(address, params={**cell, "check": "<script>"})).text
    assert "Nothing is known of that cell" in odd
    assert "<script>&" not in odd


async def test_faults_stand_under_their_gate_with_the_remedy(desk):
    broken = PROBLEM.replace("level: junior", "level: wizard")
    draft = await desk.open(**{"problem.yaml": broken})
    page = await desk.author.browser.get(
        (await desk.author.browser.post(f"/studio/{draft}/verify")).headers["location"]
    )
    assert "1 fault" in page.text
    assert "problem.yaml:7" in page.text


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.INTERVIEWER, Role.REVIEWER])
async def test_nobody_but_authors_finds_anything(desk, sign_in, role):
    draft = await desk.open()
    verification = await desk.ask(draft)
    other = (await sign_in("other@example.com", role)).browser
    for path in (
        f"/studio/{draft}/verify",
        f"/studio/{draft}/verify/{verification}",
        f"/api/studio/drafts/{draft}/verifications",
        f"/api/studio/verifications/{verification}",
        f"/api/studio/verifications/{verification}/events",
    ):
        assert 404 == (await other.get(path)).status_code
    for path, body in (
        (f"/studio/{draft}/verify", None),
        (f"/studio/{draft}/verify/{verification}/cancel", None),
        (f"/api/studio/drafts/{draft}/verifications", {}),
        (f"/api/studio/verifications/{verification}/cancel", None),
    ):
        assert 404 == (await other.post(path, json=body)).status_code


async def test_the_api_asks_tells_and_streams_to_the_end(desk):
    browser, draft = desk.author.browser, await desk.open()
    made = await browser.post(f"/api/studio/drafts/{draft}/verifications", json={"mutants": False})
    assert (201, "queued") == (made.status_code, made.json()["status"])
    verification = made.json()["id"]
    again = await browser.post(f"/api/studio/drafts/{draft}/verifications", json={})
    assert (409, verification) == (again.status_code, again.json()["verification"])
    await verifying_work.run(desk.worker, verification, SLOTS)
    told = (await browser.get(f"/api/studio/verifications/{verification}/events")).text
    assert "event: graded" in told
    assert told.rstrip().endswith('data: {"passed":true,"faults":0}') or "event: finished" in told
    rest = await browser.get(f"/api/studio/verifications/{verification}/events", headers={"last-event-id": "3"})
    assert "event: started" not in rest.text
    whole = (await browser.get(f"/api/studio/verifications/{verification}")).json()
    assert whole["passed"]
    assert [verification] == [
        each["id"] for each in (await browser.get(f"/api/studio/drafts/{draft}/verifications")).json()
    ]


async def test_one_that_is_called_off_says_so(desk):
    draft = await desk.open()
    address = (await desk.author.browser.post(f"/studio/{draft}/verify")).headers["location"]
    await desk.author.browser.post(f"{address}/cancel")
    assert "Called off" in (await desk.author.browser.get(address)).text
