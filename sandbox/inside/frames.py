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
_CHUNK = 1 << 18


class ChannelClosed(ConnectionError):
    """The peer is gone."""


class FrameTooLarge(ValueError):
    """The peer announced a frame above the limit."""


class FrameTimeout(TimeoutError):
    """The peer did not send or read in time."""


class Channel:
    """One end of a connection that carries frames. Deadlines are times of `time.monotonic`; None waits for ever."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._received = bytearray()

    def send(self, body: bytes, deadline: float | None = None) -> None:
        """Send one frame.

        Raises:
            ChannelClosed, FrameTimeout
        """
        view = memoryview(_HEADER.pack(len(body)) + body)
        while view:
            try:
                view = view[self.sock.send(view, socket.MSG_NOSIGNAL | socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError as error:
                raise ChannelClosed from error

    def receive(self, deadline: float | None = None, limit: int = MAX_FRAME) -> bytes:
        """Receive one frame of at most ``limit`` bytes, holding only what has really arrived.

        After a FrameTimeout it may be called again: nothing of the frame is lost.

        Raises:
            ChannelClosed, FrameTimeout, FrameTooLarge
        """
        self._fill(_HEADER.size, deadline)
        (length,) = _HEADER.unpack_from(self._received)
        if length > limit:
            raise FrameTooLarge(f"a frame of {length} bytes")
        self._fill(_HEADER.size + length, deadline)
        body = bytes(self._received[_HEADER.size : _HEADER.size + length])
        del self._received[: _HEADER.size + length]
        return body

    def send_json(self, message: dict[str, Any]) -> None:
        """Send a small control message."""
        self.send(json.dumps(message).encode())

    def receive_json(self, deadline: float | None = None) -> dict[str, Any]:
        """Receive a small control message.

        Raises:
            ChannelClosed, FrameTimeout, ValueError: what came is no record; its sender may be anything that dialled.
        """
        try:
            message = json.loads(self.receive(deadline, _MAX_CONTROL))
        except RecursionError as error:
            raise ValueError("a control message nested too deeply") from error
        if type(message) is not dict:
            raise ValueError("a control message that is not a record")
        return message

    @property
    def holds_frame(self) -> bool:
        """Whether a whole frame has already been read from the socket, so that no poll would tell of it."""
        held = len(self._received) - _HEADER.size
        return held >= 0 and held >= _HEADER.unpack_from(self._received)[0]

    @property
    def has_input(self) -> bool:
        """Whether the peer has sent something that was not asked for yet."""
        try:
            return bool(self._received) or bool(self.sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except OSError:
            return False

    def close(self) -> None:
        """Hang up."""
        self.sock.close()

    def _fill(self, count: int, deadline: float | None) -> None:
        while len(self._received) < count:
            try:
                chunk = self.sock.recv(_CHUNK, socket.MSG_DONTWAIT)
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError as error:
                raise ChannelClosed from error
            if not chunk:
                raise ChannelClosed
            self._received += chunk

    def _wait(self, event: int, deadline: float | None) -> None:
        """Wait until the socket is ready.

        Raises:
            FrameTimeout
        """
        poller = select.poll()
        poller.register(self.sock, event)
        if not poller.poll(None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000):
            raise FrameTimeout
