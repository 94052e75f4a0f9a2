// What a page answers whoever may not see it: it leads to the sign-in page, and that is no part of anything.
import assert from "node:assert/strict";
import { test } from "node:test";
import { api, isSignedOut, Refused, Unreachable } from "../../../static/src/kit/api";

/** A server that answers with this page, after having led to it where it is another one than was asked for. */
function answering(path, init = {}) {
  globalThis.fetch = async (url) => {
    const response = new Response("<p>A page.</p>", init);
    return Object.defineProperties(response, { redirected: { value: path !== url }, url: { value: `https://holdout.test${path}?next=x` } });
  };
}

test("a part of a page is read as it is, also where its address has moved", async () => {
  answering("/part");
  assert.equal(await api.html("/part"), "<p>A page.</p>");
  answering("/problems/metrics/roc-auc");
  assert.equal(await api.html("/attempts/1"), "<p>A page.</p>");
});

test("the sign-in page is no answer", async () => {
  answering("/signin");
  await assert.rejects(api.html("/part"), (error) => isSignedOut(error) && error.message === "You have been signed out.");
  answering("/account/passkey");
  await assert.rejects(api.html("/part"), (error) => error instanceof Refused && error.slug === "passkey-required" && !isSignedOut(error));
});

test("what is refused, and what does not arrive, is told apart", async () => {
  answering("/part", { status: 409 });
  await assert.rejects(api.html("/part"), (error) => error instanceof Refused && error.status === 409);
  globalThis.fetch = () => Promise.reject(new TypeError("offline"));
  await assert.rejects(api.html("/part"), Unreachable);
});
