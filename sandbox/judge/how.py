"""How a check broke, in a fixed vocabulary: the only words of a grading that a candidate may read.

Whatever the candidate's code did, `sentence` can only answer with one of finitely many constants, so no hidden
data can travel through it. Numbers and values belong into an outcome's statement, which only staff see.
"""

import builtins
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Literal

import numpy as np

from sandbox.judge.replies import Ended, PlatformFault, Raised

State = Literal["passed", "failed_loudly", "failed_silently", "not_reached"]

CUSTOM = "custom exception"
SAFE_KINDS = frozenset(
    name
    for module in (builtins, np.exceptions, np.linalg)
    for name, value in vars(module).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)


class How(Enum):
    """The sentences; `{kind}` is filled with a built-in exception name or "a custom exception"."""

    WRONG_VALUE = "returned a wrong value without any error"
    CONTAINER = "returned another kind of value than the one asked for"
    LENGTH = "returned another number of items"
    KEYS = "returned a dict with other keys"
    SHAPE = "returned an array of another shape"
    DTYPE = "returned another kind of number (floats where integers were asked for, or booleans for numbers)"
    FINITENESS = "returned NaN or infinity where a number was expected, or the reverse"
    NOT_PLAIN = "returned something that is not plain data (numbers, text, lists, tuples, dicts, numpy arrays)"
    RAISED = "raised {kind}"
    NO_ERROR = "returned a value where an error was asked for"
    WRONG_ERROR = "raised {kind} where another error was asked for"
    DEPENDS = "the result changed although only data that it must not use was changed"
    SPIED = "the objects it was given were called, or were given data, in a way that must not be"
    RELATION = "two results that must agree with each other do not"
    GRADIENT = "the gradient is not the derivative of the loss it is returned with"
    DISTRIBUTION = "the results do not follow the distribution asked for"
    NOT_REPEATED = "the same input gave another result the second time"
    HASH_SEED = "the result differs from one Python process to the next"
    RANDOM_STATE = "the global random state was changed"
    SEED_IGNORED = "another seed gave the same result every time"
    MUTATED = "an input was changed"
    ALIASED = "the result shares memory with an input"
    OVERLAPS = "parts of the result share memory, so that changing one changes another"
    RESULT_CHANGED = "a later call changed a result that was returned before"
    GROWTH = "took far longer on larger inputs than the statement allows"
    MEMORY_GROWTH = "took far more memory on larger inputs than the statement allows"
    MISSED = "accepted a wrong implementation"
    FALSE_ALARM = "raised {kind} for a right implementation"
    LINES_ABSENT = "no list of line numbers was found"
    LINES_MISSED = "a faulty line was not named"
    LINES_FALSE = "named too many lines that are not at fault"
    WITNESS_ABSENT = "no arguments were given"
    WITNESS_UNUSABLE = "gave arguments that the function is not made for"
    WITNESS_LARGE = "gave arguments that are too large"
    WITNESS_RIGHT = "gave arguments on which the given code is right"
    WITNESS_ROUNDING = "gave numbers so large that rounding alone may explain the difference: use smaller ones"
    IMPACT_ABSENT = "not every fault has a line about its impact"
    TIME = "ran into the time limit"
    MEMORY = "ran into the memory limit"
    OUTPUT = "ran into the output limit"
    PROCESSES = "ran into the limit on processes"
    FORBIDDEN = "tried something that is not allowed here"
    KILLED = "was killed by the system"
    EXITED = "ended its own process before it returned"
    UNDECIDED = "not decided: the code gave no result of the form asked for"
    NOT_LOADED = "not run: the code could not be loaded"
    TIMED_OUT_BEFORE = "not run: three earlier checks ran into the time limit"


_ENDED = {
    "time_limit": How.TIME,
    "memory_limit": How.MEMORY,
    "output_limit": How.OUTPUT,
    "process_limit": How.PROCESSES,
    "forbidden": How.FORBIDDEN,
    "killed": How.KILLED,
    "runtime_error": How.EXITED,
}


def sentence(how: How, kind: str | None = None) -> str:
    """The sentence for the candidate; any `kind` that is not a known class name becomes "a custom exception"."""
    return how.value.replace("{kind}", kind if kind in SAFE_KINDS else f"a {CUSTOM}")


def ended_sentence(reply: Ended) -> str:
    """How a process ended, in the same words."""
    return _ENDED.get(reply.state, How.EXITED).value


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found.

    `kind` and `line` are of the candidate's exception; `statement` and `counterexample` are for staff and may
    hold any data (`sandbox.judge.render` makes them safe to store).
    """

    state: State
    how: How | None = None
    kind: str | None = None
    line: int | None = None
    statement: str = ""
    counterexample: Any = None

    def told(self, statement: str, counterexample: Any = None) -> "Outcome":
        """The same outcome with another statement for staff."""
        return replace(self, statement=statement, counterexample=counterexample or self.counterexample)


def passed(statement: str, counterexample: Any = None) -> Outcome:
    """The property held."""
    return Outcome("passed", statement=statement, counterexample=counterexample)


def silent(how: How, statement: str, counterexample: Any = None) -> Outcome:
    """A wrong result without an error: the failure that would reach production unseen."""
    return Outcome("failed_silently", how, statement=statement, counterexample=counterexample)


def loud(reply: Raised | Ended, how: How = How.RAISED) -> Outcome:
    """The code raised or its process ended; `how` is used for an exception only.

    Raises:
        PlatformFault: the process ended through our fault.
    """
    if isinstance(reply, Ended):
        if reply.state == "platform_error":
            raise PlatformFault(f"the candidate's process ended: {reply.detail}")
        ended = _ENDED.get(reply.state, How.EXITED)
        return Outcome("failed_loudly", ended, statement=f"{ended.value}: {reply.detail}".rstrip(": "))
    if reply.kind == "not plain data":
        return silent(How.NOT_PLAIN, reply.message)
    statement = f"raised {reply.kind} at line {reply.line}: {reply.message}"
    return Outcome("failed_loudly", how, kind=reply.kind, line=reply.line, statement=statement)


class Broken(Exception):
    """Raised inside a primitive to end it with an outcome."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.statement)
        self.outcome = outcome


class Unusable(Broken):
    """The code gave no result of the form that the check's question needs: the question itself was not answered."""
