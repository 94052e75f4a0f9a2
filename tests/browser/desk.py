"""The desk of the studio as the tests see it: what an author does there, in the words of the page."""

import itertools
from typing import Self

from playwright.sync_api import Locator, Page, expect

FILES = "**/api/studio/drafts/*/files/**"
READ_MS = 30_000  # the server reads the package in a process of its own, which takes longer on a busy machine
numbers = itertools.count(1)


class Desk:
    """One page on one draft."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def begin(cls, page: Page) -> Self:
        """A new draft of its own, open in the browser."""
        page.goto("/studio/new")
        page.get_by_label("Pattern").select_option("metrics")
        page.get_by_label("Title").fill("Share of clicks")
        page.get_by_label("Short name", exact=True).fill(f"share-{next(numbers)}")
        page.get_by_role("button", name="Begin the draft").click()
        cls.expect_a_file(page)
        return cls(page)

    @classmethod
    def again(cls, page: Page, address: str) -> Self:
        page.goto(address)
        cls.expect_a_file(page)
        return cls(page)

    @staticmethod
    def expect_a_file(page: Page) -> None:
        """Until its first file is shown, the editor takes no keys."""
        content = page.locator("#editor .cm-content")
        expect(content).to_be_attached()
        expect(content).not_to_have_attribute("aria-label", "No file")

    @property
    def address(self) -> str:
        return self.page.url.partition("?")[0]

    def open(self, path: str) -> None:
        self.page.locator(f'#tree [data-path="{path}"]').click()
        expect(self.page.locator("#open-path")).to_have_text(path)

    def add(self, text: str) -> None:
        """Type at the start of the text."""
        self.page.locator("#editor .cm-content").click()
        self.page.keyboard.press("Control+Home")
        self.page.keyboard.insert_text(text)

    def write(self, text: str) -> None:
        """Replace the whole text."""
        self.page.locator("#editor .cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def expect_state(self, state: str) -> None:
        expect(self.page.locator("#save-state")).to_have_attribute("data-state", state, timeout=READ_MS)

    def saved(self, path: str) -> str:
        """What the server has."""
        answer = self.page.request.get(f"{self.address.replace('/studio/', '/api/studio/drafts/')}/files/{path}")
        text: str = answer.json()["text"]
        return text

    def notice(self, text: str) -> Locator:
        return self.page.locator(".notice", has_text=text)
