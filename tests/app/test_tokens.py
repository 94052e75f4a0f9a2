"""API tokens: what they open, and everything that they do not."""

from datetime import timedelta

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select, text

from app.audit.models import AuditEntry
from app.identity import tokens
from app.identity.actor import Role
from app.identity.models import ApiToken
from tests.app.conftest import browser

EVERY = list(tokens.SCOPES)


async def _make(person, scopes=EVERY, days=90, name="robot"):
    answer = await person.browser.post("/api/tokens", json={"name": name, "scopes": scopes, "days": days})
    assert 201 == answer.status_code, answer.text
    return answer.json()


def _program(app, token, **headers: str):
    client = browser(app)
    del client.headers["sec-fetch-site"]
    client.headers.update({"authorization": f"Bearer {token}", **headers})
    return client


async def test_a_token_acts_for_its_person_within_their_rights(app, planned):
    made = await _make(planned.people["lead"])
    program = _program(app, made["token"])
    answer = await program.get(f"/api/interviews/{planned.id}")
    assert (200, "lead") == (answer.status_code, answer.json()["me"]["part"])
    outsider = await _make(planned.people["outsider"])
    assert 404 == (await _program(app, outsider["token"]).get(f"/api/interviews/{planned.id}")).status_code


async def test_only_a_hash_is_kept(sessions, ada):
    made = await _make(ada)
    assert made["token"].startswith(made["prefix"])
    async with sessions() as session:
        kept = (await session.execute(text("SELECT t::text FROM api_tokens t"))).scalar_one()
    assert made["token"] not in kept
    assert made["token"].encode().hex() not in kept
    assert "token" not in (await ada.browser.get("/api/tokens")).json()[0]


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        ("interviews:read", "GET", "", 200),
        ("interviews:write", "GET", "", 403),
        ("interviews:read", "POST", "/steps", 403),
        ("interviews:write", "POST", "/steps", 200),
        ("practice:write", "POST", "/steps", 403),
    ],
)
async def test_a_scope_opens_what_it_names_and_nothing_else(app, planned, *, scope, method, path, status):
    program = _program(app, (await _make(planned.people["lead"], [scope]))["token"])
    body = {"step": "open_lobby"} if method == "POST" else None
    answer = await program.request(method, f"/api/interviews/{planned.id}{path}", json=body)
    assert status == answer.status_code, answer.text
    assert status == 200 or f"interviews:{'read' if method == 'GET' else 'write'}" == answer.json()["needed"]


def routes(app):
    found = []
    stack = list(app.routes)
    while stack:
        route = stack.pop()
        stack += getattr(getattr(route, "original_router", None), "routes", [])
        if isinstance(route, APIRoute):
            found.append(route)
    return found


def test_each_address_of_the_api_is_in_an_area_or_closed_on_purpose(app):
    paths = {route.path for route in routes(app) if route.path.startswith("/api/")}
    assert len(paths) > 40
    assert [] == [
        each for each in sorted(paths) if not any(each == b or each.startswith(f"{b}/") for b in tokens.AREAS)
    ]


async def test_every_scope_is_explained_where_it_is_chosen(ada):
    assert set(tokens.SCOPES) == set(tokens.TOLD)
    page = (await ada.browser.get("/account/tokens")).text
    assert [] == [each for told in tokens.TOLD.items() for each in told if each not in page]


async def test_no_token_opens_a_page_or_what_is_in_no_area(app, sign_in):
    program = _program(app, (await _make(await sign_in("admin@example.com", Role.ADMIN)))["token"])
    for path in ("/practice", "/interviews", "/trust/audit", "/account/tokens", "/signin", "/"):
        assert 403 == (await program.get(path)).status_code, path
    for path in ("/api/tokens", "/api/erasures", "/api/nothing"):
        assert (await program.get(path)).status_code in {403, 404}, path
    more = await program.post("/api/tokens", json={"name": "another", "scopes": EVERY})
    assert 403 == more.status_code
    assert 200 == (await program.get("/api/audit")).status_code


async def _spoil(sessions, **values: str):
    async with sessions.begin() as session:
        for table, change in values.items():
            await session.execute(text(f"UPDATE {table} SET {change}"))  # noqa: S608 - constants below


