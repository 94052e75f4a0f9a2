"""Mock pairs in tests: a bank to draw from, a pair that is made and joined, and its rounds."""

from uuid import UUID

import pytest

from app.problems import upgrades
from app.problems.loader import build
from tests.app import interview
from tests.app.conftest import Person
from tests.app.interview import Interviewing

WORDS = "You asked before you assumed, and it showed in the code."


@pytest.fixture
async def bank(sessions) -> None:
    """Four problems with all that is hidden in them."""
    for number, name in enumerate(("aa", "bb", "cc", "dd"), 1):
        await add_problem(sessions, number, name)


async def add_problem(sessions, number: int, name: str) -> None:
    base = dict(interview.package().files)
    text = base["problem.yaml"].replace("uuid: 5f0f3d2e", f"uuid: {number}f0f3d2e")
    text = text.replace("number: 7", f"number: {number}").replace("Double every number", f"Problem {name}")
    async with sessions.begin() as session:
        await upgrades.sync_package(session, build("metrics", name, base | {"problem.yaml": text}))


@pytest.fixture
async def bob(sign_in):
    return await sign_in("bob@example.com")


@pytest.fixture
async def pair(ada, bob, bank) -> dict:
    return await paired(ada, bob)


async def paired(maker, partner, **wish: object) -> dict:
    made = await maker.browser.post("/api/mocks", json=wish)
    assert 201 == made.status_code, made.text
    joined = await join(partner, made.json()["link"])
    assert 200 == joined.status_code, joined.text
    return (await maker.browser.get(f"/api/mocks/{joined.json()['id']}")).json()


async def join(person, link: str):
    return await person.browser.post("/api/mocks/joins", json={"token": link.rpartition("/")[2]})


def round_of(pair: dict, number: int, sessions, clock, **people: Person) -> Interviewing:
    return Interviewing(UUID(pair["rounds"][number - 1]["interview_id"]), people, sessions, clock)


async def begin(held: Interviewing) -> None:
    await held.step("peer", "open_lobby")
    for who in ("candidate", "peer"):
        await held.step(who, "ready")
    await held.room("peer")
