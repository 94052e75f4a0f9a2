"""One call in a candidate's process, as a plain record; knows nothing of how it gets there."""

from dataclasses import dataclass
from typing import Any

from sandbox.judge.spec import Role


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function or class of the source, or, with `on`, of a method of an instance made before.

    `becomes` names the instance that a class makes; the empty name begins a new script, and nothing of the one before
    is left. The value of an `ignored` call does not cross. An `inspect` call is kept until the next begins, and watched
    for what it does to the global random state.
    """

    name: str
    args: tuple[Any, ...] = ()
    roles: tuple[Role, ...] = ()
    on: str | None = None
    becomes: str | None = None
    ignored: bool = False
    inspect: bool = False
