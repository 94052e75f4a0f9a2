// What a submission has to teach: asked of the server, put in as it comes, each part replaced only when it says more.
import { api, isSignedOut, Refused, Unreachable } from "../kit/api";
import { alerting, announce, textButton } from "../kit/dom";
import type { Jump } from "./states";

const reconnectAfter = 2000;
const askAgainAfter = 30_000; // nothing has come for so long: the job may be lost, and asking twice does no harm
const tooFast = 429;

interface Work { state: "unasked" | "working" | "done"; done: number; total: number; failed: number }

const sleep = (ms: number) => new Promise((resolve) => window.setTimeout(resolve, ms));

export class Debrief {
  /** What the server said last, by part. */
  private said = new Map<string, string>();
  private turn = 0;
  /** Ends what is followed. */
  private leave: () => void = () => undefined;
  /** What says that one has been signed out. */
  private away: HTMLElement | null = null;

  constructor(
    private readonly box: HTMLElement,
    private readonly jump: Jump | null,
  ) {
    box.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.goOn());
    this.upgrade();
  }

  hide(): void {
    this.turn += 1;
    this.leave();
    this.box.hidden = true;
    this.box.replaceChildren();
    this.away = null;
    this.said.clear();
  }

  /** Show what is known of a submission; resolves when it is there. What is not tried yet is tried, and followed. */
  async show(submission: string): Promise<void> {
    const turn = (this.turn += 1);
    this.box.dataset["submission"] = submission;
    try {
      if (!(await this.look(submission, turn))) return;
    } catch (error) {
      if (isSignedOut(error)) return this.signedOut();
      throw error;
    }
    void this.ask(submission, turn, false).then(() => this.follow(submission, turn)).catch((error: unknown) => this.lost(error));
  }

  /** Follow what is being tried, as the server tells of it, until nothing more is to come or something else is shown. */
  follow(submission: string, turn = this.turn): void {
    if (turn !== this.turn) return;
    this.leave();
    const source = new EventSource(`/api/executions/${submission}/debrief/events`);
    let followed = false;
    let last: Promise<unknown> = Promise.resolve(); // one look after the other: the newest is what stays
    const lookAgain = () => (last = last.then(() => this.look(submission, turn)).catch((error: unknown) => this.lost(error)));
    const wait = () => window.setInterval(() => void this.ask(submission, turn, false).catch((error: unknown) => this.lost(error)), askAgainAfter);
    let late = wait();
    this.leave = () => {
      source.close();
      window.clearInterval(late);
    };
    source.addEventListener("tried", () => {
      followed = true;
      window.clearInterval(late);
      late = wait();
      void lookAgain();
    });
    source.addEventListener("finished", ({ data }: MessageEvent<string>) => {
      this.leave();
      void lookAgain().then(() => this.ended(JSON.parse(data) as Work, followed));
    });
    source.addEventListener("error", () => source.readyState === EventSource.CLOSED && this.again(submission, turn));
    void lookAgain();
  }

  // The browser reconnects by itself unless the answer was a refusal; what was refused is not asked for over and over.
  private again(submission: string, turn: number): void {
    this.leave();
    api.get(`/api/executions/${submission}/debrief`).then(
      () => window.setTimeout(() => this.follow(submission, turn), reconnectAfter),
      (error: unknown) => this.lost(error),
    );
  }

  private ended(work: Work, justNow: boolean): void {
    if (!justNow || work.state !== "done") return;
    announce(work.failed > 0 ? `${work.failed} of ${work.total} broke on our side.` : "Guards and own checks were tried; see below the results.");
  }

  private async ask(submission: string, turn: number, again: boolean): Promise<void> {
    while (turn === this.turn) {
      try {
        await api.post(`/api/executions/${submission}/debrief${again ? "?again=true" : ""}`, {});
        return;
      } catch (error) {
        if (!(error instanceof Refused && error.status === tooFast)) throw error;
        await sleep(1000 * (error.retryAfter ?? 10));
      }
    }
  }

  /** It was shown so far, and is looked for again when the person comes back to it. */
  private lost(error: unknown): void {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    if (isSignedOut(error)) return this.signedOut();
    announce(error.message);
  }

  private signedOut(): void {
    this.leave();
    if (this.away) return;
    this.away = alerting("You have been signed out. Sign in again in another tab; this goes on when you come back.");
    this.box.prepend(this.away);
    this.box.hidden = false;
  }

  /** Where it stopped because one had been signed out: somebody is back, and may be signed in again. */
  private goOn(): void {
    if (this.away) void this.show(this.box.dataset["submission"] ?? "").catch((error: unknown) => this.lost(error));
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("ask" in form.dataset)) return;
    event.preventDefault();
    const submission = this.box.dataset["submission"] ?? "";
    const turn = (this.turn += 1);
    void this.ask(submission, turn, form.elements.namedItem("again") !== null)
      .then(() => this.follow(submission, turn), () => form.submit());
  }

  /** Put in what is new; false when something else is shown by now. */
  private async look(submission: string, turn: number): Promise<boolean> {
    const html = await this.part(submission);
    if (turn !== this.turn) return false;
    this.away?.remove();
    this.away = null;
    if (html) this.put(new DOMParser().parseFromString(html, "text/html").body);
    return html !== "";
  }

  /** Nothing where there is nothing to learn, or not yet. */
  private async part(submission: string): Promise<string> {
    try {
      return await api.html(`/executions/${submission}/debrief/part`);
    } catch (error) {
      if (error instanceof Refused && !isSignedOut(error)) return "";
      throw error;
    }
  }

  private put(found: HTMLElement): void {
    const parts = [...found.children].filter((part): part is HTMLElement => part instanceof HTMLElement);
    const names = parts.map((part, index) => part.id || String(index));
    const fresh = parts.map((part, index) => {
      const name = names[index] ?? "";
      const shown = this.box.querySelector<HTMLElement>(`[data-name="${name}"]`);
      const html = part.outerHTML;
      if (shown && this.said.get(name) === html) return shown;
      this.said.set(name, html);
      part.dataset["name"] = name;
      this.keepOpen(part);
      return document.adoptNode(part);
    });
    const there = [...this.box.children];
    if (fresh.length !== there.length || fresh.some((part, index) => part !== there[index])) this.box.replaceChildren(...fresh);
    this.box.hidden = false;
    this.upgrade();
  }

  private keepOpen(part: HTMLElement): void {
    for (const details of part.querySelectorAll<HTMLDetailsElement>("details[id]")) {
      details.open = this.box.querySelector<HTMLDetailsElement>(`details[id="${CSS.escape(details.id)}"]`)?.open ?? false;
    }
  }

  /** Lines are led to where there is an editor. */
  private upgrade(): void {
    const { jump } = this;
    if (!jump) return;
    for (const line of this.box.querySelectorAll<HTMLElement>("span[data-jump]")) {
      const number = Number(line.dataset["jump"]);
      line.replaceWith(textButton(line.textContent ?? "", () => jump(number)));
    }
  }
}
