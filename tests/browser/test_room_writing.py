"""What is being written in a room stays where it is, and so does the focus, whatever arrives meanwhile."""

from typing import Any

import pytest
from playwright.sync_api import expect
from rooms import SAME_SITE, Interview
from serving import Server
from workspace import NewContext


@pytest.fixture
def interview(server: Server, new_context: NewContext) -> Interview:
    return Interview(server, new_context).plan()


def post(interview: Interview, what: str, data: dict[str, Any]) -> None:
    """What the lead does from another window."""
    address = f"/api/interviews/{interview.id}/{what}"
    answer = interview.lead_context.request.post(address, data=data, headers=SAME_SITE)
    assert answer.ok, answer.text()


def test_the_focus_stays_on_the_problem_that_was_chosen(server: Server, new_context: NewContext) -> None:
    interview = Interview(server, new_context).plan("Standardise features", "Right by ear, poor in the report")
    candidate, _ = interview.begin()
    second = candidate.page.get_by_role("button", name="2. ")
    second.focus()
    candidate.page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(second).to_be_focused()
    post(interview, "hints", {"problem": 1, "index": 0})
    expect(candidate.page.locator("#hint-rows li")).to_have_count(1)
    expect(second).to_be_focused()


def test_the_focus_stays_in_the_guide_when_it_changes(interview: Interview) -> None:
    _, lead = interview.begin()
    page = lead.page
    page.get_by_role("tab", name="Guide").click()
    answer = page.get_by_role("button", name="Answer with this").first
    answer.focus()
    post(interview, "hints", {"problem": 0, "index": 0})
    rungs = page.locator("#ladder > li")
    expect(rungs.nth(0)).to_contain_text("Released")
    expect(answer).to_be_focused()
    page.get_by_role("button", name="Release hint 2").focus()
    page.keyboard.press("Enter")
    expect(rungs.nth(1)).to_contain_text("Released")
    expect(rungs.nth(1)).to_be_focused()  # its button is gone, and the next one releases another hint


def test_a_press_on_a_button_of_the_guide_counts_whoever_comes_and_goes(interview: Interview) -> None:
    candidate, lead = interview.begin()
    page = lead.page
    page.get_by_role("tab", name="Guide").click()
    page.get_by_role("button", name="Answer with this").first.hover()
    page.mouse.down()
    post(interview, "hints", {"problem": 0, "index": 0})
    expect(page.locator("#ladder > li").first).to_contain_text("Released")
    page.mouse.up()
    expect(candidate.said("Answer")).to_have_count(1)


def test_the_focus_goes_to_the_twist_that_was_applied(interview: Interview) -> None:
    _, lead = interview.begin()
    page = lead.page
    page.get_by_role("tab", name="Guide").click()
    page.get_by_role("button", name="Apply…").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Apply the twist").click()
    twist = page.locator("#twists > li").first
    expect(twist).to_contain_text("Applied")
    expect(twist).to_be_focused()
