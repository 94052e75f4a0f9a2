"""Which parts of the site a person finds in the head of every page."""

from fastapi import Request

from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.interviews import service
from app.kit.db import SessionDep

PRACTICE = ("/practice", "Practice", "practice")
TOUR = ("/tour", "First problem", "practice")
INTERVIEWS = ("/interviews", "Interviews", "people")
REVIEWS = ("/reviews", "Reviews", "review")
PILOTS = ("/pilots", "Pilots", "flag")
TRUST = ("/trust", "Trust", "lock")
STUDIO = ("/studio", "Studio", "studio")
STATISTICS = ("/statistics", "Statistics", "figures")
OPERATOR = ("/operator", "Operation", "pulse")
PEOPLE = ("/people", "People", "card")


async def navigation(request: Request, session: SessionDep) -> None:
    """Set `request.state.sections`; a candidate has interviews once somebody invited them, a guest nothing else.

    A visitor has what is open without an account.
    """
    actor: Actor | None = request.state.actor
    if actor is None or request.url.path.startswith("/api/"):
        return
    if actor.visitor:
        request.state.sections = [TOUR]
        return
    sections = [] if actor.guest else [PRACTICE]
    if actor.guest or actor.may(Permission.TAKE_PART) or await service.is_seated_anywhere(session, actor):
        sections.append(INTERVIEWS)
    if actor.may(Permission.TAKE_PART):
        sections += [REVIEWS, PILOTS]
    if actor.may(Permission.STATISTICS):
        sections.append(STATISTICS)
    if actor.may(Permission.STUDIO):
        sections.append(STUDIO)
    if actor.may(Permission.PEOPLE):
        sections.append(PEOPLE)
    if actor.may(Permission.TRUST):
        sections.append(TRUST)
    if actor.may(Permission.OPERATE):
        sections.append(OPERATOR)
    request.state.sections = sections
