"""Webhooks: what is told, how it is signed, what happens when nobody answers, and where nothing is ever sent."""

import hashlib
import hmac
import json
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest
from sqlalchemy import select

from app.audit.actions import Action
from app.identity.actor import Role
from app.settings import ROOT
from app.trust import webhooks
from app.trust.models import Webhook
from tests.app import hooking, planting, reviewing
from tests.app.hooking import admin, receiver

__all__ = ["admin", "receiver"]


async def test_an_interview_is_told_from_its_end_to_the_decision(planned, sessions, clock, admin, receiver):
    await hooking.hook(sessions, clock, admin, receiver.url)
    await planned.start()
    await planting.speak(planned)
    await planned.step("lead", "end")
    async with sessions.begin() as session:
        session.add(reviewing.found(planned))
    await reviewing.hand_in(planned, "reviewer", summary=f"Said {planting.WORD}")
    await reviewing.hand_in(planned, "lead")
    await planned.done("lead", "decision", {"outcome": "advance", "reasons": f"{planting.WORD} convinced all of us."})
    assert 4 == await hooking.go_round(sessions, clock)
    told = receiver.bodies()
    events = ["decision.made", "interview.finished", "scorecard.submitted", "scorecard.submitted"]
    assert events == sorted(each["event"] for each in told)
    assert {("interview", str(planned.id))} == {(each["subject"]["kind"], each["subject"]["id"]) for each in told}
    assert planting.WORD not in json.dumps(told)
    assert ["delivered"] * 4 == [each.state for each in await hooking.deliveries(sessions)]
    assert 0 == await hooking.go_round(sessions, clock)


def takes(headers, body, secret, *, at):
    """Whether a receiver takes a delivery, by the lines that docs/admin.md gives it."""
    told = (ROOT / "docs" / "admin.md").read_text().partition("```python\n")[2].partition("```")[0]
    names = {"hmac": hmac, "hashlib": hashlib, "time": SimpleNamespace(time=at.timestamp)}
    names |= {"headers": httpx.Headers(headers), "body": body, "secret": secret}
    exec(told, names)  # noqa: S102 - what our own guide says
    return names["fits"] and names["fresh"]


async def test_a_receiver_takes_what_is_ours_and_nothing_replayed_changed_or_signed_by_others(
    sessions, clock, admin, receiver
):
    hook = await hooking.hook(sessions, clock, admin, receiver.url)
    await hooking.happen(sessions, clock)
    await hooking.go_round(sessions, clock)
    (headers, body), sent = receiver.got[0], clock.now()
    assert takes(headers, body, hook.secret, at=sent)
    assert not takes(headers, body, hook.secret, at=sent + timedelta(minutes=6))
    later = {**headers, "holdout-signature": headers["holdout-signature"].replace("t=1", "t=2", 1)}
    assert not takes(later, body, hook.secret, at=sent + timedelta(seconds=10**9))
    assert not takes(headers, body.replace(b"decision", b"derision"), hook.secret, at=sent)
    assert not takes(headers, body, "another's", at=sent)
    assert headers["holdout-delivery"] == json.loads(body)["id"]


async def test_one_that_is_sent_again_is_fresh_and_known_by_its_id(sessions, clock, admin, receiver):
    hook = await hooking.hook(sessions, clock, admin, receiver.url)
    await hooking.happen(sessions, clock)
    await hooking.go_round(sessions, clock)
    (delivery,), (webhook,) = await hooking.deliveries(sessions), await _ids(sessions)
    clock.advance(timedelta(days=2))
    assert 200 == (await admin.browser.post(f"/api/webhooks/{webhook}/deliveries/{delivery.id}/repeat")).status_code
    await hooking.go_round(sessions, clock)
    headers, body = receiver.got[1]
    assert takes(headers, body, hook.secret, at=clock.now())
    assert json.loads(receiver.got[0][1])["id"] == json.loads(body)["id"]


