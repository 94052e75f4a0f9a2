"""Remarks on code as it is typed, by ruff in a process of its own: text in, JSON out, bounded in time and size.

Advisory only: nothing here decides anything about a submission.
"""

import json
from typing import Any

from ruff.__main__ import find_ruff_bin  # type: ignore[import-untyped]  # ruff ships no types

from app.attempts.schemas import MAX_CODE_BYTES, Diagnostic
from app.errors import CodeTooLarge
from app.kit import programs
from app.kit.log import log
from app.kit.waiting import Places

SECONDS = 5.0
MAX_SHOWN = 100
MAX_OUTPUT = 512 * 1024  # a remark is some 500 bytes; one that quotes the code can be as long as that
PLACES = Places(2, waiting=16)
# pyflakes, syntax, bare except and comparisons that surprise, likely bugs; no taste
RULES = "F,E9,E711,E712,E721,E722,B006,B008,B015,B018,B023,B904,PLE,NPY"
ERRORS = ("F8", "E9", "PLE")


async def lint(source: str) -> list[Diagnostic]:
    """The first of what ruff says; nothing when it does not answer in time.

    Raises:
        CodeTooLarge (over 256 KiB), TooManyRequests (many others are waiting)
    """
    data = source.encode()
    if len(data) > MAX_CODE_BYTES:
        raise CodeTooLarge(field="source", limit=MAX_CODE_BYTES)
    async with PLACES.one():
        found = await _ruff(data)
    try:
        return [_diagnostic(json.loads(each)) for each in found]
    except ValueError:
        log.warning("lint_unreadable", size=sum(map(len, found)))  # not what it says: it may quote the code
        return []


async def _ruff(data: bytes) -> list[bytes]:
    arguments = ["check", "--isolated", "--no-cache", "--quiet", "--output-format=json-lines", f"--select={RULES}"]
    command = [find_ruff_bin(), *arguments, "--target-version=py311", "--stdin-filename=solution.py", "-"]
    try:
        return await programs.first_lines(command, data, SECONDS, most=MAX_SHOWN, size=MAX_OUTPUT)
    except TimeoutError:
        log.warning("lint_timeout", size=len(data))
        return []


def _diagnostic(item: dict[str, Any]) -> Diagnostic:
    code = item.get("code") or "syntax"
    start, end = item["location"], item["end_location"]
    is_error = code in {"syntax", "invalid-syntax"} or code.startswith(ERRORS)
    return Diagnostic(
        line=start["row"],
        column=start["column"],
        end_line=end["row"],
        end_column=end["column"],
        code=code,
        message=item["message"],
        severity="error" if is_error else "warning",
    )
