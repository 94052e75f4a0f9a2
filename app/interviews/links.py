"""Where a personal link leads."""

from fastapi import Request

from app.interviews.invitations import Link


def address(request: Request, link: Link) -> str:
    """The whole address, to be given to one person."""
    return str(request.url_for("open_link", token=link.token))
