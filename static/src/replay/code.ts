// The code as it was: who typed which part, and where the latest change was made.
import { StateEffect, StateField, EditorState, type Extension } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import { reading, smallestChange } from "../workspace/editor";
import type { Moment } from "./past";

/** A number from 1 for each author; 0 for the starter, which nobody typed here. */
type Colours = (author: number) => number;

class Caret extends WidgetType {
  constructor(
    private readonly colour: number,
    private readonly name: string,
  ) {
    super();
  }

  override eq(other: Caret): boolean {
    return other.colour === this.colour && other.name === this.name;
  }

  toDOM(): HTMLElement {
    const caret = document.createElement("span");
    const name = document.createElement("span");
    caret.className = "cm-ySelectionCaret";
    caret.style.backgroundColor = caret.style.borderColor = `var(--person-${this.colour})`;
    name.className = "cm-ySelectionInfo replay-name";
    name.textContent = this.name;
    caret.append("\u2060", name, "\u2060");
    return caret;
  }
}

const painted = StateEffect.define<DecorationSet>();
const paint = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (value, change) => change.effects.find((effect) => effect.is(painted))?.value ?? value.map(change.changes),
  provide: (field) => EditorView.decorations.from(field),
});

export class Code {
  private readonly view: EditorView;

  constructor(
    parent: HTMLElement,
    private readonly colourOf: Colours,
  ) {
    const named: Extension = EditorView.contentAttributes.of({ "aria-label": "The code at this moment, read-only", tabindex: "0" });
    const lines = EditorState.lineSeparator.of("\n");
    this.view = new EditorView({ parent, extensions: [reading(), EditorState.readOnly.of(true), lines, named, paint] });
  }

  show({ text, spans, caret }: Moment, by: { colour: number; name: string } | null, follow: boolean): void {
    const before = this.view.state.sliceDoc();
    const marks = spans.flatMap(({ from, to, author }) => {
      const colour = this.colourOf(author);
      return colour > 0 ? [Decoration.mark({ class: `by-${colour}` }).range(from, to)] : [];
    });
    const here = caret !== null && by ? [Decoration.widget({ widget: new Caret(by.colour, by.name), side: 1 }).range(caret)] : [];
    const effects: StateEffect<unknown>[] = [painted.of(Decoration.set([...marks, ...here], true))];
    if (follow && caret !== null) effects.push(EditorView.scrollIntoView(caret, { y: "nearest", yMargin: 60 }));
    this.view.dispatch({ ...(before === text ? {} : { changes: smallestChange(before, text) }), effects });
  }
}
