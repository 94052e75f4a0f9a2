import asyncio
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from app.audit.models import AuditEntry
from app.errors import LastAdmin, LeadsSomething
from app.identity import service as identity
from app.identity.actor import Role
from app.identity.gate import COOKIE
from app.identity.models import Mail, User
from app.people import invitations, service
from app.people.holdings import Held
from app.people.models import AccountInvitation
from tests.app.conftest import PASSWORD, browser

NEW = {"email": "new@example.com", "name": "Nora New", "roles": ["author", "reviewer"]}


@pytest.fixture
async def admin(sign_in):
    return await sign_in("root@example.com", Role.ADMIN)


async def actions(sessions) -> list[str]:
    async with sessions() as session:
        return list((await session.execute(select(AuditEntry.action).order_by(AuditEntry.number))).scalars())


async def row(sessions, person) -> User:
    async with sessions() as session:
        return (await session.execute(select(User).where(User.id == person.actor.id))).scalar_one()


def link_in(page) -> str:
    return re.search(r'value="http://holdout(/\w+/[\w-]+)"', page.text)[1]


ROUTES = [
    ("GET", "/people"),
    ("GET", "/people/invite"),
    ("POST", "/people/invite"),
    ("GET", "/people/invitations"),
    ("GET", "/people/mail"),
    ("GET", "/people/{id}"),
    ("POST", "/people/{id}/name"),
    ("POST", "/people/{id}/roles"),
    ("POST", "/people/{id}/password"),
    ("POST", "/people/{id}/hand-over"),
    ("POST", "/people/{id}/deactivate"),
    ("POST", "/people/{id}/activate"),
    ("POST", "/people/invitations/{id}/withdraw"),
    ("POST", "/people/mail/{id}/repeat"),
    ("GET", "/api/people"),
    ("GET", "/api/people/invitations"),
    ("POST", "/api/people/invitations"),
    ("DELETE", "/api/people/invitations/{id}"),
    ("GET", "/api/people/mail"),
    ("POST", "/api/people/mail/{id}/repeat"),
    ("GET", "/api/people/{id}"),
    ("PUT", "/api/people/{id}/name"),
    ("PUT", "/api/people/{id}/roles"),
    ("POST", "/api/people/{id}/password"),
    ("POST", "/api/people/{id}/hand-over"),
    ("POST", "/api/people/{id}/deactivate"),
    ("POST", "/api/people/{id}/activate"),
]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_nobody_but_administrators_comes_near_people(sign_in, sessions, role):
    person = await sign_in("other@example.com", role)
    before = await actions(sessions)
    for method, route in ROUTES:
        body = {"json": {**NEW, "taker": None}} if route.startswith("/api") else {"data": NEW}
        path = route.format(id=person.actor.id)
        answer = await person.browser.request(method, path, **({} if method in {"GET", "DELETE"} else body))
        assert (403, path) == (answer.status_code, path)
        assert "root@" not in answer.text
    assert before == await actions(sessions)


async def test_people_are_found_by_name_role_and_state(admin, sign_in):
    await sign_in("ann@example.com", Role.AUTHOR)
    await sign_in("ivo@example.com", Role.INTERVIEWER)

    async def found(query):
        return [each["name"] for each in (await admin.browser.get(f"/api/people{query}")).json()["items"]]

    assert ["ann", "ivo", "root"] == await found("")
    assert ["ann"] == await found("?role=author")
    assert ["ivo"] == await found("?q=IVO@")
    assert [] == await found("?q=%25")  # a pattern's sign is a letter like others
    assert [] == await found("?state=deactivated")
    page = await admin.browser.get("/people?role=author&q=nobody")
    assert "Nobody fits these filters" in page.text
    assert "ann@example.com" in (await admin.browser.get("/people?role=author")).text


