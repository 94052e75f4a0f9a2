// The submission: one row per check, filled in as it is graded; then the verdict and the decisions the code makes.
import { byId, cloneTemplate, fill, slot } from "../kit/dom";
import { capitalised, count, words } from "../kit/words";
import { CounterexampleBox } from "./counterexample";
import { showLoadError } from "./load-error";
import { checkLooks, setState, withLine, type Jump, type Look } from "./states";
import type { CheckDone, CheckOutline, CheckState, Decision, Event, Execution, Finished } from "./types";

type Asked = Pick<Execution, "id" | "change" | "check_ids">;

interface Graded {
  row: HTMLElement;
  square: HTMLElement;
  required: boolean;
  state: CheckState | null;
}

/** Said of an accepted submission that met the problem before its change. */
export const changedSince = " The requirements have changed since.";

const groups = ["gates", "required", "evidence"] as const;

function groupOf(check: CheckOutline): (typeof groups)[number] {
  if (check.gate) return "gates";
  return check.required === false ? "evidence" : "required";
}

export class GradingPanel {
  private readonly summary = byId("grading-summary");
  private checks = new Map<string, Graded>();
  private loaded = true;
  private asked: Asked = { id: "", change: null, check_ids: [] };
  private over = false;
  /** What was said of an accepted submission, but for what to do now. */
  private accepted: string | null = null;

  constructor(
    private readonly jump: Jump,
    /** What to say of a submission with this change of requirements, once it was accepted. */
    private readonly next: (change: string | null) => string = () => "",
    /** In practice: offer inputs on which a check failed. */
    private readonly findsInputs = false,
  ) {}

  /** Turn to another problem: nothing of it is graded yet. */
  turn(): void {
    byId("grading-empty").hidden = false;
    byId("grading").hidden = true;
  }

  /** Says anew what to do after what was accepted: that may have changed since. */
  advise(): void {
    if (this.accepted !== null) this.say("passed", "Accepted", this.accepted + this.advice());
  }

  begin(asked: Asked): void {
    this.asked = asked;
    this.over = false;
    this.accepted = null;
    byId("grading-empty").hidden = true;
    byId("grading").hidden = false;
    byId("decisions").hidden = true;
    this.loaded = true;
    this.checks.clear();
    for (const group of groups) {
      byId(`group-${group}`).hidden = true;
      slot(byId(`group-${group}`), "rows").replaceChildren();
    }
    slot(this.summary, "strip").replaceChildren();
    showLoadError("grading-load", null, this.jump);
    asked.check_ids.forEach((check) => this.add(check));
    this.say("running", "Waiting for a place", this.soFar());
    this.offerEvidence();
  }

  /** What a person should hear; empty when there is nothing worth interrupting for. */
  event(event: Event): string {
    if (event.type === "started") this.say("running", "Grading…", this.soFar());
    if (event.type === "compiled" && !event.data.ok) {
      this.loaded = false;
      showLoadError("grading-load", event.data.error, this.jump);
    }
    if (event.type === "check_started") this.started(event.data.id);
    if (event.type === "check_done") this.done(event.data);
    if (event.type === "platform_error") return this.ours("Trying again did not help. Your code is safe; submit it once more in a while.");
    if (event.type === "retrying") {
      this.begin(this.asked);
      return this.ours("We are trying again by ourselves.");
    }
    return event.type === "finished" ? this.finish(event.data) : "";
  }

  /** Checks that are told only once the attempt is over; they decided the verdict like the others. */
  afterwards(checks: CheckDone[]): void {
    checks.forEach((check) => this.done(check));
    if (checks.length > 0) this.offerCounterexamples();
  }

  private add(check: CheckOutline): Graded {
    const row = cloneTemplate("check-template");
    const square = document.createElement("span");
    const graded: Graded = { row, square, required: check.required !== false, state: null };
    this.checks.set(check.id, graded);
    row.dataset["check"] = check.id;
    setState(row, "waiting", "Waiting");
    slot(row, "property").textContent = `Check ${this.checks.size}`;
    slot(row, "criterion").textContent = words(check.criterion);
    this.place(check, graded);
    slot(this.summary, "strip").append(square);
    slot(this.summary, "strip").style.setProperty("--strip-columns", String(Math.ceil(this.checks.size / 2)));
    return graded;
  }

  private place(check: CheckOutline, { row }: Graded): void {
    const group = byId(`group-${groupOf(check)}`);
    group.hidden = false;
    slot(group, "rows").append(row);
  }

  private look(graded: Graded, look: Look, label: string): void {
    setState(graded.row, look, label);
    graded.square.dataset["state"] = look;
  }

  private started(id: string): void {
    const graded = this.checks.get(id);
    if (graded) this.look(graded, "running", "Running");
  }

  private done(check: CheckDone): void {
    const known = this.checks.get(check.id);
    const graded = known ?? this.add(check);
    graded.state = check.state;
    graded.required = check.required !== false;
    if (graded.row.closest("section")?.id !== `group-${groupOf(check)}`) this.place(check, graded);
    this.look(graded, ...checkLooks[check.state]);
    this.describe(graded.row, check);
    if (!this.over) this.say("running", "Grading…", this.soFar());
  }

