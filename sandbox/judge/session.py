"""One grading from job to verdict: compile, policies, checks in the package's order; or a visible run.

Emits plain events. Of a check's outcome only the state, a sentence of the fixed vocabulary, the name of a built-in
exception and a line of the candidate's own source are outside `staff`.
"""

import ast
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sandbox.judge import notices, policies, render, shrink
from sandbox.judge import spec as specification
from sandbox.judge.context import Context
from sandbox.judge.how import CUSTOM, SAFE_KINDS, Broken, How, Outcome, Unusable, loud, sentence
from sandbox.judge.package import Package
from sandbox.judge.params import SpecError, functions
from sandbox.judge.policies import Inference
from sandbox.judge.ports import Candidate
from sandbox.judge.primitives import PARAMS, RUN
from sandbox.judge.replies import Ended, LoadFailed, PlatformFault
from sandbox.judge.signature import complaint
from sandbox.judge.spec import Check
from sandbox.judge.visible import VisibleRun

MOST_TIMEOUTS = 3
_MOST_LINES = 1000

Event = dict[str, Any]
Emit = Callable[[Event], None]


def run(job: Mapping[str, Any], candidate: Candidate, emit: Emit) -> None:
    """Grade one job and emit its events, `finished` last.

    `job`: mode "submit" | "run" | "check", source, checks_source, seed (hex, secret), only (check ids or None),
    package {spec, visible, files}, and optionally binds {policy: option}, the decisions already answered, shrink
    (make counterexamples small), and stop_at_first, which leaves what comes after the first required check that did
    not pass.

    Raises:
        PlatformFault: the package or the platform is at fault; no verdict was reached.
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            _Session(job, candidate, emit).run()
        except PlatformFault:
            raise
        except Exception as error:
            raise PlatformFault(f"the judge failed: {type(error).__name__}: {error}") from error


@dataclass(frozen=True)
class _Printed:
    """What the code wrote while it was loaded."""

    text: str = ""
    truncated: bool = False


class _Session:
    def __init__(self, job: Mapping[str, Any], candidate: Candidate, emit: Emit) -> None:
        self.started = time.monotonic()
        self.cpu_started = time.process_time()
        self.job, self.candidate, self.emit = job, candidate, emit
        self.spec = specification.parse(job["package"]["spec"], PARAMS)
        self.package = Package(job["package"]["files"])
        self.secret = bytes.fromhex(job["seed"])
        self.binds: Mapping[str, str] = job.get("binds") or {}
        self.checks = self._selected(job.get("only"))
        self.lines = _tellable_lines(job["source"])
        self.on_load = _Printed()
        self.outcomes: list[Outcome] = []
        self.shrinking = shrink.Spent()
        self.phases: list[str] = []  # per process, the check or policy that opened it
        self._refuse_dangling_names()

    def run(self) -> None:
        error = self._compile()
        self.phases = ["compile"] * len(self.candidate.opened)
        self.emit({"type": "compiled", "ok": error is None, "error": error})
        if self.job["mode"] == "run":
            self._visible(compiled=error is None)
            return
        inferred = self._policies() if error is None else {}
        self.outcomes = self._outcomes(inferred, compiled=error is None)
        self._finish(self._verdict(self.outcomes, inferred), inferred)

    def _outcomes(self, inferred: Mapping[str, Inference], *, compiled: bool) -> list[Outcome]:
        """The outcome of every check, or, when asked to stop there, up to the first thing that rejects."""
        stop = bool(self.job.get("stop_at_first"))
        if stop and any(found.state != "inferred" for found in inferred.values()):
            return []
        outcomes = []
        for check in self.checks:
            outcomes.append(self._check(check, inferred, compiled=compiled))
            if stop and check.required and outcomes[-1].state != "passed":
                break
        return outcomes

    def _visible(self, *, compiled: bool) -> None:
        if self.on_load.text:
            self.emit({"type": "output", "text": render.cut(self.on_load.text), "truncated": self.on_load.truncated})
        if compiled:
            VisibleRun(self.job, self.context("visible"), self.emit, self.on_load.text).run()
        self._finish("completed", None)

    def context(self, label: str, options: Mapping[str, str] | None = None) -> Context:
        """The surroundings of one check or policy."""
        return Context(label, self.spec, self.package, self.candidate, self.secret, options or self._defaults())

    def _selected(self, only: list[str] | None) -> list[Check]:
        if only is None:
            return list(self.spec.checks)
        if unknown := sorted(set(only) - {check.id for check in self.spec.checks}):
            raise SpecError(f"the package has no check {', '.join(unknown)}")
        return [check for check in self.spec.checks if check.id in only]

    def _refuse_dangling_names(self) -> None:
        named = [(check.id, name) for check in self.spec.checks for name in functions(check.params)]
        named += [(policy.id, policy.probe) for policy in self.spec.policies]
        for where, name in named:
            if not self.package.has(name):
                raise SpecError(f"{where}: grader.py defines no function {name}")

    def _defaults(self) -> dict[str, str]:
        return {policy.id: policy.options[0] for policy in self.spec.policies}

    def _compile(self) -> Event | None:
        """Load the code once and look for the entry point; what is wrong, or None."""
        try:
            with self.candidate.open() as group:
                problem = complaint(self.spec.entry, group.names())
        except LoadFailed as failed:
            self.on_load = _Printed(failed.output, truncated=False)
            return _load_error(failed)
        if self.job["mode"] == "run":
            self.on_load = _Printed(group.output, group.truncated)
        return (
            {"state": "runtime_error", "kind": "entry point", "line": None, "message": render.cut(problem)}
            if problem
            else None
        )

    def _policies(self) -> dict[str, Inference]:
        options = self._defaults()
        found: dict[str, Inference] = {}
        for policy in self.spec.policies:
            if self._too_slow():
                found[policy.id] = Inference(None, "not_reached", How.TIMED_OUT_BEFORE.value)
                continue
            found[policy.id] = policies.infer(self.context(policy.id, options), policy)
            options[policy.id] = found[policy.id].option or options[policy.id]
            self.phases += [policy.id] * (len(self.candidate.opened) - len(self.phases))
        return found

    def _too_slow(self) -> bool:
        return self.candidate.timeouts - self.shrinking.timeouts >= MOST_TIMEOUTS

    def _check(self, check: Check, inferred: Mapping[str, Inference], *, compiled: bool) -> Outcome:
        options = self._defaults() | {name: found.option for name, found in inferred.items() if found.option}
        context = self.context(check.id, options)
        started = time.monotonic()
        if not compiled:
            outcome = Outcome("not_reached", How.NOT_LOADED)
        elif self._too_slow():
            outcome = Outcome("not_reached", How.TIMED_OUT_BEFORE)
        else:
            self.emit({"type": "check_started", "id": check.id})
            outcome = self._outcome(check, context)
            if self.job.get("shrink") and outcome.state.startswith("failed"):
                with self.shrinking.counted(self.candidate) as seconds:
                    outcome = shrink.smaller(context, check, outcome, seconds)
        elapsed = round(1000 * (time.monotonic() - started), 1)
        drawn = {
            "texts": render.counterexample(self.spec.entry, outcome.counterexample),
            "seed": context.seed,
            "inputs": context.inputs.hexdigest(),
        }
        self.emit({**_check_done(check, outcome, drawn, self.lines), "ms": elapsed})
        self.phases += [check.id] * (len(self.candidate.opened) - len(self.phases))
        return outcome

    @staticmethod
    def _outcome(check: Check, context: Context) -> Outcome:
        try:
            return RUN[check.primitive](context, check.params)
        except Unusable as unusable:
            # No evidence of leakage: that the form is wrong is for other checks to say.
            return _undecided(unusable.outcome) if check.gate else unusable.outcome
        except Broken as broken:
            return broken.outcome
        except LoadFailed as failed:
            outcome = loud(failed.reply)
            return replace(outcome, statement=f"the code did not load again: {outcome.statement}")

    def _verdict(self, outcomes: list[Outcome], inferred: Mapping[str, Inference]) -> str:
        if self.job["mode"] != "submit":
            return "completed"
        held = len(outcomes) == len(self.checks) and all(
            outcome.state == "passed" or not check.required
            for check, outcome in zip(self.checks, outcomes, strict=True)
        )
        kept = all(inferred[name].option == option for name, option in self.binds.items() if name in inferred)
        consistent = all(found.state == "inferred" for found in inferred.values())
        return "accepted" if held and kept and consistent and len(inferred) == len(self.spec.policies) else "rejected"

    def _finish(self, verdict: str, inferred: Mapping[str, Inference] | None) -> None:
        """Emit the verdict; a visible run (`inferred` None) does not even name the open decisions."""
        ended = self.candidate.usage()
        timing = {
            "total_ms": round(1000 * (time.monotonic() - self.started), 1),
            "groups": len(ended),
            "cpu_ms": round(1000 * sum(usage.cpu_seconds for usage in ended), 1),
            "peak_mb": round(max((usage.peak_mb for usage in ended), default=0.0), 1),
            "judge_cpu_ms": round(1000 * (time.process_time() - self.cpu_started), 1),
        }
        not_reached = Inference(None, "not_reached")
        reported = {
            policy.id: _policy_event(inferred.get(policy.id, not_reached), self.binds.get(policy.id))
            for policy in self.spec.policies
            if inferred is not None
        }
        phases = [*self.phases, *["visible"] * (len(ended) - len(self.phases))]
        usage = [{"phase": phase, **used.as_event()} for phase, used in zip(phases, ended, strict=True)]
        found = notices.find(self.job["source"], self.job["package"]["visible"], self.outcomes)
        graded = {"verdict": verdict, "policies": reported, "notices": [notice.as_event() for notice in found]}
        self.emit({"type": "finished", **graded, "timing": timing, "usage": usage})


def _undecided(outcome: Outcome) -> Outcome:
    return replace(outcome, state="not_reached", how=How.UNDECIDED)


def _load_error(failed: LoadFailed) -> Event:
    reply = failed.reply
    if isinstance(reply, Ended):
        ended = loud(reply).how or How.EXITED
        message = f"While it was loading, your code {ended.value}."
        return {"state": reply.state, "kind": None, "line": None, "message": message}
    state = "syntax_error" if "SyntaxError" in reply.classes | {reply.kind} else "runtime_error"
    state = "syntax_error" if reply.kind == "syntax_error" else state
    return {"state": state, "kind": reply.kind, "line": reply.line, "message": render.cut(failed.message)}


def _policy_event(found: Inference, bound: str | None) -> Event:
    shown = {"statement": found.statement, "counterexample": found.counterexample, "alike": found.alike}
    staff = {**shown, "bound": bound, "class": "A"}
    return {"option": found.option, "state": found.state, "staff": render.json_safe(staff)}


def _tellable_lines(source: str) -> frozenset[int]:
    """Lines that may be told of a hidden run: those on which a statement begins, in a file of ordinary length.

    A line number is chosen by the code, so it can carry data out; blank padding and endless files would widen it.
    """
    if source.count("\n") > _MOST_LINES:
        return frozenset()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr))


def _check_done(check: Check, outcome: Outcome, drawn: Mapping[str, Any], lines: frozenset[int]) -> Event:
    line = outcome.line if outcome.line in lines and check.primitive != "kill" else None
    kind = None if outcome.kind is None else outcome.kind if outcome.kind in SAFE_KINDS else CUSTOM
    return {
        "type": "check_done",
        "id": check.id,
        "primitive": check.primitive,
        "criterion": check.criterion,
        "mistake": check.mistake,
        "gate": check.gate,
        "required": check.required,
        "visibility": dict(check.visibility),
        "state": outcome.state,
        "property": check.property,
        "hint": check.hint,
        "how": None if outcome.how is None else sentence(outcome.how, outcome.kind),
        "line": line,
        "error": None if kind is None else {"kind": kind, "line": line},
        "staff": {
            "statement": render.cut(outcome.statement),
            "counterexample": render.json_safe(outcome.counterexample),
            **drawn,
            "class": "A",
        },
    }
