"""What `holdout doctor` finds of services outside: mail server and identity provider. Sends nothing."""

import asyncio
from collections.abc import Iterator

from app.errors import SignInRefused
from app.identity import oidc, outbox
from app.kit.clock import SystemClock
from app.kit.smtp import NotSent
from app.settings import Settings
from sandbox.diagnosis.finding import Finding, ok, problem


def look(settings: Settings) -> Iterator[Finding]:
    """A line for each service that is set."""
    server = outbox.post_of(settings, SystemClock())
    if server is not None:
        try:
            asyncio.run(server.greet())
            yield ok("mail", f"{settings.smtp_host}:{settings.smtp_port} answers")
        except NotSent as fault:
            yield problem("mail", fault.reason, "Check the HOLDOUT_SMTP_ settings and the mail server.")
    provider = oidc.provider_of(settings, settings.public_url or "")
    if provider is not None:
        try:
            asyncio.run(oidc.look(provider))
            yield ok("provider", f"{provider.issuer} answers")
        except SignInRefused as fault:
            yield problem("provider", fault.message, "Check HOLDOUT_OIDC_ISSUER, which is taken letter by letter.")
