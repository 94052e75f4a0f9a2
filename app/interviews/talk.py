"""What is said and done in the room: each a timeline event, written under the interview's lock by whoever may.

Who may is the matrix in `rights`; when, `WHEN` below. Both are asked before anything else is looked at.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import AlreadyTwisted, Invalid, NotFound, NotNext
from app.events import service as events
from app.events import talk as kinds
from app.events.kinds import Happening
from app.events.models import TimelineEvent
from app.identity.actor import Actor
from app.interviews import lifecycle, pace, problems, service, told
from app.interviews.lifecycle import State
from app.interviews.rights import Right
from app.interviews.service import Seat
from app.interviews.talk_schemas import AnswerIn, ExplanationIn, HintIn, LinkIn, MarkIn, StatementIn, TwistIn
from app.kit.clock import Clock

WHEN: dict[Right, frozenset[State]] = {
    Right.RUN: frozenset({State.LIVE}),
    Right.SUBMIT: frozenset({State.LIVE}),
    Right.WRITE: lifecycle.RUNNING,  # marks of it: the window is also left while the clock stands
    Right.SAY: lifecycle.RUNNING,
    Right.SAY_FOR: lifecycle.RUNNING,
    Right.ANSWER: lifecycle.RUNNING,
    Right.HINT: lifecycle.RUNNING,
    Right.FEEDBACK: lifecycle.RUNNING,
    Right.TWIST: lifecycle.RUNNING,
    Right.FOCUS: lifecycle.RUNNING,
    Right.CHAT: lifecycle.RUNNING | {State.LOBBY},
    Right.LINK: lifecycle.RUNNING | {State.ENDED},
    Right.EXPLAIN: lifecycle.RUNNING | {State.ENDED},
    Right.REPORT: lifecycle.RUNNING | {State.ENDED},
    Right.NOTE: frozenset(State) - {State.REVIEWED},
}


async def held(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, right: Right, *, kind: str | None = None
) -> Seat:
    """The person's seat with the row locked, when they may do this now, and have not done it too often.

    Raises:
        Forbidden, WrongState, TooManyRequests, NotFound
    """
    seat = await service.seat(session, clock, actor, interview_id, lock=True)
    seat.require(right)
    service.require_state(seat.interview, *WHEN[right])
    if kind is not None:
        await pace.refuse_when_fast(session, clock, seat, kind)
    return seat


async def _keep(session: AsyncSession, clock: Clock, seat: Seat, happening: Happening) -> TimelineEvent:
    return await service.record(session, seat.interview, happening, at=clock.now(), by=seat.actor)


async def say(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: StatementIn
) -> TimelineEvent:
    """A statement: the candidate's own, or, `aloud`, one that an interviewer logs."""
    right = Right.SAY_FOR if given.aloud else Right.SAY
    seat = await held(session, clock, actor, interview_id, right, kind="statement_made")
    if given.problem is not None:
        problems.place_of(seat.interview, given.problem)
    made = kinds.StatementMade(said=given.kind, problem=given.problem, text=given.text, aloud=given.aloud)
    return await _keep(session, clock, seat, made)


async def link(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: LinkIn) -> TimelineEvent:
    """Say which open decision a statement is about. Invalid when the problem has no such decision or option."""
    seat = await held(session, clock, actor, interview_id, Right.LINK, kind="statement_linked")
    statement = await _statement(session, seat, given.statement)
    position = statement.payload["problem"]
    if position is None:
        raise Invalid.of(
            "statement", "That statement is about no problem in particular, so about none of its decisions."
        )
    problem = await problems.placed(session, seat.interview, position)
    policy = problem.policies.get(given.policy)
    if policy is None:
        raise Invalid.of("policy", "The problem has no such open decision.")
    if given.option is not None and given.option not in policy.options:
        raise Invalid.of("option", "That decision has no such option.")
    linked = kinds.StatementLinked(statement=statement.id, problem=position, policy=policy.id, option=given.option)
    return await _keep(session, clock, seat, linked)