async def test_a_retired_version_that_is_published_again_is_told_as_published(sessions, clock, admin, receiver):
    await hooking.hook(sessions, clock, admin, receiver.url, events=["problem.published"])
    for action in (Action.VERSION_RETIRED, Action.VERSION_RESTORED, Action.VERSION_PUBLISHED):
        await hooking.happen(sessions, clock, action)
    assert 2 == await hooking.go_round(sessions, clock)
    assert ["problem.published"] * 2 == [each["event"] for each in receiver.bodies()]


async def test_after_a_rotation_both_secrets_fit_for_a_day(sessions, clock, admin, receiver):
    old = (await hooking.hook(sessions, clock, admin, receiver.url)).secret
    answer = await admin.browser.post(f"/api/webhooks/{(await _ids(sessions))[0]}/secret")
    fresh = answer.json()["secret"]
    for hours, count in ((0, 2), (25, 1)):
        clock.advance(timedelta(hours=hours))
        await hooking.happen(sessions, clock)
        await hooking.go_round(sessions, clock)
        headers, body = receiver.got[-1]
        at, *signatures = headers["holdout-signature"].split(",")
        wanted = [f"v1={webhooks.sign(each, int(at[2:]), body)}" for each in (fresh, old)][:count]
        assert wanted == signatures


async def _ids(sessions):
    async with sessions() as session:
        return [str(each) for each in (await session.execute(select(Webhook.id))).scalars()]


async def test_what_does_not_arrive_is_tried_again_and_then_given_up(sessions, clock, admin, receiver):
    await hooking.hook(sessions, clock, admin, receiver.url)
    await hooking.happen(sessions, clock)
    receiver.status = 503
    assert 1 == await hooking.go_round(sessions, clock)
    assert 0 == await hooking.go_round(sessions, clock)
    for pause in webhooks.PAUSES:
        clock.advance(pause + timedelta(seconds=1))
        assert 1 == await hooking.go_round(sessions, clock)
    found = (await hooking.deliveries(sessions))[0]
    assert ("failed", 8, 503, None) == (found.state, found.tries, found.status, found.next_at)
    assert 1 == len({body["id"] for body in receiver.bodies()})
    receiver.status = 200
    place = f"/api/webhooks/{found.webhook_id}/deliveries"
    assert 200 == (await admin.browser.post(f"{place}/{found.id}/repeat")).status_code
    assert 1 == await hooking.go_round(sessions, clock)
    assert ["delivered"] == [each["state"] for each in (await admin.browser.get(place)).json()]


async def test_one_that_breaks_in_an_unknown_way_has_no_other_sent_twice(sessions, clock, admin, receiver, monkeypatch):
    await hooking.hook(sessions, clock, admin, receiver.url)
    await hooking.hook(sessions, clock, admin, "http://127.0.0.1:1/odd")
    post = webhooks.targets.post

    async def odd(url: str, *given: object, internal: bool):
        if url.endswith("/odd"):
            raise ValueError("no such thing was thought of")
        return await post(url, *given, internal=internal)

    monkeypatch.setattr(webhooks.targets, "post", odd)
    await hooking.happen(sessions, clock)
    assert 2 == await hooking.go_round(sessions, clock)
    found = {each.state: each.fault for each in await hooking.deliveries(sessions)}
    assert {"delivered": None, "waiting": "Nothing came back: ValueError."} == found
    clock.advance(webhooks.LEASE)
    await hooking.go_round(sessions, clock)
    assert 1 == len(receiver.got)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 410, 500])
async def test_only_a_success_counts_and_no_redirect_is_followed(sessions, clock, admin, receiver, status):
    await hooking.hook(sessions, clock, admin, receiver.url)
    await hooking.happen(sessions, clock)
    receiver.status = status
    await hooking.go_round(sessions, clock)
    found = (await hooking.deliveries(sessions))[0]
    assert ("waiting", status, 1) == (found.state, found.status, len(receiver.got))


async def test_two_workers_send_it_once(sessions, clock, admin, receiver):
    import asyncio

    await hooking.hook(sessions, clock, admin, receiver.url)
    for _ in range(5):
        await hooking.happen(sessions, clock)
    await asyncio.gather(*(webhooks.collect(sessions, clock) for _ in range(4)))
    await asyncio.gather(*(webhooks.deliver(sessions, clock, internal=True) for _ in range(4)))
    assert 5 == len(receiver.got) == len({body["id"] for body in receiver.bodies()})


