"""A rolling upgrade for real: the release before and this one side by side on one database, while people work."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest

from app.identity.gate import COOKIE
from app.kit.db import libpq_url, sqlalchemy_url
from tests.app import packages
from tests.app.peers import Peer, in_step
from tests.upgrade.releases import NOW, Process, Release
from tests.upgrade.traffic import Traffic

DOUBLE, AGAIN = "5f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11", "5f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a12"
# Work that comes again by itself. The release that is kept lets what it does not know fail; this one puts it back.
UNKNOWN_BEFORE = ["bench:rescue", "debrief:rescue", "mail:sweep", "mail:tidy", "operation:static"]
SANDBOX = {"HOLDOUT_SANDBOX_SLOTS": "1", "HOLDOUT_SANDBOX_SPARES": "1"}


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Release:
    release = Release.before(tmp_path_factory.mktemp("before"))
    for each in (release, NOW):
        built = each.run("images", "build", "numpy", "judge")
        assert built.returncode == 0, built.stderr
    return release


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of an installation with an empty database and two problems."""
    with psycopg.connect(libpq_url(database_url), autocommit=True) as connection:
        connection.execute("CREATE DATABASE rolling")
        url = sqlalchemy_url(database_url).set(drivername="postgresql", database="rolling")
        yield {
            "DATABASE_URL": url.render_as_string(hide_password=False),
            "HOLDOUT_PROBLEMS_DIR": str(_bank(tmp_path / "bank")),
            "HOLDOUT_DATA_DIR": str(tmp_path),
            "HOLDOUT_PORT": "0",
            "HOLDOUT_EXECUTIONS_PER_MINUTE": "10000",
            **SANDBOX,
        }
        connection.execute("DROP DATABASE rolling WITH (FORCE)")


def _bank(folder: Path) -> Path:
    for slug, changes in (("double", {}), ("again", {DOUBLE: AGAIN, "number: 7": "number: 8"})):
        for path, content in packages.files().items():
            target = folder / "metrics" / slug / path
            target.parent.mkdir(parents=True, exist_ok=True)
            for old, new in changes.items():
                content = content.replace(old, new)  # noqa: PLW2901 - step by step
            target.write_text(content)
    return folder


@pytest.fixture
def running() -> Iterator["Running"]:
    folder = Path(tempfile.mkdtemp(prefix="holdout-test-"))
    with ExitStack() as left:
        yield Running(folder, left)
    shutil.rmtree(folder, ignore_errors=True)


class Running:
    """Starts processes, of which none outlives the test."""

    def __init__(self, folder: Path, left: ExitStack) -> None:
        self._folder, self._left, self._started = folder, left, 0

    def web(self, release: Release, house: dict[str, str]) -> Process:
        return self._start(release, ["serve", "--role", "web"], house)

    def worker(self, release: Release, house: dict[str, str]) -> Process:
        process = self._start(release, ["worker"], house)
        process.grades(house["DATABASE_URL"])
        return process

    def _start(self, release: Release, arguments: list[str], house: dict[str, str]) -> Process:
        self._started += 1
        process = release.start(self._folder / f"{self._started}.log", *arguments, **house)
        self._left.callback(process.kill)
        return process


class Person:
    """The administrator, in a browser."""

    def __init__(self, web: Process) -> None:
        found = re.search(r"first sign-in: (\S+)   password: (\S+)", web.said())
        assert found, web.said()
        self.browser = httpx.Client(base_url=web.address(), headers={"sec-fetch-site": "same-origin"}, timeout=30)
        self.post("/signin", 303, data={"email": found[1], "password": found[2], "next": "/practice"})
        self.token = self.browser.cookies[COOKIE]

    def attempt(self, slug: str) -> UUID:
        page = self.browser.get(f"/problems/metrics/{slug}").text
        found = re.search(r'"attempt": \{[^}]*"id": "([^"]+)"', page)
        assert found, page[-2000:]
        return UUID(found[1])

    def interview(self) -> tuple[UUID, str]:
        """One that has begun; its id, and the session of its candidate."""
        planned = self.post("/api/interviews", 201, json={"title": "Round two", "problem_ids": [DOUBLE]}).json()
        at = f"/api/interviews/{planned['id']}"
        seat = {"name": "Ada", "email": "ada@example.org", "part": "candidate"}
        plan = self.post(f"{at}/people", 201, json=seat).json()
        ada = next(each["id"] for each in plan["people"] if each["part"] == "candidate")
        link = self.post(f"{at}/people/{ada}/link", 201, json={}).json()["address"]
        self.post(f"{at}/steps", 200, json={"step": "open_lobby"})
        with httpx.Client(base_url=self.browser.base_url, headers={"sec-fetch-site": "same-origin"}) as candidate:
            assert candidate.post(httpx.URL(link).path).status_code == 303
            token = candidate.cookies[COOKIE]
            assert candidate.post(f"{at}/steps", json={"step": "ready"}).is_success
        self.post(f"{at}/steps", 200, json={"step": "ready"})
        return UUID(planned["id"]), token

    def post(self, path: str, expected: int, **options: Any) -> httpx.Response:
        answer = self.browser.post(path, **options)
        assert expected == answer.status_code, answer.text
        return answer


