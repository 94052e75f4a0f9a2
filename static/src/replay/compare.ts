// A chunk of its own: the text at two moments, side by side, or as one text where it is narrow.
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { reading } from "../workspace/editor";

const fixed: Extension = [reading(), EditorState.readOnly.of(true), EditorState.lineSeparator.of("\n")];
const named = (label: string): Extension => EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" });

/** Gives what takes it off the page again. */
export function compareMoments(parent: HTMLElement, before: string, after: string): () => void {
  if (window.matchMedia("(max-width: 48rem)").matches) {
    const view = new EditorView({
      doc: after,
      parent,
      extensions: [fixed, named("The later text, with what was before"), unifiedMergeView({ original: before, mergeControls: false })],
    });
    return () => view.destroy();
  }
  const view = new MergeView({
    a: { doc: before, extensions: [fixed, named("The earlier text")] },
    b: { doc: after, extensions: [fixed, named("The later text")] },
    parent,
    collapseUnchanged: { margin: 3, minSize: 6 },
  });
  return () => view.destroy();
}
