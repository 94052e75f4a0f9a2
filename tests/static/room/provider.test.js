// How a page comes back to a room: whatever is not answered, there is always a further try.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import "./group_by";

let now = 0;
mock.method(performance, "now", () => now);
mock.method(Math, "random", () => 0.5);
mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
globalThis.window = { addEventListener: () => undefined, setInterval, setTimeout, clearTimeout };
globalThis.fetch = async () => new Response(null, { status: 200 });

const sockets = [];
globalThis.WebSocket = class {
  static OPEN = 1;
  constructor() {
    this.readyState = 1;
    sockets.push(this);
  }
  send() {}
  close() {}
};
const { Provider } = await import("../../../static/src/room/provider");

function pass(seconds) {
  for (let step = 0; step < seconds * 10; step += 1) {
    now += 100;
    mock.timers.tick(100);
  }
}

function synced(socket) {
  socket.onopen();
  const empty = Y.encodeStateAsUpdate(new Y.Doc());
  const frame = new DataView(new ArrayBuffer(13 + empty.length));
  frame.setUint8(0, 3);
  frame.setUint32(9, empty.length, true);
  new Uint8Array(frame.buffer).set(empty, 13);
  socket.onmessage({ data: frame.buffer });
}

test("after a while without a server, a line that goes silent is tried again and again", async () => {
  const doc = new Y.Doc();
  const provider = new Provider("ws://room", "room", doc, new Awareness(doc), {
    link: () => undefined,
    event: () => undefined,
    synced: () => undefined,
  });
  await provider.start();
  for (let time = 0; time < 4; time += 1) {
    sockets.at(-1).onclose({ code: 1011 });
    pass(20);
  }
  synced(sockets.at(-1));
  doc.getText("solution").insert(0, "typed");
  const before = sockets.length;
  pass(90);
  assert.ok(sockets.length > before, "nothing was tried any more");
  assert.ok(provider.unsent > 0);
  const again = sockets.at(-1);
  const sent = mock.method(again, "send");
  synced(again);
  assert.ok(sent.mock.calls.some(({ arguments: [frame] }) => frame[0] === 1), "what was typed is not sent again");
});
