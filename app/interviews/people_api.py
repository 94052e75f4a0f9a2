"""The API of seats and personal links, for whoever may change the plan."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.interviews import invitations, links, people, service, views
from app.interviews.asked import Asked, AskedDep
from app.interviews.plan_schemas import LinkShown, NewLink, NewPerson, PlanShown, SeatChange

router = APIRouter(prefix="/api/interviews/{interview_id}/people", tags=["planning"])


@router.post("", status_code=201)
async def post_person(asked: AskedDep, given: NewPerson) -> PlanShown:
    """Give somebody a seat."""
    await people.add(*asked, **given.model_dump())
    return await _plan(asked)


@router.patch("/{person_id}")
async def patch_person(asked: AskedDep, person_id: UUID, given: SeatChange) -> PlanShown:
    """Change a part, or the candidate's extra time."""
    await people.change(*asked, person_id, part=given.part, extra_minutes=given.extra_minutes)
    return await _plan(asked)


@router.delete("/{person_id}", status_code=204)
async def delete_person(asked: AskedDep, person_id: UUID) -> Response:
    """Take a seat away, with its links."""
    await people.remove(*asked, person_id)
    return Response(status_code=204)


@router.post("/{person_id}/link", status_code=201)
async def post_link(request: Request, asked: AskedDep, person_id: UUID, given: NewLink) -> LinkShown:
    """Make a personal link, and mail it when that is asked for and possible.

    409 where the standing link is not the one to be replaced.
    """
    made = await invitations.make(*asked, person_id, replaces=given.replaces)
    interview = (await service.seat(*asked)).interview
    mailed = given.mail and await links.mail(request, asked, interview, made)
    return LinkShown(address=links.address(request, made), expires_at=made.expires_at, mailed=mailed)


@router.delete("/{person_id}/link", status_code=204)
async def delete_link(asked: AskedDep, person_id: UUID) -> Response:
    """Withdraw a personal link, and end what it opened."""
    await invitations.revoke(*asked, person_id)
    return Response(status_code=204)


async def _plan(asked: Asked) -> PlanShown:
    return await views.plan(asked[0], await service.seat(*asked))
