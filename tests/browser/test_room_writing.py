"""What is being written in a room stays where it is, and so does the focus, whatever arrives meanwhile."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from rooms import SAME_SITE, Interview, Room
from serving import Server
from workspace import NewContext


@pytest.fixture
def interview(server: Server, new_context: NewContext) -> Interview:
    return Interview(server, new_context).plan()


class Held:
    """What a page sends to one address stays on its way until it is let go."""

    def __init__(self, page: Page, what: str) -> None:
        self._page = page
        self._address = f"**/api/interviews/*/{what}"
        self._routes: list[Route] = []
        self._open = False
        page.route(self._address, self._hold)

    def _hold(self, route: Route) -> None:
        if self._open or route.request.method == "GET":
            route.continue_()
        else:
            self._routes.append(route)

    def let_go(self) -> None:
        """Let it arrive; it must have been sent once."""
        for _ in range(200):
            if self._routes:
                break
            self._page.wait_for_timeout(50)
        self._page.wait_for_timeout(300)  # a second one would have been sent by now
        self._open = True
        assert len(self._routes) == 1
        with self._page.expect_response(self._address):
            self._routes[0].continue_()


def post(interview: Interview, what: str, data: dict[str, Any]) -> None:
    """What the lead does from another window."""
    address = f"/api/interviews/{interview.id}/{what}"
    answer = interview.lead_context.request.post(address, data=data, headers=SAME_SITE)
    assert answer.ok, answer.text()


def notes(lead: Room) -> Locator:
    lead.page.get_by_role("tab", name="Private notes").click()
    return lead.page.locator("#notes > li")


def test_a_note_that_is_being_edited_stays_open_when_another_arrives(interview: Interview) -> None:
    _, lead = interview.begin()
    page, rows = lead.page, notes(lead)
    post(interview, "notes", {"text": "Asks about NaN."})
    rows.get_by_role("button", name="Edit").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("At once: ")
    post(interview, "notes", {"text": "A second one."})
    expect(rows).to_have_count(2)
    field = page.get_by_label("The note", exact=True)
    expect(field).to_be_focused()
    page.keyboard.type("she ")  # the cursor is where it was
    expect(field).to_have_value("At once: she Asks about NaN.")
    rows.first.get_by_role("button", name="Edit").click()  # takes nothing away either
    expect(field).to_have_value("At once: she Asks about NaN.")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(field).to_have_count(0)
    expect(rows.first.get_by_role("button", name="Edit")).to_be_focused()
    expect(rows.locator(".said__text")).to_have_text(["At once: she Asks about NaN.", "A second one."])


def test_what_was_written_into_a_note_that_is_gone_can_still_be_copied(interview: Interview) -> None:
    _, lead = interview.begin()
    page, rows = lead.page, notes(lead)
    post(interview, "notes", {"text": "Asks about NaN."})
    rows.get_by_role("button", name="Edit").click()
    page.keyboard.type("Much more of it. ")
    address = f"/api/interviews/{interview.id}/notes"
    (note,) = interview.lead_context.request.get(address).json()
    assert interview.lead_context.request.delete(f"{address}/{note['id']}", headers=SAME_SITE).ok
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(rows.get_by_role("alert")).to_contain_text("Your text is still here.")
    rows.get_by_role("button", name="Cancel").click()
    expect(rows).to_have_count(0)
    expect(page.locator("#panel-notes")).to_be_focused()


def test_a_note_is_deleted_only_once_it_is_confirmed(interview: Interview) -> None:
    _, lead = interview.begin()
    page, rows = lead.page, notes(lead)
    post(interview, "notes", {"text": "Asks about NaN."})
    delete = rows.get_by_role("button", name="Delete")
    delete.click()
    page.get_by_role("dialog", name="Delete the note?").get_by_role("button", name="Cancel").click()
    expect(delete).to_be_focused()
    expect(rows).to_have_count(1)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Delete the note").click()
    expect(rows).to_have_count(0)
    expect(page.locator("#notes-empty")).to_be_visible()
    expect(page.locator("#panel-notes")).to_be_focused()


def test_a_message_is_sent_once_and_the_next_one_is_kept(interview: Interview) -> None:
    candidate, _ = interview.begin()
    page, field = candidate.page, candidate.page.locator("#say-text")
    held = Held(page, "messages")
    candidate.editor().focus()
    page.keyboard.press("Alt+7")
    page.keyboard.type("The first")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type(" and the next")
    held.let_go()
    expect(field).to_have_value("and the next")
    expect(field).to_be_focused()
    page.keyboard.type(" one")
    page.keyboard.press("Enter")
    expect(candidate.said("and the next one")).to_have_count(1)
    expect(candidate.said("The first")).to_have_count(1)
    expect(candidate.editor()).to_be_focused()


def test_the_focus_stays_where_somebody_has_put_it_while_a_message_is_on_its_way(interview: Interview) -> None:
    candidate, _ = interview.begin()
    page = candidate.page
    held = Held(page, "messages")
    candidate.editor().focus()
    page.keyboard.press("Alt+7")
    page.keyboard.type("One moment")
    page.keyboard.press("Enter")
    page.locator("#run").focus()
    held.let_go()
    expect(page.locator("#say-text")).to_have_value("")
    expect(page.locator("#run")).to_be_focused()


def test_what_could_not_be_sent_stays_and_can_be_sent_again(interview: Interview) -> None:
    candidate, _ = interview.begin()
    page = candidate.page
    page.route("**/messages", lambda route: route.abort())
    page.keyboard.press("Alt+7")
    page.keyboard.type("Are you there?")
    page.keyboard.press("Enter")
    expect(page.locator(".notice", has_text="Your text is still there.")).to_be_visible()
    page.unroute("**/messages")
    page.keyboard.press("Enter")
    expect(candidate.said("Are you there?")).to_have_count(1)


def test_a_note_is_kept_once_and_the_next_one_stays_in_its_field(interview: Interview) -> None:
    _, lead = interview.begin()
    page, rows = lead.page, notes(lead)
    held = Held(page, "notes")
    page.get_by_label("A private note").focus()
    page.keyboard.type("The first")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type(" and the next")
    held.let_go()
    expect(rows).to_have_count(1)
    expect(page.get_by_label("A private note")).to_have_value("and the next")
    page.keyboard.press("Enter")
    expect(rows.locator(".said__text")).to_have_text(["The first", "and the next"])


def test_what_is_typed_into_a_note_while_it_is_being_kept_stays(interview: Interview) -> None:
    _, lead = interview.begin()
    page, rows = lead.page, notes(lead)
    post(interview, "notes", {"text": "First."})
    rows.get_by_role("button", name="Edit").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Second.")
    held = Held(page, "notes/*")
    page.get_by_role("button", name="Keep", exact=True).dblclick()
    field = page.get_by_label("The note", exact=True)
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Third.")
    held.let_go()
    expect(rows.locator(".said__text")).to_have_text("First. Second.")
    expect(field).to_have_value("First. Second. Third.")
    expect(field).to_be_focused()


def test_an_answer_is_sent_once_and_what_is_written_after_it_stays(interview: Interview) -> None:
    candidate, lead = interview.begin()
    page, field = lead.page, lead.page.locator("#answer-text")
    candidate.say(2, "May a column be constant?")
    lead.said("May a column").get_by_role("button", name="Answer").click()
    expect(field).to_be_focused()
    page.keyboard.type("It may.")
    held = Held(page, "answers")
    page.get_by_role("button", name="Send the answer").dblclick()
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Leave it as it is.")
    held.let_go()
    expect(candidate.said("It may.")).to_have_count(1)
    expect(field).to_have_value("Leave it as it is.")
    expect(field).to_be_focused()
    page.get_by_role("button", name="Send the answer").click()
    expect(candidate.said("Leave it as it is.")).to_have_count(1)
    expect(page.locator("#answering")).to_be_hidden()
    expect(page.locator("#panel-guide")).to_be_focused()


def test_an_answer_in_the_making_stays_when_somebody_else_answers(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.say(2, "May a column be constant?")
    lead.said("May a column").get_by_role("button", name="Answer").click()
    lead.page.keyboard.type("It may, and then")
    asked = interview.lead_context.request.get(f"/api/interviews/{interview.id}/events").json()["events"]
    statement = next(event["cursor"] for event in asked if event["kind"] == "statement_made")
    post(interview, "answers", {"statement": statement, "problem": 0, "text": "It has come up."})
    expect(lead.said("It has come up.")).to_have_count(1)
    expect(lead.page.locator("#answer-text")).to_be_focused()
    expect(lead.page.locator("#answer-text")).to_have_value("It may, and then")


def test_an_explanation_is_attached_once_and_what_is_written_after_it_stays(interview: Interview) -> None:
    candidate, _ = interview.begin()
    page = candidate.page
    candidate.paste("# my own notes, which I wrote down before the interview began\n")
    explain = candidate.said("Pasted").get_by_role("button", name="Explain")
    explain.click()
    field = page.get_by_label("Your explanation")
    field.fill("From my notes.")
    held = Held(page, "explanations")
    page.get_by_role("button", name="Attach").dblclick()
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Of last week.")
    held.let_go()
    expect(candidate.said("From my notes.")).to_have_count(1)
    expect(field).to_have_value("Of last week.")
    page.get_by_role("button", name="Attach").click()
    expect(candidate.said("Pasted").locator(".talk__added")).to_have_count(2)
    expect(explain).to_be_focused()


def test_a_link_to_a_decision_is_made_once_and_gives_the_focus_back(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.say(1, "Constant columns become zero.")
    said = lead.said("Constant columns")
    opener = said.get_by_role("button", name="Link to a decision")
    opener.click()
    lead.page.get_by_label("Which decision").select_option(index=1)
    held = Held(lead.page, "links")
    lead.page.get_by_role("button", name="Link", exact=True).dblclick()
    held.let_go()
    expect(said.locator(".talk__added")).to_have_count(1)
    expect(opener).to_be_focused()


def test_the_focus_stays_on_the_problem_that_was_chosen(server: Server, new_context: NewContext) -> None:
    interview = Interview(server, new_context).plan("Standardise features", "Right by ear, poor in the report")
    candidate, _ = interview.begin()
    second = candidate.page.get_by_role("button", name="2. ")
    second.focus()
    candidate.page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(second).to_be_focused()
    post(interview, "hints", {"problem": 1, "index": 0})
    expect(candidate.page.locator("#hint-rows li")).to_have_count(1)
    expect(second).to_be_focused()


def test_the_focus_stays_in_the_guide_when_it_changes(interview: Interview) -> None:
    _, lead = interview.begin()
    page = lead.page
    page.get_by_role("tab", name="Guide").click()
    answer = page.get_by_role("button", name="Answer with this").first
    answer.focus()
    post(interview, "hints", {"problem": 0, "index": 0})
    rungs = page.locator("#ladder > li")
    expect(rungs.nth(0)).to_contain_text("Released")
    expect(answer).to_be_focused()
    page.get_by_role("button", name="Release hint 2").focus()
    page.keyboard.press("Enter")
    expect(rungs.nth(1)).to_contain_text("Released")
    expect(rungs.nth(1)).to_be_focused()  # its button is gone, and the next one releases another hint


def test_a_press_on_a_button_of_the_guide_counts_whoever_comes_and_goes(interview: Interview) -> None:
    candidate, lead = interview.begin()
    page = lead.page
    page.get_by_role("tab", name="Guide").click()
    page.get_by_role("button", name="Answer with this").first.hover()
    page.mouse.down()
    post(interview, "hints", {"problem": 0, "index": 0})
    expect(page.locator("#ladder > li").first).to_contain_text("Released")
    page.mouse.up()
    expect(candidate.said("Answer")).to_have_count(1)


def test_the_focus_goes_to_the_twist_that_was_applied(interview: Interview) -> None:
    _, lead = interview.begin()
    page = lead.page
    page.get_by_role("tab", name="Guide").click()
    page.get_by_role("button", name="Apply…").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Apply the twist").click()
    twist = page.locator("#twists > li").first
    expect(twist).to_contain_text("Applied")
    expect(twist).to_be_focused()
