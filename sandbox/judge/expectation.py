"""What a call ought to do, by the reference, and whether a reply does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.judge import values
from sandbox.judge.comparator import compare
from sandbox.judge.how import How, Outcome, loud, silent
from sandbox.judge.package import Package, accepted
from sandbox.judge.replies import PlatformFault, Raised, Reply, Returned
from sandbox.judge.spec import Policy, Spec, Tolerance


@dataclass(frozen=True, slots=True)
class Value:
    """The call must return this."""

    value: Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """The call must raise one of these built-in classes (or a subclass)."""

    classes: frozenset[str]


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
        return Value(function(*values.fresh(args), **accepted(function, options)))
    except PlatformFault:
        raise
    except Exception as error:
        kind = type(error).__name__
        if kind not in {"ValueError", *(name for policy in spec.policies for name in policy.raises)}:
            raise PlatformFault(f"{name} raised {kind}: {error}") from error
        chosen = [p for p in spec.policies if _decides(p, package, args, options, name)]
        return Refusal(frozenset({kind}.union(*(policy.raises for policy in chosen))))


def _decides(policy: Policy, package: Package, args: tuple[Any, ...], options: Mapping[str, str], name: str) -> bool:
    """Whether the reference raises only because of this policy's option."""
    function = package.function(name)
    for other in policy.options:
        if other == options.get(policy.id):
            continue
        try:
            function(*values.fresh(args), **accepted(function, {**options, policy.id: other}))
        except Exception:  # noqa: BLE001, S112 - any refusal means the same: this option does not lift it
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
    wanted = " or ".join(sorted(expected.classes))
    if isinstance(reply, Returned) or (isinstance(reply, Raised) and reply.kind == "not plain data"):
        return silent(How.NO_ERROR, f"returned a value where {wanted} was asked for")
    if isinstance(reply, Raised) and expected.classes & (reply.classes | {reply.kind}):
        return None
    return loud(reply, How.WRONG_ERROR)
