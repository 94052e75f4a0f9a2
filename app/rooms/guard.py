"""Looks at every Yjs update before the document library does.

`read` walks the bytes once, in linear time, and allocates nothing by a size the bytes only claim: a nine-byte frame can
say that it holds 1 GiB. It lets through what an editor of plain text makes, and nothing else. `check` then holds the
update against what the document has: only the sender's own typing, nothing that waits for text not there yet, nothing
that cuts a character in half (the server's library and the browser's would make different texts of that).

Knows bytes and clocks; not the document, the room or the person.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.rooms import varint
from app.rooms.varint import Malformed

MAX_STRUCTS = 3000  # pieces of one update: replacing every word of a long text stays below, and so do 20 ms
MAX_DELETIONS = 5000
MAX_BLOCKS = 8  # browser sessions that one update holds typing of

_DELETED, _STRING = 1, 4
_KIND, _SUB, _RIGHT, _LEFT = 0x1F, 0x20, 0x40, 0x80
_NONE = -1


class Refused(Exception):
    """A well-formed update that is not taken: `code` for the program, the message for its developer."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class Struct(NamedTuple):
    """A piece of typing: its clocks are `start` to `end`; its neighbours by client and clock, client -1 for none."""

    client: int
    start: int
    end: int
    left: int
    left_clock: int
    right: int
    right_clock: int


@dataclass(slots=True)
class Parsed:
    """What an update holds. `cuts` are the clocks in the middle of a character of two UTF-16 units."""

    structs: list[Struct] = field(default_factory=list)
    blocks: int = 0
    deleted: list[tuple[int, int, int]] = field(default_factory=list)
    cuts: list[tuple[int, int]] = field(default_factory=list)
    size: int = 0  # bytes of inserted text


def read(update: bytes, roots: Collection[bytes], *, trusted: bool = False) -> Parsed:
    """Walk an update whose texts may only be `roots`. `trusted` lifts the bound on pieces: for what we wrote ourselves.

    Raises:
        Malformed: it is no Yjs update, or one no editor makes.
        Refused: it holds something else than plain text, or names another root.
    """
    parsed = Parsed()
    try:
        at = _read_structs(update, roots, parsed, trusted=trusted)
        at = _read_deleted(update, at, parsed, trusted=trusted)
    except IndexError:
        raise Malformed("the update was cut short") from None
    if at != len(update):
        raise Malformed("bytes are left over after the update")
    return parsed


def _read_structs(data: bytes, roots: Collection[bytes], parsed: Parsed, *, trusted: bool) -> int:
    number = varint.read
    parsed.blocks, at = number(data, 0)
    if parsed.blocks > MAX_BLOCKS and not trusted:
        raise Malformed("more clients than one update may hold")
    seen = set()
    for _ in range(parsed.blocks):
        count, at = number(data, at)
        client, at = number(data, at)
        clock, at = number(data, at)
        if not count or client in seen:
            raise Malformed("a client without structs, or twice")
        if len(parsed.structs) + count > MAX_STRUCTS and not trusted:
            raise Malformed("more structs than one update may hold")
        seen.add(client)
        for _ in range(count):
            at = _read_struct(data, at, roots, parsed, (client, clock))
            clock = parsed.structs[-1].end
    return at


def _read_struct(data: bytes, at: int, roots: Collection[bytes], parsed: Parsed, start: tuple[int, int]) -> int:
    number = varint.read
    info = data[at]
    at += 1
    left = left_clock = right = right_clock = _NONE
    if info & _LEFT:
        left, at = number(data, at)
        left_clock, at = number(data, at)
    if info & _RIGHT:
        right, at = number(data, at)
        right_clock, at = number(data, at)
    if info & _SUB:
        raise Refused("content", "only plain text may be written")
    kind = info & _KIND
    if kind not in (_STRING, _DELETED):
        raise Refused("content", f"only plain text may be written, not content of kind {kind}")
    if left < 0 and right < 0:
        at = _read_root(data, at, roots)
    client, clock = start
    if kind == _STRING:
        text, at = varint.read_bytes(data, at)
        length = _units(text, parsed, client, clock)
    else:
        length, at = number(data, at)
    if not length:
        raise Malformed("a struct of no length")
    if clock + length > varint.MAX_NUMBER:
        raise Malformed("a clock of more than 53 bits")
    parsed.structs.append(Struct(client, clock, clock + length, left, left_clock, right, right_clock))
    return at


