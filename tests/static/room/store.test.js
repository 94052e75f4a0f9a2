// What a room's page knows of the interview, and how it comes to know again what it missed.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

let now = 0;
mock.method(performance, "now", () => now);
mock.method(Math, "random", () => 0.5);
mock.timers.enable({ apis: ["setTimeout"] });
globalThis.window = { setTimeout, clearTimeout };
const { Store } = await import("../../../static/src/room/store");

let asked;
let answer;

globalThis.fetch = (url) => {
  const what = url.split("/").at(-1).split("?")[0];
  asked.push(what);
  return answer(what, url);
};

const view = (changes) => ({
  interview: { state: "live" },
  me: { id: "me", part: "candidate", rights: [] },
  people: [],
  clock: { now: new Date(now).toISOString(), ends_at: null },
  problems: [],
  cursor: 1,
  ...changes,
});
const event = (cursor, kind) => ({ cursor, kind, at: new Date(now).toISOString(), data: {} });
const page = (...events) => ({ events, next: events.at(-1)?.cursor ?? 0, more: false });
const refused = (status, headers) => new Response("{}", { status, headers });
const count = (what) => asked.filter((each) => each === what).length;

function later() {
  const made = {};
  made.promise = new Promise((resolve) => (made.resolve = resolve));
  return made;
}

async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

async function pass(seconds) {
  for (let step = 0; step < seconds * 10; step += 1) {
    now += 100;
    mock.timers.tick(100);
    await settle();
  }
}

/** A page that has been opened, with nothing on its way any more. */
async function opened() {
  const store = new Store("one");
  await store.refresh();
  await store.catchUp(false);
  asked = [];
  return store;
}

beforeEach(() => {
  asked = [];
  answer = async (what) => Response.json(what === "room" ? view() : page());
});

test("a place that is told with another end of the time brings the room's own description", async () => {
  const store = await opened();
  const ends = new Date(600_000).toISOString();
  answer = async (what) => Response.json(what === "room" ? view({ clock: { now: new Date(now).toISOString(), ends_at: ends } }) : page());
  store.heard({ type: "place", part: "candidate", writes: true, until: ends });
  await pass(1);
  assert.equal(store.view.clock.ends_at, ends);
  assert.equal(count("room"), 1);
});

test("a description that does not come is asked for again, with growing pauses, until it does", async () => {
  const store = await opened();
  answer = async () => {
    throw new TypeError("Failed to fetch");
  };
  store.refreshSoon();
  await pass(9);
  assert.equal(count("room"), 4); // at once, and after 1, 2 and 4 seconds
  answer = async () => Response.json(view({ cursor: 7 }));
  await pass(9);
  assert.equal(store.view.cursor, 7);
  await pass(60);
  assert.equal(count("room"), 5);
});

test("a server that says when to come again is not asked before, whatever happens meanwhile", async () => {
  const store = await opened();
  answer = async () => refused(429, { "Retry-After": "20" });
  store.heard({ type: "focus", on: true });
  await pass(1);
  answer = async (what) => Response.json(what === "room" ? view({ cursor: 7 }) : page());
  store.heard({ type: "focus", on: false });
  await pass(18);
  assert.deepEqual([count("room"), count("events")], [1, 1]);
  await pass(3);
  assert.equal(store.view.cursor, 7);
  assert.deepEqual([count("room"), count("events")], [2, 2]);
});

for (const status of [401, 403, 404]) {
  test(`what is refused with ${status} is not asked for again`, async () => {
    const store = await opened();
    answer = async () => refused(status);
    store.refreshSoon();
    store.heard({ type: "happened" });
    await pass(120);
    assert.deepEqual([count("room"), count("events")], [1, 1]);
  });
}

test("a description that comes later than one that was asked for after it is not shown", async () => {
  const store = await opened();
  const late = later();
  answer = () => late.promise;
  const first = store.refresh();
  answer = async () => Response.json(view({ cursor: 9 }));
  await store.refresh();
  late.resolve(Response.json(view({ cursor: 5 })));
  await first;
  assert.equal(store.view.cursor, 9);
});

test("one that fails when a later one is on show is not asked for again", async () => {
  const store = await opened();
  const late = later();
  answer = () => late.promise;
  const first = store.refresh();
  answer = async () => Response.json(view());
  await store.refresh();
  late.resolve(refused(503));
  await assert.rejects(first);
  await pass(30);
  assert.equal(count("room"), 2);
});

test("what happened and could not be read is read as soon as it can be", async () => {
  const store = await opened();
  const heard = [];
  store.onEvent(({ cursor }, live) => heard.push([cursor, live]));
  answer = async () => refused(503);
  store.heard({ type: "happened" });
  await pass(2);
  answer = async (what) => Response.json(what === "room" ? view({ cursor: 2 }) : page(event(2, "twist_applied")));
  await pass(5);
  assert.deepEqual(heard, [[2, true]]);
  assert.equal(store.view.cursor, 2);
});

test("what was there before the page is no news, also when it could not be read at first", async () => {
  const store = new Store("one");
  const heard = [];
  store.onEvent(({ cursor }, live) => heard.push([cursor, live]));
  await store.refresh();
  answer = async () => refused(503);
  await assert.rejects(store.catchUp(false));
  answer = async (what) => Response.json(what === "room" ? view() : page(event(1, "run_requested")));
  await pass(5);
  assert.deepEqual(heard, [[1, false]]);
});

test("what happened between the description and the rest of the opening brings the description again", async () => {
  const store = new Store("one");
  await store.refresh();
  answer = async (what) => Response.json(what === "room" ? view({ cursor: 2 }) : page(event(1, "interview_started"), event(2, "twist_applied")));
  await store.catchUp(false);
  await pass(1);
  assert.equal(store.view.cursor, 2);
  assert.equal(count("room"), 2);
});

test("an answer, which can settle a decision, brings the description that says so", async () => {
  const store = await opened();
  answer = async (what) => Response.json(what === "room" ? view({ cursor: 2 }) : page(event(2, "question_answered")));
  store.heard({ type: "happened" });
  await pass(1);
  assert.equal(store.view.cursor, 2);
});
