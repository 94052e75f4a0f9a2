"""A creating call that is sent again is done once."""

import asyncio
import os
import re
import socket
from contextlib import contextmanager
from datetime import timedelta
from typing import get_args, get_type_hints
from uuid import uuid4

import pytest
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from sqlalchemy import event, func, select, text

from app.identity.models import ApiToken
from app.kit.rates import By, Limiter, Rate
from app.reviews.models import SavedComment
from app.trust import tasks
from app.trust.idempotency import SECRET
from app.trust.models import IdempotencyKey

BODY = {"text": "Clear and modest.", "criterion": None}


@pytest.fixture
async def staff(lead):
    return lead.browser


async def _post(browser, key, body=BODY, path="/api/saved-comments"):
    return await browser.post(path, json=body, headers={"idempotency-key": key})


async def _count(sessions, table=SavedComment):
    async with sessions() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def test_the_first_answer_is_repeated(sessions, staff):
    first, second = [await _post(staff, "one") for _ in range(2)]
    assert (201, first.json()) == (second.status_code, second.json())
    assert (None, "true") == (first.headers.get("idempotency-replayed"), second.headers.get("idempotency-replayed"))
    assert "no-store" == second.headers["cache-control"]
    assert 1 == await _count(sessions)
    assert 201 == (await _post(staff, "two")).status_code
    assert 2 == await _count(sessions)


async def test_the_same_key_for_something_else_is_refused(sessions, staff):
    await _post(staff, "one")
    other = await _post(staff, "one", {**BODY, "text": "Something else."})
    assert (422, "about:holdout:key-reused") == (other.status_code, other.json()["type"])
    elsewhere = await _post(staff, "one", BODY, "/api/lint")
    assert "about:holdout:key-reused" == elsewhere.json()["type"]


async def test_no_answer_with_a_secret_is_kept(sessions, staff):
    answer = await _post(staff, "one", {"name": "robot", "scopes": ["practice:read"]}, "/api/tokens")
    assert (422, True) == (answer.status_code, "holds a secret" in answer.json()["detail"])
    assert (0, 0) == (await _count(sessions, ApiToken), await _count(sessions, IdempotencyKey))


TOLD_ONCE = {"token", "secret", "link", "address"}


def _fields(shape: object, seen: set[object]) -> set[str]:
    """The names of all fields of an answer that hold a text, at every depth: the `link` of a seat is an id."""
    if isinstance(shape, type) and issubclass(shape, BaseModel) and shape not in seen:
        seen.add(shape)
        found = shape.model_fields.items()
        texts = {name for name, each in found if str in {each.annotation, *get_args(each.annotation)}}
        return texts.union(*(_fields(each.annotation, seen) for _, each in found))
    return set().union(*(_fields(each, seen) for each in get_args(shape)))


def test_every_answer_with_something_that_is_told_once_counts_as_secret(app):
    found = {}
    for route in iter_route_contexts(app.routes):
        if "POST" in (route.methods or ()) and str(route.path).startswith("/api/"):
            told = get_type_hints(route.endpoint).get("return")
            if _fields(told, set()) & TOLD_ONCE:
                path = re.sub(r"\{[^}]*\}", str(uuid4()), str(route.path))
                found[route.path] = SECRET.fullmatch(path) is not None
    assert {"/api/tokens", "/api/mocks", "/api/interviews/{interview_id}/people/{person_id}/link"} <= set(found)
    assert [] == [path for path, secret in found.items() if not secret]


async def test_a_link_that_lets_a_partner_in_is_not_kept(sessions, ada):
    answer = await _post(ada.browser, "one", {}, "/api/mocks")
    assert (422, True) == (answer.status_code, "holds a secret" in answer.json()["detail"])
    assert 0 == await _count(sessions, IdempotencyKey)


async def test_a_key_is_of_one_person(sessions, staff, sign_in):
    from app.identity.actor import Role

    other = (await sign_in("other@example.com", Role.INTERVIEWER)).browser
    first, second = await _post(staff, "one"), await _post(other, "one")
    assert first.json()["id"] != second.json()["id"]


async def test_many_at_once_are_done_once(sessions, staff):
    answers = await asyncio.gather(*(_post(staff, "one") for _ in range(8)))
    assert {201, 409} >= {each.status_code for each in answers}
    assert 1 == await _count(sessions)


async def test_a_refusal_is_repeated_too(staff):
    first, second = [await _post(staff, "one", {"text": ""}) for _ in range(2)]
    assert (422, "true") == (second.status_code, second.headers["idempotency-replayed"])
    assert first.json() == second.json()


