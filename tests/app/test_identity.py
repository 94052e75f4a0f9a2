import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.errors import Invalid
from app.identity import service as identity
from app.identity.actor import Role
from app.identity.gate import COOKIE
from app.identity.models import Session, SignInFailure
from app.kit.waiting import Places
from tests.app.conftest import PASSWORD, browser

FORM = {"email": "ada@example.com", "password": PASSWORD, "next": "/practice?level=junior"}


async def test_the_right_password_opens_the_page_that_was_asked_for(anybody, ada):
    answer = await anybody.post("/signin", data={**FORM, "email": " ADA@example.com "})
    assert (303, "/practice?level=junior") == (answer.status_code, answer.headers["location"])
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert 200 == (await anybody.get("/practice")).status_code


async def test_a_wrong_password_says_so_and_keeps_the_address(anybody, ada):
    answer = await anybody.post("/signin", data={**FORM, "password": "wrong"})
    assert 401 == answer.status_code
    assert "not right" in answer.text
    assert "ada@example.com" in answer.text
    assert COOKIE not in answer.cookies


async def test_unknown_people_are_told_the_same_as_wrong_passwords(anybody, ada):
    wrong = await anybody.post("/signin", data={**FORM, "password": "wrong"})
    unknown = await anybody.post("/signin", data={**FORM, "email": "eve@example.com", "password": "wrong"})
    assert wrong.status_code == unknown.status_code

    def visible(page):
        nonce = page.headers["content-security-policy"].partition("nonce-")[2].partition("'")[0]
        return page.text.replace(nonce, "").replace("ada@", "").replace("eve@", "")

    assert visible(wrong) == visible(unknown)


async def test_unknown_people_cost_the_same_hashing_as_known_ones(anybody, ada, monkeypatch):
    calls = []

    async def counted(password, stored):
        calls.append(stored)
        return False

    monkeypatch.setattr(identity, "verify_password", counted)
    await anybody.post("/signin", data={**FORM, "email": "eve@example.com"})
    await anybody.post("/signin", data=FORM)
    assert [True, False] == [stored is None for stored in calls]


async def test_of_many_who_sign_in_at_once_few_are_checked_and_the_others_hold_no_connection(
    app, anybody, ada, sessions, monkeypatch
):
    looking, go_on = asyncio.Event(), asyncio.Event()

    async def slow(password, stored):
        looking.set()
        await go_on.wait()
        return False

    monkeypatch.setattr(identity, "CHECKED", Places(1, waiting=2))
    monkeypatch.setattr(identity, "verify_password", slow)
    before = app.state.sessionmaker.kw["bind"].pool.checkedout()
    first = asyncio.create_task(anybody.post("/signin", data=FORM))
    await looking.wait()
    emails = [f"person{number}@example.com" for number in range(4)]
    others = [asyncio.create_task(anybody.post("/signin", data={**FORM, "email": email})) for email in emails]
    async with asyncio.timeout(30):
        while sum(each.done() for each in others) < 2:  # noqa: ASYNC110 - the two that find no place end
            await asyncio.sleep(0.01)
    refused = [each.result() for each in others if each.done()]
    assert before + 1 == app.state.sessionmaker.kw["bind"].pool.checkedout()
    go_on.set()
    answers = [each.status_code for each in await asyncio.gather(first, *others)]
    assert [401, 401, 401, 429, 429] == sorted(answers)
    assert "2" == refused[0].headers["retry-after"]
    assert "Wait a moment and try again." in refused[0].text
    async with sessions() as session:
        assert 3 == await session.scalar(select(func.count()).select_from(SignInFailure))


async def test_the_sixth_failure_in_a_row_has_to_wait_and_waiting_helps(anybody, ada, clock):
    for _ in range(identity.FREE_FAILURES):
        assert 401 == (await anybody.post("/signin", data={**FORM, "password": "wrong"})).status_code
    locked = await anybody.post("/signin", data=FORM)
    assert 429 == locked.status_code
    assert int(locked.headers["retry-after"]) <= identity.FIRST_WAIT.total_seconds() + 1
    assert "Try again in" in locked.text
    clock.advance(identity.FIRST_WAIT + timedelta(seconds=1))
    assert 303 == (await anybody.post("/signin", data=FORM)).status_code


async def test_waiting_doubles_with_each_further_failure(anybody, ada, clock):
    for _ in range(identity.FREE_FAILURES):
        await anybody.post("/signin", data={**FORM, "password": "wrong"})
    clock.advance(identity.FIRST_WAIT + timedelta(seconds=1))
    await anybody.post("/signin", data={**FORM, "password": "wrong"})
    locked = await anybody.post("/signin", data=FORM)
    assert int(locked.headers["retry-after"]) > identity.FIRST_WAIT.total_seconds() + 1


async def test_a_right_password_forgets_the_failures(anybody, ada, sessions):
    await anybody.post("/signin", data={**FORM, "password": "wrong"})
    await anybody.post("/signin", data=FORM)
    async with sessions() as session:
        assert 0 == (await session.execute(select(func.count()).select_from(SignInFailure))).scalar_one()


async def test_being_locked_out_of_one_account_leaves_the_others(anybody, ada, sign_in):
    await sign_in("bob@example.com")
    for _ in range(identity.FREE_FAILURES):
        await anybody.post("/signin", data={**FORM, "password": "wrong"})
    assert 303 == (await anybody.post("/signin", data={**FORM, "email": "bob@example.com"})).status_code


