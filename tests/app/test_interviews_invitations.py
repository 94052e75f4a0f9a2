from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from structlog.testing import capture_logs

from app.identity import service as identity
from app.identity.actor import Role
from app.identity.gate import COOKIE
from app.identity.models import Session, User
from app.interviews.models import Invitation
from tests.app.conftest import PASSWORD, browser
from tests.app.interviewing import add, fresh, hold, kinds, link, person_id, plan, standing

GUEST = "gus@example.org"


@pytest.fixture
async def lead(sign_in):
    return await sign_in("lead@example.com", Role.INTERVIEWER)


@pytest.fixture
async def invited(lead, problem, sessions):
    """An interview with a guest as its candidate: its id, the guest's seat, and the path of their link."""
    interview_id = await plan(lead)
    assert 303 == (await add(lead, interview_id, GUEST, name="Gus Guest")).status_code
    seat = await person_id(sessions, interview_id, GUEST)
    return interview_id, seat, await link(lead, interview_id, seat)


async def everything(sessions):
    """All rows that a link could change."""
    async with sessions() as session:
        tables = ("users", "sessions", "invitations", "interview_people", "interviews", "timeline_events")
        return [
            (await session.execute(text(f"SELECT json_agg(t ORDER BY t.id) FROM {table} t"))).scalar()  # noqa: S608 - names of ours
            for table in tables
        ]


async def test_a_guest_comes_in_by_the_link_and_is_signed_in_for_as_long_as_it_is_valid(app, invited, sessions, clock):
    interview_id, _, path = invited
    async with fresh(app) as visitor:
        page = await visitor.get(path)
        assert 200 == page.status_code
        assert {"Gus Guest", "lead", "ML round", "60 minutes"} <= {
            word for word in ("Gus Guest", "lead", "ML round", "60 minutes") if word in page.text
        }
        entered = await visitor.post(path)
        assert (303, f"/interviews/{interview_id}") == (entered.status_code, entered.headers["location"])
        cookie = entered.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        lobby = await visitor.get(f"/interviews/{interview_id}")
        assert "Documentation only." in lobby.text
        clock.advance(timedelta(days=14, seconds=1))
        assert 401 == (await visitor.get(f"/api/interviews/{interview_id}")).status_code
    assert "invitation_used" == (await kinds(sessions, interview_id))[-1]


async def test_coming_in_again_and_again_leaves_a_bounded_number_of_sessions(app, invited, sessions):
    for _ in range(identity.GUEST_DEVICES + 3):
        async with fresh(app) as visitor:
            await visitor.post(invited[2])
            assert 200 == (await visitor.get(f"/api/interviews/{invited[0]}")).status_code
    async with sessions() as session:
        opened = select(func.count()).select_from(Session).where(Session.opened_by.is_not(None))
        assert identity.GUEST_DEVICES == (await session.execute(opened)).scalar_one()


async def test_looking_at_a_link_changes_nothing_so_that_previews_are_harmless(app, invited, sessions):
    before = await everything(sessions)
    async with fresh(app) as visitor:
        for method in ("GET", "HEAD", "GET"):
            answer = await visitor.request(method, invited[2])
            assert "set-cookie" not in answer.headers
    assert before == await everything(sessions)


async def test_another_site_cannot_make_a_browser_come_in(app, invited, sessions):
    before = await everything(sessions)
    async with fresh(app) as visitor:
        refused = await visitor.post(invited[2], headers={"sec-fetch-site": "cross-site"})
    assert 403 == refused.status_code
    assert before == await everything(sessions)


async def test_only_the_hash_of_a_token_is_kept(invited, sessions):
    token = invited[2].removeprefix("/join/")
    assert 43 == len(token)
    assert token not in str(await everything(sessions))


async def test_a_link_nobody_made_is_not_there(app):
    async with fresh(app) as visitor:
        for token in ("x", "x" * 43, "%00", "é" * 40, "a" * 5000):
            for method in ("GET", "POST"):
                assert 404 == (await visitor.request(method, f"/join/{token}")).status_code, token