async def test_whoever_was_too_fast_tries_again_under_the_same_key(app, sessions, staff, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setitem(app.state._state, "limiter", Limiter((Rate("none", By.PERSON, 0, 1),), 1))
        assert 429 == (await _post(staff, "one")).status_code
    assert 201 == (await _post(staff, "one")).status_code
    assert 1 == await _count(sessions)


async def test_what_was_cut_off_is_not_done_twice(sessions, staff):
    await _post(staff, "one")
    async with sessions.begin() as session:
        await session.execute(text("UPDATE idempotency_keys SET status = NULL"))
    answer = await _post(staff, "one")
    assert (409, "about:holdout:key-in-use") == (answer.status_code, answer.json()["type"])
    assert 1 == await _count(sessions)


async def test_what_was_cut_off_while_it_was_done_keeps_its_key(sessions, staff, monkeypatch):
    """As the deadline of every answer does where a database hangs: whether it committed nobody knows."""
    from app.reviews import api

    begun = asyncio.Event()

    async def hangs(*_: object, **__: object):
        begun.set()
        await asyncio.sleep(60)

    with monkeypatch.context() as patch:
        patch.setattr(api.comments, "keep", hangs)
        calling = asyncio.create_task(_post(staff, "one"))
        await asyncio.wait_for(begun.wait(), 10)
        calling.cancel()
        await asyncio.gather(calling, return_exceptions=True)
    answer = await _post(staff, "one")
    assert (409, "about:holdout:key-in-use") == (answer.status_code, answer.json()["type"])
    assert 0 == await _count(sessions)


@contextmanager
def deaf(sessions, moment, when):
    """At a moment of the engine a connection hears nothing any more, once: what is sent on it still arrives."""
    engine, left = sessions.kw["bind"].sync_engine, [when]

    def deafen(connection, *about: object):
        if left and left[0] in connection.info.setdefault("sent", "") + "".join(map(str, about)):
            left.clear()
            with socket.socket(fileno=os.dup(connection.connection.driver_connection.fileno())) as same:
                same.shutdown(socket.SHUT_RD)

    def sends(connection, _cursor, statement, *_: object):
        connection.info["sent"] = statement

    event.listen(engine, "before_cursor_execute", sends)
    event.listen(engine, moment, deafen)
    yield
    event.remove(engine, moment, deafen)
    event.remove(engine, "before_cursor_execute", sends)
    assert not left


async def test_what_was_lost_while_it_was_committed_is_in_doubt_and_not_done_twice(sessions, staff):
    with deaf(sessions, "commit", "INSERT INTO saved_comments"):
        lost = await _post(staff, "one")
    assert (503, "about:holdout:in-doubt") == (lost.status_code, lost.json()["type"])
    again = await _post(staff, "one")
    assert (409, "about:holdout:key-in-use") == (again.status_code, again.json()["type"])
    assert 1 == await _count(sessions)


async def test_what_was_lost_before_it_was_committed_can_be_tried_again(sessions, staff):
    with deaf(sessions, "before_cursor_execute", "INSERT INTO saved_comments"):
        lost = await _post(staff, "one")
    assert (503, "about:holdout:unavailable") == (lost.status_code, lost.json()["type"])
    assert 201 == (await _post(staff, "one")).status_code
    assert 1 == await _count(sessions)


async def test_a_fault_of_ours_can_be_tried_again(sessions, staff, monkeypatch):
    from app.reviews import api

    async def broken(*_: object, **__: object):
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(api.comments, "keep", broken)
        assert 500 == (await _post(staff, "one")).status_code
    assert 201 == (await _post(staff, "one")).status_code


async def test_after_a_day_it_is_forgotten(sessions, clock, staff):
    await _post(staff, "one")
    clock.advance(timedelta(hours=24, minutes=1))
    await tasks.forget_keys(sessions, clock)
    assert 0 == await _count(sessions, IdempotencyKey)
    assert 201 == (await _post(staff, "one")).status_code
    assert 2 == await _count(sessions)


@pytest.mark.parametrize("key", ["", "x" * 256, "b\xe4d"])
async def test_a_key_that_is_none_is_refused(staff, key):
    headers = [(b"idempotency-key", key.encode("latin-1"))]
    assert 422 == (await staff.post("/api/saved-comments", json=BODY, headers=headers)).status_code


async def test_whoever_is_not_signed_in_is_told_so(anybody, sessions):
    assert 401 == (await _post(anybody, "one")).status_code
    assert 0 == await _count(sessions, IdempotencyKey)
