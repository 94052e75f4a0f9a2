"""Plays a script: one seeded session out of it."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from simulated import recorded
from simulated.kinds import of_family
from simulated.scripts import (
    Answer,
    Checks,
    Execute,
    Explain,
    Extend,
    Hint,
    Link,
    Mark,
    Paste,
    Say,
    Script,
    Tell,
    Twist,
    Write,
)
from simulated.sessions import Due, Execution, Graded, Happened, Session, Verdicts
from simulated.texts import problem
from simulated.vary import growing, stretched, swapped, with_neutral

NAMES = ("Ada", "Bo", "Chidi", "Dilnoza", "Eun-ji", "Farid", "Grete", "Hana", "Iñigo", "Jun", "Keahi", "Łucja")
BURST = 22.0  # seconds of typing that become one item of the timeline
MARKS: dict[str, tuple[str, dict[str, Any]]] = {
    "pause": ("clock_paused", {"remaining_seconds": 1200.0}),
    "resume": ("clock_resumed", {"ends_at": "2026-11-27T23:00:00Z"}),
    "leave": ("window_left", {}),
    "return": ("window_returned", {}),
    "focus": ("focus_changed", {"on": True}),
    "unfocus": ("focus_changed", {"on": False}),
}


def session(script: Script, seed: int) -> Session:
    """The session that a script becomes under a seed; seed 0 is the script as it was written."""
    return _Play(script, seed).played()


def sessions(scripts: list[Script], seeds: range) -> Iterator[Session]:
    """Every script under every seed."""
    return (session(script, seed) for script in scripts for seed in seeds)


class _Play:
    """The state while a script is played."""

    def __init__(self, script: Script, seed: int) -> None:
        self.random = random.Random(f"{script.id}/{seed}")  # noqa: S311 - variation, no secret
        self.seed, self.script = seed, swapped(script, self.random) if seed else script
        self.problem = problem(script.problem)
        self.begin = datetime(2026, 11, 2 + seed % 25, 8 + seed % 9, tzinfo=UTC)
        self.seconds = stretched(self.script, self.random if seed else None)
        names = self.random.sample(NAMES, 3)
        self.names = dict(zip(("candidate", "interviewer", "lead"), names, strict=True))
        self.cursor, self.log = self.random.randrange(100, 9000), 1
        self.timeline: list[Happened] = []
        self.graded: list[Graded] = []
        self.executions: dict[str, Execution] = {}
        self.cursors: dict[str, int] = {}
        self.moments: dict[str, datetime] = {"start": self.begin}
        self.text, self.checks, self.twist = "starter", "", ""
        self.sent: list[str] = []

    def played(self) -> Session:
        """Play it."""
        self._happen(self.begin, "interview_started", {"ends_at": "2026-11-27T23:00:00Z"})
        for step in self.script.steps:
            if step.label:
                self.moments[step.label] = self._moment(getattr(step, "until", step.at))
                self.moments[f"{step.label}.start"] = self._moment(step.at)
            getattr(self, f"_{_PLAYS[type(step).__name__]}")(step)
        script, moments = self.script, self.moments
        return Session(
            id=f"{script.id}#{self.seed}",
            script=script,
            seed=self.seed,
            timeline=tuple(self._in_order()),
            verdicts=self._verdicts(),
            must=tuple(Due(d.kind, moments[d.at], d.what) for d in script.must),
            must_not=frozenset(script.forbidden),
            labelled=frozenset(kind for family in script.labelled for kind in of_family(family)),
            moments=moments,
        )

    def _moment(self, second: float) -> datetime:
        return self.begin + timedelta(seconds=self.seconds[second])

    def _uuid(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def _happen(self, at: datetime, kind: str, data: dict[str, Any], part: str | None = None) -> int:
        self.cursor += self.random.randrange(1, 9)
        place = 0 if kind not in {"interview_started", "clock_paused", "clock_resumed", "clock_extended"} else None
        name = self.names.get(part or "")
        self.timeline.append(Happened(at, kind, data, self.cursor, 1, part, name, place))
        return self.cursor

    def _add(self, step: Any, kind: str, data: dict[str, Any], part: str | None) -> None:
        cursor = self._happen(self._moment(step.at), kind, data, part)
        if step.label:
            self.cursors[step.label] = cursor

    def _say(self, step: Say) -> None:
        data = {"said": step.said, "problem": 0, "text": step.text, "aloud": step.aloud}
        self._add(step, "statement_made", data, "interviewer" if step.aloud else "candidate")

    def _link(self, step: Link) -> None:
        data = {"statement": self.cursors[step.statement], "problem": 0, "policy": step.policy, "option": step.option}
        self._add(step, "statement_linked", data, "interviewer")

    def _answer(self, step: Answer) -> None:
        authored = self.problem.package.spec.clarifications
        chosen = authored[step.clarification] if step.clarification is not None else None
        asked = next((each for each in self.script.steps if step.statement and each.label == step.statement), None)
        data = {
            "statement": self.cursors[step.statement] if step.statement else None,
            "logged": isinstance(asked, Say) and asked.aloud,
            "problem": 0,
            "clarification": step.clarification,
            "text": step.text or (chosen.answer if chosen else ""),
            "free": chosen.free if chosen else None,
            "binds": dict(chosen.binds or {}) if chosen else {},
        }
        self._add(step, "question_answered", data, "interviewer")

    def _write(self, step: Write) -> None:
        before = self.problem.solutions[self.text]
        self.text = step.text
        self._type(step, before, self.problem.solutions[step.text], step.by, solution=True)
        self._grade(self._moment(step.until), "pause", None)

    def _own_checks(self, step: Checks) -> None:
        before = self.problem.checks.get(self.checks, "")
        self.checks = step.text
        self._type(step, before, self.problem.checks[step.text], "candidate", solution=False)

    def _type(self, step: Write | Checks, before: str, after: str, by: str, *, solution: bool) -> None:
        begin, end = self._moment(step.at), self._moment(step.until)
        texts = growing(before, after, max(1, round((end - begin).total_seconds() / BURST)))
        each = (end - begin) / len(texts)
        for index, text in enumerate(texts):
            first = begin + each * index
            until = end if text is texts[-1] else first + each * 0.8
            self.log += self.random.randrange(4, 40)
            data = {
                "first": self.log - 3,
                "last": self.log,
                "until": until,
                "bytes": len(text),
                "solution": text if solution else self.problem.solutions[self.text],
                "checks": self.problem.checks.get(self.checks, "") if solution else text,
            }
            self.timeline.append(Happened(first, "edited", data, None, 1, by, self.names[by], 0))

    def _execute(self, step: Execute) -> None:
        execution, at = self._uuid(), self._moment(step.at)
        kind = "run" if step.do == "run" else "submission"
        asked = {"execution_id": execution, "revision": self.log, "problem": 0}
        self._add(step, f"{kind}_requested", asked, "candidate")
        done = self._execution(execution, kind, at, broken=step.broken)
        ended: dict[str, Any] = {"execution_id": execution, "problem": 0}
        how: dict[str, Any] = {"reason": "the sandbox"} if step.broken else {"verdict": done.verdict}
        name = "execution_failed" if step.broken else "execution_finished"
        self._happen(at + timedelta(seconds=0.9), name, {**ended, **how})
        self.executions[execution] = done
        if not step.broken:
            self._grade(at, kind, execution)

    def _execution(self, execution: str, kind: str, at: datetime, *, broken: bool) -> Execution:
        found, run = self._found(), kind == "run" and not broken
        own = None
        if self.checks and run:
            own = "failed" if recorded.fails(self.problem.name, self.checks, self.text) else "passed"
        return Execution(
            id=execution,
            kind=kind,
            at=at,
            broken=broken,
            verdict=found.verdict if kind == "submission" and not broken else None,
            solution=self.problem.solutions[self.text],
            checks=self.problem.checks.get(self.checks, ""),
            examples=found.examples if run else {},
            own_checks=own,
            twist=self.twist or None,
        )

    def _found(self) -> recorded.Recorded:
        if (self.problem.twisted.get(self.text) or "") != self.twist:
            raise ValueError(f"{self.script.id}: {self.text} was not graded by the twist {self.twist!r}")
        return recorded.recorded(self.problem.name, self.text)

    def _grade(self, at: datetime, why: str, execution: str | None) -> None:
        found = self._found()
        like = recorded.behaves_like(self.problem.name, self.text)
        self.graded.append(
            Graded(
                at=at,
                why=why,
                text=self.text,
                solution=self.problem.solutions[self.text],
                accepted=found.verdict == "accepted",
                checks=found.checks,
                policies=found.policies,
                examples=found.examples if why == "run" else {},
                behaves_like=like,
                frontiers=found.frontiers,
                twist=self.twist or None,
                execution_id=execution,
            )
        )

    def _tell(self, step: Tell) -> None:
        if step.do == "note":
            self._add(step, "note_written", {"note_id": self._uuid(), "anchor_at": self._moment(step.at)}, step.by)
        else:
            kind = "feedback_sent" if step.do == "feedback" else "message_sent"
            self._add(step, kind, {"text": step.text}, step.by)

    def _hint(self, step: Hint) -> None:
        text = self.problem.package.spec.hints[step.index]
        self._add(step, "hint_released", {"problem": 0, "index": step.index, "text": text}, "interviewer")

    def _apply(self, step: Twist) -> None:
        self.twist = step.twist
        title = self.problem.package.twist(step.twist).spec.title
        self._add(step, "twist_applied", {"problem": 0, "twist": step.twist, "title": title}, "lead")

    def _mark(self, step: Mark) -> None:
        if step.do == "report":
            data = {"report_id": self._uuid(), "about": "platform", "text": "The editor froze.", "problem": 0}
            self._add(step, "fault_reported", data, "candidate")
        else:
            kind, data = MARKS[step.do]
            self._add(step, kind, dict(data), "lead" if step.do in ("pause", "resume") else "candidate")

    def _paste(self, step: Paste) -> None:
        self._add(step, "code_pasted", {"problem": 0, "characters": step.characters}, "candidate")

    def _extend(self, step: Extend) -> None:
        self._add(step, "clock_extended", {"minutes": step.minutes}, "lead")

    def _explain(self, step: Explain) -> None:
        self._add(step, "explanation_added", {"event": self.cursors[step.of], "text": step.text}, "candidate")

    def _end(self, step: Any) -> None:
        self._add(step, "interview_ended", {"reason": step.reason}, "lead")

    def _in_order(self) -> list[Happened]:
        timeline = sorted(self.timeline, key=lambda each: each.at)
        return with_neutral(timeline, self.names, self.random) if self.seed else timeline

    def _verdicts(self) -> Verdicts:
        name = self.problem.name
        ran = dict.fromkeys(each.checks for each in self.executions.values() if each.own_checks is not None)
        keys = {text: key for key, text in self.problem.checks.items()}
        return Verdicts(
            graded=tuple(self.graded),
            executions=self.executions,
            own_checks=tuple(recorded.caught(name, keys[text]) for text in ran),
            guards=recorded.guards(name, self.text),
        )


_PLAYS = {
    "Say": "say",
    "Link": "link",
    "Answer": "answer",
    "Write": "write",
    "Checks": "own_checks",
    "Execute": "execute",
    "Tell": "tell",
    "Hint": "hint",
    "Twist": "apply",
    "Mark": "mark",
    "Paste": "paste",
    "Extend": "extend",
    "Explain": "explain",
    "End": "end",
}
