// What only interviewers have: the guide to the problem, private notes, the clock's levers. A candidate's page holds
// neither this script's markup nor any of its data.
import { announce, byId, cloneTemplate, fill, slot, textButton } from "../kit/dom";
import { once } from "../kit/once";
import { words } from "../kit/words";
import { notify } from "../workspace/notices";
import { showTab, showView } from "../workspace/tabs";
import { confirm } from "./confirm";
import { Notes } from "./notes";
import { renew } from "./rows";
import type { Store } from "./store";
import type { Talk } from "./talk";
import type { Clarification, Policy, RoomEvent, RoomProblem, Twist } from "./types";
import { closeForm, takeOut } from "./writing";

export class Staff {
  private question: RoomEvent | null = null;
  private problem: RoomProblem | null = null;

  constructor(private readonly store: Store) {
    new Notes(store);
    this.wireClock();
    if (store.may("answer")) this.wireAnswer();
    store.onEvent((event) => event.kind === "question_answered" && event.data.statement === this.question?.cursor && this.answered());
  }

  /** The guide to one problem. */
  show(problem: RoomProblem): void {
    if (this.problem?.position !== problem.position) this.choose(null);
    this.problem = problem;
    this.section("clarifications", (problem.clarifications ?? []).map((each, index) => this.clarification(each, index)));
    this.section("ladder", (problem.hints ?? []).map((text, index) => this.hint(text, index, problem.hints_released.length)));
    this.section("policies", (problem.policies ?? []).map((policy) => this.policy(policy)));
    this.section("twists", (problem.twists ?? []).map((twist) => this.twist(twist, problem.twist_id ?? null)));
  }

  /** Buttons below an entry of the talk. */
  tools(event: RoomEvent, item: HTMLElement): HTMLElement[] {
    if (event.kind !== "statement_made") return [];
    const made: HTMLElement[] = [];
    if (event.data.said === "question" && this.store.may("answer")) made.push(textButton("Answer", () => this.choose(event)));
    const policies = this.store.view.problems[event.problem ?? 0]?.policies ?? [];
    if (this.store.may("link") && policies.length > 0) made.push(textButton("Link to a decision", ({ currentTarget }) => this.offerLinks(event, item, policies, currentTarget as HTMLElement)));
    return made;
  }

  private section(id: string, rows: HTMLElement[]): void {
    renew(byId(id), rows);
    const section = byId(id).closest("section");
    if (section) section.hidden = rows.length === 0;
  }

  private choose(question: RoomEvent | null): void {
    if (!this.store.may("answer")) return;
    this.question = question;
    const box = byId("answering");
    const inside = box.contains(document.activeElement);
    box.hidden = !question;
    slot(box, "text").textContent = question?.data.text ?? "";
    if (!question) return inside ? byId("panel-guide").focus() : undefined;
    showTab("guide");
    showView("talk");
    byId("panel-guide").scrollTop = 0;
    byId("answer-text").focus();
  }

