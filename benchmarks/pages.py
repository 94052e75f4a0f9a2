"""What a newcomer waits for: pages on a slow line and machine, and the way from the start page to a first verdict.

Usage: `python -m benchmarks.pages [ROUNDS]`. Starts a Holdout of its own with the bank, opens each page in a fresh
Chromium slowed to a quarter, on 1.6 Mbit/s with 150 ms round trip, and prints JSON: medians over the rounds. The way to
the first verdict is walked without the throttle: it is the machine's time, from each click to what it leads to.
"""

import gzip
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

HOLDOUT = Path(sys.executable).parent / "holdout"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SLOW_CPU, ROUND_TRIP_MS, BYTES_PER_SECOND = 4, 150, 1_600_000 // 8
SETTLED_MS = 1500
START_SECONDS = 180
PROBLEM = "/problems/splits/time-split"
WATCH = """
window.seen = {lcp: 0, shift: 0};
new PerformanceObserver((list) => { window.seen.lcp = list.getEntries().at(-1).startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.seen.shift += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
"""


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, str, str]]:
    """A Holdout on a free port; its address and the first sign-in."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    own = {
        "HOLDOUT_DATA_DIR": str(folder / "data"),
        "HOLDOUT_PORT": url.rpartition(":")[2],
        "HOLDOUT_LOG_LEVEL": "WARNING",
    }
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    log = folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen([HOLDOUT, "serve"], env={**kept, **own}, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(url)
        found = re.search(r"first sign-in: (\S+)\s+password: (\S+)", log.read_text())
        if found is None:
            raise SystemExit(log.read_text())
        yield url, found[1], found[2]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _wait(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/readyz", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise SystemExit("Holdout did not come up")


def measured(context: BrowserContext, path: str) -> dict[str, Any]:
    """One cold load of a page on the slow line and machine."""
    page = context.new_page()
    page.add_init_script(WATCH)
    scripts: list[Response] = []
    page.on(
        "response", lambda response: scripts.append(response) if response.request.resource_type == "script" else None
    )
    line = context.new_cdp_session(page)
    sizes: list[float] = []
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    speed = {"downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND}
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": ROUND_TRIP_MS, **speed})
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    page.goto(path, wait_until="load", timeout=120_000)
    page.wait_for_timeout(SETTLED_MS)
    seen = page.evaluate("window.seen")
    javascript = sum(len(gzip.compress(script.body())) for script in scripts)
    page.close()
    return {
        "lcp_ms": seen["lcp"],
        "layout_shift": seen["shift"],
        "javascript_gz_kb": javascript / 1000,
        "transferred_kb": sum(sizes) / 1000,
    }


def cold(browser: Browser, url: str, state: Any, path: str, rounds: int) -> dict[str, float]:
    """Medians of several cold loads; of the layout shift the worst."""
    found = []
    for _ in range(rounds):
        context = browser.new_context(base_url=url, storage_state=state, viewport={"width": 1280, "height": 800})
        found.append(measured(context, path))
        context.close()
    medians = {name: round(statistics.median(each[name] for each in found), 1) for name in found[0]}
    return {**medians, "layout_shift": round(max(each["layout_shift"] for each in found), 4)}


def newcomer(browser: Browser, url: str) -> tuple[int, float]:
    """Clicks from the start page to the first verdict, and seconds from each click to what it led to."""
    context = browser.new_context(base_url=url)
    page = context.new_page()
    page.goto("/")
    seconds = _clicked(page, "See a leak caught", "#code-title")
    seconds += _clicked(page, "Submit this code", "#leak-verdict .rows")
    context.close()
    return 2, seconds


def _clicked(page: Page, button: str, until: str) -> float:
    began = time.perf_counter()
    page.get_by_role("button", name=button).click()
    page.locator(until).first.wait_for(timeout=120_000)
    return time.perf_counter() - began


def main() -> None:
    """Measure, and print JSON."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    subprocess.run([HOLDOUT, "images", "build"], check=True, capture_output=True)
    folder = Path(tempfile.mkdtemp(prefix="holdout-pages-"))
    with serving(folder) as (url, email, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=False)
        page = browser.new_page(base_url=url)
        page.goto("/signin")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/practice")
        state = page.context.storage_state()
        page.goto(PROBLEM)
        walks = [newcomer(browser, url) for _ in range(rounds + 1)][1:]  # the first one warms the containers
        pages = {
            "start": cold(browser, url, None, "/", rounds),
            "browse": cold(browser, url, state, "/practice", rounds),
            "problem": cold(browser, url, state, PROBLEM, rounds),
        }
        browser.close()
    shutil.rmtree(folder)
    verdict = {"clicks": walks[0][0], "machine_s": round(statistics.median(seconds for _, seconds in walks), 2)}
    print(
        json.dumps({"load": os.getloadavg()[0], "rounds": rounds, "first_verdict": verdict, "pages": pages}, indent=2)
    )


if __name__ == "__main__":
    main()
