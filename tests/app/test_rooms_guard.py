import time
import tracemalloc

import pytest
from pycrdt import Array, Doc, Map, Text

from app.rooms import awareness, document, frames, guard, varint
from app.rooms.document import Document
from app.rooms.guard import Refused
from app.rooms.varint import Malformed
from tests.app import yjs

ME, OTHER = 5000, 6000
GIB = varint.write(1 << 30)


@pytest.fixture
def room() -> Document:
    """`a😀b` by the other, at the clocks 0 to 3."""
    room = Document(1)
    room.take(yjs.update(yjs.block(OTHER, 0, yjs.string("a😀b"))), {OTHER})
    return room


def after(clock: int, text: str = "x", client: int = ME) -> bytes:
    return yjs.update(yjs.block(client, 0, yjs.string(text, left=(OTHER, clock))))


TYPED = {
    "at the end": (after(3), "a😀bx"),
    "after a wide character": (after(2), "a😀xb"),
    "before a wide character": (after(0), "ax😀b"),
    "between two": (yjs.update(yjs.block(ME, 0, yjs.string("x", left=(OTHER, 0), right=(OTHER, 1)))), "ax😀b"),
    "right-to-left": (after(3, "שלום"), "a😀bשלום"),  # noqa: RUF001 - it is meant
    "NUL": (after(3, "\0"), "a😀b\0"),
    "on its own typing": (
        yjs.update(yjs.block(ME, 0, yjs.string("x", left=(OTHER, 3)), yjs.string("y", left=(ME, 0)))),
        "a😀bxy",
    ),
    "typed and deleted again": (
        yjs.update(yjs.block(ME, 0, yjs.item(1, varint.write(3), left=(OTHER, 3))), deleted=yjs.deletions((ME, 0, 3))),
        "a😀b",
    ),
    "a deletion of the other's": (yjs.update(deleted=yjs.deletions((OTHER, 1, 2))), "ab"),
    "nothing": (b"\0\0", "a😀b"),
}


@pytest.mark.parametrize("name", TYPED)
def test_what_an_editor_sends_is_taken(room, name):
    payload, text = TYPED[name]
    room.take(payload, {ME})
    assert text == room.text("solution:0")


