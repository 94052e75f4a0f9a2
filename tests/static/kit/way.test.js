// Whether server-sent events come through: silence is noticed, and only silence.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { compare, holdsBack, watch } from "../../../static/src/kit/way";

class Source extends EventTarget {
  readyState = 0;

  close() {
    this.readyState = 2;
  }

  happens(type) {
    this.dispatchEvent(new Event(type));
  }
}

globalThis.window = globalThis;
globalThis.EventSource = { CLOSED: 2 };
mock.timers.enable({ apis: ["setTimeout"] });

function watched() {
  const source = new Source();
  const instead = mock.fn();
  watch(source, ["queued", "finished"], instead);
  return { source, instead: () => instead.mock.callCount() };
}

test("what has happened before arrives at once, and then the stream may be silent", () => {
  const { source, instead } = watched();
  source.happens("open");
  source.happens("queued");
  mock.timers.tick(60_000);
  source.happens("open"); // connected again, with nothing new
  mock.timers.tick(60_000);
  assert.equal(instead(), 0);
});

test("a server that is away is waited for, as long as it takes", () => {
  const { source, instead } = watched();
  source.happens("error");
  mock.timers.tick(60_000);
  source.happens("open");
  mock.timers.tick(4_000);
  source.happens("finished");
  mock.timers.tick(60_000);
  assert.equal(instead(), 0);
  assert.equal(holdsBack(), false);
});

test("a refusal is not silence", () => {
  const { source, instead } = watched();
  source.close();
  mock.timers.tick(60_000);
  assert.equal(instead(), 0);
});

for (const opens of [true, false]) {
  test(`a stream of which nothing comes through, ${opens ? "though it opened" : "not even its head"}, is given up once`, () => {
    const { source, instead } = watched();
    if (opens) source.happens("open");
    mock.timers.tick(4_900);
    assert.equal(instead(), 0);
    mock.timers.tick(200);
    assert.equal(instead(), 1);
    assert.equal(source.readyState, 2);
    assert.equal(holdsBack(), true);
  });
}

test("what is as silent to a plain request is the server, and streams are tried again", () => {
  const told = [];
  globalThis.fetch = async (url, init) => {
    told.push(JSON.parse(init.body).kind);
    return new Response(null, { status: 204 });
  };
  for (const took of [null, 5_100]) {
    watched();
    mock.timers.tick(5_100);
    assert.equal(holdsBack(), true);
    assert.equal(compare(took), false);
    assert.equal(holdsBack(), false);
  }
  assert.deepEqual(told, []);
  watched();
  mock.timers.tick(5_100);
  assert.equal(compare(40), true);
  assert.deepEqual(told, ["events_held_back"]);
});
