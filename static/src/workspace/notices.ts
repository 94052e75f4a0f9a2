// Notices over the foot of the editor: at most one per subject, each saying what to do next.
import { byId, cloneTemplate, icon, slot, textButton } from "../kit/dom";

export interface Notice {
  text: string;
  tone?: "calm" | "warning";
  actions?: { label: string; act: () => void }[];
}

const shown = new Map<string, HTMLElement>();

export function withdraw(subject: string): void {
  shown.get(subject)?.remove();
  shown.delete(subject);
}

export function notify(subject: string, notice: Notice): void {
  const existing = shown.get(subject);
  if (existing && slot(existing, "text").textContent === notice.text) return;
  const element = cloneTemplate("notice-template");
  element.dataset["tone"] = notice.tone ?? "warning";
  element.prepend(icon(notice.tone === "calm" ? "passed" : "loud"));
  slot(element, "text").textContent = notice.text;
  slot(element, "actions").append(...(notice.actions ?? []).map(({ label, act }) => textButton(label, act)));
  slot(element, "close").addEventListener("click", () => withdraw(subject));
  existing ? existing.replaceWith(element) : byId("notices").append(element);
  shown.set(subject, element);
}
