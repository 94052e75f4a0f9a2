// The coach beside the editor: the server's panel, kept up to date, and the rail of steps that opens it.
import { api } from "../kit/api";
import { announce, byId } from "../kit/dom";
import { preferences, remember, type Preferences } from "../kit/preferences";
import { timeOfDay } from "../kit/words";
import { showView } from "./tabs";

type Shown = NonNullable<Preferences["coach"]>;
const { dataset } = document.documentElement;

/** Off, as the rail alone, or open; remembered in this browser. */
function show(shown: Shown): void {
  dataset["coach"] = shown;
  remember({ coach: shown });
  byId("coach-toggle").setAttribute("aria-expanded", String(shown === "open"));
  byId<HTMLInputElement>("setting-coach").checked = shown !== "off";
}

export class Coach {
  private readonly body = byId("coach-body");

  constructor(private readonly attempt: string) {
    show(preferences().coach ?? "rail");
    byId("coach-toggle").addEventListener("click", () => show(dataset["coach"] === "open" ? "rail" : "open"));
    byId("setting-coach").addEventListener("change", (event) => show((event.target as HTMLInputElement).checked ? "open" : "off"));
    this.body.addEventListener("submit", (event) => void this.send(event));
    this.body.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.form?.dataset["method"] === "put") target.form.requestSubmit();
    });
    void this.look();
  }

  /** Fetches the panel as it is now; what is being typed in it stays. */
  async look(): Promise<void> {
    const answer = await fetch(`/attempts/${this.attempt}/coach?panel=true`).catch(() => null);
    if (!answer?.ok) return;
    const text = await answer.text();
    const typed = this.typed();
    // Rendered by the server, which escapes what people wrote.
    this.body.innerHTML = text;
    typed.forEach((again) => again());
    this.rail();
    for (const time of this.body.querySelectorAll<HTMLTimeElement>("time[data-clock]")) time.textContent = timeOfDay(Date.parse(time.dateTime));
  }

  private typed(): (() => void)[] {
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

  private async send(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    const { api: address = "", method = "post" } = form.dataset;
    event.preventDefault();
    const text = form.querySelector<HTMLInputElement>("input[name=text]");
    const sent = text?.value ?? "";
    if (method === "put" && sent === text?.defaultValue) return;
    try {
      await this.ask(method, address, text ? { text: sent } : {});
      if (text?.value === sent) text.defaultValue = text.value = method === "put" ? sent : "";
      await this.look();
      announce(method === "put" ? "Kept." : (this.body.querySelector(".coach__asked:last-child .coach__answer")?.textContent ?? "Done."));
    } catch (error) {
      this.refused(form, error as Error);
    }
  }

  private ask(method: string, address: string, body: object): Promise<unknown> {
    if (method === "remove") return api.remove(address);
    return method === "put" ? api.put(address, body) : api.post(address, body);
  }

  private refused(form: HTMLFormElement, error: Error): void {
    const told = document.createElement("p");
    told.className = "message";
    told.setAttribute("role", "alert");
    told.textContent = `${error.message} What you typed is still here.`;
    form.querySelector(".message")?.remove();
    form.append(told);
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
