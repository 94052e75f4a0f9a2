"""Where passkeys are demanded of the staff: what is closed until one is shown, to whom, and what a password still does."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.errors import NotFound, PasskeyRequired
from app.identity import passkeys
from app.identity.actor import Role
from app.identity.gate import COOKIE
from app.identity.models import Passkey, Session
from app.rooms.seats import Interviews
from tests.app.authenticator import Authenticator
from tests.app.test_passkeys import made, proven
from tests.app.test_people import actions

HERE = "/account/passkey?next="


@pytest.fixture(autouse=True)
def demanded(app):
    before = app.state.settings
    app.state.settings = before.model_copy(update={"staff_passkeys": True})
    yield
    app.state.settings = before


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


async def at_localhost(sign_in, *roles: Role):
    """Somebody who came in by a password, at a name that browsers make passkeys for."""
    person = await sign_in(f"{uuid4().hex[:6]}@example.com", *roles)
    token = person.browser.cookies[COOKIE]
    person.browser.base_url = "http://localhost"
    person.browser.cookies.clear()
    person.browser.cookies.set(COOKIE, token)
    return person


@pytest.fixture
async def author(sign_in):
    return await at_localhost(sign_in, Role.AUTHOR)


@pytest.mark.parametrize("role", sorted(Role))
async def test_staff_find_nothing_open_but_the_way_to_a_passkey_and_candidates_all(sign_in, role):
    person = await at_localhost(sign_in, role)
    closed = role is not Role.CANDIDATE
    page = await person.browser.get("/practice?level=mid")
    assert (303 if closed else 200) == page.status_code
    if closed:
        assert f"{HERE}%2Fpractice%3Flevel%3Dmid" == page.headers["location"]
        assert f"{HERE}%2Fpractice" == (await person.browser.post("/account/name")).headers["location"]
    api = await person.browser.get("/api/account")
    assert (403 if closed else 200) == api.status_code
    assert not closed or "about:holdout:passkey-required" == api.json()["type"]
    asked = await person.browser.get("/account/passkey")
    assert (200 if closed else 303) == asked.status_code
    assert not closed or ("Add a passkey first" in asked.text and 'aria-label="Sections"' not in asked.text)
    assert 303 == (await person.browser.post("/signout")).status_code


async def test_the_first_passkey_opens_everything_and_the_session_counts_as_one_by_passkey(author, device, sessions):
    assert 201 == (await made(author, device)).status_code
    assert 200 == (await author.browser.get("/practice")).status_code
    assert "/studio" == (await author.browser.get("/account/passkey?next=/studio")).headers["location"]
    (open_now,) = (await author.browser.get("/api/account/sessions")).json()
    assert "passkey" == open_now["way"]
    assert 201 == (await made(author, Authenticator())).status_code  # and then another one
    assert ["passkey_added", "passkey_added"] == await actions(sessions)


async def test_a_password_alone_adds_no_passkey_beside_those_there_are_and_showing_one_opens(
    author, device, sessions, anybody, password_hash
):
    await made(author, device)
    async with sessions.begin() as session:
        (open_now,) = (await session.execute(select(Session))).scalars()
        open_now.way = "password"
    assert "Show your passkey" in (await author.browser.get("/account/passkey")).text
    begun = await author.browser.post("/api/account/passkeys/begin")
    assert (403, "about:holdout:passkey-required") == (begun.status_code, begun.json()["type"])
    async with sessions() as session:
        assert 1 == (await session.execute(select(func.count()).select_from(Passkey))).scalar_one()
    anybody.base_url = "http://localhost"
    assert 200 == (await proven(anybody, device)).status_code
    assert 200 == (await anybody.get("/practice")).status_code


async def test_one_that_was_begun_before_the_first_was_made_is_refused(author, device, sessions):
    late = Authenticator()
    options = (await author.browser.post("/api/account/passkeys/begin")).json()
    async with sessions.begin() as session:
        session.add(
            Passkey(
                id=uuid4(), user_id=author.actor.id, credential_id=device.id, public_key=b"", sign_count=0,
                name="meanwhile", created_at=(await session.execute(select(func.now()))).scalar_one(),
            )
        )  # fmt: skip
    body = {"name": "late", "credential": late.make(options)}
    assert 403 == (await author.browser.post("/api/account/passkeys", json=body)).status_code


async def test_no_room_opens_to_staff_who_owe_a_passkey(sessions, clock, author):
    house = Interviews(clock, staff_passkeys=True)
    async with sessions() as session:
        with pytest.raises(PasskeyRequired):
            await house.place(session, replace(author.actor, weakly=True), uuid4())
        with pytest.raises(NotFound):
            await house.place(session, author.actor, uuid4())


async def test_an_operator_takes_passkeys_away_and_signs_out_whose_device_is_lost(author, device, sessions, clock):
    await made(author, device)
    async with sessions.begin() as session:
        assert 1 == await passkeys.forget(session, clock, author.actor.email.upper())
    assert "/signin" in (await author.browser.get("/practice")).headers["location"]
    assert ["passkey_added", "passkey_removed"] == await actions(sessions)
    async with sessions.begin() as session:
        with pytest.raises(NotFound, match="No account"):
            await passkeys.forget(session, clock, "nobody@example.com")


async def test_a_stored_answer_is_given_to_nobody_who_owes_a_passkey(author, device):
    key = {"Idempotency-Key": uuid4().hex}
    refused = await author.browser.post("/api/studio/drafts", json={}, headers=key)
    assert 403 == refused.status_code
    await made(author, device)
    assert 403 != (await author.browser.post("/api/studio/drafts", json={}, headers=key)).status_code
