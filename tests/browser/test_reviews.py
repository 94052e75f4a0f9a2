"""Two reviewers and a lead, from the replay to the decision; and the pages as a reader with a screen reader meets them."""

import re
from typing import Any

import pytest
from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect
from rooms import SAME_SITE, Interview
from serving import Server
from test_room_accessibility import SIZES, look
from workspace import NewContext, solution

WHAT_IT_IS = "Applied machine learning, round two"
CRITERIA = 10


def colleague(server: Server, new_context: NewContext, interview: Interview, name: str, **seat: Any) -> BrowserContext:
    """A reviewer of the interview, signed in."""
    email = f"{name.lower()}-{interview.id[:8]}@example.org"
    password = server.add_user(email, name, "reviewer")
    interview.post("people", email=email, part="reviewer", **seat)
    context = new_context(storage_state={"cookies": [], "origins": []})
    answer = context.request.post("/signin", form={"email": email, "password": password}, headers=SAME_SITE)
    assert answer.ok
    return context


@pytest.fixture
def interview(server: Server, new_context: NewContext) -> Interview:
    held = Interview(server, new_context)
    candidate, lead = held.plan().begin()
    first = solution("preprocessing/standardize", "rejected")
    candidate.write(first)
    candidate.say(1, "A column that never varies becomes zeros.")
    candidate.expect_state("saved")
    candidate.page.keyboard.press("Control+Shift+Enter")
    candidate.graded()
    candidate.write(solution("preprocessing/standardize", "accepted"))
    candidate.expect_state("saved")
    held.step(held.lead_context, "end")
    candidate.page.close()
    lead.page.close()
    return held


def open_review(context: BrowserContext, interview: Interview, path: str = "") -> Page:
    page = context.new_page()
    page.goto(f"/interviews/{interview.id}/review{path}")
    return page


def answer_all(page: Page, level: str, **others: str) -> None:
    """Choose a level for each criterion, with the keyboard as with the pointer: they are radio buttons."""
    expect(page.locator(".score")).to_have_count(CRITERIA)
    for group in page.locator(".score").all():
        criterion = group.get_attribute("data-criterion") or ""
        group.locator(f"input[value='{others.get(criterion, level)}']").check()


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url(re.compile("/together"))


def test_a_scorecard_is_saved_as_it_is_filled_in_and_two_tabs_lose_nothing(
    server: Server, new_context: NewContext, interview: Interview
) -> None:
    grace = colleague(server, new_context, interview, "Grace")
    page = open_review(grace, interview)
    page.locator("#score-stability input[value='2']").check()
    page.locator("#comment-stability").fill("No guard for a tiny deviation.")
    page.locator("[data-criterion='stability'].saved").get_by_role("button").click()
    expect(page.locator("#saving")).to_have_text("Saved")
    expect(page.locator("#answered")).to_have_text("1")
    page.reload()
    expect(page.locator("#comment-stability")).to_have_value("No guard for a tiny deviation.")
    page.locator("#saved-stability").select_option(index=1)
    expect(page.locator("#comment-stability")).to_have_value(re.compile(r"deviation\.\nNo guard"))

    other = open_review(grace, interview)  # the same scorecard in another tab
    expect(other.locator("#saving")).to_have_text("Saved")
    page.locator("#summary").fill("From the first tab.")
    expect(page.locator("#saving")).to_have_text("Saved")
    other.locator("#summary").fill("From the second tab.")
    expect(other.locator("#stale")).to_be_visible()
    other.get_by_role("button", name="Keep what is here").click()
    expect(other.locator("#saving")).to_have_text("Saved")
    other.close()
    page.reload()
    expect(page.locator("#summary")).to_have_value("From the second tab.")
    page.locator("#summary").fill("Typed just before leaving.")
    page.reload()
    expect(page.locator("#summary")).to_have_value("Typed just before leaving.")
    expect(page.locator("#saving")).to_have_text("Saved")
    expect(page.locator("#stale")).to_be_hidden()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert").first).to_contain_text("9 things are missing")


