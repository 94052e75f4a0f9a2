"""From executions to what was found of which text when: gradings, ablations, catches, and the gaps between them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from app.attempts.background import Outcome
from app.attempts.models import Execution
from app.evidence import session as values
from app.evidence.happened import Clock
from app.evidence.models import Ablated, Caught, Snapshot
from app.problems.patterns import Mistake

REJECTED, ACCEPTED = "solutions/rejected/", "solutions/accepted/"
_FRONTIER = re.compile(r"accurate up to .+")
_KILLS = re.compile(r"\S+: (\d+) of (\d+) (caught|accepted)\b")
_NOTHING = Outcome()


@dataclass(frozen=True, slots=True)
class Graded:
    """The executions of an interview, and which moments and questions they belong to."""

    executions: Sequence[Execution]
    outcomes: Mapping[UUID, Outcome]
    snapshots: Sequence[Snapshot]
    ablations: Sequence[Ablated]
    catches: Sequence[Caught]
    mistakes: Mapping[tuple[int, str], Mistake | None]
    clock: Clock
    ends_at: float

    def fields(self) -> dict[str, tuple[Any, ...]]:
        """What `session.Session` is given of it, by field."""
        by_id = {each.id: each for each in self.executions}
        gradings = [*self._asked(), *self._snapshots(by_id)]
        return {
            "gradings": tuple(sorted(gradings, key=lambda each: (each.at, each.why))),
            "ablations": tuple(self._ablations(by_id)),
            "catches": tuple(self._catches(by_id)),
            "gaps": tuple(sorted(self._gaps(by_id), key=lambda each: each.at)),
        }

    def _asked(self) -> Iterator[values.Grading]:
        for each in self.executions:
            if each.kind in {"run", "submission"} and each.status == "finished":
                why: values.Why = "run" if each.kind == "run" else "submission"
                yield self._grading(each, self.clock(each.created_at), why)

    def _snapshots(self, by_id: Mapping[UUID, Execution]) -> Iterator[values.Grading]:
        for row in self.snapshots:
            if row.why != "submission" and by_id[row.execution_id].verdict is not None:
                yield self._grading(by_id[row.execution_id], self.clock(row.at), "snapshot")

    def _grading(self, execution: Execution, at: float, why: values.Why) -> values.Grading:
        outcome = self.outcomes.get(execution.id, _NOTHING)
        verdict = execution.verdict
        return values.Grading(
            id=execution.id,
            at=at,
            problem=_position(execution),
            why=why,
            solution=execution.solution,
            checks=execution.checks,
            twist=execution.twist_id,
            loads=outcome.loads,
            states=verdict.checks if verdict else {},
            policies={
                name: values.Inferred(found["state"], found["option"]) for name, found in verdict.policies.items()
            }
            if verdict
            else {},
            examples=outcome.examples,
            own=outcome.own,
            seed=execution.seed,
            kills=_kills(outcome) if verdict and outcome.kills else None,
            frontiers={check: found[0] for check, told in outcome.ladders.items() if (found := _FRONTIER.search(told))},
        )

    def _ablations(self, by_id: Mapping[UUID, Execution]) -> Iterator[values.Ablation]:
        for row in sorted(self.ablations, key=lambda each: (each.position, each.line)):
            execution, baseline = by_id[row.execution_id], by_id[row.baseline_id]
            if execution.verdict is None or baseline.verdict is None or not self._loads(execution):
                continue
            before, after = baseline.verdict, execution.verdict
            passed = {check for check, state in before.checks.items() if state == "passed"}
            yield values.Ablation(
                problem=row.position,
                line=row.line,
                code=row.code,
                broke=frozenset(check for check in passed if after.checks.get(check) in values.FAILED),
                changed=(before.checks, before.policies) != (after.checks, after.policies),
                execution=execution.id,
                seed=execution.seed,
            )

    def _loads(self, execution: Execution) -> bool:
        return self.outcomes.get(execution.id, _NOTHING).loads

    def _catches(self, by_id: Mapping[UUID, Execution]) -> Iterator[values.Catch]:
        for row in sorted(self.catches, key=lambda each: (each.position, each.path)):
            outcome = self.outcomes.get(row.execution_id, _NOTHING)
            if by_id[row.execution_id].status == "finished" and outcome.loads and outcome.own:
                yield values.Catch(
                    problem=row.position,
                    solution=row.path,
                    right=row.path.startswith(ACCEPTED),
                    caught=any(state != "passed" for state in outcome.own.values()),
                    mistake=self.mistakes.get((row.position, row.path)),
                    execution=row.execution_id,
                )

    def _gaps(self, by_id: Mapping[UUID, Execution]) -> Iterator[values.Gap]:
        for each in self.executions:
            if each.kind in {"run", "submission"} and each.status == "platform_error":
                kind = cast("values.Gapped", each.kind)
                yield values.Gap(self.clock(each.created_at), _position(each), kind)
        moments = [(row.execution_id, self.clock(row.at), row.position, "snapshot") for row in self.snapshots]
        moments += [(row.execution_id, self.ends_at, row.position, "ablation") for row in self.ablations]
        moments += [(row.execution_id, self.ends_at, row.position, "catch") for row in self.catches]
        for execution_id, at, position, what in moments:
            execution = by_id[execution_id]
            if execution.status == "platform_error" and execution.kind == what:
                yield values.Gap(at, position, cast("values.Gapped", what))


def _position(execution: Execution) -> int:
    if execution.attempt.position is None:
        raise ValueError("an execution of practice is none of an interview")
    return execution.attempt.position


def _kills(outcome: Outcome) -> tuple[values.Kill, ...]:
    """What the judge says of each `kill` check of implementations (`sandbox.judge.primitives.kill`)."""
    found = ((check, _KILLS.match(statement)) for check, statement in outcome.kills.items())
    return tuple(
        values.Kill(check, "caught" if told[3] == "caught" else "accepted", int(told[1]), int(told[2]))
        for check, told in found
        if told is not None
    )
