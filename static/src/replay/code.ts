// The code as it was: who typed which part, and where the latest change was made.
import { StateEffect, StateField, EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { caretLayers, type Caret } from "../workspace/carets";
import { reading, smallestChange } from "../workspace/editor";
import type { Moment, Span } from "./past";

/** A number from 1 for each author; 0 for the starter, which nobody typed here. */
type Colours = (author: number) => number;

interface Painted {
  spans: Span[];
  carets: Caret[];
}

const painted = StateEffect.define<Painted>();
const paint = StateField.define<Painted>({
  create: () => ({ spans: [], carets: [] }),
  update: (value, change) => change.effects.find((effect) => effect.is(painted))?.value ?? value,
});

// Only what is in view is coloured: two hours of two people can be thousands of stretches.
function colouring(colourOf: Colours): Extension {
  return EditorView.decorations.of(({ state, viewport }) => {
    const seen = state.field(paint).spans.filter(({ from, to }) => to > viewport.from && from < viewport.to);
    return Decoration.set(
      seen.flatMap(({ from, to, author }) => {
        const colour = colourOf(author);
        return colour > 0 ? [Decoration.mark({ class: `by-${colour}` }).range(from, Math.min(to, state.doc.length))] : [];
      }),
    );
  });
}

const carets = caretLayers(
  (view) => view.state.field(paint).carets,
  (update) => update.startState.field(paint) !== update.state.field(paint),
);

export class Code {
  private readonly view: EditorView;

  constructor(parent: HTMLElement, colourOf: Colours) {
    const named: Extension = EditorView.contentAttributes.of({ "aria-label": "The code at this moment, read-only", tabindex: "0" });
    const lines = EditorState.lineSeparator.of("\n");
    this.view = new EditorView({ parent, extensions: [reading(), EditorState.readOnly.of(true), lines, named, paint, colouring(colourOf), carets] });
  }

  show({ text, spans, caret }: Moment, by: { colour: number; name: string } | null, follow: boolean): void {
    const before = this.view.state.sliceDoc();
    const here = caret !== null && by ? [{ ...by, anchor: caret, head: caret }] : [];
    const effects: StateEffect<unknown>[] = [painted.of({ spans, carets: here })];
    if (follow && caret !== null) effects.push(EditorView.scrollIntoView(caret, { y: "nearest", yMargin: 60 }));
    this.view.dispatch({ ...(before === text ? {} : { changes: smallestChange(before, text) }), effects });
  }
}
