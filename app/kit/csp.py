"""The one place that assembles the security headers of every response.

Each relaxation of the content-security policy names its reason here.
"""

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy(nonce: str) -> str:
    """The content-security policy of one response."""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            # CodeMirror adds its style sheet at run time; it takes the nonce from <meta name="csp-nonce">
            f"style-src 'self' 'nonce-{nonce}'",
            # CodeMirror positions its layers with style attributes, which cannot carry a nonce
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data:",  # icons inside style sheets are data URLs
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """ASGI middleware: makes the nonce (`scope["state"]["csp_nonce"]`) and sets the headers."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app, self.https = app, https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csp_nonce"] = nonce

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set_headers(MutableHeaders(scope=message), nonce, https=self.https)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _set_headers(headers: MutableHeaders, nonce: str, *, https: bool) -> None:
    headers["Content-Security-Policy"] = policy(nonce)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if https:  # whoever came by https once is never led back to http
        headers["Strict-Transport-Security"] = "max-age=31536000"
    headers.setdefault("Cache-Control", "no-store")  # pages hold people's work; static files set their own
