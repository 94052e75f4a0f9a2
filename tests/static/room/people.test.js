// Who is who in a room: whoever can have a seat has a name and a place in the order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { colourOf, meet, partNames } from "../../../static/src/room/people";

test("every part that has a seat in the room is called something, the other of a mock pair too", () => {
  assert.deepEqual(Object.keys(partNames).toSorted(), ["candidate", "interviewer", "lead", "observer", "peer"]);
  assert.ok(Object.values(partNames).every(Boolean));
});

test("the candidate is met first, and whoever interviews them next", () => {
  meet([
    { id: "a", name: "A", part: "peer" },
    { id: "b", name: "B", part: "candidate" },
  ]);
  assert.deepEqual([colourOf("b"), colourOf("a")], [1, 2]);
});
