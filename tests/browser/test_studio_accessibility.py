"""axe on every page of the studio, light and dark, wide and narrow."""

from collections.abc import Callable

import pytest
from desk import READ_MS, Desk
from playwright.sync_api import Page, expect
from workspace import NARROW, NewContext, violations


def the_list(page: Page) -> None:
    page.goto("/studio")


def nothing_fits(page: Page) -> None:
    page.goto("/studio?q=nothing-is-called-this")
    expect(page.get_by_text("No problem fits")).to_be_visible()


def a_refused_form(page: Page) -> None:
    page.goto("/studio/new")
    page.locator("form").evaluate_all("forms => forms.forEach(form => { form.noValidate = true; })")
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.get_by_role("alert")).to_be_visible()


def a_draft_with_a_fault(page: Page) -> None:
    desk = Desk.begin(page)
    show(page, "Files")
    desk.open("problem.yaml")
    desk.add("levle: x\n")
    show(page, "Beside it")
    expect(page.locator(".fault").first).to_be_visible(timeout=READ_MS)


def the_history(page: Page) -> None:
    desk = Desk.begin(page)
    desk.add("One more line.\n")
    desk.expect_state("saved")
    page.goto(f"{desk.address}/history")
    expect(page.locator(".diff")).to_be_visible()


def show(page: Page, view: str) -> None:
    """Choose a pane where only one fits."""
    button = page.locator(".views").get_by_role("button", name=view)
    if button.is_visible():
        button.click()


PAGES = [the_list, nothing_fits, a_refused_form, a_draft_with_a_fault, the_history]


@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.__name__)
def test_axe_finds_nothing_in_the_studio(new_context: NewContext, visit: Callable[[Page], None]) -> None:
    page = new_context(color_scheme="light").new_page()
    visit(page)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast") == []
    page.set_viewport_size(NARROW)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
