"""One server and one browser for all browser tests; each test gets a fresh attempt and a fresh browser context."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState, sync_playwright
from serving import Server
from workspace import NewContext, Workspace, sign_in

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDE = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    # not below pytest's own folder, which every other pytest on the machine closes to PostgreSQL's account
    folder = Path(tempfile.mkdtemp(prefix="holdout-browser-"))
    serving = Server(folder)
    serving.build_images()
    serving.start()
    yield serving
    serving.stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, chromium_sandbox=False)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def signed_in(server: Server, browser: Browser) -> StorageState:
    """The cookies of someone who is signed in."""
    email, password = server.first_sign_in()
    page = browser.new_page(base_url=server.url)
    sign_in(page, email, password)
    state = page.context.storage_state()
    page.context.close()
    return state


@pytest.fixture
def new_context(server: Server, browser: Browser, signed_in: StorageState) -> Iterator[NewContext]:
    """Makes contexts of the signed-in person. No page may break a rule of the content-security policy or throw."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(
            **{
                "base_url": server.url,
                "storage_state": signed_in,
                "viewport": WIDE,
                "reduced_motion": "reduce",
                **options,
            }
        )
        context.set_default_timeout(20_000)
        context.on("console", heard)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(new_context: NewContext) -> Page:
    return new_context().new_page()


@pytest.fixture
def workspace(page: Page) -> Workspace:
    """A fresh attempt at the first preprocessing problem, open in the browser."""
    return Workspace.begin(page, "preprocessing/standardize")