@pytest.mark.parametrize("how", ["expired", "revoked", "deactivated", "mistyped", "empty"])
async def test_what_is_over_opens_nothing(app, sessions, clock, planned, how):
    lead = planned.people["lead"]
    made = await _make(lead, days=7)
    token = made["token"]
    if how == "expired":
        clock.advance(timedelta(days=7, seconds=1))
    elif how == "revoked":
        assert 204 == (await lead.browser.delete(f"/api/tokens/{made['id']}")).status_code
    elif how == "deactivated":
        await _spoil(sessions, users="active = false")
    else:
        token = "" if how == "empty" else f"{token[:-1]}_"
    answer = await _program(app, token).get(f"/api/interviews/{planned.id}")
    assert (401, "about:holdout:token-refused") == (answer.status_code, answer.json()["type"])
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_deactivated_persons_tokens_are_over_for_good(app, sign_in, sessions, planned):
    lead, admin = planned.people["lead"], planned.people["admin"]
    taker = await sign_in("taker@example.com", Role.INTERVIEWER)
    made = await _make(lead)
    data = {"taker": str(taker.actor.id)}
    assert 303 == (await admin.browser.post(f"/people/{lead.actor.id}/deactivate", data=data)).status_code
    assert 303 == (await admin.browser.post(f"/people/{lead.actor.id}/activate")).status_code
    assert 401 == (await _program(app, made["token"]).get("/api/readiness")).status_code
    async with sessions() as session:
        recorded = select(AuditEntry.facts).where(AuditEntry.action == "person_deactivated")
        assert [{"sessions": 1, "tokens": 1}] == list((await session.execute(recorded)).scalars())
        assert (await session.execute(select(ApiToken.revoked_at))).scalar_one() is not None


async def test_cookies_count_for_nothing_beside_a_token(app, planned):
    lead = planned.people["lead"]
    answer = await lead.browser.get(f"/api/interviews/{planned.id}", headers={"authorization": "Bearer stolen"})
    assert 401 == answer.status_code
    crossed = {"authorization": "Bearer stolen", "sec-fetch-site": "cross-site"}
    answer = await lead.browser.post(f"/api/interviews/{planned.id}/steps", json={"step": "end"}, headers=crossed)
    assert 401 == answer.status_code
    program = _program(app, (await _make(lead))["token"], **{"sec-fetch-site": "cross-site"})
    assert 200 == (await program.post(f"/api/interviews/{planned.id}/steps", json={"step": "open_lobby"})).status_code
    answer = await lead.browser.post(
        f"/api/interviews/{planned.id}/steps", json={"step": "end"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert 403 == answer.status_code


async def test_others_tokens_are_not_there(sign_in, ada):
    made = await _make(ada)
    other = await sign_in("other@example.com", Role.ADMIN)
    assert [] == (await other.browser.get("/api/tokens")).json()
    assert 404 == (await other.browser.delete(f"/api/tokens/{made['id']}")).status_code


async def test_the_last_use_is_told_about_once_a_minute(app, sessions, clock, planned):
    program = _program(app, (await _make(planned.people["lead"]))["token"])
    seen = []
    for step in (0, 30, 40):
        clock.advance(timedelta(seconds=step))
        await program.get(f"/api/interviews/{planned.id}")
        async with sessions() as session:
            seen.append((await session.execute(select(ApiToken.last_used_at))).scalar_one())
    assert seen[0] == seen[1] < seen[2] == clock.now()


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "scopes": EVERY},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x", "scopes": EVERY, "days": 366},
        {"name": "x", "scopes": EVERY, "days": 0},
        {"name": "x", "scopes": EVERY, "owner": "root"},
    ],
)
async def test_what_does_not_fit_is_refused(ada, body):
    assert 422 == (await ada.browser.post("/api/tokens", json=body)).status_code


async def test_nobody_hoards_tokens(ada):
    for number in range(tokens.MOST_TOKENS):
        await _make(ada, name=f"robot {number}")
    answer = await ada.browser.post("/api/tokens", json={"name": "one more", "scopes": EVERY})
    assert (422, True) == (answer.status_code, "Revoke one" in answer.json()["detail"])


async def test_the_page_shows_a_fresh_token_once(ada):
    wrong = await ada.browser.post("/account/tokens", data={"name": " ", "days": "90"})
    assert (422, True) == (wrong.status_code, "Choose at least one scope" in wrong.text)
    made = await ada.browser.post("/account/tokens", data={"name": "nightly", "scopes": "practice:read", "days": "7"})
    assert "Copy it now" in made.text
    token = (await ada.browser.get("/api/tokens")).json()[0]
    page = (await ada.browser.get("/account/tokens")).text
    assert (True, False) == (token["prefix"] in page, "Copy it now" in page)
    assert 303 == (await ada.browser.post(f"/account/tokens/{token['id']}/revoke")).status_code
    assert "Revoked" in (await ada.browser.get("/account/tokens")).text


async def test_tokens_that_were_over_for_long_are_forgotten(sessions, clock, ada):
    for name, days in (("short", 7), ("long", 365)):
        await _make(ada, name=name, days=days)
    revoked = await _make(ada, name="revoked", days=365)
    await ada.browser.delete(f"/api/tokens/{revoked['id']}")
    for days, left in ((6, 3), (tokens.KEPT.days - 5, 2), (7, 1)):
        clock.advance(timedelta(days=days))
        async with sessions.begin() as session:
            await tokens.tidy(session, clock.now())
            assert left == len(await tokens.mine(session, ada.actor))
