import asyncio
import contextlib
import re

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import text

from app.attempts.grading import CHANNEL
from app.errors import HoldoutError
from app.kit import migrate
from app.kit.db import create_engine, create_sessionmaker
from app.kit.limits import BodyLimit, Deadline
from app.kit.notify import notify
from app.kit.templates import Assets
from app.main import MAX_BODY, create_app
from app.settings import Settings
from app.web import MIGRATIONS, HashedFiles
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


async def test_a_lost_database_is_a_503_and_not_ready(app, ada, sessions):
    nowhere = create_engine("postgresql://nobody@127.0.0.1:1/nothing")
    app.state.sessionmaker = create_sessionmaker(nowhere)
    try:
        page, ready = await ada.browser.get("/practice"), await ada.browser.get("/readyz")
        assert 503 == page.status_code
        assert (503, False) == (ready.status_code, ready.json()["ready"])
        assert "DATABASE_URL" in ready.json()["database"]
        assert 200 == (await ada.browser.get("/healthz")).status_code
    finally:
        app.state.sessionmaker = sessions
        await nowhere.dispose()


async def ready_at(anybody, sessions, revision: str):
    """What /readyz says at a revision of the schema."""
    change = text("UPDATE alembic_version SET version_num = :revision")
    async with sessions.begin() as session:
        await session.execute(change, {"revision": revision})
    answer = await anybody.get("/readyz")
    async with sessions.begin() as session:
        await session.execute(change, {"revision": migrate.head(MIGRATIONS)})
    return answer


@contextlib.asynccontextmanager
async def hanging(database_url, sessions, person, *tables: str):
    """A browser of the person at a node whose statements on these tables have no answer."""
    node = create_app(Settings(rate_factor=0), database_url)
    lifespan = node.router.lifespan_context(node)
    async with lifespan, browser(node, **person.browser.cookies) as at_node, sessions.begin() as session:
        await session.execute(text(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"))
        yield at_node


async def test_a_database_that_hangs_keeps_nobody_waiting(database_url, ada, sessions, monkeypatch):
    monkeypatch.setattr("app.main.ANSWER_SECONDS", 0.5)
    async with hanging(database_url, sessions, ada, "sessions") as person:
        page, told = [await person.get(path) for path in ("/practice", "/api/account")]
        assert [503, 503] == [answer.status_code for answer in (page, told)]
        assert "briefly out of reach" in page.text
        assert "about:holdout:unavailable" == told.json()["type"]
    assert 200 == (await ada.browser.get("/practice")).status_code


async def test_a_node_whose_database_hangs_says_that_it_is_not_ready(database_url, ada, sessions, monkeypatch):
    monkeypatch.setattr("app.web.READY_SECONDS", 0.3)
    async with hanging(database_url, sessions, ada, "alembic_version") as person:
        ready = await person.get("/readyz")
    assert 503 == ready.status_code
    assert "out of reach" in ready.json()["database"]


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

    await Deadline(app, 0.3, refusal)({"type": "http"}, receive, send)
    return sent


async def test_an_answer_that_has_begun_and_a_slow_line_may_take_their_time():
    async def stream(scope, receive, send):
        await send({"type": "http.response.start"})
        await asyncio.sleep(0.6)
        await send({"type": "http.response.body", "body": b"late"})

    async def upload(scope, receive, send):
        while (await receive())["more_body"]:
            pass
        await send({"type": "http.response.start"})

    async def hang(scope, receive, send):
        await asyncio.sleep(60)

    pieces = [{"type": "http.request", "more_body": more} for more in (True, True, True, False)]
    assert ["http.response.start", "late"] == await _answer(stream)
    assert ["http.response.start"] == await _answer(upload, *pieces, pause=0.2)
    assert ["refused"] == await _answer(upload, pieces[0], pause=60)
    assert ["refused"] == await _answer(hang)


async def test_whether_a_node_is_ready_is_told_without_reading_the_migrations_again(anybody, monkeypatch):
    before = (await anybody.get("/readyz")).json()
    monkeypatch.delattr("app.kit.migrate.ScriptDirectory")
    assert before == (await anybody.get("/readyz")).json()
    assert before["ready"]


async def test_ready_when_the_schema_is_this_releases(anybody, sessions):
    assert (await anybody.get("/readyz")).json()["ready"]
    ready = await ready_at(anybody, sessions, "first_schema")
    assert 503 == ready.status_code
    assert "holdout migrate" in ready.json()["migrations"]


async def test_an_old_node_stays_ready_while_a_newer_release_has_migrated(anybody, sessions):
    ready = await ready_at(anybody, sessions, "of_tomorrow")
    assert (200, True) == (ready.status_code, ready.json()["ready"])
    assert "newer release" in ready.json()["note"]


async def test_hashed_files_may_be_kept_for_ever_others_not(app, tmp_path):
    (tmp_path / "manifest.json").write_text('{"app.css": "app-AB12.css"}')
    (tmp_path / "app-AB12.css").write_text("x")
    (tmp_path / "robots.txt").write_text("x")
    small = FastAPI()
    assets = Assets(tmp_path)
    small.mount("/static", HashedFiles(assets))
    async with browser(small) as client:
        assert "immutable" in (await client.get(assets.url("app.css"))).headers["cache-control"]
        assert "no-cache" == (await client.get(assets.url("robots.txt"))).headers["cache-control"]
        assert 404 == (await client.get("/static/../secrets")).status_code


async def test_the_smallest_form_that_a_browser_takes_is_sent(tmp_path):
    (tmp_path / "manifest.json").write_text('{"app.js": "app-AB12.js"}')
    for name, content in (("", "plain"), (".gz", "gzipped"), (".br", "brotli")):
        (tmp_path / f"app-AB12.js{name}").write_text(content)
    (tmp_path / "icon.svg").write_text("<svg/>")
    small = FastAPI()
    small.mount("/static", HashedFiles(Assets(tmp_path)))
    transport = httpx.ASGITransport(small)
    async with httpx.AsyncClient(transport=transport, base_url="http://holdout") as client:
        for taken, coding, content in (
            ("gzip, deflate, br, zstd", "br", "brotli"),
            ("identity", None, "plain"),
            ("br;q=0, *", None, "plain"),
        ):
            async with client.stream("GET", "/static/app-AB12.js", headers={"accept-encoding": taken}) as answer:
                raw = b"".join([part async for part in answer.aiter_raw()])
            assert (coding, content) == (answer.headers.get("content-encoding"), raw.decode())
            assert "text/javascript; charset=utf-8" == answer.headers["content-type"]
            assert ("Accept-Encoding", True) == (answer.headers["vary"], "immutable" in answer.headers["cache-control"])
        plain = await client.get("/static/icon.svg", headers={"accept-encoding": "br"})
        assert (None, "image/svg+xml") == (plain.headers.get("content-encoding"), plain.headers["content-type"])


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