async def test_an_invitation_makes_one_account_with_its_roles(app, admin, anybody, sessions):
    link = link_in(await admin.browser.post("/people/invite", data=NEW))
    assert "Nora New" in (await admin.browser.get("/people/invitations")).text
    page = await anybody.get(link)
    assert ("new@example.com" in page.text, "author, reviewer" in page.text) == (True, True)
    short = await anybody.post(link, data={"name": "Nora", "password": "short"})
    assert (422, True) == (short.status_code, "at least 10 characters" in short.text)
    made = await anybody.post(link, data={"name": "Nora", "password": PASSWORD})
    assert (303, True) == (made.status_code, COOKIE in made.cookies)
    assert "Nora" in (await anybody.get("/practice")).text
    async with browser(app) as second:
        assert 410 == (await second.get(link)).status_code
        assert 410 == (await second.post(link, data={"name": "Eve", "password": PASSWORD})).status_code
    async with sessions() as session:
        user = (await session.execute(select(User).where(User.email_key == "new@example.com"))).scalar_one()
        stored = (await session.execute(select(AccountInvitation.token_hash))).scalar_one()
    assert ("Nora", ["author", "reviewer"]) == (user.name, user.roles)
    assert link.encode() not in stored
    assert ["person_invited", "account_made", "signed_in"] == await actions(sessions)


async def test_an_invitation_used_twice_at_once_makes_one_account(app, admin, sessions):
    link = link_in(await admin.browser.post("/people/invite", data=NEW))

    async def use():
        async with browser(app) as client:
            return (await client.post(link, data={"name": "N", "password": PASSWORD})).status_code

    assert [303, 410, 410] == sorted(await asyncio.gather(use(), use(), use()))


async def test_an_invitation_ends_by_time_by_withdrawal_and_by_the_next_one(admin, anybody, clock, sessions):
    first = link_in(await admin.browser.post("/people/invite", data=NEW))
    second = link_in(await admin.browser.post("/people/invite", data=NEW))
    assert [410, 200] == [(await anybody.get(link)).status_code for link in (first, second)]
    (waiting,) = (await admin.browser.get("/api/people/invitations")).json()["items"]
    await admin.browser.post(f"/people/invitations/{waiting['id']}/withdraw")
    assert 410 == (await anybody.get(second)).status_code
    third = link_in(await admin.browser.post("/people/invite", data=NEW))
    clock.advance(timedelta(days=7, seconds=1))
    assert 410 == (await anybody.post(third, data={"password": PASSWORD})).status_code
    assert 404 == (await anybody.get("/invitations/nonsense")).status_code


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"email": "nobody"}, "not an e-mail address"),
        ({"email": "a,b@example.com"}, "not an e-mail address"),
        ({"email": "new@example.com\r\nBcc: eve@example.com"}, "not an e-mail address"),
        ({"email": "аdmin@example.com"}, "mixes letters of several scripts"),  # noqa: RUF001 - the first letter is Cyrillic
        ({"email": "ада@сосо.com"}, "not in Latin letters"),  # noqa: RUF001 - all of it is Cyrillic
        ({"email": "ｒｏｏｔ@example.com"}, "an account for root@example.com already"),  # noqa: RUF001 - full width
        ({"email": "ROOT@example.com"}, "already"),
        ({"roles": []}, "at least one role"),
        ({"name": "x" * 201}, "at most 200"),
    ],
)
async def test_an_invitation_that_does_not_fit_says_why(admin, sessions, change, told):
    answer = await admin.browser.post("/people/invite", data={**NEW, **change})
    assert (422, True) == (answer.status_code, told in answer.text)
    assert [] == await actions(sessions)


async def test_roles_count_from_the_next_request_on(admin, ada, sessions):
    assert 403 == (await ada.browser.get("/people")).status_code
    await admin.browser.post(f"/people/{ada.actor.id}/roles", data={"roles": ["admin", "author"]})
    assert 200 == (await ada.browser.get("/people")).status_code
    await admin.browser.post(f"/people/{ada.actor.id}/roles", data={"roles": ["candidate"]})
    assert 403 == (await ada.browser.get("/people")).status_code
    assert ["roles_changed"] * 2 == await actions(sessions)


async def test_the_last_administrator_stays(admin, ada, sessions):
    own = f"/people/{admin.actor.id}"
    for path, data in (("roles", {"roles": ["author"]}), ("deactivate", {})):
        refused = await admin.browser.post(f"{own}/{path}", data=data)
        assert (409, True) == (refused.status_code, "needs an administrator" in refused.text)
    await admin.browser.post(f"/people/{ada.actor.id}/roles", data={"roles": ["admin"]})
    assert 303 == (await admin.browser.post(f"{own}/roles", data={"roles": ["author"]})).status_code
    assert ["author"] == (await row(sessions, admin)).roles
    refused = await ada.browser.post(f"/people/{ada.actor.id}/deactivate")
    assert 409 == refused.status_code


