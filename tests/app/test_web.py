"""Whatever page or call it is: who may ask, what every answer carries, and how errors are told."""

import asyncio
import re

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import select, text

from app.attempts.record import CHANNEL
from app.errors import HoldoutError, Invalid
from app.identity import account
from app.identity.models import User
from app.kit.limits import BodyLimit, Deadline
from app.kit.notify import notify
from app.main import MAX_BODY, create_app
from app.settings import Settings
from tests.app.conftest import PASSWORD, browser


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
    ],
)
async def test_other_sites_cannot_change_anything(app, ada, headers):
    ada.browser.headers.pop("sec-fetch-site")
    answer = await ada.browser.post("/signout", headers=headers)
    assert 403 == answer.status_code
    assert "another site" in answer.text
    assert 200 == (await ada.browser.get("/practice")).status_code


@pytest.mark.parametrize("path", ["/problems/metrics/%00", "/problems/%00/x"])
async def test_an_address_with_a_null_byte_names_nothing(ada, path):
    assert 404 == (await ada.browser.get(path)).status_code


async def test_the_way_to_the_sign_in_does_not_depend_on_the_host_header(app):
    async with browser(app) as stranger:
        answer = await stranger.get("/practice", headers={"host": "evil.example"})
    assert "/signin?next=%2Fpractice" == answer.headers["location"]


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "none"}, {"origin": "http://holdout"}, {}])
async def test_the_same_site_and_programs_may(ada, headers):
    ada.browser.headers.pop("sec-fetch-site")
    assert 303 == (await ada.browser.post("/signout", headers=headers)).status_code


async def test_every_answer_carries_the_security_headers(anybody):
    for path in ("/signin", "/nothing", "/static/nothing.js", "/api/attempts/1/draft"):
        headers = (await anybody.get(path)).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "nosniff" == headers["x-content-type-options"]
        assert headers["x-request-id"]
        assert "strict-transport-security" not in headers  # by http it would lock people out


