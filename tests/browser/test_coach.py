"""The coach beside the editor: what is said by keyboard, what is remembered, and how it looks."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from test_room_accessibility import SIZES, look
from workspace import NewContext, Workspace

PROBLEM = "metrics/average-precision"
PICTURES = os.environ.get("PICTURES")


def shot(page: Page, name: str) -> None:
    """A picture to look at, where a folder for them is named."""
    if PICTURES:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png")


def line(page: Page, step: str) -> Locator:
    """The place to say one line to a step."""
    return page.get_by_role("textbox", name=step)


def open_coach(page: Page) -> None:
    """By the rail, or by its view where only one pane fits."""
    view = page.locator(".views").get_by_role("button", name="Coach")
    if view.is_visible():
        view.click()
    elif page.locator("#coach-toggle").get_attribute("aria-expanded") == "false":
        page.locator("#coach-toggle").click()
    expect(page.locator("#coach-panel")).to_be_visible()


def test_the_first_three_steps_are_said_by_keyboard_and_kept(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    rail = page.get_by_role("list", name="Steps")
    expect(rail.get_by_role("button")).to_have_count(10)
    rail.get_by_role("button", name="1. Clarify the context").press("Enter")
    expect(line(page, "Clarify the context")).to_be_focused()
    page.keyboard.type("A night without findings is possible.")
    page.keyboard.press("Enter")
    expect(page.locator("#coach-step-1")).to_contain_text("Said at")
    expect(rail.get_by_role("button", name="1. Clarify the context: said")).to_be_visible()
    expect(line(page, "Clarify the context")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Scores in, one number out.")
    page.keyboard.press("Tab")
    expect(page.locator("#coach-step-2")).to_contain_text("Said at")
    workspace.open()
    expect(line(page, "Clarify the context")).to_have_value("A night without findings is possible.")
    expect(line(page, "Restate the problem")).to_have_value("Scores in, one number out.")


def test_it_can_be_turned_off_and_the_browser_remembers(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    expect(page.locator("#coach")).to_be_visible()
    page.get_by_role("button", name="Editor settings").click()
    page.get_by_label("Coach beside the editor").uncheck()
    expect(page.locator("#coach")).to_be_hidden()
    workspace.open()
    expect(page.locator("#coach")).to_be_hidden()
    page.get_by_role("button", name="Editor settings").click()
    page.get_by_label("Coach beside the editor").check()
    expect(page.locator("#coach-panel")).to_be_visible()


def test_f6_leads_to_the_coach(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    open_coach(page)
    workspace.editor().click()
    for _ in range(2):
        page.keyboard.press("F6")
    expect(line(page, "Clarify the context")).to_be_focused()


def test_nothing_moves_when_the_coach_arrives(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((each) => window.shift += each.value))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    workspace.open()
    expect(page.get_by_role("list", name="Steps").get_by_role("button")).to_have_count(10)
    assert page.evaluate("window.shift") < 0.01


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_it(new_context: NewContext, size: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    Workspace.begin(page, PROBLEM)
    shot(page, f"coach-rail-{size}")
    open_coach(page)
    line(page, "Clarify the context").fill("A night without findings is possible.")
    line(page, "Clarify the context").press("Enter")
    expect(page.locator("#coach-step-1")).to_contain_text("Said at")
    shot(page, f"coach-open-{size}")
    look(page)


def test_without_a_script_the_page_of_the_coach_does_the_same(new_context: NewContext, page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(f"/attempts/{workspace.attempt}")
    plain.get_by_role("link", name="The coach").click()
    line(plain, "Outline the approach").fill("Sort, then count.")
    plain.locator("#coach-step-3").get_by_role("button", name="Keep").click()
    expect(plain).to_have_url(re.compile("/coach$"))
    expect(line(plain, "Outline the approach")).to_have_value("Sort, then count.")
    shot(plain, "coach-page")


def asks(page: Page, text: str) -> Locator:
    """Put a question; the answer."""
    page.get_by_role("textbox", name="Ask").fill(text)
    page.get_by_role("textbox", name="Ask").press("Enter")
    question = page.locator(".coach__asked", has_text=text)
    expect(question).to_be_visible()
    return question.locator(".coach__answer")


def test_a_question_is_answered_or_said_to_be_open_and_an_answer_can_be_taken_back(page: Page) -> None:
    Workspace.begin(page, PROBLEM)
    open_coach(page)
    expect(asks(page, "Which colour has the worklist?")).to_contain_text("That is not defined")
    expect(asks(page, "Would raising an exception on a quiet night be a problem?")).to_contain_text("graded by this")
    expect(page.get_by_role("textbox", name="Ask")).to_have_value("")
    shot(page, "coach-asked")
    page.get_by_role("button", name="Not what I asked").click()
    expect(page.locator(".coach__asked")).to_have_count(1)
