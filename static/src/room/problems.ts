// The problems of an interview as tabs above the workspace; one alone needs none.
import { byId } from "../kit/dom";
import { renew } from "./rows";
import type { RoomProblem } from "./types";

const parameter = "problem";

export function chosenFirst(problems: RoomProblem[]): number {
  const wanted = Number(new URL(location.href).searchParams.get(parameter)) - 1;
  return problems[wanted]?.position ?? 0;
}

export class ProblemTabs {
  private readonly list = byId("problems");

  constructor(private readonly chosen: (position: number) => void) {}

  show(problems: RoomProblem[], position: number): void {
    this.list.hidden = problems.length < 2;
    renew(this.list, problems.map((problem) => this.button(problem, problem.position === position)));
  }

  private button({ position, title }: RoomProblem, current: boolean): HTMLElement {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "problem-tab";
    button.dataset["slot"] = "choose";
    button.setAttribute("aria-pressed", String(current));
    button.textContent = `${position + 1}. ${title}`;
    button.addEventListener("click", () => this.choose(position));
    item.append(button);
    return item;
  }

  private choose(position: number): void {
    const url = new URL(location.href);
    url.searchParams.set(parameter, String(position + 1));
    url.searchParams.delete("execution");
    window.history.replaceState(null, "", url);
    this.chosen(position);
  }
}
