"""Valid frames and records, from which both fuzzers start."""

import json
import struct
from typing import Any

import numpy as np

from app.rooms import varint
from sandbox import wire
from tests.app import yjs

_CHECK = {"type": "check_done", "id": "a/b", "primitive": "oracle", "criterion": "correctness", "mistake": None}
_CHECK |= {"gate": False, "required": True, "visibility": {}, "state": "passed", "property": "p", "hint": "h"}
_CHECK |= {"how": None, "line": 3, "error": {"kind": "ValueError", "line": 2}, "ms": 1.5, "staff": {"x": [1, None]}}
_EVENTS: list[dict[str, Any]] = [
    _CHECK,
    {"type": "compiled", "ok": False, "error": {"kind": "SyntaxError", "line": 1, "message": "\ud800\0"}},
    {"type": "finished", "verdict": "accepted", "timing": {"total": float("nan")}},
    {"type": "output", "text": "a\0b", "truncated": True},
]
VALUES: list[Any] = [
    {"id": 1, "ok": True, "value": [1.0, 2.0, 3.0, 4.0, 5.0]},
    {"id": 1, "ok": True, "value": np.arange(6.0).reshape(2, 3), "args_after": [1], "shares": [0]},
    {"id": 1, "ok": True, "value": {"a": (1, 2**70, -1), 2.5: "é\U0001f600"}, "random_touched": False},
    {"id": 1, "ok": True, "value": ["a", "bc", "", "\ud800"]},
    {"id": 1, "ok": True, "value": [{"name": "n", "state": "failed", "message": "m", "line": 1, "output": ""}]},
    {"id": 1, "ok": True, "value": (True, None, np.array(["ab", "c"]), np.zeros((0, 3)), np.array([True]))},
    {"id": 1, "ok": False, "kind": "ValueError", "classes": ["ValueError", "Exception"], "line": 2, "message": "no"},
    {"callback": True, "object": 0, "method": "__call__", "args": [1.0, [1, 2, 3, 4]], "kwargs": {"eps": 0.5}},
    {"callback": True, "object": 1, "method": "__next__", "args": [], "kwargs": {}},
    [wire.Form(np.ones((2, 2)), strided=True), wire.Form(np.ones(1, np.float32), readonly=True)],
]
VALUES += [np.arange(2), np.array(["passed", "failed"]), [np.ones(1)], {}, (), 2**1000, float("inf"), True, "failed"]
_LENT = [
    {"items": [1, "a", None], "number": 0, "methods": [], "lent": None, "raised": None, "value": 2.0},
    {"number": 0, "methods": ["fit", "__call__"], "lent": {"number": 0, "methods": ["fit"]}, "raised": None},
    {"number": 3, "methods": ["fit"], "raised": "ValueError", "message": "no", "lent": None, "value": None},
]
FRAMES = [wire.encode(value) for value in VALUES]
STREAMS = [b"".join(struct.pack("<I", len(frame)) + frame for frame in FRAMES), b"\xff\xff\xff\xff", b"\0\0\0\0"]
HELLOS = [b'{"role": "control"}', b'{"role": "group", "token": "t"}', b"[" * 30_000, b"1" * 5000, b"[]"]
RECORDS = [json.dumps(event).encode() for event in _EVENTS]
SEEDS = {"decode": FRAMES, "reply": FRAMES, "fields": FRAMES, "served": FRAMES, "receive": STREAMS, "control": HELLOS}
SEEDS["event"] = RECORDS
SEEDS["lent"] = [wire.encode(value) for value in _LENT]
_MINE = yjs.block(5000, 0, yjs.string("xé😀", left=(6000, 3)), yjs.string("y", right=(6000, 1)), yjs.string("z"))
SEEDS["update"] = [
    yjs.update(_MINE, deleted=yjs.deletions((6000, 1, 2), (7000, 0, 1))),
    yjs.update(_MINE, yjs.block(5001, 0, yjs.string("x", left=(5000, 1), right=(7000, 0)))),
    yjs.update(yjs.block(5000, 0, yjs.item(1, varint.write(9), left=(6000, 0)), yjs.string("w", left=(5000, 4)))),
    yjs.update(yjs.block(5001, 0, yjs.item(4, b"\x01q", parent=yjs.root(b"checks:0"))), deleted=b"\x00"),
]
SEEDS["room_message"] = [
    b'\x03{"client": 5000, "vector": "AA=="}',
    b"\x01\x01\x00\x00\x00" + SEEDS["update"][0],
    b"\x02\x88\x27\x01\x02{}\x88\x27\x02\x1b" + b'{"cursor":{"anchor":1e3,"head":[]}}',
]
