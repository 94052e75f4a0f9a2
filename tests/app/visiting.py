"""People without an account, for tests: the problems that are open to them, and coming in."""

from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from httpx import AsyncClient

from app.identity.gate import COOKIE
from app.kit.db import SessionMaker
from app.problems import upgrades
from app.problems.bank import load_package
from app.problems.service import FIRST, TOUR
from app.settings import ROOT
from tests.app.conftest import browser


async def fill(sessions: SessionMaker) -> None:
    """Put the two problems that can be opened without an account into the database."""
    for pattern, slug in (TOUR, FIRST):
        async with sessions.begin() as session:
            await upgrades.sync_package(session, load_package(ROOT / "problems" / pattern / slug))


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
