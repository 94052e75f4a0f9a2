"""Bounds on what a request may carry, and on how long it waits for its answer."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.waiting import at_most


class _TooLarge(Exception):
    """The body went past the limit; caught by the middleware that raised it."""


class BodyLimit:
    """ASGI middleware; a body over `max_bytes`, declared or streamed, is answered by `refusal`."""

    def __init__(self, app: ASGIApp, max_bytes: int, refusal: ASGIApp) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdigit() or int(declared) > self.max_bytes:
            await self.refusal(scope, receive, send)
            return
        await self._count(scope, receive, send)

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = 0
        exceeded = started = False

        async def counted() -> Message:
            nonlocal seen, exceeded
            message = await receive()
            seen += len(message.get("body", b""))
            exceeded = exceeded or seen > self.max_bytes
            if exceeded:
                raise _TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            if exceeded and not started:
                raise _TooLarge  # whatever the application made of the cut-off body is not its answer
            started = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except _TooLarge:
            if started:
                raise
            await self.refusal(scope, receive, send)


class Deadline:
    """ASGI middleware; what has not begun to be answered after `seconds` is answered by `refusal`.

    A database that hangs keeps nobody waiting. Time counts anew with each piece of the request's body: a slow line is
    no fault. What was begun may have been done, or not.
    """

    def __init__(self, app: ASGIApp, seconds: float, refusal: ASGIApp) -> None:
        self.app = app
        self.seconds = seconds
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        time = asyncio.get_running_loop().time
        try:
            async with at_most(self.seconds) as timer:

                async def received() -> Message:
                    message = await receive()
                    if message["type"] == "http.request" and timer.when() is not None and not timer.expired():
                        timer.reschedule(time() + self.seconds)
                    return message

                async def watched(message: Message) -> None:
                    if timer.expired():  # in this very moment: here the cancellation arrives, if it is not answered
                        await asyncio.sleep(0)
                    else:
                        timer.reschedule(None)
                    await send(message)

                await self.app(scope, received, watched)
        except TimeoutError:
            if not timer.expired():
                raise
            await self.refusal(scope, receive, send)
