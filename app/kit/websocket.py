"""uvicorn's WebSocket protocol, fed in slices.

One read from the socket may hold some seventeen thousand tiny frames, and uvicorn's protocol parses all of them before
anything else gets its turn: a quarter of a second in which every other connection waits. Here a slice is parsed only
when the application has taken what the last one held, and the event loop turns between two slices.
"""

from collections import deque

from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

SLICE_BYTES = 4096
MOST_QUEUED = 16
MAX_MESSAGE_BYTES = 1024 * 1024


class SlicedProtocol(WebSocketsSansIOProtocol):
    """Bytes that came wait in `_slices` until the queue of messages is empty.

    And while few messages wait, reading goes on: uvicorn stops and resumes it around each, which costs as much as the
    message.
    """

    def connection_made(self, transport: object) -> None:
        """Begin a connection."""
        self._slices: deque[bytes] = deque()
        self._due = False
        super().connection_made(transport)  # type: ignore[arg-type]  # passed on as it is

    def data_received(self, data: bytes) -> None:
        """Take what came from the socket; no more is read while any of it waits."""
        if len(data) <= SLICE_BYTES and not self._slices:
            super().data_received(data)
            return
        self._slices.extend(data[at : at + SLICE_BYTES] for at in range(0, len(data), SLICE_BYTES))
        self._read_on(pause=True)
        self._feed_soon()

    def send_receive_event_to_app(self) -> None:
        """Queue a message."""
        if self.read_paused or self.queue.qsize() >= MOST_QUEUED:
            super().send_receive_event_to_app()
            return
        self.read_paused = True  # so that it is not paused
        super().send_receive_event_to_app()
        self.read_paused = False

    async def receive(self) -> ASGIReceiveEvent:
        """The next message, in the application's own time."""
        if self._slices and self.queue.empty():
            self._feed_soon()
        message = await self.queue.get()
        if self.queue.empty():
            if self._slices:
                self._feed_soon()
            elif self.read_paused:
                self._read_on(pause=False)
        return message

    async def send(self, message: ASGISendEvent) -> None:
        """Send; once closed, what still waits is read past, up to the other side's own close."""
        await super().send(message)
        if self.close_sent and self._slices:
            self._feed_soon()

    def _feed_soon(self) -> None:
        if not self._due:
            self._due = True
            self.loop.call_soon(self._feed)

    def _feed(self) -> None:
        """Parse one slice; the next one when the application has taken what it held."""
        self._due = False
        if not self._slices or not self._may_go_on():
            return
        super().data_received(self._slices.popleft())
        if not self._may_go_on():
            return
        if self._slices:
            self._feed_soon()
        else:
            self._read_on(pause=False)

    def _may_go_on(self) -> bool:
        return self.close_sent or self.queue.empty()

    def _read_on(self, *, pause: bool) -> None:
        if pause != self.read_paused and not self.transport.is_closing():
            self.read_paused = pause
            if pause:
                self.transport.pause_reading()
            else:
                self.transport.resume_reading()
