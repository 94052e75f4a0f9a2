"""Threads of the sandbox's own, in which Docker is asked."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
# An engine that hangs holds each call for a minute. The event loop's own threads look up names and hash passwords.
_THREADS = ThreadPoolExecutor(16, thread_name_prefix="docker")


async def in_thread(ask: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
    """What `ask` gives, called beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, partial(ask, *given, **named))
