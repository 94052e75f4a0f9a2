// What the server would not take is found among what it took, shown, and taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { standing, takeBack, typing } from "../../../static/src/room/untaken";

/** A text somebody else typed around in, and the updates of one person that the server would not take. */
function refused() {
  const doc = new Y.Doc();
  const text = doc.getText("solution:0");
  text.insert(0, "start end");
  const updates = [];
  const keep = (update) => updates.push(update);
  doc.on("update", keep);
  text.insert(6, "large ");
  text.insert(12, "😀 ");
  doc.getText("checks:0").insert(0, "a check");
  doc.off("update", keep);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  other.getText("solution:0").insert(8, "[theirs]");
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  return { doc, updates, text };
}

test("it is shown as it stands, without what others put between", () => {
  const { doc, updates } = refused();
  assert.equal(standing(doc, updates), "la\nrge 😀 \na check");
});

test("it is taken back, and nothing else", () => {
  const { doc, updates, text } = refused();
  takeBack(doc, updates);
  assert.equal(text.toString(), "start [theirs]end");
  assert.equal(doc.getText("checks:0").toString(), "");
  assert.equal(standing(doc, updates), "");
});

test("what lacks what it follows is shown as it was typed", () => {
  const { updates } = refused();
  const doc = new Y.Doc();
  Y.applyUpdate(doc, updates[1]);
  assert.equal(standing(doc, [updates[1]]), "");
  assert.equal(typing([updates[1]]), "😀 ");
});
