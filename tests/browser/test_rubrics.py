"""Writing a rubric from the default, in a browser, and planning by it."""

import re

import pytest
from playwright.sync_api import expect
from serving import Server
from test_room_accessibility import SIZES, look
from workspace import NewContext, shot


@pytest.mark.parametrize("size", SIZES)
def test_a_rubric_is_written_from_the_default_and_chosen_in_a_plan(
    server: Server, new_context: NewContext, size: str
) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    page.goto("/reviews")
    page.get_by_role("link", name="rubric", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rubrics")
    shot(page, f"rubrics-{size}")
    look(page)
    page.get_by_role("link", name=re.compile("Write one from .* default")).click()
    source = page.get_by_label("The file")
    written = source.input_value()
    source.fill(written.replace("id: default", f"id: house-{size}", 1).replace("\n  near: {", "\n  nearly: {", 1))
    page.get_by_role("button", name="Save and offer it").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved yet. Line 9")
    shot(page, f"rubric-refused-{size}")
    look(page)
    source.fill(source.input_value().replace("\n  nearly: {", "\n  near: {", 1))
    page.get_by_role("button", name="Save and offer it").click()
    expect(page.get_by_text("offered to new plans")).to_be_visible()
    for details in page.locator("main details").all()[:2]:
        details.locator("summary").click()
    shot(page, f"rubric-{size}")
    look(page)
    page.goto("/interviews/new")
    page.get_by_label("Title").fill("ML coding round")
    page.get_by_label("Rubric").select_option(f"house-{size} 1.0.0")
    look(page)
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("link", name="Change the plan").click()
    expect(page.get_by_label("Rubric")).to_have_value(f"house-{size} 1.0.0")