def _read_root(data: bytes, at: int, roots: Collection[bytes]) -> int:
    named, at = varint.read(data, at)
    if named != 1:
        raise Refused("content", "only plain text may be written, not text inside other content")
    name, at = varint.read_bytes(data, at)
    if name not in roots:
        raise Refused("root", "there is no text of that name in this room")
    return at


def _units(text: bytes, parsed: Parsed, client: int, clock: int) -> int:
    """How many UTF-16 units the text is, which is what clocks count; remembers characters of two."""
    parsed.size += len(text)
    if text.isascii():
        return len(text)
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        raise Malformed("text that is not UTF-8") from None
    at = clock
    for character in decoded:
        at += 1
        if character > "\uffff":
            parsed.cuts.append((client, at))
            at += 1
    return at - clock


def _read_deleted(data: bytes, at: int, parsed: Parsed, *, trusted: bool) -> int:
    number = varint.read
    clients, at = number(data, at)
    for _ in range(clients):  # each takes at least two bytes, so a claimed count ends with the bytes
        client, at = number(data, at)
        ranges, at = number(data, at)
        for _ in range(ranges):
            clock, at = number(data, at)
            length, at = number(data, at)
            if not length:
                raise Malformed("a deletion of no length")
            if len(parsed.deleted) == MAX_DELETIONS and not trusted:
                raise Malformed("more deletions than one update may hold")
            parsed.deleted.append((client, clock, clock + length))
    return at


@dataclass(slots=True)
class Known:
    """What a document has: to each client the clock it is at, and the clocks in the middle of its wide characters."""

    clocks: dict[int, int]
    cuts: dict[int, set[int]] = field(default_factory=dict)

    def advance(self, parsed: Parsed) -> None:
        """Take note of an update that was applied."""
        for struct in parsed.structs:
            if struct.end > self.clocks.get(struct.client, 0):
                self.clocks[struct.client] = struct.end
        for client, clock in parsed.cuts:
            self.cuts.setdefault(client, set()).add(clock)


def check(parsed: Parsed, known: Known, own: Collection[int]) -> None:
    """Hold an update against what is there.

    Raises:
        Refused: it types as somebody else (`foreign`), or needs text that is not there (`resync`).
    """
    for struct in parsed.structs:
        if struct.client not in own:
            raise Refused("foreign", "the update holds typing of another client")
    reach = _place(parsed, known.clocks)
    for client, _, end in parsed.deleted:
        if end > reach.get(client, known.clocks.get(client, 0)):
            raise Refused("resync", "the update deletes text that is not there")
    if known.cuts or parsed.cuts:
        _refuse_cut_characters(parsed, known)


def _place(parsed: Parsed, clocks: Mapping[int, int]) -> dict[int, int]:
    """Put the structs in, one after the other, each when its neighbours are there; gives the clocks reached."""
    reach: dict[int, int] = {}
    waiting = parsed.structs
    for _ in range(parsed.blocks):  # sessions of one person follow each other: a longer tangle is made to cost time
        blocked: list[Struct] = []
        stuck: set[int] = set()
        for struct in waiting:
            client, start, end, left, left_clock, right, right_clock = struct
            have = reach.get(client, clocks.get(client, 0))
            if (
                client in stuck
                or start > have
                or (left >= 0 and left_clock >= reach.get(left, clocks.get(left, 0)))
                or (right >= 0 and right_clock >= reach.get(right, clocks.get(right, 0)))
            ):
                stuck.add(client)
                blocked.append(struct)
            else:
                reach[client] = max(end, have)
        waiting = blocked
        if not waiting:
            break
    if waiting:
        raise Refused("resync", "the update builds on text that is not there")
    return reach


def _refuse_cut_characters(parsed: Parsed, known: Known) -> None:
    middles = set(parsed.cuts)

    def cut(client: int, clock: int) -> bool:
        return (client, clock) in middles or clock in known.cuts.get(client, ())

    for client, start, end, left, left_clock, right, right_clock in parsed.structs:
        have = known.clocks.get(client, 0)
        overlaps = start < have < end and cut(client, have)
        if overlaps or cut(client, start) or cut(left, left_clock + 1) or cut(right, right_clock):
            raise Refused("resync", "the update cuts a character in half")
    for client, start, end in parsed.deleted:
        if cut(client, start) or cut(client, end):
            raise Refused("resync", "the update cuts a character in half")
