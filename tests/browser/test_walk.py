"""The whole way of a candidate, against a real server, real PostgreSQL and real grading."""

import re

from playwright.sync_api import Page, expect
from workspace import GRADING_MS, Workspace, solution

PROBLEM = "preprocessing/standardize"
LEAKY = solution(PROBLEM, "rejected", "both_tables.py")
RIGHT = solution(PROBLEM, "accepted", "column_loop.py")


def test_from_browsing_over_a_wrong_solution_to_an_accepted_one(page: Page) -> None:
    page.goto("/practice?pattern=preprocessing")
    page.get_by_role("link", name="Standardise features").click()
    walk = Workspace(page, PROBLEM)
    expect(page.get_by_role("heading", level=1, name="Standardise features")).to_be_visible()
    expect(page.locator(".prose math").first).to_be_visible()

    walk.write(LEAKY)
    panel = walk.submit()
    expect(panel.get_by_role("heading", name="Not accepted yet")).to_be_visible()
    leak = page.locator("#group-gates .row").first
    expect(leak.locator(".state")).to_have_text("Failed silently")
    expect(leak.locator(".row__title")).to_contain_text("do not depend on the other test rows")
    leak.get_by_text("Hint").click()
    expect(leak.get_by_text("Which data may a scale be learnt from?")).to_be_visible()

    walk.write(RIGHT)
    panel = walk.submit()
    expect(panel.get_by_role("heading", name="Accepted", exact=True)).to_be_visible()
    assert "all tests passed" not in page.content().lower()
    expect(page.locator("#grading-summary p")).to_have_text(re.compile(r"Required checks passed: (\d+) of \1\."))
    expect(page.locator("#decisions .state")).to_have_text("Kept")

    page.goto("/practice?pattern=preprocessing")
    expect(page.locator(".problem", has_text="Standardise features").locator(".problem__status")).to_have_text("Solved")


def test_checks_arrive_one_by_one_and_nothing_hidden_is_shown(workspace: Workspace) -> None:
    page = workspace.page
    workspace.write(LEAKY)
    with page.expect_response("**/submissions") as posted:
        page.locator("#submit").click()
    rows = page.locator("#panel-grading .row[data-check]")
    expect(rows.nth(5)).to_be_visible(timeout=GRADING_MS)
    assert set(page.locator("#panel-grading .row[data-check] .state").all_text_contents()) != {"Passed"}
    workspace.graded()
    execution = page.request.get(f"/api/executions/{posted.value.json()['id']}").text()
    for secret in ("counterexample", "staff", "seed", "statement", "visibility"):
        assert f'"{secret}"' not in execution


def test_a_run_shows_input_expected_got_prints_and_own_checks(workspace: Workspace) -> None:
    workspace.write('def standardize(train, test):\n    print("hello from inside")\n    return train, test\n')
    workspace.page.get_by_role("tab", name="Own checks").click()
    workspace.write("def test_that_fails():\n    assert 1 == 2\n", file="checks")
    panel = workspace.run()
    failed = panel.locator(".example", has_text="Differs").first
    for name in ("Input", "Expected", "Got", "Difference", "Printed"):
        expect(failed.get_by_role("term").filter(has_text=name)).to_be_visible()
    expect(failed).to_contain_text("hello from inside")
    own = panel.locator("#own-checks .row", has_text="test_that_fails")
    expect(own.locator(".state")).to_have_text("Failed")
    own.get_by_role("button", name="Line 2").click()
    expect(workspace.editor("checks")).to_be_focused()


def test_an_error_links_to_its_line(workspace: Workspace) -> None:
    workspace.write("import numpy as np\n\ndef standardize(train, test):\n    return nonsense\n")
    panel = workspace.run()
    panel.get_by_role("button", name="Line 4").first.click()
    expect(workspace.editor()).to_be_focused()
    assert "return nonsense" in workspace.page.evaluate("String(getSelection())")


def test_code_that_cannot_be_loaded_says_so_once(workspace: Workspace) -> None:
    workspace.write("def standardize(train, test:\n    return\n")
    panel = workspace.submit()
    expect(panel.locator(".load-error")).to_contain_text("SyntaxError")
    expect(panel.locator(".load-error").get_by_role("button", name="Line 1")).to_be_visible()
    assert set(panel.locator(".row[data-check] .state").all_text_contents()) == {"Not reached"}


def test_an_empty_submission_is_refused_in_words(workspace: Workspace) -> None:
    workspace.write("   \n")
    workspace.page.locator("#submit").click()
    expect(workspace.page.locator(".notice")).to_contain_text("Write a solution first")


def test_results_have_addresses_and_old_code_comes_back(workspace: Workspace) -> None:
    page = workspace.page
    workspace.write("first = 1\n")
    workspace.submit()
    workspace.write("second = 2\n")
    workspace.submit()
    page.get_by_role("tab", name="History").click()
    expect(page.locator("#history .row")).to_have_count(2)
    first = page.get_by_role("link", name="Submission 1")
    address = first.get_attribute("href") or ""
    first.click()
    expect(page).to_have_url(re.compile(re.escape(address.partition("?")[2])))
    page.reload()
    workspace.graded()
    page.get_by_role("tab", name="History").click()
    expect(page.locator("#history .row[aria-current=true]")).to_contain_text("Submission 1")
    page.locator("#history .row", has_text="Submission 1").get_by_role("button").click()
    assert "first = 1" in workspace.settled(lambda text: "first" in text)
    workspace.expect_state("saved")


def test_a_reload_in_the_middle_of_grading_picks_the_stream_up(workspace: Workspace) -> None:
    workspace.write(LEAKY)
    workspace.page.locator("#submit").click()
    expect(workspace.page.locator("#grading")).to_be_visible()
    workspace.page.reload()
    expect(workspace.page.locator("#group-gates .state").first).to_have_text("Failed silently", timeout=GRADING_MS)
    workspace.graded()


def test_starting_over_asks_once_and_keeps_the_old_attempt_readable(workspace: Workspace) -> None:
    page = workspace.page
    workspace.write("kept = True\n")
    workspace.expect_state("saved")
    old = workspace.attempt
    page.get_by_role("button", name="Start over").click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Start over").click()
    assert old != workspace.attempt
    assert "kept = True" not in workspace.settled(lambda text: "kept" not in text)
    page.goto(f"/attempts/{old}")
    assert "kept = True" in workspace.settled(lambda text: "kept" in text)
    expect(page.get_by_text("can only be read")).to_be_visible()
    expect(page.locator("#submit")).to_have_count(0)


def test_given_code_stands_beside_the_editor_and_cannot_be_changed(page: Page) -> None:
    Workspace.begin(page, "debugging/serve-normaliser")
    page.get_by_role("tab", name="Given code").click()
    given = page.locator("#editor-given .cm-content")
    before = given.text_content()
    given.click()
    page.keyboard.type("changed")
    assert before == given.text_content()
    expect(page.locator("#editor-given .cm-lineNumbers")).to_contain_text("1")
    expect(page.locator("#editor-solution .cm-content")).to_be_visible()
