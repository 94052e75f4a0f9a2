"""How a call is put to the engine's proxy: in one way only, and nothing is hidden behind it."""

import pytest

from tests.deploy.proxying import ID

H2C = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n"
TCP = "Connection: Upgrade\r\nUpgrade: tcp\r\n"


@pytest.mark.parametrize(
    ("asked", "arrives"), [(TCP, ["tcp"]), (H2C, ["tcp"]), (f"{TCP}Upgrade: h2c\r\n", ["tcp"]), ("", [])]
)
def test_a_stream_goes_on_as_a_stream_and_in_no_protocol(worker, recorder, asked, arrives):
    attach = f"/v1.41/containers/{ID}/attach?stdin=1&stdout=1&stream=1"
    assert 200 == worker.ask("POST", attach, headers=asked)[0]
    assert arrives == recorder.upgrades[-1]


@pytest.mark.parametrize("asked", [H2C, TCP])
def test_nothing_else_goes_on_in_another_way(worker, recorder, asked):
    assert 200 == worker.ask("GET", "/v1.41/info", headers=asked)[0]
    assert [] == recorder.upgrades[-1]


def in_frames(headers: dict[str, str]) -> bytes:
    """A call in HTTP/2, whose compressed headers are not compressed here."""
    block = b"".join(
        b"\0%c%s%c%s" % (len(name), name.encode(), len(value), value.encode()) for name, value in headers.items()
    )
    settings, call = b"\0\0\0\4\0\0\0\0\0", len(block).to_bytes(3, "big") + b"\1\5\0\0\0\1"
    return b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings + call + block


INFO = {":method": "GET", ":scheme": "http", ":path": "/v1.41/info"}
HIDDEN = b"GET /v1.41/secrets HTTP/1.1\r\nHost: engine\r\n\r\n"
HEAD = b"GET /v1.41/info HTTP/1.1\r\nHost: engine\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        in_frames(INFO),
        b"GET /v1.41/info HTTP/1.0\r\nHost: engine\r\n\r\n",
        b"GET /v1.41/info HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        b"GET /v1.41/info\r\n\r\n",
        b"GET http://engine/v1.41/info HTTP/1.1\r\nHost: engine\r\n\r\n",
    ],
    ids=["2", "1.0", "1.0 in pieces", "0.9", "an absolute address"],
)
def test_one_way_of_asking_is_understood(worker, recorder, sent):
    before = len(recorder.calls)
    worker.send(sent, 1)
    assert before == len(recorder.calls)


@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"\r\n" + HIDDEN,
        HEAD + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (len(HIDDEN) + 5) + HIDDEN,
        HEAD + b"Content-Length:\r\n\r\n" + HIDDEN,
        HEAD + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        HEAD + b"Content-Length: +%d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        HEAD + b"Transfer-Encoding: xchunked\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        HEAD + b"Transfer-Encoding : chunked\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        HEAD + b"X: y\r\n\tz\r\n\r\n" + HIDDEN,
        HEAD + b"X: y\n\n" + HIDDEN,
    ],
)
def test_no_call_is_hidden_behind_one_that_passes(worker, recorder, sent):
    before = len(recorder.calls)
    worker.send(sent, 1)
    assert {"/v1.41/info"} >= {path for _, path, _ in recorder.calls[before:]}
