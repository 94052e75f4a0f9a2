"""Requests made from the description of the API, valid and not, signed in as each role: nothing breaks, nothing leaks.

Every answer fits what is documented, none is a fault of ours, and none holds a word of somebody whose rows the person
may not read. What a request wrote is undone, so that the rows stay for the next one.
"""

import asyncio
import json
import os
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from schemathesis.core.failures import Failure, FailureGroup

from app import openapi
from tests.app.api import world as worlds
from tests.app.api.planted import Marks
from tests.app.api.world import World

REQUESTS = int(os.environ.get("HOLDOUT_API_REQUESTS", "20000"))
SEED = int(os.environ.get("HOLDOUT_API_SEED", "1"))
FEW = 500
ROLES = ("nobody", "guest", "candidate", "other", "lead", "interviewer", "reviewer", "author", "admin")
WHEN = ("over", "live", "planned", "elsewhere")  # what comes first is asked for most
MARKS = Marks(
    "XYROUNDX", "XYSTAFFX", "XYCANDIDATEX", "XYLEADX", "XYSTUDIOX", "XYPILOTX", "XYTRUSTX", "XYOWNX", "Pacific/Chatham",
    "XYREPORTX",
)  # fmt: skip
MAY_READ = {
    MARKS.round: {"candidate", "lead", "reviewer", "admin"},
    MARKS.staff: {"lead", "reviewer", "admin"},
    MARKS.candidate: {"candidate"},
    MARKS.lead: {"lead"},
    MARKS.studio: {"author", "admin"},
    MARKS.pilot: {"lead", "interviewer", "reviewer", "author", "admin"},
    MARKS.trust: {"admin"},
    MARKS.own: {"candidate", "admin"},
    MARKS.zone: {"candidate"},
    MARKS.report: {"candidate", "author", "admin"},
}
HOSTILE = (
    "' OR 1=1 --",
    "a'; DROP TABLE users; --",
    "\0",
    "%00",
    "..%2f..%2fetc%2fpasswd",
    "\u202e",
    "é" * 300,
    "9" * 400,
    "-1",
    "NaN",
    "{{7*7}}",
    "00000000-0000-0000-0000-000000000000",
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Host": "evil.example"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "' OR 1=1"},
    {"Last-Event-ID": "9" * 40},
    {"Last-Event-ID": "-1"},
    {"Idempotency-Key": "k" * 300},
    {"Accept": "text/html", "Accept-Language": "\u00e9"},
    {"X-Request-ID": "a b"},
    {"Cookie": "theme=%00; holdout_session=x"},
)
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]


@dataclass
class Found:
    """What came of it: how many answers of each status, the first case of each fault, and the words that were seen."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[tuple[str, str], str] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)


@pytest.fixture
async def marked(app, sign_in, sessions, clock, undone_later):
    async with worlds.build(app, sign_in, sessions, clock, MARKS) as made:
        with undone_later():
            yield made


async def test_some_hundred_requests_break_nothing_and_read_nothing_of_others(app, marked):
    found = await _fuzz(app, marked, FEW, roles=("candidate", "interviewer", "admin"))
    assert {} == found.faults, "\n".join(found.faults.values())


@pytest.mark.thorough
@pytest.mark.timeout(0)
async def test_thousands_of_requests_as_each_role_break_nothing_and_read_nothing_of_others(app, marked):
    found = await _fuzz(app, marked, REQUESTS, roles=ROLES)
    total = found.statuses.total()
    print(f"\n{total} requests, seed {SEED}: {dict(sorted(found.statuses.items()))}")  # noqa: T201 - the figures
    assert {} == found.faults, "\n".join(found.faults.values())
    assert total >= REQUESTS
    assert found.statuses[200] + found.statuses[201] + found.statuses[204] > total / 20, "hardly any came through"
    for mark, readers in MAY_READ.items():
        assert readers & {role for seen, role in found.seen if seen == mark}, f"nobody was ever told {mark}"


async def _fuzz(app, world: World, requests: int, *, roles: tuple[str, ...]) -> Found:
    document = json.loads(json.dumps(openapi.describe(app)))
    for by_method in document["paths"].values():
        for call in by_method.values():
            call.pop("security")  # who asks is ours to say
    operations = [each.ok() for each in schemathesis.openapi.from_dict(document).get_all_operations()]
    each = -(-requests // (len(operations) * len(roles) * 2))
    found, loop = Found(), asyncio.get_running_loop()

    def all_of_it() -> None:
        for role in roles:
            for operation in operations:
                for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                    _try(world, operation, mode, role=role, times=each, found=found, loop=loop)

    await asyncio.to_thread(all_of_it)
    return found


def _try(world: World, operation: Any, mode: GenerationMode, *, role: str, times: int, found: Found, loop: Any) -> None:
    filled = _paths(world, operation)

    @seed(SEED)
    @settings(
        max_examples=times,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), filled, st.sampled_from(HEADERS))
    def ask(case: Case, path: dict[str, str], headers: dict[str, str]) -> None:
        case.path_parameters = {name: quote(value, safe="%") for name, value in path.items()}
        answer = asyncio.run_coroutine_threadsafe(_send(world.browsers[role], case, headers), loop).result()
        _judge(case, answer, role, found)

    try:
        ask()
    except Unsatisfiable:  # whatever is sent to some is valid but for the path, which is ours
        assert mode is GenerationMode.NEGATIVE
        _try(world, operation, GenerationMode.POSITIVE, role=role, times=times, found=found, loop=loop)


def _paths(world: World, operation: Any) -> st.SearchStrategy[dict[str, str]]:
    """Mostly what belongs together, of an interview at some point or of somebody's practice; else anything."""
    names = [each.name for each in operation.path_parameters]
    filled = [world.fill(operation.path, at, who) for at in WHEN for who in ("candidate", "lead")]
    whole = [{name: str(each[name]) for name in names} for each in filled if set(names) <= set(each)]
    mixed = st.fixed_dictionaries({name: _blank(filled, name) for name in names})
    known = st.sampled_from(whole)
    return st.one_of(known, known, known, mixed)


