"""Signing in by a provider that runs beside the tests, and what is refused of it, each in words."""

import re
import socket
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from sqlalchemy import select, update

from app import outside
from app.errors import SignInRefused
from app.identity import oidc
from app.identity.actor import Role
from app.identity.gate import COOKIE
from app.identity.models import Ceremony, ProviderIdentity, User
from app.settings import Settings
from tests.app.conftest import PASSWORD
from tests.app.test_people import actions
from tests.providing import provider

CALLBACK = "http://holdout/signin/provider/callback"


@pytest.fixture(scope="module")
def issuer():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    with provider(port, CALLBACK) as issuer:
        yield issuer


@pytest.fixture
def setting(app, issuer):
    """Puts settings in the application's place."""
    usual = app.state.settings

    def put(**changes: str):
        app.state.settings = Settings(
            **{
                "executions_per_minute": 6,
                "oidc_issuer": issuer,
                "oidc_client_id": "holdout",
                "oidc_client_secret": "secret of holdout",
                "oidc_name": "Example SSO",
                **changes,
            }
        )

    put()
    yield put
    app.state.settings = usual


async def at_the_provider(url: str, who: str) -> str:
    """What a person does there; the way back that the provider sends their browser."""
    async with httpx.AsyncClient(follow_redirects=False) as client:
        for _ in range(10):
            page = await client.get(url)
            if page.is_redirect:
                url = str(page.next_request.url)
                if url.startswith(CALLBACK):
                    return url
                continue
            action = re.search(r'<form[^>]*action="([^"]+)"', page.text)[1]
            sent = await client.post(action, data={"prompt": "login", "login": who, "password": "any"})
            url = str(sent.next_request.url)
    raise AssertionError("the provider sends nobody back")


async def come_in(browser, who: str, way_there: str = "/signin/provider?next=/account"):
    begun = await browser.get(way_there)
    assert 303 == begun.status_code
    back = urlsplit(await at_the_provider(begun.headers["location"], who))
    return await browser.get(f"{back.path}?{back.query}")


async def refused(answer, told):
    assert (401, True) == (answer.status_code, told in answer.text)
    assert COOKIE not in answer.cookies


async def test_an_account_of_the_verified_address_comes_in_and_is_linked(anybody, ada, setting, sessions):
    assert "Continue with Example SSO" in (await anybody.get("/signin")).text
    came = await come_in(anybody, "ada")
    assert (303, "/account") == (came.status_code, came.headers["location"])
    assert "ada@example.com" in (await anybody.get("/account")).text
    anybody.cookies.clear()
    await come_in(anybody, "ada")
    async with sessions() as session:
        (link,) = (await session.execute(select(ProviderIdentity))).scalars()
    assert (ada.actor.id, "ada") == (link.user_id, link.subject)
    assert ["provider_linked", "signed_in", "signed_in"] == await actions(sessions)


async def test_a_linked_account_comes_in_whatever_its_address_is_by_then(anybody, ada, setting, sessions):
    await come_in(anybody, "ada")
    async with sessions.begin() as session:
        await session.execute(update(User).values(email="other@example.com", email_key="other@example.com"))
    anybody.cookies.clear()
    assert 303 == (await come_in(anybody, "ada")).status_code


async def test_somebody_unknown_is_let_in_only_where_a_setting_says_so(anybody, setting, sessions):
    await refused(await come_in(anybody, "nora"), "no account for nora@example.com")
    setting(oidc_new_accounts="reviewer")
    assert 303 == (await come_in(anybody, "nora")).status_code
    async with sessions() as session:
        (user,) = (await session.execute(select(User))).scalars()
    assert ("nora by provider", [str(Role.REVIEWER)], False) == (user.name, user.roles, user.guest)
    assert ["account_made", "provider_linked", "signed_in"] == await actions(sessions)
    form = {"email": "nora@example.com", "password": "!"}
    assert 401 == (await anybody.post("/signin", data=form)).status_code


async def test_an_address_nobody_has_verified_opens_no_account(anybody, sign_in, setting):
    await sign_in("unverified-ada@example.com")
    await refused(await come_in(anybody, "unverified-ada"), "does not say that your e-mail address is verified")


async def test_a_deactivated_account_stays_outside(anybody, ada, setting, sessions):
    async with sessions.begin() as session:
        await session.execute(update(User).values(active=False))
    await refused(await come_in(anybody, "ada"), "deactivated")


async def test_a_provider_of_another_issuer_is_not_asked(anybody, ada, setting, issuer):
    setting(oidc_issuer=issuer.replace("127.0.0.1", "localhost"))
    await refused(await anybody.get("/signin/provider"), "another issuer")


async def test_a_provider_that_is_away_is_said_to_be(anybody, setting):
    setting(oidc_issuer="http://127.0.0.1:9")
    await refused(await anybody.get("/signin/provider"), "cannot be reached")


async def test_an_answer_is_taken_once(anybody, ada, setting, sessions):
    begun = await anybody.get("/signin/provider")
    back = urlsplit(await at_the_provider(begun.headers["location"], "ada"))
    ceremony = anybody.cookies["holdout_ceremony"]
    assert 303 == (await anybody.get(f"{back.path}?{back.query}")).status_code
    anybody.cookies.clear()
    anybody.cookies.set("holdout_ceremony", ceremony)
    await refused(await anybody.get(f"{back.path}?{back.query}"), "done already")

    # The same code in a sign-in of its own: the provider itself knows it again.
    anybody.cookies.clear()
    fresh = dict(parse_qsl(urlsplit((await anybody.get("/signin/provider")).headers["location"]).query))
    stolen = {**dict(parse_qsl(back.query)), "state": fresh["state"]}
    await refused(await anybody.get(back.path, params=stolen), "used before")


