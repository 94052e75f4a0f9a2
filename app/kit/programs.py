"""Another program for a moment: told something on its standard input, heard, and gone when its time is over."""

import asyncio
import contextlib
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from typing import Any, cast

PIECE = 64 * 1024


async def answer(command: Sequence[str], told: bytes, seconds: float, **options: Any) -> bytes:
    """What the program prints; TimeoutError where it takes longer. However this ends, the program has ended too."""
    async with _running(command, **options) as process:
        output, _ = await asyncio.wait_for(process.communicate(told), seconds)
    return output


async def first_lines(command: Sequence[str], told: bytes, seconds: float, *, most: int, size: int) -> list[bytes]:
    """The first whole lines of what the program prints: `most` of them at most, of `size` bytes together.

    The program is ended as soon as it has printed those, so that what it would go on to print costs nothing.

    Raises:
        TimeoutError: the program takes longer.
    """
    printed = bytearray()
    async with _running(command) as process, asyncio.timeout(seconds):
        to, out = cast("StreamWriter", process.stdin), cast("StreamReader", process.stdout)
        to.write(told)
        to.close()
        while len(printed) < size and printed.count(b"\n") < most:
            piece = await out.read(PIECE)
            if not piece:
                await process.wait()
                break
            printed += piece
    return bytes(printed[:size]).split(b"\n")[:-1][:most]


@contextlib.asynccontextmanager
async def _running(command: Sequence[str], **options: Any) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, **options)
    try:
        yield process
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.communicate()  # while its pipe is full nobody notices its end
