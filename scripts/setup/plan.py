"""Which steps a set-up has, in which order. What can fail for want of rights comes first."""

import argparse
import time
from collections.abc import Sequence

from scripts.setup import browser, engine, front_end, haproxy, pdf, python_env
from scripts.setup.report import Screen, Step, perform
from scripts.setup.state import LOG, ROOT, only_one

NETWORK = (
    f"The whole output is in {LOG}.\nIf a download failed, check the network and start again: what is done stays done."
)


def steps(purpose: str) -> list[Step]:
    """What each purpose needs: an image neither engine nor sandbox, checks no build, tests also a browser."""
    lock = "dev" if purpose in ("check", "test") else "base"
    docker = Step("Docker Engine", engine.docker, NETWORK)
    tools = [
        Step("Python environment", python_env.environment, "Install venv: sudo apt-get install python3-venv"),
        Step("Python packages", python_env.packages(lock, covered_by="dev"), NETWORK),
        Step("Holdout itself", python_env.project, NETWORK),
        Step("node", front_end.node, NETWORK),
        Step("front-end packages", front_end.modules, NETWORK),
    ]
    printing = Step("libraries for PDF", pdf.libraries, NETWORK)
    build = Step("front end", front_end.build, f"The sources in static/src do not build; see {LOG}.")
    images = Step("sandbox images", engine.images, NETWORK)
    chromium = Step("Chromium for the tests", browser.chromium, NETWORK)
    proxy = Step("HAProxy for the tests", haproxy.program, NETWORK)
    return {
        "check": tools,
        "image": [*tools, build],
        "run": [docker, *tools, printing, build, images],
        "test": [docker, *tools, printing, build, images, chromium, proxy],
    }[purpose]


def main(arguments: Sequence[str]) -> int:
    """Set up for the purpose named; 0 when everything is in place."""
    parser = argparse.ArgumentParser(prog="scripts.setup", description=__doc__)
    parser.add_argument("purpose", choices=["run", "check", "test", "image"])
    purpose = parser.parse_args(arguments).purpose
    screen = Screen()
    began = time.monotonic()
    screen.say("Setting up Holdout")
    try:
        with only_one(
            ROOT / ".build" / "setup.lock",
            waiting=lambda: screen.say("Another set-up is at work in this folder; waiting for it to end."),
        ):
            done = perform(steps(purpose), screen)
    except KeyboardInterrupt:
        screen.say("\nInterrupted. What is done stays done; start again to go on.")
        return 130
    if done:
        screen.say(f"Ready after {time.monotonic() - began:.1f} s.\n")
    return 0 if done else 1
