"""What a person in the room reads and can do when what they type does not arrive: no network, a paused clock, no room."""

import re

import pytest
from playwright.sync_api import Page, expect
from rooms import Interview, Room, same
from serving import Server
from workspace import NewContext

LARGE = "".join(f"row_{number:05d} = '{'y' * 85}'\n" for number in range(2000))  # 200 KB; half of it still fits beside


@pytest.fixture
def interview(server: Server, new_context: NewContext) -> Interview:
    return Interview(server, new_context).plan()


def notice(page: Page, text: str) -> None:
    expect(page.locator(".notice", has_text=text)).to_be_visible()


def test_offline_one_reads_that_oneself_is_cut_off_and_how_much_waits(interview: Interview) -> None:
    candidate, _ = interview.begin()
    lead = candidate.page.locator("#people .person", has_text="Administrator")
    own = candidate.page.locator("#people .person[title^='Ada']")
    expect(lead).to_have_attribute("data-where", "here")
    candidate.page.context.set_offline(True)
    candidate.expect_state("offline")
    candidate.type("\n# abc")
    expect(candidate.page.locator("#save-state")).to_have_text(re.compile(r"Offline, \d edits kept"))
    notice(candidate.page, "kept in this browser, also when this page is closed")
    expect(lead).to_have_attribute("data-where", "unknown")
    expect(lead).not_to_contain_text("not here")
    expect(own).to_contain_text("not connected")
    candidate.page.context.set_offline(False)
    candidate.expect_state("saved")
    expect(candidate.page.locator("#save-state")).to_have_text("Saved")
    expect(lead).to_have_attribute("data-where", "here")


def test_where_the_browser_stores_nothing_it_says_so(interview: Interview) -> None:
    candidate, _ = interview.begin()
    candidate.page.add_init_script("delete IDBFactory.prototype.open")
    candidate.page.reload()
    candidate.ready()
    candidate.page.context.set_offline(True)
    notice(candidate.page, "kept in this page only, so leave it open")


