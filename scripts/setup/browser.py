"""Chromium, which only the tests need."""

import os
import shutil
import subprocess

from scripts.setup.report import Screen, StepError
from scripts.setup.state import VENV
from scripts.setup.system import can_install, install, is_ubuntu, run

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WHERE = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
FONTS = ("fonts-liberation", "fonts-dejavu-core")


def find() -> str | None:
    """A Chromium that starts: CHROMIUM, one on PATH, or the one playwright has fetched."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), _playwrights()]
    return next((path for path in candidates if path and _starts(path)), None)


def _starts(path: str) -> bool:
    """Run it: Ubuntu's `chromium-browser` without snap is a script that only prints advice."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except OSError:
        return False
    return answer.returncode == 0


def _playwrights() -> str | None:
    answer = subprocess.run([VENV / "bin" / "python", "-c", WHERE], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


def chromium(screen: Screen) -> str:
    """Use the one that is there; else install Debian's, or on Ubuntu playwright's."""
    found = find()
    if found:
        return found
    if not can_install():
        raise StepError(
            "The browser tests need Chromium, and only root can install it.",
            "sudo apt-get install chromium fonts-liberation\n"
            "On Ubuntu: sudo .venv/bin/playwright install --with-deps chromium",
        )
    if is_ubuntu():
        run(screen, VENV / "bin" / "playwright", "install", "--with-deps", "chromium")
    else:
        install(screen, ["chromium", *FONTS])
    found = find()
    if not found:
        raise StepError("Chromium was installed and does not start.", "Run `chromium --version` to see why.")
    return f"installed: {found}"
