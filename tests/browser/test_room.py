"""The room with real browsers: type together, lose nothing, everybody their own undo, and only who may writes."""

import re

import pytest
from playwright.sync_api import expect
from rooms import Interview, Room, same
from serving import Server
from workspace import NewContext


@pytest.fixture
def interview(server: Server, new_context: NewContext) -> Interview:
    return Interview(server, new_context).plan()


def test_two_people_type_at_once_and_see_each_other(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.type("\n# by the candidate")
    lead.expect_text(lambda text: text.endswith("# by the candidate"))
    expect(lead.page.locator(".caret", has_text="Ada Okafor")).to_be_visible()
    for letter in "abcdefgh":  # in turns, at both ends of the text
        candidate.type(letter)
        lead.type(letter, at="Control+Home")
    text = same(candidate, lead, containing="# by the candidateabcdefgh")
    assert text.startswith("hgfedcba")
    candidate.expect_state("saved")


def test_what_a_browser_does_to_the_text_by_itself_never_picks_up_a_name(interview: Interview) -> None:
    candidate, lead = interview.begin()
    lead.type("\n# lead")
    expect(candidate.page.locator(".caret", has_text="Administrator")).to_be_visible()
    candidate.expect_text(lambda text: text.endswith("# lead"))
    candidate.write("x = 1")
    lead.expect_text("x = 1")
    candidate.expect_text("x = 1")


def test_a_reload_brings_the_same_text_and_talk(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.type("\n# kept")
    candidate.say(1, "NaN means missing")
    candidate.expect_state("saved")
    text = same(candidate, lead)
    candidate.page.reload()
    candidate.ready()
    candidate.expect_text(text)
    expect(candidate.said("NaN means missing")).to_be_visible()


def test_offline_for_a_while_both_write_on_and_both_texts_meet(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.page.context.set_offline(True)
    candidate.expect_state("offline")
    expect(candidate.page.locator(".notice", has_text="Keep writing")).to_be_visible()
    candidate.type("\n# written without a network, 700 letters: " + "word " * 140)
    lead.type("# meanwhile, by the lead\n", at="Control+Home")
    candidate.page.context.set_offline(False)
    candidate.expect_state("saved")
    assert same(candidate, lead, containing="# meanwhile, by the lead").endswith("word word ")


def test_a_reload_before_anything_was_sent_loses_nothing(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.page.route_web_socket("**/room", lambda _: None)  # from the next connection on: a line without an end
    candidate.page.context.set_offline(True)
    candidate.expect_state("offline")
    candidate.type("\n# only in this browser")
    candidate.page.wait_for_timeout(1500)
    page = candidate.page.context.new_page()
    candidate.page.close(run_before_unload=False)
    page.context.set_offline(False)
    again = Room(page, interview.id).open()
    again.expect_state("saved")
    same(again, lead, containing="# only in this browser")


def test_the_server_is_killed_while_they_type_and_both_have_everything_afterwards(
    server: Server, interview: Interview
) -> None:
    candidate, lead = interview.begin()
    candidate.type("\n# before")
    candidate.expect_state("saved")
    server.kill()
    candidate.expect_state("offline")
    candidate.type(", while it was down")
    lead.expect_state("offline")
    lead.type("# the lead too\n", at="Control+Home")
    server.start()
    for room in (candidate, lead):
        expect(room.page.locator("#save-state")).to_have_attribute("data-state", "saved", timeout=40_000)
    text = same(candidate, lead, containing="# the lead too")
    assert text.endswith("# before, while it was down")


def test_an_observer_sees_everything_and_writes_nothing(interview: Interview) -> None:
    candidate, lead = interview.begin()
    observer = interview.observe()
    candidate.type("\n# seen")
    observer.expect_text(lambda text: text.endswith("# seen"))
    before = observer.text()
    observer.type("observers write nothing")
    observer.page.wait_for_timeout(300)
    assert before == observer.text() == candidate.text()
    expect(observer.page.locator("#standing-text")).to_contain_text("watching")
    for name in ("#run", "#submit", "#end", "#clock-pause", "#say"):
        expect(observer.page.locator(name).filter(visible=True)).to_have_count(0)
    expect(lead.page.locator("#people .person", has_text="Grace Lindqvist")).to_have_attribute("data-where", "here")


def test_everybody_undoes_their_own(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.insert("\n# from the candidate")
    lead.expect_text(lambda text: text.endswith("# from the candidate"))
    lead.insert("# from the lead\n", at="Control+Home")
    candidate.expect_text(lambda text: text.startswith("# from the lead"))
    candidate.undo()
    lead.undo()
    text = same(candidate, lead)
    assert "# from" not in text
    candidate.page.keyboard.press("Control+y")
    assert same(candidate, lead, containing="# from the candidate").startswith("import numpy")


@pytest.mark.parametrize(
    "text", ["👩🏽‍🔬 🎉 é", "עברית ועוד", "a\r\nb"], ids=["emoji", "right-to-left", "carriage return"]
)
def test_any_text_is_the_same_for_both(interview: Interview, text: str) -> None:
    candidate, lead = interview.begin()
    candidate.write("")
    candidate.paste(text)
    wanted = text.replace("\r\n", "\n")
    lead.expect_text(wanted)
    lead.insert("!", at="Control+Home")
    candidate.expect_text("!" + wanted)
    candidate.page.reload()
    candidate.ready()
    candidate.expect_text("!" + wanted)


def test_a_paste_of_200_kb_arrives_is_undone_as_one_and_comes_back(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.type("\n# typed before")
    before = same(candidate, lead, containing="# typed before")
    candidate.paste("\n" + "".join(f"x_{number:05d} = '😀 {'y' * 40}'\n" for number in range(3600)))
    pasted = candidate.text()
    assert len(pasted.encode()) > 200_000
    assert same(candidate, lead, containing="x_03599") == pasted
    candidate.expect_state("saved")
    candidate.undo()
    lead.expect_text(before)
    candidate.page.keyboard.press("Control+y")
    lead.expect_text(pasted)
    candidate.expect_state("saved")
    expect(lead.said("Pasted")).to_be_visible()
    candidate.paste("z" * 100_000)
    expect(candidate.page.locator(".notice", has_text="256 KiB")).to_be_visible()
    assert pasted == candidate.text()


def test_the_interviewers_answer_help_and_pause(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.say(2, "May a column be constant?")
    lead.said("May a column").get_by_role("button", name="Answer").click()
    lead.page.get_by_role("button", name="Answer with this").first.click()
    expect(candidate.said("It has come up")).to_contain_text("To: May a column")
    lead.page.get_by_role("button", name="Release hint 1").click()
    expect(candidate.page.locator("#hints li")).to_have_count(1)
    lead.say(8, "A good plan.")
    expect(candidate.said("A good plan.")).to_be_visible()
    lead.page.get_by_role("button", name="Pause").click()
    expect(candidate.page.locator("#standing-text")).to_contain_text("paused")
    before = candidate.text()
    candidate.type("# not now")
    candidate.undo()
    assert before == candidate.text()
    lead.page.get_by_role("button", name="Go on").click()
    expect(candidate.page.locator("#standing")).to_be_hidden()
    candidate.type("\n# again")
    same(candidate, lead, containing="# again")
    lead.page.get_by_role("button", name="End", exact=True).click()
    lead.page.get_by_role("button", name="End the interview").click()
    expect(candidate.page.locator("#standing-text")).to_contain_text("over")
    expect(candidate.page.locator("#submit")).to_be_hidden()


def test_minutes_that_only_the_candidate_is_given_while_it_runs_reach_their_clock(interview: Interview) -> None:
    candidate, _ = interview.begin()
    time_left = candidate.page.locator("#clock-time")
    expect(time_left).to_have_text(re.compile(r"^(60|5\d):\d\d$"))
    plan = interview.lead_context.request.get(f"/interviews/{interview.id}/plan").text()
    person = re.findall(r"/people/([0-9a-f-]+)/link", plan[plan.index("ada-") :])[0]
    interview.post(f"people/{person}", extra_minutes=30)
    expect(time_left).to_have_text(re.compile(r"^8\d:\d\d$"))


def test_a_twist_changes_the_statement_for_both(interview: Interview) -> None:
    candidate, lead = interview.begin()
    lead.page.get_by_role("tab", name="Guide").click()
    lead.page.get_by_role("button", name="Apply…").first.click()
    lead.page.get_by_role("button", name="Apply the twist").click()
    for room in (candidate, lead):
        expect(room.page.locator("#twist")).to_be_visible()
        expect(room.page.locator("#twist .prose")).not_to_be_empty()


def test_focus_mode_hides_the_interviewers(interview: Interview) -> None:
    candidate, lead = interview.begin()
    lead.type("\n# here")
    expect(candidate.page.locator(".caret", has_text="Administrator")).to_be_visible()
    candidate.page.get_by_role("button", name="Focus mode").click()
    expect(candidate.page.locator(".caret")).to_have_count(0)
    expect(candidate.page.locator("#people .person")).to_have_count(1)
    for room in (candidate, lead):
        expect(room.page.locator("#focus-note")).to_contain_text(re.compile(r"until \d\d:\d\d, 4:\d\d left"))
        expect(room.page.locator("#focus-label")).to_contain_text(re.compile(r", 4:\d\d$"))
    lead.page.reload()
    lead.ready()
    expect(lead.page.locator("#focus-state")).to_be_visible()
    candidate.page.get_by_role("button", name="End it now").click()
    for room in (candidate, lead):
        expect(room.page.locator("#focus-note")).to_be_hidden()
    expect(candidate.page.locator("#focus")).to_have_text("Focus mode")
    lead.type("!")
    expect(candidate.page.locator(".caret", has_text="Administrator")).to_be_visible()


def test_a_pasted_mark_can_be_explained(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.paste("# my own notes, which I wrote down before the interview began\n")
    candidate.said("Pasted").get_by_role("button", name="Explain").click()
    candidate.page.get_by_label("Your explanation").fill("From my notes.")
    candidate.page.get_by_role("button", name="Attach").click()
    expect(lead.said("From my notes.")).to_be_visible()


def test_nothing_private_reaches_the_candidates_page(interview: Interview) -> None:
    heard: list[str] = []
    candidate, lead = interview.begin()
    page = candidate.page
    page.on("response", lambda answer: heard.append(answer.text()) if "/api/" in answer.url and answer.ok else None)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    page.reload()
    candidate.ready()
    lead.page.get_by_role("tab", name="Private notes").click()
    lead.page.get_by_label("A private note").fill("SECRET-NOTE about the mean")
    lead.page.get_by_role("button", name="Keep the note").click()
    expect(lead.page.locator("#notes li")).to_have_count(1)
    lead.say(1, "SECRET-LOG of what was said")
    expect(lead.said("SECRET-LOG")).to_be_visible()
    lead.said("SECRET-LOG").get_by_role("button", name="Link to a decision").click()
    lead.page.get_by_label("Which decision").select_option(index=1)
    lead.page.get_by_role("button", name="Link", exact=True).click()
    lead.say(7, "the last of the messages")
    expect(candidate.said("the last of the messages")).to_be_visible()
    everything = page.content() + "\n".join(heard)
    for secret in ("SECRET", "note-form", "clarification", "answer-text", "constant_column"):
        assert secret not in everything
    assert len(heard) > 3


def test_a_long_name_leaves_the_clock_its_place(server: Server, interview: Interview) -> None:
    email = f"wilhelmina-{interview.id[:8]}@example.org"
    server.add_user(email, "Wilhelmina " * 8 + "Featherstonehaugh", "interviewer")
    interview.invite("", "interviewer", email)
    _, lead = interview.begin()
    name = lead.page.locator(".person", has_text="Wilhelmina")
    expect(name).to_have_attribute("title", re.compile("Featherstonehaugh"))
    lead.page.set_viewport_size({"width": 1100, "height": 800})  # narrow, but not too narrow for names
    ends = name.locator(".person__name").evaluate("name => name.getBoundingClientRect().right")
    begins = lead.page.locator(".roombar__end").evaluate("end => end.getBoundingClientRect().left")
    assert ends <= begins
    assert lead.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_problem_can_be_reported_from_the_room(interview: Interview) -> None:
    candidate, _ = interview.begin()
    candidate.page.get_by_role("button", name="Report a problem").click()
    candidate.page.get_by_label("What happened?").fill("The formula is cut off.")
    candidate.page.get_by_role("button", name="Send the report").click()
    expect(candidate.page.locator(".notice", has_text="has been sent")).to_be_visible()


@pytest.mark.parametrize("key", range(1, 7))
def test_each_statement_has_its_key_and_the_cursor_returns(interview: Interview, key: int) -> None:
    candidate, _ = interview.begin()
    labels = ("Assumption", "Question", "Restatement", "Outline", "Trade-off", "Note")
    candidate.editor().focus()
    candidate.say(key, f"said with {key}")
    expect(candidate.said(f"said with {key}")).to_contain_text(labels[key - 1])
    expect(candidate.editor()).to_be_focused()
