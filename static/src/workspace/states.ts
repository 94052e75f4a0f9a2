// Every state has an icon, a word and a colour, and they always change together.
import { icon, slot, textButton } from "../kit/dom";
import type { CheckState } from "./types";

export type Look = "waiting" | "running" | "passed" | "loud" | "silent" | "skipped" | "ours";

export const checkLooks: Record<CheckState, [Look, string]> = {
  passed: ["passed", "Passed"],
  failed_loudly: ["loud", "Failed loudly"],
  failed_silently: ["silent", "Failed silently"],
  not_reached: ["skipped", "Not reached"],
  platform_error: ["ours", "Our fault"],
};

export function setState(row: HTMLElement, look: Look, label: string): void {
  const state = slot(row, "state");
  const picture = icon(look);
  picture.classList.toggle("spinner", look === "running");
  const word = document.createElement("span");
  word.textContent = label;
  state.dataset["state"] = look;
  state.replaceChildren(picture, word);
  row.dataset["state"] = look;
}

/** Jumps into one of the editors. */
export type Jump = (line: number) => void;

/** A sentence that ends in a link to the line it speaks of. */
export function withLine(target: HTMLElement, text: string, line: number | null | undefined, jump: Jump): void {
  target.hidden = !text && !line;
  target.replaceChildren(text);
  if (line) target.append(text ? " " : "", textButton(`Line ${line}`, () => jump(line)));
}
