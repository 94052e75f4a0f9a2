// Which text is on show: it follows the typing until somebody chooses one.
import { byId } from "../kit/dom";
import type { RoomProblem } from "../room/types";

export class TextTabs {
  name = "solution:0";
  private readonly list = byId("texts");
  private readonly following = byId<HTMLInputElement>("follow");

  constructor(
    problems: RoomProblem[],
    private readonly has: (name: string) => boolean,
    private readonly changed: () => void,
  ) {
    const several = problems.length > 1;
    for (const { position } of problems) {
      this.list.append(this.button(`solution:${position}`, several ? `${position + 1}. Solution` : "Solution"));
      this.list.append(this.button(`checks:${position}`, several ? `${position + 1}. Own checks` : "Own checks"));
    }
    this.mark();
  }

  get follows(): boolean {
    return this.following.checked;
  }

  follow(name: string | null): void {
    if (name === null || name === this.name || !this.following.checked) return;
    this.name = name;
    this.mark();
  }

  private button(name: string, label: string): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tab";
    button.dataset["name"] = name;
    button.textContent = label;
    button.title = this.has(name) ? "" : "Nothing was written here";
    button.addEventListener("click", () => {
      this.following.checked = false;
      this.name = name;
      this.mark();
      this.changed();
    });
    return button;
  }

  private mark(): void {
    for (const button of this.list.querySelectorAll<HTMLElement>("button")) {
      button.setAttribute("aria-pressed", String(button.dataset["name"] === this.name));
    }
  }
}
