// One file of a draft, kept on the server while it is typed.
import { api, type Refused } from "../kit/api";
import { BackupStore } from "../kit/backup";
import { Saver, watchPage, type Backup, type SaveState } from "../kit/saver";
import { addressOf, type FileText } from "./types";

export interface Hooks {
  /** What the editor holds of this file now. */
  text: () => string;
  /** Puts a text from elsewhere into the editor, without that counting as typing. */
  adopt: (text: string) => void;
  /** Asks which text to keep; null when the person puts the question off. */
  resolve: (mine: string, theirs: string) => Promise<string | null>;
  changed: (state: SaveState, detail: string) => void;
  saved: () => void;
}

type Text = Pick<FileText, "text">;

const removed = "This file was removed meanwhile. It is made anew as soon as you type on.";

/** The editor knows line feeds only; a file may have others, and keeps them until somebody types. */
export function same({ text: one }: Text, { text: other }: Text): boolean {
  return one === other || one.replace(/\r\n?/g, "\n") === other.replace(/\r\n?/g, "\n");
}

/** A file is one text: whoever changed it alone is right, and there is nothing between two that did. */
export function combine(base: Text | null, mine: Text, theirs: Text): Text | null {
  if (same(mine, theirs) || (base && same(base, theirs))) return mine;
  return base && same(base, mine) ? theirs : null;
}

function instead(refused: Refused, base: FileText): { theirs: FileText; gone?: string } | null {
  if (refused.slug !== "file-changed") return null;
  const { text, revision } = refused.body as unknown as { text: string | null; revision: number };
  return text === null ? { theirs: { ...base, text: "", revision: 0 }, gone: removed } : { theirs: { ...base, text, revision } };
}

export class FileKeeper {
  savedAt: string | null = null;
  private readonly saver: Saver<Text, FileText>;

  constructor(draft: string, file: FileText, hooks: Hooks) {
    const url = addressOf(draft, file.path);
    const body = ({ text }: Text, base: FileText) => ({ text, base_revision: base.revision });
    const backups = new BackupStore<Backup<Text>>(`${draft}:${file.path}`, ["text"]);
    const kind = {
      pause: 400,
      held: () => ({ text: hooks.text() }),
      adopt: ({ text }: Text) => hooks.adopt(text),
      same,
      unsavable: () => null,
      put: async (text: Text, base: FileText) => {
        const kept = await api.put<{ revision: number; at: string }>(url, body(text, base));
        this.savedAt = kept.at;
        return { ...base, ...text, revision: kept.revision };
      },
      putLast: (text: Text, base: FileText) => api.putLast(url, body(text, base)),
      instead,
      combine,
      resolve: async (_: Text | null, mine: Text, theirs: Text) => {
        const text = await hooks.resolve(mine.text, theirs.text);
        return text === null ? null : { text };
      },
      changed: hooks.changed,
      saved: () => hooks.saved(),
    };
    this.saver = new Saver(file, kind, backups);
    watchPage(this.saver, () => this.retry());
  }

  get state(): SaveState {
    return this.saver.state;
  }

  get detail(): string {
    return this.saver.detail;
  }

  get path(): string {
    return this.saver.base.path;
  }

  get revision(): number {
    return this.saver.base.revision;
  }

  get clean(): boolean {
    return this.saver.clean;
  }

  recover(): Promise<boolean> {
    return this.saver.recover();
  }

  edited(): void {
    this.saver.edited();
  }

  /** Saves what is unsaved; whether nothing is any more, for what takes the file or the page away. */
  async settled(): Promise<boolean> {
    return (await this.saver.settled()) && this.clean;
  }

  async resolveNow(): Promise<void> {
    await this.saver.resolveNow();
  }

  retry(): void {
    if (!this.clean || this.state === "offline" || this.state === "signed-out") this.saver.retry();
  }

  /** Somebody else saved this file; a file that was made anew begins with low revisions again. */
  heard(theirs: FileText): void {
    if (theirs.revision !== this.revision) this.saver.heard(theirs);
  }
}
