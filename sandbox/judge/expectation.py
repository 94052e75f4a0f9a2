"""What a call ought to do, by the reference, and whether a reply does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.judge.comparator import compare
from sandbox.judge.how import How, Outcome, loud, silent
from sandbox.judge.invocation import Stopped, perform
from sandbox.judge.package import Package, accepted
from sandbox.judge.replies import PlatformFault, Raised, Reply, Returned
from sandbox.judge.spec import Policy, Spec, Tolerance


@dataclass(frozen=True, slots=True)
class Value:
    """The call must return this."""

    value: Any

    def met(self) -> Reply:
        """A reply that does it."""
        return Returned(self.value)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The call must raise one of these built-in classes (or a subclass).

    Of a class, `step` is the one that must raise, -1 its constructor; `done`, where known, are the results before it.
    """

    classes: frozenset[str]
    step: int = -1
    done: tuple[Any, ...] = ()

    def met(self) -> Reply:
        """A reply that does it."""
        return Raised(min(self.classes), self.classes, done=None if self.step < 0 else self.done)


Expected = Value | Refusal


def expect(
    package: Package, spec: Spec, args: tuple[Any, ...], options: Mapping[str, str], name: str = "reference"
) -> Expected:
    """What the reference does with `args` under the policy options.

    A ValueError, or a class that a policy names in its `raises`, is an answer; any other exception is a
    PlatformFault, since the reference is ours.
    """
    function = package.function(name)
    try:
        return Value(perform(function, spec.entry, args, accepted(function, options)))
    except Stopped as stopped:
        error = stopped.error
        kind = type(error).__name__
        if kind not in {"ValueError", *(name for policy in spec.policies for name in policy.raises)}:
            raise PlatformFault(f"{name} raised {kind}: {error}") from error
        chosen = [policy for policy in spec.policies if _decides(policy, function, spec, args, options)]
        classes = frozenset({kind}.union(*(policy.raises for policy in chosen)))
        return Refusal(classes, _step(stopped.done), tuple(stopped.done or ()))


def _decides(
    policy: Policy, function: Callable[..., Any], spec: Spec, args: tuple[Any, ...], options: Mapping[str, str]
) -> bool:
    """Whether the reference raises only because of this policy's option."""
    for other in policy.options:
        if other == options.get(policy.id):
            continue
        try:
            perform(function, spec.entry, args, accepted(function, {**options, policy.id: other}))
        except Stopped:
            continue
        return True
    return False


def judge(expected: Expected, reply: Reply, tolerance: Tolerance) -> Outcome | None:
    """How a reply fails its expectation, or None when it meets it."""
    if isinstance(expected, Value):
        if not isinstance(reply, Returned):
            return loud(reply)
        difference = compare(expected.value, reply.value, tolerance.rtol, tolerance.atol)
        return silent(difference.how, difference.statement) if difference else None
    return _refused(expected, reply, tolerance)


def _refused(expected: Refusal, reply: Reply, tolerance: Tolerance) -> Outcome | None:
    wanted = " or ".join(sorted(expected.classes))
    if isinstance(reply, Returned) or (isinstance(reply, Raised) and reply.kind == "not plain data"):
        return silent(How.NO_ERROR, f"returned a value where {wanted} was asked for")
    if isinstance(reply, Raised):
        if _step(reply.done) > expected.step:
            return silent(How.NO_ERROR, f"went on where {wanted} was asked for, and raised {reply.kind} later")
        if _step(reply.done) < expected.step:
            return loud(reply)
        if expected.done and (difference := compare(expected.done, reply.done, tolerance.rtol, tolerance.atol)):
            return silent(difference.how, f"before the error, {difference.statement}")
        if expected.classes & (reply.classes | {reply.kind}):
            return None
    return loud(reply, How.WRONG_ERROR)


def _step(done: Sequence[Any] | None) -> int:
    """The step that raised; -1 is a constructor, and a function's only call."""
    return -1 if done is None else len(done)
