"""The application on a real database: one app for the session, empty tables for each test."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts.grading import Worker
from app.identity import passwords
from app.identity import sessions as sessions_of_people
from app.identity.actor import Actor, Role
from app.identity.gate import COOKIE
from app.identity.models import User
from app.identity.passwords import hash_password
from app.kit.clock import ManualClock
from app.kit.db import SessionMaker
from app.main import create_app
from app.problems import upgrades
from app.settings import Settings
from sandbox.engine import Engine, EngineSettings
from sandbox.images import build
from tests.app import emptying, packages
from tests.app.standin import StandIn

PASSWORD = "correct horse battery"  # noqa: S105 - of people who live for one test
ORIGIN = {"sec-fetch-site": "same-origin"}


@dataclass
class Person:
    """A signed-in person with a browser of their own."""

    actor: Actor
    browser: httpx.AsyncClient


@pytest.fixture(scope="session", autouse=True)
def _quick_hashing() -> Iterator[None]:
    """Argon2 as ever, with as little effort as it takes: tests sign in often."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
        patch.setattr(passwords, "_HASHER", quick)
        yield


@pytest.fixture(scope="session")
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(scope="session")
async def app(database_url: str, clock: ManualClock) -> AsyncIterator[FastAPI]:
    app = create_app(Settings(executions_per_minute=6, rate_factor=0), database_url, clock)
    async with app.router.lifespan_context(app):
        await app.state.hub.connected.wait()
        yield app


@pytest.fixture(scope="session")
async def password_hash() -> str:
    return await hash_password(PASSWORD)


@pytest.fixture(autouse=True)
async def _empty(request: pytest.FixtureRequest) -> None:
    if "app" not in request.fixturenames:
        return
    app: FastAPI = request.getfixturevalue("app")
    clock: ManualClock = request.getfixturevalue("clock")
    clock._now = datetime.now(UTC)
    async with app.state.sessionmaker.begin() as session:
        await emptying.empty(session)


@pytest.fixture
def sessions(app: FastAPI) -> SessionMaker:
    maker: SessionMaker = app.state.sessionmaker
    return maker


@pytest.fixture
async def session(sessions: SessionMaker) -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


def browser(app: FastAPI, *, address: str = "127.0.0.1", **cookies: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 123))
    return httpx.AsyncClient(transport=transport, base_url="http://holdout", headers=ORIGIN, cookies=cookies)


@pytest.fixture
async def anybody(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app) as client:
        yield client


@pytest.fixture
async def sign_in(
    app: FastAPI, sessions: SessionMaker, clock: ManualClock, password_hash: str
) -> AsyncIterator[Callable[[str], Awaitable[Person]]]:
    clients: list[httpx.AsyncClient] = []

    async def arrive(email: str, *roles: Role) -> Person:
        async with sessions.begin() as session:
            user = User(
                email=email,
                email_key=email,
                name=email.partition("@")[0],
                password_hash=password_hash,
                roles=[str(role) for role in roles or (Role.CANDIDATE,)],
            )
            session.add(user)
            await session.flush()
            signed_in = sessions_of_people.open_until(session, user, clock.now(), clock.now() + timedelta(days=14))
        client = browser(app, **{COOKIE: signed_in.token})
        clients.append(client)
        return Person(signed_in.actor, client)

    yield arrive
    for client in clients:
        await client.aclose()


@pytest.fixture(scope="session")
async def engine() -> AsyncIterator[Engine]:
    build.build(["numpy", "judge"], lambda _: None)
    engine = Engine(EngineSettings(slots=2))
    yield engine
    await engine.close()


@pytest.fixture
async def ada(sign_in) -> Person:
    return await sign_in("ada@example.com")


@pytest.fixture
async def problem(sessions: SessionMaker) -> str:
    """The address of the one problem there is."""
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package())
    return "/problems/metrics/double"


@pytest.fixture
def bank(tmp_path: Path) -> str:
    """A bank on disk with the one package."""
    for path, content in packages.files().items():
        target = tmp_path / "metrics" / "double" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)
    return str(tmp_path)


@pytest.fixture
async def planned(sign_in, sessions: SessionMaker, clock: ManualClock) -> Any:
    """An interview with everybody in it, before its lobby was opened."""
    from tests.app import interview  # it needs this module's Person

    return await interview.plan(sign_in, sessions, clock)


@pytest.fixture
async def held(planned) -> Any:
    """The same, under way."""
    await planned.start()
    return planned


@pytest.fixture
def worker_of(sessions: SessionMaker, clock: ManualClock) -> Callable[..., Worker]:
    """A worker whose engine plays the given gradings."""
    return lambda *gradings: Worker(sessions, clock, StandIn(*gradings))


@pytest.fixture
async def drain(sessions: SessionMaker, clock: ManualClock, database_url: str) -> AsyncIterator[Any]:
    """Does everything that waits in the background, as a worker does."""
    from tests.app import evidencing  # most tests need nothing of it

    async with evidencing.draining(sessions, clock, database_url) as drain:
        yield drain


@pytest.fixture
async def lead(sign_in) -> Person:
    """An account that may plan interviews."""
    return await sign_in("lead@example.com", Role.INTERVIEWER)
