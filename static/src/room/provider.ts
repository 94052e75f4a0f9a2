// Keeps the document of this page and the server's the same, whatever the network does: sends each change, keeps it until
// it is acknowledged, and sends what is left again after every reconnect. Knows bytes; not the editor and not the page.
import { type Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import { Kept } from "./kept";
import { Passage } from "./passage";
import * as protocol from "./protocol";
import { split } from "./split";
import { standing, takeBack, typing } from "./untaken";

/** `refused`: the server does not take what was typed, and says why. `stopped`: this page will not connect again. */
export type Link = "connecting" | "saved" | "saving" | "offline" | "refused" | "stopped";

/** Why the server does not take what was typed. `read-only` passes by itself when typing is open again. */
export interface Refusal {
  code: string;
  message: string;
  /** The changes it is about; those after them rest on them and wait. */
  batch: Batch | undefined;
}

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
const shownFor = 10_000; // others forget whom they heard nothing of for thirty seconds, and fifteen can pass until a next word
const patience = 12_000;
const mostSilence = 45_000; // a server that has nothing to say says so every fifteen seconds
const mostResyncs = 3;
const small = 8192;

/** Changes sent together: small ones in one batch, a large one by itself, so that its refusal is about nothing else. */
function gathered(batches: Iterable<Batch>): Batch[] {
  const made: Batch[] = [];
  let open: Batch | null = null;
  for (const { updates, keys } of batches) {
    updates.forEach((update, at) => {
      const key = keys[at] ?? Promise.resolve(null);
      if (open && update.length <= small) {
        open.updates.push(update);
        open.keys.push(key);
        return;
      }
      const batch = { updates: [update], keys: [key], left: 0 };
      open = update.length <= small ? batch : null;
      made.push(batch);
    });
  }
  return made;
}
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
  private readonly passage = new Passage();
  private since = 0;
  private heardAt = 0;
  /** Whether this server tells that it is there; one of an older release does not. */
  private pulses = false;
  private cursorTimer: number | undefined;
  private shownAt = -Infinity;
  private held: Refusal | null = null;
  private sparing = false;
  private resyncs = 0;

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
    if (this.socket?.readyState === WebSocket.OPEN && !this.held) return;
    this.failures = 0;
    this.close();
    this.connect();
  }

  /** How many edits have not been acknowledged. */
  get unsent(): number {
    return [...this.outstanding].reduce((count, { updates }) => count + updates.length, 0);
  }

  /** Whether what is not sent yet would outlast this page. */
  get keeps(): boolean {
    return this.kept.works;
  }

  get refusal(): Refusal | null {
    return this.unsent > 0 ? this.held : null;
  }

  /** The text that the server has not taken, as it stands in the editors, or as it was typed where it cannot stand there. */
  untaken(): string {
    return this.held?.code === "resync" ? typing(this.refusedUpdates()) : standing(this.doc, this.refusedUpdates());
  }

  /** Out of the texts with what the server does not take, and on: what others and oneself wrote before stays. */
  async undoUntaken(): Promise<void> {
    if (this.held?.code === "too-large") return takeBack(this.doc, this.refusedUpdates());
    // This document will not meet the server's again: the page begins anew with the server's.
    const keys = await Promise.all([...this.outstanding].flatMap((batch) => batch.keys));
    await this.kept.remove(keys);
    this.outstanding.clear();
    location.reload();
  }

  private updates(): Uint8Array[] {
    return [...this.outstanding].flatMap(({ updates }) => updates);
  }

  private refusedUpdates(): Uint8Array[] {
    return this.held?.code === "too-large" ? (this.held.batch?.updates ?? []) : this.updates();
  }

  private connect(): void {
    window.clearTimeout(this.timer);
    this.number = 0;
    this.sent.clear();
    this.synced = false;
    this.held = null;
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    this.since = performance.now();
    this.pulses = false;
    this.shownAt = -Infinity;
    socket.onopen = () => {
      this.passage.opened();
      socket.send(protocol.hello(this.doc));
    };
    socket.onmessage = (message: MessageEvent<ArrayBuffer>) => this.socket === socket && this.heard(protocol.read(message.data));
    socket.onclose = (event) => this.socket === socket && this.closed(event);
    this.tell();
  }

  private close(): void {
    const { socket } = this;
    this.socket = null;
    socket?.close();
    this.synced = false;
    this.sent.clear(); // nobody answers these any more: waiting for them would put off every further try
    const others = [...this.awareness.getStates().keys()].filter((client) => client !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    // What is remembered of them would refuse the same state when the next connection brings it again.
    others.forEach((client) => this.awareness.meta.delete(client));
  }

  private closed({ code }: CloseEvent): void {
    this.close();
    const why = final[code];
    if (why) {
      window.clearTimeout(this.timer);
      return this.listener.link("stopped", why);
    }
    if (code === protocol.closings.tooFast) this.failures = Math.max(this.failures, 2);
    this.later(this.passage.blamed ?? "The connection to the server is gone.");
    if (code === protocol.closings.withoutAWord) void this.blame();
    else this.passage.left();
  }

  private async blame(): Promise<void> {
    if ((await this.passage.ended()) && !this.synced) this.listener.link("offline", this.passage.blamed ?? "");
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
    const waits = oldest ? oldest.at : this.socket && !this.synced ? this.since : Infinity;
    const silent = this.socket && this.pulses && performance.now() - this.heardAt > mostSilence;
    if (!silent && performance.now() - waits <= patience) return;
    if (!this.passage.left()) void this.blame(); // it never opened; one that did met a server that is silent
    this.lost(this.passage.blamed ?? "The server does not answer.");
  }

  private heard(message: protocol.Incoming | null): void {
    this.heardAt = performance.now();
    if (message?.kind === "alive") this.pulses = true;
    if (message?.kind === "update") Y.applyUpdate(this.doc, message.update, this);
    if (message?.kind === "sync") this.joined(message.update);
    if (message?.kind === "awareness") applyAwarenessUpdate(this.awareness, message.update, this);
    if (message?.kind === "ack") this.acknowledged(message.number);
    if (message?.kind === "event") this.listener.event(message.data);
    if (message?.kind === "refused") this.refused(message.code, message.message, message.number);
    // Not by a timer: in a hidden window they come once a minute, and its person would be gone for the others.
    if (this.synced && performance.now() - this.shownAt > shownFor) this.show();
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
    const batches = gathered(this.outstanding);
    this.outstanding.clear();
    batches.forEach((batch) => this.outstanding.add(batch));
    this.updates().forEach((update) => Y.applyUpdate(this.doc, update, this));
    batches.forEach((batch) => this.send(batch));
  }

  private changed(update: Uint8Array): void {
    const batch: Batch = { updates: [update], keys: [this.kept.add(update)], left: 0 };
    this.outstanding.add(batch);
    if (this.held?.code === "too-large" && !standing(this.doc, this.refusedUpdates())) this.now();
    else if (this.synced && !this.held) this.send(batch);
    this.tell();
  }

  private send(batch: Batch): void {
    for (const message of split(batch.updates, this.sparing ? this.updates() : [])) {
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
    this.resyncs = 0;
    this.sent.delete(number);
    found.batch.left -= 1;
    if (found.batch.left === 0) this.done(found.batch);
    this.tell();
  }

  private done(batch: Batch): void {
    this.outstanding.delete(batch);
    if (this.outstanding.size === 0) this.sparing = false;
    void Promise.all(batch.keys).then((keys) => this.kept.remove(keys));
  }

  private refused(code: string, message: string, number: number | null): void {
    const found = number === null ? undefined : this.sent.get(number);
    if (number !== null) this.sent.delete(number);
    if (this.held) return; // what was sent after it rests on it
    if (code === "resync" && this.resyncs < mostResyncs) {
      this.resyncs += 1;
      return this.lost("The server asked for the text again.");
    }
    if (code === "too-large" && !this.sparing) return this.spare();
    if (found && dropped.has(code)) {
      console.error(`The room refused an update: ${code}, ${message}`);
      this.done(found.batch);
    } else {
      this.held = { code, message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, batch: found?.batch };
    }
    this.tell();
  }

  // Perhaps it fits without what has been deleted again since.
  private spare(): void {
    this.sparing = true;
    this.close();
    this.connect();
  }

  private moved(): void {
    this.cursorTimer ??= window.setTimeout(() => this.show(), cursorsEvery);
  }

  /** Says to the others that one is here, and where. */
  private show(): void {
    window.clearTimeout(this.cursorTimer);
    this.cursorTimer = undefined;
    if (!this.synced) return;
    this.shownAt = performance.now();
    this.socket?.send(protocol.awareness(encodeAwarenessUpdate(this.awareness, [this.doc.clientID])));
  }

  private tell(): void {
    if (!this.synced) {
      if (this.failures === 0) this.listener.link("connecting", "");
    } else if (this.refusal) this.listener.link("refused", this.refusal.message);
    else this.listener.link(this.unsent ? "saving" : "saved", "");
  }
}