def test_handing_in_waits_for_the_save_that_is_on_its_way(
    server: Server, new_context: NewContext, interview: Interview
) -> None:
    page = open_review(colleague(server, new_context, interview, "Grace"), interview)
    answer_all(page, "3")
    expect(page.locator("#saving")).to_have_text("Saved")
    answers: list[tuple[Route, APIResponse]] = []
    page.route("**/scorecard", lambda route: answers.append((route, route.fetch())))
    page.locator("#summary").fill("Kept by the server, which has not said so yet.")
    while not answers:
        page.wait_for_timeout(50)
    page.locator("#summary").fill("And this came after.")
    page.get_by_role("button", name="Hand in").click(no_wait_after=True)
    route, response = answers.pop()
    route.fulfill(response=response)
    page.wait_for_url(re.compile("/together"))


def test_from_the_replay_to_the_decision(server: Server, new_context: NewContext, interview: Interview) -> None:
    grace = colleague(server, new_context, interview, "Grace")
    rob = colleague(server, new_context, interview, "Rob", blind="true")

    page = grace.new_page()
    page.goto("/reviews")
    page.get_by_role("link", name=WHAT_IT_IS).click()
    expect(page.get_by_role("heading", name="Code", exact=True)).to_be_visible()
    expect(page.locator(".difference [data-sign='in']").first).to_be_visible()
    page.get_by_role("link", name="Replay", exact=True).click()
    expect(page.locator("#workspace[data-ready]")).to_be_attached()
    page.go_back()

    answer_all(page, "3", stability="2")
    hand_in(page)
    expect(page.get_by_text("Still to come:")).to_be_visible()

    blind = open_review(rob, interview)
    expect(blind.get_by_role("heading", level=1)).to_have_text(re.compile("^Interview of Candidate [A-Z2-9]{4}$"))
    assert "Okafor" not in blind.content()
    answer_all(blind, "2", collaboration="none")
    hand_in(blind)

    lead = open_review(interview.lead_context, interview, "/together")
    expect(lead.get_by_text("What others scored is shown once yours is handed in")).to_be_visible()
    lead.get_by_role("link", name="To your scorecard").click()
    answer_all(lead, "3")
    hand_in(lead)
    expect(lead.locator(".scores tbody tr")).to_have_count(CRITERIA)
    expect(lead.locator(".scores tbody tr", has_text="Numerical stability")).to_contain_text("2 to 3")
    lead.get_by_label("Write to the others").fill("Where did you see the guard?")
    lead.get_by_role("button", name="Send").click()
    expect(lead.locator(".posts")).to_contain_text("Where did you see the guard?")
    page.reload()
    expect(page.locator(".posts")).to_contain_text("Where did you see the guard?")
    lead.get_by_label("Advance").check()
    lead.get_by_label("Reasons").fill("Found and repaired the silent failure alone.")
    lead.get_by_role("button", name="Decide").click()
    expect(lead.locator("#decision")).to_have_text("Advance: goes on to the next step")
    page.reload()
    expect(page.locator("#decision")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_a_review_can_be_read(
    server: Server, new_context: NewContext, interview: Interview, size: str
) -> None:
    grace = colleague(server, new_context, interview, "Grace", blind="true")
    page = grace.new_page()
    page.set_viewport_size(SIZES[size])
    for path in ("/reviews", f"/interviews/{interview.id}/review", "/reviews/criterion/stability"):
        page.goto(path)
        look(page)
    page.goto(f"/interviews/{interview.id}/review")
    for details in page.locator("main details").all():
        details.evaluate("details => { details.open = true }")
    look(page)
    answer_all(page, "3")
    hand_in(page)
    look(page)
    lead = open_review(interview.lead_context, interview)
    lead.set_viewport_size(SIZES[size])
    answer_all(lead, "2")
    hand_in(lead)
    look(lead)
    lead.goto("/reviews")
    look(lead)
