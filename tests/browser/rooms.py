"""An interview as the tests see it: planned and begun by its lead, entered by a link; what a person does in the room."""

import re
import time
from collections.abc import Callable
from typing import Any, Self

from playwright.sync_api import BrowserContext, Locator, Page, expect
from serving import Server
from workspace import GRADING_MS, NewContext

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
PROBLEM = "Standardise features"
PATIENCE = 20.0
expect.set_options(timeout=15_000)  # several browsers, a server and its workers share the machine


class Room:
    """One person's page on the room."""

    def __init__(self, page: Page, interview: str) -> None:
        self.page = page
        self.interview = interview

    def open(self, query: str = "") -> Self:
        self.page.goto(f"/interviews/{self.interview}{query}")
        self.ready()
        return self

    def ready(self) -> None:
        expect(self.page.locator("#loading")).to_be_hidden()
        expect(self.editor()).to_be_attached()

    def editor(self, file: str = "solution", position: int = 0) -> Locator:
        return self.page.locator(f"#panel-{file} .editor[data-position='{position}'] .cm-content")

    def view(self, name: str) -> None:
        """Choose a pane where only one fits."""
        button = self.page.locator(".views").get_by_role("button", name=name)
        if button.is_visible():
            button.click()

    def text(self, file: str = "solution", position: int = 0) -> str:
        """The whole text, also of a file that is not on show."""
        text: str = self.editor(file, position).evaluate("editor => editor.cmTile.view.state.sliceDoc()")
        return text

    def expect_text(self, wanted: str | Callable[[str], bool], file: str = "solution") -> str:
        """Wait until the text is as wanted; the text."""
        for _ in range(600):
            text = self.text(file)
            if text == wanted if isinstance(wanted, str) else wanted(text):
                return text
            self.page.wait_for_timeout(50)
        if isinstance(wanted, str):
            assert wanted == text
        raise AssertionError(text[-2000:])

    def type(self, text: str, at: str = "Control+End") -> None:
        """Type key by key."""
        self.editor().focus()
        self.page.keyboard.press(at)
        self.page.keyboard.type(text)

    def insert(self, text: str, at: str = "Control+End") -> None:
        """Put text in at once, as an input method does."""
        self.editor().focus()
        self.page.keyboard.press(at)
        self.page.keyboard.insert_text(text)

    def write(self, text: str, file: str = "solution") -> None:
        """Replace the whole text."""
        self.editor(file).focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def paste(self, text: str) -> None:
        self.editor().focus()
        self.editor().evaluate(
            """(editor, text) => {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", text);
                editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }""",
            text,
        )

    def undo(self) -> None:
        self.editor().focus()
        self.page.keyboard.press("Control+z")

    def expect_state(self, state: str) -> None:
        expect(self.page.locator("#save-state")).to_have_attribute("data-state", state)

    def say(self, key: int, text: str) -> None:
        """One key chooses what to say, Enter says it."""
        self.page.keyboard.press(f"Alt+{key}")
        expect(self.page.locator("#say-text")).to_be_focused()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#say-text")).to_have_value("")

    def said(self, text: str) -> Locator:
        return self.page.locator("#talk .said", has_text=text)

    def run(self) -> None:
        self.page.locator("#run").click()

    def ran(self) -> Locator:
        summary = self.page.locator("#run-summary h2")
        expect(summary).to_contain_text("Visible checks passed", timeout=GRADING_MS)
        return summary

    def graded(self) -> Locator:
        verdict = self.page.locator("#grading-summary h2")
        expect(verdict).to_have_text(re.compile("^(Accepted|Not accepted yet)$"), timeout=GRADING_MS)
        return verdict


def same(*rooms: Room, containing: str = "") -> str:
    """Wait until everybody has the same text; the text."""
    deadline = time.monotonic() + PATIENCE
    while True:
        texts = [room.text() for room in rooms]
        if len(set(texts)) == 1 and containing in texts[0]:
            return texts[0]
        assert time.monotonic() < deadline, texts
        rooms[0].page.wait_for_timeout(50)


class Interview:
    """A live interview with its lead (the first administrator), a candidate without an account, and an observer."""

    def __init__(self, server: Server, new_context: NewContext) -> None:
        self._server = server
        self._new_context = new_context
        self.lead_context = new_context()
        self.id = ""

    def plan(self, *problems: str, minutes: int = 60, before: str = "") -> Self:
        """Fill in the form; with `before`, a deadline, it becomes a take-home."""
        page = self.lead_context.new_page()
        page.goto("/interviews/new")
        page.get_by_label("Title").fill("Applied machine learning, round two")
        page.get_by_label("Minutes").fill(str(minutes))
        for number, title in enumerate(problems or (PROBLEM,), start=1):
            choice = page.locator(f"[name=problem_{number}]")
            choice.select_option(choice.locator("option", has_text=title).first.get_attribute("value"))
        if before:
            page.get_by_text("Take-home").check()
            page.get_by_label("Begin before").fill(before)
        page.get_by_role("main").get_by_role("button", name=re.compile("Plan|Save|Keep")).last.click()
        page.wait_for_url(re.compile(r"/interviews/[0-9a-f-]{36}"))
        self.id = re.findall(r"[0-9a-f-]{36}", page.url)[0]
        page.close()
        return self

    def post(self, path: str, **fields: Any) -> str:
        """What the lead does by a form; the page that follows."""
        answer = self.lead_context.request.post(f"/interviews/{self.id}/{path}", form=fields, headers=SAME_SITE)
        assert answer.ok, answer.text()
        return answer.text()

    def invite(self, name: str, part: str, email: str, extra_minutes: int = 0) -> str:
        """Give somebody a seat; the path of their link."""
        page = self.post("people", name=name, email=email, part=part, extra_minutes=extra_minutes)
        person = re.findall(r"/people/([0-9a-f-]+)/link", page[page.index(email) :])[0]
        link = self.post(f"people/{person}/link")
        found = re.search(r"/join/[\w-]+", link)
        assert found is not None
        return found[0]

    def enter(self, link: str, **options: Any) -> BrowserContext:
        """A browser that has come in by the link."""
        context = self._new_context(storage_state={"cookies": [], "origins": []}, **options)
        assert context.request.post(link, headers=SAME_SITE).ok
        return context

    def step(self, context: BrowserContext, step: str, **fields: Any) -> None:
        answer = context.request.post(
            f"/api/interviews/{self.id}/steps", data={"step": step, **fields}, headers=SAME_SITE
        )
        assert answer.ok, answer.text()

    def begin(self, **options: Any) -> tuple[Room, Room]:
        """The candidate's room and the lead's, with the clock running."""
        link = self.invite("Ada Okafor", "candidate", f"ada-{self.id[:8]}@example.org")
        self.step(self.lead_context, "open_lobby")
        candidate = self.enter(link, **options)
        self.step(candidate, "ready")
        self.step(self.lead_context, "ready")
        return Room(candidate.new_page(), self.id).open(), Room(self.lead_context.new_page(), self.id).open()

    def observe(self) -> Room:
        """A colleague who watches."""
        email = f"grace-{self.id[:8]}@example.org"
        password = self._server.add_user(email, "Grace Lindqvist", "interviewer")
        link = self.invite("Grace Lindqvist", "observer", email)
        context = self._new_context(storage_state={"cookies": [], "origins": []})
        page = context.new_page()
        page.goto("/signin")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(re.compile("/practice|/interviews"))
        assert context.request.post(link, headers=SAME_SITE).ok
        return Room(page, self.id).open()
