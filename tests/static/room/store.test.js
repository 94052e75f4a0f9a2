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
