"""Refuses state-changing requests that another site caused.

Browsers say where a request comes from in `Sec-Fetch-Site`, and older ones in `Origin`; no token in any form is
needed. A client that sends neither (a program) carries no cookies of a browser's user, and one with a token of its
own is no browser.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSiteGuard:
    """ASGI middleware; `refusal` is the application that answers in place of the guarded one."""

    def __init__(self, app: ASGIApp, refusal: ASGIApp) -> None:
        self.app = app
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        changes = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        refused = changes and bearer(Headers(scope=scope)) is None and is_cross_site(scope)
        await (self.refusal if refused else self.app)(scope, receive, send)


def bearer(headers: Headers) -> str | None:
    """The token a request brings. No browser adds one by itself, so no other site can cause such a request."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def is_cross_site(scope: Scope) -> bool:
    """Whether the browser says that a page of another origin caused the request."""
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc != headers.get("host", "")
    except ValueError:  # an origin no browser sends
        return True


def is_same_origin(scope: Scope) -> bool:
    """Whether a WebSocket comes from a page of this host: browsers send no `Sec-Fetch-Site` with one, but `Origin`."""
    headers = Headers(scope=scope)
    try:
        return urlsplit(headers["origin"]).netloc == headers["host"]
    except (KeyError, ValueError):
        return False
