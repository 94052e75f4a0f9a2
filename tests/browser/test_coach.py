"""The coach beside the editor: what is said by keyboard, what is remembered, and how it looks."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from test_room_accessibility import SIZES, look
from workspace import PROBLEMS, NewContext, Workspace, holding, solution

PROBLEM = "metrics/average-precision"
TWIST_TITLE = "Some scans are never read"
PICTURES = os.environ.get("PICTURES")


def shot(page: Page, name: str) -> None:
    """A picture to look at, where a folder for them is named."""
    if PICTURES:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png")


def line(page: Page, step: str) -> Locator:
    """The place to say one line to a step."""
    return page.get_by_role("textbox", name=step)


def await_coach(page: Page) -> None:
    """It comes after the workspace; what is clicked before is not heard."""
    expect(page.locator("#coach-steps button")).to_have_count(10)


def open_coach(page: Page) -> None:
    """By the rail, or by its view where only one pane fits."""
    await_coach(page)
    view = page.locator(".views").get_by_role("button", name="Coach")
    if view.is_visible():
        view.click()
    elif page.locator("#coach-toggle").get_attribute("aria-expanded") == "false":
        page.locator("#coach-toggle").click()
    expect(page.locator("#coach-panel")).to_be_visible()


def test_the_first_three_steps_are_said_by_keyboard_and_kept(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    rail = page.get_by_role("list", name="Steps")
    expect(rail.get_by_role("button")).to_have_count(10)
    rail.get_by_role("button", name="1. Clarify the context").press("Enter")
    expect(line(page, "Clarify the context")).to_be_focused()
    page.keyboard.type("A night without findings is possible.")
    page.keyboard.press("Enter")
    expect(page.locator("#coach-step-1")).to_contain_text("Said at")
    expect(rail.get_by_role("button", name="1. Clarify the context: said")).to_be_visible()
    expect(line(page, "Clarify the context")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Scores in, one number out.")
    page.keyboard.press("Tab")
    expect(page.locator("#coach-step-2")).to_contain_text("Said at")
    workspace.open()
    expect(line(page, "Clarify the context")).to_have_value("A night without findings is possible.")
    expect(line(page, "Restate the problem")).to_have_value("Scores in, one number out.")


def test_it_can_be_turned_off_and_the_browser_remembers(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    await_coach(page)
    page.get_by_role("button", name="Editor settings").click()
    page.get_by_label("Coach beside the editor").uncheck()
    expect(page.locator("#coach")).to_be_hidden()
    workspace.open()
    await_coach(page)
    expect(page.locator("#coach")).to_be_hidden()
    page.get_by_role("button", name="Editor settings").click()
    page.get_by_label("Coach beside the editor").check()
    expect(page.locator("#coach-panel")).to_be_visible()


def test_f6_leads_to_the_coach(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    open_coach(page)
    workspace.editor().click()
    for _ in range(2):
        page.keyboard.press("F6")
    expect(line(page, "Clarify the context")).to_be_focused()


def test_nothing_moves_when_the_coach_arrives(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((each) => window.shift += each.value))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    workspace.open()
    expect(page.get_by_role("list", name="Steps").get_by_role("button")).to_have_count(10)
    assert page.evaluate("window.shift") < 0.01


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_it(new_context: NewContext, size: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    Workspace.begin(page, PROBLEM)
    shot(page, f"coach-rail-{size}")
    open_coach(page)
    line(page, "Clarify the context").fill("A night without findings is possible.")
    line(page, "Clarify the context").press("Enter")
    expect(page.locator("#coach-step-1")).to_contain_text("Said at")
    shot(page, f"coach-open-{size}")
    look(page)


def test_without_a_script_the_page_of_the_coach_does_the_same(new_context: NewContext, page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(f"/attempts/{workspace.attempt}")
    plain.get_by_role("link", name="The coach").click()
    line(plain, "Outline the approach").fill("Sort, then count.")
    plain.locator("#coach-step-3").get_by_role("button", name="Keep").click()
    expect(plain).to_have_url(re.compile("/coach$"))
    expect(line(plain, "Outline the approach")).to_have_value("Sort, then count.")
    shot(plain, "coach-page")


def asks(page: Page, text: str) -> Locator:
    """Put a question; the answer."""
    page.get_by_role("textbox", name="Ask").fill(text)
    page.get_by_role("textbox", name="Ask").press("Enter")
    question = page.locator(".coach__asked", has_text=text)
    expect(question).to_be_visible()
    return question.locator(".coach__answer")


def test_a_question_is_answered_or_said_to_be_open_and_an_answer_can_be_taken_back(page: Page) -> None:
    Workspace.begin(page, PROBLEM)
    open_coach(page)
    expect(asks(page, "Which colour has the worklist?")).to_contain_text("That is not defined")
    expect(asks(page, "Would raising an exception on a quiet night be a problem?")).to_contain_text("graded by this")
    expect(page.get_by_role("textbox", name="Ask")).to_have_value("")
    shot(page, "coach-asked")
    page.get_by_role("button", name="Not what I asked").click()
    expect(page.locator(".coach__asked")).to_have_count(1)


def test_a_double_click_asks_once_and_a_line_that_is_changed_while_it_is_kept_is_kept_again(page: Page) -> None:
    workspace = Workspace.begin(page, PROBLEM)
    open_coach(page)
    page.get_by_role("textbox", name="Ask").fill("Which colour has the worklist?")
    page.get_by_role("button", name="Ask", exact=True).evaluate("button => { button.click(); button.click(); }")
    expect(page.locator(".coach__asked")).to_have_count(1)
    assert len(page.request.get(f"/api/attempts/{workspace.attempt}/coach").json()["questions"]) == 1
    held: list[Route] = []
    page.route("**/statements/clarify", holding(held), times=1)
    with page.expect_request("**/statements/clarify"):
        line(page, "Clarify the context").fill("A night may be empty")
        line(page, "Clarify the context").press("Enter")
    line(page, "Clarify the context").press_sequentially(", or be doubled.")
    line(page, "Clarify the context").press("Enter")
    with page.expect_response(
        lambda response: "clarify" in response.url and "doubled" in (response.request.post_data or "")
    ):
        held[0].continue_()
    workspace.open()
    expect(line(page, "Clarify the context")).to_have_value("A night may be empty, or be doubled.")


def said(page: Page, kind: str) -> Locator:
    """A line of the interviewer."""
    return page.locator(f".coach__line[data-kind={kind}]")


def seconds(page: Page) -> int:
    """What the clock shows."""
    minutes, _, rest = page.locator("#coach-clock strong").inner_text().partition(":")
    return 60 * int(minutes) + int(rest)


def begin_timed(page: Page) -> Workspace:
    workspace = Workspace.begin(page, PROBLEM)
    page.get_by_text("With a clock", exact=True).click()
    shot(page, "coach-clock-offered")
    look(page)
    page.get_by_role("button", name="Start the clock").click()
    expect(said(page, "opening")).to_contain_text("You have 25 minutes")
    return workspace


def looked_again(page: Page) -> None:
    """Wait until the running clock has made the page look at how things are."""
    with page.expect_response(lambda response: "coach?panel=true" in response.url, timeout=20_000) as answer:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    answer.value.finished()


def test_what_is_unfolded_and_where_the_keyboard_stands_outlast_what_the_clock_brings(page: Page) -> None:
    workspace = begin_timed(page)
    step = page.locator("#coach-more-5")
    step.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(step).to_have_attribute("open", "")
    looked_again(page)
    expect(step).to_have_attribute("open", "")
    workspace.write("import numpy as np\n")
    expect(said(page, "silent")).to_be_visible()  # the panel is another one now
    expect(step).to_have_attribute("open", "")
    button = page.get_by_role("button", name="Show a hint")
    button.focus()
    page.evaluate(
        """address => fetch(address, {method: "PUT", headers: {"content-type": "application/json"}, body: '{"text": "Said elsewhere."}'})""",
        f"/api/attempts/{workspace.attempt}/statements/clarify",
    )
    looked_again(page)
    expect(page.locator("#coach-step-1")).to_contain_text("Said at")
    expect(button).to_be_focused()
    expect(step).to_have_attribute("open", "")


def test_a_whole_timed_session_with_a_twist(page: Page) -> None:
    workspace = begin_timed(page)
    assert 24 * 60 < seconds(page) <= 25 * 60
    shot(page, "coach-timed-opening")
    workspace.write("import numpy as np\n")
    expect(said(page, "silent")).to_contain_text("what do you assume")
    line(page, "Clarify the context").fill("A night without findings gives NaN.")
    line(page, "Clarify the context").press("Enter")
    expect(page.locator("#coach-step-1")).to_contain_text("Said at")
    page.get_by_role("button", name="Show a hint").click()
    expect(page.locator(".coach__hints li")).to_have_count(1)
    workspace.write(solution(PROBLEM, "accepted"))
    panel = workspace.submit()
    expect(panel.get_by_role("heading", name="Accepted", exact=True)).to_be_visible()
    expect(said(page, "twist")).to_contain_text(TWIST_TITLE)
    expect(said(page, "baseline")).to_contain_text("not defined")
    expect(page.locator("#twist")).to_contain_text(TWIST_TITLE)
    expect(page.locator("#grading-summary h2")).to_have_text("Accepted")  # the change takes no result away
    expect(page.locator("#grading-summary")).to_contain_text("The requirements have changed since.")
    expect(page.locator("#grading-summary")).not_to_contain_text("solved")
    expect(page.locator("#statement-parts .solved, .statement__head .solved")).to_have_count(0)
    expect(said(page, "stop")).to_have_count(0)
    shot(page, "coach-timed-twist")
    panel = workspace.submit()  # what was right before is not any more
    expect(panel.get_by_role("heading", name="Not accepted yet")).to_be_visible()
    with_the_change = panel.locator("li.row:visible").count()
    page.get_by_role("tab", name="History").click()
    page.get_by_role("link", name="Submission 1").click()
    expect(panel.get_by_role("heading", name="Accepted", exact=True)).to_be_visible()
    expect(panel.get_by_text("Not reached")).to_have_count(0)  # what the change added was not asked of it
    assert panel.locator("li.row:visible").count() < with_the_change
    expect(page.locator("#grading-summary")).to_contain_text("The requirements have changed since.")
    shot(page, "coach-timed-before-the-change")
    workspace.write(min((PROBLEMS / PROBLEM).glob("twists/*/solutions/accepted/*.py")).read_text())
    panel = workspace.submit()
    expect(panel.get_by_role("heading", name="Accepted", exact=True)).to_be_visible()
    expect(said(page, "stop")).to_contain_text("Stop here")
    expect(page.locator("#coach-clock")).to_have_attribute("data-state", "ended")
    expect(page.locator("#grading-summary")).to_contain_text("It is solved")
    shot(page, "coach-timed-stop")
    look(page)


def test_neither_a_changed_clock_nor_a_reload_nor_a_second_tab_changes_the_time(
    new_context: NewContext, page: Page
) -> None:
    workspace = begin_timed(page)
    began = page.request.get(f"/api/attempts/{workspace.attempt}/coach").json()["timed"]
    wrong = new_context()
    wrong.clock.install(time="2031-01-01T00:00:00Z")
    other = wrong.new_page()
    other.goto(f"/problems/{PROBLEM}")
    expect(said(other, "opening")).to_be_visible()
    assert abs(seconds(other) - seconds(page)) <= 30
    wrong.clock.set_system_time("2020-01-01T00:00:00Z")
    page.reload()
    expect(said(page, "opening")).to_have_count(1)
    assert abs(seconds(other) - seconds(page)) <= 30
    other.get_by_text("With a clock", exact=True).click()
    other.get_by_role("button", name="Start the clock").click()
    expect(said(other, "opening")).to_be_visible()
    now = page.request.get(f"/api/attempts/{workspace.attempt}/coach").json()["timed"]
    assert (began["started_at"], began["ends_at"]) == (now["started_at"], now["ends_at"])


def test_who_was_signed_out_keeps_the_panel_and_goes_on_after_signing_in(page: Page) -> None:
    Workspace.begin(page, PROBLEM)
    open_coach(page)
    question = page.get_by_role("textbox", name="Ask")
    question.fill("May a night be empty?")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    looked_again(page)
    told = page.locator("#coach-body").get_by_role("alert")
    expect(told).to_contain_text("You have been signed out.")
    expect(question).to_have_value("May a night be empty?")
    expect(page.get_by_label("Password")).to_have_count(0)
    page.context.add_cookies(cookies)
    looked_again(page)
    expect(told).to_have_count(0)
    question.press("Enter")
    expect(page.locator(".coach__asked")).to_contain_text("May a night be empty?")


def test_the_clock_can_be_stopped(page: Page) -> None:
    begin_timed(page)
    page.get_by_role("button", name="Stop the clock").click()
    expect(page.locator("#coach-clock")).to_have_attribute("data-state", "ended")
    expect(page.get_by_role("button", name="Stop the clock")).to_have_count(0)


def test_on_a_narrow_screen_the_time_stands_beside_the_views_and_news_of_the_coach_is_marked(
    new_context: NewContext,
) -> None:
    page = new_context(viewport=SIZES["narrow"]).new_page()
    workspace = Workspace.begin(page, PROBLEM)
    page.get_by_text("With a clock", exact=True).click()
    page.get_by_role("button", name="Start the clock").click()
    view = page.locator(".views").get_by_role("button", name="Coach")
    expect(view).to_have_attribute("data-time", re.compile(r"^2[45]:\d\d$"))
    shot(page, "coach-timed-statement-narrow")
    page.locator(".views").get_by_role("button", name="Code").click()
    workspace.write("import numpy as np\n")
    expect(view).to_have_attribute("data-news", "")
    view.click()
    expect(view).not_to_have_attribute("data-news", "")
    expect(said(page, "silent")).to_be_in_viewport()
    shot(page, "coach-timed-narrow")
    look(page)
