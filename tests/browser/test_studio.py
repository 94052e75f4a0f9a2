"""An author at the desk: making a draft, editing it with help, and never losing a word."""

import io
import zipfile

import pytest
from desk import FILES, READ_MS, Desk
from playwright.sync_api import Page, Route, expect
from workspace import NewContext, holding, still, violations


def cut(route: Route) -> None:
    route.abort("internetdisconnected")


@pytest.fixture
def desk(page: Page) -> Desk:
    return Desk.begin(page)


def test_an_author_writes_a_package_with_help_and_finds_everything_again(desk: Desk) -> None:
    page = desk.page
    expect(page.get_by_role("tabpanel", name="Preview")).to_contain_text("Set the scene", timeout=READ_MS)
    desk.add("# Clicks <script>alert(1)</script>\n\nWith $x^2$.\n\n")
    expect(page.locator("#preview h2").first).to_have_text("Clicks <script>alert(1)</script>", timeout=READ_MS)
    expect(page.locator("#preview math").first).to_be_attached()
    desk.expect_state("saved")

    desk.open("problem.yaml")
    expect(page.get_by_role("tab", name="Preview")).to_be_hidden()
    expect(page.locator("#faults-none")).to_contain_text("No fault", timeout=READ_MS)
    page.locator(".cm-line", has_text="level: mid").click()
    page.keyboard.press("End")
    page.keyboard.press("Control+Backspace")
    page.keyboard.type("sen")
    page.locator(".cm-tooltip-autocomplete li", has_text="senior").click()
    page.keyboard.type("\nlevle: x")
    page.keyboard.press("Escape")
    fault = page.locator("#faults .fault", has_text="levle: there is no such key")
    expect(fault).to_be_visible(timeout=READ_MS)
    expect(page.locator(".cm-lintRange-error", has_text="levle")).to_be_visible(timeout=READ_MS)
    expect(page.locator('#tree [data-path="problem.yaml"]')).to_contain_text("1 fault")
    desk.open("grader.py")
    fault.click()
    expect(page.locator("#open-path")).to_have_text("problem.yaml")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(page.locator("#faults-none")).to_contain_text("No fault", timeout=READ_MS)
    expect(page.locator(".cm-lintRange-error")).to_have_count(0, timeout=READ_MS)
    desk.expect_state("saved")
    assert "level: senior\nminutes" in desk.saved("problem.yaml")

    desk.open("starter.py")
    desk.write("import os\n")
    expect(page.locator(".cm-lintRange")).to_be_visible(timeout=READ_MS)
    page.reload()
    expect(page.locator("#open-path")).to_have_text("starter.py")
    expect(page.locator(".cm-line").first).to_have_text("import os")


