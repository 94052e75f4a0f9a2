"""Carrying out arguments: the entry point in the candidate's process, or trusted code here, with one form of result.

A function's result is its value; a class's the list of its steps' values, None for a method without `returns`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.judge import parsing, script, values
from sandbox.judge.guard import OverLimitError
from sandbox.judge.ports import Group
from sandbox.judge.replies import PlatformFault, Raised, Reply, Returned
from sandbox.judge.spec import Entry


class Stopped(Exception):
    """Trusted code raised `error`; `done` are the results of the steps before, None in a constructor or function."""

    def __init__(self, error: Exception, done: list[Any] | None) -> None:
        super().__init__(str(error))
        self.error, self.done = error, done


def invoke(group: Group, entry: Entry, args: script.Args, *, inspect: bool = False) -> Reply:
    """Send the arguments, one call at a time; the first that raises or ends the process is the reply."""
    replies: list[Returned] = []
    done: list[Any] = []
    for call in script.calls(entry, args):
        reply = group.call(replace(call, inspect=inspect))
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
        random_touched=any(reply.random_touched for reply in replies),
    )


def perform(function: Callable[..., Any], entry: Entry, args: script.Args, options: Mapping[str, str]) -> Any:
    """The result of trusted code on copies of the arguments; `options` go to the function or constructor.

    Raises:
        Stopped
    """
    done: list[Any] = []
    instances: dict[str | None, Any] = {}
    for call in script.calls(entry, args):
        try:
            if call.on is None:
                value = function(*values.fresh(call.args), **options)
            else:
                value = getattr(instances[call.on], call.name)(*values.fresh(call.args))
        except (PlatformFault, MemoryError, OverLimitError):
            raise
        except Exception as error:
            begun = entry.methods and call.becomes != script.FIRST
            raise Stopped(error, done if begun else None) from error
        if call.becomes is None:
            done.append(None if call.ignored else value)
        instances[call.becomes] = value
    return done if entry.methods else done[0]