  private wireAnswer(): void {
    byId("answer-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.answerInWords();
    });
    slot(byId("answering"), "cancel").addEventListener("click", () => this.choose(null));
  }

  private async answerInWords(): Promise<void> {
    const field = byId<HTMLTextAreaElement>("answer-text");
    const { question } = this;
    const written = field.value;
    const text = written.trim();
    if (!text || !(await this.answer({ text }))) return;
    if (takeOut(field, written) && this.question === question) this.choose(null);
  }

  // Somebody else may have answered while an answer was being written here; that stays.
  private answered(): void {
    if (!byId<HTMLTextAreaElement>("answer-text").value.trim()) this.choose(null);
  }

  private async answer(what: { text: string } | { clarification: number }): Promise<boolean> {
    const problem = this.question?.problem ?? this.problem?.position ?? 0;
    const body = { statement: this.question?.cursor ?? null, problem, ...what };
    let done = false;
    await once(byId("answering"), async () => (done = await this.act("answers", body, "Answer sent.")));
    return done;
  }

  private clarification({ ask, answer, index }: Clarification, at: number): HTMLElement {
    const row = cloneTemplate("clarification-template");
    slot(row, "ask").textContent = ask;
    slot(row, "answer").textContent = answer;
    const button = slot(row, "send") as HTMLButtonElement;
    button.disabled = !this.possible("answer");
    button.addEventListener("click", () => void this.answer({ clarification: index ?? at }));
    return row;
  }

  private hint(text: string, index: number, released: number): HTMLElement {
    const row = cloneTemplate("rung-template");
    row.dataset["released"] = String(index < released);
    slot(row, "text").textContent = text;
    fill(row, "state", index < released ? "Released" : "");
    const button = slot(row, "release") as HTMLButtonElement;
    button.hidden = index < released;
    button.disabled = index !== released || !this.possible("hint");
    button.setAttribute("aria-label", `Release hint ${index + 1}`);
    button.addEventListener("click", () => void this.act("hints", { problem: this.problem?.position, index }, `Hint ${index + 1} released.`));
    return row;
  }

  private policy({ id, why, options, settled }: Policy): HTMLElement {
    const row = cloneTemplate("policy-template");
    slot(row, "name").textContent = words(id);
    slot(row, "why").textContent = why;
    slot(row, "options").append(
      ...Object.entries(options).map(([option, meaning]) => {
        const item = document.createElement("li");
        item.textContent = option === settled ? `${meaning} (settled by an answer)` : meaning;
        item.toggleAttribute("data-settled", option === settled);
        return item;
      }),
    );
    return row;
  }

  private twist({ id, title, about, minutes }: Twist, applied: string | null): HTMLElement {
    const row = cloneTemplate("twist-template");
    row.dataset["twist"] = id;
    slot(row, "title").textContent = title;
    slot(row, "about").textContent = about;
    fill(row, "minutes", minutes ? `About ${minutes} minutes` : "");
    fill(row, "state", applied === id ? "Applied" : "");
    const button = slot(row, "apply") as HTMLButtonElement;
    button.hidden = applied !== null;
    button.disabled = !this.possible("twist");
    button.addEventListener("click", () => confirm(`Apply “${title}”?`, "The statement and the grading change for everybody, and this cannot be taken back.", "Apply the twist", () =>
      this.act("twists", { problem: this.problem?.position, twist: id }, "Twist applied."),
    ));
    return row;
  }

  private possible(right: "answer" | "hint" | "twist"): boolean {
    return this.store.may(right) && this.store.running;
  }

  private offerLinks(event: RoomEvent, item: HTMLElement, policies: Policy[], opener: HTMLElement): void {
    item.querySelector(".links")?.remove();
    const form = cloneTemplate("link-template") as HTMLFormElement;
    const choice = slot(form, "choice") as HTMLSelectElement;
    for (const { id, options } of policies) {
      const group = document.createElement("optgroup");
      group.label = words(id);
      group.append(new Option("Not said which", JSON.stringify({ policy: id, option: null })));
      for (const [option, meaning] of Object.entries(options)) group.append(new Option(meaning, JSON.stringify({ policy: id, option })));
      choice.append(group);
    }
    form.addEventListener("submit", (submitted) => {
      submitted.preventDefault();
      const chosen = JSON.parse(choice.value) as { policy: string; option: string | null };
      void once(form, async () => (await this.act("links", { statement: event.cursor, ...chosen }, "Linked.")) && closeForm(form, opener));
    });
    slot(form, "cancel").addEventListener("click", () => closeForm(form, opener));
    item.append(form);
    choice.focus();
  }

  private wireClock(): void {
    const press = (id: string, act: () => void) => document.getElementById(id)?.addEventListener("click", act);
    press("clock-pause", () => {
      const paused = this.store.view.interview.state === "paused";
      void this.act("steps", { step: paused ? "resume" : "pause" }, paused ? "The clock runs again." : "The clock is paused.");
    });
    press("clock-extend", () => void this.act("steps", { step: "extend", minutes: 5 }, "Five minutes more."));
    this.store.onView(({ interview: { state } }) => {
      const pause = document.getElementById("clock-pause");
      if (pause) pause.querySelector("[data-slot=label]")!.textContent = state === "paused" ? "Go on" : "Pause";
      for (const id of ["clock-pause", "clock-extend"]) document.getElementById(id)?.toggleAttribute("hidden", !this.store.running);
    });
  }

  private async act(what: string, body: unknown, said: string): Promise<boolean> {
    try {
      await this.store.post(what, body);
    } catch (error) {
      notify("staff", { text: error instanceof Error ? error.message : String(error) });
      return false;
    }
    announce(said);
    void this.store.catchUp(true);
    void this.store.refresh().catch(() => undefined);
    return true;
  }
}

export function staffFor(store: Store, talk: Talk): Staff {
  const staff = new Staff(store);
  talk.with((event, item) => staff.tools(event, item));
  return staff;
}
