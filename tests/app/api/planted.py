"""What stands in the studio, in the drill, in accounts, and under trust, for the world: one of each kind of row."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, text

from app.attempts import regrades
from app.attempts.models import WorkerPresence
from app.identity import resets, tokens
from app.identity.models import Mail, Passkey, Session, User
from app.identity.outbox import FAILED
from app.identity.permissions import Role
from app.kit import jobs
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.people import invitations
from app.problems import repository as problems
from app.problems import upgrades
from app.problems.lifecycle import Step
from app.problems.loader import Package, build
from app.studio import archives, drafts, verifying
from app.study.models import StudyTask
from app.trust import erasure
from app.trust.models import Delivery, Webhook
from tests.app import packages
from tests.app.conftest import Person
from tests.app.test_lifecycle import TO_PUBLISHED, made_here

PRACTISED = "5f0f3d2f"  # how the uuid of the problem begins that is practised
GONE = "gone@example.com"  # who is to be erased, and is nothing else to anybody


@dataclass(frozen=True)
class Marks:
    """Words that stand in what people wrote: whoever may read the interview finds `round`, its staff `staff`,

    and in their own practice and comments `candidate` and the `lead` find theirs. `studio` is for authors, `pilot` for
    staff, `trust` for administrators. `own` is the candidate's, and in the audit log too; `zone` is where they say they live.
    `report` is what they reported in practice, for authors and administrators.
    """

    round: str = ""
    staff: str = ""
    candidate: str = ""
    lead: str = ""
    studio: str = ""
    pilot: str = ""
    trust: str = ""
    own: str = ""
    zone: str = "UTC"
    report: str = ""


UNMARKED = Marks()


@dataclass(frozen=True)
class Planted:
    """Where it is planted, by whom, and with which words."""

    sessions: SessionMaker
    clock: Clock
    admin: Person
    author: Person
    candidate: Person
    marks: Marks


def another(slug: str, begins: str, number: int, version: str, statement: str = "Other words.") -> Package:
    """The small package as another problem."""
    text = packages.PROBLEM.replace("uuid: 5f0f3d2e", f"uuid: {begins}", 1).replace("number: 7", f"number: {number}", 1)
    text = text.replace("version: 1.0.0", f"version: {version}", 1)
    return build("metrics", slug, packages.files(**{"problem.yaml": text, "statement.md": statement}))


async def plant(given: Planted) -> dict[str, dict[str, Any]]:
    """All of it: what stands in the blanks of addresses, by how these begin."""
    studio, trust, own = await _studio(given), await _trust(given), await _own(given)
    operator = await _operation(given)
    return {"studio": studio, "pilots": studio, "trust": trust, "webhooks": trust, "erasures": trust} | {
        "people": trust,
        "operator": operator,
        "audit": trust,
        "invitations": {"token": trust["invitation"]},
        "password": {"token": trust["reset"]},
        "account": own,
        "tokens": own,
        "drill": own,
        "practice": own,
        "study": own,
        "bench": own,
        "problems": {"number": 1},
        "mocks": own,
    }


async def _studio(given: Planted) -> dict[str, Any]:
    sessions, clock, actor = given.sessions, given.clock, given.author.actor
    async with sessions.begin() as session:
        piloted = another("piloted", "5f0f3d30", 9, "1.0.0", f"A pilot. {given.marks.pilot}")
        pilot = await made_here(session, clock, actor, piloted, Step.VERIFY, Step.PILOT)
        ours = another("practised", PRACTISED, 8, "1.1.0")
        newer = await made_here(session, clock, actor, ours, *TO_PUBLISHED)
        older = [each.id for each in await problems.versions(session, newer.problem_id) if each.id != newer.id]
        regrade = await regrades.request(session, clock, actor, newer.id, older)
        theirs = another("practised", PRACTISED, 8, "1.2.0", f"Of the bank. {given.marks.studio}")
        await upgrades.sync_package(session, theirs)
        (offer,) = await problems.open_offers(session, newer.problem_id)
    drafted = another("drafted", "5f0f3d31", 10, "1.0.0", f"A draft. {given.marks.studio}")
    async with sessions.begin() as session:
        draft_id = await drafts.create_from_files(session, clock, actor, "drafted", drafted.files)
        verification = await verifying.request(session, clock, actor, draft_id)
        await verifying.cancel(session, clock, actor, verification.id)
    fresh = another("fresh", "5f0f3d32", 11, "1.0.0")
    return {
        "accepted": next(path for path in drafted.files if path.startswith("solutions/accepted/")),
        "archive": archives.pack("metrics", "fresh", fresh.files),
        "package": archives.pack("metrics", "drafted", {**drafted.files, "statement.md": "Changed."}),
        "draft_id": str(draft_id),
        "offer_id": str(offer.id),
        "older": str(older[0]),
        "path": "statement.md",
        "pattern": "metrics",
        "problem_id": str(newer.problem_id),
        "published": str(newer.id),
        "regrade_id": str(regrade.id),
        "slug": "practised",
        "step": "pilot",
        "verification_id": str(verification.id),
        "version_id": str(pilot.id),
    }


async def _trust(given: Planted) -> dict[str, Any]:
    """Somebody who is to be erased, a webhook, an invitation, a mail: with the words, since administrators may read."""
    sessions, clock, actor = given.sessions, given.clock, given.admin.actor
    gone, hook, mail, sent = (uuid4() for _ in range(4))
    async with sessions.begin() as session:
        values = {"email": GONE, "email_key": GONE, "name": f"Gone {given.marks.trust}", "password_hash": "!"}
        session.add(User(id=gone, **values, roles=[str(Role.CANDIDATE)]))
        session.add(_webhook(given, hook))
        session.add(_mail(given, mail))
        await session.flush()
        session.add(_delivery(given, hook, sent))
        await erasure.ask(session, clock, actor, gone)
        link = await resets.make(session, clock, actor, gone, base="http://holdout", mail=False)
        invited = await invitations.invite(
            session, clock, actor, email="ivy@example.com", name=f"Ivy {given.marks.trust}", roles=[Role.REVIEWER],
            base="http://holdout", mail=False,
        )  # fmt: skip
    return {
        "admin_id": str(actor.id),
        "delivery_id": str(sent),
        "form": "csv",
        "invitation": invited.address.rpartition("/")[2],
        "invitation_id": str(invited.invitation.id),
        "mail_id": str(mail),
        "person_id": str(gone),
        "reset": link.token,
        "step": "pause",
        "webhook_id": str(hook),
    }


def _webhook(given: Planted, hook: UUID) -> Webhook:
    url = f"https://1.1.1.1/{given.marks.trust}"
    values = {
        "secret": f"whsec_{given.marks.trust}",
        "created_by": given.admin.actor.id,
        "created_at": given.clock.now(),
    }
    return Webhook(id=hook, url=url, events=["decision.made"], **values, since=0, active=True)


def _delivery(given: Planted, hook: UUID, sent: UUID) -> Delivery:
    body = {"facts": {"said": given.marks.trust}}
    now = given.clock.now()
    values = {"event": "decision.made", "entry": 1, "body": body, "state": "failed", "tries": 8, "created_at": now}
    return Delivery(id=sent, webhook_id=hook, **values)


def _mail(given: Planted, mail: UUID) -> Mail:
    now = given.clock.now()
    values = {"kind": "invitation", "subject": f"Come {given.marks.trust}", "text": None, "state": FAILED, "until": now}
    return Mail(id=mail, to="ivy@example.com", **values, created_at=now, fault="refused")


async def _own(given: Planted) -> dict[str, Any]:
    """The candidate's own: token, passkey, where they are signed in, turn of the drill, plan, run of checks, mock pair."""
    actor, browser = given.candidate.actor, given.candidate.browser
    passkey = uuid4()
    async with given.sessions.begin() as session:
        token, _ = await tokens.make(
            session, given.clock, actor, name=f"CI {given.marks.own}", scopes=["practice:read"], days=7
        )
        values = {"credential_id": b"id", "public_key": b"key", "sign_count": 0, "created_at": given.clock.now()}
        session.add(Passkey(id=passkey, user_id=actor.id, name=f"Key {given.marks.own}", **values))
        signed_in = (await session.execute(select(Session.id).where(Session.user_id == actor.id))).scalars().first()
    changed = await browser.put("/api/drill/settings", json={"time_zone": given.marks.zone})
    assert 200 == changed.status_code, changed.text
    turn = (await browser.post("/api/drill/turns")).json()["turn"]
    day = given.clock.now().date() + timedelta(days=2)
    wish = {"goal": f"Ready {given.marks.own}", "target_on": str(day), "weekdays": list(range(1, 8))}
    kept = await browser.put("/api/study/plan", json=wish)
    assert 200 == kept.status_code, kept.text
    task = StudyTask(id=uuid4(), user_id=actor.id, position=99, pattern="metrics", title="Gone", minutes=10)
    task.reason, task.planned_on, task.added_at = "", day, given.clock.now()
    async with given.sessions.begin() as session:
        session.add(task)
    checks = {"checks": f"assert True  # {given.marks.own}"}
    run = (await browser.post("/api/bench/tutorial/runs", json=checks)).json()["id"]
    found = {"token_id": token.id, "passkey_id": passkey, "session_id": signed_in, "turn_id": turn["id"], "run_id": run}
    made = (await browser.post("/api/mocks", json={})).json()
    found |= {"task_id": task.id, "tomorrow": day, "pair_id": made["pair"]["id"], "number": "1"}
    found["token"] = made["link"].rpartition("/")[2]
    return {**{name: str(each) for name, each in found.items()}, "drill_step": turn["current"]}


async def _operation(given: Planted) -> dict[str, Any]:
    """A worker, and a job that failed."""
    now, worker = given.clock.now(), uuid4()
    async with given.sessions.begin() as session:
        session.add(
            WorkerPresence(
                id=worker, host="grader-1", pid=1, version="0", started_at=now, seen_at=now, trouble=None, sandbox={}
            )
        )
        job = await jobs.enqueue(session, "mail:send", queue="mail", priority=0)
        await session.execute(text("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = :job"), {"job": job})
    return {"worker_id": str(worker), "job_id": str(job)}
