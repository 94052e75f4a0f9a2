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
  constructor(address) {
    this.readyState = 1;
    this.address = address;
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

let rooms = 0;

async function arrived() {
  const doc = new Y.Doc();
  const listener = { link: () => undefined, event: () => undefined, synced: () => undefined };
  rooms += 1;
  const address = `ws://room/${rooms}`;
  const provider = new Provider(address, "room", doc, new Awareness(doc), listener);
  await provider.start();
  const own = () => sockets.filter((socket) => socket.address === address);
  return { doc, provider, own, latest: () => own().at(-1) };
}

function alive(socket) {
  socket.onmessage({ data: new Uint8Array([7]).buffer });
}

test("after a while without a server, a line that goes silent is tried again and again", async () => {
  const { doc, provider, own, latest } = await arrived();
  for (let time = 0; time < 4; time += 1) {
    latest().onclose({ code: 1011 });
    pass(20);
  }
  synced(latest());
  doc.getText("solution").insert(0, "typed");
  const before = own().length;
  pass(90);
  assert.ok(own().length > before, "nothing was tried any more");
  assert.ok(provider.unsent > 0);
  const again = latest();
  const sent = mock.method(again, "send");
  synced(again);
  assert.ok(sent.mock.calls.some(({ arguments: [frame] }) => frame[0] === 1), "what was typed is not sent again");
});

test("who only watches is connected again when the server, which says that it is there, falls silent", async () => {
  const { latest } = await arrived();
  const socket = latest();
  synced(socket);
  for (let time = 0; time < 8; time += 1) {
    alive(socket);
    pass(15);
  }
  assert.equal(latest(), socket, "a line that lives was given up");
  pass(40);
  assert.notEqual(latest(), socket, "a dead line was kept");
});

test("a server of an older release may be silent", async () => {
  const { latest } = await arrived();
  const socket = latest();
  synced(socket);
  pass(300);
  assert.equal(latest(), socket);
});

test("whoever's timers a browser holds back, as in a hidden window, still says to be there before others forget it", async () => {
  const { latest } = await arrived();
  const socket = latest();
  const told = [now];
  socket.send = ([kind]) => kind === 2 && told.push(now);
  synced(socket);
  for (let time = 0; time < 8; time += 1) {
    now += time % 2 ? 15_000 : 9000; // nothing is quieter than that, and no timer comes meanwhile
    alive(socket);
  }
  const gaps = [...told, now].map((at, index, all) => at - (all[index - 1] ?? at));
  assert.ok(Math.max(...gaps) < 30_000, `${gaps}`);
  assert.ok(told.length < 8, "it says so at every word it hears");
});