async def test_one_address_cannot_try_all_accounts(anybody, ada, sessions, clock):
    async with sessions.begin() as session:
        for number in range(identity.FREE_FAILURES_PER_ADDRESS):
            session.add(SignInFailure(email_key=f"{number}@example.com", address="127.0.0.1", at=clock.now()))
    assert 429 == (await anybody.post("/signin", data=FORM)).status_code


async def test_one_account_cannot_be_tried_from_many_addresses(anybody, ada, sessions, clock):
    async with sessions.begin() as session:
        for number in range(identity.FREE_FAILURES_PER_ACCOUNT):
            session.add(SignInFailure(email_key="ada@example.com", address=f"192.0.2.{number}", at=clock.now()))
    assert 429 == (await anybody.post("/signin", data=FORM)).status_code
    async with sessions.begin() as session:  # a device of hers at the address that asks
        await session.execute(update(Session).values(address="127.0.0.1"))
    assert 303 == (await anybody.post("/signin", data=FORM)).status_code


@pytest.mark.parametrize(
    "name", ["\u0646\u06cc\u200c\u0644\u0648\u0641\u0631", "\u0dc1\u0dca\u200d\u0dbb\u0dd3", "Zoë O'Neil-Ōta"]
)
def test_names_are_written_with_what_their_script_needs(name):
    assert name == identity.checked_name(f" {name} ")


@pytest.mark.parametrize("name", ["a\u202eb", "a\u2066b", "a\u200fb", "a\ufeffb", "a\x00b", "\u200d\u200c", "a" * 201])
def test_a_name_turns_no_text_around_and_can_be_seen(name):
    with pytest.raises(Invalid):
        identity.checked_name(name)


async def test_a_network_of_ipv6_is_one_address_to_guess_from(app, ada, sessions, clock):
    for number in range(identity.FREE_FAILURES):
        async with browser(app, address=f"2001:db8:1:2::{number:x}") as client:
            assert 401 == (await client.post("/signin", data={**FORM, "password": "wrong"})).status_code
    async with browser(app, address="2001:db8:1:2:ffff::1") as client:
        assert 429 == (await client.post("/signin", data=FORM)).status_code
    async with browser(app, address="2001:db8:1:3::1") as client:
        assert 303 == (await client.post("/signin", data=FORM)).status_code


async def test_whoever_is_signed_in_from_a_network_of_ipv6_is_not_kept_out_there(app, ada, sessions, clock):
    async with sessions.begin() as session:
        await session.execute(update(Session).values(address="2001:db8:1:2::1"))
        for number in range(identity.FREE_FAILURES_PER_ACCOUNT):
            session.add(SignInFailure(email_key="ada@example.com", address=f"192.0.2.{number}", at=clock.now()))
    async with browser(app, address="2001:db8:1:2::2") as client:
        assert 303 == (await client.post("/signin", data=FORM)).status_code


async def test_only_the_tokens_hash_is_stored(anybody, ada, sessions):
    await anybody.post("/signin", data=FORM)
    token = anybody.cookies[COOKIE]
    async with sessions() as session:
        hashes = (await session.execute(select(Session.token_hash))).scalars().all()
    assert all(token.encode() not in each and len(each) == 32 for each in hashes)


async def test_signing_out_ends_the_session_on_the_server(ada):
    token = ada.browser.cookies[COOKIE]
    assert 303 == (await ada.browser.post("/signout")).status_code
    ada.browser.cookies.set(COOKIE, token)
    assert 303 == (await ada.browser.get("/practice")).status_code


async def test_a_session_ends_after_its_days(ada, clock):
    assert 200 == (await ada.browser.get("/practice")).status_code
    clock.advance(timedelta(days=14, seconds=1))
    assert "/signin" in (await ada.browser.get("/practice")).headers["location"]


async def test_strangers_are_led_to_sign_in_and_back(anybody):
    answer = await anybody.get("/practice?pattern=metrics")
    assert 303 == answer.status_code
    assert answer.headers["location"].endswith("/signin?next=%2Fpractice%3Fpattern%3Dmetrics")


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
)
async def test_signing_in_never_leads_to_another_site(anybody, ada, target):
    answer = await anybody.post("/signin", data={**FORM, "next": target})
    assert "/practice" == answer.headers["location"]


async def test_a_binary_address_is_just_wrong(anybody):
    assert 401 == (await anybody.post("/signin", data={**FORM, "email": "a\x00b@example.com"})).status_code


async def test_an_account_needs_an_address_of_its_own_and_a_long_password(session, clock):
    await identity.add_user(session, clock, email="a@b.c", name="", password=PASSWORD, roles=[Role.ADMIN])
    for email, password in (("A@b.c", PASSWORD), ("nonsense", PASSWORD), ("x@y.z", "short")):
        with pytest.raises(Invalid):
            await identity.add_user(session, clock, email=email, name="", password=password, roles=[])


async def test_the_first_administrator_is_made_once(session, clock):
    assert await identity.first_admin(session, clock, "root@example.com")
    assert None is await identity.first_admin(session, clock, "root@example.com")


async def test_the_theme_is_kept_for_the_next_page(anybody):
    assert 204 == (await anybody.post("/api/theme", json={"theme": "dark"})).status_code
    assert 'data-theme="dark"' in (await anybody.get("/signin")).text
    assert 422 == (await anybody.post("/api/theme", json={"theme": "neon"})).status_code


async def test_of_several_processes_that_start_at_once_one_makes_the_first_administrator(sessions, clock):
    async def start() -> str | None:
        async with sessions.begin() as session:
            return await identity.first_admin(session, clock, "first@example.com")

    made = await asyncio.gather(*(start() for _ in range(4)))
    assert 1 == len([password for password in made if password])
