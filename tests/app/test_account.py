from datetime import timedelta

from sqlalchemy import select

from app.identity import service as identity
from app.identity import sessions as signing_in
from app.identity.devices import described
from app.identity.gate import COOKIE
from app.identity.models import Session
from tests.app.conftest import PASSWORD, browser
from tests.app.test_people import actions

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
FORM = {"email": "ada@example.com", "password": PASSWORD}


async def second_device(app) -> str:
    async with browser(app) as client:
        client.headers["user-agent"] = FIREFOX
        return (await client.post("/signin", data=FORM)).cookies[COOKIE]


async def test_devices_are_listed_and_ended_one_by_one(app, ada):
    other = await second_device(app)
    found = (await ada.browser.get("/api/account/sessions")).json()
    assert [True, False] == [each["here"] for each in found]
    assert ("Firefox on Linux", "password") == (found[1]["device"], found[1]["way"])
    assert "Firefox on Linux" in (await ada.browser.get("/account")).text
    ended = await ada.browser.post(f"/account/sessions/{found[1]['id']}/end")
    assert 303 == ended.status_code
    assert "That device is signed out" in (await ada.browser.get(ended.headers["location"])).text
    async with browser(app, **{COOKIE: other}) as client:
        assert 401 == (await client.get("/api/account")).status_code
    assert 200 == (await ada.browser.get("/api/account")).status_code


async def test_all_other_devices_are_ended_at_once(app, ada, sessions):
    tokens = [await second_device(app) for _ in range(3)]
    assert {"sessions": 3} == (await ada.browser.delete("/api/account/sessions")).json()
    for token in tokens:
        async with browser(app, **{COOKIE: token}) as client:
            assert 401 == (await client.get("/api/account")).status_code
    assert 200 == (await ada.browser.get("/api/account")).status_code
    assert "session_ended" == (await actions(sessions))[-1]


async def test_nobody_ends_the_session_of_somebody_else(app, ada, sign_in):
    eve = await sign_in("eve@example.com")
    (own,) = (await ada.browser.get("/api/account/sessions")).json()
    assert 404 == (await eve.browser.delete(f"/api/account/sessions/{own['id']}")).status_code
    assert 404 == (await eve.browser.post(f"/account/sessions/{own['id']}/end")).status_code
    assert 200 == (await ada.browser.get("/api/account")).status_code


async def test_the_last_use_is_known_to_some_minutes(ada, clock, sessions):
    clock.advance(timedelta(minutes=1))
    await ada.browser.get("/practice")
    async with sessions() as session:
        first = (await session.execute(select(Session.last_used_at))).scalar_one()
    clock.advance(signing_in.TOUCH_AFTER)
    await ada.browser.get("/practice")
    async with sessions() as session:
        assert (await session.execute(select(Session.last_used_at))).scalar_one() == clock.now() > first


async def test_one_person_holds_only_so_many_sessions(ada, anybody, sessions):
    for _ in range(signing_in.MOST_DEVICES + 3):
        anybody.cookies.clear()
        assert 303 == (await anybody.post("/signin", data=FORM)).status_code
    async with sessions() as session:
        found = list((await session.execute(select(Session.id))).scalars())
    assert signing_in.MOST_DEVICES == len(found)


async def test_a_new_password_needs_the_old_one_and_signs_the_others_out(app, ada, anybody, sessions):
    other = await second_device(app)
    path = "/account/password"
    wrong = await ada.browser.post(path, data={"before": "wrong", "after": "a new long one"})
    assert (422, True) == (wrong.status_code, "not your password" in wrong.text)
    short = await ada.browser.post(path, data={"before": PASSWORD, "after": "short"})
    assert (422, True) == (short.status_code, "at least 10 characters" in short.text)
    assert 303 == (await ada.browser.post(path, data={"before": PASSWORD, "after": "a new long one"})).status_code
    assert 200 == (await ada.browser.get("/api/account")).status_code
    async with browser(app, **{COOKIE: other}) as client:
        assert 401 == (await client.get("/api/account")).status_code
    assert 303 == (await anybody.post("/signin", data={**FORM, "password": "a new long one"})).status_code
    assert ["signed_in", "session_ended", "password_changed", "signed_in"] == await actions(sessions)


async def test_guessing_the_old_password_is_slowed_like_signing_in(ada):
    body = {"before": "wrong", "after": "a new long one"}
    for _ in range(identity.FREE_FAILURES):
        assert 422 == (await ada.browser.put("/api/account/password", json=body)).status_code
    right = await ada.browser.put("/api/account/password", json={**body, "before": PASSWORD})
    assert (429, True) == (right.status_code, "retry-after" in right.headers)
    assert 429 == (await ada.browser.post("/account/password", data=body)).status_code


async def test_so_many_wrong_passwords_are_on_record_once(anybody, ada, sessions):
    for _ in range(identity.FREE_FAILURES + 2):
        await anybody.post("/signin", data={**FORM, "password": "wrong"})
    assert ["sign_in_blocked"] == await actions(sessions)


async def test_one_is_called_what_one_says(ada, sessions):
    await ada.browser.post("/account/name", data={"name": "  Ada   King "})
    assert "Ada King" == (await ada.browser.get("/api/account")).json()["name"]
    assert 422 == (await ada.browser.post("/account/name", data={"name": ""})).status_code
    assert 422 == (await ada.browser.put("/api/account/name", json={"name": "x" * 300})).status_code
    assert ["name_changed"] == await actions(sessions)


def test_a_device_is_described_by_what_it_says_of_itself():
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
    assert ["Edge on Windows", "Safari on an iPhone", "Firefox on Linux", ""] == [
        described(agent) for agent in (edge, iphone, FIREFOX, "<script>" * 1000)
    ]