async def test_a_replaced_link_is_gone_and_so_is_what_it_opened(app, lead, invited, sessions):
    interview_id, seat, old = invited
    async with fresh(app) as before, fresh(app) as after:
        await before.post(old)
        assert 200 == (await before.get(f"/api/interviews/{interview_id}")).status_code
        new = await link(lead, interview_id, seat, await standing(lead, interview_id, seat))
        assert 401 == (await before.get(f"/api/interviews/{interview_id}")).status_code
        for method in ("GET", "POST"):
            gone = await before.request(method, old)
            assert 410 == gone.status_code
            assert "Ask the person who invited you" in gone.text
        assert 303 == (await after.post(new)).status_code
        assert 200 == (await after.get(f"/api/interviews/{interview_id}")).status_code
    assert "invitation_rotated" in await kinds(sessions, interview_id)


async def test_a_withdrawn_link_is_gone_and_so_is_what_it_opened(app, lead, invited, sessions):
    interview_id, seat, path = invited
    async with fresh(app) as visitor:
        await visitor.post(path)
        await lead.browser.post(f"/interviews/{interview_id}/people/{seat}/revoke")
        assert 401 == (await visitor.get(f"/api/interviews/{interview_id}")).status_code
        assert 410 == (await visitor.post(path)).status_code
    await lead.browser.post(f"/interviews/{interview_id}/people/{seat}/revoke")  # again: nothing to do
    assert 1 == (await kinds(sessions, interview_id)).count("invitation_revoked")


async def test_an_expired_link_is_gone(app, invited, clock):
    clock.advance(timedelta(days=14))
    async with fresh(app) as visitor:
        assert [410, 410] == [(await visitor.get(invited[2])).status_code, (await visitor.post(invited[2])).status_code]


async def test_a_deactivated_guest_does_not_come_in(app, invited, sessions):
    async with sessions.begin() as session:
        await session.execute(text("UPDATE users SET active = false WHERE guest"))
    async with fresh(app) as visitor:
        assert 410 == (await visitor.post(invited[2])).status_code


async def test_making_a_link_twice_by_a_reload_does_not_kill_the_first(app, lead, invited):
    interview_id, seat, path = invited
    again = await lead.browser.post(f"/interviews/{interview_id}/people/{seat}/link")
    assert 409 == again.status_code
    async with fresh(app) as visitor:
        assert 200 == (await visitor.get(path)).status_code


async def test_a_removed_person_loses_link_and_session(app, lead, invited, sessions):
    interview_id, seat, path = invited
    async with fresh(app) as visitor:
        await visitor.post(path)
        assert 303 == (await lead.browser.post(f"/interviews/{interview_id}/people/{seat}/remove")).status_code
        assert 401 == (await visitor.get(f"/api/interviews/{interview_id}")).status_code
        assert 404 == (await visitor.get(path)).status_code
    async with sessions() as session:
        assert 0 == (await session.execute(select(func.count()).select_from(Invitation))).scalar_one()


async def test_a_link_holds_until_the_interview_needs_it_no_more(lead, problem, sessions, clock):
    late = (clock.now() + timedelta(days=30)).replace(second=0, microsecond=0)
    interview_id = await plan(lead, scheduled_at=late.strftime("%Y-%m-%dT%H:%M"))
    await add(lead, interview_id, GUEST, extra_minutes="30")
    await link(lead, interview_id, await person_id(sessions, interview_id, GUEST))
    async with sessions() as session:
        expires_at = (await session.execute(select(Invitation.expires_at))).scalar_one()
    assert late + timedelta(minutes=90) + timedelta(days=1) == expires_at


async def test_a_link_that_would_expire_during_the_interview_is_prolonged_with_its_session(
    app, lead, invited, sessions, clock
):
    interview_id, _, path = invited
    clock.advance(timedelta(days=13, hours=23, minutes=30))
    async with fresh(app) as visitor:
        await visitor.post(path)
        steps = f"/api/interviews/{interview_id}/steps"
        await lead.browser.post(steps, json={"step": "open_lobby"})
        await visitor.post(steps, json={"step": "ready"})
        assert "live" == (await lead.browser.post(steps, json={"step": "ready"})).json()["state"]
        clock.advance(timedelta(minutes=55))
        assert 200 == (await visitor.get(f"/api/interviews/{interview_id}")).status_code


# --- guests and accounts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("password", ["", "!", PASSWORD, identity.NO_PASSWORD, "x" * 2000])
async def test_a_guest_never_signs_in_by_password(anybody, invited, sessions, password):
    answer = await anybody.post("/signin", data={"email": GUEST, "password": password})
    assert 401 == answer.status_code
    assert COOKIE not in answer.cookies
    async with sessions() as session:
        assert (
            0
            == (
                await session.execute(
                    select(func.count()).select_from(Session).join(User, User.id == Session.user_id).where(User.guest)
                )
            ).scalar_one()
        )