  private describe(row: HTMLElement, check: CheckDone): void {
    // A property names what is looked at; a check that was never reached keeps it to itself.
    if (check.state !== "not_reached") slot(row, "property").textContent = check.property;
    const failed = check.state === "failed_loudly" || check.state === "failed_silently";
    const how = check.how ? `${capitalised(check.how).replace(/\.$/, "")}.` : "";
    // Why it was not reached is said beside it, unless one reason, shown above, holds for all.
    const told = failed || (check.state === "not_reached" && this.loaded);
    withLine(slot(row, "how"), told ? how : "", told ? check.line : null, this.jump);
    slot(row, "hint-box").hidden = !(failed && check.hint);
    fill(row, "hint", check.hint);
  }

  private required(): Graded[] {
    return [...this.checks.values()].filter(({ required }) => required);
  }

  private tally(...states: CheckState[]): number {
    return this.required().filter(({ state }) => state !== null && states.includes(state)).length;
  }

  private evidence(): string {
    const broken = [...this.checks.values()].filter(
      ({ required, state }) => !required && (state === "failed_silently" || state === "failed_loudly"),
    ).length;
    return broken > 0 ? ` ${count(broken, "check", "checks")} that ${broken > 1 ? "do" : "does"} not decide failed; see below.` : "";
  }

  private soFar(): string {
    return `Required checks passed: ${this.tally("passed")} of ${this.required().length}.`;
  }

  private finish(finished: Finished): string {
    this.over = true;
    const accepted = finished.verdict === "accepted";
    const parts = [
      [this.tally("failed_silently"), "failed silently"],
      [this.tally("failed_loudly"), "failed loudly"],
      [this.tally("not_reached"), "not reached"],
    ].flatMap(([n, what]) => (n ? [`${n} ${what}`] : []));
    const rest = parts.length > 0 ? ` ${parts.join(", ")}.` : "";
    const broken = this.decisions(finished.policies ?? {});
    const kept = broken > 0 ? ` ${count(broken, "decision is", "decisions are")} not kept consistently; see below.` : "";
    this.leftOver();
    this.offerCounterexamples();
    this.offerEvidence();
    const found = this.soFar() + rest + kept + this.evidence();
    this.accepted = accepted ? found : null;
    const text = accepted ? found + this.advice() : found;
    this.say(accepted ? "passed" : "failed", accepted ? "Accepted" : "Not accepted yet", text);
    return `${accepted ? "Accepted" : "Not accepted yet"}. ${text}`;
  }

  private advice(): string {
    return this.next(this.asked.change);
  }

  // Checks the grader never came to, as when the code could not be loaded.
  private leftOver(): void {
    for (const graded of this.checks.values()) {
      if (graded.state === null) this.look(graded, ...checkLooks.not_reached);
    }
  }

  // Planted implementations stay hidden, so a check of the person's own checks has nothing to show.
  private offerCounterexamples(): void {
    if (!this.findsInputs) return;
    for (const [id, { row, state }] of this.checks) {
      const failed = state === "failed_silently" || state === "failed_loudly";
      if (failed && !id.startsWith("kill/")) new CounterexampleBox(slot(row, "found"), this.asked.id, id);
    }
  }

  private offerEvidence(): void {
    const link = document.getElementById("evidence-link");
    if (!link) return;
    link.hidden = !this.over;
    link.setAttribute("href", `${link.dataset["executions"]}/${this.asked.id}/evidence`);
  }

  /** How many decisions the code does not keep. */
  private decisions(policies: Record<string, Decision>): number {
    const told = Object.entries(policies).filter(([, { state }]) => state !== "not_reached");
    const section = byId("decisions");
    section.hidden = told.length === 0;
    slot(section, "rows").replaceChildren(...told.map(([id, decision]) => this.decision(id, decision)));
    return told.filter(([, { state }]) => state === "inconsistent").length;
  }

  private decision(id: string, { state, option, meaning, why }: Decision): HTMLElement {
    const row = cloneTemplate("decision-template");
    const kept = state === "inferred";
    setState(row, kept ? "passed" : "silent", kept ? "Kept" : "Not kept");
    const chosen = words(meaning ?? option ?? "");
    slot(row, "meaning").textContent = kept ? `${words(id)}: ${chosen}` : `${words(id)}: sometimes one thing, sometimes another`;
    fill(row, "why", why);
    return row;
  }

  private ours(next: string): string {
    this.say("ours", "This was our fault", `Something broke on our side. It does not count. ${next}`);
    return `Something broke on our side. It does not count. ${next}`;
  }

  private say(state: string, title: string, text: string): void {
    this.summary.dataset["state"] = state;
    slot(this.summary, "title").textContent = this.loaded ? title : "Not accepted yet";
    slot(this.summary, "text").textContent = text;
  }
}
