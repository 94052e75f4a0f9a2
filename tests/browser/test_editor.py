"""The editor's comforts, the theme, the report."""

from playwright.sync_api import Page, expect
from workspace import NewContext, Workspace


def test_completion_knows_numpy_the_entry_point_and_own_names(workspace: Workspace) -> None:
    page = workspace.page
    options = page.locator(".cm-tooltip-autocomplete li")
    workspace.write("import numpy as np\nfar_away = 1\n")
    page.keyboard.type("np.nanme")
    expect(options.filter(has_text="nanmedian")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("far_")
    expect(options.filter(has_text="far_away")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.type("x\nstanda")
    expect(options.filter(has_text="standardize")).to_be_visible()


def test_likely_mistakes_are_underlined_until_that_is_switched_off(workspace: Workspace) -> None:
    page = workspace.page
    workspace.write("import os\n\n\ndef standardize(train, test):\n    return undefined_name\n")
    underlined = page.locator("#editor-solution .cm-lintRange")
    expect(underlined.filter(has_text="undefined_name")).to_be_visible()
    page.get_by_role("button", name="Editor settings").click()
    page.get_by_label("Underline likely mistakes").uncheck()
    expect(underlined).to_have_count(0)
    page.reload()
    page.wait_for_timeout(1200)
    expect(underlined).to_have_count(0)


def test_vim_keys_are_an_option(workspace: Workspace) -> None:
    page = workspace.page
    workspace.write("one\ntwo\nthree")
    page.get_by_role("button", name="Editor settings").click()
    with page.expect_response("**/vim-*.js"):
        page.get_by_label("Vim keys").check()
    page.keyboard.press("Escape")
    expect(page.locator("#editor-solution .cm-fat-cursor")).to_have_count(1)
    workspace.editor().click()
    page.keyboard.type("ggdd")
    assert workspace.settled(lambda text: "one" not in text) == "two\nthree"
    workspace.expect_state("saved")


def test_text_size_is_remembered(workspace: Workspace) -> None:
    page = workspace.page
    page.get_by_role("button", name="Editor settings").click()
    page.get_by_role("button", name="Larger").click()
    page.reload()
    size = page.locator("#editor-solution .cm-editor").evaluate("editor => getComputedStyle(editor).fontSize")
    assert size == "15px"


def test_search_opens_in_the_editor(workspace: Workspace) -> None:
    workspace.editor().click()
    workspace.page.keyboard.press("Control+F")
    workspace.page.keyboard.type("standardize")
    expect(workspace.page.locator(".cm-searchMatch").first).to_be_visible()


def test_the_theme_is_kept_and_there_before_the_first_paint(page: Page) -> None:
    page.goto("/practice")
    with page.expect_response("**/api/theme"):
        page.get_by_label("Dark").check()
    answer = page.request.get("/practice").text()
    assert '<html lang="en" data-theme="dark">' in answer
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_a_report_carries_the_result_on_show_and_its_text_survives_a_refusal(workspace: Workspace) -> None:
    page = workspace.page
    workspace.write("x = 1")
    workspace.submit()
    page.route("**/reports", lambda route: route.abort(), times=1)
    page.get_by_role("button", name="Report a problem").click()
    dialog = page.get_by_role("dialog", name="Report a problem")
    dialog.get_by_label("The question").check()
    dialog.get_by_label("What happened?").fill("The example contradicts the statement.")
    dialog.get_by_role("button", name="Send the report").click()
    expect(dialog.get_by_role("alert")).to_contain_text("was not sent")
    with page.expect_request("**/reports") as sent:
        dialog.get_by_role("button", name="Send the report").click()
    expect(workspace.notice("Thank you")).to_be_visible()
    assert sent.value.post_data_json["about"] == "question"
    assert sent.value.post_data_json["execution_id"] in page.url


def test_run_and_submit_never_look_alike(workspace: Workspace) -> None:
    look = "button => { const style = getComputedStyle(button); return [style.backgroundColor, style.borderColor]; }"
    run, submit = workspace.page.locator("#run"), workspace.page.locator("#submit")
    assert run.evaluate(look) != submit.evaluate(look)
    places = [button.bounding_box() for button in (run, submit)]
    assert places[0] is not None
    assert places[1] is not None
    assert places[1]["x"] - (places[0]["x"] + places[0]["width"]) > 150


def test_browsing_and_filtering_work_without_a_script(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/practice")
    page.get_by_role("link", name="Senior").click()
    page.wait_for_url("**/practice?level=senior")
    page.get_by_role("link", name="Clear filters").click()
    page.get_by_role("searchbox").fill("standardise")
    page.keyboard.press("Enter")
    page.wait_for_url("**/practice?q=standardise")
    page.get_by_role("link", name="Standardise features").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Standardise features")
    expect(page.get_by_text("need JavaScript")).to_be_visible()
