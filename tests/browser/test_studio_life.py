"""A problem's life in the browser: begun, verified, piloted, solved blind, published, mended, regraded. No terminal."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import Server
from workspace import NARROW, NewContext, sign_in, violations

VERIFIED_WITHIN = 180_000  # a busy machine is not a defect
ORIGIN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def colleague(server: Server, browser: Browser) -> Iterator[BrowserContext]:
    """An interviewer who has never seen the studio."""
    password = server.add_user("blind@example.com", "Bente Blind", "interviewer")
    context = browser.new_context(base_url=server.url, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, "blind@example.com", password)
    yield context
    context.close()


def clean(page: Page) -> None:
    """Nothing axe finds, wide and narrow, light and dark, and nothing that has to be scrolled sideways."""
    for size in ({"width": 1280, "height": 800}, NARROW):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")


def verify(page: Page, draft: str) -> None:
    page.goto(f"/studio/{draft}/verify")
    page.get_by_role("button", name=re.compile("Verify")).click()
    expect(page.locator(".matrix td[data-state=passed]").first).to_be_visible(timeout=VERIFIED_WITHIN)
    expect(page.locator("#outcome")).to_contain_text("Every gate held", timeout=VERIFIED_WITHIN)


def step(page: Page, label: str, answer: str | None = None, reason: str = "") -> None:
    opened = page.locator("details.confirm").filter(has=page.locator("summary", has_text=re.compile(f"^{label}$")))
    opened.locator("summary").click()
    if reason:
        opened.get_by_label("Reason").fill(reason)
    opened.get_by_role("button", name=answer or label).click()


def hand_in(context: BrowserContext, address: str, source: str) -> None:
    """Submit at an attempt, and wait for the verdict; typing itself is tried elsewhere."""
    attempt = address.rpartition("/")[2]
    revision = context.request.get(f"/api/attempts/{attempt}/draft").json()["revision"]
    body = {"revision": revision, "solution": source, "checks": ""}
    saved = context.request.put(f"/api/attempts/{attempt}/draft", data=body, headers=ORIGIN).json()
    made = context.request.post(
        f"/api/attempts/{attempt}/submissions", data={"revision": saved["revision"]}, headers=ORIGIN
    )
    told = context.request.get(f"/api/executions/{made.json()['id']}/events", timeout=VERIFIED_WITHIN)
    assert '"verdict":"accepted"' in told.text().replace(" ", "")


def opened_draft(page: Page) -> str:
    """The draft whose desk is open."""
    page.wait_for_url(re.compile(r"/studio/[0-9a-f-]{36}"))
    found = re.search(r"/studio/([0-9a-f-]{36})", page.url)
    assert found is not None
    return found[1]


def begin(page: Page) -> str:
    page.goto("/studio/new")
    page.get_by_label("Pattern").select_option("metrics")
    page.get_by_label("Title").fill("Share of clicks")
    page.get_by_label("Short name", exact=True).fill("share-of-clicks")
    page.get_by_role("button", name="Begin the draft").click()
    return opened_draft(page)


def mend(page: Page) -> str:
    """A draft of what is published, with another number and another text."""
    page.goto("/studio/problems/metrics/share-of-clicks")
    page.get_by_role("button", name="Change it in a draft").click()
    draft = opened_draft(page)
    for path, before, after in (
        ("problem.yaml", "version: 0.1.0", "version: 0.2.0"),
        ("editorial.md", "", "\nMended.\n"),
    ):
        address = f"/api/studio/drafts/{draft}/files/{path}"
        file = page.request.get(address).json()
        text = file["text"].replace(before, after) if before else file["text"] + after
        body = {"text": text, "base_revision": file["revision"]}
        assert page.request.put(address, data=body, headers=ORIGIN).ok
    return draft


def solve_blind(page: Page, colleague: BrowserContext, right: str) -> Page:
    solver = colleague.new_page()
    solver.goto(page.get_by_label("Link to the pilot").input_value())
    clean(solver)
    solver.get_by_role("button", name="Begin, or go on").click()
    expect(solver.get_by_text("You solve this blind")).to_be_visible()
    hand_in(colleague, solver.url, right)
    return solver


def test_a_new_author_takes_a_problem_all_the_way(new_context: NewContext, colleague: BrowserContext) -> None:
    page = new_context().new_page()
    draft = begin(page)
    right = page.request.get(f"/api/studio/drafts/{draft}/files/solutions/accepted/vectorised.py").json()["text"]
    verify(page, draft)
    page.locator(".matrix td[data-due] a").first.click()
    expect(page.locator("#why")).to_contain_text("Failed")
    clean(page)
    page.get_by_role("link", name="What comes next").click()
    step(page, "Put into a pilot")
    expect(page.get_by_label("Link to the pilot")).to_be_visible()
    clean(page)

    solver = solve_blind(page, colleague, right)
    page.reload()
    expect(page.get_by_text("Solved blind by Bente Blind")).to_be_visible()
    step(page, "Publish")
    expect(page.get_by_text("Published", exact=True)).to_be_visible()
    solver.goto("/problems/metrics/share-of-clicks")
    address = solver.evaluate("JSON.parse(document.getElementById('boot').textContent).attempt.id")
    hand_in(colleague, f"/attempts/{address}", right)

    verify(page, mend(page))
    page.get_by_role("link", name="What comes next").click()
    step(page, "Put into a pilot")
    step(page, "Publish", "Publish without a blind solve", "Only the editorial changed")
    page.get_by_role("button", name="Grade them again").click()
    expect(page.get_by_role("heading", name="Graded, waiting for a decision")).to_be_visible(timeout=VERIFIED_WITHIN)
    clean(page)
    step(page, "Apply", "Apply the regrade", "Nothing changes, as it should be")
    expect(page.get_by_role("heading", name="Applied")).to_be_visible()
    expect(page.get_by_text("Nothing changes.", exact=True)).to_be_visible()
