"""The operator's page in a browser: what is so, kept up to date without a reload, and usable without a script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from test_trust import SIZES, look
from workspace import NewContext, Workspace


@pytest.fixture(autouse=True)
def works_again(new_context: NewContext) -> Iterator[None]:
    """A worker that a failed test left drained would keep every later test of this server waiting."""
    yield
    page = new_context().new_page()
    page.goto("/operator")
    for button in page.get_by_role("button", name="Work again").all():
        button.click()


@pytest.mark.parametrize("size", SIZES)
def test_a_worker_is_drained_and_works_again_while_the_page_stays(new_context: NewContext, size: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    page.goto("/operator")
    expect(page.get_by_role("heading", name="Operation", exact=True)).to_be_visible()
    # Another test may have killed the worker before this one, whose row stays as silent for a while.
    worker = page.locator("#workers li").filter(has_not_text="Silent")
    expect(worker.get_by_text("Ready")).to_be_visible(timeout=60_000)
    page.evaluate("window.stayed = true")
    look(page, "operator")
    worker.get_by_text("Environments").click()
    other = new_context().new_page()
    other.goto("/operator")
    other.locator("#workers").get_by_role("button", name="Drain").click()
    expect(worker.get_by_text("Takes nothing new")).to_be_visible()
    assert page.evaluate("window.stayed")
    expect(worker.locator("details")).to_have_attribute("open", "")  # what was opened stays so
    look(page, "operator-draining")
    other.get_by_role("button", name="Work again").click()
    expect(worker.get_by_text("Ready")).to_be_visible()
    page.goto("/trust/audit?action=worker_drained")
    expect(page.locator(".log tbody tr").first).to_contain_text("Worker drained")


def test_what_waits_shows_by_itself(new_context: NewContext, workspace: Workspace) -> None:
    page = new_context().new_page()
    page.goto("/operator")
    page.locator("#workers").get_by_role("button", name="Drain").click()
    expect(page.locator("#workers li").get_by_text("Takes nothing new")).to_be_visible()
    page.wait_for_timeout(15_000)  # some heartbeats, in which the worker hears of it
    workspace.page.get_by_role("button", name=re.compile("^Submit")).first.click()
    expect(page.locator("#queues tbody")).to_contain_text("Practice", timeout=30_000)
    expect(page.locator("#queues")).to_contain_text("No worker takes these")
    look(page, "operator-waiting")
    told = workspace.page.locator("#stream-note")
    expect(told).to_be_visible(timeout=30_000)
    expect(told).to_contain_text("No worker can run this right now. It is kept")
    look(workspace.page, "workspace-waiting")
    workspace.page.set_viewport_size({"width": 390, "height": 844})
    look(workspace.page, "workspace-waiting-narrow")
    page.locator("#workers").get_by_role("button", name="Work again").click()
    expect(told).to_be_hidden(timeout=60_000)
    expect(page.locator("#queues")).not_to_contain_text("Practice", timeout=60_000)


def test_it_works_without_a_script(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/operator")
    expect(page.locator("[data-live-state]")).to_be_hidden()
    page.locator("#workers").get_by_role("button", name="Drain").click()
    expect(page.locator("#workers li").get_by_text("Takes nothing new")).to_be_visible()
    page.locator("#workers").get_by_role("button", name="Work again").click()
    expect(page.locator("#workers").get_by_role("button", name="Drain")).to_be_visible()
