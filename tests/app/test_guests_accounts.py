"""Becoming an account: by signing up or by an invitation, and what was done is kept."""

import re

import pytest
from sqlalchemy import func, select

from app.identity import service as identity
from app.identity.actor import Role
from app.identity.models import Mail, User, Visitor
from app.people import sign_up
from app.people.models import AccountInvitation
from tests.app.conftest import PASSWORD, browser
from tests.app.visiting import MAILING, OWN, _bank, count, guest, invited, link_of, set_to, the_user
from tests.app.workspace import open_workspace, save

__all__ = ["_bank", "guest", "invited", "set_to"]


async def make_account(client, link: str):
    return await client.post(link, data={"name": "Grace", "password": PASSWORD})


async def test_signing_up_keeps_what_was_done_on_whatever_device(app, guest, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    boot = await open_workspace(guest, OWN)
    await save(guest, boot, "# mine")
    asked = await guest.post("/signup", data={"email": "grace@example.com"})
    assert "on its way to grace@example.com" in asked.text
    async with browser(app) as phone:
        answer = await make_account(phone, await link_of(sessions, sign_up.KIND))
        assert (303, "/practice") == (answer.status_code, answer.headers["location"])
        again = await open_workspace(phone, OWN)
        assert (boot["attempt"]["id"], "# mine") == (again["attempt"]["id"], again["draft"]["solution"])
        assert 200 == (await phone.get("/drill")).status_code
    user = await the_user(sessions)
    assert ("grace@example.com", "Grace", False, False) == (user.email, user.name, user.guest, user.visitor)
    assert 0 == await count(sessions, Visitor)
    assert 303 == (await guest.get("/tour")).status_code  # the session without an account has ended: to the sign-in


async def test_an_administrators_invitation_opened_in_the_browser_keeps_it_too(guest, sign_in, sessions):
    boot = await open_workspace(guest, OWN)
    root = await sign_in("root@example.com", Role.ADMIN)
    invited = {"email": "grace@example.com", "name": "", "roles": ["interviewer"]}
    address = (await root.browser.post("/api/people/invitations", json=invited)).json()["address"]
    assert "is kept" in (await guest.get(address)).text
    assert 303 == (await make_account(guest, address)).status_code
    assert boot["attempt"]["id"] == (await open_workspace(guest, OWN))["attempt"]["id"]
    assert 200 == (await guest.get("/interviews")).status_code


async def _link_for(sign_in, email: str) -> str:
    root = await sign_in("root@example.com", Role.ADMIN)
    given = {"email": email, "name": "", "roles": ["candidate"]}
    return (await root.browser.post("/api/people/invitations", json=given)).json()["address"]


async def test_a_name_that_is_refused_leaves_the_guest_as_they_were(anybody, invited, sign_in, sessions):
    link = await _link_for(sign_in, invited.actor.email)
    refused = await anybody.post(link, data={"name": "Gra\u202ece", "password": PASSWORD})
    assert (422, True) == (refused.status_code, "can be shown" in refused.text)
    async with sessions() as session:
        assert (await session.get(User, invited.actor.id)).guest
    assert 200 == (await invited.browser.get("/interviews")).status_code
    assert 303 == (await make_account(anybody, link)).status_code


async def test_whoever_comes_second_to_an_address_stays_a_visitor(guest, sign_in, sessions, monkeypatch):
    link = await _link_for(sign_in, "grace@example.com")
    await sign_in("grace@example.com")
    async with sessions() as session:
        visitor = (await session.execute(select(User).where(User.visitor))).scalar_one().id

    async def nobody_yet(session, email_key):
        del session, email_key

    monkeypatch.setattr(identity.repository, "user_by_email", nobody_yet)
    refused = await make_account(guest, link)
    assert (422, True) == (refused.status_code, "already" in refused.text)
    async with sessions() as session:
        found = await session.get(User, visitor)
    assert (True, "Visitor") == (found.visitor, found.name)
    assert 200 == (await guest.get("/tour")).status_code


@pytest.mark.usefixtures("_bank")
async def test_signing_up_tells_nobody_whether_an_address_has_an_account(ada, anybody, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    pages = [
        (await anybody.post("/signup", data={"email": email})).text.replace(email, "…")
        for email in (ada.actor.email, "new@example.com")
    ]
    assert pages[0].replace(_nonce(pages[0]), "") == pages[1].replace(_nonce(pages[1]), "")
    async with sessions() as session:
        mails = {mail.to: mail.text for mail in (await session.execute(select(Mail))).scalars()}
    assert ("/signin" in mails[ada.actor.email], "/invitations/" in mails["new@example.com"]) == (True, True)
    assert "/invitations/" not in mails[ada.actor.email]


def _nonce(page: str) -> str:
    return re.search(r'name="csp-nonce" content="([^"]*)"', page)[1]


async def test_nobody_takes_over_a_seat_without_reading_its_mailbox(invited, guest, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    page = await guest.post("/signup", data={"email": invited.actor.email})
    assert "/invitations/" not in page.text
    assert 303 == (await make_account(guest, await link_of(sessions, sign_up.KIND))).status_code  # the mail was theirs
    async with sessions() as session:
        seated = await session.get(User, invited.actor.id)
    assert ("Grace", False) == (seated.name, seated.guest)


async def test_a_mailbox_gets_few_mails_and_the_last_link_counts(anybody, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    for _ in range(sign_up.PER_MAILBOX + 2):
        assert 200 == (await anybody.post("/signup", data={"email": "New@example.com"})).status_code
    assert sign_up.PER_MAILBOX == await count(sessions, Mail)
    async with sessions() as session:
        open_ones = select(func.count()).where(AccountInvitation.revoked_at.is_(None))
        assert 1 == (await session.execute(open_ones)).scalar_one()


async def test_an_installation_sends_so_many_mails_within_the_hour(anybody, set_to, monkeypatch):
    set_to(sign_up=True, **MAILING)
    monkeypatch.setattr(sign_up, "PER_INSTALLATION", 1)
    assert 200 == (await anybody.post("/signup", data={"email": "a@example.com"})).status_code
    assert 429 == (await anybody.post("/signup", data={"email": "b@example.com"})).status_code


async def test_what_an_administrator_invited_is_not_replaced_by_signing_up(anybody, sign_in, set_to, sessions):
    set_to(sign_up=True, **MAILING)
    root = await sign_in("root@example.com", Role.ADMIN)
    invited = {"email": "new@example.com", "name": "", "roles": ["author"]}
    address = (await root.browser.post("/api/people/invitations", json=invited)).json()["address"]
    await anybody.post("/signup", data={"email": "new@example.com"})
    assert 200 == (await anybody.get(address)).status_code
    assert 1 == await count(sessions, AccountInvitation)


async def test_where_nobody_signs_up_the_page_says_whom_to_ask(guest, sessions):
    assert "administrator" in (await guest.get("/signup")).text
    assert 200 == (await guest.post("/signup", data={"email": "new@example.com"})).status_code
    assert 0 == await count(sessions, Mail)


async def test_no_address_is_said_so(anybody, set_to):
    set_to(sign_up=True, **MAILING)
    answer = await anybody.post("/signup", data={"email": "nobody"})
    assert (422, True) == (answer.status_code, "is not an e-mail address" in answer.text)


async def test_links_to_sign_up_that_nobody_used_are_forgotten(anybody, set_to, sessions, clock):
    set_to(sign_up=True, **MAILING)
    await anybody.post("/signup", data={"email": "new@example.com"})
    clock.advance(sign_up.VALID_FOR)
    async with sessions.begin() as session:
        await sign_up.tidy(session, clock.now())
    assert 0 == await count(sessions, AccountInvitation)
