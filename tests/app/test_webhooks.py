"""Webhooks: what is told, how it is signed, what happens when nobody answers, and where nothing is ever sent."""

import datetime as dt
import hashlib
import hmac
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select, text

from app.audit import service as audit
from app.audit.actions import Action
from app.identity.actor import Role
from app.trust import targets, webhooks
from app.trust.models import Delivery, Webhook
from tests.app import planting, reviewing

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


def _serving(receiver: Receiver) -> Iterator[Receiver]:
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield receiver
    receiver.server.shutdown()
    thread.join()
    receiver.server.server_close()


@pytest.fixture
def receiver():
    yield from _serving(Receiver())


@pytest.fixture
async def admin(sign_in):
    return await sign_in("boss@example.com", Role.ADMIN)


async def _hook(sessions, clock, admin, url, events=EVENTS):
    async with sessions.begin() as session:
        return await webhooks.make(session, clock, admin.actor, url=url, events=events, internal=True)


async def _happen(sessions, clock, action=Action.DECISION_MADE, **facts: str):
    async with sessions.begin() as session:
        subject = audit.Subject("interview", "5f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11")
        await audit.append(session, action, at=clock.now(), actor_id=None, subject=subject, facts=facts)


async def _go_round(sessions, clock, *, internal=True):
    await webhooks.collect(sessions, clock)
    return await webhooks.deliver(sessions, clock, internal=internal)


async def _deliveries(sessions):
    async with sessions() as session:
        return (await session.execute(select(Delivery).order_by(Delivery.entry))).scalars().all()


async def test_an_interview_is_told_from_its_end_to_the_decision(planned, sessions, clock, admin, receiver):
    await _hook(sessions, clock, admin, receiver.url)
    await planned.start()
    await planting.speak(planned)
    await planned.step("lead", "end")
    async with sessions.begin() as session:
        session.add(reviewing.found(planned))
    await reviewing.hand_in(planned, "reviewer", summary=f"Said {planting.WORD}")
    await reviewing.hand_in(planned, "lead")
    await planned.done("lead", "decision", {"outcome": "advance", "reasons": f"{planting.WORD} convinced all of us."})
    assert 4 == await _go_round(sessions, clock)
    told = receiver.bodies()
    events = ["decision.made", "interview.finished", "scorecard.submitted", "scorecard.submitted"]
    assert events == sorted(each["event"] for each in told)
    assert {("interview", str(planned.id))} == {(each["subject"]["kind"], each["subject"]["id"]) for each in told}
    assert planting.WORD not in json.dumps(told)
    assert ["delivered"] * 4 == [each.state for each in await _deliveries(sessions)]
    assert 0 == await _go_round(sessions, clock)


