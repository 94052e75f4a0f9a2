// The question "which version?": asked per file, answered by a person, both versions kept afterwards.
import { byId } from "../kit/dom";
import { capitalised } from "../kit/words";
import type { FileName, Texts } from "./types";

export interface Labels {
  explain: string;
  theirs: string;
  mine: string;
}

const subject: Record<FileName, string> = { solution: "your solution", checks: "your own checks" };
const elsewhere: Labels = {
  explain: "This code was changed here and, meanwhile, somewhere else: another tab or another computer. Nothing is lost; both versions stay in this browser.",
  theirs: "the server’s version",
  mine: "the version here",
};

/** Asks which of two texts to keep. Null when the person closes the dialog without choosing. */
export async function chooseVersion(subject: string, mine: string, theirs: string, labels = elsewhere): Promise<string | null> {
  const { compare } = await import("./merge");
  const dialog = byId<HTMLDialogElement>("merge");
  byId("merge-title").textContent = `Two versions of ${subject}`;
  byId("merge-text").textContent = labels.explain;
  byId("merge-theirs").textContent = capitalised(labels.theirs);
  byId("merge-mine").textContent = `${capitalised(labels.mine)}, which you can edit`;
  byId("merge-take-theirs").textContent = `Take ${labels.theirs}`;
  byId("merge-take-mine").textContent = `Keep ${labels.mine} as it was`;
  dialog.showModal();
  const comparison = compare(byId("merge-view"), theirs, mine);
  const chosen = await choice(dialog, { theirs: () => theirs, mine: () => mine, result: comparison.result });
  comparison.close();
  return chosen;
}

function choice(dialog: HTMLDialogElement, options: Record<string, () => string>): Promise<string | null> {
  return new Promise((resolve) => {
    let chosen: string | null = null;
    for (const [name, text] of Object.entries(options)) {
      byId(`merge-take-${name}`).onclick = () => {
        chosen = text();
        dialog.close();
      };
    }
    dialog.addEventListener("close", () => resolve(chosen), { once: true });
  });
}

export async function resolveConflicts(files: FileName[], mine: Texts, theirs: Texts, labels = elsewhere): Promise<Texts | null> {
  const chosen: Texts = { ...mine };
  for (const file of files) {
    const text = await chooseVersion(subject[file], mine[file], theirs[file], labels);
    if (text === null) return null;
    chosen[file] = text;
  }
  return chosen;
}

/** Both sides of the last merge of an attempt, until they are thrown away. */
export class Aside {
  private readonly key: string;

  constructor(attempt: string) {
    this.key = `holdout:aside:${attempt}`;
  }

  keep(mine: Texts, theirs: Texts): void {
    try {
      localStorage.setItem(this.key, JSON.stringify({ mine, theirs }));
    } catch {
      // Storage is full or forbidden. The choice the person just made stands.
    }
  }

  read(): { mine: Texts; theirs: Texts } | null {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "null") as { mine: Texts; theirs: Texts } | null;
    } catch {
      return null;
    }
  }

  discard(): void {
    localStorage.removeItem(this.key);
  }
}
