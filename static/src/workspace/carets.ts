// Other people's carets and selections, drawn beside the text and never inside it: a browser that changes the text by
// itself, as when composing, must not find anything there that nobody typed.
import { EditorSelection, type Extension } from "@codemirror/state";
import { type EditorView, layer, type LayerMarker, RectangleMarker, type ViewUpdate } from "@codemirror/view";

export interface Caret {
  anchor: number;
  head: number;
  name: string;
  /** A number from 1: the person's colour in the style sheet. */
  colour: number;
}

const labelHeight = 18;

class NamedCaret implements LayerMarker {
  constructor(
    private readonly place: RectangleMarker,
    private readonly name: string,
    private readonly colour: number,
  ) {}

  eq(other: LayerMarker): boolean {
    return other instanceof NamedCaret && other.place.eq(this.place) && other.name === this.name && other.colour === this.colour;
  }

  draw(): HTMLElement {
    const { left, top, height } = this.place;
    const caret = document.createElement("div");
    const label = document.createElement("span");
    caret.className = "caret";
    caret.style.cssText = `left: ${left}px; top: ${top}px; height: ${height}px; --person: var(--person-${this.colour})`;
    caret.toggleAttribute("data-below", top < labelHeight + 4);
    label.className = "caret__name";
    label.textContent = this.name;
    caret.append(label);
    return caret;
  }
}

function within(view: EditorView, { anchor, head }: Caret): boolean {
  return Math.max(anchor, head) <= view.state.doc.length;
}

function names(view: EditorView, caret: Caret): LayerMarker[] {
  return RectangleMarker.forRange(view, "", EditorSelection.cursor(caret.head)).map((place) => new NamedCaret(place, caret.name, caret.colour));
}

function selections(view: EditorView, { anchor, head, colour }: Caret): readonly LayerMarker[] {
  return anchor === head ? [] : RectangleMarker.forRange(view, `selected-by selected-by-${colour}`, EditorSelection.range(anchor, head));
}

/** `carets` are those of the moment; `moved` says after which updates they have to be drawn again. */
export function caretLayers(carets: (view: EditorView) => Caret[], moved: (update: ViewUpdate) => boolean): Extension {
  const update = (change: ViewUpdate): boolean => change.docChanged || moved(change);
  const valid = (view: EditorView): Caret[] => carets(view).filter((caret) => within(view, caret));
  return [
    layer({ above: false, class: "cm-selectedLayer", update, markers: (view) => valid(view).flatMap((caret) => [...selections(view, caret)]) }),
    layer({ above: true, class: "cm-caretLayer", update, markers: (view) => valid(view).flatMap((caret) => names(view, caret)) }),
  ];
}
