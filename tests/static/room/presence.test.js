// Who is in a room, as its page lists them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page";
import { Presence } from "../../../static/src/room/presence";

function opened() {
  page();
  const states = new Map([[1, { user: { id: "me" } }], [2, {}]]);
  let changed;
  let viewed;
  const me = { id: "me", name: "Ada", part: "candidate" };
  const store = {
    asked: 0,
    staff: false,
    view: { me, people: [me], focus: false },
    onView: (act) => (viewed = act),
    refreshSoon: () => (store.asked += 1),
  };
  const presence = new Presence(store, { getStates: () => states, on: (_, act) => (changed = act) });
  presence.reach(true);
  return { store, states, changed: () => changed(), viewed: () => viewed() };
}

test("somebody who is here and not in the list makes the page ask who there is, once for each of them", () => {
  const { store, states, changed, viewed } = opened();
  changed();
  assert.equal(store.asked, 0);
  states.set(3, { user: { id: "new" } });
  changed();
  changed();
  viewed(); // an administrator without a seat stays unknown
  assert.equal(store.asked, 1);
  store.view.people.push({ id: "new", name: "Grace", part: "interviewer" });
  viewed();
  states.set(4, { user: { id: "another" } });
  changed();
  assert.equal(store.asked, 2);
});
