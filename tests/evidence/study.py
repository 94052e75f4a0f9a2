"""The instrument's own statistics: what the functions of evidence find in sessions of known character.

`python study.py [SEEDS]`, in tests/evidence, prints a line for each kind: due items found and missed, items found where
none was due, recall and false alarms. Nothing here knows how evidence is found.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from simulated.build import sessions
from simulated.confusion import Found, Table
from simulated.scripts import every
from simulated.sessions import Caught, Execution, Graded, Guard, Session
from simulated.texts import problem

from app.events.models import TimelineEvent
from app.evidence import session as values
from app.evidence.compute import compute
from app.evidence.criteria.validation import trial
from app.evidence.facts import problem as facts_of
from app.evidence.happened import Record
from app.evidence.kinds import vocabulary
from app.evidence.reading import stories
from app.problems.patterns import Mistake

CANDIDATE = UUID(int=1)
STAFF = UUID(int=2)
SEEDS = 5
RECALL, FALSE_ALARMS = 0.95, 0.05


class Play:
    """A simulated session as the functions are given one."""

    def __init__(self, simulated: Session) -> None:
        self.simulated = simulated
        self.begin = simulated.moments["start"]
        self.problem = problem(simulated.script.problem)
        ends = [each.at for each in simulated.timeline if each.kind == "interview_ended"]
        self.ends_at = self.seconds(ends[-1] if ends else simulated.timeline[-1].at)

    def seconds(self, at: datetime) -> float:
        """A moment as the functions know it."""
        return (at - self.begin).total_seconds()

    def session(self) -> values.Session:
        """The whole of it."""
        twists = [each.data["twist"] for each in self.simulated.timeline if each.kind == "twist_applied"]
        record = Record(list(self._events()), clock=self.seconds, candidate=CANDIDATE, ends_at=self.ends_at)
        known = values.Session(
            problems=(facts_of(0, self.problem.package, twists[-1] if twists else None),),
            ends_at=self.ends_at,
            texts=tuple(self._texts()),
            gradings=tuple(sorted(self._gradings(), key=lambda each: (each.at, each.why))),
            gaps=tuple(self._gaps()),
            **record.fields(),
        )
        return self._with_the_last(known)

    def _events(self) -> Iterator[TimelineEvent]:
        for each in self.simulated.timeline:
            if each.kind != "edited":
                payload = {
                    name: str(value) if isinstance(value, datetime) else value for name, value in each.data.items()
                }
                if each.problem is not None:
                    payload.setdefault("problem", each.problem)
                actor = CANDIDATE if each.part == "candidate" else STAFF if each.part else None
                yield TimelineEvent(
                    id=each.cursor, at=each.at, kind=each.kind, version=each.version, actor_id=actor, payload=payload
                )

    def _texts(self) -> Iterator[values.Text]:
        yield values.Text(0.0, 0.0, 0, self.problem.solutions["starter"], "", "staff")
        for each in self.simulated.timeline:
            if each.kind == "edited":
                by: values.By = "candidate" if each.part == "candidate" else "staff"
                at, until = self.seconds(each.at), self.seconds(each.data["until"])
                yield values.Text(at, until, 0, each.data["solution"], each.data["checks"], by, each.data["last"])

    def _gradings(self) -> Iterator[values.Grading]:
        for place, graded in enumerate(self.simulated.verdicts.graded):
            yield self._full(place, graded)
        for each in self.simulated.verdicts.executions.values():
            if each.kind == "run" and not each.broken:
                yield self._run(each)

    def _full(self, place: int, graded: Graded) -> values.Grading:
        why: values.Why = "submission" if graded.why == "submission" else "snapshot"
        return values.Grading(
            id=UUID(graded.execution_id) if graded.execution_id else uuid5(CANDIDATE, str(place)),
            at=self.seconds(graded.at),
            problem=0,
            why=why,
            solution=graded.solution,
            twist=graded.twist,
            states=graded.checks,  # type: ignore[arg-type]  # the judge's own words
            policies={name: values.Inferred(each["state"], each["option"]) for name, each in graded.policies.items()},
            frontiers=graded.frontiers,
        )

    def _run(self, each: Execution) -> values.Grading:
        own = {} if each.own_checks is None else {"own": each.own_checks}
        return values.Grading(
            id=UUID(each.id),
            at=self.seconds(each.at),
            problem=0,
            why="run",
            solution=each.solution,
            checks=each.checks,
            twist=each.twist,
            examples=each.examples,
            own=own,
        )

    def _gaps(self) -> Iterator[values.Gap]:
        for each in self.simulated.verdicts.executions.values():
            if each.broken:
                yield values.Gap(self.seconds(each.at), 0, "run" if each.kind == "run" else "submission")

    def _with_the_last(self, known: values.Session) -> values.Session:
        """With what is found of the last text, and of the own checks that were run."""
        (story,) = stories(known)
        run = trial(story)
        tried = [each for each in self.simulated.verdicts.own_checks if run is not None and each.checks == run.checks]
        last = self.simulated.verdicts.graded[-1] if self.simulated.verdicts.graded else None
        guards = [] if last is None else [_ablation(last, each) for each in self.simulated.verdicts.guards]
        return replace(known, catches=tuple(_catches(tried[0])) if tried else (), ablations=tuple(guards))


def _catches(tried: Caught) -> Iterator[values.Catch]:
    outcomes: list[tuple[Mapping[str, str] | dict[str, None], bool, bool]] = [
        (tried.catches, False, True),
        (tried.misses, False, False),
        (dict.fromkeys(tried.refuses), True, True),
        (dict.fromkeys(tried.accepts), True, False),
    ]
    for solutions, right, caught in outcomes:
        for path, mistake in solutions.items():
            known = Mistake(mistake) if mistake in set(Mistake) else None
            yield values.Catch(0, path, right=right, caught=caught, mistake=known)


def _ablation(last: Graded, guard: Guard) -> values.Ablation:
    lines = [line.strip() for line in guard.text.splitlines()]
    broke = {
        check for check, state in guard.without.items() if state in values.FAILED and last.checks[check] == "passed"
    }
    code = guard.line.strip()
    changed = (guard.without, guard.decisions) != (last.checks, last.policies)
    return values.Ablation(0, lines.index(code) + 1, code, frozenset(broke), changed=changed)


def found(simulated: Session) -> Iterator[Found]:
    """What the functions find in a session."""
    begin = simulated.moments["start"]
    for row in compute(Play(simulated).session()):
        what = row.data.get("policy") or row.data.get("code") or row.check
        yield Found(row.kind, begin + timedelta(seconds=row.at), what)


def study(seeds: int = SEEDS) -> Table:
    """All scripts under all seeds."""
    table = Table()
    for simulated in sessions(every(), range(seeds)):
        table.add(simulated, list(found(simulated)))
    return table


def lines(table: Table) -> Iterator[str]:
    """The table to read."""
    yield f"{'kind':<30}{'found':>7}{'missed':>8}{'alarms':>8}{'quiet':>7}{'recall':>9}{'false':>8}"
    for kind in vocabulary().kinds:
        counts: list[Any] = [table.hits[kind.id], table.misses[kind.id], table.alarms[kind.id], table.quiet[kind.id]]
        recall, false = table.recall(kind.id), table.false_alarms(kind.id)
        mark = "" if recall >= RECALL and false <= FALSE_ALARMS else "  <"
        yield f"{kind.id:<30}{counts[0]:>7}{counts[1]:>8}{counts[2]:>8}{counts[3]:>7}{recall:>9.3f}{false:>8.3f}{mark}"


if __name__ == "__main__":
    for line in lines(study(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)):
        sys.stdout.write(line + "\n")
