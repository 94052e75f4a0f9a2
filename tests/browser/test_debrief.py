"""After a submission, on real parts: in the workspace as it comes, on its own page without a script, and solutions."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from workspace import NewContext, Workspace, solution, violations

CURVE = "metrics/roc-auc"
LADDER = "components/logreg-loss-grad"
CHECKS = """\
def test_perfect():
    assert roc_auc([0, 1], [0.1, 0.9]) == 1.0


def test_ties():
    assert roc_auc([0, 1], [0.5, 0.5]) == 0.5
"""
TRIED_MS = 120_000
SIZES = {"wide": {"width": 1280, "height": 800}, "narrow": {"width": 390, "height": 844}}


def stated(option: str) -> str:
    """An accepted solution that raises on a single class, with a comment at its end that says `option`."""
    return f"{solution(CURVE, 'accepted', 'average_ranks.py')}\n# A single class has no pair to compare: {option}.\n"


def debrief(page: Page) -> Locator:
    """Open the tab; its panel."""
    page.get_by_role("tab", name="Debrief").click()
    return page.locator("#panel-debrief")


def test_a_submission_tells_what_it_has_to_teach_as_it_comes(page: Page) -> None:
    workspace = Workspace.begin(page, CURVE)
    workspace.write(stated("the area is NaN"))
    page.get_by_role("tab", name="Own checks").click()
    workspace.write(CHECKS, "checks")
    expect(workspace.submit().locator("#grading-summary")).to_contain_text("say what it costs, and stop")
    panel = debrief(page)
    expect(panel.get_by_text("It is solved.")).to_be_visible(timeout=TRIED_MS)
    decision = panel.locator("#said-and-done")
    expect(decision).to_contain_text("Stated, but contradicted")
    expect(decision).to_contain_text("A single class has no pair to compare: the area is NaN.")
    expect(panel.locator("#own")).to_contain_text("planted bugs caught", timeout=TRIED_MS)
    expect(panel.locator(".debrief__hunt")).to_be_visible(timeout=TRIED_MS)
    expect(panel.locator("#guards")).to_contain_text("Remove it and", timeout=TRIED_MS)
    expect(panel.locator("#guards code").first).to_be_visible()
    panel.locator("#guards").get_by_role("button", name="Line").first.click()
    expect(page.locator("#editor-solution .cm-content")).to_be_focused()
    assert violations(page) == []


def test_who_was_signed_out_keeps_the_debrief_and_sees_the_rest_after_signing_in(page: Page) -> None:
    workspace = Workspace.begin(page, CURVE)
    workspace.write(stated("the area is NaN"))
    workspace.submit()
    panel = debrief(page)
    decision = panel.locator("#said-and-done")
    expect(decision).to_contain_text("Stated, but contradicted")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_role("tab", name="History").click()
    debrief(page)
    told = panel.get_by_role("alert")
    expect(told).to_contain_text("You have been signed out.")
    expect(decision).to_contain_text("Stated, but contradicted")
    expect(page.get_by_label("Password")).to_have_count(0)
    page.context.add_cookies(cookies)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(told).to_have_count(0)
    expect(panel.locator("#guards")).to_contain_text("Remove it and", timeout=TRIED_MS)


def test_how_far_results_hold_is_a_chart_with_a_table(page: Page) -> None:
    workspace = Workspace.begin(page, LADDER)
    workspace.write(solution(LADDER, "rejected", "log_one_plus_exp.py"))
    workspace.submit()
    panel = debrief(page)
    chart = panel.get_by_role("img", name="needed up to 799")
    expect(chart).to_be_visible(timeout=TRIED_MS)
    panel.locator("#frontiers").get_by_text("As a table").click()
    expect(panel.locator("#frontiers").get_by_role("row", name="799 yes not accurate")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_solutions_stand_beside_ones_own_where_there_is_room(
    new_context: NewContext, page: Page, size: str, scheme: str
) -> None:
    workspace = Workspace.begin(page, CURVE)
    workspace.write(stated("raise"))
    workspace.submit()
    submission = page.url.partition("execution=")[2]
    other = new_context(viewport=SIZES[size], color_scheme=scheme, java_script_enabled=False).new_page()
    other.goto(f"/executions/{submission}/debrief")
    expect(other.locator("#said-and-done")).to_contain_text("Stated and kept")
    other.get_by_role("button", name="Show editorial and solutions").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("other ways")
    beside, below = other.locator(".compared--beside").first, other.locator(".compared--below").first
    expect(beside if size == "wide" else below).to_be_visible()
    expect(below if size == "wide" else beside).to_be_hidden()
    assert other.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_in_every_size_and_theme(
    new_context: NewContext, page: Page, size: str, scheme: str
) -> None:
    workspace = Workspace.begin(page, LADDER)
    workspace.write(solution(LADDER, "rejected", "log_one_plus_exp.py"))
    workspace.submit()
    submission = page.url.partition("execution=")[2]
    other = new_context(viewport=SIZES[size], color_scheme=scheme).new_page()
    other.request.post(f"/api/executions/{submission}/solutions", data={}, headers={"Sec-Fetch-Site": "same-origin"})
    for path in ("debrief", "solutions"):
        other.goto(f"/executions/{submission}/{path}")
        other.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
        assert violations(other) == []
        assert other.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_a_script_the_page_tries_it_by_a_form(new_context: NewContext, page: Page) -> None:
    workspace = Workspace.begin(page, CURVE)
    workspace.write(stated("raise"))
    workspace.submit()
    submission = page.url.partition("execution=")[2]
    other = new_context(java_script_enabled=False).new_page()
    other.goto(f"/executions/{submission}/debrief")
    other.get_by_role("button", name="Try it").click()
    looked: Callable[[], bool] = lambda: other.locator("#guards").get_by_text("Remove it and").count() > 0  # noqa: E731
    for _ in range(60):
        if looked():
            break
        page.wait_for_timeout(2000)
        other.reload()
    assert looked()
