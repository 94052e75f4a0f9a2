"""A release's bank and what was changed here: nothing is overwritten, a person decides on what is offered."""

import asyncio
from uuid import UUID

import pytest

from app.errors import NotFound
from app.identity.actor import Role
from app.problems import lifecycle, repository, upgrades
from app.problems.errors import VersionTaken, WrongVersionState
from app.problems.lifecycle import State, Step
from app.problems.loader import build
from app.problems.package_error import PackageError
from tests.app import packages
from tests.app.packages import PROBLEM
from tests.app.test_lifecycle import TO_PUBLISHED, UUID_OF_DOUBLE, made_here, numbered

ELSE = "6f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11"


@pytest.fixture
async def author(sign_in):
    return await sign_in("author@example.com", Role.AUTHOR)


async def in_use(session) -> str | None:
    problem = await repository.by_id(session, UUID_OF_DOUBLE)
    return problem.current.version if problem and problem.current else None


async def test_the_first_start_publishes_and_the_next_one_changes_nothing(session):
    assert "added" == (await upgrades.sync_package(session, packages.package())).outcome
    assert "unchanged" == (await upgrades.sync_package(session, packages.package())).outcome
    (version,) = await repository.versions(session, UUID_OF_DOUBLE)
    assert (State.PUBLISHED, "bank") == (version.state, version.origin)


async def test_a_release_publishes_its_newer_version_and_an_older_node_does_not_take_it_back(session):
    await upgrades.sync_package(session, packages.package())
    assert "added" == (await upgrades.sync_package(session, numbered("1.10.0"))).outcome
    assert "unchanged" == (await upgrades.sync_package(session, packages.package())).outcome
    assert "unchanged" == (await upgrades.sync_package(session, numbered("1.9.0"))).outcome
    assert "1.10.0" == await in_use(session)


async def test_a_published_version_is_never_edited_in_place(session):
    await upgrades.sync_package(session, packages.package())
    with pytest.raises(PackageError, match=r"version 1.0.0 is published and differs.*Raise `version`"):
        await upgrades.sync_package(session, numbered("1.0.0"))


@pytest.mark.parametrize("bank", ["1.1.0", "1.2.0"])  # the number that was taken here, and another
async def test_a_local_version_is_never_overwritten_the_banks_is_offered_once(author, session, clock, bank):
    await upgrades.sync_package(session, packages.package())
    await made_here(session, clock, author.actor, numbered("1.1.0", "Ours."), *TO_PUBLISHED)
    assert "offered" == (await upgrades.sync_package(session, numbered(bank))).outcome
    assert "unchanged" == (await upgrades.sync_package(session, numbered(bank))).outcome
    assert "1.1.0" == await in_use(session)
    (offer,) = await repository.open_offers(session)
    assert (bank, "Other words.") == (offer.version, offer.files["statement.md"])


async def test_work_that_is_not_published_yet_keeps_its_number(author, session, clock):
    await upgrades.sync_package(session, packages.package())
    await made_here(session, clock, author.actor, numbered("1.1.0", "Ours."), Step.VERIFY, Step.PILOT)
    assert "offered" == (await upgrades.sync_package(session, numbered("1.1.0"))).outcome


@pytest.mark.parametrize("step", [Step.RETIRE, Step.LEAK])
async def test_what_was_taken_out_here_does_not_come_back_by_itself(author, session, clock, step):
    await upgrades.sync_package(session, packages.package())
    (version,) = await repository.versions(session, UUID_OF_DOUBLE)
    version = await repository.version_locked(session, version.id)
    await lifecycle.take(session, author.actor, version, step, at=clock.now())
    assert "unchanged" == (await upgrades.sync_package(session, packages.package())).outcome
    assert "offered" == (await upgrades.sync_package(session, numbered("1.1.0"))).outcome
    assert await in_use(session) is None


async def test_a_person_takes_an_offer_or_refuses_it_once(author, ada, session, clock):
    await upgrades.sync_package(session, packages.package())
    await made_here(session, clock, author.actor, numbered("1.1.0", "Ours."), *TO_PUBLISHED)
    await upgrades.sync_package(session, numbered("1.2.0"))
    await upgrades.sync_package(session, numbered("1.3.0"))
    first, second = await repository.open_offers(session)
    with pytest.raises(NotFound):
        await upgrades.decide(session, clock, ada.actor, first.id, "taken")
    await upgrades.decide(session, clock, author.actor, first.id, "taken")
    assert "1.2.0" == await in_use(session)
    with pytest.raises(WrongVersionState, match="taken already"):
        await upgrades.decide(session, clock, author.actor, first.id, "refused")
    await upgrades.decide(session, clock, author.actor, second.id, "refused")
    assert "1.2.0" == await in_use(session)
    assert "added" == (await upgrades.sync_package(session, numbered("1.4.0"))).outcome  # it follows the bank again


async def test_an_offer_whose_number_is_taken_here_cannot_be_published_as_it_is(author, session, clock):
    await upgrades.sync_package(session, packages.package())
    await made_here(session, clock, author.actor, numbered("1.1.0", "Ours."), *TO_PUBLISHED)
    await upgrades.sync_package(session, numbered("1.1.0"))
    (offer,) = await repository.open_offers(session)
    with pytest.raises(VersionTaken):
        await upgrades.decide(session, clock, author.actor, offer.id, "taken")


async def test_a_problem_of_the_bank_whose_number_is_taken_here_gets_the_next_one(author, session, clock):
    await made_here(session, clock, author.actor, packages.package(), *TO_PUBLISHED)
    theirs = build("metrics", "triple", packages.files(**{"problem.yaml": PROBLEM.replace(str(UUID_OF_DOUBLE), ELSE)}))
    for _ in range(2):
        await upgrades.sync_package(session, theirs)
        assert {7: UUID_OF_DOUBLE, 8: UUID(ELSE)} == await repository.numbers(session, "metrics")


async def test_a_name_that_another_problem_has_is_told(session):
    await upgrades.sync_package(session, packages.package())
    twin = packages.package(**{"problem.yaml": PROBLEM.replace(str(UUID_OF_DOUBLE), ELSE)})
    with pytest.raises(PackageError, match="another problem here"):
        await upgrades.sync_package(session, twin)


async def test_an_offer_of_a_text_that_has_leaked_here_is_not_published(author, session, clock):
    await upgrades.sync_package(session, packages.package())
    await made_here(session, clock, author.actor, numbered("1.1.0", "Ours."), *TO_PUBLISHED)
    await upgrades.sync_package(session, numbered("1.2.0"))
    (offer,) = await repository.open_offers(session)
    leaked = await made_here(session, clock, author.actor, numbered("1.2.0"), *TO_PUBLISHED)
    await lifecycle.take(session, author.actor, leaked, Step.LEAK, at=clock.now())
    with pytest.raises(WrongVersionState, match="leaked"):
        await upgrades.decide(session, clock, author.actor, offer.id, "taken")
    assert "leaked" == leaked.state


async def test_a_problem_is_looked_at_while_somebody_changes_it(author, sessions):
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package())
    async with sessions.begin() as session:
        assert await repository.locked(session, UUID_OF_DOUBLE)
        answer = await asyncio.wait_for(author.browser.get(f"/studio/problems/{UUID_OF_DOUBLE}"), 5)
        assert 200 == answer.status_code


async def test_processes_that_start_at_once_bring_a_problem_in_once(sessions):
    async def start() -> str:
        async with sessions.begin() as session:
            return (await upgrades.sync_package(session, packages.package())).outcome

    assert ["added", *["unchanged"] * 3] == sorted(await asyncio.gather(*(start() for _ in range(4))))
