"""`/api/interviews/{id}/room`: the WebSocket of a room, as a plain ASGI application.

Plain because every keystroke passes here. It stands outside the gate of the other routes and asks for itself: the same
origin, a session, a seat. Which closes mean what is in docs/rooms.md.
"""

import asyncio
import contextlib
from collections import Counter
from http.cookies import CookieError, SimpleCookie
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from app.errors import HoldoutError
from app.identity.actor import Actor
from app.identity.gate import COOKIE
from app.kit.csrf import is_same_origin
from app.kit.log import log
from app.rooms import frames, places, repository, service
from app.rooms.connection import Budget, Connection, Outbox, Visitor
from app.rooms.frames import Close, Hello
from app.rooms.registry import Rooms
from app.rooms.room import Room
from app.rooms.varint import Malformed

HELLO_SECONDS = 10.0
COME_IN_SECONDS = 15.0  # a database that hangs longer is out of reach: somebody who waits is told to come again
PER_PERSON, PER_ROOM = 8, 32
CLIENTS_PER_PERSON = 1000  # each page that is loaded is one


class RoomSocket:
    """The endpoint. Counts who is connected here, so that no person and no room takes more than its part."""

    def __init__(self) -> None:
        self._people: Counter[UUID] = Counter()
        self._rooms: Counter[UUID] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        await receive()  # websocket.connect
        if not is_same_origin(scope):
            await send({"type": "websocket.close", "code": 4403})  # not accepted: the browser sees a 403
            return
        await send({"type": "websocket.accept"})
        try:
            code = await self._visit(scope, receive, send)
        except (SQLAlchemyError, OSError) as error:
            log.warning("room_out_of_reach", error=str(error))
            code = Close.TRY_AGAIN
        if code is not None:
            with contextlib.suppress(OSError):
                await send({"type": "websocket.close", "code": int(code)})

    async def _visit(self, scope: Scope, receive: Receive, send: Send) -> Close | None:
        """From the first look at who it is to the last message; gives the code to close with, None when it has left."""
        rooms: Rooms = scope["app"].state.rooms
        interview_id: UUID = scope["path_params"]["interview_id"]
        if rooms.closing:
            return Close.GOING_AWAY
        async with asyncio.timeout(COME_IN_SECONDS):
            found = await places.find(_cookie(scope), interview_id, rooms.sessionmaker, rooms.clock, rooms.house)
        if isinstance(found, Close):
            return found
        actor = found.actor
        if self._people[actor.id] >= PER_PERSON or self._rooms[interview_id] >= PER_ROOM:
            return Close.TOO_MANY
        counted = ((self._people, actor.id), (self._rooms, interview_id))
        for counter, key in counted:
            counter[key] += 1
        try:
            return await _come_in(rooms, interview_id, found, receive, send)
        finally:
            for counter, key in counted:
                counter[key] -= 1
                if not counter[key]:
                    del counter[key]


def _cookie(scope: Scope) -> str | None:
    try:
        morsel = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None


async def _come_in(rooms: Rooms, interview_id: UUID, visitor: Visitor, receive: Receive, send: Send) -> Close | None:
    hello = await _hello(receive)
    if not isinstance(hello, Hello):
        return hello
    try:
        async with asyncio.timeout(COME_IN_SECONDS):
            own = await _claim(rooms, interview_id, visitor.actor, hello.client)
            if isinstance(own, Close):
                return own
            room = await rooms.open(interview_id)
    except HoldoutError:
        return Close.NO_SEAT

    async def send_frame(frame: bytes) -> None:
        await send({"type": "websocket.send", "bytes": frame})

    member = Connection(visitor, hello.client, own, rooms.clock, Outbox(send_frame))
    room.join(member, hello)
    member.tell(places.told(visitor.place))
    member.tell(frames.ALIVE)  # tells that this server says so, which one of an older release does not
    try:
        return await _stay(rooms, room, member, receive)
    finally:
        room.leave(member)


async def _claim(rooms: Rooms, interview_id: UUID, actor: Actor, client: int) -> frozenset[int] | Close:
    """Whose typing the person may send: the client id they come with, and those they came with before."""
    async with rooms.sessionmaker.begin() as session:
        await service.ensure(session, rooms.clock, rooms.house, actor, interview_id)
        own = await repository.clients_of(session, interview_id, actor.id)
        if client in own:
            return own
        if len(own) >= CLIENTS_PER_PERSON:
            return Close.TOO_MANY
        claimed = await repository.claim(session, interview_id, client, actor.id)
    return own | {client} if claimed else Close.CLIENT_TAKEN


async def _hello(receive: Receive) -> Hello | Close | None:
    """The first message; or what to close with."""
    try:
        async with asyncio.timeout(HELLO_SECONDS):
            message = await receive()
    except TimeoutError:
        return Close.NO_HELLO
    if message["type"] != "websocket.receive":
        return None
    try:
        return frames.read_hello(message.get("bytes") or b"")
    except Malformed:
        return Close.MALFORMED


async def _stay(rooms: Rooms, room: Room, member: Connection, receive: Receive) -> Close | None:
    """Read and write until either side ends it."""
    writing = asyncio.create_task(member.outbox.run())
    reading = asyncio.create_task(_read(room, member, receive))
    try:
        # what changed between the look at the door and the first message was told to nobody
        await places.recheck([member], room.id, rooms.sessionmaker, rooms.clock, rooms.house)
        await asyncio.wait({writing, reading}, return_when=asyncio.FIRST_COMPLETED)
        if writing.done():
            return writing.result()
        return None
    finally:
        for task in (writing, reading):
            task.cancel()
        await asyncio.gather(writing, reading, return_exceptions=True)


async def _read(room: Room, member: Connection, receive: Receive) -> None:
    """Take messages until the client leaves; ends the outbox when it sends too much."""
    time = asyncio.get_running_loop().time
    budget = Budget(time())
    outbox = member.outbox
    while True:
        message: Message = await receive()
        if message["type"] != "websocket.receive":
            return
        frame = message.get("bytes") or b""
        if outbox.closing is not None:
            continue  # nothing more is taken, but the closing handshake is
        if not budget.take(len(frame), time()):
            outbox.put(frames.refused("too-fast", "more than a connection may send; come back with less"))
            outbox.close(Close.TOO_FAST)
            continue
        room.receive(member, frame)
