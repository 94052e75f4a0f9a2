"""Holdout brought up by docker-compose beside whatever else runs here: a project, a port and an .env of its own."""

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "holdout-try"
PROBLEM = "components/softmax-xent"
PATIENCE = 240.0


def until(what: str, holds: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What `holds` gives once it gives something; AssertionError names what was waited for in vain."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := holds():
                return found
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"after {seconds:.0f} s: {what}")


class Composed:
    """The project. Called with the words of a docker-compose command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "deploy").mkdir()
        shutil.copy(ROOT / "deploy" / "env.sh", folder / "deploy")
        subprocess.run(["sh", "deploy/env.sh"], cwd=folder, check=True)
        self.env = folder / ".env"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        text = self.env.read_text().replace("=./secrets/", f"={folder}/secrets/")
        self.env.write_text(f"{text}HOLDOUT_PORT={self.port}\nHOLDOUT_SANDBOX_SLOTS=1\n")
        self.url = f"http://127.0.0.1:{self.port}"

    def __call__(self, *words: str, env: Path | None = None, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = ["docker-compose", "-p", PROJECT, "--env-file", str(env or self.env), "-f", "docker-compose.yml"]
        done = subprocess.run([*command, *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
        assert not check or done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done

    def inside(self, service: str, *command: str) -> str:
        """What a command in a service's container prints, errors too, whatever its status."""
        done = self("exec", "-T", service, *command, check=False)
        return done.stdout + done.stderr

    def container(self, service: str) -> dict[str, Any]:
        """What Docker tells of a service's newest container."""
        filters = [f"label=com.docker.compose.{key}" for key in (f"project={PROJECT}", f"service={service}")]
        found = subprocess.run(
            ["docker", "ps", "-aq", *(word for each in filters for word in ("--filter", each))],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        shown = subprocess.run(["docker", "inspect", found[0]], capture_output=True, text=True, check=True).stdout
        told: dict[str, Any] = json.loads(shown)[0]
        return told

    def health(self, service: str) -> str:
        """`healthy`, `unhealthy` or `starting`."""
        return str(self.container(service)["State"]["Health"]["Status"])

    def ready(self) -> dict[str, Any]:
        """What anybody is told of the workers."""
        sandbox: dict[str, Any] = httpx.get(f"{self.url}/readyz", timeout=10).json()["sandbox"]
        return sandbox


class Person:
    """The administrator, at a browser."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self._form = {"email": email, "password": password, "next": "/practice"}
        self._browser = httpx.Client(base_url=url, headers={"sec-fetch-site": "same-origin"}, timeout=60)

    def sign_in(self) -> None:
        """Or an AssertionError."""
        assert 303 == self._browser.post("/signin", data=self._form).status_code

    def close(self) -> None:
        """Leave."""
        self._browser.close()

    def submits(self, solution: str) -> str:
        """Open the problem, type, submit; gives the execution's id."""
        page = self._browser.get(f"/problems/{PROBLEM}")
        found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page.text, re.DOTALL)
        assert found, page.text[-2000:]
        boot = json.loads(found[1])
        attempt, draft = boot["attempt"]["id"], {"revision": boot["draft"]["revision"], "solution": solution}
        saved = self._browser.put(f"/api/attempts/{attempt}/draft", json={**draft, "checks": ""}).json()
        answer = self._browser.post(f"/api/attempts/{attempt}/submissions", json={"revision": saved["revision"]})
        assert 201 == answer.status_code, answer.text
        return str(answer.json()["id"])

    def sees(self, execution: str) -> dict[str, Any]:
        """An execution as its person sees it."""
        told: dict[str, Any] = self._browser.get(f"/api/executions/{execution}").json()
        return told

    def verdict(self, execution: str) -> str:
        """Once it is there."""
        return str(until("a verdict", lambda: self.sees(execution).get("verdict")))
