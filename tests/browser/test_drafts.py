"""Nothing typed is ever lost: reload, second tab, second machine, no network, no server."""

import time

from playwright.sync_api import Page, Route, expect
from serving import Server
from workspace import NewContext, Workspace, still, violations

PATIENCE = 20.0  # it takes a second, longer on a busy machine
DRAFTS = "**/api/attempts/*/draft"


def cut(route: Route) -> None:
    route.abort("internetdisconnected")


def second(workspace: Workspace, page: Page) -> Workspace:
    """The same attempt in another page."""
    other = Workspace(page, workspace.problem)
    other.open()
    return other


def test_text_is_on_the_server_while_it_is_typed_and_survives_a_reload(workspace: Workspace) -> None:
    workspace.editor().click()
    workspace.page.keyboard.press("Control+A")
    began = time.monotonic()
    while "xxxxx" not in workspace.draft()["solution"]:
        assert time.monotonic() - began < PATIENCE
        workspace.page.keyboard.type("x" * 20)  # without a pause, so that saving cannot wait for one
    workspace.expect_state("saved")
    typed = workspace.text()
    workspace.page.reload()
    assert typed == workspace.settled(lambda text: text == typed)


def test_a_tab_without_changes_follows_the_other(workspace: Workspace) -> None:
    other = second(workspace, workspace.page.context.new_page())
    workspace.add("# from the first tab\n")
    expect(other.editor()).to_contain_text("# from the first tab")
    other.add("# and from the second\n")
    expect(workspace.editor()).to_contain_text("# and from the second")
    workspace.expect_state("saved")


def test_two_machines_that_both_changed_are_merged_and_both_texts_kept(
    workspace: Workspace, new_context: NewContext
) -> None:
    other = second(workspace, new_context().new_page())
    workspace.page.clock.install()
    workspace.page.route(DRAFTS, cut)
    workspace.add("# from here\n")
    workspace.expect_state("offline")
    other.add("# from elsewhere\n")
    other.expect_state("saved")
    with still(workspace.page):
        workspace.page.unroute(DRAFTS)
        workspace.notice("Keep writing").get_by_role("button", name="Try now").click()
        workspace.expect_state("stale")
    workspace.notice("Both versions are kept").get_by_role("button", name="Compare and choose").click()
    dialog = workspace.page.get_by_role("dialog", name="Two versions of your solution")
    expect(dialog.get_by_label("The other version")).to_contain_text("# from elsewhere")
    for scheme in ("light", "dark"):
        workspace.page.emulate_media(color_scheme=scheme)
        assert violations(workspace.page) == []
    merged = dialog.get_by_label("The merged text")
    merged.click()
    workspace.page.keyboard.press("Control+Home")
    workspace.page.keyboard.insert_text("# from both\n")
    dialog.get_by_role("button", name="Use the merged text").click()
    workspace.expect_state("saved")
    assert workspace.draft()["solution"].startswith("# from both\n# from here\n")
    workspace.notice("kept in this browser").get_by_role("button", name="Compare again").click()
    expect(dialog.get_by_label("The other version")).to_contain_text("# from elsewhere")


def test_a_phone_shows_both_versions_in_one_text(workspace: Workspace, new_context: NewContext) -> None:
    page = workspace.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".views").get_by_role("button", name="Code").click()
    other = second(workspace, new_context().new_page())
    page.clock.install()
    page.route(DRAFTS, cut)
    workspace.add("# from here\n")
    workspace.expect_state("offline")
    other.add("# from elsewhere\n")
    other.expect_state("saved")
    with still(page):
        page.unroute(DRAFTS)
        page.get_by_role("button", name="Try now").click()
        workspace.expect_state("stale")
    page.get_by_role("button", name="Compare and choose").click()
    dialog = page.get_by_role("dialog", name="Two versions of your solution")
    assert violations(page) == []
    dialog.locator(".cm-chunkButtons").get_by_role("button", name="Take").click()
    dialog.get_by_role("button", name="Use the merged text").click()
    workspace.expect_state("saved")
    assert workspace.draft()["solution"].startswith("# from elsewhere\n")


