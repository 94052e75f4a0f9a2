// The shared texts and their editors: two for each problem, made when first looked at. Undo is each person's own.
import { EditorState, Prec, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { byId } from "../kit/dom";
import { createEditor, type Editor } from "../workspace/editor";
import { notify } from "../workspace/notices";
import type { EditorSet } from "../workspace/settings";
import { limitBytes } from "../workspace/texts";
import { undoing } from "../workspace/undoing";
import type { FileName } from "../workspace/types";
import { cursors } from "./cursors";
import type { RoomProblem } from "./types";

const labels: Record<FileName, string> = { solution: "Solution", checks: "Own checks" };
export const files: FileName[] = ["solution", "checks"];

interface Held extends Editor {
  file: FileName;
  position: number;
  box: HTMLElement;
}

export interface Hooks {
  /** Something longer was pasted. */
  pasted: (position: number, characters: number) => void;
}

const bytes = new TextEncoder();
const worthMarking = 40;

// A line ends with \n and nothing else, in every browser alike: what counts characters differently comes apart.
const lines: Extension = [
  EditorState.lineSeparator.of("\n"),
  EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n")),
];

const withinLimit = EditorState.changeFilter.of((change) => {
  if (!change.isUserEvent("input") || change.newDoc.length <= change.startState.doc.length) return true;
  if (change.newDoc.length * 3 <= limitBytes || bytes.encode(change.newDoc.sliceString(0)).length <= limitBytes) return true;
  notify("limit", { text: "A text can hold 256 KiB, so this was not put in. Nothing else changed." });
  return false;
});

export class Texts implements EditorSet {
  private readonly held = new Map<string, Held>();
  private readonly settings: ((editor: Editor, file: FileName) => void)[] = [];
  private frozen = true;
  private problems: RoomProblem[] = [];

  constructor(
    private readonly doc: Y.Doc,
    private readonly awareness: Awareness,
    private readonly hooks: Hooks,
  ) {}

  /** Shows one problem's texts. */
  show(problems: RoomProblem[], position: number): void {
    this.problems = problems;
    for (const file of files) this.editor(position, file);
    for (const { box, position: own } of this.held.values()) box.hidden = own !== position;
  }

  editor(position: number, file: FileName): Editor {
    const name = `${file}:${position}`;
    const known = this.held.get(name);
    if (known) return known;
    const made = this.make(position, file);
    this.held.set(name, made);
    made.set("frozen", this.freezing());
    this.settings.forEach((apply) => apply(made, file));
    return made;
  }

  text(position: number, file: FileName): string {
    return this.doc.getText(`${file}:${position}`).toString();
  }

  /** For every editor there is, and every one to come. */
  each(apply: (editor: Editor, file: FileName) => void): void {
    this.settings.push(apply);
    for (const editor of this.held.values()) apply(editor, editor.file);
  }

  freeze(frozen: boolean): void {
    if (frozen === this.frozen) return;
    this.frozen = frozen;
    for (const editor of this.held.values()) editor.set("frozen", this.freezing());
  }

  private freezing(): Extension {
    return this.frozen ? [EditorState.readOnly.of(true), EditorView.contentAttributes.of({ "aria-readonly": "true" })] : [];
  }

  private make(position: number, file: FileName): Held {
    const box = document.createElement("div");
    box.className = "editor";
    box.dataset["position"] = String(position);
    byId(`panel-${file}`).append(box);
    const text = this.doc.getText(`${file}:${position}`);
    const undoManager = new Y.UndoManager(text);
    const problem = this.problems[position];
    const entry = problem?.entry ?? { name: "", kind: "function" as const, args: [], methods: [] };
    const label = this.problems.length > 1 ? `${labels[file]}, problem ${position + 1}` : labels[file];
    const ties = [yCollab(text, null, { undoManager }), cursors(text, this.awareness), lines, withinLimit, this.pasting(position, undoManager)];
    const undo = this.undo(undoManager);
    return { ...createEditor({ parent: box, text: text.toString(), label, entry, together: { ties, undo } }), file, position, box };
  }

  // A text that can only be read is not changed by undoing either.
  private undo(manager: Y.UndoManager): Extension {
    const unlessFrozen = (act: () => unknown) => (): boolean => {
      if (!this.frozen) act();
      return true;
    };
    const undo = unlessFrozen(() => manager.undo());
    const redo = unlessFrozen(() => manager.redo());
    const menu = EditorView.domEventHandlers({ beforeinput: ({ inputType }) => this.frozen && inputType.startsWith("history") });
    const keys = yUndoManagerKeymap.map((binding) => ({ ...binding, run: binding.key === "Mod-z" ? undo : redo }));
    return [undoing.of({ undo, redo }), Prec.high([menu, keymap.of(keys)])];
  }

  // What is pasted is undone by itself, not together with what was typed just before or after.
  private pasting(position: number, undo: Y.UndoManager): Extension {
    const before = EditorView.domEventObservers({ paste: () => undo.stopCapturing(), drop: () => undo.stopCapturing() });
    const after = EditorView.updateListener.of((update) => {
      const paste = update.transactions.find((change) => change.isUserEvent("input.paste"));
      if (!paste) return;
      undo.stopCapturing();
      let characters = 0;
      paste.changes.iterChanges((_a, _b, from, to) => {
        characters += to - from;
      });
      if (characters >= worthMarking) this.hooks.pasted(position, characters);
    });
    return [before, after];
  }
}
