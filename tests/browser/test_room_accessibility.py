"""axe on the room, in both roles, and on the replay: light and dark, wide and narrow, in every pane."""

import pytest
from playwright.sync_api import Page, expect
from rooms import Interview
from serving import Server
from workspace import NewContext, violations

SIZES = {"wide": {"width": 1280, "height": 800}, "narrow": {"width": 390, "height": 844}}
ROOM_VIEWS = ("Statement", "Code", "Results", "Talk")
REPLAY_VIEWS = ("Code", "Results", "Events")


def look(page: Page) -> None:
    """Nothing for axe to find in either theme, and nothing wider than the window."""
    page.emulate_media(color_scheme="light")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def look_around(page: Page, views: tuple[str, ...]) -> None:
    """In each pane, where only one fits."""
    switches = page.locator(".views").get_by_role("button")
    if not switches.first.is_visible():
        look(page)
        return
    for view in views:
        page.locator(".views").get_by_role("button", name=view).click()
        look(page)


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_the_room_and_its_replay(server: Server, new_context: NewContext, size: str) -> None:
    interview = Interview(server, new_context).plan("Standardise features", "Right by ear, poor in the report")
    candidate, lead = interview.begin()
    candidate.type("\n# NaN stays out of the mean")
    candidate.say(2, "May a column be constant?")
    candidate.paste("# pasted from notes that were written before the interview began\n")
    lead.type("\n# the lead")
    lead.page.get_by_role("tab", name="Guide").click()
    lead.page.get_by_role("button", name="Apply…").first.click()
    look(lead.page)
    lead.page.get_by_role("button", name="Apply the twist").click()
    lead.page.get_by_role("button", name="Release hint 1").click()
    expect(candidate.page.locator("#hints")).to_be_attached()
    for room in (candidate, lead):
        room.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]  # width and height
        look_around(room.page, ROOM_VIEWS)
    for tab in ("Guide", "Private notes"):
        lead.page.get_by_role("tab", name=tab).click()
        look(lead.page)
    candidate.view("Code")
    candidate.page.get_by_role("button", name="Keyboard shortcuts").click()
    look(candidate.page)
    candidate.page.keyboard.press("Escape")
    lead.page.goto(f"/interviews/{interview.id}/replay")
    expect(lead.page.locator("#workspace[data-ready]")).to_be_attached(timeout=20_000)
    lead.page.keyboard.press("End")
    look_around(lead.page, REPLAY_VIEWS)
    lead.view("Code")
    lead.page.keyboard.press("a")
    lead.page.keyboard.press("Home")
    lead.page.keyboard.press("d")
    expect(lead.page.get_by_role("dialog", name="Between two moments")).to_be_visible()
    look(lead.page)
