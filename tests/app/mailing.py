"""A mail server in a thread of its own: it keeps what it is given, or refuses as it is told."""

# ruff: noqa: ARG002, N802 - aiosmtpd names the methods and hands everything to each

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from sqlalchemy import select

from app.identity import outbox
from app.identity.models import Mail
from app.kit.smtp import Letter

BASE = "https://holdout.example.com"


@dataclass
class Postbox:
    """What has arrived; `answers` are given to the next recipients in place of taking them."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    users: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"

    def authenticated(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.users.append((given.login, given.password))
        # not handled: the server itself says no, where it would leave whoever asked without an answer
        return AuthResult(success=given.password == b"right", handled=False)


@contextmanager
def mail_server(port: int, *, login: bool = False) -> Iterator[Postbox]:
    """A running server."""
    box = Postbox(port)
    options: dict[str, Any] = {"enable_SMTPUTF8": True}
    if login:
        options |= {"authenticator": box.authenticated, "auth_required": True, "auth_require_tls": False}
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


async def mails(sessions) -> list[Mail]:
    async with sessions() as session:
        return list((await session.execute(select(Mail).order_by(Mail.created_at))).scalars())


async def post(sessions, clock, to="ada@example.com", subject="Hello", hours=24) -> UUID:
    async with sessions.begin() as session:
        until = clock.now() + timedelta(hours=hours)
        await outbox.post(session, clock, Letter(to, subject, "…"), kind="test", until=until, caused_by=None)
        return (await session.execute(select(Mail.id).order_by(Mail.created_at.desc()).limit(1))).scalar_one()


def link_in(letter) -> str:
    return re.search(rf"{BASE}(/\S+)", letter.get_content())[1]