def port_of(address: str) -> int:
    port = httpx.URL(address).port
    assert port is not None
    return port


@pytest.mark.timeout(900)  # four processes start one after the other, beside whatever else the machine does
async def test_two_releases_side_by_side_lose_no_submission_and_no_keystroke(before, house, running):
    old_web = running.web(before, house)
    old = old_web.address()
    old_worker = running.worker(before, house)
    ada = Person(old_web)
    interview, candidates = ada.interview()
    token = f"{COOKIE}={ada.token}"
    traffic = [Traffic([old], token, ada.attempt(slug)) for slug in ("double", "again")]
    ada.browser.close()
    candidate = await Peer(candidates, interview).come(port_of(old))
    with traffic[0], traffic[1]:

        async def work_goes_on() -> None:
            for each in traffic:
                await asyncio.to_thread(each.goes_on)

        await work_goes_on()
        migrated = await asyncio.to_thread(NOW.run, "migrate", **house)
        assert migrated.returncode == 0, migrated.stderr
        await work_goes_on()  # the release before, on the schema of this one

        new_web = await asyncio.to_thread(running.web, NOW, house)
        new = await asyncio.to_thread(new_web.address)
        lead = await Peer(ada.token, interview).come(port_of(new))
        for each in traffic:
            each.webs.append(new)
        await work_goes_on()  # this release's web, with the worker of before
        await type_by_turns(candidate, lead, "beside")

        new_worker = await asyncio.to_thread(running.worker, NOW, house)
        await work_goes_on()  # both workers
        assert await asyncio.to_thread(old_worker.stop) == 0
        await work_goes_on()  # the web of before, with this release's worker

        for each in traffic:
            each.webs.remove(old)
        assert await asyncio.to_thread(old_web.stop) == 0
        await candidate.come(port_of(new))
        await type_by_turns(candidate, lead, "after")
        await work_goes_on()
    for each in traffic:
        assert each.faults == []
        assert {old, new} == each.through.keys()
        assert each.acknowledged == await asyncio.to_thread(each.verdicts, new)
    assert not twice_or_never(house["DATABASE_URL"])
    for peer in (candidate, lead):
        assert peer.refusals == []
        await peer.leave()
    for process in (new_worker, new_web):
        assert await asyncio.to_thread(process.stop) == 0


async def type_by_turns(candidate: Peer, lead: Peer, word: str) -> None:
    for number in range(20):
        candidate.type(f"# {word} candidate {number}\n")
        lead.type(f"# {word} lead {number}\n", at=0)
        await asyncio.sleep(0.01)
    text = await in_step(candidate, lead)
    assert 40 == text.count(f"# {word}")


def twice_or_never(database: str) -> list[Any]:
    """Submissions without exactly one verdict, and jobs that failed."""
    with psycopg.connect(database) as connection:
        wrong = connection.execute(
            "SELECT id, status, (SELECT count(*) FROM verdicts WHERE execution_id = executions.id) AS verdicts "
            "FROM executions WHERE status <> 'finished' OR (SELECT count(*) FROM verdicts WHERE execution_id = executions.id) <> 1"
        ).fetchall()
        failed = connection.execute(
            "SELECT id, task_name FROM procrastinate_jobs WHERE status = 'failed' AND NOT task_name = ANY(%s)",
            [UNKNOWN_BEFORE],
        ).fetchall()
    return [*wrong, *failed]


def test_the_release_before_refuses_a_database_of_this_one_and_this_one_says_what_an_older_needs(
    before, house, running
):
    assert before.run("migrate", **house).returncode == 0
    refused = NOW.run("serve", "--role", "web", **house, HOLDOUT_MIGRATE_AT_START="false")
    assert refused.returncode == 1
    assert "Run `holdout migrate` once, then start this again" in refused.stderr
    assert NOW.run("migrate", **house).returncode == 0
    refused = before.run("serve", "--role", "web", **house)
    assert refused.returncode == 1
    assert "belongs to a newer release of Holdout: start that one, or restore a backup" in refused.stderr
    assert "Traceback" not in refused.stderr
    web = running.web(NOW, {**house, "HOLDOUT_MIGRATE_AT_START": "false"})
    assert web.address()
    assert web.stop() == 0
