"""Asking the inspector: what is wrong with a package as it stands, and how a text will be shown."""

import json
import sys
from typing import Any

from app.kit import programs
from app.kit.log import log
from app.kit.waiting import Places
from app.problems.errors import Unreadable
from app.settings import ROOT
from app.studio.models import PackageDraft
from app.studio.schemas import Fault, PreviewView

SECONDS = 10.0
PLACES = Places(2, waiting=8)  # whoever waits holds a connection to the database
MAX_FAULTS = 200


async def faults(draft: PackageDraft, files: dict[str, str]) -> list[Fault]:
    """What is wrong with the package; one fault of the whole when it takes too long to be read."""
    request = {"pattern": draft.pattern, "slug": draft.slug, "problem_id": str(draft.problem_id), "files": files}
    try:
        found = await _ask("faults", **request)
    except Unreadable as error:
        return [Fault(path="", line=None, message=error.message, remedy="Take back the last change, or simplify it.")]
    return [Fault.model_validate(each) for each in found[:MAX_FAULTS]]


async def preview(text: str) -> PreviewView:
    """The text as HTML that is safe to show. Unreadable when that takes too long."""
    return PreviewView.model_validate(await _ask("preview", text=text))


async def _ask(task: str, **values: Any) -> Any:
    async with PLACES.one():
        output = await _run(json.dumps({"task": task, **values}).encode())
    try:
        return json.loads(output)
    except ValueError as error:
        log.warning("inspector_ended", task=task)
        raise Unreadable from error


async def _run(request: bytes) -> bytes:
    environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}  # nothing of ours for a hostile text to find
    command = [sys.executable, "-m", "app.studio.inspector"]
    try:
        return await programs.answer(command, request, SECONDS, cwd=ROOT, env=environment)
    except TimeoutError:
        return b""