def _blank(filled: list[dict[str, Any]], name: str) -> st.SearchStrategy[str]:
    """Own ids and strangers', unknown ones, and what is none."""
    known = sorted({str(each[name]) for each in filled if name in each})
    return st.sampled_from([*known, str(uuid4()), *HOSTILE]) | st.text(min_size=1, max_size=40)


async def _send(client: httpx.AsyncClient, case: Case, headers: dict[str, str]) -> httpx.Response:
    kept = dict(client.cookies)
    asked = case.as_transport_kwargs(base_url="http://holdout")
    content = asked.get("data")
    if asked.get("json") is not None:
        content = json.dumps(asked["json"]).encode()  # half characters and NaN included
    if asked.get("files") is not None:
        form = requests.Request("POST", "http://holdout", files=asked["files"], data=asked.get("data")).prepare()
        content, asked["headers"] = form.body, {**dict(asked["headers"] or {}), **form.headers}
    sent = {name: str(value) for name, value in {**dict(asked["headers"] or {}), **headers}.items()}
    if content is not None and case.media_type and "files" not in asked:
        sent["Content-Type"] = case.media_type
    url = httpx.URL("http://holdout").copy_with(raw_path=_target(asked["url"], asked.get("params")))
    encoded = [(name.encode(), value.encode("utf-8", "replace")) for name, value in sent.items()]
    answer = await client.request(asked["method"], url, content=content, headers=encoded)
    client.cookies.clear()
    client.cookies.update(kept)
    return answer


def _target(url: str, params: Any) -> bytes:
    """Path and query as they are on the wire."""
    prepared = requests.Request("GET", url, params=params).prepare()
    return prepared.path_url.encode("ascii", "replace")


def _judge(case: Case, answer: httpx.Response, role: str, found: Found) -> None:
    problems = []
    if answer.status_code >= 500:
        problems.append(f"answered {answer.status_code}: {answer.text[:300]}")
    for mark, readers in MAY_READ.items():
        if mark in answer.text:
            found.seen.add((mark, role))
            if role not in readers:
                problems.append(f"told {mark}")
    if not answer.headers.get("content-type", "").startswith("text/event-stream"):
        try:
            case.validate_response(answer, checks=CHECKS)
        except (Failure, FailureGroup) as fault:
            problems.append(f"does not fit: {fault!s:.900}")
    found.statuses[answer.status_code] += 1
    for problem in problems:
        key = (case.operation.label, problem[:20])
        how = f"{role}: {case.method} {answer.request.url} {str(case.body)[:300]!r} → {answer.status_code}"
        found.faults.setdefault(key, f"{how}\n    {problem}")