async def test_a_receiver_can_prove_who_sent_it_and_when(sessions, clock, admin, receiver):
    hook = await _hook(sessions, clock, admin, receiver.url)
    await _happen(sessions, clock)
    await _go_round(sessions, clock)
    headers, body = receiver.got[0]
    # as docs/admin.md tells receivers to do it
    parts = [each.split("=", 1) for each in headers["holdout-signature"].split(",")]
    at = next(value for name, value in parts if name == "t")
    wanted = hmac.new(hook.secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    assert any(hmac.compare_digest(wanted, value) for name, value in parts if name == "v1")
    assert abs(int(at) - clock.now().timestamp()) < 2
    assert headers["holdout-delivery"] == json.loads(body)["id"]
    changed = hmac.new(hook.secret.encode(), f"{int(at) + 600}.".encode() + body, hashlib.sha256).hexdigest()
    assert changed != wanted


async def test_after_a_rotation_both_secrets_fit_for_a_day(sessions, clock, admin, receiver):
    old = (await _hook(sessions, clock, admin, receiver.url)).secret
    answer = await admin.browser.post(f"/api/webhooks/{(await _ids(sessions))[0]}/secret")
    fresh = answer.json()["secret"]
    for hours, count in ((0, 2), (25, 1)):
        clock.advance(timedelta(hours=hours))
        await _happen(sessions, clock)
        await _go_round(sessions, clock)
        headers, body = receiver.got[-1]
        at, *signatures = headers["holdout-signature"].split(",")
        wanted = [f"v1={webhooks.sign(each, int(at[2:]), body)}" for each in (fresh, old)][:count]
        assert wanted == signatures


async def _ids(sessions):
    async with sessions() as session:
        return [str(each) for each in (await session.execute(select(Webhook.id))).scalars()]


async def test_what_does_not_arrive_is_tried_again_and_then_given_up(sessions, clock, admin, receiver):
    await _hook(sessions, clock, admin, receiver.url)
    await _happen(sessions, clock)
    receiver.status = 503
    assert 1 == await _go_round(sessions, clock)
    assert 0 == await _go_round(sessions, clock)
    for pause in webhooks.PAUSES:
        clock.advance(pause + timedelta(seconds=1))
        assert 1 == await _go_round(sessions, clock)
    found = (await _deliveries(sessions))[0]
    assert ("failed", 8, 503, None) == (found.state, found.tries, found.status, found.next_at)
    assert 1 == len({body["id"] for body in receiver.bodies()})
    receiver.status = 200
    place = f"/api/webhooks/{found.webhook_id}/deliveries"
    assert 200 == (await admin.browser.post(f"{place}/{found.id}/repeat")).status_code
    assert 1 == await _go_round(sessions, clock)
    assert ["delivered"] == [each["state"] for each in (await admin.browser.get(place)).json()]


@pytest.mark.parametrize("status", [301, 302, 307, 400, 410, 500])
async def test_only_a_success_counts_and_no_redirect_is_followed(sessions, clock, admin, receiver, status):
    await _hook(sessions, clock, admin, receiver.url)
    await _happen(sessions, clock)
    receiver.status = status
    await _go_round(sessions, clock)
    found = (await _deliveries(sessions))[0]
    assert ("waiting", status, 1) == (found.state, found.status, len(receiver.got))


async def test_two_workers_send_it_once(sessions, clock, admin, receiver):
    import asyncio

    await _hook(sessions, clock, admin, receiver.url)
    for _ in range(5):
        await _happen(sessions, clock)
    await asyncio.gather(*(webhooks.collect(sessions, clock) for _ in range(4)))
    await asyncio.gather(*(webhooks.deliver(sessions, clock, internal=True) for _ in range(4)))
    assert 5 == len(receiver.got) == len({body["id"] for body in receiver.bodies()})


async def test_one_that_a_killed_worker_had_is_sent_by_another(sessions, clock, admin, receiver):
    await _hook(sessions, clock, admin, receiver.url)
    await _happen(sessions, clock)
    await webhooks.collect(sessions, clock)
    async with sessions.begin() as session:
        assert 1 == len(await webhooks._take(session, clock.now()))  # and then nothing more is heard of it
    assert 0 == await webhooks.deliver(sessions, clock, internal=True)
    clock.advance(webhooks.LEASE + timedelta(seconds=1))
    assert 1 == await webhooks.deliver(sessions, clock, internal=True)


async def test_only_the_chosen_events_and_only_from_then_on(sessions, clock, admin, receiver):
    await _happen(sessions, clock)
    await _hook(sessions, clock, admin, receiver.url, ["interview.finished"])
    await _happen(sessions, clock)
    await _happen(sessions, clock, Action.INTERVIEW_ENDED, reason="cancelled")
    await _happen(sessions, clock, Action.INTERVIEW_ENDED, reason="time_over")
    await _go_round(sessions, clock)
    assert ["time_over"] == [each["facts"]["reason"] for each in receiver.bodies()]


async def test_a_paused_one_waits(sessions, clock, admin, receiver):
    hook = await _hook(sessions, clock, admin, receiver.url)
    await admin.browser.patch(f"/api/webhooks/{hook.id}", json={"active": False})
    await _happen(sessions, clock)
    assert 0 == await _go_round(sessions, clock)
    await admin.browser.patch(f"/api/webhooks/{hook.id}", json={"active": True})
    assert 1 == await _go_round(sessions, clock)


# --- where nothing is sent --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104 - nobody listens there
     "100.64.0.1", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
     "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1", "240.0.0.1"],
)  # fmt: skip
def test_no_address_inside_is_public(address):
    assert not targets.is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "1.1.1.1"])
def test_one_of_the_internet_is(address):
    assert targets.is_public(address)


