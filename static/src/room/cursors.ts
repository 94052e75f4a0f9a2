// Tells the others where this person's cursor is, and draws theirs. Positions are Yjs's relative ones: they stay at the
// same character whatever is typed before it.
import { StateEffect, type Extension } from "@codemirror/state";
import { ViewPlugin, type EditorView, type PluginValue, type ViewUpdate } from "@codemirror/view";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { caretLayers, type Caret } from "../workspace/carets";
import { colourOf } from "./people";

interface State {
  cursor?: { anchor: unknown; head: unknown } | null;
  user?: { id: string; name: string };
}

const othersMoved = StateEffect.define<null>();

function positionIn(text: Y.Text, position: unknown): number | null {
  if (!text.doc) return null;
  const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), text.doc);
  return found?.type === text ? found.index : null;
}

function caretsIn(text: Y.Text, awareness: Awareness): Caret[] {
  return [...(awareness.getStates() as Map<number, State>)].flatMap(([client, { cursor, user }]) => {
    if (client === awareness.clientID || !cursor || !user) return [];
    const [anchor, head] = [positionIn(text, cursor.anchor), positionIn(text, cursor.head)];
    return anchor === null || head === null ? [] : [{ anchor, head, name: user.name, colour: colourOf(user.id) }];
  });
}

class Own implements PluginValue {
  private readonly listen: (change: { added: number[]; updated: number[]; removed: number[] }) => void;
  private told = "";

  constructor(
    private readonly view: EditorView,
    private readonly text: Y.Text,
    private readonly awareness: Awareness,
  ) {
    this.listen = ({ added, updated, removed }) => {
      const others = [...added, ...updated, ...removed].some((client) => client !== awareness.clientID);
      // Never in the middle of another update of the editor.
      if (others) queueMicrotask(() => this.view.dispatch({ effects: othersMoved.of(null) }));
    };
    awareness.on("change", this.listen);
  }

  update({ view, state, selectionSet, docChanged, focusChanged }: ViewUpdate): void {
    if (!view.hasFocus || !(selectionSet || docChanged || focusChanged)) return;
    const { anchor, head } = state.selection.main;
    const cursor = { anchor: this.relative(anchor), head: this.relative(head) };
    const now = JSON.stringify(cursor);
    if (now === this.told && !focusChanged) return;
    this.told = now;
    this.awareness.setLocalStateField("cursor", cursor);
  }

  destroy(): void {
    this.awareness.off("change", this.listen);
  }

  private relative(index: number): unknown {
    return Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.text, Math.min(index, this.text.length)));
  }
}

export function cursors(text: Y.Text, awareness: Awareness): Extension {
  return [
    ViewPlugin.define((view) => new Own(view, text, awareness)),
    caretLayers(
      () => caretsIn(text, awareness),
      (update) => update.transactions.some(({ effects }) => effects.some((effect) => effect.is(othersMoved))),
    ),
  ];
}
