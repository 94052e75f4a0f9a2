// The editor's settings: remembered in this browser, applied to every editor at once.
import { byId } from "../kit/dom";
import { preferences, remember } from "../kit/preferences";
import { completing, type Editor } from "./editor";
import { lintWith } from "./lint";
import type { FileName } from "./types";

const smallest = 11;
const largest = 24;
const usual = 14;

type Editors = Record<FileName, Editor>;

async function vimKeys(on: boolean) {
  return on ? (await import("./vim")).vim() : [];
}

function each(editors: Editors, apply: (editor: Editor, file: FileName) => void): void {
  (Object.keys(editors) as FileName[]).forEach((file) => apply(editors[file], file));
}

const applied = {
  lint: (editors: Editors, on: boolean) => each(editors, (editor, file) => editor.set("lint", on ? lintWith(file) : [])),
  complete: (editors: Editors, on: boolean) => each(editors, (editor) => editor.set("complete", completing(on))),
  vim: (editors: Editors, on: boolean) => {
    void vimKeys(on).then((keys) => each(editors, (editor) => editor.set("vim", keys)));
  },
};

function wireSwitch(name: keyof typeof applied, usually: boolean, editors: Editors): void {
  const box = byId<HTMLInputElement>(`setting-${name}`);
  box.checked = preferences()[name] ?? usually;
  applied[name](editors, box.checked);
  box.addEventListener("change", () => {
    remember({ [name]: box.checked });
    applied[name](editors, box.checked);
  });
}

function wireSize(measure: () => void): void {
  const shown = byId("size-value");
  const show = (size: number) => {
    shown.textContent = String(size);
    document.documentElement.style.setProperty("--code-size", `${size}px`);
  };
  const step = (by: number) => {
    const size = Math.min(largest, Math.max(smallest, (preferences().codeSize ?? usual) + by));
    remember({ codeSize: size });
    show(size);
    measure();
  };
  show(preferences().codeSize ?? usual);
  byId("size-down").addEventListener("click", () => step(-1));
  byId("size-up").addEventListener("click", () => step(1));
}

export function wireSettings(editors: Editors): void {
  wireSwitch("complete", true, editors);
  wireSwitch("lint", true, editors);
  wireSwitch("vim", false, editors);
  wireSize(() => each(editors, (editor) => editor.view.requestMeasure()));
}
