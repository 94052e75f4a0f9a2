"""The mails of the installation: written in the transaction that causes them, sent by the worker, tried again.

Where no mail server is set, nothing comes here: whoever causes a link copies it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.audit.service import Subject
from app.errors import NotFound, WrongState
from app.identity.actor import Actor
from app.identity.models import Mail
from app.identity.permissions import Permission
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.jobs import enqueue
from app.kit.log import log
from app.kit.smtp import Letter, NotSent, Post, SmtpPost
from app.settings import Settings

SEND_TASK, QUEUE = "identity:mail", "mail"
PRIORITY = 50
QUEUED, SENT, FAILED = "queued", "sent", "failed"
STATES = (QUEUED, SENT, FAILED)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
LATE = timedelta(minutes=2)  # a mail that is due for so long has lost its job
KEPT = timedelta(days=90)
SUBJECT_LENGTH = 200
TOO_LATE = "What it says was no longer true when it could have been sent."
PAGE_SIZE = 50


async def post(
    session: AsyncSession,
    clock: Clock,
    letter: Letter,
    *,
    kind: str,
    until: datetime,
    caused_by: UUID | None,
    interview_id: UUID | None = None,
) -> None:
    """Have a mail sent once the caller's transaction has committed; after `until` it is of no use any more."""
    mail = Mail(
        id=uuid4(),
        to=letter.to,
        kind=kind,
        subject="".join(each if each.isprintable() else " " for each in letter.subject)[:SUBJECT_LENGTH],
        text=letter.text,
        state=QUEUED,
        caused_by=caused_by,
        interview_id=interview_id,
        created_at=clock.now(),
        next_try_at=clock.now(),
        until=until,
    )
    session.add(mail)
    await session.flush()
    await enqueue(session, SEND_TASK, queue=QUEUE, priority=PRIORITY, mail_id=str(mail.id))


async def count(session: AsyncSession, *, kind: str, since: datetime, to: str | None = None) -> int:
    """How many mails of a kind there were since: to an address, or to all."""
    statement = select(func.count()).select_from(Mail).where(Mail.kind == kind, Mail.created_at > since)
    if to is not None:
        statement = statement.where(func.lower(Mail.to) == to.casefold())
    return (await session.execute(statement)).scalar_one()


def post_of(settings: Settings, clock: Clock) -> Post | None:
    """The mail server of the settings, None where there is none."""
    if not settings.smtp_host:
        return None
    host = urlsplit(settings.public_url or "").hostname or "localhost"
    return SmtpPost(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_secret,
        sender=settings.smtp_from or f"holdout@{host}",
        clock=clock,
    )


# --- the worker's side ------------------------------------------------------------------------------------------


async def send(sessionmaker: SessionMaker, clock: Clock, server: Post, mail_id: UUID) -> None:
    """Send one mail, if it is still to be sent and nobody else does so right now; write down how it went."""
    async with sessionmaker.begin() as session:
        statement = select(Mail).where(Mail.id == mail_id, Mail.state == QUEUED).with_for_update(skip_locked=True)
        mail = (await session.execute(statement)).scalar_one_or_none()
        if mail is None or mail.text is None:
            return
        now = clock.now()
        if mail.until <= now:
            _give_up(mail, TOO_LATE)
            return
        mail.tries += 1
        try:
            await server.send(Letter(mail.to, mail.subject, mail.text))
        except NotSent as fault:
            await _again_or_never(session, mail, fault, now)
        else:
            mail.state, mail.sent_at, mail.text, mail.fault, mail.next_try_at = SENT, now, None, None, None


async def _again_or_never(session: AsyncSession, mail: Mail, fault: NotSent, now: datetime) -> None:
    log.warning("mail_not_sent", mail=str(mail.id), tries=mail.tries, for_good=fault.for_good)
    if fault.for_good or mail.tries > len(PAUSES):
        _give_up(mail, fault.reason)
        return
    mail.fault, mail.next_try_at = fault.reason, now + PAUSES[mail.tries - 1]
    await enqueue(session, SEND_TASK, queue=QUEUE, priority=PRIORITY, at=mail.next_try_at, mail_id=str(mail.id))


def _give_up(mail: Mail, why: str) -> None:
    mail.state, mail.fault, mail.next_try_at = FAILED, why, None


async def late(session: AsyncSession, now: datetime) -> list[UUID]:
    """Mails that should have been sent by now: their job was lost with its worker."""
    statement = select(Mail.id).where(Mail.state == QUEUED, Mail.next_try_at < now - LATE).limit(PAGE_SIZE)
    return list((await session.execute(statement)).scalars())


async def tidy(session: AsyncSession, now: datetime) -> None:
    """Give up what nobody could send in time; forget texts whose links are over, and old mails."""
    over = Mail.until <= now, Mail.text.is_not(None)
    late = {"state": FAILED, "fault": TOO_LATE, "next_try_at": None}
    await session.execute(update(Mail).where(*over, Mail.state == QUEUED).values(late))
    await session.execute(update(Mail).where(*over).values(text=None))
    await session.execute(delete(Mail).where(Mail.created_at < now - KEPT, Mail.state != QUEUED))


# --- what administrators see ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of mails, newest first; how many there are by state."""

    mails: list[Mail]
    total: int
    by_state: dict[str, int]

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE_SIZE))


def _open_to(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.may(Permission.PEOPLE) else ~true()


async def listing(session: AsyncSession, actor: Actor, *, state: str, text: str, limit: int, offset: int) -> Listed:
    """Mails by state and by who they are for."""
    actor.require(Permission.PEOPLE)
    where = and_(_open_to(actor), Mail.to.icontains(text, autoescape=True) if text else true())
    rows = await session.execute(select(Mail.state, func.count()).where(where).group_by(Mail.state))
    by_state: dict[str, int] = dict(rows.all())
    chosen: Select[Mail] = select(Mail).where(where)
    if state:
        chosen = chosen.where(Mail.state == state)
    chosen = chosen.order_by(Mail.created_at.desc(), Mail.id).limit(limit).offset(offset)
    total = by_state.get(state, 0) if state else sum(by_state.values())
    return Listed(list((await session.execute(chosen)).scalars()), total, by_state)


async def repeat(session: AsyncSession, clock: Clock, actor: Actor, mail_id: UUID) -> None:
    """Try a mail again that was given up; WrongState when it is under way, or what it says is over."""
    actor.require(Permission.PEOPLE)
    statement = select(Mail).where(Mail.id == mail_id, _open_to(actor)).with_for_update()
    mail = (await session.execute(statement)).scalar_one_or_none()
    if mail is None:
        raise NotFound
    if mail.state != FAILED or mail.text is None or mail.until <= clock.now():
        raise WrongState("Only a mail that failed, and whose link is still good, can be sent again.", state=mail.state)
    mail.state, mail.tries, mail.next_try_at = QUEUED, 0, clock.now()
    await enqueue(session, SEND_TASK, queue=QUEUE, priority=PRIORITY, mail_id=str(mail.id))
    subject = Subject("mail", mail.id)
    await audit.append(session, Action.MAIL_REPEATED, at=clock.now(), actor_id=actor.id, subject=subject)
