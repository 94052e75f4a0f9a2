// However often one asks, what is on its way is not sent again; afterwards, and where it failed, it can be.
import assert from "node:assert/strict";
import { test } from "node:test";
import { once } from "../../../static/src/kit/once";

test("what is on its way is not sent again", async () => {
  const form = {};
  let arrived;
  let sent = 0;
  const first = once(form, () => new Promise((done) => (arrived = done)));
  assert.equal(await once(form, async () => (sent += 1)), false);
  assert.equal(await once({}, async () => (sent += 1)), true, "another form waits for nothing");
  arrived();
  assert.equal(await first, true);
  assert.equal(await once(form, async () => (sent += 1)), true);
  assert.equal(sent, 2);
});

test("what failed can be sent again", async () => {
  const form = {};
  await assert.rejects(once(form, () => Promise.reject(new Error("busy"))), /busy/);
  assert.equal(await once(form, async () => undefined), true);
});
