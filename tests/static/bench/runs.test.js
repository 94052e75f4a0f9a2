// A run of checks is followed to its end: over a server that restarts, is busy, or is at an earlier run still.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Refused } from "../../../static/src/kit/api";
import { begin, ended } from "../../../static/src/bench/runs";

mock.timers.enable({ apis: ["setTimeout"] });

const cut = () => Promise.reject(new TypeError("offline"));
const run = (status) => async () => Response.json({ id: "1", status });
const refusal = (status, body, headers) => async () => Response.json({ type: `urn:holdout:${body.slug}`, ...body }, { status, headers });

/** A server that gives these answers, one after the other; what it was asked. */
function answering(...answers) {
  const asked = [];
  globalThis.fetch = (url) => {
    asked.push(url);
    return answers.shift()();
  };
  return asked;
}

async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  await new Promise((done) => setImmediate(done));
}

test("a look that does not get through is repeated after a pause, and said until one does", async () => {
  const busy = refusal(503, { detail: "Busy." }, { "Retry-After": "4" });
  const asked = answering(run("queued"), cut, busy, refusal(429, { detail: "Too often." }), run("finished"));
  const told = [];
  let done = false;
  void ended("1", (why) => told.push(why.split(". ")[0])).then(() => (done = true));
  await pass(0);
  for (const [wait, looks] of [[300, 2], [1999, 2], [1, 3], [3999, 3], [1, 4], [2000, 5]]) {
    await pass(wait);
    assert.equal(asked.length, looks);
  }
  assert.equal(done, true);
  assert.deepEqual(told, ["The server cannot be reached", "Busy", "Too often", ""]);
});

test("what will not pass ends it", async () => {
  answering(refusal(404, { detail: "That is no longer there." }));
  await assert.rejects(ended("1", () => undefined), (error) => error instanceof Refused && error.status === 404);
});

test("where an earlier run is under way, that one is followed", async () => {
  answering(refusal(409, { slug: "already-running", run_id: "7" }));
  const { id, instead } = await begin("/api/bench/tutorial/runs", "assert True");
  assert.equal(id, "7");
  assert.match(instead, /earlier run/);
  answering(run("queued"));
  assert.deepEqual(await begin("/api/bench/tutorial/runs", "assert True"), { id: "1", instead: null });
  answering(refusal(409, { slug: "already-running", run_id: null }));
  await assert.rejects(begin("/api/bench/tutorial/runs", "assert True"), Refused);
});
