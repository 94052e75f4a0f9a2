"""People who practise, and reviewers who replay, as locust runs them; it stands in an environment of its own.

`locust --locustfile benchmarks/capacity/visitors.py` with `VISITORS` naming the file that `cast.write_down` wrote.
Nothing of Holdout is imported: what is sent here is what its pages send.
"""

import itertools
import json
import os
import random
import re
import time
from pathlib import Path
from typing import Any

from locust import FastHttpUser, between, task

COOKIE = "holdout_session"
RIGHT = re.compile(r'"verdict": ?"(accepted|completed)"')
SAID: dict[str, Any] = json.loads(Path(os.environ["VISITORS"]).read_text())
PEOPLE, RECORDINGS = itertools.cycle(SAID["people"]), itertools.cycle(SAID["recordings"])


class Visitor(FastHttpUser):
    """Somebody signed in, whose browser keeps what does not change."""

    abstract = True
    token = ""

    def ask(self, method: str, path: str, name: str, body: Any = None) -> Any:
        """One request as the page sends it; `name` is what it counts under."""
        headers = {"Cookie": f"{COOKIE}={self.token}", "Origin": str(self.host), "Sec-Fetch-Site": "same-origin"}
        return self.client.request(method, path, name=name, headers=headers, json=body)

    def told(self, method: str, path: str, name: str, body: Any = None) -> dict[str, Any]:
        """The same of the API; empty where it answered with no object, which locust counts as a failure."""
        try:
            return dict(self.ask(method, path, name, body).json())
        except (ValueError, TypeError):
            return {}


class Practising(Visitor):
    """Browses, opens a problem, types, runs, and now and then submits."""

    weight = 10
    wait_time = between(4, 12)

    def on_start(self) -> None:
        """Begin a problem."""
        self.token = next(PEOPLE)
        self.begin()

    @task(2)
    def browse(self) -> None:
        """Look for a problem."""
        self.ask("GET", random.choice(("/practice", "/practice?level=mid", "/")), "page: browse")  # noqa: S311 - no secret

    @task(1)
    def begin(self) -> None:
        """Open a problem and start over."""
        self.problem = random.choice(list(SAID["solutions"]))  # noqa: S311 - no secret
        self.ask("GET", f"/problems/{self.problem}", "page: problem")
        self.attempt = self.told("POST", f"/api/problems/{self.problem}/attempts", "attempt").get("id")

    @task(8)
    def save(self) -> None:
        """What the editor does by itself while somebody types."""
        self._saved()

    @task(4)
    def try_out(self) -> None:
        """Run the examples."""
        self._grade("runs")

    @task(1)
    def submit(self) -> None:
        """Have it graded in full."""
        self._grade("submissions")

    def _saved(self) -> int | None:
        draft = self.told("GET", f"/api/attempts/{self.attempt}/draft", "draft: read")
        solution = f"{SAID['solutions'][self.problem]}\n# {random.random()}\n"  # noqa: S311 - no secret
        body = {"revision": draft.get("revision"), "solution": solution, "checks": ""}
        return self.told("PUT", f"/api/attempts/{self.attempt}/draft", "draft: save", body).get("revision")

    def _grade(self, what: str) -> None:
        """From the click to the last event of the stream, which is read to its end."""
        revision = self._saved()
        clicked = time.perf_counter()
        asked = self.told("POST", f"/api/attempts/{self.attempt}/{what}", f"{what}: ask", {"revision": revision})
        told = self.ask("GET", f"/api/executions/{asked.get('id')}/events", f"{what}: stream")
        right = RIGHT.search(told.text) is not None
        self.environment.events.request.fire(
            request_type="RESULT",
            name=what,
            response_time=1000 * (time.perf_counter() - clicked),
            response_length=0,
            exception=None if right else ValueError(told.text[-200:]),
            context={},
        )


class Reviewing(Visitor):
    """Replays interviews that are over."""

    weight = 1
    wait_time = between(10, 20)

    @task
    def replay(self) -> None:
        """The page, what happened, and what was typed."""
        said = next(RECORDINGS)
        self.token = said["token"]
        base = f"/api/interviews/{said['id']}"
        self.ask("GET", f"/interviews/{said['id']}/replay", "page: replay")
        for path in ("room", "timeline", "log", "executions"):
            self.ask("GET", f"{base}/{path}", f"replay: {path}")
