// A report that is sent by a double click is one report.
import assert from "node:assert/strict";
import { test } from "node:test";
import { wireReport } from "../../../static/src/workspace/dialogs";

const element = () => ({ setAttribute: () => undefined, append: () => undefined });
const form = new EventTarget();
const problem = { replaceChildren: (_, text) => (problem.text = text) };
globalThis.document = { getElementById: (id) => ({ "report-form": form, "report-error": problem })[id], createElementNS: element };
globalThis.FormData = class {
  get = () => "platform";
};

test("a report is sent once, and again where it did not arrive", async () => {
  let sent = 0;
  let fail;
  globalThis.fetch = () => new Promise((_, reject) => {
    sent += 1;
    fail = reject;
  });
  wireReport(() => "/api/attempts/1", () => null);
  const press = () => form.dispatchEvent(new Event("submit", { cancelable: true }));
  press();
  press();
  assert.equal(sent, 1);
  fail(new TypeError("offline"));
  await new Promise((done) => setImmediate(done));
  assert.match(problem.text, /The report was not sent/);
  press();
  assert.equal(sent, 2);
});
