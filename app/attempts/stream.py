"""The live view of one execution as server-sent events: from where the client left off to the end."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from fastapi.sse import ServerSentEvent

from app.attempts import repository
from app.kit.db import SessionMaker
from app.kit.notify import NotifyHub

LAST_TYPES = frozenset({"finished", "platform_error"})
LOOK_AGAIN_SECONDS = 10.0  # should a notification get lost


async def follow(
    sessionmaker: SessionMaker, hub: NotifyHub, execution_id: UUID, seen: int
) -> AsyncIterator[ServerSentEvent]:
    """Events after `seen`, then new ones as they are committed; ends after the last, or when the server stops."""
    with hub.subscribe(str(execution_id)) as woken:
        while True:
            woken.clear()
            async with sessionmaker() as session:
                events = await repository.events_after(session, execution_id, seen)
            for event in events:
                yield ServerSentEvent(id=str(event.seq), event=event.type, data=event.data, retry=1000)
                seen = event.seq
                if event.type in LAST_TYPES:
                    return
            if hub.closed:
                return
            try:
                async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                    await woken.wait()
            except TimeoutError:
                continue
