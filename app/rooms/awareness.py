"""Cursors and presence: what a client says of itself, cut down to its cursor and stamped with who it is.

A client can neither speak for another nor name itself: the server knows who is on the line. The bytes are those of
y-protocols, so that y-codemirror understands them.
"""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from app.rooms import varint
from app.rooms.varint import Malformed

MAX_CURSOR = 1024
COLOURS = ("#c2410c", "#1d4ed8", "#15803d", "#7e22ce", "#be123c", "#0e7490", "#a16207", "#4338ca")
_CURSOR_KEYS = frozenset({"anchor", "head"})


class Cursor(NamedTuple):
    """One client's state: JSON, or "null" when the client has left.

    `clock` is the server's and rises with each state: milliseconds, so that it also rises from one node to the next.
    """

    client: int
    clock: int
    staff: bool
    state: str


def person(user: UUID, name: str, part: str) -> dict[str, str]:
    """Who a client is, as everybody sees; the colour is always the same person's."""
    colour = COLOURS[user.int % len(COLOURS)]
    return {"id": str(user), "name": name, "part": part, "color": colour, "colorLight": f"{colour}33"}


def read(body: bytes, client: int) -> list[dict[str, Any] | None]:
    """What `client` says of itself: a cursor, {} for none, None when it leaves. Malformed.

    What it says of other clients is dropped, and so is its clock.
    """
    own: list[dict[str, Any] | None] = []
    try:
        count, at = varint.read(body, 0)
        for _ in range(count):
            about, at = varint.read(body, at)
            _, at = varint.read(body, at)
            state, at = varint.read_bytes(body, at)
            if about == client:
                own = [_cursor(state)]
    except IndexError:
        raise Malformed("an AWARENESS that was cut short") from None
    if at != len(body):
        raise Malformed("bytes are left over after the AWARENESS")
    return own


def _cursor(state: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(state)
        json.dumps(said, allow_nan=False)  # a browser reads no NaN, and Python reads 1e999
    except (ValueError, RecursionError):
        raise Malformed("a state that is not JSON") from None
    if said is None:
        return None
    cursor = said.get("cursor") if isinstance(said, dict) else None
    if not isinstance(cursor, dict) or cursor.keys() != _CURSOR_KEYS or len(state) > MAX_CURSOR:
        return {}
    return {"cursor": cursor}


def stamped(said: dict[str, Any] | None, who: dict[str, str]) -> str:
    """The state as everybody gets it."""
    return "null" if said is None else json.dumps({**said, "user": who}, separators=(",", ":"))


def encode(cursors: Iterable[Cursor]) -> bytes:
    """The y-protocols update of these states."""
    parts = [
        varint.write(each.client) + varint.write(each.clock) + varint.write_bytes(each.state.encode())
        for each in cursors
    ]
    return varint.write(len(parts)) + b"".join(parts)
