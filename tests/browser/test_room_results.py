"""Results in a room: everybody sees them, each problem its own, and none takes anything away."""

import pytest
from playwright.sync_api import Route, expect
from rooms import Interview
from serving import Server
from workspace import GRADING_MS, NARROW, NewContext, solution


@pytest.fixture
def interview(server: Server, new_context: NewContext) -> Interview:
    return Interview(server, new_context).plan()


def test_runs_and_submissions_are_seen_by_everybody(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.write(solution("preprocessing/standardize", "accepted"))
    candidate.editor().focus()
    candidate.page.keyboard.press("Control+Enter")
    assert candidate.ran().text_content() == lead.ran().text_content()
    candidate.page.keyboard.press("Control+Shift+Enter")
    expect(candidate.graded()).to_have_text("Accepted")
    expect(lead.graded()).to_have_text("Accepted")
    lead.page.get_by_role("tab", name="History").click()
    expect(lead.page.locator("#history .row")).to_have_count(2)


def test_what_was_accepted_before_a_twist_says_that_the_requirements_have_changed_since(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.write(solution("preprocessing/standardize", "accepted"))
    candidate.expect_state("saved")
    candidate.page.locator("#submit").click()
    for room in (candidate, lead):
        expect(room.graded()).to_have_text("Accepted")
        expect(room.page.locator("#grading-summary")).not_to_contain_text("changed")
    lead.page.get_by_role("tab", name="Guide").click()
    lead.page.get_by_role("button", name="Apply…").first.click()
    lead.page.get_by_role("button", name="Apply the twist").click()
    for room in (candidate, lead):
        summary = room.page.locator("#grading-summary")
        expect(summary).to_contain_text("The requirements have changed since.")
        expect(summary.get_by_role("heading")).to_have_text("Accepted")  # the change takes no result away
    candidate.page.reload()
    candidate.ready()
    expect(candidate.page.locator("#grading-summary")).to_contain_text("The requirements have changed since.")
    candidate.page.locator("#submit").click()
    for room in (candidate, lead):
        expect(room.page.locator("#grading-summary")).not_to_contain_text("changed")
        room.graded()
        expect(room.page.locator("#grading-summary")).not_to_contain_text("changed")


def test_several_problems_each_have_their_texts(server: Server, new_context: NewContext) -> None:
    interview = Interview(server, new_context).plan("Standardise features", "Right by ear, poor in the report")
    candidate, lead = interview.begin()
    candidate.page.get_by_role("button", name="2. ").click()
    expect(candidate.editor(position=1)).to_be_visible()
    candidate.editor(position=1).focus()
    candidate.page.keyboard.press("Control+Home")
    candidate.page.keyboard.insert_text("# the second\n")
    lead.page.get_by_role("button", name="2. ").click()
    expect(lead.editor(position=1)).to_contain_text("# the second")
    assert "# the second" not in candidate.text()


def test_each_problem_shows_its_own_results_and_a_link_leads_to_one(server: Server, new_context: NewContext) -> None:
    interview = Interview(server, new_context).plan("Standardise features", "Right by ear, poor in the report")
    candidate, _ = interview.begin()
    candidate.run()
    candidate.ran()
    candidate.run()
    candidate.ran()
    page = candidate.page
    page.get_by_role("tab", name="History").click()
    expect(page.locator("#history .row")).to_have_count(2)
    address = page.locator("#history .row a").last.get_attribute("href") or ""
    page.get_by_role("button", name="2. ").click()
    expect(page.locator("#run-summary h2")).to_have_text("Visible examples")
    expect(page.locator("#history .row")).to_have_count(0)
    page.get_by_role("button", name="Report a problem").click()
    page.get_by_label("What happened?").fill("The formula is cut off.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator(".notice", has_text="has been sent")).to_be_visible()
    assert "problem=1" in address
    page.goto(address)
    candidate.ready()
    candidate.ran()
    expect(page.locator("#history .row").last).to_have_attribute("aria-current", "true")


def test_anothers_run_leaves_the_editor_where_only_one_pane_fits(interview: Interview) -> None:
    candidate, lead = interview.begin(viewport=NARROW)
    candidate.type("\n# here")
    candidate.expect_state("saved")
    lead.run()
    lead.ran()
    results = candidate.page.locator(".views").get_by_role("button", name="Results new")
    expect(results).to_be_visible()
    expect(candidate.editor()).to_be_focused()
    results.click()
    candidate.ran()
    expect(results).to_have_count(0)
    candidate.view("Code")
    candidate.page.reload()
    candidate.ready()
    expect(candidate.page.locator("#history .row")).to_have_count(1)
    expect(candidate.editor()).to_be_visible()
    candidate.run()
    expect(candidate.page.locator("#pane-results")).to_be_visible()


def test_code_goes_back_into_its_own_problem_also_when_another_is_on_show_by_then(
    server: Server, new_context: NewContext
) -> None:
    interview = Interview(server, new_context).plan("Standardise features", "Right by ear, poor in the report")
    candidate, _ = interview.begin()
    page = candidate.page
    candidate.write("# the first")
    candidate.expect_state("saved")
    candidate.run()
    expect(page.locator("#run-summary h2")).to_contain_text("checks passed", timeout=GRADING_MS)
    page.get_by_role("tab", name="History").click()
    candidate.write("# written over")
    candidate.expect_state("saved")
    held: list[Route] = []
    page.route("**/executions/*", lambda route: held.append(route))  # noqa: PLW0108 - playwright writes on what it is given
    with page.expect_request("**/executions/*"):
        page.locator("#history [data-slot=restore]").click()
    page.get_by_role("button", name="2. ").click()
    expect(candidate.editor(position=1)).to_be_visible()
    before = candidate.text(position=1)
    for route in held:
        route.continue_()
    notice = page.locator(".notice", has_text="is back in the editor")
    expect(notice).to_be_visible()
    assert before == candidate.text(position=1)
    assert candidate.text() == "# the first"
    expect(notice).to_contain_text("of problem 1")
