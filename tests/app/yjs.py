"""Yjs updates written by hand, well-formed or not."""

from app.rooms.varint import write, write_bytes

ROOT = b"solution:0"


def root(name: bytes = ROOT) -> bytes:
    return b"\x01" + write_bytes(name)


def string(text: str | bytes, *, left: tuple[int, int] | None = None, right: tuple[int, int] | None = None) -> bytes:
    content = write_bytes(text.encode() if isinstance(text, str) else text)
    return item(4, content, left=left, right=right)


def item(kind: int, content: bytes, *, left=None, right=None, parent: bytes | None = None) -> bytes:
    info = kind | (0x80 if left else 0) | (0x40 if right else 0)
    places = b"".join(write(client) + write(clock) for client, clock in filter(None, (left, right)))
    if not places:
        places = root() if parent is None else parent
    return bytes((info,)) + places + content


def block(client: int, clock: int, *structs: bytes) -> bytes:
    return write(len(structs)) + write(client) + write(clock) + b"".join(structs)


def deletions(*ranges: tuple[int, int, int]) -> bytes:
    return write(len(ranges)) + b"".join(
        write(client) + write(1) + write(clock) + write(length) for client, clock, length in ranges
    )


def update(*blocks: bytes, deleted: bytes = b"\x00") -> bytes:
    return write(len(blocks)) + b"".join(blocks) + deleted
