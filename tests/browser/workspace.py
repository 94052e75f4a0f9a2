"""The workspace as the tests see it: what a person does there, in the words of the page. And what any page is tried with."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

PROBLEMS = Path(__file__).parents[2] / "problems"
GRADING_MS = 60_000
NARROW = {"width": 390, "height": 844}
PICTURES = os.environ.get("PICTURES")

NewContext = Callable[..., BrowserContext]


def solution(problem: str, kind: str, name: str | None = None) -> str:
    """The text of an authored solution, the first of its kind when no name is given."""
    folder = PROBLEMS / problem / "solutions" / kind
    return (folder / name if name else min(folder.glob("*.py"))).read_text()


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong, by these rules or by all."""
    page.wait_for_load_state()
    options = {"runOnly": rules} if rules else None
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


def shot(page: Page, name: str) -> None:
    """A picture to look at, where a folder for them is named."""
    if PICTURES:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png", full_page=True)


@contextmanager
def still(page: Page) -> Iterator[None]:
    """The page's own timers do not run, so that only what is clicked happens."""
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    yield
    page.clock.resume()


def holding(held: list[Route]) -> Callable[[Route], None]:
    """Keeps what is asked for from arriving until a test lets it."""

    def hold(route: Route) -> None:
        held.append(route)

    return hold


def sign_in(page: Page, email: str, password: str) -> None:
    """By the form."""
    page.goto("/signin")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/practice")


class Workspace:
    """One page on one problem."""

    def __init__(self, page: Page, problem: str) -> None:
        self.page = page
        self.problem = problem

    @classmethod
    def begin(cls, page: Page, problem: str) -> Self:
        """Open the problem on a fresh attempt."""
        address = f"/problems/{problem}"
        page.request.post(f"{address}/attempts", headers={"Sec-Fetch-Site": "same-origin"})
        opened = cls(page, problem)
        opened.open()
        return opened

    def open(self) -> None:
        self.page.goto(f"/problems/{self.problem}")
        expect(self.editor()).to_be_attached()

    def editor(self, file: str = "solution") -> Locator:
        return self.page.locator(f"#editor-{file} .cm-content")

    def write(self, text: str, file: str = "solution") -> None:
        """Replace the whole text."""
        self.editor(file).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def paste(self, text: str) -> None:
        """Replace the whole text as from the clipboard."""
        self.editor().click()
        self.page.keyboard.press("Control+A")
        self.editor().evaluate(
            """(editor, text) => {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", text);
                editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }""",
            text,
        )

    def add(self, text: str) -> None:
        """Type at the start of the solution."""
        self.editor().click()
        self.page.keyboard.press("Control+Home")
        self.page.keyboard.insert_text(text)

    def text(self, file: str = "solution") -> str:
        """The lines in view."""
        return "\n".join(self.page.locator(f"#editor-{file} .cm-line").all_text_contents())

    def settled(self, wanted: Callable[[str], bool]) -> str:
        """The lines in view as soon as `wanted` holds of them; what they are after thirty seconds otherwise."""
        deadline = time.monotonic() + 30
        while not wanted(text := self.text()) and time.monotonic() < deadline:
            self.page.wait_for_timeout(50)
        return text

    def expect_state(self, state: str) -> None:
        expect(self.page.locator("#save-state")).to_have_attribute("data-state", state)

    def draft(self) -> dict[str, Any]:
        """What the server has."""
        answer = self.page.request.get(f"/api/attempts/{self.attempt}/draft")
        body: dict[str, Any] = answer.json()
        return body

    @property
    def attempt(self) -> str:
        boot = self.page.locator("#boot").text_content() or ""
        found = re.search(r'"attempt": \{[^}]*?"id": "([0-9a-f-]+)"', boot)
        assert found is not None, boot[:300]
        return found[1]

    def run(self) -> Locator:
        """Run the visible examples and wait for the end; the panel of results."""
        self.page.locator("#run").click()
        self.idle()
        expect(self.page.locator("#run-summary h2")).to_contain_text("Visible checks passed", timeout=GRADING_MS)
        return self.page.locator("#panel-examples")

    def submit(self) -> Locator:
        """Submit and wait for the verdict; the panel of results."""
        self.page.locator("#submit").click()
        return self.graded()

    def graded(self) -> Locator:
        self.idle()  # or the verdict before this one would do
        verdict = self.page.locator("#grading-summary h2")
        expect(verdict).to_have_text(re.compile("^(Accepted|Not accepted yet)$"), timeout=GRADING_MS)
        return self.page.locator("#panel-grading")

    def idle(self) -> None:
        """Wait until nothing is being run or graded: the buttons are off from the click on."""
        expect(self.page.locator("#submit")).not_to_have_attribute("aria-disabled", "true", timeout=GRADING_MS)

    def notice(self, text: str) -> Locator:
        return self.page.locator(".notice", has_text=text)
