"""The floor: a warm process that has imported numpy and forks once per job, with no wall of any kind.

As a program it serves a Unix socket: each connection is one job, answered by a fork of its own.
"""

import json
import os
import socket
import struct
import sys
from contextlib import suppress

import numpy as np

from benchmarks.engine import job

_LENGTH = struct.Struct("<I")


def main() -> None:
    """``floor SOCKET``: fork for each connection; children are reaped as they end."""
    np.linspace(0.0, 1.0, 2)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(sys.argv[1])
    server.listen(128)
    print("ready", flush=True)
    while True:
        connection, _ = server.accept()
        if os.fork() == 0:
            _serve(connection)
        connection.close()
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                continue


def _serve(connection: socket.socket) -> None:
    """In the child: one request in, one result out, and the process is over."""
    request = json.loads(_received(connection))
    connection.sendall(repr(job.run(request["source"], request["argument"])).encode())
    os._exit(0)


def _received(connection: socket.socket) -> bytes:
    with connection.makefile("rb") as stream:
        (length,) = _LENGTH.unpack(stream.read(_LENGTH.size))
        return stream.read(length)


def ask(path: str) -> bytes:
    """One job from a client's side: connect, send, read the result until the child's end."""
    body = json.dumps({"source": job.SOURCE, "argument": job.ARGUMENT}).encode()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(path)
        connection.sendall(_LENGTH.pack(len(body)) + body)
        parts = []
        while part := connection.recv(4096):
            parts.append(part)
    return b"".join(parts)


if __name__ == "__main__":
    main()
