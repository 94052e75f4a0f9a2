// Keeps the document of this page and the server's the same, whatever the network does: sends each change, keeps it until
// it is acknowledged, and sends what is left again after every reconnect. Knows bytes; not the editor and not the page.
import { type Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import { Kept } from "./kept";
import * as protocol from "./protocol";
import { split } from "./split";

/** `refused`: the server does not take what was typed, and says why. `stopped`: this page will not connect again. */
export type Link = "connecting" | "saved" | "saving" | "offline" | "refused" | "stopped";

export interface Listener {
  link: (state: Link, detail: string) => void;
  event: (data: Record<string, unknown>) => void;
  /** The texts are here, for the first time or again. */
  synced: () => void;
}

/** Changes that are one to the person: all their messages are acknowledged, or all are sent again. */
interface Batch {
  updates: Uint8Array[];
  keys: Promise<IDBValidKey | null>[];
  left: number;
}

const pauses = [300, 1000, 2000, 4000, 8000, 15000];
const cursorsEvery = 60;
const patience = 12_000;
const dropped = new Set(["content", "root", "foreign", "malformed"]);
const final: Record<number, string> = {
  [protocol.closings.signIn]: "You have been signed out. Sign in again in another tab, then reload this page.",
  [protocol.closings.wrongOrigin]: "This page was opened under another address than the server's. Open it again by its link.",
  [protocol.closings.noSeat]: "You are no longer part of this interview.",
  [protocol.closings.clientTaken]: "This page has to be loaded again.",
  [protocol.closings.tooMany]: "This interview is open in too many windows. Close some, then reload this page.",
};

export class Provider {
  private socket: WebSocket | null = null;
  private synced = false;
  private failures = 0;
  private number = 0;
  private timer: number | undefined;
  private readonly outstanding = new Set<Batch>();
  private readonly sent = new Map<number, { batch: Batch; at: number }>();
  private readonly kept: Kept;
  private cursorTimer: number | undefined;
  private refusal = "";

  constructor(
    private readonly address: string,
    room: string,
    private readonly doc: Y.Doc,
    private readonly awareness: Awareness,
    private readonly listener: Listener,
  ) {
    this.kept = new Kept(room);
    doc.on("update", (update: Uint8Array, origin: unknown) => origin !== this && this.changed(update));
    awareness.on("update", ({ added, updated }: { added: number[]; updated: number[] }) => {
      if ([...added, ...updated].includes(doc.clientID)) this.moved();
    });
    window.addEventListener("online", () => this.now());
    window.addEventListener("offline", () => this.lost("You are offline."));
    window.setInterval(() => this.watch(), 2000);
  }

  async start(): Promise<void> {
    const rows = await this.kept.all();
    if (rows.length > 0) {
      this.outstanding.add({ updates: rows.map(({ update }) => update), keys: rows.map(({ key }) => Promise.resolve(key)), left: 0 });
    }
    this.connect();
  }

  /** Try at once what would otherwise wait for its time. */
  now(): void {
    if (this.socket?.readyState === WebSocket.OPEN && !this.refusal) return;
    this.failures = 0;
    this.close();
    this.connect();
  }

  get unsent(): boolean {
    return this.outstanding.size > 0;
  }

  private connect(): void {
    window.clearTimeout(this.timer);
    this.number = 0;
    this.sent.clear();
    this.synced = false;
    this.refusal = "";
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(protocol.hello(this.doc));
    socket.onmessage = (message: MessageEvent<ArrayBuffer>) => this.socket === socket && this.heard(protocol.read(message.data));
    socket.onclose = (event) => this.socket === socket && this.closed(event);
    this.tell();
  }

  private close(): void {
    const { socket } = this;
    this.socket = null;
    socket?.close();
    this.synced = false;
    const others = [...this.awareness.getStates().keys()].filter((client) => client !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
  }

  private closed({ code }: CloseEvent): void {
    this.close();
    const why = final[code];
    if (why) {
      window.clearTimeout(this.timer);
      return this.listener.link("stopped", why);
    }
    if (code === protocol.closings.tooFast) this.failures = Math.max(this.failures, 2);
    this.later("The connection to the server is gone.");
  }

  private lost(why: string): void {
    this.close();
    this.later(why);
  }

  private later(why: string): void {
    const pause = pauses[Math.min(this.failures, pauses.length - 1)] ?? 0;
    this.failures += 1;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.connect(), pause * (0.75 + Math.random() / 2));
    this.listener.link("offline", why);
  }

  // A connection can be dead without anybody having said so.
  private watch(): void {
    const [oldest] = this.sent.values();
    if (oldest && performance.now() - oldest.at > patience) this.lost("The server does not answer.");
  }

  private heard(message: protocol.Incoming | null): void {
    if (message?.kind === "update") Y.applyUpdate(this.doc, message.update, this);
    if (message?.kind === "sync") this.joined(message.update);
    if (message?.kind === "awareness") applyAwarenessUpdate(this.awareness, message.update, this);
    if (message?.kind === "ack") this.acknowledged(message.number);
    if (message?.kind === "event") this.listener.event(message.data);
    if (message?.kind === "refused") this.refused(message.code, message.message, message.number);
  }

  private joined(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, this);
    this.synced = true;
    this.sendAgain();
    this.awareness.setLocalState(this.awareness.getLocalState() ?? {});
    this.listener.synced();
    this.tell();
  }

  private sendAgain(): void {
    if (this.outstanding.size === 0) return;
    const before = [...this.outstanding];
    const batch: Batch = { updates: before.flatMap(({ updates }) => updates), keys: before.flatMap(({ keys }) => keys), left: 0 };
    this.outstanding.clear();
    this.outstanding.add(batch);
    batch.updates.forEach((update) => Y.applyUpdate(this.doc, update, this));
    this.send(batch);
  }

  private changed(update: Uint8Array): void {
    const batch: Batch = { updates: [update], keys: [this.kept.add(update)], left: 0 };
    this.outstanding.add(batch);
    if (this.synced) this.send(batch);
    this.tell();
  }

  private send(batch: Batch): void {
    for (const message of split(batch.updates)) {
      this.number += 1;
      batch.left += 1;
      this.sent.set(this.number, { batch, at: performance.now() });
      this.socket?.send(protocol.update(this.number, message));
    }
    if (batch.left === 0) this.done(batch);
  }

  private acknowledged(number: number): void {
    const found = this.sent.get(number);
    if (!found) return;
    this.failures = 0;
    this.sent.delete(number);
    found.batch.left -= 1;
    if (found.batch.left === 0) this.done(found.batch);
    this.tell();
  }

  private done(batch: Batch): void {
    this.outstanding.delete(batch);
    void Promise.all(batch.keys).then((keys) => this.kept.remove(keys));
  }

  private refused(code: string, message: string, number: number | null): void {
    const found = number === null ? undefined : this.sent.get(number);
    if (number !== null) this.sent.delete(number);
    if (code === "resync") return this.lost("The server asked for the text again.");
    if (found && dropped.has(code)) {
      console.error(`The room refused an update: ${code}, ${message}`);
      this.done(found.batch);
    } else {
      this.refusal = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
    }
    this.tell();
  }

  private moved(): void {
    if (this.cursorTimer !== undefined) return;
    this.cursorTimer = window.setTimeout(() => {
      this.cursorTimer = undefined;
      if (this.synced) this.socket?.send(protocol.awareness(encodeAwarenessUpdate(this.awareness, [this.doc.clientID])));
    }, cursorsEvery);
  }

  private tell(): void {
    if (!this.synced) {
      if (this.failures === 0) this.listener.link("connecting", "");
    } else if (this.refusal && this.unsent) this.listener.link("refused", this.refusal);
    else this.listener.link(this.unsent ? "saving" : "saved", "");
  }
}
