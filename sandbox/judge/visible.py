"""The visible run: examples of the statement and the candidate's own checks, shown in full.

Everything here is the candidate's own or stands in the statement, so values and messages may be shown.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.judge import render, script, values
from sandbox.judge.context import Context
from sandbox.judge.expectation import Expected, Refusal, Value, judge
from sandbox.judge.how import loud, sentence
from sandbox.judge.params import SpecError
from sandbox.judge.ports import Group
from sandbox.judge.primitives.kill import ask_about, implementation, told_apart
from sandbox.judge.replies import Ended, LoadFailed, Raised, Reply, Returned
from sandbox.judge.script import Args
from sandbox.judge.spec import Entry, Role

Event = dict[str, Any]


class VisibleRun:
    """Runs every example in a process of its own, then the candidate's own checks in another."""

    def __init__(
        self, job: Mapping[str, Any], context: Context, emit: Callable[[Event], None], on_load: str = ""
    ) -> None:
        self.job, self.context, self.emit = job, context, emit
        self.on_load = on_load  # what the code prints when it loads: shown once, not again with each example
        self.entry = context.spec.entry

    def run(self) -> None:
        """Emit `example_done` per example and `own_check_done` per own check."""
        for example in self.job["package"]["visible"]:
            self.emit({"type": "example_done", "name": example["name"], **self._example(example)})
        if self.job.get("checks_source", "").strip():
            for event in self._own_checks():
                self.emit({"type": "own_check_done", **event})

    def _example(self, example: Mapping[str, Any]) -> Event:
        show = self._implementation if "implementation" in example else self._call
        try:
            event, group = show(example)
        except LoadFailed as failed:
            return _event("error", reply=failed.reply)
        shown = {**event, "usage": group.usage.as_event()}
        return {**shown, "output": render.cut(group.output.removeprefix(self.on_load)), "truncated": group.truncated}

    def _call(self, example: Mapping[str, Any]) -> tuple[Event, Group]:
        args, expected = self._example_parts(example)
        with self.context.candidate.open() as group:
            reply = self.context.ask(group, args)
        shown = render.arguments(self.entry, args)
        outcome = judge(expected, reply, self.context.spec.compare)
        state = "passed" if outcome is None else "failed" if isinstance(reply, Returned) else "error"
        note = outcome.statement if outcome is not None and isinstance(reply, Returned) else None
        wanted = _wanted(expected)
        return _event(state, reply=reply, given=shown, expected=wanted, note=note), group

    def _example_parts(self, example: Mapping[str, Any]) -> tuple[Args, Expected]:
        """The arguments and the expectation, as the roles of the entry point say."""
        try:
            args = script.build_named(self.entry, example["args"], self._make)
            return args, _expected(self.entry, args, example["expected"])
        except (ValueError, KeyError, TypeError) as error:
            raise SpecError(f"visible example {example['name']}: {error}") from error

    def _make(self, role: Role, raw: Any) -> Any:
        """One argument; a callable or an object is written as the name of what grader.py has for it."""
        if role.kind not in ("callable", "object"):
            return values.build(role, raw)
        found = self.context.package.function(raw)
        return found if role.kind == "callable" else found()

    def _implementation(self, example: Mapping[str, Any]) -> tuple[Event, Group]:
        path, expect = example["implementation"], example["expected"]
        (reply,), group = ask_about(self.context, [implementation(self.context, path)])
        outcome = told_apart(reply, expect)
        asserted = isinstance(reply, Raised) and "AssertionError" in reply.classes | {reply.kind}
        got = "caught" if asserted else "accepted" if isinstance(reply, Returned) else None
        state = "passed" if outcome.state == "passed" else "failed" if got else "error"
        note = None if outcome.how is None else sentence(outcome.how, outcome.kind)
        event = _event(state, reply=reply, given=example["name"], expected=expect, note=note)
        return {**event, "got": got}, group

    def _own_checks(self) -> list[Event]:
        try:
            with self.context.candidate.open() as group:
                found = group.run_checks(self.job["checks_source"])
        except LoadFailed as failed:
            reply = failed.reply
            return [_own_check("module", "error", failed.message, getattr(reply, "line", None), "")]
        return [_own_check(item.name, item.state, item.message, item.line, item.output) for item in found]


def _expected(entry: Entry, args: Args, raw: Any) -> Expected:
    """The expected value; `{raises: Name}` in its place, or in place of a class's last step, is an expected error."""
    if not entry.methods or _error_name(raw):
        name = _error_name(raw)
        return Refusal(frozenset({name})) if name else Value(values.build(entry.returns, raw))
    steps = [call for call in script.calls(entry, args) if call.becomes is None]
    name = _error_name(raw[-1]) if raw else None
    told = raw[:-1] if name else raw
    if len(raw) != len(steps):
        raise ValueError(f"{len(steps)} steps need as many expected values, None for one without")
    built = [
        None if call.ignored else values.build(entry.methods[call.name].returns or Role(""), value)
        for call, value in zip(steps, told, strict=False)
    ]
    return Refusal(frozenset({name}), len(built), tuple(built)) if name else Value(built)


def _error_name(raw: Any) -> str | None:
    return raw["raises"] if isinstance(raw, dict) and set(raw) == {"raises"} else None


def _own_check(name: str, state: str, message: str, line: int | None, output: str) -> Event:
    shown = {"name": render.cut(name, 200), "message": render.cut(message), "output": render.cut(output)}
    return {**shown, "state": state, "line": line}


def _wanted(expected: Expected) -> str:
    if isinstance(expected, Refusal):
        error = f"raises {' or '.join(sorted(expected.classes))}"
        return error if expected.step < 0 else f"[{', '.join([*map(render.text, expected.done), error])}]"
    return render.text(expected.value)


def _event(state: str, *, reply: Reply, given: str = "", expected: str = "", note: str | None = None) -> Event:
    got = render.text(reply.value) if isinstance(reply, Returned) else None
    error = None if isinstance(reply, Returned) else _error(reply)
    shown = {"input": given, "expected": expected, "got": got, "note": note and render.cut(note)}
    return {"state": state, **shown, "output": "", "truncated": False, "error": error}


def _error(reply: Raised | Ended) -> Event:
    if isinstance(reply, Ended):
        outcome = loud(reply)
        message = f"Your code {outcome.how.value if outcome.how else reply.state}."
        if reply.cause:
            message += f" ({reply.detail.capitalize()}.)"
        return {"state": reply.state, "kind": None, "line": None, "message": message}
    return {"kind": reply.kind, "line": reply.line, "message": render.cut(reply.message)}
