"""A lost password is replaced by a link."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.identity import resets
from app.identity.models import PasswordReset
from tests.app.conftest import PASSWORD, browser
from tests.app.mailing import link_in
from tests.app.test_people import actions


async def test_a_lost_password_is_replaced_by_a_link_that_works_once(anybody, ada, box, deliver, sessions):
    asked = await anybody.post("/password", data={"email": " ADA@example.com"}, headers={"host": "evil.example"})
    assert (200, True) == (asked.status_code, "If  ADA@example.com has an account" in asked.text)
    await deliver()
    link = link_in(box.letters[0])
    assert 200 == (await anybody.get(link)).status_code
    assert 422 == (await anybody.post(link, data={"password": "short"})).status_code
    assert 303 == (await anybody.post(link, data={"password": "a new long one"})).status_code
    assert "/signin" in (await ada.browser.get("/practice")).headers["location"]  # every device was signed out
    assert 410 == (await anybody.post(link, data={"password": "another long one"})).status_code
    form = {"email": "ada@example.com"}
    assert 401 == (await anybody.post("/signin", data={**form, "password": PASSWORD})).status_code
    assert 303 == (await anybody.post("/signin", data={**form, "password": "a new long one"})).status_code
    told = await actions(sessions)
    assert ["password_reset_made", "password_reset_used", "signed_in", "signed_in"] == told


async def test_a_link_to_a_new_password_ends_after_an_hour_and_by_the_next_one(anybody, ada, box, deliver, clock):
    await anybody.post("/password", data={"email": "ada@example.com"})
    await deliver()
    await anybody.post("/password", data={"email": "ada@example.com"})
    await deliver()
    first, second = (link_in(letter) for letter in box.letters)
    assert [410, 200] == [(await anybody.get(link)).status_code for link in (first, second)]
    clock.advance(timedelta(hours=1, seconds=1))
    assert 410 == (await anybody.post(second, data={"password": "a new long one"})).status_code


async def test_asking_tells_nobody_who_has_an_account(anybody, ada, box, deliver, sessions):
    known = await anybody.post("/password", data={"email": "ada@example.com"})
    unknown = await anybody.post("/password", data={"email": "eve@example.com"})

    def visible(page):
        nonce = page.headers["content-security-policy"].partition("nonce-")[2].partition("'")[0]
        return page.text.replace(nonce, "").replace("ada@", "").replace("eve@", "")

    assert visible(known) == visible(unknown)
    async with sessions() as session:  # what a request leaves behind is the same too; only the worker looks
        rows = list((await session.execute(select(PasswordReset))).scalars())
    assert [(None, None)] * 2 == [(row.user_id, row.token_hash) for row in rows]
    await deliver()
    assert [["ada@example.com"]] == box.recipients


async def test_one_account_is_mailed_three_links_an_hour_and_one_address_asks_thirty_times(
    anybody, ada, box, deliver, clock
):
    for _ in range(resets.PER_ACCOUNT + 2):
        await anybody.post("/password", data={"email": "ada@example.com"})
        await deliver()
    assert resets.PER_ACCOUNT == len(box.letters)
    for _ in range(resets.PER_ADDRESS):
        last = await anybody.post("/password", data={"email": "eve@example.com"})
    assert (429, True) == (last.status_code, "retry-after" in last.headers)
    clock.advance(timedelta(hours=1, seconds=1))
    assert 200 == (await anybody.post("/password", data={"email": "ada@example.com"})).status_code


@pytest.mark.usefixtures("settings")
async def test_a_network_of_ipv6_asks_as_one_address(app, monkeypatch):
    monkeypatch.setattr(resets, "PER_ADDRESS", 2)
    for number, expected in enumerate((200, 200, 429)):
        async with browser(app, address=f"2001:db8:1:2::{number}") as client:
            assert expected == (await client.post("/password", data={"email": "eve@example.com"})).status_code


async def test_an_administrator_makes_a_link_to_a_new_password(admin, ada, box, deliver):
    page = await admin.browser.post(f"/people/{ada.actor.id}/password", data={"mail": "true"})
    assert "on its way to ada@example.com" in page.text
    await deliver()
    assert link_in(box.letters[0]) in page.text


async def test_a_lost_password_without_mail_says_whom_to_ask(anybody, ada, sessions):
    assert "Ask an administrator" in (await anybody.get("/password")).text
    await anybody.post("/password", data={"email": "ada@example.com"})
    async with sessions() as session:
        assert [] == list((await session.execute(select(PasswordReset))).scalars())