async def test_administrators_who_leave_at_the_same_moment_leave_one(sign_in, sessions, clock):
    admins = [await sign_in(f"{number}@example.com", Role.ADMIN) for number in range(4)]

    async def leave(person):
        try:
            async with sessions.begin() as session:
                await service.deactivate(session, clock, person.actor, [], person.actor.id, taker_id=None)
        except LastAdmin:
            return "stays"
        return "left"

    assert ["left"] * 3 + ["stays"] == sorted(await asyncio.gather(*map(leave, admins)))


async def test_a_deactivated_person_is_out_at_once_and_comes_back_as_they_were(app, admin, ada, anybody, sessions):
    form = {"email": "ada@example.com", "password": PASSWORD}
    await admin.browser.post(f"/people/{ada.actor.id}/deactivate")
    assert "/signin" in (await ada.browser.get("/practice")).headers["location"]
    assert 401 == (await anybody.post("/signin", data=form)).status_code
    assert "ada" in (await admin.browser.get("/people?state=deactivated")).text
    await admin.browser.post(f"/people/{ada.actor.id}/activate")
    assert 303 == (await anybody.post("/signin", data=form)).status_code
    assert "/signin" in (await ada.browser.get("/practice")).headers["location"]
    assert ["person_deactivated", "person_activated", "signed_in"] == await actions(sessions)


async def test_who_leads_an_interview_leaves_only_when_somebody_takes_over(admin, planned, sign_in, sessions):
    lead, taker = planned.people["lead"], await sign_in("taker@example.com", Role.INTERVIEWER)
    path = f"/people/{lead.actor.id}"
    refused = await admin.browser.post(f"{path}/deactivate")
    assert (422, True) == (refused.status_code, "Name who takes them over" in refused.text)
    api = await admin.browser.post(f"/api{path}/deactivate", json={})
    assert (409, "interview") == (api.status_code, api.json()["held"][0]["kind"])
    assert (await row(sessions, lead)).active
    nobody = await admin.browser.post(f"{path}/deactivate", data={"taker": str(lead.actor.id)})
    assert 422 == nobody.status_code
    done = await admin.browser.post(f"{path}/deactivate", data={"taker": str(taker.actor.id)})
    assert 303 == done.status_code
    view = (await taker.browser.get(f"/api/interviews/{planned.id}")).json()
    parts = {each["name"]: each["part"] for each in view["people"]}
    assert ("lead", "observer") == (parts["taker"], parts["lead"])
    assert "handed_over" in await actions(sessions)


async def test_the_candidate_of_an_interview_cannot_come_to_lead_it(admin, planned):
    lead, candidate = planned.people["lead"], planned.people["candidate"]
    data = {"taker": str(candidate.actor.id)}
    refused = await admin.browser.post(f"/people/{lead.actor.id}/hand-over", data=data)
    assert 422 == refused.status_code
    assert "lead" == (await lead.browser.get(f"/api/interviews/{planned.id}")).json()["me"]["part"]


async def test_nobody_is_there_under_an_id_of_nobody(admin):
    for path in ("", "/name", "/roles", "/activate", "/deactivate"):
        method = "POST" if path else "GET"
        data = {"name": "x", "roles": ["author"]} if path else None
        answer = await admin.browser.request(method, f"/people/{uuid4()}{path}", data=data)
        assert (404, path) == (answer.status_code, path)


async def test_an_erased_person_is_nobody_any_more(admin, ada, sessions):
    async with sessions.begin() as session:
        await session.execute(update(User).where(User.id == ada.actor.id).values(active=False, roles=[]))
    assert "ada" not in (await admin.browser.get("/people?state=deactivated")).text
    assert 404 == (await admin.browser.get(f"/people/{ada.actor.id}")).status_code
    assert 404 == (await admin.browser.post(f"/people/{ada.actor.id}/activate")).status_code


