// What a room holds against the way to the server, and what not.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Passage } from "../../../static/src/room/passage";

let now = 0;
let answers = true;
const told = [];

mock.method(performance, "now", () => now);
globalThis.fetch = async (url, init) => {
  if (url !== "/healthz") told.push(JSON.parse(init.body).kind);
  else if (!answers) throw new TypeError("Failed to fetch");
  return new Response(null, { status: url === "/healthz" ? 200 : 204 });
};

beforeEach(() => {
  now = 0;
  answers = true;
});

async function cut(passage, seconds) {
  passage.opened();
  now += seconds * 1000;
  return passage.ended();
}

test("a connection that never opens is held against the way once it happened twice and the server answers otherwise", async () => {
  const passage = new Passage();
  assert.equal(await passage.ended(), false);
  assert.equal(await passage.ended(), true);
  assert.match(passage.blamed, /does not let live connections through/);
  assert.deepEqual(told, ["sockets_refused"]);
  await passage.ended();
  assert.deepEqual(told, ["sockets_refused"]); // once from each page
});

test("a server that is away is not held against the way", async () => {
  const passage = new Passage();
  answers = false;
  for (let attempt = 0; attempt < 5; attempt += 1) assert.equal(await passage.ended(), false);
  assert.equal(passage.blamed, null);
});

test("connections that are cut again and again are, and one that lasts takes it back", async () => {
  const passage = new Passage();
  assert.equal(await cut(passage, 2), false);
  assert.equal(await cut(passage, 59), false);
  assert.equal(await cut(passage, 2), true);
  assert.match(passage.blamed, /cuts the connection/);
  assert.equal(await cut(passage, 61), false);
  assert.equal(passage.blamed, null);
});

test("a server that opens and says nothing, or says why it closes, is no cut, and no excuse for what never opens", async () => {
  const passage = new Passage();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    passage.opened();
    now += 12_000;
    assert.equal(passage.left(), true);
  }
  assert.equal(passage.blamed, null);
  assert.equal(passage.left(), false);
  assert.equal(await passage.ended(), false);
  assert.equal(await passage.ended(), true);
  assert.match(passage.blamed, /does not let live connections through/);
});
