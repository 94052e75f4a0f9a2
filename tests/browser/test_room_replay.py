"""The replay: every moment of an interview as it was, found by time, by event, by link and by key."""

import json
import random
import re
import struct
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from pycrdt import Doc, Text
from rooms import Interview, Room
from serving import Server
from workspace import NewContext, solution

UPDATES = 20_000
HOURS = 2


@pytest.fixture
def interview(server: Server, new_context: NewContext) -> Interview:
    return Interview(server, new_context).plan()


def watch(interview: Interview, query: str = "") -> Page:
    page = interview.lead_context.new_page()
    page.goto(f"/interviews/{interview.id}/replay{query}")
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("#workspace[data-ready]")).to_be_attached(timeout=20_000)


def code(page: Page) -> str:
    text: str = page.locator("#code .cm-content").evaluate("editor => editor.cmTile.view.state.sliceDoc()")
    return text


def held(interview: Interview) -> tuple[Room, Room]:
    """An interview in which something happened."""
    candidate, lead = interview.begin()
    candidate.type("\n# first thought")
    candidate.say(1, "NaN means missing")
    lead.type("\n# from the lead")
    candidate.expect_text(lambda text: text.endswith("# from the lead"))
    candidate.write(solution("preprocessing/standardize", "accepted"))
    candidate.expect_state("saved")
    candidate.run()
    candidate.ran()
    lead.page.get_by_role("tab", name="Private notes").click()
    lead.page.get_by_label("A private note").fill("Thinks **first**, see [the ladder](/practice).")
    lead.page.get_by_role("button", name="Keep the note").click()
    expect(lead.page.locator("#notes li")).to_have_count(1)
    return candidate, lead


def test_any_moment_is_as_it_was(interview: Interview) -> None:
    candidate, _ = held(interview)
    page = watch(interview)
    assert code(page).startswith("import numpy")
    assert "first thought" not in code(page)
    note = page.locator(".event", has_text="Private note")
    expect(note).to_contain_text("Thinks first, see the ladder.")
    expect(note.locator("strong")).to_have_text("first")
    expect(note.get_by_role("link", name="the ladder")).to_be_visible()
    page.keyboard.press("End")
    assert candidate.text() == code(page)
    expect(page.locator("#run-summary h2")).to_contain_text("Visible checks passed: 3 of 3")
    expect(page.locator("#output-title")).to_contain_text("Ada Okafor")
    page.locator(".event", has_text="NaN means missing").click()
    assert "# first thought" in code(page)
    assert "# from the lead" not in code(page)
    expect(page.locator("#output-title")).to_contain_text("Nothing had been run")
    page.keyboard.press(".")
    assert "# first thought\n" in code(page)  # edits of one commit have one time, so it may be more than one
    expect(page.locator(".event[aria-current=true]")).to_contain_text("NaN means missing")


def test_a_result_that_could_not_be_loaded_says_so_and_is_asked_for_again(interview: Interview) -> None:
    held(interview)
    page = watch(interview)
    page.route(re.compile("/executions/"), lambda route: route.abort())
    page.keyboard.press("End")
    title = page.locator("#output-title")
    expect(title).to_contain_text("could not be loaded")
    expect(page.locator("#run-summary h2")).not_to_contain_text("passed")
    page.unroute(re.compile("/executions/"))
    title.get_by_role("button", name="Try again").click()
    expect(page.locator("#run-summary h2")).to_contain_text("Visible checks passed: 3 of 3")
    expect(title).not_to_contain_text("could not")


def test_a_link_leads_to_its_moment(interview: Interview) -> None:
    held(interview)
    page = watch(interview)
    page.locator(".event", has_text="NaN means missing").click()
    expect(page).to_have_url(re.compile(r"at=\d+"))
    text = code(page)
    other = watch(interview, "?" + page.url.split("?")[1])
    assert text == code(other)
    for wrong in ("?at=nonsense", "?at=-5", "?at=1e99"):
        ready(watch(interview, wrong))


def test_two_moments_are_compared(interview: Interview) -> None:
    held(interview)
    page = watch(interview)
    page.keyboard.press("a")
    page.keyboard.press("End")
    page.keyboard.press("d")
    dialog = page.get_by_role("dialog", name="Between two moments")
    expect(dialog.get_by_label("The earlier text")).to_contain_text("raise NotImplementedError")
    expect(dialog.get_by_label("The later text")).to_contain_text("fit_column")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_it_plays_skips_idle_time_and_stops_at_the_end(interview: Interview) -> None:
    candidate, _ = held(interview)
    page = watch(interview)
    page.locator("#code .cm-content").focus()
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_label("Speed").select_option("32")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=15_000)
    assert candidate.text() == code(page)


def test_each_authors_typing_has_their_colour(interview: Interview) -> None:
    candidate, lead = interview.begin()
    candidate.type("\n# mine")
    lead.expect_text(lambda text: text.endswith("# mine"))
    lead.type("\n# theirs")
    lead.expect_state("saved")
    page = watch(interview)
    page.keyboard.press("End")
    classes = {
        text: page.locator(f"#code [class*=by-]:has-text('{text}')").first.get_attribute("class")
        for text in ("# mine", "# theirs")
    }
    assert len(set(classes.values())) == 2
    expect(page.locator("#legend li")).to_have_count(2)
    assert page.locator("#code [class*=by-]:has-text('import')").count() == 0


def test_only_staff_may_watch(interview: Interview) -> None:
    candidate, _ = interview.begin()
    answer = candidate.page.request.get(f"/interviews/{interview.id}/replay")
    assert 403 == answer.status


def long_log(started: float, authors: list[dict[str, Any]]) -> tuple[bytes, str]:
    """Two hours of two people typing and deleting, packed as the server does, and the text at the end."""
    chance = random.Random(5)  # noqa: S311 - the same log each time
    docs = [Doc(client_id=5000 + number) for number in range(2)]
    texts = [doc.get("solution:0", type=Text) for doc in docs]
    made: list[bytes] = []
    for each in docs:
        each.observe(lambda event: made.append(event.update))
    header = json.dumps({"authors": authors, "next": UPDATES, "more": False}).encode()
    parts = [struct.pack("<I", len(header)), header]
    length = 0
    for number in range(UPDATES):
        who = chance.random() < 0.1
        text, other = texts[who], docs[not who]
        at = length if chance.random() < 0.8 else chance.randrange(length + 1)
        if length > 50 and chance.random() < 0.15:
            at = min(at, length - 1)
            del text[at : at + 1]
            length -= 1
        else:
            text.insert(at, "\n" if number % 30 == 29 else chance.choice("abcdef ()=#"))
            length += 1
        update = made[0]
        other.apply_update(update)
        made.clear()
        moment = round((started + number * HOURS * 3600 / UPDATES) * 1000)
        parts.append(struct.pack("<QQII", number + 1, moment, int(who), len(update)) + update)
    return b"".join(parts), str(texts[0])


def test_a_two_hour_session_opens_and_any_of_its_moments_is_found(interview: Interview) -> None:
    interview.begin()
    room = interview.lead_context.request.get(f"/api/interviews/{interview.id}/room").json()
    started = datetime.fromisoformat(room["clock"]["started_at"]).timestamp()
    body, end = long_log(started, room["people"])
    page = interview.lead_context.new_page()

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="application/octet-stream")

    page.route("**/log?*", answer)
    page.goto(f"/interviews/{interview.id}/replay")
    ready(page)
    page.keyboard.press("End")
    assert end == code(page)
    page.keyboard.press("Home")
    assert end != code(page)
    page.keyboard.press("End")
    assert end == code(page)
