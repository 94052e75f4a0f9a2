// What this page knows of the interview: the room as the server describes it, and what has happened, each event once.
import { Again } from "../kit/again";
import { api } from "../kit/api";
import type { Right, RoomEvent, RoomView } from "./types";

interface Page {
  events: RoomEvent[];
  next: number;
  more: boolean;
}

/** Events after which the room's own description is asked for again. */
const changing = /^(interview_|clock_|person_|lobby_|hint_released|twist_applied|focus_changed|question_answered|agreed)/;
const together = 60;

export class Store {
  readonly base: string;
  readonly events: RoomEvent[] = [];
  view!: RoomView;
  /** Whether all that had happened before this page came has been read. */
  caughtUp = false;
  private readonly seen = new Set<number>();
  private readonly viewers: ((view: RoomView) => void)[] = [];
  private readonly listeners: ((event: RoomEvent, live: boolean) => void)[] = [];
  private readonly views = new Again(() => void this.refresh().catch(() => undefined));
  private readonly news = new Again(() => void this.catchUp(true));
  private cursor = 0;
  /** Counts the views asked for; which of them is on show. */
  private asked = 0;
  private shown = 0;
  private catching: Promise<void> | null = null;
  /** The server's clock less this page's: a browser's own clock is never believed. */
  private ahead = 0;

  constructor(interview: string) {
    this.base = `/api/interviews/${interview}`;
  }

  /** Tells whoever listens by now how things stand. */
  tell(): void {
    this.viewers.forEach((act) => act(this.view));
  }

  may(right: Right): boolean {
    return this.view.me.rights.includes(right);
  }

  get staff(): boolean {
    return this.view.me.part !== "candidate";
  }

  get running(): boolean {
    return this.view.interview.state === "live" || this.view.interview.state === "paused";
  }

  /** By the server's clock, in milliseconds. */
  now(): number {
    return performance.now() + this.ahead;
  }

  onView(act: (view: RoomView) => void): void {
    this.viewers.push(act);
  }

  onEvent(act: (event: RoomEvent, live: boolean) => void): void {
    this.listeners.push(act);
  }

  /** A frame of the WebSocket: an event in full, or the word that there is something to fetch. */
  heard(data: Record<string, unknown>): void {
    if (data["type"] === "event" && typeof data["cursor"] === "number") this.take(data as unknown as RoomEvent, true);
    else this.news.soon(0);
    if (data["type"] === "focus" || data["type"] === "place") this.refreshSoon();
  }

  /** All that happened since; asked again when somebody asks meanwhile. */
  async catchUp(live: boolean): Promise<void> {
    if (this.catching) await this.catching.catch(() => undefined);
    this.catching ??= this.fetch(live).finally(() => {
      this.catching = null;
    });
    return this.catching;
  }

  /** A failure is told to whoever asked, and what they wanted is asked for again all the same. */
  async refresh(): Promise<void> {
    const turn = ++this.asked;
    const asked = performance.now();
    const view = await this.answerFor(turn);
    if (turn < this.shown) return;
    this.shown = turn;
    this.view = view;
    const halfway = (asked + performance.now()) / 2;
    this.ahead = Date.parse(view.clock.now) - halfway;
    this.tell();
  }

  refreshSoon(): void {
    this.views.soon(together);
  }

  post<T = unknown>(what: string, body: unknown): Promise<T> {
    return api.post<T>(`${this.base}/${what}`, body);
  }

  private async answerFor(turn: number): Promise<RoomView> {
    try {
      const view = await api.get<RoomView>(`${this.base}/room`);
      this.views.answered();
      return view;
    } catch (error) {
      if (turn > this.shown) this.views.failed(error);
      throw error;
    }
  }

  private async fetch(live: boolean): Promise<void> {
    try {
      for (let more = true; more; ) {
        const page = await api.get<Page>(`${this.base}/events?after=${this.cursor}&limit=500`);
        page.events.forEach((event) => this.take(event, live && this.caughtUp));
        this.cursor = Math.max(this.cursor, page.next);
        ({ more } = page);
      }
      this.caughtUp = true;
      this.news.answered();
    } catch (error) {
      this.news.failed(error);
      if (!live) throw error;
      // Out of reach, or not allowed any more: the connection says so.
    }
  }

  private take(event: RoomEvent, live: boolean): void {
    if (this.seen.has(event.cursor)) return;
    this.seen.add(event.cursor);
    this.cursor = Math.max(this.cursor, event.cursor);
    this.events.push(event);
    // Also what happened between the first view and the first look at what had happened.
    if ((live || event.cursor > this.view.cursor) && changing.test(event.kind)) this.refreshSoon();
    this.listeners.forEach((act) => act(event, live));
  }
}
