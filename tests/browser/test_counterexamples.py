"""A failed check's counterexample in practice, and the staff's page of evidence."""

from playwright.sync_api import Page, expect
from workspace import GRADING_MS, Workspace, solution, violations

PROBLEM = "preprocessing/standardize"
ZEROED = solution(PROBLEM, "rejected", "missing_to_zero.py")


def test_a_failed_check_shows_a_small_input_on_request(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    workspace.write(ZEROED)
    panel = workspace.submit()
    row = panel.locator(".row[data-check='oracle/missing-values']")
    row.get_by_role("button", name="Show a counterexample").click()
    for name in ("Input", "Expected", "Got"):
        expect(row.get_by_role("term").filter(has_text=name)).to_be_visible(timeout=GRADING_MS)
    expect(row).to_contain_text("train = [[")
    assert violations(page) == []
    page.reload()
    again = page.locator(".row[data-check='oracle/missing-values']")
    again.get_by_role("button", name="Show a counterexample").click()
    expect(again.get_by_role("term").first).to_be_visible()


def test_staff_go_from_a_submission_to_its_evidence_and_run_a_check_again(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    workspace.write(ZEROED)
    workspace.submit()
    page.get_by_role("link", name="Evidence for staff").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("evidence")
    row = page.locator(".evidence__check", has_text="oracle/missing-values")
    row.get_by_text("Counterexample").click()
    expect(row).to_contain_text("Class A")
    assert violations(page) == []
    row.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("The same as in the grading: failed silently.")).to_be_visible(timeout=GRADING_MS)
    assert violations(page) == []
