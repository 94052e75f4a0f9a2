"""A take-home: begun when it suits, alone, with one's own extra time, and handed in once."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from rooms import Interview, Room
from serving import Server
from workspace import NewContext, solution, violations


def test_a_take_home_is_begun_at_will_written_alone_and_handed_in(server: Server, new_context: NewContext) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    interview = Interview(server, new_context).plan(minutes=90, before=tomorrow)
    link = interview.invite("Ada Okafor", "candidate", f"ada-{interview.id[:8]}@example.org", extra_minutes=30)
    page = interview.enter(link).new_page()
    page.goto(f"/interviews/{interview.id}")
    expect(page.get_by_role("main")).to_contain_text("120 min, your 30 extra included")
    expect(page.get_by_role("main")).to_contain_text("begin before")
    expect(page.get_by_role("main")).not_to_contain_text("ready too")

    page.get_by_role("button", name="Begin now").click()
    room = Room(page, interview.id)
    room.ready()
    expect(page.locator("#clock")).to_contain_text(re.compile(r"1(20:00|19:\d\d)"))
    expect(page.get_by_role("button", name="Focus mode")).to_have_count(0)
    room.write(solution("preprocessing/standardize", "accepted"))
    room.run()
    room.ran()
    room.say(1, "NaN means missing")

    page.context.set_offline(True)
    room.expect_state("offline")
    room.type("\n# the last line")
    page.get_by_role("button", name="Hand in").click()
    dialog = page.get_by_role("dialog", name="Hand in?")
    dialog.get_by_role("button", name="Hand in").click()
    expect(page.locator(".notice", has_text="Not handed in")).to_be_visible()
    page.context.set_offline(False)
    room.expect_state("saved")

    page.locator("#end").click()
    dialog.get_by_role("button", name="Cancel").click()
    room.type("!")
    room.expect_state("saved")
    page.locator("#end").click()
    dialog.get_by_role("button", name="Hand in").click()
    expect(page.locator("#standing-text")).to_contain_text("Handed in.")
    expect(page.locator("#run")).to_be_hidden()
    expect(page.locator("#end")).to_be_hidden()
    assert violations(page) == []
    before = room.text()
    room.type("# not any more")
    assert before == room.text()
    assert before.endswith("# the last line!")

    page.reload()
    expect(page.locator("#room")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Begin now")).to_have_count(0)
    lead = Room(interview.lead_context.new_page(), interview.id)
    lead.page.goto(f"/interviews/{interview.id}/replay")
    expect(lead.page.locator("#workspace[data-ready]")).to_be_attached(timeout=20_000)
    lead.page.keyboard.press("End")
    expect(lead.page.locator("#code")).to_contain_text("# the last line!")
