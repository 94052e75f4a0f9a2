// Saving while one types: pauses, retries, what comes from elsewhere, and what is kept when nothing gets through.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Refused, Unreachable } from "../../../static/src/kit/api";
import { Saver } from "../../../static/src/kit/saver";
import { combine, same } from "../../../static/src/studio/keeper";

const pause = 300;

/** A server of one text, an editor, and the saver between them. */
class Bench {
  constructor(text = "one") {
    this.server = { text, revision: 1 };
    this.editor = text;
    this.states = [];
    this.puts = [];
    this.fails = [];
    this.last = [];
    this.left = null;
    this.kept = null;
    this.chosen = null;
    const kind = {
      pause,
      held: () => ({ text: this.editor }),
      adopt: ({ text }) => (this.editor = text),
      same,
      unsavable: ({ text }) => (text.includes("\0") ? "not text" : null),
      put: (given, base) => this.put(given, base),
      putLast: (given) => this.last.push(given.text),
      instead: (refused, base) =>
        refused.slug !== "changed" ? null : this.server ? { theirs: { ...this.server } } : { theirs: { ...base, text: "", revision: 0 }, gone: "gone" },
      combine,
      resolve: async (_, mine, theirs) => this.chosen?.(mine, theirs) ?? null,
      changed: (state) => this.states.push(state),
      saved: () => undefined,
    };
    const backups = { write: (backup) => (this.kept = backup), clear: () => (this.kept = null), takeOver: async () => this.left };
    this.saver = new Saver({ ...this.server }, kind, backups);
  }

  async put({ text }, base) {
    this.puts.push(text);
    await this.held; // while it is a promise, the save is under way
    const failure = this.fails.shift();
    if (failure === "answer lost") this.server = { text, revision: base.revision + 1 };
    if (failure) throw failure === "answer lost" ? new Unreachable() : failure;
    if (base.revision !== (this.server?.revision ?? 0)) throw new Refused(409, "changed", "", {}, null);
    this.server = { text, revision: base.revision + 1 };
    return { ...this.server };
  }

  type(text) {
    this.editor = text;
    this.saver.edited();
  }

