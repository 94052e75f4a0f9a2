// Follows one execution until it ends, over whatever the network does meanwhile. Each event is told once, in order. Where
// a proxy holds events back, it asks every second instead; where nothing comes for long, it asks whether the line is dead.
import { api } from "../kit/api";
import { compare, holdsBack, watch } from "../kit/way";
import { eventTypes, type Event, type Execution } from "./types";

export interface Follower {
  event: (event: Event) => void;
  /** It still waits for a worker: whether there is one that takes it. */
  waiting?: (taken: boolean) => void;
  link: (state: "connected" | "reconnecting") => void;
  ended: () => void;
}

const retryAfter = 2000;
const askEvery = 1000;
const mostSilence = 15_000;

function isLast(event: Event): boolean {
  return event.type === "finished" || event.type === "platform_error";
}

export class Stream {
  private source: EventSource | null = null;
  private seen = -1;
  private over = false;
  private timer: number | undefined;
  private silence: number | undefined;

  constructor(
    /** Of the execution; its events are below it. */
    private readonly address: string,
    private readonly follower: Follower,
  ) {}

  /** Tells what already happened, then what happens. */
  start(execution: Execution): void {
    this.take(execution);
    if (!this.over) this.open();
  }

  stop(): void {
    this.over = true;
    this.source?.close();
    window.clearTimeout(this.timer);
    window.clearTimeout(this.silence);
  }

  private take(execution: Execution): void {
    execution.events.forEach((event) => this.tell(event));
    const { status } = execution;
    if (!this.over && (status === "finished" || status === "platform_error")) this.end();
  }

  private open(): void {
    if (holdsBack()) {
      this.timer = window.setTimeout(() => void this.catchUp(), askEvery);
      return;
    }
    this.source = new EventSource(`${this.address}/events`);
    watch(this.source, eventTypes, () => void this.catchUp());
    this.listen();
    this.source.onopen = () => this.follower.link("connected");
    this.source.onerror = () => this.lost();
    this.source.addEventListener("waiting", (message: MessageEvent<string>) => {
      if (!this.over) this.follower.waiting?.((JSON.parse(message.data) as { taken: boolean }).taken);
    });
    for (const type of eventTypes) {
      this.source.addEventListener(type, (message: MessageEvent<string>) => {
        const data: unknown = JSON.parse(message.data);
        this.tell({ seq: Number(message.lastEventId), type, data } as Event);
      });
    }
  }

  private tell(event: Event): void {
    if (event.seq <= this.seen || this.over) return;
    this.seen = event.seq;
    this.follower.event(event);
    this.listen();
    if (isLast(event)) this.end();
  }

  private listen(): void {
    window.clearTimeout(this.silence);
    this.silence = window.setTimeout(() => void this.look(), mostSilence);
  }

  // A line can be dead without anybody having said so: then the plain address knows what was not told.
  private async look(): Promise<void> {
    const { source, seen } = this;
    const execution = await api.get<Execution>(this.address).catch(() => null);
    if (this.over || source !== this.source || source?.readyState === EventSource.CLOSED) return;
    if (execution) this.take(execution);
    if (this.over) return;
    if (this.seen === seen) return this.listen();
    source?.close();
    this.open();
  }

  private end(): void {
    this.stop();
    this.follower.ended();
  }

  // The browser reconnects by itself unless the answer was a refusal; then the plain address tells how things stand. That
  // it answers shows that it is not the server that is silent where events are.
  private lost(): void {
    this.follower.link("reconnecting");
    if (this.source?.readyState === EventSource.CLOSED) this.timer = window.setTimeout(() => void this.catchUp(), retryAfter);
  }

  private async catchUp(): Promise<void> {
    const asked = performance.now();
    try {
      this.take(await api.get<Execution>(this.address));
      if (compare(performance.now() - asked)) this.follower.link("connected");
    } catch {
      compare(null);
      this.follower.link("reconnecting");
    }
    if (!this.over) this.open();
  }
}
