// Which keys are the replay's, and which belong to where the keyboard stands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isTaken } from "../../../static/src/replay/controls";

globalThis.Element = class {
  constructor(...is) {
    this.is = is;
  }

  closest(selectors) {
    return selectors.split(", ").some((each) => this.is.includes(each)) ? this : null;
  }
};

const press = (key, where, defaultPrevented = false) => isTaken({ key, target: new Element(where), defaultPrevented });

test("the caret moves in the code, and tabs change, without the replay moving", () => {
  for (const key of ["ArrowLeft", "ArrowRight", "Home", "End"]) {
    assert.equal(true, press(key, ".cm-content"));
    assert.equal(true, press(key, "[role=tab]"));
    assert.equal(false, press(key, "body"));
  }
});

test("other keys of the replay work in the code", () => assert.equal(false, press("]", ".cm-content")));

test("a key that something else has used is not used again", () => assert.equal(true, press("]", "body", true)));
