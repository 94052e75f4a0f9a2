"""Where a personal link leads, and sending it."""

from fastapi import Request

from app.interviews import invitations
from app.interviews.asked import Asked
from app.interviews.invitations import Link
from app.interviews.models import Interview
from app.kit.links import base_of


def address(request: Request, link: Link) -> str:
    """The whole address, to be given to one person."""
    return f"{base_of(request)}/join/{link.token}"


async def mail(request: Request, asked: Asked, interview: Interview, link: Link) -> bool:
    """Send a fresh link to its person, where there is a mail server; gives whether there is."""
    if not request.app.state.settings.mails:
        return False
    session, clock, actor, _ = asked
    await invitations.mail(session, clock, actor, link, title=interview.title, address=address(request, link))
    return True
