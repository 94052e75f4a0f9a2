"""A mock pair by two people in two browsers: link, lobby, room, script, report; looked at by axe in both themes."""

import pytest
from playwright.sync_api import Page, expect
from rooms import SAME_SITE, Room
from serving import Server
from test_drill import person
from test_room_accessibility import SIZES, look
from workspace import NewContext, shot

WORDS = "You asked before you assumed, and it showed in the code."


def seen(page: Page, name: str) -> None:
    """A picture of the page, and axe's look at it."""
    shot(page, name)
    look(page)


def pick(page: Page, size: str) -> None:
    """Take the last problem of the bank for the round."""
    page.get_by_text("Pick what it is about").click()
    seen(page, f"mock-picking-{size}")
    wanted = page.get_by_label("Problem", exact=True).locator("option").last
    title = str(wanted.text_content()).rpartition(" (")[0]
    page.get_by_label("Problem", exact=True).select_option(value=wanted.get_attribute("value"))
    page.get_by_role("button", name="Take this one").click()
    expect(page.get_by_role("region", name="Round 1")).to_contain_text(f"The problem: {title}.")


@pytest.mark.parametrize("size", SIZES)
def test_two_people_interview_each_other_and_get_reports(server: Server, new_context: NewContext, size: str) -> None:
    ada = person(server, new_context, f"ada-{size}", viewport=SIZES[size])
    bob = person(server, new_context, f"bob-{size}", viewport=SIZES[size])
    ada.goto("/practice")
    ada.get_by_role("link", name="Mock pair").click()
    seen(ada, f"mock-list-{size}")
    ada.get_by_role("button", name="Make a pair").click()
    link = ada.get_by_label("Valid until").input_value()
    seen(ada, f"mock-link-{size}")
    bob.goto(link)
    seen(bob, f"mock-join-{size}")
    bob.get_by_role("button", name="Join").click()
    expect(bob.get_by_role("heading", level=1)).to_have_text(f"With ada-{size}")
    seen(bob, f"mock-pair-{size}")
    ada.goto(bob.url)
    pick(ada, size)
    ada.get_by_role("region", name="Round 1").get_by_role("link", name="To the lobby").click()
    seen(ada, f"mock-plan-{size}")
    ada.get_by_role("button", name="Open the lobby").click()
    ada.get_by_role("button", name="I am ready").click()
    address = ada.url
    bob.get_by_role("region", name="Round 1").get_by_role("link", name="To the lobby").click()
    expect(bob.get_by_text("Your partner can see it, and nobody else")).to_be_visible()
    bob.get_by_role("button", name="I am ready").click()
    expect(bob.locator("#room").or_(bob.get_by_role("heading", name="You are ready"))).to_be_attached()
    rooms = [Room(page, address.rpartition("/")[2]).open() for page in (bob, ada)]
    rooms[0].view("Code")
    rooms[0].type("\n# begun")
    rooms[1].view("Talk")
    ada.get_by_role("tab", name="Guide").click()
    with ada.context.expect_page() as opened:
        ada.get_by_role("link", name="Your script").click()
    script = opened.value
    expect(script.get_by_role("heading", name="Opening words")).to_be_visible()
    seen(script, f"mock-script-{size}")
    interview = address.rpartition("/")[2]
    ended = ada.request.post(f"/api/interviews/{interview}/steps", data={"step": "end"}, headers=SAME_SITE)
    assert 200 == ended.status
    ada.goto(f"/interviews/{interview}/review")
    seen(ada, f"mock-review-{size}")
    given = ada.request.put(f"/api/interviews/{interview}/feedback", data={"text": WORDS}, headers=SAME_SITE)
    assert 200 == given.status
    bob.goto("/practice/mock")
    bob.get_by_role("link", name=f"With ada-{size}").click()
    seen(bob, f"mock-over-{size}")
    bob.get_by_role("link", name="Your report").click()
    expect(bob.get_by_text(WORDS)).to_be_visible()
    bob.go_back()
    expect(bob.get_by_role("region", name="Round 2")).to_contain_text(f"you interview ada-{size}")
