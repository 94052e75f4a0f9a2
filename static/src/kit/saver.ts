// Keeps what is typed on the server: at most one save under way, text there within a second, nothing ever lost.
// Owns revisions and retries; knows neither the editor, the page nor what the text consists of.
import { Refused, Unreachable } from "./api";

export type SaveState = "saved" | "unsaved" | "saving" | "offline" | "stale" | "refused" | "signed-out";

/** What this browser keeps of a text until it is on the server. */
export type Backup<Text> = Text & {
  /** The server's revision this text was typed on top of. */
  revision: number;
  /** What a save under way at that moment carried. */
  sent?: Text;
};

/** Where backups are kept (see `backup.ts`). */
export interface Backups<Text> {
  write: (backup: Backup<Text>) => void;
  clear: () => void;
  takeOver: () => Promise<Backup<Text> | null>;
}

/** One kind of text: how it is held, compared and sent. `Stored` is it with its revision, as the server has it. */
export interface Kind<Text extends object, Stored extends Text & { revision: number }> {
  /** How long typing goes on before it is saved, in milliseconds. */
  pause: number;
  /** What the editors hold now. */
  held: () => Text;
  /** Puts a text from elsewhere into the editors, without that counting as typing. */
  adopt: (text: Text) => void;
  same: (one: Text, other: Text) => boolean;
  /** Why the server could not keep this text, or null. */
  unsavable: (text: Text) => string | null;
  put: (text: Text, base: Stored) => Promise<Stored>;
  /** The same as the page goes away. */
  putLast: (text: Text, base: Stored) => void;
  /** What a refusal says is there instead; `gone` says what to tell where that is nothing. Null: it says no such thing. */
  instead: (refused: Refused, base: Stored) => { theirs: Stored; gone?: string } | null;
  /** Both sides' changes in one, or null where they cannot be; `base` is null when nobody knows what both started from. */
  combine: (base: Text | null, mine: Text, theirs: Text) => Text | null;
  /** Asks the person which to keep; null when they put the question off. */
  resolve: (base: Text | null, mine: Text, theirs: Text) => Promise<Text | null>;
  changed: (state: SaveState, detail: string) => void;
  saved: (stored: Stored) => void;
}

const slowestRetry = 5_000;
const mostUnanswered = 20;
const signedOut = "You have been signed out. Sign in again in another tab; your text is kept here until then.";

export class Saver<Text extends object, Stored extends Text & { revision: number }> {
  state: SaveState = "saved";
  detail = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private underWay: Promise<boolean> | null = null;
  private failures = 0;
  /** A text from elsewhere that waits for the person, and what both sides started from. */
  private waiting: { theirs: Stored; base: Text | null } | null = null;
  /** What was sent since a save was answered: when an answer is lost it tells our own text from somebody else's. */
  private sent: Text[] = [];

  constructor(
    public base: Stored,
    private readonly kind: Kind<Text, Stored>,
    private readonly backups: Backups<Text>,
  ) {}

  get clean(): boolean {
    return this.kind.same(this.kind.held(), this.base);
  }

  /** Whether a save is under way. */
  get busy(): boolean {
    return this.underWay !== null;
  }

  /** Looks for text that a former page could not save. True when there was some. */
  async recover(): Promise<boolean> {
    const left = await this.backups.takeOver();
    if (!left || this.kind.same(left, this.base)) {
      if (left) this.backups.clear();
      return false;
    }
    const known = left.revision === this.base.revision || (left.sent !== undefined && this.kind.same(left.sent, this.base));
    this.kind.adopt(left);
    this.backUp();
    this.meet(this.base, known ? this.base : null);
    return true;
  }

  /** Something was typed. The save follows a fixed pause after the first change, however long the typing goes on. */
  edited(): void {
    this.backUp();
    if (this.state === "saved" || this.state === "refused") this.become("unsaved");
    if (this.state === "unsaved" || this.state === "saving") this.saveSoon(this.kind.pause);
  }

  /** Saves what is there now; what is typed meanwhile follows. False when that cannot be done now. */
  async settled(): Promise<boolean> {
    while (this.underWay) await this.underWay;
    return this.clean || this.save();
  }

  /** Asks the person about the two texts at hand; whether what was chosen is saved. */
  async resolveNow(): Promise<boolean> {
    if (!this.waiting) return false;
    const { theirs, base } = this.waiting;
    const chosen = await this.kind.resolve(base, this.kind.held(), theirs);
    if (chosen === null) return false;
    this.waiting = null;
    this.base = theirs;
    this.kind.adopt(chosen);
    this.become("unsaved");
    return this.save();
  }

