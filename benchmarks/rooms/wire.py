"""A WebSocket client that costs little: the load must leave the cores to what is measured."""

import asyncio
import struct
from collections.abc import Callable

_SHORT, _MEDIUM, _LONG = 125, 126, 127


class Wire(asyncio.Protocol):
    """Calls `heard` with each binary message. Counts every byte in both directions, after the handshake."""

    def __init__(self, heard: Callable[[bytes], None]) -> None:
        self.heard = heard
        self.sent = self.received = 0
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = asyncio.Event()
        self.code: int | None = None
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take what came: the handshake's answer first, then messages."""
        self._buffer += data
        if not self.open.done():
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head[:20]:
                self.open.set_exception(ConnectionRefusedError(head[:80].decode(errors="replace")))
                return
            self.open.set_result(None)
            self._buffer = rest
            data = rest
        self.received += len(data)
        self._messages()

    def _messages(self) -> None:
        data, at = self._buffer, 0
        while len(data) - at >= 2:  # noqa: PLR2004 - the smallest head
            length, start = data[at + 1], at + 2
            if length == _MEDIUM:
                start += 2
                length = struct.unpack_from(">H", data, at + 2)[0] if len(data) >= start else 1 << 62
            elif length == _LONG:
                start += 8
                length = struct.unpack_from(">Q", data, at + 2)[0] if len(data) >= start else 1 << 62
            if len(data) < start + length:
                break
            self._take(data[at] & 0x0F, data[start : start + length])
            at = start + length
        self._buffer = data[at:]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == 2:  # noqa: PLR2004 - a binary message
            self.heard(payload)
        elif opcode == 8:  # noqa: PLR2004 - close
            self.code = struct.unpack_from(">H", payload)[0] if len(payload) > 1 else 1005
            self._frame(0x88, payload)
        elif opcode == 9:  # noqa: PLR2004 - ping
            self._frame(0x8A, payload)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        del exc
        self.closed.set()
        if not self.open.done():
            self.open.set_exception(ConnectionResetError())

    def send(self, payload: bytes) -> None:
        """Send one binary message."""
        self._frame(0x82, payload)

    def _frame(self, first: int, payload: bytes) -> None:
        length = len(payload)
        if length <= _SHORT:
            head = bytes((first, 0x80 | length))
        elif length < 1 << 16:
            head = struct.pack(">BBH", first, 0x80 | _MEDIUM, length)
        else:
            head = struct.pack(">BBQ", first, 0x80 | _LONG, length)
        self.write(head + b"\0\0\0\0" + payload)  # a mask of zeros leaves the payload as it is

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        if self._transport is not None and not self._transport.is_closing():
            self.sent += len(data)
            self._transport.write(data)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


async def dial(port: int, path: str, cookie: str, heard: Callable[[bytes], None]) -> Wire:
    """A WebSocket to a node on this machine."""
    _, wire = await asyncio.get_running_loop().create_connection(lambda: Wire(heard), "127.0.0.1", port)
    wire.write(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n"
        f"Cookie: {cookie}\r\n\r\n".encode()
    )
    await wire.open
    wire.sent = 0
    return wire
