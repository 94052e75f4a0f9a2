// What the room sends: every message small enough, resting on those before it, and together the same text.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { split } from "../../../static/src/room/split";
import "./group_by";

const largest = 64 * 1024;
const root = "solution:0";

/** A person's document, and what they did to it since it was opened. */
function person(update) {
  const doc = new Y.Doc();
  if (update) Y.applyUpdate(doc, update);
  const updates = [];
  doc.on("update", (made) => updates.push(made));
  return { doc, updates, text: doc.getText(root) };
}

const textOf = (message) => Y.decodeUpdate(message).structs.flatMap(({ content }) => (content instanceof Y.ContentString ? [content.str] : []));

/** Give the server all messages in order, looking at each; the text there. */
function sent(updates, before) {
  const server = new Y.Doc();
  if (before) Y.applyUpdate(server, before);
  const messages = split(updates);
  for (const message of messages) {
    assert.ok(message.length <= largest, `a message of ${message.length} bytes`);
    assert.ok(textOf(message).every((text) => text.isWellFormed()), "a character is cut in half");
    Y.applyUpdate(server, message);
    assert.equal(server.store.pendingStructs, null, "a message rests on one after it");
    assert.equal(server.store.pendingDs, null, "a message deletes what only a later one brings");
  }
  return { server, messages, text: server.getText(root).toString() };
}

test("nothing to send is no message", () => {
  assert.deepEqual(split([]), []);
});

test("a paste of 200 KB goes in pieces, never through a character", () => {
  const { updates, text } = person();
  text.insert(0, `x${"😀".repeat(50_000)}`);
  const arrived = sent(updates);
  assert.equal(arrived.text, text.toString());
  assert.ok(arrived.messages.length > 10);
});

test("ten minutes of single keys are few messages", () => {
  const { updates, text } = person();
  for (let key = 0; key < 5000; key += 1) text.insert(key, "abcdefghij "[key % 11]);
  const arrived = sent(updates);
  assert.equal(arrived.text, text.toString());
  assert.equal(arrived.messages.length, 1);
});

test("what was typed and deleted again before it was sent leaves no text behind", () => {
  const { doc, text } = person();
  text.insert(0, "kept");
  text.insert(4, "SECRET");
  text.delete(4, 6);
  const { text: there, messages } = sent([Y.encodeStateAsUpdate(doc)]);
  assert.equal(there, "kept");
  assert.ok(!messages.some((message) => textOf(message).join("").includes("SECRET")));
});

test("a text that replaces another waits until the other is gone", () => {
  const before = person();
  before.text.insert(0, "a".repeat(200_000));
  const start = Y.encodeStateAsUpdate(before.doc);
  const { doc, updates, text } = person(start);
  doc.transact(() => {
    text.delete(0, text.length);
    text.insert(0, "b".repeat(200_000));
  });
  const server = new Y.Doc();
  Y.applyUpdate(server, start);
  for (const message of split(updates)) {
    Y.applyUpdate(server, message);
    assert.ok(server.getText(root).length <= 200_000, "both texts stood there at once");
  }
  assert.equal(server.getText(root).toString(), text.toString());
});

test("a paste that was undone and done again arrives as it stands", () => {
  const { updates, text } = person();
  const undo = new Y.UndoManager(text, { captureTimeout: 0 });
  text.insert(0, "y".repeat(30_000));
  undo.undo();
  undo.redo();
  assert.equal(sent(updates).text, "y".repeat(30_000));
});

test("two texts and two page loads keep their own", () => {
  const one = person();
  one.text.insert(0, "first page");
  const two = person(Y.encodeStateAsUpdate(one.doc));
  two.text.insert(5, ", second");
  two.doc.getText("checks:0").insert(0, "def check(): pass");
  const { server, text } = sent([...one.updates, ...two.updates]);
  assert.equal(text, "first, second page");
  assert.equal(server.getText("checks:0").toString(), "def check(): pass");
});

test("sending it all twice changes nothing", () => {
  const { updates, text } = person();
  text.insert(0, "one two three");
  text.delete(3, 4);
  assert.equal(sent([...updates, ...updates]).text, "one three");
});

test("what does not fit beside what was deleted since is sent without it", () => {
  const { updates, text } = person();
  text.insert(0, `head ${"y".repeat(200_000)} tail`);
  text.delete(5, 200_000);
  text.insert(5, "and");
  const server = new Y.Doc();
  for (const message of split(updates, updates)) {
    Y.applyUpdate(server, message);
    assert.ok(server.getText(root).length < 100);
  }
  assert.equal(server.getText(root).toString(), "head and tail");
});

test("where a change is missing, what follows keeps its place", () => {
  const { updates, text } = person();
  ["one ", "two ", "three"].forEach((word) => text.insert(text.length, word));
  const [first, second, third] = updates;
  const messages = split([first, third]);
  assert.equal(messages.length, 2);
  const server = new Y.Doc();
  [...messages, second].forEach((message) => Y.applyUpdate(server, message));
  assert.equal(server.getText(root).toString(), "one two three");
});

/** Numbers that are the same in every run. */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % sides;
  };
}

/** A place among the first 400 units, never inside a character. */
function between(text, roll) {
  const at = roll(Math.min(400, text.length) + 1);
  return text.slice(0, at).isWellFormed() ? at : at - 1;
}

test("any mixture of typing, deleting and the other's text arrives", () => {
  const words = ["a", "longer words ", "😀", "שלום", "\n", "z".repeat(9000)];
  for (let seed = 1; seed <= 40; seed += 1) {
    const roll = dice(seed);
    const other = person();
    other.text.insert(0, "what stood there before\n".repeat(10));
    const start = Y.encodeStateAsUpdate(other.doc);
    const { updates, text } = person(start);
    for (let step = 0; step < 60; step += 1) {
      const [from, to] = [between(text.toString(), roll), between(text.toString(), roll)].sort((one, two) => one - two);
      if (roll(3) === 0) text.delete(from, to - from);
      else text.insert(from, words[roll(words.length)]);
    }
    assert.equal(sent(updates, start).text, text.toString(), `seed ${seed}`);
  }
});
