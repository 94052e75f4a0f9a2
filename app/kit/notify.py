"""One LISTEN connection per web process, shared by everyone who waits for something to happen.

A notification only says "look again": what happened is read from the database, so a lost notification costs time
(the caller's poll interval), never data. After a reconnect everyone is woken once.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator

import psycopg
from psycopg import sql
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.kit.lasting import lasting
from app.kit.log import log

RECONNECT_SECONDS = 1.0


async def notify(session: AsyncSession, channel: str, payload: str) -> None:
    """Tell whoever waits for `payload` on `channel`, once the caller's transaction commits."""
    await session.execute(select(func.pg_notify(channel, payload)))


async def listen(conninfo: str, channel: str, heard: Callable[[str], None], connected: asyncio.Event) -> None:
    """Call `heard` with every payload of `channel`, for ever; with "" after each (re)connect: look at everything."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
                await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                connected.set()
                heard("")
                async for notification in connection.notifies():
                    heard(notification.payload)
        except (psycopg.Error, OSError) as error:  # a standby, say, refuses to listen by another kind of error
            log.warning("listen_lost", channel=channel, error=str(error))
        connected.clear()
        await asyncio.sleep(RECONNECT_SECONDS)


class NotifyHub:
    """Wakes subscribers of a payload on one channel. `start` before use, `close` at the end."""

    def __init__(self, conninfo: str, channel: str) -> None:
        self._conninfo = conninfo
        self._channel = channel
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self.closed = False
        self.connected = asyncio.Event()

    def start(self) -> None:
        """Begin listening in the background."""
        name = f"listen {self._channel}"
        ear = lambda: listen(self._conninfo, self._channel, self._heard, self.connected)  # noqa: E731 - it is begun again
        self._task = asyncio.create_task(lasting(name, ear), name=name)

    async def close(self) -> None:
        """Stop listening; subscribers wake and see `closed`."""
        self.stop_waiting()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def stop_waiting(self) -> None:
        """Wake every subscriber for good: the process is about to end."""
        self.closed = True
        self._wake_all()

    @contextlib.contextmanager
    def subscribe(self, payload: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever `payload` is notified; the subscriber clears it."""
        event = asyncio.Event()
        self._waiting[payload].add(event)
        try:
            yield event
        finally:
            self._waiting[payload].discard(event)
            if not self._waiting[payload]:
                del self._waiting[payload]

    def _heard(self, payload: str) -> None:
        if not payload:
            self._wake_all()
        for event in self._waiting.get(payload, ()):
            event.set()

    def _wake_all(self) -> None:
        for events in self._waiting.values():
            for event in events:
                event.set()
