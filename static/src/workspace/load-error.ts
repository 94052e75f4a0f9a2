// Code that could not even be loaded: said once, above everything that was therefore not reached.
import { byId, cloneTemplate, slot } from "../kit/dom";
import { withLine, type Jump } from "./states";
import type { CodeError } from "./types";

export function showLoadError(place: string, error: CodeError | null, jump: Jump): void {
  const target = byId(place);
  target.hidden = !error;
  if (!error) return target.replaceChildren();
  const panel = cloneTemplate("load-template");
  slot(panel, "title").textContent = "Your code could not be loaded";
  slot(panel, "message").textContent = [error.kind, error.message].filter(Boolean).join(": ");
  withLine(slot(panel, "line"), "", error.line, jump);
  target.replaceChildren(panel);
}
