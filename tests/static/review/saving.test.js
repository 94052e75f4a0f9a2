// A scorecard that is saved while it is filled in: nothing chosen is lost, nothing of another tab is overwritten unasked.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { keepSaving } from "../../../static/src/review/saving";

const other = { criterion: "clarity", level: 4, no_evidence: false, comment: "", evidence: [] };
const said = (level) => ({ criterion: "stability", level, no_evidence: false, comment: "", evidence: [] });

/** The page of one criterion, and a server of one scorecard. */
class Desk {
  level = null;
  handedIn = 0;
  puts = [];
  answers = [];
  parts = {
    stale: { hidden: true, querySelector: (what) => this.parts[what] },
    card: { textContent: JSON.stringify({ revision: 3, state: "draft", summary: "", scores: [other] }) },
    "keep-mine": {},
    saving: {},
    scorecard: { addEventListener: (_, act) => (this.send = act), requestSubmit: () => (this.handedIn += 1) },
    p: {},
    a: {},
  };

  constructor(kept = {}) {
    globalThis.sessionStorage = {
      getItem: (key) => kept[key] ?? null,
      setItem: (key, value) => (kept[key] = value),
      removeItem: (key) => delete kept[key],
    };
    this.kept = kept;
    globalThis.document = {
      getElementById: (id) => this.parts[id] ?? null,
      querySelectorAll: (what) => {
        if (what === ".score") return [{ dataset: { criterion: "stability" } }];
        return what.includes("level") && !what.includes("checked") ? [1, 2, 3, 4].map((level) => this.radio(level)) : [];
      },
      querySelector: (what) => (what.startsWith('input[name="level-stability"]') && this.level ? { value: String(this.level) } : null),
    };
    globalThis.window = { setTimeout: (act, wait) => setTimeout(act, wait), addEventListener: (_, act) => (this.leave = act) };
    globalThis.fetch = async (_, { method, body, keepalive }) => {
      if (method === "GET") return Response.json(this.server ?? {});
      this.puts.push({ ...JSON.parse(body), last: keepalive });
      const { status = 200, headers = {}, ...answer } = this.answers.shift() ?? { revision: 4, state: "draft", summary: "", scores: [other, said(this.level)] };
      return Response.json(answer, { status, headers });
    };
    keepSaving({ dataset: { interview: "i", alone: "yes", revision: "3" }, addEventListener: (_, act) => (this.input = act) });
  }

  radio(level) {
    const desk = this;
    return { value: String(level), set checked(on) { if (on) desk.level = level; } };
  }

  /** The next page of the same tab, made from the same state of the server. */
  next() {
    desk = new Desk(this.kept);
    return desk;
  }

  handsIn() {
    this.send({ preventDefault: () => undefined, submitter: null });
  }

  choose(level) {
    this.level = level;
    this.input({ target: { getAttribute: () => "scorecard" } });
  }

  async pass(milliseconds) {
    mock.timers.tick(milliseconds);
    for (let each = 0; each < 30; each++) await new Promise((resolve) => setImmediate(resolve));
  }

  get told() {
    return this.parts.saving.textContent;
  }
}

let desk;
const stale = (scores) => ({ status: 409, type: "/stale-revision", detail: "Changed elsewhere.", scorecard: { revision: 9, state: "draft", summary: "", scores } });

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  desk = new Desk();
});

test("what is chosen just before leaving is sent, with the criteria that are not on the page", () => {
  desk.choose(2);
  desk.leave();
  assert.deepEqual([{ revision: 3, summary: "", scores: [other, said(2)], last: true }], desk.puts);
});

test("leaving sends nothing where all is saved", async () => {
  desk.choose(2);
  await desk.pass(1000);
  assert.equal("Saved", desk.told);
  desk.leave();
  assert.equal(1, desk.puts.length);
});