async def test_one_that_a_killed_worker_had_is_sent_by_another(sessions, clock, admin, receiver):
    await hooking.hook(sessions, clock, admin, receiver.url)
    await hooking.happen(sessions, clock)
    await webhooks.collect(sessions, clock)
    async with sessions.begin() as session:
        assert 1 == len(await webhooks._take(session, clock.now()))  # and then nothing more is heard of it
    assert 0 == await webhooks.deliver(sessions, clock, internal=True)
    clock.advance(webhooks.LEASE + timedelta(seconds=1))
    assert 1 == await webhooks.deliver(sessions, clock, internal=True)


async def test_only_the_chosen_events_and_only_from_then_on(sessions, clock, admin, receiver):
    await hooking.happen(sessions, clock)
    await hooking.hook(sessions, clock, admin, receiver.url, ["interview.finished"])
    await hooking.happen(sessions, clock)
    await hooking.happen(sessions, clock, Action.INTERVIEW_ENDED, reason="cancelled")
    await hooking.happen(sessions, clock, Action.INTERVIEW_ENDED, reason="time_over")
    await hooking.go_round(sessions, clock)
    assert ["time_over"] == [each["facts"]["reason"] for each in receiver.bodies()]


async def test_a_paused_one_waits(sessions, clock, admin, receiver):
    hook = await hooking.hook(sessions, clock, admin, receiver.url)
    await admin.browser.patch(f"/api/webhooks/{hook.id}", json={"active": False})
    await hooking.happen(sessions, clock)
    assert 0 == await hooking.go_round(sessions, clock)
    await admin.browser.patch(f"/api/webhooks/{hook.id}", json={"active": True})
    assert 1 == await hooking.go_round(sessions, clock)


# --- who may ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.INTERVIEWER, Role.REVIEWER, Role.CANDIDATE])
async def test_only_administrators_have_to_do_with_them(  # noqa: PLR0917 - fixtures
    sign_in, sessions, clock, admin, receiver, role
):
    hook = await hooking.hook(sessions, clock, admin, receiver.url)
    browser = (await sign_in("them@example.com", role)).browser
    for path in (
        "/api/webhooks",
        f"/api/webhooks/{hook.id}/deliveries",
        "/trust/webhooks",
        f"/trust/webhooks/{hook.id}",
    ):
        assert 403 == (await browser.get(path)).status_code
    assert 403 == (await browser.post(f"/api/webhooks/{hook.id}/secret")).status_code
    assert 403 == (await browser.post(f"/trust/webhooks/{hook.id}/rotate")).status_code
    assert 403 == (await browser.delete(f"/api/webhooks/{hook.id}")).status_code


async def test_a_secret_is_told_once(sessions, clock, admin, receiver):
    hook = await hooking.hook(sessions, clock, admin, receiver.url)
    await hooking.happen(sessions, clock)
    await hooking.go_round(sessions, clock)
    for path in (
        "/api/webhooks",
        f"/api/webhooks/{hook.id}/deliveries",
        "/trust/webhooks",
        f"/trust/webhooks/{hook.id}",
    ):
        answer = await admin.browser.get(path)
        assert (200, False) == (answer.status_code, hook.secret in answer.text)
    page = await admin.browser.post(f"/trust/webhooks/{hook.id}/rotate")
    assert "Copy the secret now" in page.text
    wrong = await admin.browser.post("/trust/webhooks", data={"url": "https://10.0.0.1/"})
    assert (422, True) == (wrong.status_code, "Choose at least one event" in wrong.text)
    assert 303 == (await admin.browser.post(f"/trust/webhooks/{hook.id}/pause")).status_code
    assert 303 == (await admin.browser.post(f"/trust/webhooks/{hook.id}/delete")).status_code
    assert [] == (await admin.browser.get("/api/webhooks")).json()