MALFORMED = {
    "nothing at all": b"",
    "one byte": b"\x01",
    "nine bytes that claim a string of 1 GiB": b"\x01\x01\x07\x00\x04" + GIB[:4],
    "a string of 1 GiB": yjs.update(yjs.block(ME, 0, b"\x84" + varint.write(OTHER) + b"\x03" + GIB)),
    "1 GiB of structs": b"\x01" + GIB + b"\x07\x00",
    "1 GiB of clients": GIB,
    "1 GiB of deletions": b"\x00\x01\x07" + GIB,
    "a root's name of 1 GiB": b"\x01\x01\x07\x00\x04\x01" + GIB,
    "a number of nine bytes": b"\xff" * 8 + b"\x01",
    "a number that never ends": b"\xff" * 40,
    "a client of 64 bits": b"\x01\x01" + b"\xff" * 7 + b"\x7f\x00",
    "a clock that runs over": yjs.update(yjs.block(ME, 2**53 - 1, yjs.string("xx", left=(OTHER, 3)))),
    "bytes left over": after(3) + b"\0",
    "no UTF-8": yjs.update(yjs.block(ME, 0, yjs.string(b"\xff", left=(OTHER, 3)))),
    "half a surrogate": yjs.update(yjs.block(ME, 0, yjs.string(b"\xed\xa0\x80", left=(OTHER, 3)))),
    "a string of no length": yjs.update(yjs.block(ME, 0, yjs.string("", left=(OTHER, 3)))),
    "a deletion of no length": yjs.update(deleted=yjs.deletions((OTHER, 1, 0))),
    "a client without structs": yjs.update(yjs.block(ME, 0)),
    "a client twice": yjs.update(yjs.block(ME, 0, yjs.string("x")), yjs.block(ME, 1, yjs.string("x"))),
    "too many structs": yjs.update(yjs.block(ME, 0, *[yjs.string("x")] * (guard.MAX_STRUCTS + 1))),
    "too many clients": yjs.update(*(yjs.block(ME + n, 0, yjs.string("x")) for n in range(guard.MAX_BLOCKS + 1))),
    "too many deletions": yjs.update(deleted=yjs.deletions(*((OTHER, 0, 1),) * (guard.MAX_DELETIONS + 1))),
    "text": b'{"type": "update"}',
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_update_is_refused_before_the_library_sees_it(room, name):
    before = room.encode()
    with pytest.raises((Malformed, Refused)) as refused:
        room.take(MALFORMED[name], {ME})
    assert isinstance(refused.value, Malformed) or refused.value.code in {"content", "root"}
    assert before == room.encode()


REFUSED = {
    "another's client id": ("foreign", after(3, client=OTHER + 1)),
    "a gap": ("resync", yjs.update(yjs.block(ME, 1, yjs.string("x", left=(OTHER, 3))))),
    "after what is not there": ("resync", after(4)),
    "before what is not there": ("resync", yjs.update(yjs.block(ME, 0, yjs.string("x", right=(OTHER, 4))))),
    "after a stranger": ("resync", yjs.update(yjs.block(ME, 0, yjs.string("x", left=(9999, 0))))),
    "after itself": ("resync", yjs.update(yjs.block(ME, 0, yjs.string("x", left=(ME, 0))))),
    "in a circle": (
        "resync",
        yjs.update(
            yjs.block(ME, 0, yjs.string("x", left=(ME + 1, 0))), yjs.block(ME + 1, 0, yjs.string("x", left=(ME, 0)))
        ),
    ),
    "a deletion of what is not there": ("resync", yjs.update(deleted=yjs.deletions((OTHER, 2, 3)))),
    "a deletion of a stranger's": ("resync", yjs.update(deleted=yjs.deletions((9999, 0, 1)))),
    "into a wide character": ("resync", after(1)),
    "before the half of one": ("resync", yjs.update(yjs.block(ME, 0, yjs.string("x", right=(OTHER, 2))))),
    "a deletion of half a character": ("resync", yjs.update(deleted=yjs.deletions((OTHER, 1, 1)))),
    "a deletion up to half of one": ("resync", yjs.update(deleted=yjs.deletions((OTHER, 0, 2)))),
    "half of its own": (
        "resync",
        yjs.update(yjs.block(ME, 0, yjs.string("😀", left=(OTHER, 3)), yjs.string("x", left=(ME, 0)))),
    ),
    "another root": ("root", yjs.update(yjs.block(ME, 0, yjs.item(4, b"\x01x", parent=yjs.root(b"notes"))))),
    "text in other content": ("content", yjs.update(yjs.block(ME, 0, yjs.item(4, b"\x01x", parent=b"\x00\x07\x00")))),
    "a key of a map": ("content", yjs.update(yjs.block(ME, 0, b"\x24" + yjs.root() + b"\x01k\x01x"))),
    **{
        f"content of kind {kind}": ("content", yjs.update(yjs.block(ME, 0, yjs.item(kind, b"\x01\x01x"))))
        for kind in (0, 2, 3, 5, 6, 7, 8, 9, 10, 11, 31)
    },
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_editor_of_ours_sends_is_refused_with_its_reason(room, name):
    code, payload = REFUSED[name]
    before = room.encode()
    with pytest.raises(Refused) as refused:
        room.take(payload, {ME, ME + 1})
    assert code == refused.value.code
    assert before == room.encode()


def test_every_cut_of_an_update_is_refused(room):
    whole = yjs.update(
        yjs.block(ME, 0, yjs.string("xé😀", left=(OTHER, 3)), yjs.string("y", right=(OTHER, 0))),
        deleted=yjs.deletions((OTHER, 0, 1)),
    )
    for end in range(len(whole)):
        with pytest.raises(Malformed):
            room.take(whole[:end], {ME})
    room.take(whole, {ME})


def test_other_types_of_shared_data_are_refused():
    for made in (Array([1]), Map({"a": 1}), Array([Text("x")])):
        doc: Doc = Doc({"solution:0": made}, client_id=ME)
        with pytest.raises(Refused, match="plain text"):
            Document(1).take(doc.get_update(), {ME})


def test_formats_and_embeds_are_refused():
    doc: Doc = Doc(client_id=ME)
    text = doc.get("solution:0", type=Text)
    text += "bold"
    text.format(0, 2, {"bold": True})
    with pytest.raises(Refused, match="plain text"):
        Document(1).take(doc.get_update(), {ME})


def test_sessions_of_one_person_may_build_on_each_other():
    first: Doc = Doc(client_id=ME)
    first.get("solution:0", type=Text).insert(0, "old page ")
    for client in (ME - 1, ME + 1):  # the newer session stands before or behind the older one
        second: Doc = Doc(client_id=client)
        second.apply_update(first.get_update())
        second.get("solution:0", type=Text).insert(4, "new page ")
        room = Document(1)
        room.take(second.get_update(), {ME, client})
        assert "old new page page " == room.text("solution:0")


def test_a_tangle_of_sessions_costs_no_time():
    size = guard.MAX_STRUCTS // 2 - 1
    ladder = yjs.update(
        yjs.block(ME, 0, yjs.string("x"), *(yjs.string("x", left=(ME + 1, n)) for n in range(size))),
        yjs.block(ME + 1, 0, *(yjs.string("x", left=(ME, n)) for n in range(size))),
    )
    began = time.perf_counter()
    with pytest.raises(Refused, match="not there"):
        Document(1).take(ladder, {ME, ME + 1})
    assert time.perf_counter() - began < 5  # a deadline: a walk for every piece would take much longer


@pytest.mark.parametrize("name", MALFORMED)
def test_no_memory_is_taken_for_sizes_that_are_only_claimed(name):
    tracemalloc.start()
    try:
        with pytest.raises((Malformed, Refused)):
            guard.read(MALFORMED[name], {yjs.ROOT})
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_a_replica_read_from_a_snapshot_knows_where_wide_characters_are(room):
    again = Document(1, [room.encode()])
    with pytest.raises(Refused, match="in half"):
        again.take(after(1), {ME})
    again.take(after(2), {ME})
    assert "a😀xb" == again.text("solution:0")


def test_a_full_text_takes_typing_again_when_something_was_deleted():
    room, size = Document(1), document.MAX_TEXT_BYTES
    room.take(yjs.update(yjs.block(ME, 0, yjs.string("x" * (size - 10)))), {ME})
    room.take(yjs.update(yjs.block(ME, size - 10, yjs.string("x" * 10, left=(ME, size - 11)))), {ME})
    more = yjs.update(yjs.block(ME, size, yjs.string("xx", left=(ME, size - 1))))
    with pytest.raises(Refused, match="256 KiB"):
        room.take(more, {ME})
    room.take(yjs.update(deleted=yjs.deletions((ME, 0, 2))), {ME})
    room.take(more, {ME})
    assert size == len(room.text("solution:0"))


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x03",
        b"\x03{}",
        b"\x03[]",
        b"\x03" + b"[" * 60_000,
        b'\x03{"client": 5000}',
        b'\x03{"client": "5000", "vector": "AA=="}',
        b'\x03{"client": true, "vector": "AA=="}',
        b'\x03{"client": 1, "vector": "AA=="}',
        b'\x03{"client": 9007199254740992, "vector": "AA=="}',
        b'\x03{"client": 5000, "vector": "A"}',
        b'\x03{"client": 5000, "vector": "/////w8="}',
        b'\x03{"client": 5000, "vector": ""}',
        b'\x03{"client": 5000, "vector": "AA==", "more": "' + b"x" * 65_536 + b'"}',
        b'\x01{"client": 5000, "vector": "AA=="}',
    ],
)
def test_a_hello_that_is_none_is_refused(frame):
    with pytest.raises(Malformed):
        frames.read_hello(frame)


