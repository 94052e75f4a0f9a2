from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.identity import ceremonies, passkeys
from app.identity.gate import CEREMONY, COOKIE
from app.identity.models import Passkey, User
from tests.app.authenticator import PRESENT, Authenticator
from tests.app.conftest import browser
from tests.app.test_people import actions


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


@pytest.fixture(autouse=True)
def _by_name(ada, anybody):
    """Browsers make passkeys at localhost; cookies are set anew for that name."""
    token = ada.browser.cookies[COOKIE]
    for client in (ada.browser, anybody):
        client.base_url = "http://localhost"
    ada.browser.cookies.clear()
    ada.browser.cookies.set(COOKIE, token)


async def made(person, device, **changes: str):
    options = (await person.browser.post("/api/account/passkeys/begin")).json()
    body = {"name": "Laptop", "credential": device.make({**options, **changes})}
    return await person.browser.post("/api/account/passkeys", json=body)


async def proven(client, device, **changes: str):
    options = (await client.post("/api/passkeys/begin")).json()
    body = {"next": "/account", "credential": device.prove({**options, **changes})}
    return await client.post("/api/passkeys/sign-in", json=body)


async def test_a_passkey_signs_its_person_in(ada, anybody, device, sessions):
    assert (201, "Laptop") == ((answer := await made(ada, device)).status_code, answer.json()["name"])
    came = await proven(anybody, device)
    assert (200, {"next": "/account"}) == (came.status_code, came.json())
    assert "ada@example.com" == (await anybody.get("/api/account")).json()["email"]
    assert ["passkey_added", "signed_in"] == await actions(sessions)


async def refused(answer, told, anybody):
    assert (401, True) == (answer.status_code, told in answer.json()["detail"])
    assert COOKIE not in anybody.cookies


async def test_a_challenge_is_answered_once_and_in_time(ada, anybody, device, clock):
    await made(ada, device)
    options = (await anybody.post("/api/passkeys/begin")).json()
    token = anybody.cookies[CEREMONY]
    body = {"credential": device.prove(options)}
    assert 200 == (await anybody.post("/api/passkeys/sign-in", json=body)).status_code
    anybody.cookies.clear()
    anybody.cookies.set(CEREMONY, token)
    await refused(await anybody.post("/api/passkeys/sign-in", json=body), "done already", anybody)
    options = (await anybody.post("/api/passkeys/begin")).json()
    clock.advance(ceremonies.VALID_FOR + timedelta(seconds=1))
    late = await anybody.post("/api/passkeys/sign-in", json={"credential": device.prove(options)})
    await refused(late, "took too long", anybody)


async def test_a_wrong_answer_uses_the_challenge_up(ada, anybody, device):
    await made(ada, device)
    options = (await anybody.post("/api/passkeys/begin")).json()
    wrong = device.prove({**options, "challenge": "AAAA"})
    await refused(await anybody.post("/api/passkeys/sign-in", json={"credential": wrong}), "did not answer", anybody)
    right = await anybody.post("/api/passkeys/sign-in", json={"credential": device.prove(options)})
    await refused(right, "done already", anybody)


async def test_a_counter_that_does_not_rise_shows_a_copied_key(ada, anybody, device):
    await made(ada, device)
    await proven(anybody, device)
    anybody.cookies.clear()
    device.counter -= 1
    await refused(await proven(anybody, device), "did not answer", anybody)


@pytest.mark.parametrize(
    "change",
    [
        {"flags": PRESENT},  # nobody's finger or PIN
        {"origin": "http://evil.example"},
        {"host": "evil.example"},
        {"key": ec.generate_private_key(ec.SECP256R1())},
    ],
)
async def test_an_answer_that_is_not_of_the_person_the_site_and_the_key_is_refused(ada, anybody, device, change):
    await made(ada, device)
    for name, value in change.items():
        setattr(device, name, value)
    await refused(await proven(anybody, device), "did not answer", anybody)


