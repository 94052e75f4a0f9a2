"""The plan of practice by mouse and keys, at both widths and in both themes; every page of it looked at by axe."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from test_drill import person
from test_room_accessibility import SIZES, look
from workspace import NewContext, shot


def fill(page: Page, days: int = 10) -> None:
    """The form, with every day of the week, and its button."""
    page.get_by_label("What it is for").fill("Screening at Contoso")
    page.get_by_label("The day it is for").fill(str((datetime.now(UTC) + timedelta(days=days)).date()))
    for day in ("Saturday", "Sunday"):
        page.get_by_label(day).check()
    page.get_by_role("button", name="Make the plan").click()


@pytest.mark.parametrize("size", SIZES)
def test_a_plan_is_made_followed_and_given_up(server: Server, new_context: NewContext, size: str) -> None:
    page = person(server, new_context, f"plans-{size}", viewport=SIZES[size], timezone_id="Asia/Tokyo")
    page.goto("/practice")
    page.get_by_role("link", name="Plan of practice").click()
    expect(page.get_by_text("midnight in Asia/Tokyo")).to_be_visible()
    shot(page, f"plan-none-{size}")
    look(page)
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_text("Say in up to 120 characters what it is for.")).to_be_visible()
    shot(page, f"plan-refused-{size}")
    look(page)
    fill(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Screening at Contoso")
    tasks = page.get_by_role("region", name="Today").get_by_role("listitem")
    title = tasks.first.get_by_role("link").inner_text()
    shot(page, f"plan-made-{size}")
    look(page)
    tasks.first.get_by_role("button", name="Tick off").click()
    expect(tasks.first.get_by_role("button", name="Not done after all")).to_be_visible()
    expect(page.get_by_text("1 of ")).to_be_visible()
    page.goto("/practice")
    today = page.get_by_role("region", name="Today")
    expect(today.get_by_role("link", name="Pattern drill")).to_be_visible()
    expect(today.get_by_role("link", name=title)).to_be_visible()
    shot(page, f"plan-browse-{size}")
    look(page)
    page.goto("/practice/plan")
    page.get_by_text("Give the plan up…").click()
    page.get_by_role("button", name="Give it up").click()
    expect(page.get_by_role("button", name="Make the plan")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_where_one_left_off_is_on_top(server: Server, new_context: NewContext, size: str) -> None:
    page = person(server, new_context, f"left-{size}")
    page.goto("/practice")
    link = page.locator(".problem h3 a").first
    title = link.inner_text()
    link.click()
    editor = page.locator(".cm-content").first
    editor.click()
    page.keyboard.type("# begun")
    expect(page.get_by_text("Saved").first).to_be_visible()
    page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]  # width and height
    page.goto("/practice")
    on_top = page.get_by_role("region", name="Where you left off")
    expect(on_top.get_by_role("link", name=title)).to_be_visible()
    shot(page, f"left-off-{size}")
    look(page)


def test_without_script_the_forms_do_it(server: Server, new_context: NewContext) -> None:
    page = person(server, new_context, "plain-plan", java_script_enabled=False)
    page.goto("/practice/plan")
    page.get_by_label("Time zone").fill("Europe/Lisbon")
    fill(page)
    expect(page.get_by_text("midnight in Europe/Lisbon")).to_be_visible()
    page.get_by_role("region", name="Today").get_by_role("button", name="Tick off").first.click()
    expect(page.get_by_text("1 of ")).to_be_visible()