async def test_the_session_cookie_is_kept_from_scripts_and_from_http(database_url, ada):
    behind_https = create_app(Settings(secure_cookies=True), database_url)
    async with behind_https.router.lifespan_context(behind_https), browser(behind_https) as client:
        answer = await client.post("/signin", data={"email": ada.actor.email, "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert all(flag in cookie for flag in ("HttpOnly", "Secure", "SameSite=lax", "Path=/")), cookie
    assert "max-age=31536000" == answer.headers["strict-transport-security"]


async def test_the_nonce_is_fresh_and_in_the_page(anybody):
    pages = [await anybody.get("/signin") for _ in range(2)]
    nonces = {page.headers["content-security-policy"].partition("nonce-")[2].partition("'")[0] for page in pages}
    assert 2 == len(nonces)
    assert all(any(nonce in page.text for nonce in nonces) for page in pages)


async def test_what_is_not_there_is_a_page_for_people_and_a_problem_for_programs(ada):
    page = await ada.browser.get("/nothing")
    assert 404 == page.status_code
    assert "ada" in page.text
    problem = await ada.browser.get("/api/nothing")
    assert "application/problem+json" == problem.headers["content-type"]
    assert {"type": "about:holdout:not-found", "status": 404}.items() <= problem.json().items()


async def test_a_wrong_method_says_which(ada):
    answer = await ada.browser.delete("/practice")
    assert 405 == answer.status_code
    assert "DELETE" in answer.text
    assert answer.headers["allow"]


async def test_strangers_get_a_problem_from_the_api(anybody):
    answer = await anybody.post("/api/lint", json={"source": ""})
    assert (401, "about:holdout:sign-in-required") == (answer.status_code, answer.json()["type"])


async def test_malformed_requests_name_the_field(ada):
    answer = await ada.browser.post("/api/lint", json={"sauce": "x"})
    assert 422 == answer.status_code
    assert {"source", "sauce"} == {error["field"] for error in answer.json()["errors"]}
    assert (
        422
        == (await ada.browser.post("/api/lint", content=b"{", headers={"content-type": "application/json"})).status_code
    )


async def test_a_body_over_the_limit_is_refused_whether_declared_or_streamed(ada):
    async def endless():
        for _ in range(MAX_BODY // 65536 + 2):
            yield b"x" * 65536

    declared = await ada.browser.post("/api/lint", content=b"x" * (MAX_BODY + 1))
    streamed = await ada.browser.post("/api/lint", content=endless(), headers={"content-type": "application/json"})
    assert ["about:holdout:body-too-large"] * 2 == [each.json()["type"] for each in (declared, streamed)]
    assert [413, 413] == [declared.status_code, streamed.status_code]


async def test_a_cut_off_body_never_becomes_an_answer_of_the_application():
    async def swallows(scope, receive, send):
        try:
            await receive()
        except Exception:  # noqa: BLE001 - an application that swallows everything is what is tested
            await send({"type": "http.response.start", "status": 200, "headers": []})

    async def refusal(scope, receive, send):
        await send({"type": "http.response.start", "status": 413, "headers": []})

    sent = []

    async def send(message):
        sent.append(message["status"])

    async def receive():
        return {"type": "http.request", "body": b"xx", "more_body": True}

    await BodyLimit(swallows, 1, refusal)({"type": "http", "headers": []}, receive, send)
    assert [413] == sent


async def test_what_nobody_expected_is_told_calmly_and_without_internals(app, ada, monkeypatch):
    async def broken(*_: object, **__: object):
        raise ZeroDivisionError("secret internals")

    monkeypatch.setattr("app.practice.service.browse", broken)
    page = await ada.browser.get("/practice")
    assert 500 == page.status_code
    assert "on our side" in page.text
    assert "secret" not in page.text
    assert "frame-ancestors" in page.headers["content-security-policy"]


async def _answer(app, *messages: dict[str, object], pause: float = 0.0) -> list[str]:
    """What is sent when the messages come one after the other, each after a pause."""
    coming, sent = list(messages), []

    async def receive():
        await asyncio.sleep(pause)
        return coming.pop(0)

    async def send(message):
        sent.append(message["type"] if "body" not in message else message["body"].decode())

    async def refusal(scope, receive, send):
        await send({"type": "refused"})

    await Deadline(app, 1.0, refusal)({"type": "http"}, receive, send)
    return sent


async def test_an_answer_that_has_begun_and_a_slow_line_may_take_their_time():
    async def stream(scope, receive, send):
        await send({"type": "http.response.start"})
        await asyncio.sleep(1.5)
        await send({"type": "http.response.body", "body": b"late"})

    async def upload(scope, receive, send):
        while (await receive())["more_body"]:
            pass
        await send({"type": "http.response.start"})

    async def hang(scope, receive, send):
        await asyncio.sleep(60)

    async def answer(scope, receive, send):
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:  # as when the connection that broke by it cannot be rolled back
            await send({"type": "unavailable"})

    pieces = [{"type": "http.request", "more_body": more} for more in (True, True, True, False)]
    assert ["http.response.start", "late"] == await _answer(stream)
    assert ["http.response.start"] == await _answer(upload, *pieces, pause=0.4)
    assert ["refused"] == await _answer(upload, pieces[0], pause=60)
    assert ["refused"] == await _answer(hang)
    assert ["unavailable"] == await _answer(answer)


async def test_every_route_is_closed_unless_it_is_marked_open(app, anybody):
    opened = set()
    for route in iter_route_contexts(app.routes):
        if not route.methods:
            continue
        path = re.sub(r"{\w+_id}", "00000000-0000-0000-0000-000000000000", route.path)
        path = path.replace("{pattern}", "metrics").replace("{name}", "double")
        for method in route.methods - {"HEAD"}:
            answer = await anybody.request(method, path, json=None if method == "GET" else {})
            refused = answer.headers.get("content-type") == "application/problem+json" and answer.status_code == 401
            if not refused and "/signin?next" not in answer.headers.get("location", ""):
                opened.add((method, route.path))
    assert {
        ("GET", "/"),
        ("GET", "/api"),
        ("GET", "/api/openapi.json"),
        ("GET", "/signin"),
        ("GET", "/signup"),
        ("POST", "/signup"),
        ("POST", "/visits"),
        ("GET", "/invitations/{token}"),
        ("POST", "/invitations/{token}"),
        ("GET", "/signin/provider"),
        ("GET", "/signin/provider/callback"),
        ("GET", "/password"),
        ("POST", "/password"),
        ("GET", "/password/{token}"),
        ("POST", "/password/{token}"),
        ("POST", "/api/passkeys/begin"),
        ("POST", "/api/passkeys/sign-in"),
        ("GET", "/join/{token}"),
        ("POST", "/join/{token}"),
        ("POST", "/signin"),
        ("POST", "/signout"),
        ("POST", "/api/theme"),
        ("GET", "/join/{token}"),
        ("POST", "/join/{token}"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
    } == opened


async def test_a_route_that_forgets_to_ask_who_is_there_is_closed(database_url):
    forgetful = create_app(Settings(), database_url)
    forgetful.add_api_route("/api/forgotten", lambda: "open to all")
    async with browser(forgetful) as stranger:
        assert 401 == (await stranger.get("/api/forgotten")).status_code


def test_every_error_says_what_it_is_about():
    kinds = HoldoutError.__subclasses__()
    assert len(kinds) == len({kind.slug for kind in kinds})
    assert all(kind.title and kind.detail.endswith(".") for kind in kinds)


async def test_the_hub_wakes_whoever_waits_and_survives_a_lost_connection(app, sessions):
    with app.state.hub.subscribe("x") as woken, app.state.hub.subscribe("y") as other:
        async with sessions.begin() as session:
            await notify(session, CHANNEL, "x")
        await asyncio.wait_for(woken.wait(), 5)
        assert not other.is_set()
        async with sessions.begin() as session:
            await session.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            )
        await asyncio.wait_for(other.wait(), 10)  # a reconnect wakes everybody: something may have been missed
        woken.clear()
        async with sessions.begin() as session:
            await notify(session, CHANNEL, "x")
        await asyncio.wait_for(woken.wait(), 5)


async def test_a_form_that_is_shown_again_has_kept_nothing_of_what_was_sent(ada, sessions, monkeypatch):
    async def changes_and_refuses(session, clock, actor, user, name):
        del clock, actor
        user.name = name
        await session.flush()
        raise Invalid.of("name", "Take another one.")

    monkeypatch.setattr(account, "change_name", changes_and_refuses)
    answer = await ada.browser.post("/account/name", data={"name": "Grace"})
    assert (422, True) == (answer.status_code, "Take another one." in answer.text)
    async with sessions() as session:
        assert ada.actor.name == await session.scalar(select(User.name).where(User.id == ada.actor.id))
