// The room's log as the server packs it: fetched page by page, read into updates.
import { Refused } from "../kit/api";
import type { Person } from "../room/types";

export interface Update {
  /** Milliseconds since 1970, by the server's clock; never less than the one before. */
  at: number;
  /** A place in the log's authors. */
  author: number;
  bytes: Uint8Array;
}

export interface Log {
  /** Null is the server itself, which typed the starters. */
  authors: (Person | null)[];
  updates: Update[];
}

interface Header {
  authors: (Person | null)[];
  next: number;
  more: boolean;
}

const headBytes = 24;

function placeOf(log: Log, person: Person | null): number {
  const known = log.authors.findIndex((each) => each?.id === person?.id);
  if (known >= 0) return known;
  log.authors.push(person);
  return log.authors.length - 1;
}

function read(page: ArrayBuffer, log: Log): Header {
  const view = new DataView(page);
  const headerBytes = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(page, 4, headerBytes))) as Header;
  const places = header.authors.map((person) => placeOf(log, person));
  let last = log.updates.at(-1)?.at ?? 0;
  for (let at = 4 + headerBytes; at < page.byteLength; ) {
    const length = view.getUint32(at + 20, true);
    last = Math.max(last, Number(view.getBigUint64(at + 8, true)));
    const bytes = new Uint8Array(page, at + headBytes, length);
    log.updates.push({ at: last, author: places[view.getUint32(at + 16, true)] ?? 0, bytes });
    at += headBytes + length;
  }
  return header;
}

export async function fetchLog(base: string): Promise<Log> {
  const log: Log = { authors: [], updates: [] };
  for (let after = 0, more = true; more; ) {
    const response = await fetch(`${base}/log?after=${after}`);
    if (!response.ok) throw new Refused(response.status, "", "The log could not be read.", {}, null);
    ({ next: after, more } = read(await response.arrayBuffer(), log));
  }
  return log;
}
