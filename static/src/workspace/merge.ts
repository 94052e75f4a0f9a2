// A chunk of its own: two versions side by side (one under the other where it is narrow), the right one editable.
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { textButton } from "../kit/dom";
import { reading } from "./editor";

export interface Comparison {
  /** The text as it stands on the right now. */
  result: () => string;
  close: () => void;
}

const named = (label: string): Extension => EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" });

export function compare(parent: HTMLElement, theirs: string, mine: string): Comparison {
  if (window.matchMedia("(max-width: 48rem)").matches) return unified(parent, theirs, mine);
  const view = new MergeView({
    a: { doc: theirs, extensions: [reading(), EditorState.readOnly.of(true), named("The other version")] },
    b: { doc: mine, extensions: [reading(), named("The merged text")] },
    parent,
    revertControls: "a-to-b",
    collapseUnchanged: { margin: 3, minSize: 6 },
  });
  return { result: () => view.b.state.sliceDoc(), close: () => view.destroy() };
}

const choices = { accept: "Keep here", reject: "Take the server’s" };

function control(kind: keyof typeof choices, act: (event: MouseEvent) => void): HTMLElement {
  return textButton(choices[kind], act);
}

function unified(parent: HTMLElement, theirs: string, mine: string): Comparison {
  const extensions = [reading(), named("The merged text"), unifiedMergeView({ original: theirs, mergeControls: control })];
  const view = new EditorView({ doc: mine, parent, extensions });
  return { result: () => view.state.sliceDoc(), close: () => view.destroy() };
}
