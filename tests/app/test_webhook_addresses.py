"""Where no webhook is ever sent: into one's own network, and to who cannot show who they are."""

import asyncio
import contextlib
import datetime as dt
import socket
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import text

from app.trust import targets
from tests.app import hooking
from tests.app.hooking import EVENTS, admin, receiver

__all__ = ["admin", "receiver"]


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
    await hooking.hook(sessions, clock, admin, receiver.url.replace("127.0.0.1", "localhost"))
    async with sessions.begin() as session:
        await session.execute(text("UPDATE webhooks SET url = replace(url, 'http:', 'https:')"))
    await hooking.happen(sessions, clock)
    await hooking.go_round(sessions, clock, internal=False)
    found = (await hooking.deliveries(sessions))[0]
    assert ("waiting", None, []) == (found.state, found.status, receiver.got)
    assert "not public" in found.fault


async def test_the_connection_goes_to_the_address_that_was_judged(receiver, monkeypatch):
    """A name server that answers differently the second time is not asked a second time."""
    port, asked = receiver.server.server_port, []
    real = socket.getaddrinfo

    def answering(host, *args: object, **more: object):
        if host == "rebind.example":
            asked.append(host)
            return real("127.0.0.1", port, type=socket.SOCK_STREAM) if len(asked) == 1 else real("127.0.0.2", 1)
        return real(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answering)
    assert 204 == await targets.post(f"http://rebind.example:{port}/x", b"{}", {}, internal=True)
    assert (["rebind.example"], f"rebind.example:{port}") == (asked, receiver.got[0][0]["host"])


def test_one_inside_address_among_several_is_enough_to_refuse(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(targets.Unsendable, match="not public"):
        targets.resolve(targets.parse("https://example.com/", internal=False), internal=False)


async def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    receiver = hooking.Receiver()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(tmp_path))
    receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
    serving = hooking.serving(receiver)
    next(serving)
    try:
        with pytest.raises(targets.Unsendable, match="SSLCertVerificationError"):
            await targets.post(f"https://localhost:{receiver.server.server_port}/", b"{}", {}, internal=True)
    finally:
        next(serving, None)
    assert [] == receiver.got


async def test_a_receiver_that_answers_drop_by_drop_holds_nobody(monkeypatch):
    """Every step comes in time, and the whole never does: it is left after a while, and nothing of it stays behind."""
    monkeypatch.setattr(targets, "LONGEST_SECONDS", 0.5)
    left = asyncio.Event()

    async def dripping(_reader, writer):
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                await writer.drain()
                await asyncio.sleep(0.05)
        left.set()
        writer.close()

    async with await asyncio.start_server(dripping, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(targets.Unsendable, match="Nothing came back within"):
            await targets.post(f"http://127.0.0.1:{port}/", b"{}", {}, internal=True)
        await asyncio.wait_for(left.wait(), 5)


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
