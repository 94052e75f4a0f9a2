"""Rooms under load, beside pycrdt-websocket: keystrokes, growth, joins, hostile frames, killed nodes.

`python -m benchmarks.rooms` measures and ends with one JSON line; `docs/rooms.md` has the results.
"""
