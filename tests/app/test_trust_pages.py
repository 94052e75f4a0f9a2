"""The pages and the API of the audit log, of erasure and of a person's own data."""

import csv
import io
import json
import zipfile
from uuid import UUID

import pytest
from sqlalchemy import text

from app.attempts.models import Attempt
from app.audit import service as audit
from app.audit.actions import Action
from app.bench.models import BenchRun
from app.identity.actor import Role
from app.kit.rates import Limiter
from app.reading.models import Reading
from app.trust.limits import RATES
from tests.app import interview, interviewing, planting, reviewing
from tests.app.workspace import open_workspace, save


@pytest.fixture
async def admin(sign_in):
    return await sign_in("admin@example.com", Role.ADMIN)


async def _write(sessions, clock, person, count=1, action=Action.DECISION_MADE, **fields: object):
    async with sessions.begin() as session:
        for number in range(count):
            values = {"subject": audit.Subject("interview", f"round-{number}"), **fields}
            await audit.append(session, action, at=clock.now(), actor_id=person.actor.id, **values)


async def test_the_log_is_read_page_by_page(sessions, clock, admin, ada):
    await _write(sessions, clock, ada, 60, facts={"outcome": "hold"})
    first = (await admin.browser.get("/api/audit")).json()
    rest = (await admin.browser.get("/api/audit", params={"before": first["next"]})).json()
    assert list(range(60, 0, -1)) == [each["number"] for each in first["entries"] + rest["entries"]]
    assert (11, None) == (first["next"], rest["next"])
    assert ("ada", {"outcome": "hold"}) == (rest["entries"][0]["actor"]["name"], rest["entries"][0]["facts"])
    page = (await admin.browser.get("/trust/audit")).text
    assert "Decision made" in page
    assert f"before={first['next']}" in page


async def test_filters_find_who_what_to_what_and_when(sessions, clock, admin, ada):
    await _write(sessions, clock, ada, 3)
    await _write(sessions, clock, admin, action=Action.IDENTITY_REVEALED)
    today = clock.now().date().isoformat()
    for query, count in (
        ({"who": "ADA@example.com"}, 3),
        ({"who": str(ada.actor.id)}, 3),
        ({"who": "nobody@example.com"}, 0),
        ({"action": "identity_revealed"}, 1),
        ({"subject": "round-1"}, 1),
        ({"kind": "interview"}, 4),
        ({"since": today, "until": today}, 4),
        ({"since": "2999-01-01"}, 0),
        ({"until": "2999-12-31"}, 4),
    ):
        answer = await admin.browser.get("/api/audit", params=query)
        assert count == len(answer.json()["entries"]), query
        assert 200 == (await admin.browser.get("/trust/audit", params=query)).status_code
    assert 422 == (await admin.browser.get("/trust/audit", params={"since": "yesterday"})).status_code


async def test_the_log_goes_out_as_csv_and_json_and_says_so(sessions, clock, admin, ada):
    await _write(sessions, clock, ada, 3, facts={"note": "=1+1"}, personal={ada.actor.id: {"name": "Ada"}})
    as_csv = await admin.browser.get("/api/audit/export.csv", params={"who": "ada@example.com"})
    rows = list(csv.DictReader(io.StringIO(as_csv.text)))
    assert ["1", "2", "3"] == [row["number"] for row in rows]
    assert "attachment" in as_csv.headers["content-disposition"]
    as_json = json.loads((await admin.browser.get("/api/audit/export.json")).text)
    assert [1, 2, 3, 4] == [each["number"] for each in as_json][:4]
    assert "audit_exported" == as_json[3]["action"]
    assert [] == json.loads((await admin.browser.get("/api/audit/export.json?kind=none")).text)


async def test_no_cell_is_a_formula(sessions, clock, admin, ada):
    await _write(sessions, clock, ada, subject=audit.Subject("interview", "=cmd|' /C calc'!A0"))
    row = next(csv.DictReader(io.StringIO((await admin.browser.get("/api/audit/export.csv")).text)))
    assert row["subject_id"].startswith("'=")


async def test_a_changed_row_is_named(sessions, clock, admin, ada):
    await _write(sessions, clock, ada, 5)
    assert "The chain holds" in (await admin.browser.get("/trust/audit/verification")).text
    async with sessions.begin() as session:
        await session.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
        await session.execute(text("UPDATE audit_entries SET action = 'nothing' WHERE number = 3"))
        await session.execute(text("ALTER TABLE audit_entries ENABLE TRIGGER USER"))
    found = (await admin.browser.get("/api/audit/verification")).json()
    assert (2, {"number": 3, "fault": "its content was changed"}) == (found["entries"], found["broken"])
    assert "The chain is broken at entry 3" in (await admin.browser.get("/trust/audit/verification")).text


