"""A drill session by keys alone, at both widths; every page of it looked at by axe."""

import re

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from test_room_accessibility import SIZES, look
from workspace import NewContext, shot


def person(server: Server, new_context: NewContext, name: str, **options: object) -> Page:
    """Somebody who has not drilled yet."""
    email = f"{name}@example.com"
    password = server.add_user(email, name, "candidate")
    page = new_context(storage_state=None, **options).new_page()
    page.goto("/signin?next=/drill")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("/drill")  # the sign-in's own address ends with the same word
    return page


@pytest.mark.parametrize("size", SIZES)
def test_a_session_is_drilled_by_keys_alone(server: Server, new_context: NewContext, size: str) -> None:
    page = person(server, new_context, f"keys-{size}", viewport=SIZES[size], timezone_id="Asia/Tokyo")
    expect(page.get_by_text("midnight in Asia/Tokyo")).to_be_visible()
    shot(page, f"drill-home-{size}")
    look(page)
    page.keyboard.press("Enter")
    for number in range(15):
        expect(page.get_by_role("main").get_by_role("radio")).to_have_count(4)
        if number < 3:
            shot(page, f"drill-{number}-asked-{size}")
            look(page)
        page.wait_for_load_state()
        page.keyboard.press(str(number % 4 + 1))
        expect(page.get_by_role("main").get_by_role("radio").nth(number % 4)).to_be_checked()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=2)).to_be_focused()
        expect(page.get_by_role("heading", level=2)).to_be_in_viewport()
        if number < 3:
            shot(page, f"drill-{number}-why-{size}")
            look(page)
        page.wait_for_load_state()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today's drill")
    expect(page.get_by_text("5 prompts,")).to_be_visible()
    shot(page, f"drill-done-{size}")
    look(page)


def test_back_and_a_second_tab_answer_nothing_twice(server: Server, new_context: NewContext) -> None:
    page = person(server, new_context, "twice")
    page.goto("/drill/next")
    other = page.context.new_page()
    other.goto("/drill/next")
    page.wait_for_load_state()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    verdict = page.get_by_role("heading", level=2)
    expect(verdict).to_be_focused()
    said = verdict.inner_text()
    other.wait_for_load_state()
    other.keyboard.press("2")
    other.keyboard.press("Enter")
    expect(other.get_by_role("heading", level=2)).to_have_text(said)
    page.go_back()
    expect(page.get_by_role("main").get_by_role("group")).to_contain_text("What does the interviewer really want?")
    assert 1 == page.evaluate("fetch('/api/drill/today').then((answer) => answer.json())")["answers"]


def test_without_script_the_forms_do_it(server: Server, new_context: NewContext) -> None:
    page = person(server, new_context, "plain", java_script_enabled=False)
    page.get_by_label("Time zone").fill("Europe/Lisbon")
    page.get_by_label("New prompts a day").fill("1")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("midnight in Europe/Lisbon")).to_be_visible()
    page.get_by_role("link", name="Start").click()
    for _ in range(3):
        page.get_by_role("main").get_by_role("radio").first.check()
        page.get_by_role("button", name="Answer").click()
        expect(page.locator(".drill__mark").first).to_have_text(re.compile("the answer|your answer, right"))
        page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today's drill")
