"""Queries on interviews. Whoever asks is part of each query: an interview without a seat for them is not found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.models import User
from app.identity.permissions import Permission
from app.interviews.lifecycle import OVER, Kind, State
from app.interviews.models import (
    Interview,
    InterviewPerson,
    InterviewProblem,
    InterviewTemplate,
    Invitation,
)
from app.interviews.rights import Part
from app.kit.db import one_or_raise

_RANK = {State.LIVE: 0, State.PAUSED: 0, State.LOBBY: 1, State.PLANNED: 2, State.ENDED: 3, State.REVIEWED: 4}


def _seated(actor: Actor) -> ColumnElement[bool]:
    """Whether the person may see an interview: seated in it, and for a staff part still of the staff; admins all.

    Except before the end, for whoever is to judge it blind; and a mock interview only its two people see.
    """
    if actor.may(Permission.OVERSEE):
        overseen = and_(Interview.kind != str(Kind.MOCK), or_(~_blind_seat(actor), _is_over()))
        return or_(overseen, _own_seat(actor))
    return _own_seat(actor)


def _own_seat(actor: Actor) -> ColumnElement[bool]:
    seat = _seat_of(actor).where(or_(InterviewPerson.part != "reviewer", _is_over()))
    if not actor.may(Permission.TAKE_PART):
        peer = and_(InterviewPerson.part == str(Part.PEER), Interview.kind == str(Kind.MOCK))
        seat = seat.where(or_(InterviewPerson.part == "candidate", peer))
    return seat.exists()


def _blind_seat(actor: Actor) -> ColumnElement[bool]:
    return _seat_of(actor).where(InterviewPerson.blind, InterviewPerson.revealed_at.is_(None)).exists()


def _seat_of(actor: Actor) -> Select[UUID]:
    seat = select(InterviewPerson.id).where(InterviewPerson.interview_id == Interview.id)
    if actor.guest:  # a link opens the seat that it was made for, and no other of its person
        invited = select(Invitation.person_id).where(Invitation.id == actor.invitation_id)
        seat = seat.where(InterviewPerson.id.in_(invited))
    return seat.where(InterviewPerson.user_id == actor.id).correlate(Interview)


def _is_over() -> ColumnElement[bool]:
    return Interview.state.in_([str(state) for state in OVER])


def _whole() -> Select[Interview]:
    people = selectinload(Interview.people).joinedload(InterviewPerson.user, innerjoin=True)
    return select(Interview).options(people, selectinload(Interview.problems))


async def interview(session: AsyncSession, actor: Actor, interview_id: UUID, *, lock: bool = False) -> Interview:
    """An interview the person may see, with its people and problems; locked for a change when asked."""
    if lock:
        held = select(Interview.id).where(Interview.id == interview_id, _seated(actor)).with_for_update()
        await one_or_raise(session, held, NotFound())
    statement = _whole().where(Interview.id == interview_id, _seated(actor))
    return await one_or_raise(session, statement.execution_options(populate_existing=True), NotFound())


async def locked(session: AsyncSession, interview_id: UUID) -> Interview:
    """An interview of whomever, locked: for the clock, and for whoever comes by a link."""
    await one_or_raise(session, select(Interview.id).where(Interview.id == interview_id).with_for_update(), NotFound())
    statement = _whole().where(Interview.id == interview_id).execution_options(populate_existing=True)
    return await one_or_raise(session, statement, NotFound())


async def one(session: AsyncSession, interview_id: UUID) -> Interview:
    """An interview of whomever, as it is."""
    return await one_or_raise(session, _whole().where(Interview.id == interview_id), NotFound())


async def over(session: AsyncSession, unless: Select[UUID, datetime], limit: int) -> list[tuple[UUID, datetime]]:
    """Interviews that began and are over, the longest ago first, whose id and end are not among `unless`."""
    seen = unless.subquery()
    known = select(seen).where(seen.c[0] == Interview.id, seen.c[1] == Interview.ended_at).exists()
    statement = (
        select(Interview.id, Interview.ended_at)
        .where(Interview.state.in_([str(state) for state in OVER]), Interview.started_at.is_not(None), ~known)
        .order_by(Interview.ended_at, Interview.id)
        .limit(limit)
    )
    return [(interview_id, ended_at) for interview_id, ended_at in await session.execute(statement) if ended_at]


async def led_by(session: AsyncSession, user_id: UUID) -> list[Interview]:
    """Interviews with that lead which were not decided, the oldest first."""
    seat = select(InterviewPerson.id).where(
        InterviewPerson.interview_id == Interview.id, InterviewPerson.user_id == user_id, InterviewPerson.part == "lead"
    )
    statement = select(Interview).where(seat.exists(), Interview.state != str(State.REVIEWED))
    return list((await session.execute(statement.order_by(Interview.created_at, Interview.id))).scalars())


async def overdue(session: AsyncSession, now: datetime, limit: int) -> list[UUID]:
    """Interviews whose time or deadline has run out, the longest ago first."""
    statement = (
        select(Interview.id).where(Interview.ends_at <= now).order_by(Interview.ends_at, Interview.id).limit(limit)
    )
    return list((await session.execute(statement)).scalars())


async def mocks_under_way(session: AsyncSession, user_id: UUID) -> list[UUID]:
    """The mock interviews of a person, on either side, that are not over."""
    statement = (
        select(Interview.id)
        .join(InterviewPerson, InterviewPerson.interview_id == Interview.id)
        .where(InterviewPerson.user_id == user_id)
        .where(Interview.kind == str(Kind.MOCK), ~_is_over())
        .order_by(Interview.id)
    )
    return list((await session.execute(statement)).scalars())


async def asked_in_mocks(session: AsyncSession, user_id: UUID, before: datetime | None) -> set[UUID]:
    """The problems a person was asked in mock interviews that began, before a moment where one is given."""
    statement = (
        select(InterviewProblem.problem_id)
        .join(Interview, Interview.id == InterviewProblem.interview_id)
        .join(InterviewPerson, InterviewPerson.interview_id == Interview.id)
        .where(InterviewPerson.user_id == user_id, InterviewPerson.part == str(Part.CANDIDATE))
        .where(Interview.kind == str(Kind.MOCK), Interview.started_at.is_not(None))
    )
    if before is not None:
        statement = statement.where(Interview.started_at < before)
    return set((await session.execute(statement)).scalars())


async def listed(
    session: AsyncSession,
    actor: Actor,
    *,
    states: Sequence[State],
    text: str | None,
    everyone: bool,
    limit: int,
    offset: int,
) -> tuple[list[Interview], int]:
    """Some of the interviews a person may see, what is next first, and how many there are in all."""
    where = [_seated(actor) if everyone else _own_seat(actor)]
    if states:
        where.append(Interview.state.in_([str(state) for state in states]))
    if text:
        where += [_matches(actor, text), ~_blind_seat(actor)]  # what a name finds, it tells
    due = func.coalesce(Interview.scheduled_at, Interview.deadline_at)
    order = (
        case(_RANK, value=Interview.state),
        case((_is_over(), Interview.ended_at)).desc(),
        due.asc().nulls_last(),
        Interview.created_at.desc(),
        Interview.id,
    )
    statement = _whole().where(*where).order_by(*order).limit(limit).offset(offset)
    count = (await session.execute(select(func.count()).select_from(Interview).where(*where))).scalar_one()
    return list((await session.execute(statement)).scalars()), count


def _is_told_addresses(actor: Actor) -> ColumnElement[bool]:
    """Whoever may change the plan is; a mock partner never."""
    leads = _seat_of(actor).where(InterviewPerson.part == str(Part.LEAD)).exists()
    return and_(Interview.kind != str(Kind.MOCK), true() if actor.may(Permission.OVERSEE) else leads)


def _matches(actor: Actor, text: str) -> ColumnElement[bool]:
    like = f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
    candidate, user = aliased(InterviewPerson), aliased(User)
    named = (
        select(candidate.id)
        .join(user, user.id == candidate.user_id)
        .where(
            candidate.interview_id == Interview.id,
            candidate.part == "candidate",
            or_(
                user.name.ilike(like, escape="!"),
                and_(user.email.ilike(like, escape="!"), _is_told_addresses(actor)),  # what an address finds, it tells
            ),
        )
        .correlate(Interview)
    )
    return or_(Interview.title.ilike(like, escape="!"), named.exists())


async def is_seated_anywhere(session: AsyncSession, user_id: UUID) -> bool:
    """Whether there is any interview with a seat for the person."""
    statement = select(select(InterviewPerson.id).where(InterviewPerson.user_id == user_id).exists())
    return bool((await session.execute(statement)).scalar_one())


async def replace_problems(session: AsyncSession, interview_id: UUID, problem_ids: Sequence[UUID]) -> None:
    """Set the problems of an interview, in this order."""
    await session.execute(delete(InterviewProblem).where(InterviewProblem.interview_id == interview_id))
    for position, problem_id in enumerate(problem_ids):
        session.add(InterviewProblem(interview_id=interview_id, position=position, problem_id=problem_id))
    await session.flush()


async def see(session: AsyncSession, interview_id: UUID, user_id: UUID, now: datetime) -> None:
    """Write that a person is there."""
    seat = and_(InterviewPerson.interview_id == interview_id, InterviewPerson.user_id == user_id)
    await session.execute(update(InterviewPerson).where(seat).values(seen_at=now))


async def reveal(session: AsyncSession, person_id: UUID, now: datetime) -> None:
    """Write that a reviewer knows from now on whose interview it is."""
    await session.execute(update(InterviewPerson).where(InterviewPerson.id == person_id).values(revealed_at=now))


# --- templates --------------------------------------------------------------------------------------------------


async def templates(session: AsyncSession) -> list[InterviewTemplate]:
    """All templates by title."""
    statement = select(InterviewTemplate).order_by(func.lower(InterviewTemplate.title), InterviewTemplate.id)
    return list((await session.execute(statement)).scalars())


async def template(session: AsyncSession, template_id: UUID) -> InterviewTemplate:
    """A template; NotFound when there is none."""
    return await one_or_raise(session, select(InterviewTemplate).where(InterviewTemplate.id == template_id), NotFound())


async def delete_template(session: AsyncSession, template_id: UUID) -> None:
    """Forget a template."""
    await session.execute(delete(InterviewTemplate).where(InterviewTemplate.id == template_id))


# --- invitations ------------------------------------------------------------------------------------------------


async def invitation_by_token(session: AsyncSession, token_hash: bytes) -> Invitation:
    """The invitation of a token, with whom it is for and who made it; NotFound when there is none."""
    statement = (
        select(Invitation)
        .options(
            joinedload(Invitation.inviter, innerjoin=True),
            joinedload(Invitation.person, innerjoin=True).joinedload(InterviewPerson.user, innerjoin=True),
            joinedload(Invitation.person, innerjoin=True).joinedload(InterviewPerson.interview, innerjoin=True),
        )
        .where(Invitation.token_hash == token_hash)
    )
    return await one_or_raise(session, statement.execution_options(populate_existing=True), NotFound())


async def standing(session: AsyncSession, person_ids: Sequence[UUID]) -> dict[UUID, Invitation]:
    """The invitation of each of these people that is not revoked; its time may be over."""
    statement = select(Invitation).where(Invitation.person_id.in_(person_ids), Invitation.revoked_at.is_(None))
    return {each.person_id: each for each in (await session.execute(statement)).scalars()}


async def count_invitations(session: AsyncSession, person_id: UUID) -> int:
    """How many links a person has had."""
    statement = select(func.count()).select_from(Invitation).where(Invitation.person_id == person_id)
    return (await session.execute(statement)).scalar_one()


async def invitation_ids(session: AsyncSession, person_id: UUID) -> list[UUID]:
    """Every link a person has had."""
    return list((await session.execute(select(Invitation.id).where(Invitation.person_id == person_id))).scalars())


async def prolong(session: AsyncSession, interview_id: UUID, *, now: datetime, until: datetime) -> list[UUID]:
    """Keep the valid invitations to an interview at least until then; gives all that are valid."""
    people = select(InterviewPerson.id).where(InterviewPerson.interview_id == interview_id)
    values: dict[str, Any] = {"expires_at": func.greatest(Invitation.expires_at, until)}
    statement = (
        update(Invitation)
        .where(Invitation.person_id.in_(people), Invitation.revoked_at.is_(None), Invitation.expires_at > now)
        .values(values)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    return list((await session.execute(statement)).scalars())