def said(state: bytes, client: int = ME) -> bytes:
    return b"\x01" + varint.write(client) + b"\x01" + varint.write_bytes(state)


def test_of_an_awareness_only_the_own_cursor_is_kept():
    cursor = b'{"anchor":{"tname":"solution:0"},"head":{"tname":"solution:0"}}'
    assert [{"cursor": {"anchor": {"tname": "solution:0"}, "head": {"tname": "solution:0"}}}] == awareness.read(
        said(b'{"cursor":' + cursor + b',"user":{"name":"Eve"}}'), ME
    )
    assert [] == awareness.read(said(b"{}", OTHER), ME)
    assert [None] == awareness.read(said(b"null"), ME)
    for state in (b'{"cursor": 1}', b'{"cursor": {"anchor": 1}}', b'"x"', b"1", b"[]"):
        assert [{}] == awareness.read(said(state), ME)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x01",
        b"\x01\x05\x01" + GIB,
        said(b"{}") + b"\x00",
        said(b"{"),
        said(b"NaN"),
        said(b"1e999"),
        said(b"[" * 999),
        said(b"\xff"),
        GIB + b"\x05",
    ],
)
def test_an_awareness_that_is_none_is_refused(body):
    with pytest.raises(Malformed):
        awareness.read(body, ME)
