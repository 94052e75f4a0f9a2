"""Where a personal link leads."""

from fastapi import Request

from app.interviews.invitations import Link
from app.kit.links import base_of


def address(request: Request, link: Link) -> str:
    """The whole address, to be given to one person."""
    return f"{base_of(request)}/join/{link.token}"
