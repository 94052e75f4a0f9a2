"""The sections of Holdout at the top of every page: on a phone, by keyboard, and without a script."""

import pytest
from playwright.sync_api import expect
from workspace import NARROW, NewContext, violations


def test_many_sections_open_as_a_list_on_a_phone(new_context: NewContext) -> None:
    page = new_context(viewport=NARROW, has_touch=True).new_page()
    page.goto("/studio")
    page.get_by_role("button", name="Sections").click()
    sections = page.get_by_role("navigation", name="Sections")
    expect(sections.get_by_role("link", name="People")).to_be_visible()
    assert violations(page) == []
    sections.get_by_role("link", name="Practice").click()
    page.wait_for_url("**/practice")


@pytest.mark.parametrize("script", [True, False])
def test_sections_of_a_menu_are_reached_by_keyboard_with_a_script_and_without(
    new_context: NewContext, script: bool
) -> None:
    page = new_context(java_script_enabled=script).new_page()
    page.goto("/practice")
    sections = page.get_by_role("navigation", name="Sections")
    expect(sections.get_by_role("link", name="Interviews")).to_be_visible()
    people = sections.get_by_role("link", name="People")
    expect(people).to_be_hidden()
    expect(sections.get_by_role("link", name="Operation")).to_be_hidden()
    sections.get_by_role("button", name="Admin").focus()
    page.keyboard.press("Enter")
    expect(people).to_be_visible()
    expect(sections.get_by_role("link", name="Operation")).to_be_visible()
    page.keyboard.press("Escape")
    expect(people).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(people).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/people")
    expect(sections.get_by_role("button", name="Admin")).to_have_attribute("data-current", "")
