"""The samples of deploy/proxies, each in the real program with TLS before a real Holdout: `make proxies`."""

import asyncio
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from pycrdt import Doc
from websockets.asyncio.client import connect

from app.identity.gate import COOKIE
from app.settings import ROOT
from tests.app.peers import hello

sys.path.append(str(ROOT / "tests" / "browser"))
from serving import Server, free_port

pytestmark = pytest.mark.thorough
SAMPLES = ROOT / "deploy" / "proxies"
FORM = {"sec-fetch-site": "same-origin"}
QUIET_SECONDS = 40  # longer than a ping, and than what proxies keep by themselves
START_SECONDS = 20


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="holdout-proxies-"))
    serving = Server(folder, HOLDOUT_SECURE_COOKIES="true")
    serving.build_images()
    serving.start()
    yield serving
    serving.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A folder with a certificate of this machine's and its key, in one file and in two."""
    folder = tmp_path_factory.mktemp("tls")
    made = ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", "holdout.key", "-out", "holdout.crt"]
    made += ["-addext", "subjectAltName=IP:127.0.0.1"]  # Caddy looks for one of the address it is asked at
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", *made], cwd=folder, check=True, capture_output=True
    )
    (folder / "holdout.pem").write_text((folder / "holdout.crt").read_text() + (folder / "holdout.key").read_text())
    return folder


def nginx(folder: Path, certificate: Path, upstream: int, port: int) -> list[str]:
    sample = (SAMPLES / "nginx.conf").read_text().replace("listen 443", f"listen {port}")
    sample = sample.replace("127.0.0.1:8080", f"127.0.0.1:{upstream}").replace("/etc/ssl", str(certificate))
    kept = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {kept} {sample} }}"
    (folder / "nginx.conf").write_text(whole)
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def haproxy(folder: Path, certificate: Path, upstream: int, port: int) -> list[str]:
    sample = (SAMPLES / "haproxy.cfg").read_text().replace("bind :443", f"bind 127.0.0.1:{port}")
    sample = sample.replace("127.0.0.1:8080", f"127.0.0.1:{upstream}").replace("/etc/haproxy", str(certificate))
    (folder / "haproxy.cfg").write_text(sample)
    return ["haproxy", "-db", "-f", str(folder / "haproxy.cfg")]


def caddy(folder: Path, certificate: Path, upstream: int, port: int) -> list[str]:
    sample = (SAMPLES / "Caddyfile").read_text().replace("127.0.0.1:8080", f"127.0.0.1:{upstream}")
    tls = f"https://127.0.0.1:{port} {{\n\ttls {certificate}/holdout.crt {certificate}/holdout.key\n"
    sample = sample.replace("holdout.example.com {\n", tls)
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + sample)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@pytest.fixture(params=[nginx, haproxy, caddy], ids=lambda program: program.__name__)
def address(request, server: Server, certificate: Path, tmp_path: Path) -> Iterator[str]:
    port = free_port()
    command = request.param(tmp_path, certificate, server.port, port)
    assert shutil.which(command[0]), f"{command[0]} is missing: apt-get install {command[0]}"
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as running:
        url = f"https://127.0.0.1:{port}"
        try:
            _wait_until_it_answers(url, tmp_path / "log")
            yield url
        finally:
            running.terminate()


def _wait_until_it_answers(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if httpx.get(f"{url}/readyz", verify=False).is_success:  # noqa: S501 - signed by itself
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < deadline, log.read_text()[-2000:]
        time.sleep(0.1)


@asynccontextmanager
async def signed_in(server: Server, address: str) -> AsyncIterator[httpx.AsyncClient]:
    email, password = server.first_sign_in()
    async with httpx.AsyncClient(base_url=address, headers=FORM, verify=False) as browser:  # noqa: S501 - as above
        answer = await browser.post("/signin", data={"email": email, "password": password, "next": "/practice"})
        assert answer.status_code == 303, answer.text
        yield browser


async def test_results_arrive_while_they_are_made(server: Server, address: str):
    """The worker takes nothing, so the stream stays open: what has happened arrives all the same."""
    async with signed_in(server, address) as browser:
        page = (await browser.get("/problems/preprocessing/standardize")).text
        attempt = re.search(r'"attempt": \{[^}]*"id": "([^"]+)"', page)
        assert attempt
        at = f"/api/attempts/{attempt[1]}"
        worker = (await browser.get("/api/operator")).json()["workers"][0]["id"]
        assert (await browser.put(f"/api/operator/workers/{worker}/draining", json={"draining": True})).is_success
        await asyncio.sleep(6)  # a heartbeat, in which the worker hears of it
        draft = (await browser.get(f"{at}/draft")).json()
        saved = await browser.put(
            f"{at}/draft", json={"revision": draft["revision"], "solution": "x = 1\n", "checks": ""}
        )
        asked = await browser.post(f"{at}/runs", json={"revision": saved.json()["revision"]})
        async with browser.stream("GET", f"/api/executions/{asked.json()['id']}/events", timeout=60) as stream:
            lines = stream.aiter_lines()
            async with asyncio.timeout(5):
                while await anext(lines) != "event: queued":
                    pass
            assert (await browser.put(f"/api/operator/workers/{worker}/draining", json={"draining": False})).is_success
            async with asyncio.timeout(60):
                while await anext(lines) not in {"event: finished", "event: platform_error"}:
                    pass


async def test_a_room_opens_and_may_be_quiet(server: Server, address: str):
    async with signed_in(server, address) as browser:
        problems = re.findall(r'<option value="([0-9a-f-]{36})"', (await browser.get("/interviews/new")).text)
        plan = {"title": "Behind a proxy", "problem_ids": problems[:1]}
        made = (await browser.post("/api/interviews", json=plan)).json()["id"]
        seat = {"name": "Ada", "email": f"ada-{made[:8]}@example.org", "part": "candidate"}
        assert (await browser.post(f"/api/interviews/{made}/people", json=seat)).is_success
        assert (await browser.post(f"/api/interviews/{made}/steps", json={"step": "open_lobby"})).is_success
        unchecked = ssl.create_default_context()
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        cookie = {"cookie": f"{COOKIE}={browser.cookies[COOKIE]}"}
        socket = f"{address.replace('https', 'wss')}/api/interviews/{made}/room"
        async with connect(
            socket, origin=address, additional_headers=cookie, ssl=unchecked, ping_interval=None
        ) as room:
            await room.send(hello(Doc().client_id))
            assert (await room.recv())[0] == 3  # SYNC
            await asyncio.sleep(QUIET_SECONDS)
            await room.send(b"\x02\x00")  # no cursor moved: nothing comes of it
            await asyncio.wait_for(await room.ping(), 10)


async def test_the_address_of_whoever_asks_is_passed_on_and_not_believed_from_outside(server: Server, address: str):
    email, password = server.first_sign_in()
    elsewhere = httpx.AsyncHTTPTransport(local_address="127.0.0.2", verify=False)
    claims = FORM | {"x-forwarded-for": "203.0.113.9"}
    async with httpx.AsyncClient(base_url=address, headers=claims, transport=elsewhere) as browser:
        await browser.post("/signin", data={"email": email, "password": password, "next": "/practice"})
        (here,) = [each for each in (await browser.get("/api/account/sessions")).json() if each["here"]]
    assert here["address"] == "127.0.0.2"
