"""A problem's versions with what can be done to them, what the bank offers for it, and pilots to be solved blind."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import AfterValidator
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.attempts import regrades
from app.errors import DraftOpen, NotFound
from app.identity import service as identity
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep
from app.identity.permissions import Permission
from app.kit.db import SessionDep
from app.kit.links import base_of
from app.kit.templates import pages_of
from app.kit.text import plain
from app.problems import lifecycle, upgrades
from app.problems import repository as problems
from app.problems.lifecycle import State, Step
from app.problems.models import BankOffer, Problem, ProblemVersion
from app.studio import history, publishing, repository

router = APIRouter()
Reason = Annotated[str, Form(max_length=4000), AfterValidator(plain)]
MOST_STEPS = 100


def address(problem_id: UUID) -> str:
    """Where a problem's versions are."""
    return f"/studio/problems/{problem_id}"


@router.get("/studio/problems/{problem_id}")
async def versions(request: Request, problem_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """The life of a problem."""
    repository.require(actor)
    problem = await problems.by_id(session, problem_id)
    if problem is None:
        raise NotFound
    context = {"base": base_of(request), **await _context(session, actor, problem)}
    return pages_of(request).render(request, "studio/versions.html", context)


@router.get("/studio/problems/{pattern}/{slug}")
async def versions_by_name(pattern: str, slug: str, session: SessionDep, actor: ActorDep) -> Response:
    """The same by the problem's name."""
    repository.require(actor)
    problem_id = None if "\0" in pattern + slug else await problems.named(session, pattern, slug)
    if problem_id is None:
        raise NotFound
    return RedirectResponse(address(problem_id), status_code=307)


async def _context(session: AsyncSession, actor: Actor, problem: Problem) -> dict[str, Any]:
    found = await problems.versions(session, problem.id)
    steps = await problems.steps(session, problem.id, MOST_STEPS)
    published = next((version for version in found if version.state == State.PUBLISHED), None)
    counts = await regrades.gradable(session, actor, problem.id) if published else {}
    piloted = next((version for version in found if version.state == State.PILOT), None)
    tries = await publishing.tries(session, piloted) if piloted else []
    opened = await problems.openings(session, problem.id)
    known = {step.by for step, _ in steps if step.by} | {each.user_id for each in tries} | set(opened)
    return {
        "problem": problem,
        "title": found[0].title if found else problem.slug,
        "versions": [(version, lifecycle.possible(version, actor)) for version in found],
        "steps": steps,
        "people": {user_id: person.name for user_id, person in (await identity.people(session, known)).items()},
        "published": published,
        "gradable": [(each, counts[each.id]) for each in found if each.id in counts and each is not published],
        "regrades": await regrades.of_problem(session, actor, problem.id),
        "pilot": piloted,
        "solved": await publishing.blind_solve(session, piloted) if piloted else None,
        "tries": [(each, opened.get(each.user_id)) for each in tries],
        "offers": await problems.open_offers(session, problem.id),
        "draft": await repository.open_draft(session, problem.id, problem.pattern, problem.slug),
        "may_waive": actor.may(Permission.WAIVE),
    }


@router.post("/studio/versions/{version_id}/{step}")
async def take(
    *, version_id: UUID, step: Step, session: SessionDep, actor: ActorDep, clock: ClockDep, reason: Reason = ""
) -> Response:
    """One step of a version's life."""
    version = await publishing.take(session, clock, actor, version_id, step, reason=reason)
    return RedirectResponse(address(version.problem_id), status_code=303)


@router.post("/studio/{draft_id}/trial")
async def try_draft(draft_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Try the draft as a candidate would."""
    attempt = await publishing.try_draft(session, clock, actor, draft_id)
    return RedirectResponse(f"/attempts/{attempt.id}", status_code=303)


@router.get("/studio/offers/{offer_id}")
async def offer(request: Request, offer_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """What the bank of a release offers for a problem that was changed here, against what is in use."""
    found = await upgrades.offered(session, actor, offer_id)
    current = await _in_use(session, found)
    differing = await history.compared(history.differing(current.files if current else {}, found.files))
    context = {"offer": found, "current": current, "compared": differing}
    return pages_of(request).render(request, "studio/offer.html", context)


async def _in_use(session: AsyncSession, found: BankOffer) -> ProblemVersion | None:
    """The version the offer is compared with: the published one, else the one that was there last."""
    problem = await problems.by_id(session, found.problem_id)
    if problem is not None and problem.current is not None:
        return problem.current
    newest = next(iter(await problems.versions(session, found.problem_id)), None)
    return None if newest is None else await problems.version_by_id(session, newest.id)


@router.post("/studio/offers/{offer_id}/take")
async def take_offer(offer_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Publish it in place of what is in use."""
    found = await upgrades.decide(session, clock, actor, offer_id, "taken")
    return RedirectResponse(address(found.problem_id), status_code=303)


@router.post("/studio/offers/{offer_id}/refuse")
async def refuse_offer(offer_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Leave things as they are."""
    found = await upgrades.decide(session, clock, actor, offer_id, "refused")
    return RedirectResponse(address(found.problem_id), status_code=303)


@router.post("/studio/offers/{offer_id}/draft")
async def draft_offer(offer_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Work it in by hand, as a draft that begins with its files; the draft that is open already where there is one."""
    try:
        made = await publishing.draft_offer(session, clock, actor, offer_id)
    except DraftOpen as error:
        return RedirectResponse(f"/studio/{error.fields['draft']}", status_code=303)
    return RedirectResponse(f"/studio/{made}", status_code=303)


@router.get("/pilots")
async def pilots(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """The pilots somebody on the staff may solve."""
    found = await publishing.pilots(session, actor)
    return pages_of(request).render(request, "studio/pilots.html", {"pilots": found})


@router.get("/pilots/{version_id}")
async def pilot(request: Request, version_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """What solving it blind means, before it begins."""
    version, opened = await publishing.pilot(session, actor, version_id)
    return pages_of(request).render(request, "studio/pilot.html", {"version": version, "opened": opened})


@router.post("/pilots/{version_id}")
async def solve(version_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Begin, or go on."""
    attempt = await publishing.solve(session, clock, actor, version_id)
    return RedirectResponse(f"/attempts/{attempt.id}", status_code=303)
