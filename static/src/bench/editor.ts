// CodeMirror in the place of a text field, which keeps the text for whoever reads it.
import { EditorView } from "@codemirror/view";
import { comforts, labelled, reading, telling } from "../workspace/editor";

/** Puts the editor there; gives what reads its text. */
export function over(parent: HTMLElement, area: HTMLTextAreaElement, typed: () => void): () => string {
  const focused = document.activeElement === area;
  const text = () => view.state.sliceDoc();
  const changed = () => {
    area.value = text();
    typed();
  };
  const view = new EditorView({ doc: area.value, extensions: [comforts(), reading(), labelled("Your checks"), telling(changed)] });
  area.hidden = true;
  parent.append(view.dom);
  parent.classList.add("bench__editor--full");
  if (focused) view.focus();
  return text;
}
