"""Rooms under load: keystroke to the other person, growth, joins, hostile frames, killed nodes; beside pycrdt-websocket.

`python -m benchmarks.rooms` measures and ends with one JSON line; `docs/rooms.md` has the results.
"""