def test_thousands_of_edits_without_a_network_arrive_in_order(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.page.context.set_offline(True)
    candidate.expect_state("offline")
    candidate.editor().evaluate(
        """editor => {
            const view = editor.cmTile.view;
            for (let edit = 0; edit < 6000; edit += 1) {
                const at = edit % 7 === 3 ? Math.floor(view.state.doc.length / 2) : view.state.doc.length;
                const changes = edit % 11 === 5 ? { from: at - 2, to: at } : { from: at, insert: String(edit % 10) };
                view.dispatch({ changes, userEvent: "input.type" });
            }
        }"""
    )
    written = candidate.text()
    expect(candidate.page.locator("#save-state")).to_contain_text("6000 edits kept")
    lead.type("# meanwhile\n", at="Control+Home")
    candidate.page.context.set_offline(False)
    expect(candidate.page.locator("#save-state")).to_have_attribute("data-state", "saved", timeout=60_000)
    assert same(candidate, lead) == "# meanwhile\n" + written
    candidate.page.reload()
    candidate.ready()
    candidate.expect_text("# meanwhile\n" + written)


def test_what_did_not_arrive_before_a_pause_survives_a_reload_and_is_sent_when_the_clock_goes_on(
    interview: Interview,
) -> None:
    candidate, lead = interview.begin()
    candidate.page.context.set_offline(True)
    candidate.expect_state("offline")
    candidate.type("\n# before the pause")
    lead.page.get_by_role("button", name="Pause").click()
    expect(lead.page.locator("#clock-word")).to_contain_text("paused")
    candidate.page.context.set_offline(False)
    candidate.expect_state("refused")
    notice(candidate.page, "It is sent when the clock goes on")
    candidate.page.on("dialog", lambda dialog: dialog.accept())
    candidate.page.reload()
    candidate.ready()
    candidate.expect_state("refused")
    expect(candidate.page.locator("#save-state")).to_have_text(re.compile(r"Waiting, \d+ edits kept"))
    notice(candidate.page, "It is sent when the clock goes on")
    assert "# before the pause" not in lead.text()
    lead.page.get_by_role("button", name="Go on").click()
    candidate.expect_state("saved")
    same(candidate, lead, containing="# before the pause")


def too_large(interview: Interview) -> tuple[Room, Room]:
    """The candidate filled most of the text while the lead, offline, put in more than is left."""
    candidate, lead = interview.begin()
    lead.page.context.set_offline(True)
    lead.expect_state("offline")
    lead.type("# small, by the lead\n", at="Control+Home")
    lead.paste(LARGE[: len(LARGE) // 2])
    candidate.paste(LARGE)
    candidate.expect_state("saved")
    lead.page.context.set_offline(False)
    lead.expect_state("refused")
    notice(lead.page, "A text may hold at most 256 KiB")
    return candidate, lead


@pytest.mark.parametrize("way", ["Undo it", "Control+z"])
def test_what_does_not_fit_is_undone_in_one_step_and_work_goes_on(interview: Interview, way: str) -> None:
    candidate, lead = too_large(interview)
    if way == "Undo it":
        lead.page.get_by_role("button", name=way).click()
    else:
        lead.undo()
    lead.expect_state("saved")
    lead.type("\n# and on")
    text = same(candidate, lead, containing="# and on")
    assert text.count("row_00000") == 1
    assert "# small, by the lead" in text
    expect(lead.page.locator(".notice", has_text="256 KiB")).to_be_hidden()
    lead.page.reload()
    lead.ready()
    lead.expect_text(text)


def test_what_does_not_fit_can_be_copied_and_stays_until_it_is_undone(interview: Interview) -> None:
    candidate, lead = too_large(interview)
    lead.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lead.page.get_by_role("button", name="See what was not taken").click()
    dialog = lead.page.get_by_role("dialog", name="Not taken by the server")
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog).to_contain_text("Copied.")
    assert LARGE[: len(LARGE) // 2] == lead.page.evaluate("navigator.clipboard.readText()")
    dialog.get_by_role("button", name="Close").click()
    lead.page.on("dialog", lambda dialog: dialog.accept())
    lead.page.reload()
    lead.ready()
    notice(lead.page, "A text may hold at most 256 KiB")
    candidate.write("x = 1")  # there is room again
    candidate.expect_state("saved")
    lead.page.get_by_role("button", name="Try again").click()
    lead.expect_state("saved")
    same(candidate, lead, containing="row_00999")


def test_what_arrives_after_the_end_is_shown_to_its_author(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.page.context.set_offline(True)
    candidate.expect_state("offline")
    candidate.type("\n# too late")
    interview.step(interview.lead_context, "end")
    candidate.page.context.set_offline(False)
    notice(candidate.page, "The interview was over before")
    candidate.page.get_by_role("button", name="See what was not taken").click()
    expect(candidate.page.locator("#untaken-text")).to_have_value("\n# too late")
    assert "# too late" not in lead.text()


def test_kept_typing_of_which_a_part_is_gone_does_not_block_the_room(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.page.route_web_socket("**/room", lambda _: None)  # from the next connection on: a line without an end
    candidate.page.context.set_offline(True)
    candidate.expect_state("offline")
    for word in ("\n# one", " two", " three"):
        candidate.insert(word)
    candidate.page.wait_for_timeout(1500)
    candidate.page.evaluate(
        """() => new Promise(done => {
            indexedDB.open("holdout-rooms").onsuccess = ({ target }) => {
                const rows = target.result.transaction("typing", "readwrite").objectStore("typing");
                rows.getAllKeys().onsuccess = ({ target: { result } }) => { rows.delete(result[1]).onsuccess = done; };
            };
        })"""
    )
    page = candidate.page.context.new_page()
    candidate.page.close(run_before_unload=False)
    page.context.set_offline(False)
    again = Room(page, interview.id).open()
    again.expect_state("refused")
    page.get_by_role("button", name="See what was not taken").click()
    expect(page.locator("#untaken-text")).to_have_value(re.compile(" three$"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Let it go and load the page again").click()
    again.expect_state("saved")
    again.ready()
    again.type("!")
    same(again, lead, containing="# one!")


def test_a_room_that_cannot_be_opened_at_first_opens_by_itself(interview: Interview) -> None:
    candidate, lead = interview.begin()
    lead.type("# by the lead\n", at="Control+Home")
    page = candidate.page
    page.route(f"**/api/interviews/{interview.id}/*", lambda route: route.abort())
    page.reload()
    expect(page.locator("#loading")).to_contain_text("opens as soon as there is an answer")
    page.unroute(f"**/api/interviews/{interview.id}/*")
    candidate.ready()
    candidate.expect_text(lambda text: text.startswith("# by the lead"))
