"""What the interviewer of a round goes by: words to open with, what to do when, what to watch, the rubric.

What is of the problem comes from its package, once the lobby was opened; then it counts as seen by the interviewer.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Forbidden, NotReady
from app.identity.actor import Actor
from app.interviews import problems, service
from app.interviews.models import Interview
from app.interviews.rights import Part
from app.interviews.words import CRITERIA
from app.kit.clock import Clock
from app.mock.schemas import Asked, Cue, ScriptView, Watched
from app.problems.patterns import PATTERNS, Criterion, Level
from app.rubrics import service as rubrics

OPENING = (
    "Thank you for coming. You have {minutes} minutes for one problem, and the clock starts when we are both ready. "
    "Tell me how you understand it before you write code. Some of it is left open on purpose: ask me, or choose and "
    "say what you assume. I care about code that can be trusted more than about speed. Think aloud, test what you "
    "write, and tell me when you would stop."
)
_CUES = (
    (0.0, "Open", "Read the opening words. Then be silent: whoever asks before they write shows what you look for."),
    (0.1, "Before the first code", "Nothing asked or assumed yet? Ask: “What would you want to know about this data?”"),
    (0.35, "A simple version", "Nothing runs yet? Ask for the simplest version that is right on a tiny input."),
    (0.5, "Edge cases", "Ask: “On which input would this be wrong without anybody noticing?” Wait before you help."),
    (0.55, "Stuck for five minutes", "Release one hint, the first of the ladder, and note what they make of it."),
    (0.67, "Twist", "It runs and is explained? Apply the twist. If not, leave it out: depth says more than breadth."),
    (0.85, "Trade-offs", "Ask what they gave up, and what they would check before this goes to production."),
    (0.95, "Stop", "Thank them, end the round, and write the scorecard while you remember. Then the report."),
)


async def of(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> ScriptView:
    """The script, for the interviewer of the round only.

    Raises:
        NotReady (the lobby is not open yet), Forbidden, NotFound
    """
    seat = await service.seat(session, clock, actor, interview_id)
    if seat.part is not Part.PEER:
        raise Forbidden("The script is for who interviews in this round.")
    interview = seat.interview
    if interview.problems[0].problem_version_id is None:
        raise NotReady("Open the lobby first. From then on you count as having seen the problem.")
    placed = await problems.placed(session, interview, 0)
    pattern, spec = PATTERNS[placed.plain.spec.pattern], placed.plain.spec
    return ScriptView(
        interview_id=interview.id,
        problem=spec.title,
        opening=OPENING.format(minutes=interview.minutes),
        cues=[Cue(minute=round(share * interview.minutes), title=title, text=text) for share, title, text in _CUES],
        tests=pattern.tests,
        strong=pattern.strong,
        mistake=pattern.mistake,
        hints=list(spec.hints),
        clarifications=[Asked(ask=each.ask, answer=each.answer) for each in spec.clarifications],
        twists=[each.spec.title for each in placed.plain.twists.values()],
        watch=await _watch(session, interview),
    )


async def _watch(session: AsyncSession, interview: Interview) -> list[Watched]:
    rubric = await rubrics.of(session, interview.rubric_id)
    level = Level(interview.level)
    return [
        Watched(
            criterion=CRITERIA[name][0],
            look_at=list(rubric.criteria[Criterion(name)].look_at),
            anchors={
                rubric.ratings[rating].title: text
                for rating, text in rubric.criteria[Criterion(name)].anchors[level].items()
            },
        )
        for name in interview.criteria
    ]
