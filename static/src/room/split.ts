// Cuts what Yjs made of one change into messages the server takes: text in pieces, never through a character. Typing that
// was kept while the connection was away is joined first, so that ten minutes of it are a few messages. Pure functions.
import * as Y from "yjs";

const mostUnits = 8192;
const mostStructs = 1000;
const mostRanges = 4000;

interface Place {
  client: number;
  clock: number;
}

/** One stretch of typing. `text` is null for one that was deleted before it was ever sent. */
interface Stretch extends Place {
  length: number;
  left: Place | null;
  right: Place | null;
  root: string;
  text: string | null;
}

interface Range extends Place {
  length: number;
}

class Bytes {
  private readonly parts: number[] = [];

  byte(value: number): this {
    this.parts.push(value);
    return this;
  }

  number(value: number): this {
    while (value > 127) {
      this.parts.push((value % 128) + 128);
      value = Math.floor(value / 128);
    }
    this.parts.push(value);
    return this;
  }

  text(value: string): this {
    const encoded = new TextEncoder().encode(value);
    this.number(encoded.length);
    for (const byte of encoded) this.parts.push(byte);
    return this;
  }

  place({ client, clock }: Place): this {
    return this.number(client).number(clock);
  }

  take(): Uint8Array {
    return new Uint8Array(this.parts);
  }
}

const same = (one: Place | null, other: Place | null): boolean =>
  one === other || (one !== null && other !== null && one.client === other.client && one.clock === other.clock);

function stretchOf(item: Y.Item): Stretch {
  const { content } = item;
  const text = content instanceof Y.ContentString ? content.str : null;
  return { ...item.id, length: item.length, left: item.origin, right: item.rightOrigin, root: String(item.parent ?? ""), text };
}

function continues(before: Stretch, next: Stretch): boolean {
  const follows = before.client === next.client && before.clock + before.length === next.clock;
  const afterIt = same(next.left, { client: before.client, clock: next.clock - 1 });
  return follows && afterIt && same(before.right, next.right) && before.text !== null && next.text !== null;
}

function joined(stretches: Stretch[]): Stretch[] {
  const kept: Stretch[] = [];
  for (const next of stretches) {
    const last = kept.at(-1);
    if (last && continues(last, next)) kept[kept.length - 1] = { ...last, length: last.length + next.length, text: `${last.text}${next.text}` };
    else kept.push(next);
  }
  return kept;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

function cut(stretch: Stretch): Stretch[] {
  const { text, client, clock } = stretch;
  if (text === null || text.length <= mostUnits) return [stretch];
  const pieces: Stretch[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + mostUnits, text.length);
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to -= 1;
    const left = from === 0 ? stretch.left : { client, clock: clock + from - 1 };
    pieces.push({ ...stretch, left, clock: clock + from, length: to - from, text: text.slice(from, to) });
    from = to;
  }
  return pieces;
}

function writeStretch(bytes: Bytes, { left, right, root, text, length }: Stretch): void {
  bytes.byte((text === null ? 1 : 4) | (left ? 0x80 : 0) | (right ? 0x40 : 0));
  if (left) bytes.place(left);
  if (right) bytes.place(right);
  if (!left && !right) bytes.number(1).text(root);
  if (text === null) bytes.number(length);
  else bytes.text(text);
}

function typing(stretches: Stretch[]): Uint8Array {
  const [first] = stretches;
  if (!first) return new Uint8Array([0, 0]);
  const bytes = new Bytes().number(1).number(stretches.length).place(first);
  stretches.forEach((stretch) => writeStretch(bytes, stretch));
  return bytes.number(0).take();
}

function deleting(ranges: Range[]): Uint8Array {
  const clients = Map.groupBy(ranges, ({ client }) => client);
  const bytes = new Bytes().number(0).number(clients.size);
  for (const [client, own] of clients) {
    bytes.number(client).number(own.length);
    own.forEach(({ clock, length }) => bytes.number(clock).number(length));
  }
  return bytes.take();
}

/** Pieces of one client's typing that each fit into a message, in order. */
function messages(stretches: Stretch[]): Uint8Array[] {
  const made: Uint8Array[] = [];
  let open: Stretch[] = [];
  let units = 0;
  for (const piece of stretches.flatMap(cut)) {
    const size = piece.text?.length ?? 1;
    if (open.length > 0 && (units + size > mostUnits || open.length === mostStructs)) {
      made.push(typing(open));
      [open, units] = [[], 0];
    }
    open.push(piece);
    units += size;
  }
  return open.length > 0 ? [...made, typing(open)] : made;
}

function chunks<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

/**
 * The updates as messages, in an order in which each rests on the ones before it. What only deletes older text goes
 * first, so that replacing a long text by another never needs room for both.
 */
export function split(updates: Uint8Array[]): Uint8Array[] {
  const decoded = updates.map((update) => Y.decodeUpdate(update));
  const items = decoded.flatMap(({ structs }) => structs.filter((struct) => struct instanceof Y.Item));
  const deleted: Range[] = decoded.flatMap(({ ds }) =>
    [...ds.clients].flatMap(([client, found]) => found.map(({ clock, len }) => ({ client, clock, length: len }))),
  );
  const clients = Map.groupBy(items.map(stretchOf), ({ client }) => client);
  const begun = new Map([...clients].map(([client, [first]]) => [client, first?.clock ?? 0]));
  const older = deleted.every(({ client, clock, length }) => clock + length <= (begun.get(client) ?? Infinity));
  const typed = [...clients.values()].flatMap((own) => messages(joined(own)));
  const removed = chunks(deleted, mostRanges).map(deleting);
  return older ? [...removed, ...typed] : [...typed, ...removed];
}
