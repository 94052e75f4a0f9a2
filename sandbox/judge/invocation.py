"""Carrying out arguments: the entry point in the candidate's process, or trusted code here, with one form of result.

A function's result is its value; a class's the list of its steps' values, None for a method without `returns`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.judge import parsing, script
from sandbox.judge.guard import OverLimitError
from sandbox.judge.owned import Served, trusted
from sandbox.judge.ports import Group
from sandbox.judge.replies import PlatformFault, Raised, Reply, Returned
from sandbox.judge.spec import Entry


class Stopped(Exception):
    """Trusted code raised `error`; `done` are the results of the steps before, None in a constructor or function."""

    def __init__(self, error: Exception, done: list[Any] | None) -> None:
        super().__init__(str(error))
        self.error, self.done = error, done


def invoke(
    group: Group, entry: Entry, args: script.Args, *, inspect: bool = False, served: Served | None = None
) -> Reply:
    """Send the arguments, one call at a time; the first that raises or ends the process is the reply.

    Judge-owned arguments are offered through `served`, or through one of its own.
    """
    served = served or Served()
    replies: list[Returned] = []
    done: list[Any] = []
    for call in script.calls(entry, args):
        reply = group.call(served.offered(replace(call, inspect=inspect)), served)
        if isinstance(reply, Raised) and entry.methods and call.becomes != script.FIRST:
            return replace(reply, done=tuple(done))
        if not isinstance(reply, Returned):
            return reply
        replies.append(reply)
        done += [reply.value] if call.becomes is None else []
    value = done if entry.methods else done[0]
    whole = Returned(value, sum(reply.seconds for reply in replies))
    return _inspected(group, whole, replies) if inspect else whole


def _inspected(group: Group, whole: Returned, replies: list[Returned]) -> Reply:
    """The whole reply with what the calls did beside returning."""
    kept = group.kept()
    if not isinstance(kept, Returned):
        return kept
    return replace(
        whole,
        after=parsing.kept(kept.value),
        shares=tuple(sorted({index for reply in replies for index in reply.shares or ()})),
        overlaps=any(reply.overlaps for reply in replies),
        random_touched=any(reply.random_touched for reply in replies),
    )


def perform(
    function: Callable[..., Any],
    entry: Entry,
    args: script.Args,
    options: Mapping[str, str],
    served: Served | None = None,
) -> Any:
    """The result of trusted code on copies of the arguments; `options` go to the function or constructor.

    It gets judge-owned objects themselves, or, with `served`, stand-ins as the candidate's code does.

    Raises:
        Stopped
    """
    done: list[Any] = []
    instances: dict[str | None, Any] = {}
    for call in script.calls(entry, args):
        given = trusted(call) if served is None else served.here(call)
        try:
            value = function(*given, **options) if call.on is None else getattr(instances[call.on], call.name)(*given)
        except (PlatformFault, MemoryError, OverLimitError):
            raise
        except Exception as error:
            begun = entry.methods and call.becomes != script.FIRST
            raise Stopped(error, done if begun else None) from error
        if call.becomes is None:
            done.append(None if call.ignored else value)
        instances[call.becomes] = value
    return done if entry.methods else done[0]