def test_files_are_made_renamed_and_removed_and_the_history_keeps_them(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="New file").click()
    dialog = page.get_by_role("dialog", name="New file")
    dialog.get_by_label("Path").fill("notes.txt")
    dialog.get_by_role("button", name="Make it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("has no place in a package")
    dialog.get_by_label("Path").fill("solutions/accepted/loops.py")
    dialog.get_by_role("button", name="Make it").click()
    expect(page.locator("#open-path")).to_have_text("solutions/accepted/loops.py")
    desk.add('"""With loops. Policies: none."""\n')
    desk.expect_state("saved")

    page.get_by_role("button", name="Rename this file").click()
    dialog = page.get_by_role("dialog", name="Rename")
    dialog.get_by_label("New path").fill("solutions/accepted/by_hand.py")
    dialog.get_by_role("button", name="Rename").click()
    expect(page.locator("#open-path")).to_have_text("solutions/accepted/by_hand.py")
    expect(page.locator(".cm-line").first).to_contain_text("With loops")

    page.locator("#tree [aria-current]").focus()
    page.keyboard.press("Delete")
    dialog = page.get_by_role("dialog", name="Remove this file?")
    assert violations(page) == []
    dialog.get_by_role("button", name="Remove").click()
    expect(page.locator('#tree [data-path$="by_hand.py"]')).to_have_count(0)

    page.get_by_role("link", name="History").click()
    removed = page.locator(".changes a", has_text="removed it").first
    removed.click()
    expect(page.locator(".diff")).to_contain_text("With loops")
    page.locator(".changes a", has_text="made it").first.click()
    page.get_by_text("Bring this state back").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Bring it back").click()
    page.get_by_role("link", name="Back to the desk").click()
    expect(page.locator('#tree [data-path="solutions/accepted/by_hand.py"]')).to_be_visible()


def test_what_is_typed_is_exported_and_imported_again(desk: Desk, new_context: NewContext) -> None:
    page = desk.page
    desk.write("The whole statement.\n")
    desk.expect_state("saved")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Export as zip").click()
    data = downloading.value.path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = next(name for name in archive.namelist() if name.endswith("statement.md") and "twists" not in name)
        assert archive.read(name) == b"The whole statement.\n"
    page.get_by_role("link", name="History").click()
    page.get_by_text("Put this draft away").click()
    page.get_by_role("button", name="Put it away").click()
    page.get_by_role("link", name="Import a zip file").click()
    page.get_by_label("Zip file, at most 4 MB").set_input_files(downloading.value.path())
    page.get_by_role("button", name="Import").click()
    expect(page.locator(".cm-line").first).to_have_text("The whole statement.")


def test_two_authors_in_one_file_keep_both_texts(desk: Desk, new_context: NewContext) -> None:
    other = Desk.again(new_context().new_page(), desk.address)
    desk.page.clock.install()
    desk.page.route(FILES, cut)
    desk.add("From here.\n")
    desk.expect_state("offline")
    other.add("From elsewhere.\n")
    other.expect_state("saved")
    with still(desk.page):
        desk.page.unroute(FILES)
        desk.notice("Keep writing").get_by_role("button", name="Try now").click()
        desk.expect_state("stale")
    desk.notice("Both versions are kept").get_by_role("button", name="Compare and choose").click()
    dialog = desk.page.get_by_role("dialog", name="Two versions of statement.md")
    expect(dialog.get_by_label("The other version")).to_contain_text("From elsewhere.")
    assert violations(desk.page) == []
    dialog.get_by_label("The merged text").click()
    desk.page.keyboard.press("Control+Home")
    desk.page.keyboard.insert_text("From both.\n")
    dialog.get_by_role("button", name="Use the merged text").click()
    desk.expect_state("saved")
    assert desk.saved("statement.md").startswith("From both.\nFrom here.\n")
    other.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(other.page.locator(".cm-line").first).to_have_text("From both.")


def test_text_that_never_reached_the_server_survives_a_reload(desk: Desk) -> None:
    desk.page.route(FILES, cut)
    desk.add("Only here.\n")
    desk.expect_state("offline")
    desk.page.reload()
    expect(desk.notice("was recovered")).to_be_visible()
    desk.page.unroute(FILES)
    desk.expect_state("saved")
    assert desk.saved("statement.md").startswith("Only here.\n")


def test_who_was_signed_out_saves_every_file_after_signing_in(desk: Desk) -> None:
    page = desk.page
    desk.open("starter.py")
    desk.open("statement.md")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    desk.add("Signed out.\n")
    desk.expect_state("signed-out")
    desk.open("starter.py")
    desk.add("# signed out\n")
    desk.expect_state("signed-out")
    page.context.add_cookies(cookies)
    page.evaluate("dispatchEvent(new Event('focus'))")
    desk.expect_state("saved")
    assert desk.saved("starter.py").startswith("# signed out\n")
    desk.open("statement.md")
    desk.expect_state("saved")
    assert desk.saved("statement.md").startswith("Signed out.\n")


def test_nothing_is_done_to_a_file_while_another_cannot_be_saved(desk: Desk, new_context: NewContext) -> None:
    page = desk.page
    made = page.request.put(
        f"{desk.address.replace('/studio/', '/api/studio/drafts/')}/files/solutions/accepted/other.py",
        data={"text": "", "base_revision": 0},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert made.ok
    page.route("**/files/statement.md", cut)
    desk.add("Only here.\n")
    desk.expect_state("offline")
    page.evaluate("dispatchEvent(new Event('focus'))")
    desk.notice("Files were added").get_by_role("button", name="Show them").click()
    expect(desk.notice("What you typed in statement.md is not saved yet.")).to_be_visible()
    desk.open("starter.py")
    for ask, label, path, do in (
        ("New file", "Path", "solutions/accepted/loops.py", "Make it"),
        ("Rename this file", "New path", "solutions/accepted/by_hand.py", "Rename"),
        ("Remove this file", None, "", "Remove"),
    ):
        page.get_by_role("button", name=ask).click()
        dialog = page.locator("dialog[open]")
        if label:
            dialog.get_by_label(label).fill(path)
        dialog.get_by_role("button", name=do).click()
        expect(dialog.get_by_role("alert")).to_contain_text("What you typed in statement.md is not saved yet.")
        page.keyboard.press("Escape")
    files = page.request.get(desk.address.replace("/studio/", "/api/studio/drafts/")).json()["files"]
    paths = {file["path"] for file in files}
    assert "starter.py" in paths
    assert paths.isdisjoint({"solutions/accepted/loops.py", "solutions/accepted/by_hand.py"})
    page.unroute("**/files/statement.md")
    desk.open("statement.md")
    desk.expect_state("saved")
    desk.notice("not saved yet").get_by_role("button", name="Show them").click()
    expect(page.locator('#tree [data-path="solutions/accepted/other.py"]')).to_be_visible()
    assert desk.saved("statement.md").startswith("Only here.\n")


def test_a_file_that_arrives_late_does_not_take_the_place_of_the_one_asked_for_since(desk: Desk) -> None:
    page = desk.page
    held: list[Route] = []
    page.route("**/files/problem.yaml", holding(held))
    page.locator('#tree [data-path="problem.yaml"]').click()
    desk.open("starter.py")
    page.locator("#editor .cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# one")
    with page.expect_response("**/files/problem.yaml") as answer:
        held[0].continue_()
    answer.value.finished()
    page.wait_for_timeout(1000)  # for what must not happen
    page.keyboard.type(" and two\n")
    expect(page.locator("#open-path")).to_have_text("starter.py")
    desk.expect_state("saved")
    assert desk.saved("starter.py").startswith("# one and two\n")


def test_the_desk_is_worked_by_keyboard_alone(desk: Desk) -> None:
    page = desk.page
    current = page.locator("#tree [aria-current]")
    page.keyboard.press("F6")
    current.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#open-path")).to_have_text("starter.py")
    expect(page.locator("#editor .cm-content")).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# typed\n")
    page.keyboard.press("Control+S")
    desk.expect_state("saved")
    assert desk.saved("starter.py").startswith("# typed\n")
    page.keyboard.press("F2")
    expect(page.get_by_role("dialog", name="Rename")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("F6")
    expect(page.locator("#panel-faults")).to_be_focused()
    page.keyboard.press("Shift+F6")
    page.keyboard.press("Shift+F6")
    expect(current).to_be_focused()


def test_a_draft_that_was_put_away_is_only_read(desk: Desk) -> None:
    page = desk.page
    address = desk.address
    page.goto(f"{address}/history")
    page.get_by_text("Put this draft away").click()
    page.get_by_role("button", name="Put it away").click()
    page.wait_for_url("**/studio")
    closed = Desk.again(page, address)
    expect(page.locator("#save-state")).to_have_text("Read only")
    expect(page.get_by_role("button", name="New file")).to_have_count(0)
    page.locator("#editor .cm-content").click()
    page.keyboard.type("x")
    assert not closed.saved("statement.md").startswith("x")
    assert violations(page) == []


def test_without_a_script_files_and_history_are_read(desk: Desk, new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(desk.address)
    page.get_by_role("link", name="visible.yaml").first.click()
    expect(page.locator("#open-path")).to_have_text("visible.yaml")
    expect(page.locator("#editor")).to_contain_text("args:")
    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("History of metrics/")
