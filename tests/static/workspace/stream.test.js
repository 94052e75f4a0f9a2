// How a result comes over a line that dies without anybody having said so.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

const sources = [];
globalThis.window = globalThis;
globalThis.EventSource = class extends EventTarget {
  static CLOSED = 2;
  readyState = 1;

  constructor() {
    super();
    sources.push(this);
  }

  close() {
    this.readyState = 2;
  }

  happens(type, seq) {
    this.dispatchEvent(new MessageEvent(type, { data: "{}", lastEventId: String(seq) }));
  }
};
let known = [];
let status = "running";
const asked = mock.fn();
globalThis.fetch = async (...request) => {
  asked(...request);
  return Response.json({ status, events: known });
};
mock.timers.enable({ apis: ["setTimeout"] });
const { Stream } = await import("../../../static/src/workspace/stream");

const event = (seq, type) => ({ seq, type, data: {} });

function followed() {
  known = [event(0, "queued")];
  status = "running";
  const told = [];
  const follower = { event: ({ type }) => told.push(type), link: () => undefined, ended: () => told.push("over") };
  const stream = new Stream("/api/executions/1", follower);
  stream.start({ status, events: known });
  sources.at(-1).happens("queued", 0);
  return { stream, told };
}

async function pass(seconds) {
  mock.timers.tick(seconds * 1000);
  await new Promise((done) => setImmediate(done));
}

test("a result that a dead line does not bring is asked for", async () => {
  const { told } = followed();
  await pass(10);
  assert.equal(asked.mock.callCount(), 0);
  known.push(event(1, "finished"));
  status = "finished";
  await pass(10);
  assert.deepEqual(told, ["queued", "finished", "over"]);
  const before = asked.mock.callCount();
  await pass(60);
  assert.equal(asked.mock.callCount(), before, "asked for what is over");
});

test("a line that brought less than there is, is made anew, and one that is only silent is kept", async () => {
  const { stream, told } = followed();
  const first = sources.at(-1);
  await pass(16);
  assert.equal(sources.at(-1), first);
  known.push(event(1, "started"));
  await pass(16);
  assert.notEqual(sources.at(-1), first);
  assert.equal(first.readyState, 2);
  assert.deepEqual(told, ["queued", "started"]);
  stream.stop();
  const before = asked.mock.callCount();
  await pass(60);
  assert.equal(asked.mock.callCount(), before);
});