async def test_a_name_is_shown_as_it_was_typed_and_never_as_markup(admin, ada):
    odd = "<script>alert(1)</script> '); DROP TABLE users;--"
    await admin.browser.post(f"/people/{ada.actor.id}/name", data={"name": odd})
    page = (await admin.browser.get(f"/people/{ada.actor.id}")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 422 == (await admin.browser.post(f"/people/{ada.actor.id}/name", data={"name": "  "})).status_code


async def test_letters_no_database_takes_are_no_fault(admin, ada):
    odd = "a\x00b\ud800"
    for path in (
        "/api/people?q=%00",
        "/people?q=%00&page=%00&role=%00",
        "/people/mail?q=%00",
        "/api/people/mail?q=%00",
    ):
        assert 200 == (await admin.browser.get(path)).status_code
    body = json.dumps({**NEW, "name": odd, "email": f"{odd}@example.com"})
    kind = {"content-type": "application/json"}
    assert 422 == (await admin.browser.post("/api/people/invitations", content=body, headers=kind)).status_code
    body = json.dumps({"before": odd, "after": odd * 10})
    assert 422 == (await ada.browser.put("/api/account/password", content=body, headers=kind)).status_code
    body = json.dumps({"name": odd})
    assert 422 == (await ada.browser.put("/api/account/name", content=body, headers=kind)).status_code


async def test_without_a_mail_server_nothing_waits_to_be_mailed(admin, sessions):
    await admin.browser.post("/people/invite", data={**NEW, "mail": "true"})
    async with sessions() as session:
        assert [] == list((await session.execute(select(Mail))).scalars())
    assert "No mail server is set" in (await admin.browser.get("/people/mail")).text


async def test_a_guest_who_was_shut_out_is_let_in_again_before_they_get_an_account(admin, anybody, sessions, clock):
    async with sessions.begin() as session:
        guest = await identity.account_or_guest(session, email=NEW["email"], name="Nora")
    link = link_in(await admin.browser.post("/people/invite", data=NEW))
    await admin.browser.post(f"/people/{guest.id}/deactivate")
    assert "Deactivated guest" in (await admin.browser.get(f"/people/{guest.id}")).text
    refused = await anybody.post(link, data={"name": "Nora", "password": PASSWORD})
    assert (422, True) == (refused.status_code, "is deactivated" in refused.text)
    again = await admin.browser.post("/people/invite", data=NEW)
    assert (422, True) == (again.status_code, "can be activated again" in again.text)
    await admin.browser.post(f"/people/{guest.id}/activate")
    assert 303 == (await anybody.post(link, data={"name": "Nora", "password": PASSWORD})).status_code
    assert "Nora" in (await anybody.get("/practice")).text


async def test_nobody_is_handed_what_others_lead_while_they_are_shut_out(admin, ada, sign_in, sessions, clock):
    giver, begun, done = await sign_in("giver@example.com", Role.INTERVIEWER), asyncio.Event(), asyncio.Event()

    class Slow:
        held: tuple[str, ...] = ()

        async def held_by(self, _session, person_id):
            return [Held("thing", title, "/") for title in self.held if person_id == ada.actor.id]

        async def hand_over(self, *_things: object, **_people: object) -> int:
            begun.set()
            await asyncio.wait([asyncio.create_task(done.wait())], timeout=1)
            self.held = ("Theirs",)
            return 1

    async def hand_over():
        async with sessions.begin() as session:
            await service.hand_over(session, clock, admin.actor, [slow], giver.actor.id, taker_id=ada.actor.id)

    async def shut_out():
        await begun.wait()
        async with sessions.begin() as session:
            await service.deactivate(session, clock, admin.actor, [slow], ada.actor.id, taker_id=None)
        done.set()

    slow = Slow()
    _, refused = await asyncio.gather(hand_over(), shut_out(), return_exceptions=True)
    assert isinstance(refused, LeadsSomething)
    assert (await row(sessions, ada)).active


async def test_whoever_never_came_is_forgotten(admin, sessions, clock):
    await admin.browser.post("/people/invite", data=NEW)
    clock.advance(invitations.VALID_FOR + invitations.KEPT - timedelta(minutes=1))
    for left in (1, 0):
        async with sessions.begin() as session:
            await invitations.tidy(session, clock.now())
            assert left == len(list((await session.execute(select(AccountInvitation))).scalars()))
        clock.advance(timedelta(minutes=2))