async def answer(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: AnswerIn
) -> TimelineEvent:
    """Answer, from the authored clarifications or in own words. What a clarification settles, later gradings expect."""
    seat = await held(session, clock, actor, interview_id, Right.ANSWER, kind="question_answered")
    statement = None if given.statement is None else await _statement(session, seat, given.statement)
    problem = await problems.placed(session, seat.interview, given.problem)
    authored = problem.package.spec.clarifications
    if given.clarification is not None and given.clarification >= len(authored):
        raise Invalid.of("clarification", "The problem has no such clarification.")
    chosen = None if given.clarification is None else authored[given.clarification]
    answered = kinds.QuestionAnswered(
        statement=statement.id if statement else None,
        logged=statement is not None and statement.payload["aloud"],
        problem=given.problem,
        clarification=given.clarification,
        text=chosen.answer if chosen else given.text or "",
        free=chosen.free if chosen else None,
        binds=(chosen.binds or {}) if chosen else {},
    )
    return await _keep(session, clock, seat, answered)


async def hint(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: HintIn) -> TimelineEvent:
    """Release the next hint of a problem. NotNext when it is another one's turn."""
    seat = await held(session, clock, actor, interview_id, Right.HINT, kind="hint_released")
    problem = await problems.placed(session, seat.interview, given.problem)
    ladder = problem.package.spec.hints
    following = len((await problems.released(session, seat.interview)).get(given.problem, []))
    if given.index != following or following >= len(ladder):
        raise NotNext(next=following if following < len(ladder) else None)
    shown = kinds.HintReleased(problem=given.problem, index=following, text=ladder[following])
    return await _keep(session, clock, seat, shown)


async def feedback(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, text: str) -> TimelineEvent:
    """Tell the candidate what one thinks."""
    seat = await held(session, clock, actor, interview_id, Right.FEEDBACK, kind="feedback_sent")
    return await _keep(session, clock, seat, kinds.FeedbackSent(text=text))


async def twist(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: TwistIn) -> TimelineEvent:
    """Change a problem's requirements. Runs and submissions that were asked for before are graded as before.

    Raises:
        AlreadyTwisted, Invalid, WrongState, Forbidden, NotFound
    """
    seat = await held(session, clock, actor, interview_id, Right.TWIST, kind="twist_applied")
    problem = await problems.placed(session, seat.interview, given.problem)
    if problem.place.twist_id is not None:
        raise AlreadyTwisted
    if given.twist not in problem.plain.twists:
        raise Invalid.of("twist", "The problem has no such twist.")
    problem.place.twist_id = given.twist
    title = problem.plain.twist(given.twist).spec.title
    return await _keep(session, clock, seat, kinds.TwistApplied(problem=given.problem, twist=given.twist, title=title))


async def message(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, text: str) -> TimelineEvent:
    """Write to everybody in the room."""
    seat = await held(session, clock, actor, interview_id, Right.CHAT, kind="message_sent")
    return await _keep(session, clock, seat, kinds.MessageSent(text=text))


async def mark(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: MarkIn) -> TimelineEvent:
    """Note neutrally that something was pasted, or, of the candidate, that the window was left or is back."""
    right = Right.WRITE if given.kind == "paste" else Right.SAY
    made: Happening = kinds.WindowLeft() if given.kind == "left" else kinds.WindowReturned()
    if given.kind == "paste":
        made = kinds.CodePasted(problem=given.problem, characters=given.characters or 0)
    seat = await held(session, clock, actor, interview_id, right, kind=made.kind)
    if given.problem is not None:
        problems.place_of(seat.interview, given.problem)
    return await _keep(session, clock, seat, made)


async def focus(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, *, on: bool) -> TimelineEvent:
    """Hide the interviewers from the candidate, or show them again. Whoever calls tells the room too."""
    seat = await held(session, clock, actor, interview_id, Right.FOCUS, kind="focus_changed")
    return await _keep(session, clock, seat, kinds.FocusChanged(on=on))


async def explain(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: ExplanationIn
) -> TimelineEvent:
    """Explain something that was recorded. NotFound when there is no such event, or none the candidate knows of."""
    seat = await held(session, clock, actor, interview_id, Right.EXPLAIN, kind="explanation_added")
    event = await events.one_of_interview(session, seat.interview.id, given.event)
    if event is None or not told.is_shown(event):
        raise NotFound
    return await _keep(session, clock, seat, kinds.ExplanationAdded(event=event.id, text=given.text))


async def _statement(session: AsyncSession, seat: Seat, event_id: int) -> TimelineEvent:
    event = await events.one_of_interview(session, seat.interview.id, event_id)
    if event is None or event.kind != "statement_made":
        raise Invalid.of("statement", "There is no such statement in this interview.")
    return event
