// "Save this comment" pressed twice keeps one comment.
import assert from "node:assert/strict";
import { test } from "node:test";
import { offerSaved } from "../../../static/src/review/saved";

globalThis.Option = class {};
const select = Object.assign(new EventTarget(), { add: () => undefined });
const button = new EventTarget();
const place = { dataset: { criterion: "clarity" }, querySelector: (what) => ({ select, button })[what] };
const parts = { "saved-comments": { textContent: "[]" }, "comment-clarity": { value: "Said what it costs. " }, announcer: {} };
globalThis.document = { getElementById: (id) => parts[id], querySelectorAll: () => [place] };

test("a comment is kept once, however often one presses", async () => {
  const sent = [];
  let arrive;
  globalThis.fetch = (_, { body }) => {
    sent.push(JSON.parse(body));
    return new Promise((done) => (arrive = () => done(Response.json({ id: "1", ...JSON.parse(body) }))));
  };
  offerSaved();
  const press = () => button.dispatchEvent(new Event("click"));
  press();
  press();
  assert.deepEqual(sent, [{ criterion: "clarity", text: "Said what it costs." }]);
  arrive();
  await new Promise((done) => setImmediate(done));
  assert.equal(parts.announcer.textContent, "Comment saved.");
  press();
  assert.equal(sent.length, 2);
});
