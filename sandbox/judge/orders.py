"""What the worker says on standard input: jobs, and whether what nobody waits for is to stand aside.

Words about standing aside (`{"hold": bool}`) may come at any time, for one job or none; the last one counts.
"""

import json
import os
import select
import struct
import time
from typing import Any

from sandbox.inside.frames import Channel

_HEADER = struct.Struct("<I")
_JOB_BYTES = 32 << 20
_SILENCE_SECONDS = 3600.0
_ASIDE_SHARE = 0.05  # of a job's time: standing aside for ever would be a fault of ours


class Orders:
    """The worker's words for one grading."""

    def __init__(self) -> None:
        self._held = False
        self._patience = 0.0

    def next_job(self, control: Channel) -> dict[str, Any] | None:
        """The next job, or None when the worker or the candidate container is gone: this container then ends too.

        A worker looks after its idle pairs every few minutes; after an hour of silence it is taken for gone, even if
        the engine still holds its side of the stream open.
        """
        while True:
            ready, _, _ = select.select([0, control.sock.fileno()], [], [], _SILENCE_SECONDS)
            if not ready or control.sock.fileno() in ready:
                return None
            said = self._heard()
            if said is None or "hold" not in said:
                break
        if said is not None and said["gives_way"]:
            self._patience = _ASIDE_SHARE * said["deadline_seconds"]
        return said

    def stand_aside(self) -> float:
        """Wait while others are to go first, as long as the job's patience lasts; how many seconds that took."""
        began = time.monotonic()
        while (left := self._patience - (time.monotonic() - began)) > 0 and self._says_something(left):
            if self._heard() is None:
                os._exit(0)  # the worker is gone, and so is whoever would read what this grading finds
        waited = time.monotonic() - began
        self._patience -= waited
        return waited

    def _says_something(self, left: float) -> bool:
        return bool(select.select([0], [], [], left if self._held else 0)[0])

    def _heard(self) -> dict[str, Any] | None:
        header = _read_exactly(_HEADER.size)
        if header is None:
            return None
        body = _read_exactly(min(_HEADER.unpack(header)[0], _JOB_BYTES))
        if body is None:
            return None
        said: dict[str, Any] = json.loads(body)
        self._held = said.get("hold", self._held)
        return said


def _read_exactly(count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        chunk = os.read(0, count - len(parts))
        if not chunk:
            return None
        parts += chunk
    return bytes(parts)
