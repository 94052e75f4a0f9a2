"""Pages behind a proxy that holds back or cuts what is live: they go on, say what is so, and the operator reads of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from proxies import Proxy
from rooms import PROBLEM, Interview, Room, same
from serving import Server
from test_trust import SIZES, look
from workspace import NewContext, Workspace

Behind = Callable[..., tuple[Proxy, NewContext]]


@pytest.fixture
def behind(server: Server, new_context: NewContext) -> Iterator[Behind]:
    """Contexts that come by a proxy."""
    with ExitStack() as left:

        def made(**ways: Any) -> tuple[Proxy, NewContext]:
            proxy = Proxy(server.port, **ways)
            address = proxy.start()
            left.callback(proxy.stop)
            return proxy, lambda **options: new_context(base_url=address, **options)

        yield made


def told_to_the_operator(new_context: NewContext, what: str) -> Page:
    page = new_context().new_page()
    page.goto("/operator")
    expect(page.locator("#way li", has_text=what)).to_be_visible()
    return page


def test_where_events_are_held_back_the_page_asks_for_results(behind: Behind, new_context: NewContext) -> None:
    proxy, context = behind(holds_events=True)
    page = context().new_page()
    workspace = Workspace.begin(page, "preprocessing/standardize")
    for _ in range(2):
        workspace.submit()
    streams = [line for line in proxy.asked if line.startswith("GET") and "/events" in line]
    assert len(streams) == 1, streams  # the second time it is known
    told_to_the_operator(new_context, "Results are held back")


def test_where_no_websocket_opens_the_room_says_what_stands_in_the_way(
    behind: Behind, server: Server, new_context: NewContext
) -> None:
    interview = Interview(server, new_context).plan(PROBLEM)
    interview.begin()
    _, context = behind(refuses_sockets=True)
    page = context().new_page()
    page.goto(f"/interviews/{interview.id}")
    waits = page.locator("#loading")
    expect(waits).to_contain_text("does not let live connections through", timeout=30_000)
    expect(waits).to_contain_text("The room opens as soon as there is a connection")
    told_to_the_operator(new_context, "Rooms cannot connect")


def test_where_websockets_are_cut_every_few_seconds_all_that_is_typed_arrives(
    behind: Behind, server: Server, new_context: NewContext
) -> None:
    interview = Interview(server, new_context).plan(PROBLEM)
    candidate, _ = interview.begin()
    _, context = behind(cuts_after=4.0)
    lead = Room(context().new_page(), interview.id).open()
    for number in range(12):
        lead.insert(f"# lead {number}\n")
        candidate.insert(f"# candidate {number}\n")
        lead.page.wait_for_timeout(1000)
    text = same(lead, candidate, containing="# lead 11")
    assert all(f"# {who} {number}\n" in text for who in ("lead", "candidate") for number in range(12))
    expect(lead.page.locator(".notice", has_text="cuts the connection again and again")).to_be_visible(timeout=30_000)
    told_to_the_operator(new_context, "Rooms are cut off")


@pytest.mark.parametrize("size", SIZES)
def test_the_operator_reads_what_pages_notice(new_context: NewContext, size: str) -> None:
    page = new_context(viewport=SIZES[size]).new_page()
    for kind in ("events_held_back", "sockets_refused", "sockets_cut"):
        told = page.request.post(
            "/api/connection-troubles", data={"kind": kind}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert told.status == 204
    page.goto("/operator")
    expect(page.locator("#way li")).to_have_count(3)
    look(page, "operator-way")
