"""What is mailed, and what becomes of it when a server does not take it."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector
from sqlalchemy import select, update

from app import outside
from app.identity import ceremonies, outbox, tasks
from app.identity.actor import Role
from app.identity.models import Ceremony, Mail, PasswordReset
from app.settings import Settings
from tests.app import interviewing
from tests.app.mailing import BASE, free_port, link_in, mail_server, mails, post
from tests.app.test_people import NEW


async def test_an_invitation_is_mailed_with_a_link_to_the_public_address(admin, anybody, box, deliver, sessions):
    page = await admin.browser.post("/people/invite", data={**NEW, "mail": "true"}, headers={"host": "evil.example"})
    assert "on its way to new@example.com" in page.text
    assert ("evil.example" in page.text, BASE in page.text) == (False, True)
    await deliver()
    (letter,) = box.letters
    assert (["new@example.com"], "new@example.com") == (box.recipients[0], letter["To"])
    assert "holdout@holdout.example.com" in letter["From"]
    assert "evil.example" not in letter.as_string()
    assert 200 == (await anybody.get(link_in(letter))).status_code
    (mail,) = await mails(sessions)
    assert ("sent", None) == (mail.state, mail.text)  # the link is nowhere any more
    assert "Sent" in (await admin.browser.get("/people/mail")).text


@pytest.mark.usefixtures("problem")
async def test_an_interviews_link_is_mailed_to_its_person(lead, anybody, box, deliver, sessions):
    interview_id = await interviewing.plan(lead)
    await interviewing.add(lead, interview_id, "gus@example.org", name="Gus")
    seat = await interviewing.person_id(sessions, interview_id, "gus@example.org")
    path = f"/interviews/{interview_id}/people/{seat}/link"
    page = await lead.browser.post(path, data={"mail": "true"}, headers={"host": "evil.example"})
    assert "on its way to gus@example.org" in page.text
    await deliver()
    assert ("Invitation: ML round", [["gus@example.org"]]) == (box.letters[0]["Subject"], box.recipients)
    async with sessions() as session:
        assert UUID(interview_id) == await session.scalar(select(Mail.interview_id))
    joined = await anybody.get(link_in(box.letters[0]))
    assert (200, True) == (joined.status_code, "Invitation for Gus" in joined.text)


@pytest.mark.usefixtures("problem")
async def test_an_interviews_link_is_mailed_by_the_api_as_on_the_page(lead, box, deliver, sessions):
    interview_id = await interviewing.plan(lead)
    await interviewing.add(lead, interview_id, "gus@example.org", name="Gus")
    seat = await interviewing.person_id(sessions, interview_id, "gus@example.org")
    path = f"/api/interviews/{interview_id}/people/{seat}/link"
    made = (await lead.browser.post(path, json={"mail": True})).json()
    assert made["mailed"]
    await deliver()
    assert [made["address"].rpartition("/")[2]] == [link_in(each).rpartition("/")[2] for each in box.letters]


@pytest.mark.usefixtures("problem")
async def test_without_a_mail_server_an_interviews_link_is_only_told(sign_in, sessions):
    lead = await sign_in("lead@example.org", Role.INTERVIEWER)
    interview_id = await interviewing.plan(lead)
    await interviewing.add(lead, interview_id, "gus@example.org", name="Gus")
    seat = await interviewing.person_id(sessions, interview_id, "gus@example.org")
    made = (await lead.browser.post(f"/api/interviews/{interview_id}/people/{seat}/link", json={"mail": True})).json()
    assert not made["mailed"]
    assert [] == await mails(sessions)


async def test_a_server_that_is_away_is_asked_again_later_and_in_the_end_no_more(app, sessions, clock, monkeypatch):
    settings = Settings(public_url=BASE, smtp_host="127.0.0.1", smtp_port=free_port(), smtp_security="none")
    server = outbox.post_of(settings, clock)
    mail_id = await post(sessions, clock)
    for tries, pause in enumerate(outbox.PAUSES, start=1):
        await outbox.send(sessions, clock, server, mail_id)
        (mail,) = await mails(sessions)
        assert ("queued", tries, clock.now() + pause) == (mail.state, mail.tries, mail.next_try_at)
        assert "cannot be reached" in mail.fault
        clock.advance(pause)
    await outbox.send(sessions, clock, server, mail_id)
    (mail,) = await mails(sessions)
    assert ("failed", 5) == (mail.state, mail.tries)


async def test_an_address_the_server_does_not_know_is_not_tried_again(admin, box, deliver, sessions, clock):
    box.answers.append("550 5.1.1 No such person")
    await post(sessions, clock)
    await deliver()
    (mail,) = await mails(sessions)
    assert ("failed", 1) == (mail.state, mail.tries)
    assert "No such person" in (await admin.browser.get("/people/mail?state=failed")).text
    assert 303 == (await admin.browser.post(f"/people/mail/{mail.id}/repeat")).status_code
    await deliver()
    assert 1 == len(box.letters)
    again = await admin.browser.post(f"/api/people/mail/{mail.id}/repeat")
    assert (409, "sent") == (again.status_code, again.json()["state"])


async def test_a_greylisting_server_gets_the_mail_a_minute_later(box, deliver, sessions, clock):
    box.answers.append("451 4.7.1 Come back later")
    await post(sessions, clock)
    await deliver()
    assert ["queued"] == [mail.state for mail in await mails(sessions)]
    await deliver()
    assert ["sent"] == [mail.state for mail in await mails(sessions)]


async def test_a_mail_is_sent_once_however_many_workers_have_it(box, sessions, clock, settings):
    mail_id = await post(sessions, clock)
    server = outbox.post_of(settings, clock)
    await asyncio.gather(*(outbox.send(sessions, clock, server, mail_id) for _ in range(4)))
    assert 1 == len(box.letters)


async def test_a_subject_cannot_smuggle_in_another_recipient(box, deliver, sessions, clock):
    await post(sessions, clock, subject="Hello\r\nBcc: eve@example.com\r\n\r\nBuy this")
    await deliver()
    assert ([["ada@example.com"]], None) == (box.recipients, box.letters[0]["Bcc"])


async def test_an_address_beyond_ascii_arrives(box, deliver, sessions, clock):
    await post(sessions, clock, to="søren@example.com")
    await deliver()
    assert [["søren@example.com"]] == box.recipients


async def test_what_a_mail_says_is_forgotten_when_its_link_is_over(sessions, clock, app):
    mail_id = await post(sessions, clock, hours=1)
    async with sessions.begin() as session:
        await session.execute(update(Mail).where(Mail.id == mail_id).values(state="failed"))
    clock.advance(timedelta(hours=1, seconds=1))
    async with sessions.begin() as session:
        await outbox.tidy(session, clock.now())
    assert [None] == [mail.text for mail in await mails(sessions)]
    clock.advance(outbox.KEPT)
    async with sessions.begin() as session:
        await outbox.tidy(session, clock.now())
    assert [] == await mails(sessions)


async def test_a_mail_that_no_server_ever_took_does_not_wait_for_ever(sessions, clock, app):
    await post(sessions, clock, hours=1)
    clock.advance(timedelta(hours=1, seconds=1))
    async with sessions.begin() as session:
        await outbox.tidy(session, clock.now())
    (mail,) = await mails(sessions)
    assert (outbox.FAILED, None, None) == (mail.state, mail.text, mail.next_try_at)


async def test_a_mail_whose_job_was_lost_is_found_late(sessions, clock, app):
    mail_id = await post(sessions, clock)
    async with sessions() as session:
        assert [] == await outbox.late(session, clock.now())
    clock.advance(outbox.LATE + timedelta(seconds=1))
    async with sessions() as session:
        assert [mail_id] == await outbox.late(session, clock.now())


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")  # of the test's own server
@pytest.mark.parametrize(
    ("secret", "state", "said"), [("right", "sent", None), ("wrong", "queued", "The mail server said 535")]
)
@pytest.mark.usefixtures("app")
async def test_the_account_at_the_server_is_used_from_a_file(*, sessions, clock, tmp_path, secret, state, said):
    (tmp_path / "secret").write_text(f"{secret}\n")
    with mail_server(free_port(), login=True) as box:
        settings = Settings(
            public_url=BASE,
            smtp_host="127.0.0.1",
            smtp_port=box.port,
            smtp_security="none",
            smtp_user="holdout",
            smtp_password_file=tmp_path / "secret",
        )
        await outbox.send(sessions, clock, outbox.post_of(settings, clock), await post(sessions, clock))
    assert (b"holdout", secret.encode()) == box.users[0]
    (mail,) = await mails(sessions)
    assert (state, said) == (mail.state, mail.fault and mail.fault[:24])


async def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked_for(box, app, sessions, clock):
    settings = Settings(public_url=BASE, smtp_host="127.0.0.1", smtp_port=box.port)  # starttls
    await outbox.send(sessions, clock, outbox.post_of(settings, clock), await post(sessions, clock))
    assert ([], ["failed"]) == (box.letters, [mail.state for mail in await mails(sessions)])


async def test_the_doctor_says_whether_the_mail_server_answers(box):
    there = Settings(public_url=BASE, smtp_host="127.0.0.1", smtp_port=box.port, smtp_security="none")
    away = Settings(public_url=BASE, smtp_host="127.0.0.1", smtp_port=free_port(), smtp_security="none")
    for settings, state in ((there, "ok"), (away, "problem")):
        (finding,) = await asyncio.to_thread(lambda settings=settings: list(outside.look(settings)))
        assert ("mail", state) == (finding.name, finding.state)
    assert [] == box.letters


async def test_the_worker_sends_what_is_late_and_forgets_what_is_over(box, settings, sessions, clock):
    queue = App(connector=InMemoryConnector())
    tasks.register(queue, sessions, clock, settings)
    context = SimpleNamespace(app=queue)
    await post(sessions, clock)
    await queue.tasks["mail:sweep"].func(context, 0)
    assert [] == box.letters  # its own job is still to come
    clock.advance(outbox.LATE + timedelta(seconds=1))
    await queue.tasks["mail:sweep"].func(context, 0)
    assert 1 == len(box.letters)
    async with sessions.begin() as session:
        await ceremonies.begin(session, clock, "test", {}, address="127.0.0.1")
        session.add(PasswordReset(email_key="a", address="b", created_at=clock.now(), expires_at=clock.now()))
    clock.advance(outbox.KEPT + timedelta(seconds=1))
    await queue.tasks["mail:tidy"].func(context, 0)
    async with sessions() as session:
        for table in (Mail, PasswordReset, Ceremony):
            assert [] == list((await session.execute(select(table))).scalars())
