"""Another program for a moment: told something on its standard input, heard, and gone when its time is over."""

import asyncio
import contextlib
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from typing import Any


async def answer(command: Sequence[str], told: bytes, seconds: float, **options: Any) -> bytes:
    """What the program prints; TimeoutError where it takes longer. However this ends, the program has ended too."""
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, **options)
    try:
        output, _ = await asyncio.wait_for(process.communicate(told), seconds)
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return output
