// Keys that work wherever one is in the workspace.
import { byId } from "../kit/dom";
import { openShortcuts } from "./dialogs";
import { showView, type View } from "./tabs";
import type { Kind } from "./types";

const panes: { id: string; view: View; focus: string }[] = [
  { id: "pane-files", view: "files", focus: "#tree [aria-current]" },
  { id: "pane-text", view: "text", focus: "#editor .cm-content" },
  { id: "pane-beside", view: "beside", focus: "#pane-beside .panel:not([hidden])" },
  { id: "pane-statement", view: "statement", focus: "#pane-statement" },
  { id: "pane-code", view: "code", focus: "#pane-code .panel:not([hidden]) .cm-content" },
  { id: "pane-results", view: "results", focus: "#pane-results .panel:not([hidden])" },
  { id: "coach", view: "coach", focus: "[data-coach=open] #coach-body input[type=text], [data-coach=rail] #coach-toggle" },
  { id: "pane-talk", view: "talk", focus: "#say-text" },
];

function nextPane(backwards: boolean): void {
  const off = document.documentElement.dataset["coach"] === "off";
  const here = panes.filter(({ id }) => document.getElementById(id) && !(off && id === "coach"));
  const at = here.findIndex(({ id }) => byId(id).contains(document.activeElement));
  const next = here[backwards ? (at <= 0 ? here.length - 1 : at - 1) : (at + 1) % here.length];
  if (!next) return;
  showView(next.view);
  document.querySelector<HTMLElement>(next.focus)?.focus();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]") !== null;
}

export function wireKeys(start: ((kind: Kind) => void) | null): void {
  const pressed = (event: KeyboardEvent): void => {
    if (document.querySelector("dialog[open]")) return;
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && ctrl && start) start(event.shiftKey ? "submission" : "run");
    else if (event.key === "F6") nextPane(event.shiftKey);
    else if (event.key === "?" && !isTyping(event.target)) openShortcuts();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Before the editor sees the key: it has uses of its own for some of these.
  document.addEventListener("keydown", pressed, { capture: true });
}
