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

/** The units of a stretch from one clock to another, as a stretch of its own. */
function part(stretch: Stretch, from: number, to: number): Stretch {
  const { client, clock, left, text } = stretch;
  const before = from === clock ? left : { client, clock: from - 1 };
  return { ...stretch, left: before, clock: from, length: to - from, text: text?.slice(from - clock, to - clock) ?? null };
}

/** The same stretch without the text that has been deleted since: its place is taken, and holds nothing. */
function spared(stretch: Stretch, gone: Range[]): Stretch[] {
  const pieces: Stretch[] = [];
  const end = stretch.clock + stretch.length;
  let at = stretch.clock;
  for (const { clock, length } of gone) {
    const [from, to] = [Math.max(at, clock), Math.min(end, clock + length)];
    if (from >= to) continue;
    if (from > at) pieces.push(part(stretch, at, from));
    pieces.push({ ...part(stretch, from, to), text: null });
    at = to;
  }
  return at < end ? [...pieces, part(stretch, at, end)] : pieces;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

function cut(stretch: Stretch): Stretch[] {
  const { text, clock } = stretch;
  if (text === null || text.length <= mostUnits) return [stretch];
  const pieces: Stretch[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + mostUnits, text.length);
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to -= 1;
    pieces.push(part(stretch, clock + from, clock + to));
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

/** One client's typing in the order it was made, each stretch once: a tab may have kept what another one kept as well. */
function once(stretches: Stretch[]): Stretch[] {
  let end = 0;
  return stretches
    .toSorted((one, other) => one.clock - other.clock)
    .filter(({ clock, length }) => {
      const fresh = clock >= end;
      if (fresh) end = clock + length;
      return fresh;
    });
}

/** Pieces of one client's typing that each fit into a message. A message has no gap: places in it are only counted on. */
function messages(stretches: Stretch[]): Uint8Array[] {
  const made: Uint8Array[] = [];
  let open: Stretch[] = [];
  let units = 0;
  let end = 0;
  for (const piece of stretches.flatMap(cut)) {
    const size = piece.text?.length ?? 1;
    if (open.length > 0 && (units + size > mostUnits || open.length === mostStructs || piece.clock !== end)) {
      made.push(typing(open));
      [open, units] = [[], 0];
    }
    open.push(piece);
    units += size;
    end = piece.clock + piece.length;
  }
  return open.length > 0 ? [...made, typing(open)] : made;
}

function chunks<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

function deletedBy(updates: Uint8Array[]): Range[] {
  return updates.flatMap((update) =>
    [...Y.decodeUpdate(update).ds.clients].flatMap(([client, found]) => found.map(({ clock, len }) => ({ client, clock, length: len }))),
  );
}

/**
 * The updates as messages, in an order in which each rests on the ones before it. What only deletes older text goes
 * first, so that replacing a long text by another never needs room for both. Text that one of `later`
 * deletes is left out: what would not fit together with it may fit without.
 */
export function split(updates: Uint8Array[], later: Uint8Array[] = []): Uint8Array[] {
  const items = updates.flatMap((update) => Y.decodeUpdate(update).structs.filter((struct) => struct instanceof Y.Item));
  const deleted = deletedBy(updates);
  const clients = [...Map.groupBy(items.map(stretchOf), ({ client }) => client)].map(([client, own]) => [client, once(own)] as const);
  const begun = new Map(clients.map(([client, [first]]) => [client, first?.clock ?? 0]));
  const older = deleted.every(({ client, clock, length }) => clock + length <= (begun.get(client) ?? Infinity));
  const gone = Map.groupBy(deletedBy(later).toSorted((one, other) => one.clock - other.clock), ({ client }) => client);
  const typed = clients.flatMap(([client, own]) => messages(joined(own.flatMap((stretch) => spared(stretch, gone.get(client) ?? [])))));
  const removed = chunks(deleted, mostRanges).map(deleting);
  return older ? [...removed, ...typed] : [...typed, ...removed];
}