@pytest.mark.parametrize(
    "url",
    ["http://example.com/", "ftp://example.com/", "https://", "https:///path", "https://user:word@example.com/",
     "https://example.com:99999/", "https://exa mple.com/", "https://127.0.0.1/", "https://[::1]/", "https://localhost/",
     "https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://10.0.0.1.:8443/", "https://ex\u0430mple.com/",
     "file:///etc/passwd", "https://example.com/#x", "https://[fe80::1%25eth0]/", "javascript:alert(1)", "x"],
)  # fmt: skip
async def test_an_address_that_leads_inside_is_refused_when_it_is_typed(admin, url):
    answer = await admin.browser.post("/api/webhooks", json={"url": url, "events": EVENTS})
    assert (422, ["url"]) == (answer.status_code, [each["field"] for each in answer.json()["errors"]]), answer.text


async def test_a_name_that_leads_inside_later_on_gets_nothing(sessions, clock, admin, receiver, monkeypatch):
    await _hook(sessions, clock, admin, receiver.url.replace("127.0.0.1", "localhost"))
    async with sessions.begin() as session:
        await session.execute(text("UPDATE webhooks SET url = replace(url, 'http:', 'https:')"))
    await _happen(sessions, clock)
    await _go_round(sessions, clock, internal=False)
    found = (await _deliveries(sessions))[0]
    assert ("waiting", None, []) == (found.state, found.status, receiver.got)
    assert "not public" in found.fault


def test_the_connection_goes_to_the_address_that_was_judged(receiver, monkeypatch):
    """A name server that answers differently the second time is not asked a second time."""
    port, asked = receiver.server.server_port, []
    real = socket.getaddrinfo

    def answering(host, *args: object, **more: object):
        if host == "rebind.example":
            asked.append(host)
            return real("127.0.0.1", port, type=socket.SOCK_STREAM) if len(asked) == 1 else real("127.0.0.2", 1)
        return real(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answering)
    assert 204 == targets.post(f"http://rebind.example:{port}/x", b"{}", {}, internal=True)
    assert (["rebind.example"], f"rebind.example:{port}") == (asked, receiver.got[0][0]["host"])


def test_one_inside_address_among_several_is_enough_to_refuse(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(targets.Unsendable, match="not public"):
        targets.resolve(targets.parse("https://example.com/", internal=False), internal=False)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    receiver = Receiver()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(tmp_path))
    receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
    serving = _serving(receiver)
    next(serving)
    with pytest.raises(targets.Unsendable, match="SSLError"):
        targets.post(f"https://localhost:{receiver.server.server_port}/", b"{}", {}, internal=True)
    next(serving, None)
    assert [] == receiver.got


def _self_signed(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file = folder / "pair.pem"
    file.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(encoding)
    )
    return file


# --- who may ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.INTERVIEWER, Role.REVIEWER, Role.CANDIDATE])
async def test_only_administrators_have_to_do_with_them(  # noqa: PLR0917 - fixtures
    sign_in, sessions, clock, admin, receiver, role
):
    hook = await _hook(sessions, clock, admin, receiver.url)
    browser = (await sign_in("them@example.com", role)).browser
    for path in (
        "/api/webhooks",
        f"/api/webhooks/{hook.id}/deliveries",
        "/trust/webhooks",
        f"/trust/webhooks/{hook.id}",
    ):
        assert 403 == (await browser.get(path)).status_code
    assert 403 == (await browser.post(f"/api/webhooks/{hook.id}/secret")).status_code
    assert 403 == (await browser.post(f"/trust/webhooks/{hook.id}/rotate")).status_code
    assert 403 == (await browser.delete(f"/api/webhooks/{hook.id}")).status_code


async def test_a_secret_is_told_once(sessions, clock, admin, receiver):
    hook = await _hook(sessions, clock, admin, receiver.url)
    await _happen(sessions, clock)
    await _go_round(sessions, clock)
    for path in (
        "/api/webhooks",
        f"/api/webhooks/{hook.id}/deliveries",
        "/trust/webhooks",
        f"/trust/webhooks/{hook.id}",
    ):
        answer = await admin.browser.get(path)
        assert (200, False) == (answer.status_code, hook.secret in answer.text)
    page = await admin.browser.post(f"/trust/webhooks/{hook.id}/rotate")
    assert "Copy the secret now" in page.text
    wrong = await admin.browser.post("/trust/webhooks", data={"url": "https://10.0.0.1/"})
    assert (422, True) == (wrong.status_code, "Choose at least one event" in wrong.text)
    assert 303 == (await admin.browser.post(f"/trust/webhooks/{hook.id}/pause")).status_code
    assert 303 == (await admin.browser.post(f"/trust/webhooks/{hook.id}/delete")).status_code
    assert [] == (await admin.browser.get("/api/webhooks")).json()