def test_changes_to_different_files_combine_without_a_question(workspace: Workspace, new_context: NewContext) -> None:
    other = second(workspace, new_context().new_page())
    other.page.get_by_role("tab", name="Own checks").click()
    other.write("assert True\n", file="checks")
    other.expect_state("saved")
    workspace.add("# mine\n")
    workspace.expect_state("saved")
    draft = workspace.draft()
    assert draft["solution"].startswith("# mine\n")
    assert draft["checks"] == "assert True\n"


def test_offline_says_so_and_saves_when_the_network_is_back(workspace: Workspace) -> None:
    context = workspace.page.context
    context.set_offline(True)
    workspace.add("# typed offline\n")
    workspace.expect_state("offline")
    expect(workspace.notice("Keep writing")).to_be_visible()
    context.set_offline(False)
    workspace.expect_state("saved")
    assert workspace.draft()["solution"].startswith("# typed offline\n")


def test_text_that_never_reached_the_server_survives_a_reload(workspace: Workspace) -> None:
    workspace.page.route(DRAFTS, cut)
    workspace.add("# only here\n")
    workspace.expect_state("offline")
    workspace.page.reload()
    expect(workspace.notice("was recovered")).to_be_visible()
    assert workspace.settled(lambda text: "# only here" in text).startswith("# only here\n")
    workspace.page.unroute(DRAFTS)
    workspace.expect_state("saved")
    assert workspace.draft()["solution"].startswith("# only here\n")


def test_a_save_whose_answer_was_lost_is_no_conflict(workspace: Workspace) -> None:
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    workspace.page.route(DRAFTS, swallow, times=1)
    workspace.add("# sent, answer lost\n")
    workspace.expect_state("saved")
    expect(workspace.notice("Both versions")).to_have_count(0)
    assert workspace.draft()["solution"].startswith("# sent, answer lost\n")


def test_a_killed_server_loses_nothing(workspace: Workspace, server: Server) -> None:
    workspace.add("# before the crash\n")
    workspace.expect_state("saved")
    server.kill()
    workspace.add("# during the crash\n")
    workspace.expect_state("offline")
    server.start()
    workspace.expect_state("saved")
    assert workspace.draft()["solution"].startswith("# during the crash\n# before the crash\n")
    workspace.page.reload()
    assert workspace.settled(lambda text: "crash" in text).startswith("# during the crash\n# before the crash\n")


def test_binary_paste_is_kept_named_and_not_sent(workspace: Workspace) -> None:
    before = workspace.draft()["revision"]
    workspace.paste("\x89PNG\x00\x1a\n")
    workspace.expect_state("refused")
    expect(workspace.notice("line 1 holds characters that are not text")).to_be_visible()
    assert "PNG" in workspace.text()
    assert before == workspace.draft()["revision"]
    workspace.write("x = 1\n")
    workspace.expect_state("saved")
    expect(workspace.notice("not text")).to_have_count(0)


def test_too_much_code_is_kept_named_and_not_sent(workspace: Workspace) -> None:
    workspace.paste("# long\n" * 40_000)
    workspace.expect_state("refused")
    expect(workspace.notice("274 KiB, and 256 KiB is the limit")).to_be_visible()
    workspace.page.locator("#submit").click()
    expect(workspace.page.locator(".notice", has_text="256 KiB").first).to_be_visible()
    workspace.page.keyboard.press("Control+Z")


def test_signed_out_elsewhere_keeps_the_text(workspace: Workspace) -> None:
    context = workspace.page.context
    cookies = context.cookies()
    context.clear_cookies()
    workspace.add("# signed out\n")
    workspace.expect_state("signed-out")
    expect(workspace.notice("Sign in again in another tab")).to_be_visible()
    context.add_cookies(cookies)
    workspace.page.evaluate("dispatchEvent(new Event('focus'))")
    workspace.expect_state("saved")
    assert workspace.draft()["solution"].startswith("# signed out\n")
