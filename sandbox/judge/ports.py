"""The shape of the way to candidate code, so that the framework can be tested without containers.

`sandbox.judge.candidate` implements it in the judge container.
"""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self

from sandbox.judge.call import Call
from sandbox.judge.owned import Served
from sandbox.judge.replies import Names, OwnCheck, Reply, Usage


class Group(Protocol):
    """One fresh process that has loaded a source. Leaving the context kills it."""

    @property
    def output(self) -> str:
        """What the process wrote to stdout and stderr; only after the context is left."""

    @property
    def truncated(self) -> bool:
        """Whether `output` was cut."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None, /
    ) -> None: ...

    @property
    def usage(self) -> Usage:
        """What the process used and how it ended; only after the context is left."""

    def names(self) -> Mapping[str, Names]:
        """Public callables of the source, and public methods of its classes as `Class.method`."""

    def call(self, call: Call, served: Served | None = None) -> Reply:
        """One call; arguments travel as copies, and what `served` has offered as stand-ins."""

    def kept(self) -> Reply:
        """The arguments and results of the inspected calls as they are now, as a record."""

    def attribute(self, name: str) -> Reply:
        """A global of the module as plain data."""

    def run_checks(self, checks_source: str) -> list[OwnCheck]:
        """Run the candidate's own checks."""


class Candidate(Protocol):
    """The candidate's code, reachable through fresh processes only."""

    @property
    def opened(self) -> Sequence[Group]:
        """Every process so far."""

    @property
    def timeouts(self) -> int:
        """How many processes have run into their time limit."""

    def usage(self) -> Sequence[Usage]:
        """What each process used, in the order of `opened`."""

    def open(self, *, hash_seed: int | None = None, source: str | None = None, cpu_seconds: int | None = None) -> Group:
        """A fresh process that loads `source` (default: the submission). Raises LoadFailed."""
