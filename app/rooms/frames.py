"""The messages of a room's WebSocket: one byte for the kind, then the body. Numbers are little endian."""

import base64
import binascii
import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from app.rooms import varint
from app.rooms.awareness import Cursor, encode
from app.rooms.varint import Malformed

UPDATE, AWARENESS, HELLO_OR_SYNC, ACK, EVENT, REFUSED = 1, 2, 3, 4, 5, 6
ALIVE = bytes((7,))  # a whole message: the server is there, and has nothing to say
MAX_UPDATE_BYTES = 64 * 1024
MAX_AWARENESS_BYTES = 2 * 1024
MAX_HELLO_BYTES = 64 * 1024
FIRST_CLIENT = 1024  # smaller ids are the server's own
_NUMBER = struct.Struct("<I")
_NUMBERED = 1 + _NUMBER.size
_UPDATE_HEAD = struct.Struct("<BQ")
_ACK = struct.Struct("<BIQ")
_SYNC_HEAD = struct.Struct("<BQI")


class Close(IntEnum):
    """Why the server closes; docs/rooms.md says what a client does then."""

    GOING_AWAY = 1001
    TRY_AGAIN = 1013
    SIGN_IN = 4401
    NO_SEAT = 4404
    NO_HELLO = 4408
    CLIENT_TAKEN = 4409
    TOO_MANY = 4413
    MALFORMED = 4422
    TOO_FAST = 4429


@dataclass(frozen=True, slots=True)
class Hello:
    """What a client says first: its Yjs client id, and what it has (`vector`, as bytes and read)."""

    client: int
    vector: bytes


def kind(frame: bytes) -> int:
    """What a message after the HELLO is: UPDATE or AWARENESS; Malformed."""
    if not frame or frame[0] not in (UPDATE, AWARENESS):
        raise Malformed("a message of no known kind")
    return frame[0]


def read_hello(frame: bytes) -> Hello:
    """The client's first message; Malformed."""
    if frame[:1] != bytes((HELLO_OR_SYNC,)) or len(frame) > MAX_HELLO_BYTES:
        raise Malformed("the first message is HELLO, of at most 64 KiB")
    try:
        said = json.loads(frame[1:])
        client, vector = said["client"], base64.b64decode(said["vector"], validate=True)
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error) as error:
        raise Malformed('a HELLO is {"client": number, "vector": base64}') from error
    if type(client) is not int or not FIRST_CLIENT <= client <= varint.MAX_NUMBER:
        raise Malformed(f"a client id is a whole number from {FIRST_CLIENT} to 2^53 - 1")
    varint.read_vector(vector)
    return Hello(client, vector)


def read_update(frame: bytes) -> tuple[int, bytes]:
    """The client's number and the update; Malformed when it is too short or too long."""
    if not _NUMBERED < len(frame) <= _NUMBERED + MAX_UPDATE_BYTES:
        raise Malformed("an UPDATE is a number and at most 64 KiB")
    return _NUMBER.unpack_from(frame, 1)[0], frame[_NUMBERED:]


def read_awareness(frame: bytes) -> bytes:
    """What a client says of itself; Malformed when it is too long."""
    if len(frame) > MAX_AWARENESS_BYTES:
        raise Malformed("an AWARENESS of more than 2 KiB")
    return frame[1:]


def awareness(cursors: Iterable[Cursor]) -> bytes:
    """Others' cursors and presence."""
    return bytes((AWARENESS,)) + encode(cursors)


def update(seq: int, payload: bytes) -> bytes:
    """Somebody else's update."""
    return _UPDATE_HEAD.pack(UPDATE, seq) + payload


def sync(seq: int, payload: bytes, vector: bytes) -> bytes:
    """What the client lacks, and what the server has."""
    return _SYNC_HEAD.pack(HELLO_OR_SYNC, seq, len(payload)) + payload + vector


def ack(number: int, seq: int) -> bytes:
    """The update `number` is durable, as `seq`."""
    return _ACK.pack(ACK, number, seq)


def event(data: dict[str, Any]) -> bytes:
    """Something happened."""
    return bytes((EVENT,)) + json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def refused(code: str, message: str, number: int | None = None) -> bytes:
    """What was sent is not taken."""
    said = {"code": code, "message": message} | ({} if number is None else {"number": number})
    return bytes((REFUSED,)) + json.dumps(said).encode()
