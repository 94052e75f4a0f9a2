// Keeps one file on the server while it is typed: at most one save under way, text there within a second, nothing ever
// lost. Knows neither the editor nor the page.
import { api, Refused, Unreachable } from "../kit/api";
import { BackupStore } from "../workspace/backup";
import type { SaveState } from "../workspace/draft";
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

interface Kept {
  text: string;
  revision: number;
}

const pause = 400;
const slowestRetry = 5_000;
const signedOut = "You have been signed out. Sign in again in another tab; your text is kept here until then.";
const removed = "This file was removed meanwhile. It is made anew as soon as you type on.";

/** The editor knows line feeds only; a file may have others, and keeps them until somebody types. */
function same(one: string, other: string): boolean {
  return one === other || one.replace(/\r\n?/g, "\n") === other.replace(/\r\n?/g, "\n");
}

export class FileKeeper {
  state: SaveState = "saved";
  detail = "";
  savedAt: string | null = null;
  private timer: number | undefined;
  private underWay: Promise<void> | null = null;
  private failures = 0;
  private sent: string | null = null;
  /** A text from elsewhere that waits for the person. */
  private waiting: Kept | null = null;
  private readonly url: string;
  private readonly backup: BackupStore<Kept>;

  constructor(
    draft: string,
    private base: FileText,
    private readonly hooks: Hooks,
  ) {
    this.url = addressOf(draft, base.path);
    this.backup = new BackupStore(`${draft}:${base.path}`, ["text"]);
    window.addEventListener("online", () => this.retry());
    window.addEventListener("pagehide", () => this.flush());
  }

  get path(): string {
    return this.base.path;
  }

  get revision(): number {
    return this.base.revision;
  }

  get clean(): boolean {
    return same(this.hooks.text(), this.base.text);
  }

  /** Looks for text that a former page could not save. True when there was some. */
  async recover(): Promise<boolean> {
    const left = await this.backup.takeOver();
    if (!left || same(left.text, this.base.text)) {
      if (left) this.backup.clear();
      return false;
    }
    this.hooks.adopt(left.text);
    this.backUp();
    if (left.revision === this.base.revision) {
      this.become("unsaved");
      this.saveSoon(pause);
    } else {
      this.waiting = this.base;
      this.become("stale");
    }
    return true;
  }

  edited(): void {
    this.backUp();
    if (this.state === "stale") return;
    if (this.state === "saved" || this.state === "refused") this.become("unsaved");
    if (this.state === "unsaved" || this.state === "saving") this.saveSoon(pause);
  }

  /** Saves what is unsaved. False when that cannot be done now. */
  async settled(): Promise<boolean> {
    while (this.underWay) await this.underWay;
    if (!this.clean) await this.save();
    while (this.underWay) await this.underWay;
    return this.clean;
  }

  async resolveNow(): Promise<void> {
    if (!this.waiting) return;
    const theirs = this.waiting;
    const chosen = await this.hooks.resolve(this.hooks.text(), theirs.text);
    if (chosen === null) return;
    this.waiting = null;
    this.base = { ...this.base, ...theirs };
    this.hooks.adopt(chosen);
    this.become("unsaved");
    await this.save();
  }

  retry(): void {
    this.failures = 0;
    if (this.state !== "stale" && !this.clean) void this.save();
  }

  /** Somebody else saved this file. What is unsaved here meets it at the next save. */
  heard(theirs: FileText): void {
    if (this.underWay || this.state === "stale" || theirs.revision === this.base.revision) return;
    this.meet(theirs);
    if (this.state === "unsaved") this.saveSoon(pause);
  }

  private become(state: SaveState, detail = ""): void {
    this.state = state;
    this.detail = detail;
    this.hooks.changed(state, detail);
  }

  private saveSoon(after: number): void {
    this.timer ??= window.setTimeout(() => void this.save(), after);
  }

  private async save(): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (this.underWay || this.state === "stale") return;
    if (this.clean) return this.allSaved();
    if (this.state !== "offline") this.become("saving");
    this.sent = this.hooks.text();
    this.underWay = this.put(this.sent).finally(() => (this.underWay = null));
    await this.underWay;
    if (this.state === "unsaved") this.saveSoon(pause);
  }

  private async put(text: string): Promise<void> {
    try {
      const kept = await api.put<{ revision: number; at: string }>(this.url, { text, base_revision: this.base.revision });
      this.base = { ...this.base, text, revision: kept.revision };
      this.savedAt = kept.at;
      this.failures = 0;
      if (this.clean) this.allSaved();
      else this.become("unsaved");
      this.hooks.saved();
    } catch (error) {
      this.notSaved(error);
    }
  }

  private notSaved(error: unknown): void {
    if (error instanceof Unreachable) return this.tryLater(error.message);
    if (!(error instanceof Refused)) throw error;
    if (error.slug === "file-changed") return this.meetAnswer(error.body as unknown as { text: string | null; revision: number });
    if (error.status === 401) return this.become("signed-out", signedOut);
    if (error.status >= 500 || error.status === 429) return this.tryLater(error.message, error.retryAfter);
    this.become("refused", error.message);
  }

  private meetAnswer({ text, revision }: { text: string | null; revision: number }): void {
    if (text !== null) return this.meet({ ...this.base, text, revision });
    this.base = { ...this.base, text: "", revision: 0 };
    this.become("refused", removed);
  }

  /** A newer text exists. One that is ours, from a save whose answer was lost, is no conflict. */
  private meet(theirs: FileText): void {
    if (this.clean) this.hooks.adopt(theirs.text);
    else if (this.sent !== null && same(this.sent, theirs.text)) this.become("unsaved");
    else if (!same(this.hooks.text(), theirs.text)) {
      this.waiting = theirs;
      return this.become("stale");
    }
    this.base = theirs;
    if (this.clean) this.allSaved();
  }

  private tryLater(message: string, after: number | null = null): void {
    this.become("offline", message);
    const wait = Math.min(1000 * 2 ** this.failures, slowestRetry);
    this.failures += 1;
    this.saveSoon(after === null ? wait : after * 1000);
  }

  private allSaved(): void {
    this.backup.clear();
    this.become("saved");
  }

  private backUp(): void {
    this.backup.write({ text: this.hooks.text(), revision: this.base.revision });
  }

  // The browser caps such a farewell at 64 KiB; a longer text waits in the backup for the next page.
  private flush(): void {
    if (this.clean || this.state === "stale") return;
    this.backUp();
    api.putLast(this.url, { text: this.hooks.text(), base_revision: this.base.revision });
  }
}
