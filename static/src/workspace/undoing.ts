// Undo and redo of a text that several people write: whatever undoes asks here before it takes the editor's own.
import { Facet } from "@codemirror/state";

export interface Undoing {
  undo: () => void;
  redo: () => void;
}

export const undoing = Facet.define<Undoing, Undoing | null>({ combine: ([first]) => first ?? null });