async def test_an_answer_to_another_browser_is_refused(anybody, ada, setting):
    first = await anybody.get("/signin/provider")
    back = urlsplit(await at_the_provider(first.headers["location"], "ada"))
    anybody.cookies.clear()
    await refused(await anybody.get(f"{back.path}?{back.query}"), "Begin again")
    await anybody.get("/signin/provider")  # this one has begun too, with another state
    await refused(await anybody.get(f"{back.path}?{back.query}"), "does not belong to the sign-in")


async def test_an_answer_that_names_another_issuer_is_refused(anybody, ada, setting):
    begun = await anybody.get("/signin/provider")
    back = urlsplit(await at_the_provider(begun.headers["location"], "ada"))
    query = {**dict(parse_qsl(back.query)), "iss": "https://evil.example"}
    await refused(await anybody.get(back.path, params=query), "another issuer")


@pytest.mark.parametrize(
    ("name", "told"), [("nonce", "does not belong to the sign-in"), ("verifier", "does not take its own answer")]
)
async def test_an_answer_to_another_question_is_refused(anybody, setting, sessions, name, told):
    begun = await anybody.get("/signin/provider")
    back = urlsplit(await at_the_provider(begun.headers["location"], "ada"))
    async with sessions.begin() as session:
        (kept,) = (await session.execute(select(Ceremony))).scalars()
        kept.data = {**kept.data, name: "x" * 64}
    await refused(await anybody.get(f"{back.path}?{back.query}"), told)


@pytest.mark.parametrize(
    ("shift", "told"), [(timedelta(hours=2), "too old"), (-timedelta(hours=1), "clock and ours are too far apart")]
)
async def test_a_provider_whose_clock_is_elsewhere_is_not_believed(anybody, setting, clock, shift, told):
    clock.advance(shift)
    await refused(await come_in(anybody, "ada"), told)


async def test_a_clock_a_minute_off_does_not_matter(anybody, ada, setting, clock):
    clock.advance(-timedelta(minutes=1))
    assert 303 == (await come_in(anybody, "ada")).status_code


async def test_an_answer_after_ten_minutes_is_too_late(anybody, ada, setting, clock):
    begun = await anybody.get("/signin/provider")
    back = urlsplit(await at_the_provider(begun.headers["location"], "ada"))
    clock.advance(timedelta(minutes=10, seconds=1))
    await refused(await anybody.get(f"{back.path}?{back.query}"), "took too long")


async def test_the_way_on_never_leads_elsewhere(anybody, ada, setting):
    came = await come_in(anybody, "ada", "/signin/provider?next=https://evil.example/")
    assert "/practice" == came.headers["location"]


async def test_without_a_provider_there_is_no_way_to_one(anybody, ada):
    assert 404 == (await anybody.get("/signin/provider")).status_code
    assert "Continue with" not in (await anybody.get("/signin")).text
    assert 303 == (await anybody.post("/signin", data={"email": "ada@example.com", "password": PASSWORD})).status_code


# --- tokens no good provider makes ------------------------------------------------------------------------------


@dataclass
class Forger:
    """Signs what it likes with a key of its own, and shows that key as the provider's."""

    key: RSAKey

    def keys(self):
        return KeySet([self.key]).as_dict(private=False)

    def token(self, **changes: object):
        claims = {"iss": "https://p", "aud": "holdout", "sub": "1", "nonce": "n", "iat": 1000, "exp": 1300}
        claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)


@pytest.fixture(scope="module")
def forger() -> Forger:
    return Forger(RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True))


def verified(forger, token, keys=None):
    found = oidc.Provider("https://p", "holdout", None, None, CALLBACK)
    return oidc._verified({"id_token": token}, keys or forger.keys(), found, nonce="n", now=1100)


def test_a_token_that_fits_is_believed(forger):
    assert "1" == verified(forger, forger.token())["sub"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"iss": "https://evil"}, "another issuer"),
        ({"iss": None}, "another issuer"),
        ({"aud": "other"}, "another application"),
        ({"azp": "other"}, "another application"),
        ({"nonce": "m"}, "does not belong"),
        ({"nonce": None}, "does not belong"),
        ({"exp": 900}, "too old"),
        ({"iat": 9000}, "too far apart"),
        ({"nbf": 9000}, "too far apart"),
        ({"exp": None}, "not signed as it says"),
    ],
)
def test_a_token_that_does_not_fit_is_refused_in_words(forger, changes, told):
    with pytest.raises(SignInRefused, match=told):
        verified(forger, forger.token(**changes))


def test_a_token_that_others_signed_or_nobody_is_refused(forger):
    other = Forger(RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True))
    unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."
    body = forger.token().split(".")
    for token in (other.token(), unsigned, "", "nonsense", f"{body[0]}.{body[1]}.AAAA"):
        with pytest.raises(SignInRefused, match="not signed"):
            verified(forger, token)
    with pytest.raises(SignInRefused, match="not signed"):
        verified(forger, forger.token(), keys={"keys": []})


def test_the_doctor_says_whether_the_provider_answers(issuer):
    for at, state in ((issuer, "ok"), (issuer.replace("127.0.0.1", "localhost"), "problem")):
        (finding,) = outside.look(Settings(oidc_issuer=at, oidc_client_id="holdout"))
        assert ("provider", state) == (finding.name, finding.state)