async def test_a_passkey_made_elsewhere_or_without_its_person_is_not_kept(ada, device, sessions):
    for broken in (Authenticator(origin="http://evil.example"), Authenticator(flags=PRESENT), Authenticator(host="x")):
        assert 401 == (await made(ada, broken)).status_code
    assert 401 == (await made(ada, device, challenge="AAAA")).status_code
    async with sessions() as session:
        assert [] == list((await session.execute(select(Passkey))).scalars())


async def test_what_one_person_began_another_cannot_finish(ada, sign_in, device):
    eve = await sign_in("eve@example.com")
    options = (await ada.browser.post("/api/account/passkeys/begin")).json()
    eve.browser.base_url = "http://localhost"
    token = eve.browser.cookies[COOKIE]
    eve.browser.cookies.clear()
    eve.browser.cookies.set(COOKIE, token)
    eve.browser.cookies.set(CEREMONY, ada.browser.cookies[CEREMONY])
    answer = await eve.browser.post("/api/account/passkeys", json={"credential": device.make(options)})
    assert 401 == answer.status_code


async def test_a_removed_passkey_and_one_of_somebody_deactivated_open_nothing(ada, anybody, device, sessions):
    (await made(ada, device)).json()
    async with sessions.begin() as session:
        await session.execute(update(User).values(active=False))
    await refused(await proven(anybody, device), "not known here", anybody)
    async with sessions.begin() as session:
        await session.execute(update(User).values(active=True))
    (passkey,) = (await ada.browser.get("/api/account/passkeys")).json()
    assert 204 == (await ada.browser.delete(f"/api/account/passkeys/{passkey['id']}")).status_code
    await refused(await proven(anybody, device), "not known here", anybody)
    assert 404 == (await ada.browser.delete(f"/api/account/passkeys/{uuid4()}")).status_code


async def test_an_account_has_so_many_passkeys_and_no_more(ada):
    for _ in range(passkeys.MOST):
        assert 201 == (await made(ada, Authenticator())).status_code
    assert 422 == (await ada.browser.post("/api/account/passkeys/begin")).status_code


async def test_nor_has_one_that_began_to_make_many_at_once(ada, monkeypatch):
    monkeypatch.setattr(passkeys, "MOST", 1)
    begun = [await ada.browser.post("/api/account/passkeys/begin") for _ in range(2)]
    answers = []
    for each in begun:
        ada.browser.cookies.set(CEREMONY, each.cookies[CEREMONY], domain="localhost.local")
        body = {"name": "Laptop", "credential": Authenticator().make(each.json())}
        answers.append(await ada.browser.post("/api/account/passkeys", json=body))
    assert [201, 422] == [each.status_code for each in answers]


async def test_a_site_without_a_name_or_https_has_none(app, ada):
    for address in ("http://127.0.0.1", "http://holdout.example.com", "https://10.0.0.1"):
        async with browser(app) as client:
            client.base_url = address
            assert 422 == (await client.post("/api/passkeys/begin")).status_code
            assert "Sign in with a passkey" not in (await client.get("/signin")).text


async def test_one_address_begins_only_so_many_sign_ins(ada, anybody):
    for _ in range(ceremonies.PER_ADDRESS):
        assert 200 == (await anybody.post("/api/passkeys/begin")).status_code
    assert 429 == (await anybody.post("/api/passkeys/begin")).status_code


async def test_a_network_of_ipv6_begins_as_one_address(app, monkeypatch):
    monkeypatch.setattr(ceremonies, "PER_ADDRESS", 2)
    for number, expected in enumerate((200, 200, 429)):
        async with browser(app, address=f"2001:db8:1:2::{number}") as client:
            client.base_url = "http://localhost"
            assert expected == (await client.post("/api/passkeys/begin")).status_code


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["clientDataJSON", "x"]), inner),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["id", "rawId", "type", "response"]), _JSON))
async def test_any_answer_is_refused_and_none_is_a_fault(app, credential):
    async with browser(app) as client:
        client.base_url = "http://localhost"
        await client.post("/api/passkeys/begin")
        answer = await client.post("/api/passkeys/sign-in", json={"credential": credential})
    assert answer.status_code in {401, 422, 429}
