"""What a primitive works with: its own randomness, the trusted code, and fresh processes of the candidate's code."""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sandbox.judge import expectation, guard, script, values
from sandbox.judge.comparator import structure
from sandbox.judge.expectation import Expected, Value
from sandbox.judge.how import How, Unusable, loud, silent
from sandbox.judge.inputs import Inputs
from sandbox.judge.invocation import invoke
from sandbox.judge.owned import Served
from sandbox.judge.package import Package, accepted
from sandbox.judge.params import SpecError
from sandbox.judge.ports import Candidate, Group
from sandbox.judge.replies import Ended, PlatformFault, Reply, Returned
from sandbox.judge.script import Args
from sandbox.judge.spec import Spec, Tolerance

__all__ = ["Args", "Context"]

_TRUSTED_SECONDS = 5.0  # for one call; what a grading takes in all is for `problems verify` to look at


@dataclass(frozen=True, slots=True)
class Context:
    """One check's surroundings. `label` is the check's or policy's id; `options` the policy options in force."""

    label: str
    spec: Spec
    package: Package
    candidate: Candidate
    secret: bytes
    options: Mapping[str, str] = field(default_factory=dict)
    inputs: Inputs = field(default_factory=Inputs)

    @property
    def seed(self) -> str:
        """The seed of this check in hex: the HMAC of its id under the grading's secret."""
        return hmac.new(self.secret, self.label.encode(), hashlib.sha256).hexdigest()[:32]

    def rng(self) -> np.random.Generator:
        """A generator that depends on the secret and the check's id alone."""
        return np.random.default_rng(int(self.seed, 16))

    def trusted(self, name: str, *args: Any) -> Any:
        """Call a grader function that sees nothing from the candidate; an exception is our fault."""
        function = self.package.function(name)
        with self._ours(name):
            return function(*args, **accepted(function, self.options))

    @contextmanager
    def _ours(self, name: str) -> Iterator[None]:
        """Around trusted code: whatever goes wrong in it, or lasts too long, is our fault and named."""
        try:
            with guard.timed(_TRUSTED_SECONDS):
                yield
        except guard.OverLimitError as error:
            limit = f"{_TRUSTED_SECONDS:g} s of processor time"
            raise PlatformFault(f"{self.label}: {name} did not end within {limit}") from error
        except MemoryError as error:
            raise PlatformFault(f"{self.label}: {name} ran out of memory") from error
        except PlatformFault as fault:
            if not str(fault).startswith(self.label):
                fault.args = (f"{self.label}: {fault}",)
            raise
        except Exception as error:
            raise PlatformFault(f"{self.label}: {name} raised {type(error).__name__}: {error}") from error

    def generate(self, name: str, count: int) -> list[Args]:
        """Arguments from `generator(rng, i)` for i = 0 .. count - 1."""
        if count < 1:
            raise SpecError(f"{self.label}: n must be at least 1")
        rng = self.rng()
        return [self.arguments(name, self.trusted(name, rng, index)) for index in range(count)]

    def named_cases(self, name: str) -> dict[str, Args]:
        """Arguments by name from `cases(rng)`."""
        found = self.trusted(name, self.rng())
        if not isinstance(found, dict) or not found:
            raise SpecError(f"{self.label}: {name} must return a dict of arguments by name")
        return {str(key): self.arguments(name, args) for key, args in found.items()}

    def arguments(self, name: str, args: Any) -> Args:
        """The arguments, checked to be of the form that the entry point takes."""
        if wanted := script.misfit(self.spec.entry, args):
            raise SpecError(f"{self.label}: {name} must make {wanted}")
        self.inputs.add(args)
        return args  # type: ignore[no-any-return]  # a tuple: it has just been checked

    def expected(self, args: Args, name: str = "reference") -> Expected:
        """What the reference (or another grader function) does with the arguments."""
        with self._ours(name):
            return expectation.expect(self.package, self.spec, args, self.options, name)

    def tolerance(self, rtol: float | None, atol: float | None) -> Tolerance:
        """A check's own tolerances, where given, over those of the package."""
        default = self.spec.compare
        return Tolerance(default.rtol if rtol is None else rtol, default.atol if atol is None else atol)

    def ask(self, group: Group, args: Args, *, inspect: bool = False, served: Served | None = None) -> Reply:
        """One call of the entry point, or one script, in a process that is open."""
        return invoke(group, self.spec.entry, args, inspect=inspect, served=served)

    def call(self, args: Args) -> Reply:
        """One call of the entry point in a process of its own."""
        with self.candidate.open() as group:
            return self.ask(group, args)

    def call_many(self, many: Sequence[Args]) -> list[Reply]:
        """Calls of the entry point in one fresh process; shorter than `many` only after an `Ended`, its last item."""
        replies: list[Reply] = []
        with self.candidate.open() as group:
            for args in many:
                replies.append(self.ask(group, args))
                if isinstance(replies[-1], Ended):
                    break
        return replies

    def result(self, args: Args, reply: Reply) -> Any:
        """The returned value, once it has the containers, shapes and kinds of the reference's.

        Raises:
            Unusable: the code raised, ended, or returned something of another structure.
        """
        expected = self.reference_value(args)
        if not isinstance(reply, Returned):
            raise Unusable(loud(reply))
        if difference := structure(expected, reply.value, free_lengths=self.spec.free_lengths):
            raise Unusable(silent(difference.how, difference.statement, {"args": args, "got": reply.value}))
        return reply.value

    def reference_value(self, args: Args) -> Any:
        """What the reference returns; arguments that it refuses do not belong into such a check."""
        expected = self.expected(args)
        if not isinstance(expected, Value):
            raise SpecError(f"{self.label}: the reference refuses the arguments of this check")
        return values.fresh(expected.value)

    def consult(self, name: str, theirs: Args, ours: Callable[[], Args]) -> Any:
        """Call a grader function on candidate results.

        When it raises, `ours` (the same arguments with the reference's results) decides whose fault that is.

        Raises:
            Unusable: it works with the reference's results, so the candidate's are unusable.
            PlatformFault: it raises with the reference's results too.
        """
        function = self.package.function(name)
        try:
            return function(*theirs, **accepted(function, self.options))
        except PlatformFault:
            raise
        except Exception as error:
            self.trusted(name, *ours())
            raise Unusable(silent(How.WRONG_VALUE, f"{name} cannot work with the result: {error}")) from error
