"""Everything with the keyboard alone."""

import re

from playwright.sync_api import Page, expect
from serving import Server
from workspace import GRADING_MS, NewContext, Workspace, solution

RIGHT = solution("preprocessing/standardize", "accepted", "column_loop.py")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this accessible name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        label = focused.get_attribute("aria-label") or focused.text_content() or ""
        if name in label or focused.get_attribute("name") == name:
            return
    raise AssertionError(f"Tab never reaches {name}")


def test_the_whole_walk(new_context: NewContext, server: Server) -> None:
    page = new_context(storage_state=None).new_page()
    page.goto("/signin")
    email, password = server.first_sign_in()
    page.keyboard.type(email)  # the field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/practice")
    page.keyboard.press("/")
    page.keyboard.type("standardise")
    page.keyboard.press("Enter")
    page.wait_for_url("**/practice?q=standardise")
    tab_to(page, "Standardise features")
    page.keyboard.press("Enter")
    walk = Workspace(page, "preprocessing/standardize")
    expect(walk.editor()).to_be_visible()
    page.keyboard.press("F6")
    page.keyboard.press("F6")
    expect(walk.editor()).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(RIGHT)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#run-summary h2")).to_contain_text("Visible checks passed", timeout=GRADING_MS)
    expect(walk.editor()).to_be_focused()
    expect(page.locator("#run")).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Control+Shift+Enter")
    walk.graded()
    expect(page.locator("#announcer")).to_contain_text("Accepted. Required checks passed:")
    page.keyboard.press("F6")
    expect(page.locator("#panel-grading")).to_be_focused()


def test_tab_indents_and_escape_then_tab_leaves_the_editor(workspace: Workspace) -> None:
    workspace.write("")
    workspace.page.keyboard.press("Tab")
    workspace.page.keyboard.type("x")
    assert workspace.settled(lambda text: "x" in text) == "    x"
    expect(workspace.editor()).to_have_accessible_description(re.compile("Press Escape and then Tab to leave it"))
    workspace.page.keyboard.press("Escape")
    workspace.page.wait_for_timeout(2500)  # CodeMirror's own limit is two seconds; ours is more patient
    workspace.page.keyboard.press("Tab")
    expect(workspace.editor()).not_to_be_focused()


def test_dividers_move_by_arrow_keys_and_are_remembered(workspace: Workspace) -> None:
    page = workspace.page
    divider = page.get_by_role("separator", name="Width of the statement")
    width = page.locator("#pane-statement").bounding_box()
    divider.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(divider).to_have_attribute("aria-valuenow", "48")
    wider = page.locator("#pane-statement").bounding_box()
    assert width is not None
    assert wider is not None
    assert wider["width"] > width["width"] + 100
    page.reload()
    expect(divider).to_have_attribute("aria-valuenow", "48")
    assert wider == page.locator("#pane-statement").bounding_box()
    page.get_by_role("separator", name="Height of the results").focus()
    page.keyboard.press("Home")
    expect(page.get_by_role("separator", name="Height of the results")).to_have_attribute("aria-valuenow", "12")


def test_tabs_follow_the_arrow_keys(workspace: Workspace) -> None:
    page = workspace.page
    page.get_by_role("tab", name="Examples").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Grading")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Grading")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_role("tabpanel", name="History")).to_be_visible()


def test_question_mark_shows_the_sheet_and_escape_returns(workspace: Workspace) -> None:
    page = workspace.page
    page.get_by_role("tab", name="Examples").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("tab", name="Examples")).to_be_focused()
