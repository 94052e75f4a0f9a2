"""Somebody who submits without a pause while web processes come and go, and remembers what was acknowledged."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

import httpx

RIGHT = "import numpy as np\n\n\ndef double(x):\n    return 2.0 * np.asarray(x, dtype=float)\n"
WRONG = "def double(x):\n    return x\n"
OVER = {"finished", "platform_error"}
GRADED_SECONDS = 120


@dataclass
class Traffic:
    """`webs` are the addresses of the moment, asked by turns. An acknowledged submission is in `acknowledged`."""

    webs: list[str]
    token: str
    attempt: UUID
    acknowledged: dict[str, str] = field(default_factory=dict)
    through: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _turn: int = 0

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(60)

    def goes_on(self, submissions: int = 3) -> None:
        """Wait until so many more were acknowledged and graded."""
        wanted, deadline = len(self.acknowledged) + submissions, time.monotonic() + GRADED_SECONDS
        while len(self.acknowledged) < wanted:
            assert self._thread.is_alive()
            assert time.monotonic() < deadline, self.faults
            time.sleep(0.05)

    def verdicts(self, web: str) -> dict[str, Any]:
        """What became of everything that was acknowledged."""
        with self._client(web) as client:
            return {each: _ended(client, each)["verdict"] for each in self.acknowledged}

    def _client(self, web: str) -> httpx.Client:
        headers = {"sec-fetch-site": "same-origin", "cookie": self.token}
        return httpx.Client(base_url=web, headers=headers, timeout=30)

    def _go_on(self) -> None:
        while not self._over.is_set():
            self._turn += 1
            web = self.webs[self._turn % len(self.webs)]
            try:
                with self._client(web) as client:
                    self._submit(client, *((RIGHT, "accepted") if self._turn % 3 else (WRONG, "rejected")))
                self.through[web] = self.through.get(web, 0) + 1
            except httpx.TransportError:  # a web that is being stopped; what it did not acknowledge is sent again
                time.sleep(0.1)
            except httpx.HTTPStatusError as error:
                self.faults.append(f"{error} {error.response.text[:300]}")

    def _submit(self, client: httpx.Client, text: str, verdict: str) -> None:
        at = f"/api/attempts/{self.attempt}"
        revision = client.get(f"{at}/draft").raise_for_status().json()["revision"]
        draft = {"revision": revision, "solution": text, "checks": ""}
        saved = client.put(f"{at}/draft", json=draft).raise_for_status().json()
        answer = client.post(f"{at}/submissions", json={"revision": saved["revision"]})
        if answer.status_code == httpx.codes.CONFLICT:  # one whose acknowledgement was lost is under way
            time.sleep(0.1)
            return
        if not answer.is_success:
            self.faults.append(f"{answer.status_code} {answer.text[:300]}")
            return
        self.acknowledged[answer.json()["id"]] = verdict
        if _ended(client, answer.json()["id"])["verdict"] != verdict:
            self.faults.append(f"{answer.json()['id']} is not {verdict}")


def _ended(client: httpx.Client, execution: str) -> dict[str, Any]:
    """An execution when it is over."""
    deadline = time.monotonic() + GRADED_SECONDS
    while True:
        found: dict[str, Any] = client.get(f"/api/executions/{execution}").raise_for_status().json()
        if found["status"] in OVER:
            return found
        assert time.monotonic() < deadline, f"{execution} is still {found['status']}"
        time.sleep(0.05)
