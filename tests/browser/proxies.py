"""A reverse proxy of our own that does to live pages what some proxies do: holds events back, refuses or cuts WebSockets."""

import contextlib
import re
import socket
import threading
import time
from dataclasses import dataclass, field

_ENOUGH = 1 << 16
_REFUSAL = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Proxy:
    """Before a web process. `holds_events`: no byte of an event stream comes through; `cuts_after`: seconds."""

    upstream: int
    holds_events: bool = False
    refuses_sockets: bool = False
    cuts_after: float | None = None
    asked: list[str] = field(default_factory=list)

    def start(self) -> str:
        """Serve until `stop`; gives the address."""
        self._door = socket.create_server(("127.0.0.1", 0), backlog=128)
        threading.Thread(target=self._accept, daemon=True).start()
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def stop(self) -> None:
        """Take nobody more."""
        self._door.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._door.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            head = _head(client)
            self.asked.append(head.split(b"\r\n", 1)[0].decode(errors="replace"))
            is_socket = b"upgrade: websocket" in head.lower()
            if is_socket and self.refuses_sockets:
                client.sendall(_REFUSAL)
                return
            if not is_socket:  # one request on each connection is enough here
                head = re.sub(rb"\r\nconnection: [^\r]*", b"", head, flags=re.IGNORECASE)
                head = head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
            with socket.create_connection(("127.0.0.1", self.upstream)) as server:
                server.sendall(head)
                back = threading.Thread(target=_pump, args=(client, server), daemon=True)
                back.start()
                if is_socket and self.cuts_after is not None:
                    threading.Thread(target=_cut, args=(self.cuts_after, client, server), daemon=True).start()
                if self.holds_events and b"/events" in head.split(b"\r\n", 1)[0]:
                    back.join()  # until the browser leaves
                    return
                _pump(server, client)


def _head(client: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        more = client.recv(_ENOUGH)
        if not more:
            raise ConnectionError
        head += more
    return head


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while more := source.recv(_ENOUGH):
            sink.sendall(more)
        sink.shutdown(socket.SHUT_WR)


def _cut(seconds: float, *both: socket.socket) -> None:
    time.sleep(seconds)
    for each in both:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
