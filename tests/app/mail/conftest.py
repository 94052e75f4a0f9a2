"""A mail server, the application with it, and the worker's part."""

import pytest
from sqlalchemy import select

from app.identity import outbox, resets
from app.identity.actor import Role
from app.identity.models import Mail, PasswordReset
from app.settings import Settings
from tests.app.mailing import BASE, free_port, mail_server


@pytest.fixture
async def admin(sign_in):
    return await sign_in("root@example.com", Role.ADMIN)


@pytest.fixture
def box():
    with mail_server(free_port()) as box:
        yield box


@pytest.fixture
def settings(box, app):
    """The application with the mail server; the address people reach it at is not the one of the requests."""
    found = Settings(
        executions_per_minute=6, public_url=BASE, smtp_host="127.0.0.1", smtp_port=box.port, smtp_security="none"
    )
    usual, app.state.settings = app.state.settings, found
    yield found
    app.state.settings = usual


@pytest.fixture
def deliver(sessions, clock, settings):
    """The worker's part: everything that waits."""

    async def deliver():
        server = outbox.post_of(settings, clock)
        async with sessions() as session:
            asked = (
                await session.execute(select(PasswordReset.id).where(PasswordReset.token_hash.is_(None)))
            ).scalars()
            asked = list(asked)
        for reset_id in asked:
            await resets.answer(sessions, clock, BASE, reset_id)
        async with sessions() as session:
            waiting = (await session.execute(select(Mail.id).where(Mail.state == "queued"))).scalars().all()
        for mail_id in waiting:
            await outbox.send(sessions, clock, server, mail_id)

    return deliver
