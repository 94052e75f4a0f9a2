"""A Docker socket of our own before the real one: cuts what passes, or answers with errors."""

import contextlib
import socket
import threading
from pathlib import Path

_REFUSAL = b'{"message": "refused by the test"}'
_ANSWER = (
    b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
)


class Proxy:
    """Relays ``path`` to ``upstream``. `refuse` the next calls whose first line holds a text; `cut` attach streams."""

    def __init__(self, path: Path, upstream: str) -> None:
        self._upstream = upstream
        self._refusals: dict[bytes, int] = {}
        self._attached: list[socket.socket] = []
        self._open: list[socket.socket] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def refuse(self, text: bytes, times: int) -> None:
        """Answer the next calls that hold this text in their first line with status 500."""
        self._refusals[text] = times

    def cut(self) -> None:
        """End every attach stream, as when a link or the daemon's side of it breaks."""
        streams, self._attached = self._attached, []
        for stream in streams:
            with contextlib.suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End everything."""
        for sock in (self._listener, *self._open):
            _end(sock)
            sock.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._upstream)
            self._open += (client, server)
            threading.Thread(target=self._requests, args=(client, server), daemon=True).start()
            threading.Thread(target=_pump, args=(server, client), daemon=True).start()

    def _requests(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := client.recv(1 << 16):
                first = chunk.split(b"\r\n", 1)[0]
                if self._refused(first):
                    client.sendall(_ANSWER + str(len(_REFUSAL)).encode() + b"\r\n\r\n" + _REFUSAL)
                    break
                if first.startswith(b"POST") and b"/attach?" in first:
                    self._attached.append(client)
                server.sendall(chunk)
        _end(server)

    def _refused(self, first: bytes) -> bool:
        for text, left in self._refusals.items():
            if left and text in first:
                self._refusals[text] -= 1
                return True
        return False


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(1 << 16):
            sink.sendall(chunk)
    _end(sink)


def _end(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
