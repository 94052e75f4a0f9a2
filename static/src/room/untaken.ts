// What the server would not take, as the person knows it: text that stands in the editors. Found, shown, taken back.
import * as Y from "yjs";

interface Piece {
  text: Y.Text;
  index: number;
  typed: string;
}

/** The clocks at which each client typed, in these updates. */
function typedIn(updates: Uint8Array[]): Map<number, [from: number, to: number][]> {
  const typed = new Map<number, [number, number][]>();
  const structs = updates.flatMap((update) => Y.decodeUpdate(update).structs).toSorted((one, other) => one.id.clock - other.id.clock);
  for (const { id, length } of structs) {
    const own = typed.get(id.client) ?? [];
    const last = own.at(-1);
    if (last && last[1] >= id.clock) last[1] = Math.max(last[1], id.clock + length);
    else own.push([id.clock, id.clock + length]);
    typed.set(id.client, own);
  }
  return typed;
}

function piecesOf(text: Y.Text, typed: Map<number, [number, number][]>): Piece[] {
  const pieces: Piece[] = [];
  let index = 0;
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const { clock, client } = item.id;
    for (const [from, to] of typed.get(client) ?? []) {
      const [first, last] = [Math.max(0, from - clock), Math.min(item.length, to - clock)];
      if (first < last) pieces.push({ text, index: index + first, typed: item.content.str.slice(first, last) });
    }
    index += item.length;
  }
  return pieces.toSorted((one, other) => one.index - other.index);
}

function pieces(doc: Y.Doc, updates: Uint8Array[]): Piece[] {
  const typed = typedIn(updates);
  return [...doc.share.keys()].flatMap((name) => piecesOf(doc.getText(name), typed));
}

/** What of these updates stands in the texts, a line between what does not stand together. */
export function standing(doc: Y.Doc, updates: Uint8Array[]): string {
  let [written, end] = ["", { text: null as Y.Text | null, index: 0 }];
  for (const { text, index, typed } of pieces(doc, updates)) {
    if (written && !(end.text === text && end.index === index)) written += "\n";
    written += typed;
    end = { text, index: index + typed.length };
  }
  return written;
}

/** What was typed in these updates, wherever it belongs: also what cannot be put into a text for want of what it follows. */
export function typing(updates: Uint8Array[]): string {
  const structs = updates.flatMap((update) => Y.decodeUpdate(update).structs);
  return structs.map((struct) => (struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : "")).join("");
}

/** Takes it out of the texts again, in one step. */
export function takeBack(doc: Y.Doc, updates: Uint8Array[]): void {
  doc.transact(() => {
    for (const { text, index, typed } of pieces(doc, updates).toReversed()) text.delete(index, typed.length);
  });
}
