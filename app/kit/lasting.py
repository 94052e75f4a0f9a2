"""Work of a process that goes on for as long as the process does: no fault in it ends it for good."""

import asyncio
from collections.abc import Awaitable, Callable

from app.kit.log import log

BEGIN_AGAIN_SECONDS = 1.0


async def lasting(
    name: str, begin: Callable[[], Awaitable[None]], *, faulted: Callable[[], None] = lambda: None
) -> None:
    """Begin work that never ends by itself, and begin it again whenever a fault ended it; `faulted` is called then."""
    while True:
        try:
            await begin()
        except Exception:  # noqa: BLE001 - whatever it was: a task that ends is missed by nobody until it is needed
            log.exception("begins_again", work=name)
            faulted()
            await asyncio.sleep(BEGIN_AGAIN_SECONDS)