async def test_page_and_api_check_the_chain_under_one_limit(app, admin, monkeypatch):
    monkeypatch.setitem(app.state._state, "limiter", Limiter(RATES, 1))
    for _ in range(10):
        assert 200 == (await admin.browser.get("/trust/audit/verification")).status_code
    for path in ("/trust/audit/verification", "/api/audit/verification"):
        assert 429 == (await admin.browser.get(path)).status_code, path
    assert 200 == (await admin.browser.get("/trust/audit?verify=1")).status_code


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.INTERVIEWER, Role.REVIEWER, Role.CANDIDATE])
async def test_nobody_else_reads_the_log_or_of_erasures(sign_in, sessions, clock, role):
    person, other = await sign_in("them@example.com", role), await sign_in("other@example.com")
    for path in ("/api/audit", "/api/audit/verification", "/api/audit/export.csv", "/api/erasures",
                 f"/api/erasures/{other.actor.id}", f"/api/erasures/{person.actor.id}",
                 f"/api/people/{other.actor.id}/export", "/trust/audit", "/trust/audit/verification", "/trust/erasures",
                 f"/trust/erasures/{other.actor.id}"):  # fmt: skip
        assert 403 == (await person.browser.get(path)).status_code, path
    for path in ("/trust/erasures", "/api/erasures"):
        sent = {"json": {"email": "other@example.com"}} if "api" in path else {"data": {"email": "other@example.com"}}
        assert 403 == (await person.browser.post(path, **sent)).status_code


async def test_somebody_is_erased_in_two_steps_on_pages(sessions, admin, ada):
    wrong = await admin.browser.post("/trust/erasures", data={"email": "nobody@example.com"})
    assert (422, True) == (wrong.status_code, "Nobody here has the address" in wrong.text)
    asked = await admin.browser.post("/trust/erasures", data={"email": "Ada@Example.com"})
    place = f"/trust/erasures/{ada.actor.id}"
    assert (303, place) == (asked.status_code, asked.headers["location"])
    assert "Name, address and password" in (await admin.browser.get(place)).text
    wrong = await admin.browser.post(f"{place}/confirm", data={"email": "other@example.com"})
    assert (422, True) == (wrong.status_code, "That is not the address" in wrong.text)
    assert 303 == (await admin.browser.post(f"{place}/confirm", data={"email": "ada@example.com"})).status_code
    assert set() == await planting.found_in(sessions, "ada@example.com")
    assert 404 == (await admin.browser.get(place)).status_code
    assert "Erased person" in (await admin.browser.get("/trust/erasures")).text


async def test_a_person_asks_to_be_erased_and_takes_it_back(sessions, admin, ada):
    assert "Ask to be erased" in (await ada.browser.get("/account/data")).text
    await ada.browser.post("/account/data/erasure")
    assert "You asked for it" in (await ada.browser.get("/account/data")).text
    assert ["waiting"] == [each["state"] for each in (await admin.browser.get("/api/erasures")).json()]
    await ada.browser.post("/account/data/erasure/withdraw")
    assert "Ask to be erased" in (await ada.browser.get("/account/data")).text
    assert (
        404
        == (
            await admin.browser.post(f"/api/erasures/{ada.actor.id}/confirmation", json={"email": "ada@example.com"})
        ).status_code
    )


async def _zip(answer):
    assert 200 == answer.status_code, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        return {name: found.read(name).decode() for name in found.namelist()}


async def test_a_candidate_takes_along_what_is_theirs_and_nothing_else(planned, sessions):
    await planned.start()
    await planting.speak(planned)
    await planned.step("lead", "end")
    async with sessions.begin() as session:
        session.add(reviewing.found(planned))
    await reviewing.hand_in(planned, "reviewer", summary="XYSUMMARYX")
    me = planned.people["candidate"]
    files = await _zip(await me.browser.get(f"/api/people/{me.actor.id}/export"))
    everything = "\n".join(files.values())
    for own in ("candidate@example.com", planting.CODE, f"I assume {planting.WORD}", f"Hello from {planting.WORD}",
                f"{planting.WORD} does not understand"):  # fmt: skip
        assert own in everything or json.dumps(own)[1:-1] in everything, own
    for others in (f"Welcome, {planting.WORD}", f"{planting.WORD} seems calm", "XYSUMMARYX", "output", "accepted"):
        assert others not in everything, others


async def test_what_an_interview_holds_is_taken_along_once_it_is_over(planned, sessions, clock):
    """A file is no way round what is closed to the candidate meanwhile."""
    me, word = planned.people["candidate"], "XYPRACTISEDX"
    boot = await open_workspace(me.browser, f"/problems/{interview.package().name}")
    await save(me.browser, boot, f"# {word}\n")
    async with sessions.begin() as session:
        attempt = await session.get_one(Attempt, UUID(boot["attempt"]["id"]))
        values = {"lines": [1], "explanation": word, "begun_at": clock.now()}
        session.add(Reading(attempt_id=attempt.id, **values))
        values = {"checks": f"# {word}", "status": "finished", "tries": 1, "created_at": clock.now()}
        session.add(BenchRun(user_id=me.actor.id, problem_version_id=attempt.problem_version_id, **values))

    async def told() -> int:
        files = await _zip(await me.browser.get(f"/api/people/{me.actor.id}/export"))
        return sum(word in each for each in files.values())

    assert 3 == await told()
    await planned.start()
    assert 0 == await told()
    await planned.step("lead", "end")
    assert 3 == await told()


