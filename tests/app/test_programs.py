"""Another program for a moment: what of its words is read, and that it has ended whatever happens."""

import asyncio
import os
import sys

import pytest

from app.errors import TooManyRequests
from app.kit import programs
from app.kit.waiting import Places

ENDLESS = "import os\nprint(os.getpid())\nwhile True:\n    print('y' * 1000)\n"


def python(source: str) -> list[str]:
    return [sys.executable, "-Ic", source]


async def test_the_first_lines_are_read_and_a_program_that_goes_on_printing_is_ended():
    pid, *others = await programs.first_lines(python(ENDLESS), b"", 20, most=50, size=1 << 20)
    assert [b"y" * 1000] * 49 == others
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


async def test_no_more_bytes_are_read_than_asked_for_and_a_line_that_is_cut_is_none():
    lines = await programs.first_lines(python("print('a'); print('x' * 10**6)"), b"", 20, most=50, size=1000)
    assert [b"a"] == lines


async def test_all_of_few_lines_is_read_of_a_program_that_was_told_much():
    told = b"x" * (1 << 20)
    assert [b"1048576"] == await programs.first_lines(
        python("import sys; print(len(sys.stdin.read()))"), told, 20, most=50, size=1000
    )
    assert [] == await programs.first_lines(python("pass"), told, 20, most=50, size=1000)


async def test_a_program_that_takes_too_long_is_ended():
    with pytest.raises(TimeoutError):
        await programs.first_lines(python("import time; time.sleep(60)"), b"", 0.2, most=1, size=10)


async def test_whoever_comes_while_as_many_wait_as_may_is_refused_and_later_let_in():
    places, leave = Places(1, waiting=1, retry_after=7), asyncio.Event()

    async def stay() -> None:
        async with places.one():
            await leave.wait()

    inside = [asyncio.create_task(stay()) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(TooManyRequests) as refused:
        await stay()
    assert {"Retry-After": "7"} == refused.value.headers
    leave.set()
    await asyncio.gather(*inside)
    await stay()
