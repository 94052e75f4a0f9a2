"""The first five minutes, from the start page to one's own verdict and an account, at both widths, looked at by axe."""

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from test_room_accessibility import SIZES, look
from workspace import GRADING_MS, NewContext, Workspace, shot, sign_in, solution

OWN = "splits/time-split"
PASSWORD = "correct horse battery"  # noqa: S105 - of people who live for one test


def invitation(new_context: NewContext, email: str) -> str:
    """The link that an administrator makes for an address."""
    asked = new_context().request.post(
        "/api/people/invitations",
        data={"email": email, "name": "", "roles": ["candidate"]},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    return str(asked.json()["address"])


def settled(page: Page) -> None:
    """Nothing has moved while the page was put together."""
    assert page.evaluate("window.moved") < 0.01


@pytest.mark.parametrize("size", SIZES)
def test_a_newcomer_sees_a_leak_caught_writes_their_own_and_keeps_it(new_context: NewContext, size: str) -> None:
    page = new_context(storage_state=None, viewport=SIZES[size]).new_page()
    page.add_init_script("""
        window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; }))
            .observe({ type: "layout-shift", buffered: true });
    """)
    page.goto("/")
    settled(page)  # before a picture of the whole page, for which it is laid out anew
    shot(page, f"start-{size}")
    look(page)
    page.get_by_role("button", name="See a leak caught").click()
    page.wait_for_url("**/tour")
    shot(page, f"tour-0-{size}")
    look(page)
    page.get_by_role("button", name="Submit this code").click()
    caught = page.get_by_role("heading", name="Caught", exact=True)
    expect(caught).to_be_focused(timeout=GRADING_MS)
    expect(caught).to_be_in_viewport()
    gate = page.locator("#leak-verdict .row").first
    expect(gate).to_contain_text("Failed silently")
    expect(gate).to_contain_text("do not depend on the other test rows")
    shot(page, f"tour-1-{size}")
    look(page)
    page.get_by_role("button", name="Submit the recovery").click()
    expect(page.get_by_role("heading", name="Recovered", exact=True)).to_be_focused(timeout=GRADING_MS)
    expect(page.locator("#recovery-verdict").get_by_text("Failed")).to_have_count(0)
    settled(page)
    shot(page, f"tour-2-{size}")
    look(page)
    page.get_by_role("link", name="Write your own").click()
    own = write(page)
    page.goto("/signup")
    expect(page.get_by_text("Ask yours for a link")).to_be_visible()
    shot(page, f"signup-{size}")
    look(page)
    page.goto(invitation(new_context, f"newcomer-{size}@example.com"))
    look(page)
    page.get_by_label("Your name").fill("New Comer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/practice")
    page.goto(f"/problems/{OWN}")
    assert own == Workspace(page, OWN).attempt
    expect(page.locator(".solved")).to_be_attached()


def write(page: Page) -> str:
    """One's own verdict; gives the attempt."""
    opened = Workspace(page, OWN)
    expect(opened.editor()).to_be_attached()
    expect(page.get_by_role("button", name="Start over")).to_have_count(0)
    code = page.locator(".views").get_by_role("button", name="Code")
    if code.is_visible():
        code.click()
    opened.write(solution(OWN, "accepted"))
    opened.submit()
    look(page)
    return opened.attempt


def test_without_script_the_tour_goes_on_by_itself(new_context: NewContext) -> None:
    page = new_context(storage_state=None, java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_role("button", name="See a leak caught").click()
    page.get_by_role("button", name="Submit this code").click()
    expect(page.get_by_role("heading", name="Caught", exact=True)).to_be_visible(timeout=GRADING_MS)


def test_keys_alone_lead_to_the_first_verdict(new_context: NewContext) -> None:
    page = new_context(storage_state=None).new_page()
    page.goto("/")
    page.get_by_role("button", name="See a leak caught").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tour")
    page.get_by_role("button", name="Submit this code").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Caught", exact=True)).to_be_focused(timeout=GRADING_MS)


@pytest.mark.parametrize("size", SIZES)
def test_whoever_has_an_account_signs_in_and_takes_along_what_they_did(
    server: Server, new_context: NewContext, size: str
) -> None:
    email = f"returning-{size}@example.com"
    password = server.add_user(email, "Re Turning", "candidate")
    page = new_context(storage_state=None, viewport=SIZES[size]).new_page()
    page.goto("/")
    page.get_by_role("button", name="See a leak caught").click()
    page.wait_for_url("**/tour")
    page.goto(f"/problems/{OWN}")
    own = Workspace(page, OWN).attempt
    code = page.locator(".views").get_by_role("button", name="Code")
    if code.is_visible():
        code.click()
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.url.endswith("/draft")):
        Workspace(page, OWN).write("# begun without an account")
    sign_in(page, email, password)
    expect(page.get_by_role("heading", name="You began without an account")).to_be_visible()
    shot(page, f"visit-offered-{size}")
    look(page)
    page.get_by_text("Leave it behind…").click()
    shot(page, f"visit-left-{size}")
    look(page)
    page.get_by_role("button", name="Take it along").click()
    expect(page.get_by_role("heading", name="You began without an account")).to_have_count(0)
    page.goto(f"/problems/{OWN}")
    assert own == Workspace(page, OWN).attempt
    expect(page.locator("#editor-solution")).to_contain_text("# begun without an account")
