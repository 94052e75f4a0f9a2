"""Mock pairs: made with a link, joined by it, each of the two interviewing the other once.

All that can be done in a round is up to its interview, whose rights give the two nothing anywhere else. The problems
are drawn, or picked by whoever interviews, of those that neither of the two has met.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Forbidden, Invalid, InvitationOver, NotFound, NotReady, TooManyRequests, WrongState
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.interviews import mocks
from app.interviews.mocks import Round
from app.interviews.models import Interview
from app.kit.clock import Clock
from app.mock import repository
from app.mock.models import MockPair
from app.mock.schemas import Choice, PairIn, PairView, PickIn, RoundView
from app.problems import service as problems
from app.problems.models import Problem
from app.problems.patterns import PATTERNS

VALID_FOR = timedelta(days=7)
MOST_A_DAY = 10
NONE_LEFT = "No problem is left that neither of you has met before. Practise on your own, or with others."
DAY = timedelta(days=1)
KEPT = timedelta(days=90)  # after its link's end: until then its maker can make another link


async def make(session: AsyncSession, clock: Clock, actor: Actor, wish: PairIn) -> tuple[PairView, str]:
    """A pair of one person so far, and the token that the other comes by, which is told this once.

    Raises:
        Invalid (no such pattern), TooManyRequests, Forbidden
    """
    await _allow(session, clock, actor)
    _require_known(wish.pattern)
    now, token = clock.now(), secrets.token_urlsafe(32)
    made = MockPair(id=uuid4(), made_by=actor.id, token_hash=_hash(token), created_at=now, expires_at=now + VALID_FOR)
    made.pattern, made.level, made.minutes = wish.pattern, str(wish.level), wish.minutes
    session.add(made)
    await session.flush()
    return await pair(session, actor, made.id), token


def _require_known(pattern: str | None) -> None:
    if pattern is not None and pattern not in PATTERNS:
        message = "There is no such pattern."
        raise Invalid(message, errors=[{"field": "pattern", "message": message}])


async def renew(session: AsyncSession, clock: Clock, actor: Actor, pair_id: UUID) -> tuple[PairView, str]:
    """Another link in place of the one there was; only before somebody has come by it."""
    found = await repository.pair(session, actor.id, pair_id, lock=True)
    if found.made_by != actor.id or found.partner_id is not None or found.closed_at is not None:
        raise WrongState("Somebody has come by the link, or the pair was closed.", state="joined", possible=[])
    token = secrets.token_urlsafe(32)
    found.token_hash, found.expires_at = _hash(token), clock.now() + VALID_FOR
    await session.flush()
    return await pair(session, actor, pair_id), token


async def look(session: AsyncSession, clock: Clock, actor: Actor, token: str) -> PairView:
    """The pair behind a link; looking changes nothing.

    Raises:
        NotFound, InvitationOver (expired, or somebody else has come), Forbidden
    """
    actor.require(Permission.PRACTISE)
    found = await repository.by_token(session, _hash(token))
    _check(clock, actor, found)
    return _view(actor, found, [])


async def join(session: AsyncSession, clock: Clock, actor: Actor, token: str, *, retention_days: int) -> PairView:
    """Become the partner: both rounds are there from then on, each with a problem drawn for it.

    Raises:
        NotReady (no problem is left that both have not met), Invalid (one's own link), and as `look` and `make`
    """
    await _allow(session, clock, actor)
    found = await repository.by_token(session, _hash(token), lock=True)
    _check(clock, actor, found)
    if found.made_by == actor.id:
        raise Invalid("This is your own link. Send it to whom you want to practise with.")
    if found.partner_id == actor.id:  # a form sent twice
        return await pair(session, actor, found.id)
    await repository.hold(session, [found.made_by, actor.id])
    there = await _unmet(session, actor, [found.made_by, actor.id])
    if len(there) < 2:  # noqa: PLR2004 - one for each round
        raise NotReady(NONE_LEFT)
    first, second = _ranked(there, found)[:2]
    asked = ((first, found.made_by, actor.id), (second, actor.id, found.made_by))
    rounds = [
        Round(f"Mock interview, round {number}", found.level, found.minutes, each.id, candidate_id, peer_id)
        for number, (each, peer_id, candidate_id) in enumerate(asked, 1)
    ]
    made = [await mocks.add(session, clock, actor, each, retention_days=retention_days) for each in rounds]
    found.partner_id, found.joined_at = actor.id, clock.now()
    found.first_id, found.second_id = (each.id for each in made)
    await session.flush()
    return await pair(session, actor, found.id)


async def pairs(session: AsyncSession, actor: Actor, *, limit: int, offset: int) -> tuple[list[PairView], int]:
    """Some of one's pairs, the newest first, and how many there are."""
    actor.require(Permission.PRACTISE)
    found, total = await repository.pairs(session, actor.id, limit, offset)
    return await _views(session, actor, found), total


async def pair(session: AsyncSession, actor: Actor, pair_id: UUID) -> PairView:
    """One of them; NotFound when it is of others."""
    [view] = await _views(session, actor, [await repository.pair(session, actor.id, pair_id)])
    return view


async def pick(session: AsyncSession, actor: Actor, pair_id: UUID, number: int, wish: PickIn) -> PairView:
    """Have another problem for the round one interviews in, before its lobby is open: by name, or drawn.

    Raises:
        Forbidden (the other's round), WrongState, NotReady (none is left, or one of them has met it), Invalid, NotFound
    """
    found = await repository.pair(session, actor.id, pair_id, lock=True)
    interview_id, peer_id = _rounds(found)[number - 1]
    if interview_id is None or found.partner_id is None:
        raise NotFound
    if peer_id != actor.id:
        raise Forbidden("Who interviews in a round picks its problem.")
    _require_known(wish.pattern)
    await repository.hold(session, [found.made_by, found.partner_id])
    there = await _unmet(session, actor, [found.made_by, found.partner_id])
    chosen = await _named(session, actor, there, wish.problem) if wish.problem else _drawn(there, found, wish)
    await mocks.ask(session, interview_id, chosen.id)
    return await pair(session, actor, pair_id)


async def choices(session: AsyncSession, actor: Actor) -> dict[str, list[Choice]]:
    """By pattern, what somebody can pick for whom they interview. Of the other's practice it tells nothing."""
    found: dict[str, list[Choice]] = {}
    for each in await _unmet(session, actor, [actor.id]):
        if each.current is not None:
            choice = Choice(name=f"{each.pattern}/{each.slug}", title=each.current.title, level=each.current.level)
            found.setdefault(each.pattern, []).append(choice)
    return found


async def close(session: AsyncSession, clock: Clock, actor: Actor, pair_id: UUID) -> None:
    """End the pair with whatever of it is not over; what was held and written stays."""
    found = await repository.pair(session, actor.id, pair_id, lock=True)
    for interview_id, _ in _rounds(found):
        if interview_id is not None:
            await mocks.cancel(session, clock, actor, interview_id)
    found.closed_at, found.token_hash = found.closed_at or clock.now(), None


async def tidy(session: AsyncSession, now: datetime) -> None:
    """Forget pairs that nobody joined, long after that was possible."""
    await repository.forget_unjoined(session, now - KEPT)


async def _allow(session: AsyncSession, clock: Clock, actor: Actor) -> None:
    actor.require(Permission.PRACTISE)
    if actor.guest:
        raise Forbidden
    if await repository.made_since(session, actor.id, clock.now() - DAY) >= MOST_A_DAY:
        raise TooManyRequests(f"At most {MOST_A_DAY} mock pairs a day.", retry_after=int(DAY.total_seconds()))


def _check(clock: Clock, actor: Actor, found: MockPair) -> None:
    taken = found.partner_id not in {None, actor.id}
    if taken or found.closed_at is not None or found.expires_at <= clock.now() or not found.maker.active:
        raise InvitationOver


async def _unmet(session: AsyncSession, actor: Actor, people: Sequence[UUID]) -> list[Problem]:
    """The problems that none of these people has met, in the order of the bank."""
    seen = await repository.seen(session, people)
    there = await problems.browse(session, actor, pattern=None, level=None, minutes=None, text=None)
    return [each for each in there if each.id not in seen and each.current is not None]


def _ranked(there: Sequence[Problem], found: MockPair) -> list[Problem]:
    """In an order drawn by lot: of the pair's pattern and level, else of the level, else of the pattern, else any."""
    return sorted(there, key=lambda each: (_misses(each, found), secrets.randbelow(2**32)))


def _drawn(there: Sequence[Problem], found: MockPair, wish: PickIn) -> Problem:
    fitting = [
        each
        for each in there
        if wish.pattern in {None, each.pattern}
        and (wish.level is None or (each.current and each.current.level == wish.level))
    ]
    if not fitting:
        raise NotReady(NONE_LEFT if not there else "Nothing of that pattern and level is left that neither has met.")
    return _ranked(fitting, found)[0]


async def _named(session: AsyncSession, actor: Actor, there: Sequence[Problem], name: str) -> Problem:
    pattern, _, slug = name.partition("/")
    try:
        chosen = await problems.find(session, actor, pattern, slug)
    except NotFound as error:
        message = "There is no such problem."
        raise Invalid(message, errors=[{"field": "problem", "message": message}]) from error
    if chosen.id not in {each.id for each in there}:
        raise NotReady("One of you has met this problem, so the round would not be fair. Pick or draw another.")
    return chosen


def _misses(problem: Problem, found: MockPair) -> int:
    level = problem.current.level if problem.current else ""
    return 2 * (level != found.level) + (found.pattern not in {None, problem.pattern})


def _rounds(found: MockPair) -> list[tuple[UUID | None, UUID | None]]:
    """Interview and interviewer of each round."""
    return [(found.first_id, found.made_by), (found.second_id, found.partner_id)]


async def _views(session: AsyncSession, actor: Actor, found: Sequence[MockPair]) -> list[PairView]:
    ids = [interview_id for each in found for interview_id, _ in _rounds(each) if interview_id is not None]
    interviews = await repository.interviews(session, ids)
    asked = await repository.problems_of(session, ids)
    reported = await repository.reported(session, ids)
    held = await repository.held(session, actor.id)
    chosen = await problems.choose(session, list(asked.values()))
    titles = {each.id: each.current.title for each in chosen if each.current and each.id not in held}

    def told(number: int, interview_id: UUID, peer_id: UUID | None) -> RoundView:
        title, is_reported = titles.get(asked[interview_id]), interview_id in reported
        return _round(number, interviews[interview_id], title, peer=peer_id == actor.id, reported=is_reported)

    return [_view(actor, each, [told(n, i, p) for n, (i, p) in enumerate(_rounds(each), 1) if i]) for each in found]


def _round(number: int, interview: Interview, title: str | None, *, peer: bool, reported: bool) -> RoundView:
    return RoundView(
        number=1 if number == 1 else 2,
        interview_id=interview.id,
        part="peer" if peer else "candidate",
        state=interview.state,
        problem=title if peer or interview.started_at is not None else None,
        reported=reported,
    )


def _view(actor: Actor, found: MockPair, rounds: list[RoundView]) -> PairView:
    return PairView(
        id=found.id,
        maker=found.maker.name,
        partner=found.partner.name if found.partner else None,
        mine=found.made_by == actor.id,
        pattern=found.pattern,
        level=found.level,
        minutes=found.minutes,
        created_at=found.created_at,
        expires_at=found.expires_at,
        closed=found.closed_at is not None,
        rounds=rounds,
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
