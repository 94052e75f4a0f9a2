// Every state the texts were ever in. Yjs keeps all that was ever typed in one order, also what is deleted again; with
// the number of the update that made each character, and of the one that took it away, any moment is one walk along it.
import * as Y from "yjs";
import type { Log } from "./log";

const never = 0x7fffffff;

/** Characters that came and went together. */
interface Run {
  text: string;
  born: number;
  died: number;
}

export interface Span {
  from: number;
  to: number;
  author: number;
}

export interface Moment {
  text: string;
  spans: Span[];
  /** Where the update of this moment changed the text; null when it changed another one. */
  caret: number | null;
}

/** By client: which update made, and which took away, the character at each clock. */
class Lives {
  private readonly born = new Map<number, number[]>();
  private readonly died = new Map<number, number[]>();

  note(update: Uint8Array, number: number): void {
    const { structs, ds } = Y.decodeUpdate(update);
    for (const { id, length } of structs) this.bear(id.client, id.clock, length, number);
    for (const [client, ranges] of ds.clients) for (const { clock, len } of ranges) this.bury(client, clock, len, number);
  }

  private of(map: Map<number, number[]>, client: number): number[] {
    const known = map.get(client);
    if (known) return known;
    const made: number[] = [];
    map.set(client, made);
    return made;
  }

  // What is sent a second time after a reconnect was there already.
  private bear(client: number, clock: number, length: number, number: number): void {
    const all = this.of(this.born, client);
    for (let at = Math.max(clock, all.length); at < clock + length; at += 1) all[at] = number;
  }

  private bury(client: number, clock: number, length: number, number: number): void {
    const all = this.of(this.died, client);
    for (let at = clock; at < clock + length; at += 1) all[at] ??= number;
  }

  runs(item: Y.Item, text: string): Run[] {
    const born = this.born.get(item.id.client) ?? [];
    const died = this.died.get(item.id.client) ?? [];
    const runs: Run[] = [];
    let from = 0;
    for (let at = 1; at <= text.length; at += 1) {
      const clock = item.id.clock + at;
      const same = at < text.length && born[clock] === born[clock - 1] && died[clock] === died[clock - 1];
      if (same) continue;
      runs.push({ text: text.slice(from, at), born: born[clock - 1] ?? 0, died: died[clock - 1] ?? never });
      from = at;
    }
    return runs;
  }
}

export class Past {
  private readonly runs = new Map<string, Run[]>();
  /** The name of the text that each update changed. */
  private readonly touched: (string | undefined)[] = [];

  constructor(private readonly log: Log) {
    const doc = new Y.Doc({ gc: false });
    const lives = new Lives();
    doc.transact(() => log.updates.forEach(({ bytes }) => Y.applyUpdate(doc, bytes)));
    log.updates.forEach(({ bytes }, number) => lives.note(bytes, number));
    for (const name of doc.share.keys()) this.runs.set(name, this.walk(name, doc.getText(name), lives));
  }

  get length(): number {
    return this.log.updates.length;
  }

  has(name: string): boolean {
    return (this.runs.get(name)?.length ?? 0) > 0;
  }

  /** How many updates there had been at this time. */
  before(at: number): number {
    const { updates } = this.log;
    let [low, high] = [0, updates.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((updates[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  at(number: number): number {
    return this.log.updates[number]?.at ?? 0;
  }

  authorOf(number: number): number | null {
    return this.log.updates[number]?.author ?? null;
  }

  /** The text that somebody changed last within the first `count` updates; the starters are nobody's. */
  latest(count: number): string | null {
    for (let at = count - 1; at >= 0; at -= 1) {
      const name = this.touched[at];
      const author = this.log.authors[this.authorOf(at) ?? -1];
      if (name !== undefined && author) return name;
    }
    return null;
  }

  /** A text after the first `count` updates. */
  moment(name: string, count: number): Moment {
    const last = count - 1;
    const parts: string[] = [];
    const spans: Span[] = [];
    let length = 0;
    let caret: number | null = null;
    for (const { text, born, died } of this.runs.get(name) ?? []) {
      if (died === last) caret ??= length;
      if (born > last || died <= last) continue;
      const author = this.authorOf(born) ?? 0;
      const before = spans.at(-1);
      if (before?.author === author) before.to += text.length;
      else spans.push({ from: length, to: length + text.length, author });
      parts.push(text);
      length += text.length;
      if (born === last) caret = length;
    }
    return { text: parts.join(""), spans, caret };
  }

  private walk(name: string, text: Y.Text, lives: Lives): Run[] {
    const runs: Run[] = [];
    for (let item = text._start; item; item = item.right) {
      if (item.content instanceof Y.ContentString) runs.push(...lives.runs(item, item.content.str));
    }
    for (const { born, died } of runs) {
      this.touched[born] = name;
      if (died !== never) this.touched[died] ??= name;
    }
    return runs;
  }
}