test("what is chosen while a save is under way is sent on leaving", async () => {
  desk.choose(2);
  mock.timers.tick(1000);
  desk.choose(3);
  await desk.pass(0);
  desk.leave();
  assert.deepEqual([said(2), said(3)], desk.puts.map(({ scores }) => scores[1]));
});

test("what is chosen while a save is under way is sent on leaving also where nobody knows whether that was taken", () => {
  desk.choose(2);
  mock.timers.tick(1000);
  desk.choose(3);
  desk.leave();
  const sent = desk.puts.map(({ revision, scores }) => [revision, scores[1].level]);
  assert.deepEqual([[3, 2], [3, 3], [4, 3]], sent);
});

test("another answer to the same criterion is not overwritten unasked", async () => {
  desk.answers = [stale([said(1)])];
  desk.choose(2);
  await desk.pass(1000);
  await desk.pass(10_000);
  assert.equal(1, desk.puts.length);
  assert.equal(false, desk.parts.stale.hidden);
  desk.parts["keep-mine"].onclick();
  await desk.pass(1);
  assert.equal(9, desk.puts.at(-1).revision);
});

test("an answer to another criterion is gone on from", async () => {
  desk.answers = [stale([{ ...other, level: 1 }])];
  desk.choose(2);
  await desk.pass(1000);
  await desk.pass(1);
  assert.deepEqual({ revision: 9, summary: "", scores: [{ ...other, level: 1 }, said(2)], last: false }, desk.puts.at(-1));
  assert.equal(true, desk.parts.stale.hidden);
});

test("one's own answer that was sent on leaving is not taken for another's", async () => {
  desk.choose(2);
  desk.leave();
  desk.choose(3); // back by the browser's own way, to the page as it was
  desk.answers = [stale([other, said(2)])];
  await desk.pass(1000);
  await desk.pass(1);
  assert.equal(9, desk.puts.at(-1).revision);
  assert.equal("Saved", desk.told);
});

for (const status of [401, 429, 500, 503]) {
  test(`a save refused with ${status} is tried again, and sent on leaving`, async () => {
    desk.answers = [{ status, detail: "Not now.", headers: { "Retry-After": "7" } }];
    desk.choose(2);
    await desk.pass(1000);
    assert.match(desk.told, /^Not saved yet: Not now\./);
    desk.leave();
    assert.equal(2, desk.puts.length);
    await desk.pass(6999);
    assert.equal(2, desk.puts.length);
    await desk.pass(1);
    assert.equal(3, desk.puts.length);
    assert.equal("Saved", desk.told);
  });
}

test("what the next page was made too early to show is put into it, and is nobody else's", async () => {
  desk.choose(2);
  desk.leave();
  const next = desk.next();
  assert.equal(2, next.level);
  next.answers = [stale([other, said(2)])];
  next.choose(3);
  await next.pass(1000);
  await next.pass(1);
  assert.deepEqual([9, 3], [next.puts.at(-1).revision, next.puts.at(-1).scores[1].level]);
  assert.equal(true, next.parts.stale.hidden);
});

test("what was saved is not put into the next page", async () => {
  desk.choose(2);
  await desk.pass(1000);
  assert.equal(null, desk.next().level);
});

test("handing in waits for the save under way, and is done once", async () => {
  desk.choose(2);
  mock.timers.tick(1000);
  desk.handsIn();
  assert.equal(0, desk.handedIn);
  await desk.pass(0);
  assert.equal(1, desk.handedIn);
  desk.choose(3);
  await desk.pass(1000);
  assert.equal(1, desk.handedIn);
});

test("nothing is handed in where the save under way fails", async () => {
  desk.answers = [{ status: 503, detail: "Not now." }];
  desk.choose(2);
  mock.timers.tick(1000);
  desk.handsIn();
  await desk.pass(0);
  await desk.pass(10_000);
  assert.equal(0, desk.handedIn);
  assert.match(desk.told, /Saved/);
});
