// The messages of a room's WebSocket: one byte for the kind, then the body. Numbers are little endian.
import * as Y from "yjs";

export type Incoming =
  | { kind: "update"; seq: number; update: Uint8Array }
  | { kind: "awareness"; update: Uint8Array }
  | { kind: "sync"; seq: number; update: Uint8Array }
  | { kind: "ack"; number: number; seq: number }
  | { kind: "event"; data: Record<string, unknown> }
  | { kind: "refused"; code: string; message: string; number: number | null }
  | { kind: "alive" };

/** Why the server closes, as far as it matters what happens next. */
export const closings = { withoutAWord: 1006, signIn: 4401, wrongOrigin: 4403, noSeat: 4404, clientTaken: 4409, tooMany: 4413, tooFast: 4429 } as const;

const text = new TextDecoder();

function withHead(kind: number, head: number[], body: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(1 + head.length + body.length);
  frame[0] = kind;
  frame.set(head, 1);
  frame.set(body, 1 + head.length);
  return frame;
}

export function hello(doc: Y.Doc): Uint8Array<ArrayBuffer> {
  const vector = btoa(String.fromCharCode(...Y.encodeStateVector(doc)));
  return withHead(3, [], new TextEncoder().encode(JSON.stringify({ client: doc.clientID, vector })));
}

export function update(number: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  return withHead(1, [number & 255, (number >>> 8) & 255, (number >>> 16) & 255, (number >>> 24) & 255], body);
}

export function awareness(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return withHead(2, [], body);
}

const json = (bytes: Uint8Array): Record<string, unknown> => JSON.parse(text.decode(bytes)) as Record<string, unknown>;

/** Null for a kind this page does not know: a newer server may say more. */
export function read(data: ArrayBuffer): Incoming | null {
  const bytes = new Uint8Array(data);
  const view = new DataView(data);
  const u64 = (at: number): number => Number(view.getBigUint64(at, true));
  switch (bytes[0]) {
    case 1:
      return { kind: "update", seq: u64(1), update: bytes.subarray(9) };
    case 2:
      return { kind: "awareness", update: bytes.subarray(1) };
    case 3:
      return { kind: "sync", seq: u64(1), update: bytes.subarray(13, 13 + view.getUint32(9, true)) };
    case 4:
      return { kind: "ack", number: view.getUint32(1, true), seq: u64(5) };
    case 5:
      return { kind: "event", data: json(bytes.subarray(1)) };
    case 6: {
      const { code, message, number } = json(bytes.subarray(1));
      return { kind: "refused", code: String(code), message: String(message), number: typeof number === "number" ? number : null };
    }
    case 7:
      return { kind: "alive" };
    default:
      return null;
  }
}
