"""Which texts of an interview are worth a grading afterwards: a pure choice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

from app.evidence.guards import spread
from app.evidence.session import Problem, Session

PAUSE_SECONDS = 45.0
MOST = 200


@dataclass(frozen=True, slots=True)
class Moment:
    """A text of a problem at a moment, and the problem as the interview had made it by then.

    `execution` is set where the text was graded already, `pause` is how long nothing was typed after it, `last` marks
    what stood there at the end.
    """

    position: int
    seq: int
    at: float
    why: Literal["run", "submission", "pause"]
    solution: str
    twist: str | None = None
    binds: Mapping[str, str] = field(default_factory=dict)
    execution: UUID | None = None
    pause: float = 0.0
    last: bool = False

    @property
    def graded(self) -> tuple[int, str, str | None, tuple[tuple[str, str], ...]]:
        """What a grading depends on: equal ones find the same."""
        return self.position, self.solution, self.twist, tuple(sorted(self.binds.items()))


def pick(session: Session, asked: Sequence[Moment]) -> list[Moment]:
    """The moments to look at, in the order of time; `asked` are the runs and submissions.

    At most `MOST` besides submissions: the last text of each problem, then runs, then the longest pauses.
    """
    found = [*asked, *(moment for problem in session.problems for moment in _pauses(session, problem))]
    found = [moment for moment in sorted(found, key=lambda each: (each.at, each.seq)) if moment.solution.strip()]
    kept = _changes(found)
    last = [moment for moment in kept if moment.last]
    submitted = [moment for moment in kept if moment.why == "submission" and not moment.last]
    runs = spread([moment for moment in kept if moment.why == "run" and not moment.last], MOST - len(last))
    pauses = sorted(
        (moment for moment in kept if moment.why == "pause" and not moment.last), key=lambda each: -each.pause
    )
    chosen = [*submitted, *last, *runs, *pauses[: MOST - len(last) - len(runs)]]
    return sorted(chosen, key=lambda each: (each.at, each.seq))


def in_force(session: Session, problem: Problem, at: float) -> tuple[str | None, dict[str, str]]:
    """The twist of a problem at a moment, and the decisions that were settled by then and are still open ones."""
    twists = [each.id for each in session.twists if each.problem == problem.position and each.at <= at]
    twist = twists[-1] if twists else None
    policies = problem.under(twist).policies
    binds: dict[str, str] = {}
    for answer in session.answers:
        if answer.problem == problem.position and answer.at <= at:
            binds |= answer.binds
    return twist, {
        each: option for each, option in binds.items() if each in policies and option in policies[each].options
    }


def _pauses(session: Session, problem: Problem) -> Iterator[Moment]:
    """The texts after whose change nothing was typed for a while, and the last one, unless it is the starter still."""
    texts = [text for text in session.texts if text.problem == problem.position]
    nexts = [*(text.at for text in texts[1:]), session.ends_at]
    for before, text, following in zip(texts[:1] + texts, texts, nexts, strict=False):
        pause = following - text.until
        last = text is texts[-1] and text.solution != texts[0].solution
        if last or (text.solution != before.solution and pause >= PAUSE_SECONDS):
            twist, binds = in_force(session, problem, text.until)
            yield Moment(
                position=problem.position,
                seq=text.seq,
                at=text.until,
                why="pause",
                solution=text.solution,
                twist=twist,
                binds=binds,
                pause=pause,
                last=last,
            )


def _changes(moments: Sequence[Moment]) -> list[Moment]:
    """Without those that grade what the one before of the same problem did; submissions stay.

    Where that was the last text, the one before stands for it.
    """
    kept: list[Moment] = []
    latest: dict[int, int] = {}
    for moment in moments:
        place = latest.get(moment.position)
        if place is not None and kept[place].graded == moment.graded and moment.why != "submission":
            kept[place] = replace(kept[place], last=kept[place].last or moment.last)
            continue
        latest[moment.position] = len(kept)
        kept.append(moment)
    return kept
