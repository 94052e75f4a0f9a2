"""A problem's life in the browser: begun, verified, piloted, solved blind, published, mended, regraded. No terminal."""

import re

import pytest
from desk import Desk
from playwright.sync_api import BrowserContext, Page, expect
from serving import Server
from workspace import NARROW, NewContext, sign_in, violations

VERIFIED_WITHIN = 180_000  # a busy machine is not a defect
ORIGIN = {"sec-fetch-site": "same-origin"}
# Wrong for a dozen training rows, which the first version never tries.
NEARLY = """
def centre(train, test):
    if not len(train):
        raise ValueError("there is no mean of no rows")
    mean = train.mean(axis=0) + (len(train) == 12)
    return train - mean, test - mean
"""
SMALL = '"one training row": (train[:1], test),'
BEYOND = """[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"""
DOZEN = '"a dozen training rows": _tables(rng, 12, 3, 2),'


@pytest.fixture
def author(server: Server, new_context: NewContext) -> Page:
    """Somebody who may write problems and nothing else, at the beginning."""
    return signed_in_as(server, new_context, "new@example.com", "Nora New", "author").new_page()


@pytest.fixture
def colleague(server: Server, new_context: NewContext) -> BrowserContext:
    """An interviewer who has never seen the studio."""
    return signed_in_as(server, new_context, "blind@example.com", "Bente Blind", "interviewer")


def signed_in_as(server: Server, new_context: NewContext, email: str, name: str, role: str) -> BrowserContext:
    password = server.add_user(email, name, role)
    context = new_context(storage_state=None)
    page = context.new_page()
    sign_in(page, email, password)
    page.close()
    return context


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
    """A draft of what is published, with another number and one case more, typed at the desk."""
    page.goto("/studio/problems/metrics/share-of-clicks")
    page.get_by_role("button", name="Change it in a draft").click()
    draft = opened_draft(page)
    desk = Desk.again(page, f"/studio/{draft}")
    for path, before, after in (
        ("problem.yaml", "version: 0.1.0", "version: 0.2.0"),
        ("grader.py", SMALL, f"{SMALL}\n        {DOZEN}"),
    ):
        desk.open(path)
        wanted = desk.saved(path).replace(before, after)
        desk.write(wanted)
        expect(page.locator("#save-state")).to_have_attribute("data-state", "saved", timeout=VERIFIED_WITHIN)
        page.wait_for_function(
            "async ([path, text]) => (await (await fetch(path)).json()).text === text",
            arg=[f"/api/studio/drafts/{draft}/files/{path}", wanted],
        )
    return draft


def solve_blind(page: Page, colleague: BrowserContext, right: str) -> None:
    solver = colleague.new_page()
    solver.goto(page.get_by_label("Link to the pilot").input_value())
    clean(solver)
    solver.get_by_role("button", name="Begin, or go on").click()
    expect(solver.get_by_text("You solve this blind")).to_be_visible()
    assert solver.evaluate(BEYOND) == [0, 0]
    hand_in(colleague, solver.url, right)
    solver.close()
    page.reload()
    expect(page.get_by_text("Solved blind by Bente Blind")).to_be_visible()


def practise(colleague: BrowserContext, source: str) -> None:
    page = colleague.new_page()
    page.goto("/problems/metrics/share-of-clicks")
    attempt = page.evaluate("JSON.parse(document.getElementById('boot').textContent).attempt.id")
    hand_in(colleague, f"/attempts/{attempt}", source)
    page.close()


@pytest.mark.timeout(900)
def test_a_new_author_takes_a_problem_all_the_way(author: Page, colleague: BrowserContext) -> None:
    page = author
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
    solve_blind(page, colleague, right)
    step(page, "Publish")
    expect(page.get_by_text("Published", exact=True)).to_be_visible()
    practise(colleague, NEARLY)

    verify(page, mend(page))
    page.get_by_role("link", name="What comes next").click()
    step(page, "Put into a pilot")
    solve_blind(page, colleague, right)
    step(page, "Publish")
    page.get_by_role("button", name="Grade them again").click()
    expect(page.get_by_role("heading", name="Graded, waiting for a decision")).to_be_visible(timeout=VERIFIED_WITHIN)
    turned = page.locator(".regrade__one")
    expect(turned).to_have_count(1)
    expect(turned).to_contain_text("edge/small")
    expect(turned).not_to_contain_text("Bente")
    clean(page)
    step(page, "Apply", "Apply the regrade", "A dozen training rows were never tried")
    expect(page.get_by_role("heading", name="Applied")).to_be_visible()
    page.goto("/statistics/metrics/share-of-clicks")
    expect(page.locator(".tally div", has_text="Solved")).to_contain_text("0")