async def test_a_guest_sees_the_interview_and_nothing_else(app, invited, problem):
    interview_id, _, path = invited
    async with fresh(app) as visitor:
        await visitor.post(path)
        assert "/interviews" == (await visitor.get("/")).headers["location"]
        listed = await visitor.get("/interviews")
        assert "ML round" in listed.text
        assert "/practice" not in listed.text
        assert 404 == (await visitor.get(problem)).status_code
        assert "Double every number" not in (await visitor.get("/practice")).text
        for path_of_staff in ("/interviews/new", "/interviews/templates"):
            assert 403 == (await visitor.get(path_of_staff)).status_code
        assert 404 == (await visitor.get(f"/interviews/{interview_id}/plan")).status_code


async def test_a_link_for_an_account_never_signs_in_to_it(app, sign_in, problem, sessions):
    held = await hold(sign_in)
    path = await link(held.lead, held.id, await person_id(sessions, held.id, "kim@example.com"))
    async with fresh(app) as visitor:
        answer = await visitor.post(path)
        assert (303, f"/signin?next=%2Finterviews%2F{held.id}") == (answer.status_code, answer.headers["location"])
        assert "set-cookie" not in answer.headers
    known = await held.candidate.browser.post(path)
    assert (303, held.url) == (known.status_code, known.headers["location"])
    assert 1 == (await kinds(sessions, held.id)).count("invitation_used")


async def test_somebody_elses_link_for_an_account_is_of_no_use(sign_in, problem, sessions, ada):
    held = await hold(sign_in)
    path = await link(held.lead, held.id, await person_id(sessions, held.id, "kim@example.com"))
    page = await ada.browser.get(path)
    assert "You are signed in as ada" in page.text
    refused = await ada.browser.post(path)
    assert 409 == refused.status_code
    assert "Sign out first" in refused.text
    assert 404 == (await ada.browser.get(held.url)).status_code


async def test_a_guests_link_opened_by_somebody_signed_in_replaces_that_session(app, ada, invited, sessions):
    interview_id, _, path = invited
    assert "signs you out" in (await ada.browser.get(path)).text
    entered = await ada.browser.post(path)
    async with browser(app, **{COOKIE: entered.cookies[COOKIE]}) as guest:
        assert "Gus Guest" == (await guest.get(f"/api/interviews/{interview_id}")).json()["me"]["name"]
    async with sessions() as session:
        assert (
            0
            == (
                await session.execute(select(func.count()).select_from(Session).where(Session.user_id == ada.actor.id))
            ).scalar_one()
        )


async def test_a_guest_who_gets_an_account_keeps_the_seat_and_needs_the_password(app, invited, sessions, clock):
    interview_id, _, path = invited
    async with fresh(app) as visitor:
        await visitor.post(path)
        async with sessions.begin() as session:
            await identity.add_user(
                session, clock, email=GUEST.upper(), name="Gus", password=PASSWORD, roles=[Role.CANDIDATE]
            )
        assert 401 == (await visitor.get(f"/api/interviews/{interview_id}")).status_code
        assert "/signin" in (await visitor.post(path)).headers["location"]
        await visitor.post("/signin", data={"email": GUEST, "password": PASSWORD})
        assert 200 == (await visitor.get(f"/api/interviews/{interview_id}")).status_code


async def test_one_address_is_one_guest_over_all_interviews(lead, invited, sessions):
    second = await plan(lead, title="Second round")
    assert 303 == (await add(lead, second, " GUS@Example.org ", name="Somebody")).status_code
    async with sessions() as session:
        assert ["Gus Guest"] == list((await session.execute(select(User.name).where(User.guest))).scalars())


async def test_a_link_for_another_interview_does_not_change_this_one(lead, invited):
    interview_id, _, _ = invited
    assert 404 == (await lead.browser.post(f"/interviews/{interview_id}/people/{uuid4()}/link")).status_code


async def test_a_token_does_not_reach_the_log(app, invited):
    with capture_logs() as lines:
        async with fresh(app) as visitor:
            await visitor.get(invited[2])
    assert ["/join/…"] == [line["path"] for line in lines if line["event"] == "request"]
    assert invited[2].removeprefix("/join/") not in str(lines)
