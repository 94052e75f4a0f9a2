"""axe on every page, light and dark, wide and narrow; what else can be measured of a page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from workspace import NARROW, NewContext, Workspace, violations

# What reaches beyond the window, but for what scrolls by itself.
WIDER = """[...document.querySelectorAll("body *")]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 0.5)
    .filter((each) => !each.closest(".cm-scroller, pre, table, math, .visually-hidden"))
    .map((each) => each.id || each.getAttribute("class") || each.tagName)"""
WRONG = "def standardize(train, test):\n    return train, test\n"


def sign_in(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/signin")


def sign_in_failed(page: Page) -> None:
    sign_in(page)
    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()


def missing(page: Page) -> None:
    page.goto("/problems/preprocessing/no-such-problem")
    expect(page.locator(".error-status")).to_have_text("404")


def browse(page: Page) -> None:
    page.goto("/practice")


def browse_nothing(page: Page) -> None:
    page.goto("/practice?q=nothing-is-called-this")
    expect(page.get_by_text("No problem fits these filters")).to_be_visible()


def reference(page: Page) -> None:
    page.goto("/api")
    page.locator("summary", has_text="Plan an interview").click()


def statement(page: Page) -> None:
    Workspace.begin(page, "preprocessing/standardize")


def formulas(page: Page) -> None:
    Workspace.begin(page, "components/logreg-loss-grad")
    expect(page.get_by_role("columnheader", name="z", exact=True)).to_be_visible()


def given_code(page: Page) -> None:
    Workspace.begin(page, "debugging/serve-normaliser")
    page.get_by_role("tab", name="Given code").click()


def results(page: Page) -> None:
    opened = Workspace.begin(page, "preprocessing/standardize")
    show(page, "Code")
    opened.write(WRONG)
    opened.run()
    assert violations(page) == []
    opened.submit()
    page.locator("summary", has_text="Hint").filter(visible=True).first.click()


def history(page: Page) -> None:
    opened = Workspace.begin(page, "preprocessing/standardize")
    show(page, "Code")
    opened.write("x = 1")
    opened.submit()
    page.get_by_role("tab", name="History").click()


def dialogs(page: Page) -> None:
    statement(page)
    page.get_by_role("button", name="Report a problem").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    show(page, "Code")
    page.get_by_role("button", name="Editor settings").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keyboard shortcuts").click()


def show(page: Page, view: str) -> None:
    """Choose a pane where only one fits."""
    button = page.locator(".views").get_by_role("button", name=view)
    if button.is_visible():
        button.click()


PAGES = [
    sign_in,
    sign_in_failed,
    missing,
    browse,
    browse_nothing,
    reference,
    statement,
    formulas,
    given_code,
    results,
    history,
    dialogs,
]


@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.__name__)
def test_axe_finds_nothing(new_context: NewContext, visit: Callable[[Page], None]) -> None:
    page = new_context(color_scheme="light").new_page()
    visit(page)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")  # which changes colours and nothing else
    assert violations(page, "color-contrast") == []


@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.__name__)
def test_axe_finds_nothing_on_a_phone(new_context: NewContext, visit: Callable[[Page], None]) -> None:
    page = new_context(color_scheme="light", viewport=NARROW, has_touch=True).new_page()
    visit(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [768, 790, 834, 1024])
def test_the_workspace_fits_between_a_phone_and_a_desk(new_context: NewContext, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    statement(page)
    for coach in ("rail", "open"):
        page.evaluate("(coach) => { document.documentElement.dataset.coach = coach; }", coach)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [] == page.evaluate(WIDER)


@pytest.mark.parametrize("path", ["/practice", "/problems/preprocessing/standardize"])
def test_nothing_moves_while_a_page_loads(page: Page, path: str) -> None:
    page.add_init_script("""
        window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; }))
            .observe({ type: "layout-shift", buffered: true });
        localStorage.setItem("holdout:preferences", '{"statementSize": 55, "consoleSize": 20, "codeSize": 18}');
    """)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") < 0.01
