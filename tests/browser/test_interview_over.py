"""The pages after an interview: the candidate explains what was recorded, staff read the evidence of a submission."""

import re

from playwright.sync_api import Page, expect
from rooms import PROBLEM, Interview
from serving import Server
from workspace import GRADING_MS, NewContext, violations

SIZES = ({"width": 1280, "height": 800}, {"width": 390, "height": 844})


def look(page: Page) -> None:
    """Nothing for axe to find, wide and narrow, in either theme, and nothing wider than the window."""
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of its words
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_a_submission_to_its_evidence_and_what_the_candidate_says_about_a_paste(
    server: Server, new_context: NewContext
) -> None:
    interview = Interview(server, new_context).plan()
    candidate, lead = interview.begin()
    candidate.paste("# pasted from notes that were written before the interview began\n")
    expect(candidate.said("Pasted")).to_be_visible()
    candidate.page.locator("#submit").click()
    lead.page.get_by_role("tab", name="Grading").click()
    lead.graded()
    candidate.graded()
    evidence = lead.page.get_by_role("link", name="Evidence for staff")
    expect(candidate.page.get_by_role("link", name="Evidence for staff")).to_have_count(0)
    address = evidence.get_attribute("href")
    assert address is not None
    candidate.page.goto(address)
    expect(candidate.page.get_by_role("heading", name="This is not open to you")).to_be_visible()
    evidence.click()
    lead.page.get_by_role("button", name=re.compile("^Run again")).first.click()
    expect(lead.page.get_by_role("heading", name="one check, run again")).to_be_visible()
    expect(lead.page.get_by_text("The same as in the grading")).to_be_visible(timeout=GRADING_MS)
    look(lead.page)
    interview.step(interview.lead_context, "end")
    lead.page.goto(f"/interviews/{interview.id}/plan")
    expect(lead.page.get_by_role("region", name="Submissions").get_by_role("link", name=PROBLEM)).to_be_visible()
    look(lead.page)
    explain_without_a_script(new_context, candidate.page, interview.id)


def explain_without_a_script(new_context: NewContext, of: Page, interview_id: str) -> None:
    """The candidate's own page, in a browser that runs no script."""
    page = new_context(storage_state=of.context.storage_state(), java_script_enabled=False).new_page()
    page.goto(f"/interviews/{interview_id}")
    paste = page.get_by_role("listitem").filter(has_text="Pasted")
    paste.locator("summary").click()
    paste.get_by_label("Your explanation").fill("From my own notes.")
    paste.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("From my own notes.").first).to_be_visible()
    page.get_by_label("What happened?").fill("The console was slow.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("This was sent to your interviewers.")).to_be_visible()
    of.goto(f"/interviews/{interview_id}")
    of.get_by_role("listitem").filter(has_text="Pasted").locator("summary").click()
    look(of)
