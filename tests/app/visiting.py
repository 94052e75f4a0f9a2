"""People without an account, for tests: the problems that are open to them, coming in, and signing up by mail."""

import re
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import func, select, update

from app.identity.gate import COOKIE
from app.identity.models import Mail, User
from app.kit.db import SessionMaker
from app.problems import upgrades
from app.problems.service import FIRST, TOUR
from app.settings import Settings
from tests.app import packages
from tests.app.conftest import browser

OWN = "/problems/{}/{}".format(*FIRST)
BASE = "https://holdout.example.com"
MAILING = {"public_url": BASE, "smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_security": "none"}


async def fill(sessions: SessionMaker) -> None:
    """Put the two problems that can be opened without an account into the database."""
    for pattern, slug in (TOUR, FIRST):
        async with sessions.begin() as session:
            await upgrades.sync_package(session, packages.bank(f"{pattern}/{slug}"))


@asynccontextmanager
async def visitor(app: FastAPI):
    """A browser in which somebody has begun without an account."""
    async with browser(app) as client:
        await begin(client)
        yield client


async def begin(client: AsyncClient) -> httpx.Response:
    """Press the button of the start page."""
    answer = await client.post("/visits")
    assert (303, "/tour") == (answer.status_code, answer.headers["location"]), answer.text
    assert client.cookies.get(COOKIE)
    return answer


@pytest.fixture
async def _bank(sessions):
    await fill(sessions)


@pytest.fixture
async def guest(app, sessions):
    await fill(sessions)
    async with visitor(app) as client:
        yield client


@pytest.fixture
async def invited(sign_in, sessions):
    """The guest of an interview."""
    person = await sign_in("seated@example.com")
    async with sessions.begin() as session:
        await session.execute(update(User).where(User.id == person.actor.id).values(guest=True))
    return person


@pytest.fixture
def set_to(app):
    """Change settings of the running application for one test."""
    usual = app.state.settings

    def change(**values: Any):
        app.state.settings = Settings(executions_per_minute=60, rate_factor=0, **values)

    yield change
    app.state.settings = usual


async def count(sessions, of) -> int:
    async with sessions() as session:
        return (await session.execute(select(func.count()).select_from(of))).scalar_one()


async def the_user(sessions) -> User:
    async with sessions() as session:
        return (await session.execute(select(User))).scalar_one()


async def submit(client, step: str):
    return await client.post(f"/tour/{step}")


async def link_of(sessions, kind: str) -> str:
    """The address in the last mail of this kind."""
    async with sessions() as session:
        found = (await session.execute(select(Mail.text).where(Mail.kind == kind).order_by(Mail.created_at))).scalars()
        mail = list(found)[-1]
    return re.search(rf"{BASE}(/\S+)", mail)[1]