  async after(milliseconds) {
    mock.timers.tick(milliseconds);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("typing is saved a pause after its first change, however long it goes on", async () => {
  const bench = new Bench();
  bench.type("a");
  await bench.after(pause - 100);
  bench.type("ab");
  await bench.after(99);
  assert.deepEqual(bench.puts, []);
  await bench.after(1);
  assert.deepEqual(bench.puts, ["ab"]);
  assert.deepEqual(bench.states, ["unsaved", "saving", "saved"]);
  assert.equal(bench.kept, null);
});

test("one save is under way at most, and what is typed meanwhile follows it", async () => {
  const bench = new Bench();
  let arrive;
  bench.held = new Promise((resolve) => (arrive = resolve));
  bench.type("a");
  await bench.after(pause);
  bench.type("ab");
  await bench.after(10 * pause);
  assert.deepEqual(bench.puts, ["a"]);
  arrive();
  await bench.after(0);
  await bench.after(pause);
  assert.deepEqual(bench.puts, ["a", "ab"]);
  assert.deepEqual(bench.server, { text: "ab", revision: 3 });
});

test("without a server it is tried again with growing pauses, and the text is kept meanwhile", async () => {
  const bench = new Bench();
  bench.fails = Array.from({ length: 5 }, () => new Unreachable());
  bench.type("a");
  await bench.after(pause);
  for (const wait of [1000, 2000, 4000, 5000]) {
    const before = bench.puts.length;
    await bench.after(wait - 1);
    assert.equal(bench.puts.length, before);
    await bench.after(1);
    assert.equal(bench.puts.length, before + 1);
  }
  assert.equal(bench.saver.state, "offline");
  assert.equal(bench.kept.text, "a");
  bench.saver.retry();
  await bench.after(0);
  assert.equal(bench.server.text, "a");
  assert.equal(bench.saver.state, "saved");
});

test("a busy server says how long to wait", async () => {
  const bench = new Bench();
  bench.fails = [new Refused(429, "", "wait", {}, 7)];
  bench.type("a");
  await bench.after(pause);
  await bench.after(6999);
  assert.equal(bench.puts.length, 1);
  await bench.after(1);
  assert.equal(bench.server.text, "a");
});

test("what the server refuses, or could not keep, is said and tried again once it was changed", async () => {
  const bench = new Bench();
  bench.fails = [new Refused(422, "", "too long", {}, null)];
  bench.type("a");
  await bench.after(pause);
  assert.deepEqual([bench.saver.state, bench.saver.detail], ["refused", "too long"]);
  bench.type("\0");
  await bench.after(pause);
  assert.deepEqual([bench.saver.state, bench.saver.detail, bench.puts], ["refused", "not text", ["a"]]);
  bench.type("b");
  await bench.after(pause);
  assert.equal(bench.server.text, "b");
});

test("who was signed out keeps the text and saves it after signing in", async () => {
  const bench = new Bench();
  bench.fails = [new Refused(401, "", "", {}, null)];
  bench.type("a");
  await bench.after(pause);
  assert.equal(bench.saver.state, "signed-out");
  assert.equal(bench.kept.text, "a");
  bench.saver.retry();
  await bench.after(0);
  assert.equal(bench.saver.state, "saved");
});

test("a save whose answer was lost is no conflict with oneself", async () => {
  const bench = new Bench();
  bench.fails = ["answer lost"];
  bench.type("a");
  await bench.after(pause);
  bench.type("ab");
  await bench.after(1000);
  await bench.after(pause);
  assert.deepEqual(bench.server, { text: "ab", revision: 3 });
  assert.ok(!bench.states.includes("stale"));
});

test("a change from elsewhere is taken where nothing is unsaved, and waits for the person where something is", async () => {
  const bench = new Bench();
  bench.server = { text: "theirs", revision: 2 };
  bench.saver.heard({ ...bench.server });
  assert.deepEqual([bench.editor, bench.saver.state], ["theirs", "saved"]);
  bench.server = { text: "theirs again", revision: 3 };
  bench.type("mine");
  await bench.after(pause);
  assert.equal(bench.saver.state, "stale");
  bench.type("mine, more");
  await bench.after(10 * pause);
  assert.equal(bench.puts.length, 1);
  await bench.saver.resolveNow(); // put off
  assert.deepEqual([bench.saver.state, bench.editor], ["stale", "mine, more"]);
  bench.chosen = (mine, theirs) => ({ text: `${theirs.text} and ${mine.text}` });
  await bench.saver.resolveNow();
  assert.deepEqual(bench.server, { text: "theirs again and mine, more", revision: 4 });
  assert.equal(bench.saver.state, "saved");
});

test("a text that was removed elsewhere is made anew by typing on", async () => {
  const bench = new Bench();
  bench.server = null;
  bench.type("a");
  await bench.after(pause);
  assert.deepEqual([bench.saver.state, bench.saver.detail, bench.editor], ["refused", "gone", "a"]);
  bench.type("ab");
  await bench.after(pause);
  assert.deepEqual(bench.server, { text: "ab", revision: 1 });
});

for (const [name, left, state, text] of [
  ["on the same revision it is saved", { text: "left", revision: 1 }, "saved", "left"],
  ["after a save that had got through it is saved", { text: "left", revision: 0, sent: { text: "one" } }, "saved", "left"],
  ["on another revision it waits for the person", { text: "left", revision: 0 }, "stale", "one"],
]) {
  test(`what a former page left: ${name}`, async () => {
    const bench = new Bench();
    bench.left = left;
    assert.equal(await bench.saver.recover(), true);
    assert.equal(bench.editor, "left");
    await bench.after(pause);
    assert.deepEqual([bench.saver.state, bench.server.text], [state, text]);
  });
}

test("what a former page left and the server has is forgotten", async () => {
  const bench = new Bench();
  bench.left = { text: "one", revision: 0 };
  bench.kept = bench.left;
  assert.equal(await bench.saver.recover(), false);
  assert.equal(bench.kept, null);
});

test("whoever has to have it saved is told whether it is", async () => {
  const bench = new Bench();
  bench.type("a");
  assert.equal(await bench.saver.settled(), true);
  bench.fails = [new Unreachable()];
  bench.type("ab");
  assert.equal(await bench.saver.settled(), false);
  await bench.after(1000);
  assert.equal(bench.server.text, "ab");
});

test("whoever waits for what stood there goes on although one types on, and the next save overtakes nobody", async () => {
  const bench = new Bench();
  let arrive;
  bench.held = new Promise((resolve) => (arrive = resolve));
  bench.type("a");
  const settled = bench.saver.settled();
  bench.type("ab");
  await bench.after(pause - 1);
  arrive();
  assert.equal(await settled, true);
  assert.equal(bench.saver.base.text, "a");
  await bench.after(pause - 1);
  assert.deepEqual(bench.puts, ["a"]);
  await bench.after(1);
  assert.deepEqual(bench.puts, ["a", "ab"]);
});

test("what met another revision is not saved yet", async () => {
  const bench = new Bench();
  bench.server = { text: "one", revision: 2 };
  bench.type("a");
  assert.equal(await bench.saver.settled(), false);
  assert.deepEqual([bench.saver.state, bench.saver.base.text], ["unsaved", "one"]);
  assert.equal(await bench.saver.settled(), true);
  assert.equal(bench.server.text, "a");
});

test("as the page goes away, what is unsaved is sent and kept", () => {
  const bench = new Bench();
  bench.saver.flush();
  bench.editor = "a";
  bench.saver.flush();
  assert.deepEqual(bench.last, ["a"]);
  assert.equal(bench.kept.text, "a");
});

test("a file has one text: nothing lies between two that changed it, and line ends are no change", () => {
  const [one, other, both] = [{ text: "a\nb" }, { text: "a\r\nb" }, { text: "c" }];
  assert.ok(same(one, other));
  assert.equal(combine(one, one, both), both);
  assert.equal(combine(one, both, other), both);
  assert.equal(combine(one, both, { text: "d" }), null);
  assert.equal(combine(null, one, both), null);
});
