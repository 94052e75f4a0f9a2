"""Submit-to-verdict times over HTTP, per problem: from the click to the `finished` event on the stream.

Usage: `python -m benchmarks.verdicts URL EMAIL PASSWORD [ROUNDS]` against a running Holdout on this machine. Each
round submits the first accepted solution of every problem once, problems interleaved; the last line is JSON.
"""

import json
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx

BANK = Path(__file__).parents[1] / "problems"


class Person:
    """Someone signed in, submitting the way the browser does."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self.http = httpx.Client(base_url=url, headers={"Origin": url, "Sec-Fetch-Site": "same-origin"}, timeout=60)
        form = {"email": email, "password": password, "next": "/practice"}
        if self.http.post("/signin", data=form).status_code != httpx.codes.SEE_OTHER:
            raise SystemExit("the sign-in was refused")

    def attempt(self, problem: str) -> str:
        """A fresh attempt at a problem; its id."""
        page = self.http.post(f"/problems/{problem}/attempts", follow_redirects=True).raise_for_status().text
        boot = page.partition('id="boot">')[2].partition("</script>")[0]
        return str(json.loads(boot)["attempt"]["id"])

    def submit(self, attempt: str, source: str) -> tuple[float, str]:
        """Seconds from the click to the verdict, and the verdict."""
        draft = self.http.get(f"/api/attempts/{attempt}/draft").json()
        body = {"revision": draft["revision"], "solution": source, "checks": ""}
        revision = self.http.put(f"/api/attempts/{attempt}/draft", json=body).raise_for_status().json()["revision"]
        clicked = time.perf_counter()
        answer = self.http.post(f"/api/attempts/{attempt}/submissions", json={"revision": revision}).raise_for_status()
        with self.http.stream("GET", f"/api/executions/{answer.json()['id']}/events") as stream:
            kind = ""
            for line in stream.iter_lines():
                kind = line.removeprefix("event: ") if line.startswith("event: ") else kind
                if line.startswith("data: ") and kind == "finished":
                    return time.perf_counter() - clicked, json.loads(line.removeprefix("data: "))["verdict"]
        return time.perf_counter() - clicked, "no verdict"


def main() -> None:
    """Measure and print one line per problem, then JSON."""
    url, email, password, *rest = sys.argv[1:]
    if urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise SystemExit("this load is for loopback only")
    person = Person(url, email, password)
    problems = sorted(str(path.parent.relative_to(BANK)) for path in BANK.glob("*/*/problem.yaml"))
    sources = {problem: min((BANK / problem / "solutions/accepted").glob("*.py")).read_text() for problem in problems}
    attempts = {problem: person.attempt(problem) for problem in problems}
    times: dict[str, list[float]] = {problem: [] for problem in problems}
    for _ in range(int(rest[0]) if rest else 20):
        for problem in problems:
            seconds, verdict = person.submit(attempts[problem], sources[problem])
            if verdict != "accepted":
                raise SystemExit(f"{problem}: {verdict}")
            times[problem].append(1000 * seconds)
    report = {problem: _summary(values) for problem, values in times.items()}
    for problem, row in report.items():
        print(f"{problem:40} p50 {row['p50_ms']:7.0f} ms   p95 {row['p95_ms']:7.0f} ms")
    print(json.dumps({"submit_to_verdict": report}))


def _summary(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {"p50_ms": round(statistics.median(ordered), 1), "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1)}


if __name__ == "__main__":
    main()
