"""From a plan to the room: a lead and a guest in two browsers, and axe on every page on the way."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from workspace import NewContext, violations

SIZES = {"wide": {"width": 1280, "height": 800}, "narrow": {"width": 390, "height": 844}}
BEAT = 30_000  # the lobby looks every few seconds


def look(page: Page) -> None:
    """Nothing for axe to find, in either theme, and nothing wider than the window."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two literals
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def plan(page: Page, title: str, **more: str) -> None:
    page.goto("/interviews/new")
    page.locator("#title").fill(title)
    page.locator("#problem_1").select_option(index=1)
    for field, value in more.items():
        page.locator(f"#{field}").fill(value)
    page.get_by_role("button", name="Plan it").click()
    page.wait_for_url(re.compile(r"/interviews/[0-9a-f-]{36}$"))


def invite(page: Page, email: str) -> str:
    """Name a guest as the candidate and make their link."""
    page.locator("#email").fill(email)
    page.locator("#name").fill("Gus Guest")
    page.get_by_role("button", name="Add", exact=True).click()
    seat = page.locator(".seat", has_text="Gus Guest")
    seat.locator("summary", has_text="Manage").click()
    look(page)
    seat.get_by_role("button", name="Make a link").click()
    expect(page.locator("#address")).to_be_visible()
    look(page)
    return page.locator("#address").input_value()


def nobody(new_context: NewContext, **options: object) -> BrowserContext:
    return new_context(storage_state=None, **options)


@pytest.mark.parametrize("size", SIZES)
def test_a_lead_and_a_guest_come_from_a_plan_to_the_room(new_context: NewContext, size: str) -> None:
    lead = new_context(viewport=SIZES[size]).new_page()
    plan(lead, f"Round {size}")
    look(lead)
    address = lead.url
    link = invite(lead, f"gus-{size}@example.org")

    guest = nobody(new_context, viewport=SIZES[size]).new_page()
    guest.goto(link)
    look(guest)
    guest.get_by_role("button", name="Come in").click()
    expect(guest.get_by_text("The clock has not started")).to_be_visible()
    expect(guest.get_by_text("The server answers.")).to_be_visible()
    editor = guest.get_by_label("Rehearsal")
    editor.click()
    guest.keyboard.type("# here")
    expect(editor).to_contain_text("# here")
    look(guest)

    lead.goto(address)
    expect(lead.locator(".seat", has_text="Gus Guest").locator(".presence")).to_have_text("Here", timeout=BEAT)
    lead.get_by_role("button", name="Open the lobby").click()
    guest.get_by_role("button", name="I am ready").click(timeout=BEAT)  # the page has noticed by itself
    expect(guest.get_by_role("heading", name="You are ready")).to_be_visible()
    expect(lead.locator(".seat", has_text="Gus Guest").locator(".presence")).to_have_text("Ready", timeout=BEAT)
    lead.get_by_role("button", name="I am ready").click()
    for page in (lead, guest):
        expect(page.locator("#room")).to_be_attached(timeout=BEAT)
        look(page)

    lead.goto(f"{address}/plan")
    look(lead)
    lead.locator("summary", has_text="End the interview").click()
    lead.get_by_role("button", name="End the interview").click()
    expect(lead.get_by_role("heading", name="Over")).to_be_visible()
    look(lead)
    guest.goto(address)
    expect(guest.get_by_role("heading", name="The interview is over")).to_be_visible()
    look(guest)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "path", ["/interviews", "/interviews/new", "/interviews/templates", "/interviews/templates/new"]
)
def test_axe_finds_nothing_where_interviews_are_planned(new_context: NewContext, size: str, path: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    page.goto(path)
    look(page)
    if path.endswith("new"):
        page.locator("#minutes").fill("3")
        page.locator(".plan-form button").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator("#title")).to_have_accessible_description(re.compile("Give it a title"))
        look(page)


def test_a_time_is_typed_and_read_in_the_readers_zone(new_context: NewContext) -> None:
    page = new_context(timezone_id="Asia/Tokyo").new_page()
    day = (datetime.now(UTC) + timedelta(days=30)).strftime("%Y-%m-%d")
    plan(page, "Early in Tokyo", scheduled_at=f"{day}T09:30")
    assert page.locator("time").first.get_attribute("datetime") == f"{day}T00:30:00Z"
    expect(page.locator("time").first).to_contain_text("09:30")
    page.get_by_role("link", name="Change the plan").click()
    expect(page.locator("#scheduled_at")).to_have_value(f"{day}T09:30")


@pytest.mark.parametrize("size", SIZES)
def test_the_button_of_the_lobby_stays_where_it_is_while_the_browser_is_checked(
    new_context: NewContext, size: str
) -> None:
    lead = new_context(viewport=SIZES[size]).new_page()
    plan(lead, f"Still {size}")
    address = lead.url
    link = invite(lead, f"still-{size}@example.org")
    lead.goto(address)
    lead.get_by_role("button", name="Open the lobby").click()
    guest = nobody(new_context, viewport=SIZES[size]).new_page()
    guest.goto(link)
    guest.route("**/presence", lambda _: None)  # the last of the checks waits for an answer
    guest.get_by_role("button", name="Come in").click()
    button = guest.get_by_role("button", name="I am ready")
    expect(guest.get_by_label("Rehearsal")).to_be_visible()
    before = button.bounding_box()
    guest.unroute("**/presence")
    guest.evaluate("dispatchEvent(new Event('online'))")
    expect(guest.locator("#browser-check li")).to_have_count(5, timeout=BEAT)
    assert before == button.bounding_box()


def test_a_link_is_copied(new_context: NewContext) -> None:
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    plan(page, "To be copied")
    link = invite(page, "copied@example.org")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert link == page.evaluate("navigator.clipboard.readText()")


def test_a_lobby_that_comes_back_to_the_front_looks_at_once(new_context: NewContext) -> None:
    lead = new_context().new_page()
    plan(lead, "Watched")
    guest = nobody(new_context).new_page()
    guest.clock.install()
    guest.goto(invite(lead, "watching@example.org"))
    guest.get_by_role("button", name="Come in").click()
    expect(guest.get_by_text("The server answers.")).to_be_visible()
    with guest.expect_response("**/presence"):
        guest.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))  # from now on no time passes for the page
    for event in ("document.dispatchEvent(new Event('visibilitychange'))", "window.dispatchEvent(new Event('online'))"):
        guest.wait_for_timeout(300)
        with guest.expect_response("**/presence"):
            guest.evaluate(event)
