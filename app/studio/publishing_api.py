"""The life of problems over the API: versions and their steps, pilots, what the bank offers, regrades."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import regrades
from app.attempts.models import Regrade
from app.attempts.regrades import Changed
from app.errors import NotFound
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.text import plain
from app.problems import lifecycle, upgrades
from app.problems import repository as problems
from app.problems.lifecycle import Step
from app.problems.models import ProblemVersion
from app.studio import history, publishing, repository
from app.studio.api import get_draft
from app.studio.schemas import DraftWithFiles, FileDiff

router = APIRouter(prefix="/api/studio", tags=["studio"])
PAGE = 100
MOST_STEPS = 200


class _Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Shown(BaseModel):
    model_config = ConfigDict(from_attributes=True)


Reason = Annotated[str, StringConstraints(max_length=publishing.MAX_REASON), AfterValidator(plain)]


class StepIn(_Incoming):
    """A step of a version's life; some need a reason."""

    step: Literal["rework", "pilot", "publish", "retire", "restore", "leak"]
    reason: Reason = ""


class DecisionIn(_Incoming):
    """What becomes of a regrade."""

    decision: Literal["apply", "cancel"]
    reason: Reason = ""


class OfferDecisionIn(_Incoming):
    """What becomes of a version that the bank offers."""

    decision: Literal["taken", "refused"]


class RegradeIn(_Incoming):
    """The older versions whose submissions are graded again."""

    older: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class VersionView(_Shown):
    """A version of a problem."""

    id: UUID
    problem_id: UUID
    version: str
    title: str
    state: str
    state_at: datetime
    origin: str
    created_at: datetime


class VersionLine(VersionView):
    """A version, and the steps the person may take with it."""

    possible: list[str]


class StepView(BaseModel):
    """A step that was taken."""

    version: str
    step: str
    state: str
    at: datetime
    by: UUID | None
    reason: str | None
    waived: bool


class LifeView(BaseModel):
    """A problem's versions and what became of them, newest first."""

    versions: list[VersionLine]
    steps: list[StepView]


class OfferView(_Shown):
    """A version that came with a release, for a problem that was changed here."""

    id: UUID
    problem_id: UUID
    version: str
    state: str
    offered_at: datetime
    decided_at: datetime | None


class OfferWithDiff(OfferView):
    """An offer with the files that differ from the published version."""

    files: list[FileDiff]


class RegradeView(_Shown):
    """A regrade."""

    id: UUID
    problem_id: UUID
    version_id: UUID
    state: str
    total: int
    skipped: int
    created_at: datetime
    decided_at: datetime | None
    reason: str | None


class CheckTurn(BaseModel):
    """A check whose state differs."""

    check: str
    before: str
    after: str


class RegradeChange(BaseModel):
    """A submission that the regrade changes."""

    execution_id: UUID
    attempt_id: UUID
    interview_id: UUID | None
    at: datetime
    old: str
    new: str
    checks: list[CheckTurn]


class RegradeWithChanges(RegradeView):
    """How far it is, and a page of what it changes; `next` is the page after it."""

    done: int
    failed: int
    to_accepted: int
    to_rejected: int
    changes: list[RegradeChange]
    next: int | None


@router.get("/problems/{problem_id}/versions", summary="The versions of a problem and their history")
async def get_versions(problem_id: UUID, session: SessionDep, actor: ActorDep) -> LifeView:
    """Drafts are none yet."""
    repository.require(actor)
    if await problems.by_id(session, problem_id) is None:
        raise NotFound
    versions = [
        VersionLine(
            **VersionView.model_validate(each).model_dump(), possible=list(map(str, lifecycle.possible(each, actor)))
        )
        for each in await problems.versions(session, problem_id)
    ]
    steps = [
        StepView(
            version=number,
            step=each.step,
            state=each.state,
            at=each.at,
            by=each.by,
            reason=each.reason,
            waived=each.waived,
        )
        for each, number in await problems.steps(session, problem_id, MOST_STEPS)
    ]
    return LifeView(versions=versions, steps=steps)


