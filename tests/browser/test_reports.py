"""From real evidence to the report, its PDF, and the page that the candidate is given; statistics of the problems."""

import pytest
from playwright.sync_api import Page, expect
from rooms import Interview
from serving import Server
from test_reviews import answer_all, hand_in, open_review
from test_room_accessibility import SIZES, look
from workspace import NewContext, Workspace, shot, solution

GRADED_SECONDS = 120


def with_evidence(page: Page) -> Page:
    """The review once everything is graded in the background."""
    for _ in range(GRADED_SECONDS):
        if page.locator(".found").count() and not page.get_by_text("being computed").count():
            return page
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(page.locator("main").inner_text()[:2000])


def decide(page: Page) -> None:
    page.get_by_label("Advance").check()
    page.get_by_label("Reasons").fill("Found and repaired the silent failure alone.")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("#decision")).to_have_text("Advance: goes on to the next step")


@pytest.mark.parametrize("size", SIZES)
def test_from_evidence_to_the_report_and_what_the_candidate_reads(
    server: Server, new_context: NewContext, size: str
) -> None:
    interview = Interview(server, new_context)
    candidate, room = interview.plan().begin(viewport=SIZES[size])
    candidate.say(2, "May a column be constant?")
    candidate.view("Code")
    candidate.write(solution("preprocessing/standardize", "rejected"))
    candidate.expect_state("saved")
    candidate.page.keyboard.press("Control+Shift+Enter")
    candidate.graded()
    candidate.view("Code")
    candidate.write(solution("preprocessing/standardize", "accepted"))
    candidate.expect_state("saved")
    interview.step(interview.lead_context, "end")
    room.page.close()

    lead = open_review(interview.lead_context, interview)
    lead.set_viewport_size(SIZES[size])
    with_evidence(lead)
    shot(lead, f"review-{size}")
    look(lead)
    claims = lead.locator(".found__what > p:first-child").all_inner_texts()
    assert any("required checks that failed" in each or "failed silently" in each for each in claims), claims
    first = lead.locator(".found").first
    first.get_by_role("link").first.click()  # its moment
    expect(lead.locator("#workspace[data-ready]")).to_be_attached()
    lead.go_back()
    lead.locator(".found__link input").first.check()
    answer_all(lead, "3")
    hand_in(lead)
    decide(lead)
    lead.get_by_role("link", name="Report").click()
    expect(lead.get_by_role("heading", name="Report", exact=True)).to_be_visible()
    expect(lead.get_by_text("Advance: goes on to the next step")).to_be_visible()
    expect(lead.locator(".report__scores tbody tr")).to_have_count(10)
    shot(lead, f"report-{size}")
    look(lead)
    printed = interview.lead_context.request.get(f"/interviews/{interview.id}/report.pdf")
    assert (200, b"%PDF-") == (printed.status, printed.body()[:5])
    lead.get_by_label("Your words to the candidate").fill("Thank you for the hour. You found the scale yourself.")
    lead.get_by_label("Say the outcome too").check()
    lead.get_by_role("button", name="Release").click()
    lead.get_by_role("link", name="See what the candidate reads").click()
    expect(lead.get_by_text("You go on to the next step.")).to_be_visible()

    page = candidate.page
    page.goto(f"/interviews/{interview.id}")
    page.get_by_role("link", name="Read what you were written").click()
    expect(page.get_by_text("You found the scale yourself.")).to_be_visible()
    shot(page, f"feedback-{size}")
    look(page)
    assert "repaired the silent failure alone" not in page.content()


@pytest.mark.parametrize("size", SIZES)
def test_statistics_can_be_read(server: Server, new_context: NewContext, size: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    page.goto("/statistics")
    shot(page, f"statistics-{size}")
    look(page)
    page.get_by_role("link", name="Standardise features").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Standardise features")
    shot(page, f"statistics-one-{size}")
    look(page)
    page.goto("/statistics/sanity/check-auc?where=interviews")
    look(page)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_reported_in_practice_is_read_beside_what_was_on_show(new_context: NewContext, size: str) -> None:
    workspace = Workspace.begin(new_context().new_page(), "preprocessing/standardize")
    workspace.write(solution("preprocessing/standardize", "rejected"))
    workspace.submit()
    page, text = workspace.page, f"A constant column is nowhere defined. Read {size}."
    page.get_by_role("button", name="Report a problem").click()
    dialog = page.get_by_role("dialog", name="Report a problem")
    dialog.get_by_label("The question").check()
    dialog.get_by_label("What happened?").fill(text)
    dialog.get_by_role("button", name="Send the report").click()
    expect(workspace.notice("Thank you")).to_be_visible()
    page.set_viewport_size(SIZES[size])
    page.goto("/statistics")
    page.get_by_role("link", name="What candidates report").click()
    said = page.get_by_role("article").filter(has_text=text)
    expect(said).to_be_visible()
    shot(page, f"reported-{size}")
    look(page)
    said.get_by_role("link").click()
    expect(page.get_by_label("The code", exact=True)).to_contain_text("def standardize")
    shot(page, f"reported-one-{size}")
    look(page)
