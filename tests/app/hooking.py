"""A service that takes webhooks, and what makes Holdout tell it something."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select

from app.audit import service as audit
from app.audit.actions import Action
from app.identity.actor import Role
from app.trust import webhooks
from app.trust.models import Delivery

EVENTS = list(webhooks.EVENTS)


class Receiver:
    """A service that takes webhooks; `status` is what it answers."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(receiver.status)
                self.send_header("location", "http://127.0.0.1:1/inside")
                self.end_headers()

            def log_message(self, *_: object):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?of=holdout"

    def bodies(self):
        return [json.loads(body) for _, body in self.got]


def serving(receiver: Receiver) -> Iterator[Receiver]:
    """For as long as the iterator lasts."""
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield receiver
    receiver.server.shutdown()
    thread.join()
    receiver.server.server_close()


@pytest.fixture
def receiver():
    yield from serving(Receiver())


@pytest.fixture
async def admin(sign_in):
    return await sign_in("boss@example.com", Role.ADMIN)


async def hook(sessions, clock, admin, url, events=EVENTS):
    async with sessions.begin() as session:
        return await webhooks.make(session, clock, admin.actor, url=url, events=events, internal=True)


async def happen(sessions, clock, action=Action.DECISION_MADE, **facts: str):
    async with sessions.begin() as session:
        subject = audit.Subject("interview", "5f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11")
        await audit.append(session, action, at=clock.now(), actor_id=None, subject=subject, facts=facts)


async def go_round(sessions, clock, *, internal=True):
    await webhooks.collect(sessions, clock)
    return await webhooks.deliver(sessions, clock, internal=internal)


async def deliveries(sessions):
    async with sessions() as session:
        return (await session.execute(select(Delivery).order_by(Delivery.entry))).scalars().all()