@router.post("/versions/{version_id}/steps", status_code=201, summary="Take a version a step on its way")
async def post_step(
    version_id: UUID, body: StepIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> VersionView:
    """Into a pilot, out to everybody, out of use."""
    version = await publishing.take(session, clock, actor, version_id, Step(body.step), reason=body.reason)
    return VersionView.model_validate(version)


@router.get("/offers", summary="What the bank of a release offers")
async def get_offers(session: SessionDep, actor: ActorDep) -> list[OfferView]:
    """Those nobody has decided on."""
    repository.require(actor)
    return [OfferView.model_validate(each) for each in await problems.open_offers(session)]


@router.get("/offers/{offer_id}", summary="An offer with its difference")
async def get_offer(offer_id: UUID, session: SessionDep, actor: ActorDep) -> OfferWithDiff:
    """From the version that is published."""
    found = await upgrades.offered(session, actor, offer_id)
    current = await _published(session, found.problem_id)
    differing = history.differing(current.files if current else {}, found.files)
    return OfferWithDiff(**OfferView.model_validate(found).model_dump(), files=differing)


async def _published(session: AsyncSession, problem_id: UUID) -> ProblemVersion | None:
    problem = await problems.by_id(session, problem_id)
    return problem.current if problem else None


@router.post("/offers/{offer_id}/decision", summary="Decide on an offer")
async def post_offer_decision(
    offer_id: UUID, body: OfferDecisionIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> OfferView:
    """Publish it in place of what is in use, or leave things as they are."""
    return OfferView.model_validate(await upgrades.decide(session, clock, actor, offer_id, body.decision))


@router.post("/offers/{offer_id}/drafts", status_code=201, summary="Work an offer in by hand")
async def post_offer_draft(offer_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> DraftWithFiles:
    """As a draft that begins with its files; 409 with the draft where the problem has one."""
    return await get_draft(await publishing.draft_offer(session, clock, actor, offer_id), session, actor)


@router.post("/versions/{version_id}/regrades", status_code=201, summary="Grade older submissions by this version")
async def post_regrade(
    version_id: UUID, body: RegradeIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> RegradeView:
    """In the background; nothing changes until it is applied."""
    return RegradeView.model_validate(await regrades.request(session, clock, actor, version_id, body.older))


@router.get("/regrades/{regrade_id}", summary="How far a regrade is, and what it changes")
async def get_regrade(
    regrade_id: UUID, session: SessionDep, actor: ActorDep, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> RegradeWithChanges:
    """People are not named here."""
    regrade = await regrades.find(session, actor, regrade_id)
    found = await regrades.difference(session, regrade)
    done, failed = await regrades.progress(session, regrade)
    return RegradeWithChanges(
        **_shown(regrade).model_dump(),
        done=done,
        failed=failed,
        to_accepted=found.count("to_accepted"),
        to_rejected=found.count("to_rejected"),
        changes=_changes(found.changed[(page - 1) * PAGE : page * PAGE]),
        next=page + 1 if len(found.changed) > page * PAGE else None,
    )


def _shown(regrade: Regrade) -> RegradeView:
    return RegradeView.model_validate(regrade)


def _changes(found: Sequence[Changed]) -> list[RegradeChange]:
    return [
        RegradeChange(
            execution_id=each.execution_id,
            attempt_id=each.attempt_id,
            interview_id=each.interview_id,
            at=each.at,
            old=each.old,
            new=each.new,
            checks=[CheckTurn(check=check, before=before, after=after) for check, before, after in each.checks],
        )
        for each in found
    ]


@router.post("/regrades/{regrade_id}/decision", summary="Apply or cancel a regrade")
async def post_decision(
    regrade_id: UUID, body: DecisionIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> RegradeView:
    """Once, by a person, with what they say of it."""
    decide = regrades.apply if body.decision == "apply" else regrades.cancel
    return _shown(await decide(session, clock, actor, regrade_id, reason=body.reason))
