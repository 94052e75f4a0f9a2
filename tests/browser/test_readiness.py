"""The readiness page after real gradings, wide and narrow, light and dark, and by keyboard."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, StorageState, expect
from serving import Server
from workspace import NewContext, Workspace, solution, violations

NARROW = {"width": 390, "height": 844}
PROBLEM = "splits/time-split"
PATTERN = "#pattern-splits"


@pytest.fixture(scope="module")
def learner(server: Server, browser) -> StorageState:
    """Somebody of their own, so that no other test has made a problem familiar."""
    password = server.add_user("learner@example.org", "Lea", "candidate")
    page = browser.new_page(base_url=server.url)
    page.goto("/signin")
    page.get_by_label("E-mail address").fill("learner@example.org")
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/practice")
    state = page.context.storage_state()
    page.context.close()
    return state


@pytest.fixture(scope="module")
def practised(server: Server, browser, learner: StorageState) -> None:
    page = browser.new_page(base_url=server.url, storage_state=learner)
    workspace = Workspace(page, PROBLEM)
    workspace.open()
    for kind in ("rejected", "accepted"):
        workspace.write(solution(PROBLEM, kind))
        workspace.submit()
    page.context.close()


def visit(new_context: NewContext, learner: StorageState, **options: Any) -> Page:
    page = new_context(storage_state=learner, **options).new_page()
    page.goto("/practice")
    page.get_by_role("link", name="Readiness").click()
    expect(page.get_by_role("heading", level=1, name="Readiness")).to_be_visible()
    return page


@pytest.mark.usefixtures("practised")
def test_from_an_interval_to_the_submission_it_is_computed_from(new_context: NewContext, learner: StorageState) -> None:
    page = visit(new_context, learner, color_scheme="light")
    table = page.locator("section", has=page.locator(PATTERN)).get_by_role("table")
    expect(table.get_by_role("row", name="Correctness")).to_contain_text(re.compile(r"\d+ to \d+%\s*1 problem"))
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast") == []

    page.locator("summary", has_text="Computed from 1 first submission").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/attempts/.*\?execution="))
    expect(page.get_by_role("heading", name="Not accepted yet")).to_be_visible()  # the first, not the better second


@pytest.mark.usefixtures("practised")
def test_it_fits_a_phone(new_context: NewContext, learner: StorageState) -> None:
    page = visit(new_context, learner, color_scheme="light", viewport=NARROW, has_touch=True)
    page.locator("summary").first.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.usefixtures("practised")
def test_it_can_be_taken_along_without_a_script(new_context: NewContext, learner: StorageState) -> None:
    page = visit(new_context, learner, java_script_enabled=False)
    for name, begins in (("CSV", "pattern,criterion,low"), ("JSON", '{"at":')):
        with page.expect_download() as taken:
            page.get_by_role("link", name=name).click()
        assert Path(taken.value.path()).read_text().startswith(begins)


def test_what_to_practise_next_leads_to_a_problem(new_context: NewContext, learner: StorageState) -> None:
    page = visit(new_context, learner)
    page.locator(".readiness__next a").first.click()
    expect(page).to_have_url(re.compile("/problems/"))