async def test_what_opens_the_account_and_the_drill_are_taken_along(ada):
    made = {"name": "nightly robot", "scopes": ["practice:read"]}
    secret = (await ada.browser.post("/api/tokens", json=made)).json()["token"]
    await ada.browser.put("/api/drill/settings", json={"new_per_day": 7})
    turn = (await ada.browser.post("/api/drill/turns")).json()["turn"]
    await ada.browser.post(f"/api/drill/turns/{turn['id']}/answers", json={"step": "pattern", "choice": 1})
    files = await _zip(await ada.browser.get(f"/api/people/{ada.actor.id}/export"))
    person, drill = json.loads(files["person.json"]), json.loads(files["practice/drill.json"])
    assert "nightly robot" == person["tokens"][0]["name"]
    assert {"sessions", "passkeys", "providers"} <= person.keys()
    assert (7, ["pattern"]) == (drill["settings"][0]["new_per_day"], [each["step"] for each in drill["answers"]])
    assert secret not in "".join(files.values())


async def test_mock_pairs_are_taken_along_without_the_other_one(ada, sign_in, problem):
    await ada.browser.post("/api/mocks", json={"level": "senior", "minutes": 45})
    (pair,) = json.loads(
        (await _zip(await ada.browser.get(f"/api/people/{ada.actor.id}/export")))["practice/mock-pairs.json"]
    )
    assert (True, "senior", 45, None) == tuple(pair[name] for name in ("made_by_you", "level", "minutes", "joined_at"))
    ben = await sign_in("ben@example.com")
    files = await _zip(await ben.browser.get(f"/api/people/{ben.actor.id}/export"))
    assert [] == json.loads(files["practice/mock-pairs.json"])


async def test_staff_take_along_what_they_wrote(planned, sessions):
    await planned.start()
    await planting.speak(planned)
    await planned.step("lead", "end")
    await reviewing.hand_in(planned, "interviewer", summary="XYSUMMARYX")
    me = planned.people["interviewer"]
    everything = "\n".join((await _zip(await me.browser.get(f"/api/people/{me.actor.id}/export"))).values())
    assert f"{planting.WORD} seems calm" in everything
    assert "XYSUMMARYX" in everything
    assert planting.CODE not in everything


async def test_a_blind_reviewer_s_file_does_not_tell_whose_interview_it_was(planned, sessions):
    async with sessions.begin() as session:
        await session.execute(text("UPDATE interviews SET title = 'Round with candidate@example.com'"))
    await planned.start()
    await planned.step("lead", "end")
    me = planned.people["blind"]
    everything = "\n".join((await _zip(await me.browser.get(f"/api/people/{me.actor.id}/export"))).values())
    assert "candidate@example.com" not in everything


async def test_an_administrator_exports_anybody_and_it_is_on_record(admin, ada):
    files = await _zip(await admin.browser.get(f"/api/people/{ada.actor.id}/export"))
    assert "ada@example.com" in files["person.json"]
    newest = (await admin.browser.get("/api/audit")).json()["entries"][0]
    assert ("person_exported", str(ada.actor.id)) == (newest["action"], newest["subject_id"])


async def test_everybody_finds_what_is_kept_of_them_and_a_guest_whom_to_ask_for_it(planned, sessions, ada):
    assert '<a href="/account/data">' in (await ada.browser.get("/account")).text
    assert "Download your data" in (await ada.browser.get("/account/data")).text
    async with sessions.begin() as session:
        await session.execute(text("UPDATE users SET guest = true WHERE email_key = 'candidate@example.com'"))
    guest = planned.people["candidate"]
    seat = await interviewing.person_id(sessions, str(planned.id), guest.actor.email)
    link = await interviewing.link(planned.people["lead"], str(planned.id), seat)
    assert 303 == (await guest.browser.post(link)).status_code
    await planned.start()
    await planned.step("lead", "end")
    assert '<a href="/account/data">' in (await guest.browser.get(f"/interviews/{planned.id}")).text
    assert "Ask whoever invited you" in (await guest.browser.get("/account/data")).text
    assert 403 == (await guest.browser.get(f"/api/people/{guest.actor.id}/export")).status_code
    assert 403 == (await guest.browser.post("/account/data/erasure")).status_code
    assert 403 == (await guest.browser.get("/account/tokens")).status_code
