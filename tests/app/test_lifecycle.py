"""The life of a version: who may take which step from where, and what practice and plans see of it."""

from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.audit.models import AuditEntry
from app.errors import NotFound
from app.identity.actor import Role
from app.identity.permissions import roles_with
from app.problems import lifecycle, repository, upgrades
from app.problems.errors import WrongVersionState
from app.problems.lifecycle import STEPS, Because, Origin, State, Step
from app.problems.models import ProblemVersionStep
from app.settings import ROOT
from tests.app import packages
from tests.app.packages import PROBLEM
from tests.app.workspace import open_workspace

UUID_OF_DOUBLE = UUID("5f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11")
TO_PUBLISHED = (Step.VERIFY, Step.PILOT, Step.PUBLISH)


def numbered(version: str, statement: str = "Other words."):
    text = PROBLEM.replace("version: 1.0.0", f"version: {version}")
    return packages.package(**{"problem.yaml": text, "statement.md": statement})


async def made_here(session, clock, actor, package, *steps: Step):
    """A version of the desk, taken so far."""
    problem = await repository.by_id(session, package.spec.uuid) or await upgrades.new_problem(session, package)
    version = await upgrades.insert_version(session, problem, package, Origin.STUDIO, clock.now())
    version = await repository.version_locked(session, version.id)
    for step in steps:
        await lifecycle.take(session, actor, version, step, at=clock.now(), because=Because(reason="because"))
    return version


@pytest.fixture
async def author(sign_in):
    return await sign_in("author@example.com", Role.AUTHOR)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
async def test_a_step_is_taken_from_its_states_and_by_its_roles_only(*, author, ada, session, clock, state, step):
    version = await made_here(session, clock, author.actor, packages.package())
    version.state = state
    await session.flush()
    with pytest.raises(NotFound):
        await lifecycle.take(session, ada.actor, version, step, at=clock.now())
    if state in STEPS[step].since:
        await lifecycle.take(session, author.actor, version, step, at=clock.now())
        assert STEPS[step].to == version.state
        assert (version.state == State.PUBLISHED) == (version.problem.current_version_id == version.id)
    else:
        with pytest.raises(WrongVersionState):
            await lifecycle.take(session, author.actor, version, step, at=clock.now())
    assert [] == lifecycle.possible(version, ada.actor)


def test_the_guide_has_the_table_of_steps():
    guide = (ROOT / "docs" / "lifecycle.md").read_text()
    for step, way in STEPS.items():
        roles = ", ".join(sorted(roles_with(way.permission)))
        row = f"| {step} | {', '.join(way.since)} | {way.to} | {roles} | {way.needs} |"
        assert row in guide


async def test_each_step_is_in_the_history_and_the_audit_log_under_one_commit(author, sessions, clock):
    async with sessions.begin() as session:
        version = await made_here(session, clock, author.actor, packages.package(), *TO_PUBLISHED)
    async with sessions() as session:
        kept = (await session.execute(select(ProblemVersionStep).order_by(ProblemVersionStep.id))).scalars().all()
        audited = (await session.execute(select(AuditEntry).order_by(AuditEntry.number))).scalars().all()
    assert ["verified", "pilot", "published"] == [step.state for step in kept]
    assert {author.actor.id} == {step.by for step in kept} == {entry.actor_id for entry in audited}
    assert ["version_verified", "version_piloted", "version_published"] == [entry.action for entry in audited]
    assert {str(version.id)} == {entry.subject_id for entry in audited}
    assert "because" not in str([entry.facts for entry in audited])  # a person's words are under their key


async def test_a_newly_published_version_retires_the_one_before_and_a_retired_one_can_come_back(
    author, sessions, clock
):
    async with sessions.begin() as session:
        first = await made_here(session, clock, author.actor, packages.package(), *TO_PUBLISHED)
        second = await made_here(session, clock, author.actor, numbered("1.1.0"), *TO_PUBLISHED)
        assert (State.RETIRED, State.PUBLISHED) == (first.state, second.state)
        assert second.id == second.problem.current_version_id
    async with sessions.begin() as session:
        first = await repository.version_locked(session, first.id)
        await lifecycle.take(session, author.actor, first, Step.RESTORE, at=clock.now())
    async with sessions() as session:
        states = {each.version: each.state for each in await repository.versions(session, UUID_OF_DOUBLE)}
    assert {"1.0.0": "published", "1.1.0": "retired"} == states


@pytest.mark.parametrize("step", [Step.RETIRE, Step.LEAK])
async def test_what_is_retired_or_leaked_leaves_practice_and_plans_and_stays_where_it_is_pinned(
    *, author, ada, lead, problem, sessions, clock, step
):
    boot = await open_workspace(ada.browser, problem)
    async with sessions.begin() as session:
        (version,) = await repository.versions(session, UUID_OF_DOUBLE)
        version = await repository.version_locked(session, version.id)
        await lifecycle.take(session, author.actor, version, step, at=clock.now())
    assert "Double every number" not in (await ada.browser.get("/practice")).text
    assert 404 == (await ada.browser.get(problem)).status_code
    assert "Double every number" not in (await lead.browser.get("/interviews/new")).text
    assert "Double every number" in (await ada.browser.get(f"/attempts/{boot['attempt']['id']}")).text


async def test_drafts_share_a_number_and_a_verified_text_makes_room(author, session, clock):
    first = await made_here(session, clock, author.actor, packages.package(), Step.VERIFY, Step.PILOT)
    second = await made_here(session, clock, author.actor, numbered("1.0.0"))
    await lifecycle.make_room(session, author.actor, second, clock.now())
    await lifecycle.take(session, author.actor, second, Step.VERIFY, at=clock.now())
    assert (State.DRAFT, State.VERIFIED) == (first.state, second.state)


async def test_the_text_of_a_version_cannot_be_changed_in_the_database(problem, sessions):
    for change in ("files = '{}'", "version = '9.9.9'", "digest = 'x'", "spec = '{}'"):
        async with sessions() as session:
            with pytest.raises(DBAPIError, match="never changes"):
                await session.execute(text(f"UPDATE problem_versions SET {change}"))  # noqa: S608 - of this test
    async with sessions() as session:
        with pytest.raises(DBAPIError, match="never changes"):
            await session.execute(text("DELETE FROM problem_versions"))
