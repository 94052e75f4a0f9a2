// Focus mode: its page ends it when its time is over, and only then.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { page } from "./page";

let ticks;
globalThis.window = { setInterval: (act) => ticks.push(act) };
const { Refused, Unreachable } = await import("../../../static/src/kit/api");
const { Focus } = await import("../../../static/src/room/focus");

const minute = 60_000;
let now;
let byId;

/** A store that is played, and the page of whoever has the button. */
function opened(answer = async () => ({})) {
  let told;
  const posted = [];
  const store = {
    running: true,
    caughtUp: true,
    now: () => now,
    onEvent: (act) => (told = act),
    onView() {},
    catchUp: async () => undefined,
    post: mock.fn(async (what, body) => {
      posted.push(body.on);
      return answer();
    }),
  };
  new Focus(store);
  const changed = (on, at, live = true) => told({ kind: "focus_changed", at: new Date(at).toISOString(), data: { on } }, live);
  return { store, posted, changed };
}

async function pass(seconds) {
  for (let second = 0; second < seconds; second += 1) {
    now += 1000;
    ticks.forEach((tick) => tick());
    await new Promise(setImmediate);
  }
}

beforeEach(() => {
  now = 60 * minute;
  ticks = [];
  byId = page();
});

test("a reload after a period that is long over ends no other that is going on", async () => {
  const { store, posted, changed } = opened();
  store.caughtUp = false;
  changed(true, 10 * minute, false);
  await pass(2); // the rest of what happened is a page away
  changed(false, 15 * minute, false);
  changed(true, 58 * minute, false);
  store.caughtUp = true;
  await pass(2);
  assert.deepEqual(posted, []);
  assert.equal(byId("focus-note").hidden, false);
});

test("a period that is over is ended once", async () => {
  const { posted, changed } = opened();
  changed(true, now);
  await pass(5 * 60 - 1);
  assert.deepEqual(posted, []);
  await pass(60);
  assert.deepEqual(posted, [false]);
});

test("an end that does not reach the server is tried again, some seconds apart", async () => {
  let reachable = false;
  const { posted, changed } = opened(async () => {
    if (!reachable) throw new Unreachable();
  });
  changed(true, now);
  await pass(5 * 60 + 12);
  assert.equal(posted.length, 3);
  reachable = true;
  await pass(60);
  assert.equal(posted.length, 4);
});

test("who may not end it any more is not asked again", async () => {
  const { posted, changed } = opened(async () => {
    throw new Refused(403, "forbidden", "You may not do that.", {}, null);
  });
  changed(true, now);
  await pass(6 * 60);
  assert.equal(posted.length, 1);
});
