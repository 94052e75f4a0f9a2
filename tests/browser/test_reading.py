"""Debugging by reading in a browser, by its forms: with and without a script, at both widths."""

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from test_room_accessibility import SIZES, look
from workspace import GRADING_MS, NewContext, Workspace, shot, solution, violations

PROBLEM = "debugging/balanced-accuracy"
WORDS = "Line 26 averages scores of cards instead of counting clips over all of them; small cards weigh too much."


def begin(page: Page) -> None:
    """On a fresh attempt."""
    page.request.post(f"/problems/{PROBLEM}/attempts", headers={"Sec-Fetch-Site": "same-origin"})
    page.goto(f"/problems/{PROBLEM}/reading")


@pytest.mark.parametrize("size", SIZES)
def test_run_opens_after_the_lines_and_the_words(server: Server, new_context: NewContext, size: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    begin(page)
    shot(page, f"reading-before-{size}")
    look(page)
    page.get_by_role("button", name="Begin to read").click()
    expect(page.get_by_role("checkbox", name="Line 26:")).to_be_visible()
    page.goto(f"/problems/{PROBLEM}")
    expect(page.locator("#pane-code a", has_text="locate the lines")).to_be_attached()
    expect(page.locator("#run")).to_be_hidden()
    assert [] == violations(page)
    page.goto(f"/problems/{PROBLEM}/reading")
    page.get_by_role("checkbox", name="Line 26:").check()
    page.get_by_role("checkbox", name="Line 10:").check()
    shot(page, f"reading-locate-{size}")
    look(page)
    page.get_by_role("button", name="These are at fault").click()
    expect(page.get_by_label("In your words")).to_be_visible()
    shot(page, f"reading-explain-{size}")
    look(page)
    page.get_by_label("In your words").fill(WORDS)
    page.get_by_role("button", name="Say so").click()
    expect(page.get_by_text("BUG_LINES = [10, 26]")).to_be_visible()
    shot(page, f"reading-fix-{size}")
    look(page)
    page.get_by_role("link", name="To the workspace").click()
    workspace = Workspace(page, PROBLEM)
    expect(workspace.editor()).to_be_attached()
    if size == "narrow":
        page.locator(".views").get_by_role("button", name="Code").click()
    workspace.write(solution(PROBLEM, "accepted"))
    page.locator("#submit").click()
    expect(page.locator("#grading-summary")).to_contain_text("Accepted", timeout=GRADING_MS)
    page.goto(f"/problems/{PROBLEM}/reading")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".reading__score")).to_contain_text("1 of 2 faults located; line 10 is not at fault.")
    expect(page.get_by_text(WORDS)).to_be_visible()
    shot(page, f"reading-compared-{size}")
    look(page)


def test_without_a_script_it_is_the_same(server: Server, new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    begin(page)
    page.get_by_role("button", name="Begin to read").click()
    page.get_by_role("button", name="These are at fault").click()
    expect(page.get_by_role("alert")).to_have_text("Choose at least one line.")
    page.get_by_role("checkbox", name="Line 16:").check()
    page.get_by_role("button", name="These are at fault").click()
    page.get_by_label("In your words").fill("Short.")
    page.get_by_role("button", name="Say so").click()
    expect(page.get_by_label("In your words")).to_have_value("Short.")
    expect(page.get_by_role("alert")).to_contain_text("a sentence or more")
    page.get_by_label("In your words").fill(WORDS)
    page.get_by_role("button", name="Say so").click()
    page.get_by_text("Compare before it is solved").click()
    page.get_by_role("button", name="Show the faults").click()
    expect(page.locator(".reading__score")).to_contain_text("1 of 2 faults located.")
