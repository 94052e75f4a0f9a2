"""The pages of trust as an administrator finds them: the log with its filters, erasure, webhooks, tokens, own data."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import Server
from workspace import NewContext, violations

SIZES = {"wide": {"width": 1280, "height": 800}, "narrow": {"width": 390, "height": 844}}
SHOTS = os.environ.get("SHOTS")  # a folder, to look at the pages oneself


def look(page: Page, name: str) -> None:
    """Nothing for axe to find, in either theme, and nothing wider than the window."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two literals
        assert violations(page) == []
        if SHOTS:
            width = page.evaluate("innerWidth")
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", SIZES)
def test_the_log_is_filtered_and_checked(new_context: NewContext, size: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    page.goto("/interviews/new")
    page.locator("#title").fill("A round to be audited")
    page.locator("#problem_1").select_option(index=1)
    page.get_by_role("button", name="Plan it").click()
    page.wait_for_url(re.compile(r"/interviews/[0-9a-f-]{36}$"))
    page.goto("/trust")
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
    page.get_by_label("What", exact=True).select_option("interview_planned")
    page.get_by_role("button", name="Filter").click()
    expect(page).to_have_url(re.compile("action=interview_planned"))
    expect(page.locator(".log tbody tr").first).to_contain_text("Interview planned")
    look(page, "audit")
    page.get_by_role("link", name="Verify the chain").click()
    expect(page.get_by_text("The chain holds")).to_be_visible()
    look(page, "audit-verified")
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Export as CSV").click()
    assert downloaded.value.path().read_text().startswith("number,at,actor")
    page.goto("/trust/audit?action=nothing_of_the_kind")
    expect(page.get_by_role("heading", name="No entry fits")).to_be_visible()
    look(page, "audit-empty")


@pytest.mark.parametrize("size", SIZES)
def test_a_person_asks_and_an_administrator_erases(server: Server, new_context: NewContext, size: str) -> None:
    email = f"{size}@leaves.example"
    password = server.add_user(email, "Somebody Who Leaves", "candidate")
    theirs = new_context(viewport=SIZES[size], storage_state=None).new_page()
    theirs.goto("/signin?next=/account/data")
    theirs.get_by_label("E-mail address").fill(email)
    theirs.get_by_label("Password").fill(password)
    theirs.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(theirs.get_by_role("heading", name="Your data")).to_be_visible()
    look(theirs, "data")
    theirs.locator("summary", has_text="Ask to be erased").click()
    theirs.get_by_role("button", name="Ask for it").click()
    expect(theirs.get_by_text("You asked for it")).to_be_visible()

    page = new_context(viewport=SIZES[size]).new_page()
    page.goto("/trust/erasures")
    look(page, "erasures")
    page.locator("li", has_text="Asked for it themselves").first.get_by_role("link", name="Look and decide").click()
    look(page, "erasure")
    page.get_by_label("Type their e-mail address to confirm").fill("somebody@else.example")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_label("Type their e-mail address to confirm")).to_have_accessible_description(
        re.compile("That is not the address")
    )
    look(page, "erasure-fault")
    page.get_by_label("Type their e-mail address to confirm").fill(email)
    page.get_by_role("button", name="Erase for good").click()
    page.wait_for_url("**/trust/erasures")
    expect(page.get_by_text("Erased person").first).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_role("button", name="Sign in", exact=True).last).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_a_token_and_a_webhook_are_made(new_context: NewContext, size: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    page.goto("/account/tokens")
    page.get_by_label("What is it for?").fill(f"nightly report {size}")
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_text("Choose at least one scope.")).to_be_visible()
    look(page, "tokens-fault")
    page.get_by_label("interviews:read").check()
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_text(re.compile(r"^holdout_[\w-]{43}$"))).to_be_visible()
    look(page, "tokens")

    page.goto("/trust/webhooks")
    page.get_by_label("Address").fill("https://127.0.0.1/hook")
    page.get_by_label("an interview was held and is over").check()
    page.get_by_role("button", name="Make the webhook").click()
    expect(page.get_by_label("Address")).to_have_accessible_description(re.compile("not public"))
    look(page, "webhooks-fault")
