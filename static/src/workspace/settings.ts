// The editor's settings: remembered in this browser, applied to every editor at once.
import { byId } from "../kit/dom";
import { preferences, remember } from "../kit/preferences";
import { completing, type Editor } from "./editor";
import { lintWith } from "./lint";
import type { FileName } from "./types";

const smallest = 11;
const largest = 24;
const usual = 14;

/** Those of one page; more may join while it is open. */
export interface EditorSet {
  each: (apply: (editor: Editor, file: FileName) => void) => void;
}

async function vimKeys(on: boolean) {
  return on ? (await import("./vim")).vim() : [];
}

export function setOf(editors: Record<FileName, Editor>): EditorSet {
  return { each: (apply) => (Object.keys(editors) as FileName[]).forEach((file) => apply(editors[file], file)) };
}

const applied = {
  lint: (editors: EditorSet, on: boolean) => editors.each((editor, file) => editor.set("lint", on ? lintWith(file) : [])),
  complete: (editors: EditorSet, on: boolean) => editors.each((editor) => editor.set("complete", completing(on))),
  vim: (editors: EditorSet, on: boolean) => {
    void vimKeys(on).then((keys) => editors.each((editor) => editor.set("vim", keys)));
  },
};

function wireSwitch(name: keyof typeof applied, usually: boolean, editors: EditorSet): void {
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

/** Without `lint` nobody can have the underlines: an interview can be held without them. */
export function wireSettings(editors: EditorSet, lint = true): void {
  wireSwitch("complete", true, editors);
  if (lint) wireSwitch("lint", true, editors);
  else byId("setting-lint").closest("label")?.remove();
  wireSwitch("vim", false, editors);
  wireSize(() => editors.each((editor) => editor.view.requestMeasure()));
}