  /** Tries again at once: the network is back, or the person asked. */
  retry(): void {
    this.failures = 0;
    void this.save();
  }

  /** Somebody else saved it. What is unsaved here meets it at once, or at the save under way. */
  heard(theirs: Stored): void {
    if (!this.underWay && this.state !== "stale") this.meet(theirs, this.base);
  }

  /** Whether `base` now holds all that stood there when this was called. */
  async save(): Promise<boolean> {
    this.unplan();
    if (this.underWay || this.state === "stale") return false;
    if (this.clean) {
      this.allSaved();
      return true;
    }
    const text = this.kind.held();
    const reason = this.kind.unsavable(text);
    if (reason !== null) {
      this.become("refused", reason);
      return false;
    }
    if (this.state !== "offline") this.become("saving");
    this.sent = [...this.sent, text].slice(-mostUnanswered);
    this.underWay = this.put(text).finally(() => (this.underWay = null));
    const kept = await this.underWay;
    if (this.state === "unsaved") {
      this.unplan(); // whoever waited for this save asks for its revision now, and the next one must not overtake that
      this.saveSoon(this.kind.pause);
    }
    return kept || this.clean;
  }

  /** The way to the server is cut: the text waits here. */
  cut(message: string): void {
    if (this.state !== "stale") this.tryLater(message);
  }

  // The browser caps such a farewell at 64 KiB; a longer text waits in the backup for the next page.
  flush(): void {
    const text = this.kind.held();
    if (this.clean || this.state === "stale" || this.kind.unsavable(text) !== null) return;
    this.backUp();
    this.kind.putLast(text, this.base);
  }

  become(state: SaveState, detail = ""): void {
    this.state = state;
    this.detail = detail;
    this.kind.changed(state, detail);
  }

  /** Why it is not saved, in words for the person; nothing where that passes. */
  notSaved(error: unknown): void {
    if (error instanceof Unreachable) return this.tryLater(error.message);
    if (!(error instanceof Refused)) throw error;
    const instead = this.kind.instead(error, this.base);
    if (instead !== null) return this.replaced(instead);
    if (error.status === 401) return this.become("signed-out", signedOut);
    if (error.status >= 500 || error.status === 429) return this.tryLater(error.message, error.retryAfter);
    this.become("refused", error.message);
  }

  private async put(text: Text): Promise<boolean> {
    try {
      this.base = await this.kind.put(text, this.base);
    } catch (error) {
      this.notSaved(error);
      return false;
    }
    this.failures = 0;
    this.sent = [];
    this.kind.saved(this.base);
    if (this.clean) this.allSaved();
    else this.become("unsaved");
    return true;
  }

  private replaced({ theirs, gone }: { theirs: Stored; gone?: string }): void {
    if (gone === undefined) return this.meet(theirs, this.base);
    this.base = theirs;
    this.become("refused", gone);
  }

  /** A newer text exists. Whatever can be combined is; only a true conflict waits for the person. */
  private meet(theirs: Stored, base: Text | null): void {
    const ours = this.sent.some((text) => this.kind.same(text, theirs)); // from a save whose answer was lost
    const both = this.kind.combine(ours ? theirs : base, this.kind.held(), theirs);
    if (both === null) {
      this.waiting = { theirs, base };
      return this.become("stale");
    }
    this.base = theirs;
    if (!this.kind.same(both, this.kind.held())) this.kind.adopt(both);
    if (this.clean) return this.allSaved();
    this.become("unsaved");
    this.saveSoon(this.kind.pause);
  }

  private tryLater(message: string, after: number | null = null): void {
    this.become("offline", message);
    const wait = Math.min(1000 * 2 ** this.failures, slowestRetry);
    this.failures += 1;
    this.saveSoon(after === null ? wait : after * 1000);
  }

  private unplan(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private saveSoon(after: number): void {
    this.timer ??= setTimeout(() => void this.save(), after);
  }

  private allSaved(): void {
    this.backups.clear();
    this.become("saved");
  }

  private backUp(): void {
    const sent = this.sent.at(-1);
    this.backups.write({ ...this.kind.held(), revision: this.base.revision, ...(sent && { sent }) });
  }
}

/** Saves when the page is hidden or left, and when the network comes back; `back` is what to do then. */
export function watchPage(saver: Pick<Saver<object, { revision: number }>, "save" | "cut" | "flush">, back: () => void): void {
  window.addEventListener("online", back);
  window.addEventListener("offline", () => saver.cut("The network is gone."));
  window.addEventListener("pagehide", () => saver.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void saver.save();
  });
}
