"""The check bench in a browser: the tutorial to its end, a problem's bench, and both without a script."""

import re

import pytest
from playwright.sync_api import Page, Route, expect
from serving import Server
from test_room_accessibility import SIZES, look
from workspace import GRADING_MS, NewContext, holding, shot

CHECKS = """
def auc(labels, scores):
    return roc_auc(np.array(labels), np.array(scores, dtype=float))


def test_order():
    assert abs(auc([0, 1, 0, 1], [1, 2, 3, 4]) - 0.75) < 1e-9


def test_type():
    assert auc([0, 1], [1, 2]) is True
"""


def write(page: Page, text: str) -> None:
    editor = page.locator("#editor .cm-content")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


@pytest.mark.parametrize("size", SIZES)
def test_the_tutorial_leads_from_a_weak_check_to_one_that_catches_all(
    server: Server, new_context: NewContext, size: str
) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    page.goto("/bench/tutorial")
    expect(page.locator("#editor .cm-content")).to_be_visible()
    shot(page, f"bench-tutorial-first-{size}")
    look(page)
    alarms = ["0 of 4", "1 of 4", "0 of 4", "0 of 4", "0 of 4"]
    for number, told in enumerate(alarms, 1):
        expect(page.locator("[aria-current=step]")).to_be_visible()
        expect(page.locator("#editor .cm-content")).to_be_visible()
        page.get_by_role("button", name="Run the checks").click()
        expect(page.locator(".bench__score dd").first).to_contain_text(told, timeout=GRADING_MS)
        expect(page.get_by_role("region", name="What your checks do")).to_be_focused()
        if number in (1, 2):
            shot(page, f"bench-tutorial-{number}-{size}")
            look(page)
        if number < len(alarms):
            page.get_by_role("link", name="Next:").click()
            page.wait_for_url(f"**step={number + 1}")
    expect(page.get_by_text("Every planted bug is caught and no right code is refused.")).to_be_visible()
    shot(page, f"bench-tutorial-last-{size}")
    look(page)


@pytest.mark.parametrize("size", SIZES)
def test_own_checks_meet_right_and_wrong_code_of_a_problem(server: Server, new_context: NewContext, size: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    page.goto("/problems/metrics/roc-auc")
    page.get_by_role("link", name="Check bench").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check bench")
    expect(page.locator("#editor .cm-content")).to_be_visible()
    shot(page, f"bench-before-{size}")
    look(page)
    write(page, CHECKS)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("region", name="What your checks do")).to_be_focused(timeout=GRADING_MS)
    expect(page.locator(".bench__score dd").first).to_contain_text("4 of 4", timeout=GRADING_MS)
    expect(page.locator(".bench__rows").first).to_contain_text("refused by test_type, line 11")
    missed = page.locator(".bench__rows .confirm").first
    missed.locator("summary").click()
    shot(page, f"bench-found-{size}")
    look(page)
    missed.get_by_role("button", name="Show the code").click()
    expect(page.locator(".bench__rows details[open] pre").first).to_contain_text("def roc_auc")
    expect(page.locator("#editor .cm-content")).to_contain_text("test_type")


def test_what_was_typed_outlives_a_reload(server: Server, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto("/problems/metrics/ndcg-at-k/bench")
    write(page, "def test_mine():\n    pass\n")
    page.reload()
    expect(page.locator("#editor .cm-content")).to_contain_text("test_mine")


def test_a_run_is_followed_over_a_cut_line_and_what_was_typed_since_is_kept(
    server: Server, new_context: NewContext
) -> None:
    page = new_context().new_page()
    page.goto("/problems/metrics/roc-auc/bench")
    expect(page.locator("#editor .cm-content")).to_be_visible()
    write(page, CHECKS)
    held: list[Route] = []
    page.route("**/api/problems/metrics/roc-auc/bench/runs", holding(held))
    page.route("**/api/bench/runs/*", lambda route: route.abort("internetdisconnected"), times=1)
    with page.expect_request("**/api/problems/metrics/roc-auc/bench/runs"):
        page.keyboard.press("Control+Enter")
    page.keyboard.insert_text("# typed since\n")
    held[0].continue_()
    expect(page.get_by_text("Your run is looked for again.")).to_be_visible()
    expect(page.locator(".bench__score dd").first).to_contain_text("4 of 4", timeout=GRADING_MS)
    expect(page.get_by_text("Your run is looked for again.")).to_be_hidden()
    page.reload()
    expect(page.locator("#editor .cm-content")).to_contain_text("# typed since")


@pytest.mark.parametrize("size", SIZES)
def test_a_problem_that_is_a_bench_leads_to_its_workspace(server: Server, new_context: NewContext, size: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    page.goto("/problems/sanity/check-auc/bench")
    shot(page, f"bench-itself-{size}")
    look(page)
    page.get_by_role("link", name="Open the workspace").click()
    expect(page.locator("#workspace")).to_be_visible()


def test_without_a_script_a_form_does_it(server: Server, new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/problems/metrics/average-precision/bench")
    page.get_by_label("Your checks", exact=True).fill(
        "def test_x():\n    assert average_precision(np.array([1]), np.array([1.0])) == 1\n"
    )
    page.get_by_role("button", name="Run the checks").click()
    expect(page.get_by_role("region", name="What your checks do")).to_be_visible()
    for _ in range(60):
        if page.locator(".bench__score").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator(".bench__score dd").first).to_contain_text("0 of 4")
    expect(page.get_by_label("Your checks", exact=True)).to_have_value(re.compile("def test_x"))
