// The clock of a room: what it shows, and that the page does not go on when the time is over.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { page } from "./page";

let tick;
let now;
globalThis.window = { setInterval: (act) => (tick = act) };
const { Clock } = await import("../../../static/src/room/clock");

/** A clock that ends at 60 seconds, and how often the room's description was asked for. */
function opened(state = "live", clock = { ends_at: new Date(60_000).toISOString() }) {
  let viewed;
  const store = {
    asked: 0,
    view: { interview: { state }, clock },
    now: () => now,
    onView: (act) => (viewed = act),
    refreshSoon: () => (store.asked += 1),
  };
  new Clock(store);
  const answered = (next) => {
    store.view.interview.state = next;
    viewed();
  };
  return { store, answered };
}

function pass(seconds) {
  for (let step = 0; step < seconds * 2; step += 1) {
    now += 500;
    tick();
  }
}

beforeEach(() => {
  now = 0;
  page();
});

test("when the time is over, the room asks how it stands, once", () => {
  const { store, answered } = opened();
  pass(59);
  assert.equal(store.asked, 0);
  pass(1);
  assert.equal(store.asked, 1);
  pass(60); // an answer that does not come is asked for again by the store
  assert.equal(store.asked, 1);
  answered("ended");
  pass(60);
  assert.equal(store.asked, 1);
});

test("a server whose clock has not come to the end yet is asked again some seconds later", () => {
  const { store, answered } = opened();
  pass(60);
  answered("live");
  pass(2);
  assert.equal(store.asked, 1);
  pass(2);
  assert.equal(store.asked, 2);
});

test("nothing is asked where no time runs", () => {
  for (const state of ["planned", "lobby", "paused", "ended", "reviewed"]) {
    const { store } = opened(state, { ends_at: null, remaining_seconds: 0 });
    pass(60);
    assert.equal(store.asked, 0, state);
  }
  const { store } = opened("live", { ends_at: null, remaining_seconds: 0 });
  pass(60);
  assert.equal(store.asked, 0, "live, without an end");
});
