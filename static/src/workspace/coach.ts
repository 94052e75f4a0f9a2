// The coach beside the editor: the server's panel, kept up to date, and the rail of steps that opens it.
import { api, isSignedOut } from "../kit/api";
import { alerting, announce, byId, slot } from "../kit/dom";
import { once } from "../kit/once";
import { preferences, remember, type Preferences } from "../kit/preferences";
import { timeOfDay } from "../kit/words";
import { showView } from "./tabs";

type Shown = NonNullable<Preferences["coach"]>;
const { dataset } = document.documentElement;
const lookAgain = 10_000;

/** Off, as the rail alone, or open; remembered in this browser. */
function show(shown: Shown): void {
  dataset["coach"] = shown;
  remember({ coach: shown });
  byId("coach-toggle").setAttribute("aria-expanded", String(shown === "open"));
  byId<HTMLInputElement>("setting-coach").checked = shown !== "off";
}

const leftOf = / data-left="([^"]*)"/;

/** The server's panel without what passes by itself, to tell whether anything else changed. */
export function apartFromTheClock(panel: string): string {
  return panel.replace(leftOf, "").replace(/(<strong data-slot="time">)[^<]*/, "$1");
}

/** As m:ss. */
function minutes(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export class Coach {
  private readonly body = byId("coach-body");
  /** What leads to it where only one pane fits. */
  private readonly view = document.querySelector<HTMLElement>(".views [data-view=coach]");
  private looked = false;
  private written = "";
  private told = 0;
  private counted = 0;
  /** Forms that were sent again while they were on their way; a line may have been changed meanwhile. */
  private readonly awaited = new WeakSet<HTMLFormElement>();
  /** What says that one has been signed out. */
  private away: HTMLElement | null = null;

  /** `change` is the one of the page; `twisted` hears of another, `looked` of every look at how things are. */
  constructor(
    private readonly attempt: string,
    private change: string | null,
    private readonly heard: { twisted: () => void; looked: () => void },
  ) {
    show(preferences().coach ?? "rail");
    byId("coach-toggle").addEventListener("click", () => show(dataset["coach"] === "open" ? "rail" : "open"));
    byId("setting-coach").addEventListener("change", (event) => show((event.target as HTMLInputElement).checked ? "open" : "off"));
    this.view?.addEventListener("click", () => {
      this.view?.removeAttribute("data-news");
      [...this.body.querySelectorAll("[data-fresh]")].at(-1)?.scrollIntoView({ block: "nearest" });
    });
    this.body.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send(event.target as HTMLFormElement);
    });
    this.body.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.form?.dataset["method"] === "put") target.form.requestSubmit();
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void this.look());
    setInterval(() => this.running() && void this.look(), lookAgain);
    setInterval(() => this.tick(), 500);
    void this.look();
  }

  /** Whether no clock runs, so that nobody says what comes next. */
  get silent(): boolean {
    return this.looked && !this.running();
  }

  /** Something was typed for the first time: a question may be due. */
  typed(): void {
    if (this.running() && !this.panel()?.dataset["typed"]) void this.look();
  }

  /** Fetches the panel as it is now; what is being typed or read in it stays. */
  async look(): Promise<void> {
    let text: string;
    try {
      text = await api.html(`/attempts/${this.attempt}/coach?panel=true`);
    } catch (error) {
      if (isSignedOut(error)) this.signedOut();
      return; // what stands there is what was last known
    }
    this.away?.remove();
    this.away = null;
    this.put(text);
    this.counted = performance.now();
    for (const time of this.body.querySelectorAll<HTMLTimeElement>("time[data-clock]")) time.textContent = timeOfDay(Date.parse(time.dateTime));
    this.rail();
    this.tick();
    this.news();
    this.heard.looked();
  }

  private signedOut(): void {
    if (this.away) return;
    this.away = alerting("You have been signed out. Sign in again in another tab; what you typed here stays.");
    this.body.prepend(this.away);
  }

  private put(text: string): void {
    const written = apartFromTheClock(text);
    const clock = this.clock();
    if (written === this.written) {
      if (clock) clock.dataset["left"] = leftOf.exec(text)?.[1];
      for (const line of this.body.querySelectorAll("[data-fresh]")) line.removeAttribute("data-fresh");
      return;
    }
    const kept = [...this.stays(), ...this.inputs()];
    // Rendered by the server, which escapes what people wrote.
    this.body.innerHTML = text;
    this.written = written;
    kept.forEach((again) => again());
  }

  private panel(): HTMLElement | null {
    return this.body.querySelector("#coach-panel");
  }

  private clock(): HTMLElement | null {
    return this.body.querySelector("#coach-clock");
  }

  private running(): boolean {
    const clock = this.clock();
    return clock !== null && !clock.dataset["ended"];
  }

  // By the time that has passed since the server said how much is left: this machine's clock may be wrong, or be set.
  private tick(): void {
    const clock = this.clock();
    const small = byId("coach-time");
    small.hidden = !clock;
    if (!clock) return;
    const running = this.running();
    const left = Number(clock.dataset["left"]) - (running ? (performance.now() - this.counted) / 1000 : 0);
    slot(clock, "time").textContent = small.textContent = minutes(left);
    if (running) {
      slot(clock, "word").textContent = left > 0 ? "left" : "over";
      clock.dataset["state"] = left > 0 ? "running" : "over";
    }
    small.dataset["state"] = clock.dataset["state"];
    if (this.view) this.view.dataset["time"] = minutes(left);
  }

  // What was said since the last look is read out, and opens the panel; what stood there at first does neither.
  private news(): void {
    const lines = [...this.body.querySelectorAll<HTMLElement>("[data-line]")];
    const first = !this.looked;
    this.looked = true;
    const fresh = lines.slice(this.told);
    this.told = lines.length;
    if (lines.length > 0 && first && this.running()) show("open");
    if (!first && fresh.length > 0) {
      show("open");
      announce(fresh.map((line) => line.querySelector("p")?.textContent ?? "").join(" "));
      fresh.forEach((line) => (line.dataset["fresh"] = ""));
      fresh.at(-1)?.scrollIntoView({ block: "nearest" });
      if (byId("workspace").dataset["view"] !== "coach") this.view?.setAttribute("data-news", "");
    }
    const change = this.panel()?.dataset["twist"] || null;
    if (change !== this.change) this.heard.twisted();
    this.change = change;
  }

  /** What is unfolded, and where the keyboard stands. */
  private stays(): (() => void)[] {
    const open = [...this.body.querySelectorAll("details[open]")].map(({ id }) => () => document.getElementById(id)?.setAttribute("open", ""));
    const active = this.body.querySelector(":focus");
    return active?.id ? [...open, () => document.getElementById(active.id)?.focus({ preventScroll: true })] : open;
  }

  private inputs(): (() => void)[] {
    const kept = [...this.body.querySelectorAll<HTMLInputElement>("input[type=text]")].filter(
      (input) => input.value !== input.defaultValue || input === document.activeElement,
    );
    return kept.map(({ id, value, defaultValue, selectionStart, selectionEnd }) => {
      const focused = document.activeElement?.id === id;
      return () => {
        const input = document.getElementById(id);
        if (!(input instanceof HTMLInputElement)) return;
        if (value !== defaultValue) input.value = value;
        if (!focused) return;
        input.focus();
        input.setSelectionRange(selectionStart, selectionEnd);
      };
    });
  }

  private async send(form: HTMLFormElement): Promise<void> {
    if (!(await once(form, () => this.deliver(form)))) this.awaited.add(form);
    else if (this.awaited.delete(form) && form.dataset["method"] === "put") await this.send(form);
  }

  private async deliver(form: HTMLFormElement): Promise<void> {
    const { api: address = "", method = "post" } = form.dataset;
    const text = form.querySelector<HTMLInputElement>("input[name=text]");
    const sent = text?.value ?? "";
    form.querySelector(".message")?.remove();
    if (method === "put" && sent === text?.defaultValue) return;
    try {
      await this.ask(method, address, form);
      if (text?.value === sent) text.defaultValue = text.value = method === "put" ? sent : "";
      await this.look();
      announce(method === "put" ? "Kept." : !text ? "Done." : (this.body.querySelector(".coach__asked:last-child .coach__answer")?.textContent ?? "Done."));
    } catch (error) {
      this.refused(form, error as Error);
    }
  }

  private ask(method: string, address: string, form: HTMLFormElement): Promise<unknown> {
    const { text, number } = Object.fromEntries(new FormData(form)) as Record<string, string | undefined>;
    const body = { ...(text === undefined ? {} : { text }), ...(number === undefined ? {} : { number: Number(number) }) };
    if (method === "remove") return api.remove(address);
    return method === "put" ? api.put(address, body) : api.post(address, body);
  }

  private refused(form: HTMLFormElement, error: Error): void {
    form.querySelector(".message")?.remove();
    form.append(alerting(`${error.message} What you typed is still here.`));
  }

  private rail(): void {
    const steps = [...this.body.querySelectorAll<HTMLElement>("[data-step]")];
    byId("coach-steps").replaceChildren(...steps.map((step) => this.mark(step)));
  }

  private mark(step: HTMLElement): HTMLElement {
    const { step: number = "", title = "", said } = step.dataset;
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.title = `${number}. ${title}${said === undefined ? "" : ": said"}`;
    button.setAttribute("aria-label", button.title);
    button.textContent = number;
    if (said !== undefined) button.dataset["said"] = "";
    button.addEventListener("click", () => this.turnTo(Number(number)));
    item.append(button);
    return item;
  }

  private turnTo(number: number): void {
    show("open");
    showView("coach");
    const step = byId(`coach-step-${number}`);
    step.querySelector("details")?.setAttribute("open", "");
    step.querySelector<HTMLElement>("input[type=text], summary")?.focus();
  }
}
