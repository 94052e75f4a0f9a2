"""Length-prefixed frames on a stream socket. Knows nothing of what is inside a frame."""

import json
import select
import socket
import struct
import time
from typing import Any

MAX_FRAME = 24 << 20
_MAX_CONTROL = 1 << 20
_HEADER = struct.Struct("<I")


class ChannelClosed(ConnectionError):
    """The peer is gone."""


class FrameTooLarge(ValueError):
    """The peer announced a frame above the limit."""


class FrameTimeout(TimeoutError):
    """The peer did not send or read in time."""


def send(sock: socket.socket, body: bytes, deadline: float | None = None) -> None:
    """Send one frame; ``deadline`` is a time of `time.monotonic`.

    Raises:
        ChannelClosed, FrameTimeout
    """
    view = memoryview(_HEADER.pack(len(body)) + body)
    try:
        while view:
            _wait(sock, select.POLLOUT, deadline)
            view = view[sock.send(view[: 1 << 18], socket.MSG_NOSIGNAL) :]
    except OSError as error:
        if isinstance(error, TimeoutError):
            raise
        raise ChannelClosed from error


def receive(sock: socket.socket, deadline: float | None = None, limit: int = MAX_FRAME) -> bytes:
    """Receive one frame of at most ``limit`` bytes, allocating only what has really arrived.

    Raises:
        ChannelClosed, FrameTimeout, FrameTooLarge
    """
    (length,) = _HEADER.unpack(_exactly(sock, _HEADER.size, deadline))
    if length > limit:
        raise FrameTooLarge(f"a frame of {length} bytes")
    return _exactly(sock, length, deadline)


def _exactly(sock: socket.socket, count: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        _wait(sock, select.POLLIN, deadline)
        try:
            chunk = sock.recv(min(1 << 18, count - len(parts)))
        except OSError as error:
            raise ChannelClosed from error
        if not chunk:
            raise ChannelClosed
        parts += chunk
    return bytes(parts)


def _wait(sock: socket.socket, event: int, deadline: float | None) -> None:
    if deadline is None:
        return
    poller = select.poll()
    poller.register(sock, event)
    if not poller.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise FrameTimeout


def send_json(sock: socket.socket, message: dict[str, Any]) -> None:
    """Send a small control message."""
    send(sock, json.dumps(message).encode())


def receive_json(sock: socket.socket, deadline: float | None = None) -> dict[str, Any]:
    """Receive a small control message.

    Raises:
        ChannelClosed, FrameTimeout, ValueError: what came is not a record; its sender may be any process that dialled.
    """
    try:
        message = json.loads(receive(sock, deadline, _MAX_CONTROL))
    except RecursionError as error:
        raise ValueError("a control message nested too deeply") from error
    if type(message) is not dict:
        raise ValueError("a control message that is not a record")
    return message
