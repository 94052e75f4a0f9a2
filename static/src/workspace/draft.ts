// Keeps what is typed on the server: at most one save under way, text there within a second, nothing ever lost.
// Owns revisions and retries; knows neither the editor nor the page.
import { api, Refused, Unreachable } from "../kit/api";
import { BackupStore, type Backup } from "./backup";
import { combine, same, unsavable } from "./texts";
import type { Draft, FileName, Texts } from "./types";

export type SaveState = "saved" | "unsaved" | "saving" | "offline" | "stale" | "refused" | "signed-out";

export interface Hooks {
  /** What the editors hold now. */
  texts: () => Texts;
  /** Puts a version from elsewhere into the editors, without that counting as typing. */
  adopt: (texts: Texts) => void;
  /** Asks the person which version to keep of each file; null when they put the question off. */
  resolve: (conflicts: FileName[], mine: Texts, theirs: Texts) => Promise<Texts | null>;
  changed: (state: SaveState, detail: string) => void;
}

const pause = 300;
const slowestRetry = 5_000;
const signedOut = "You have been signed out. Sign in again in another tab; your text is kept here until then.";

export class DraftKeeper {
  private state: SaveState = "saved";
  private timer: number | undefined;
  private underWay: Promise<void> | null = null;
  private failures = 0;
  /** A version from elsewhere that waits for the person, and what both sides started from. */
  private waiting: { theirs: Draft; base: Texts | null } | null = null;
  /** What the save under way carries: after a crash it tells our own text from somebody else's. */
  private sent: Texts | null = null;
  private detail = "";
  private readonly url: string;
  private readonly backup: BackupStore<Backup>;
  private readonly channel: BroadcastChannel;

  constructor(
    attempt: string,
    private base: Draft,
    private readonly hooks: Hooks,
  ) {
    this.url = `/api/attempts/${attempt}/draft`;
    this.backup = new BackupStore(attempt, ["solution", "checks"]);
    this.channel = new BroadcastChannel(`holdout:draft:${attempt}`);
    this.channel.onmessage = (message: MessageEvent<Draft>) => this.heard(message.data);
    this.watchPage();
  }

  get savedAt(): string | null {
    return this.base.saved_at;
  }

  /** Looks for text a former page of this attempt could not save. True when there was some. */
  async recover(): Promise<boolean> {
    const left = await this.backup.takeOver();
    if (!left || same(left, this.base)) {
      if (left) this.backup.clear();
      return false;
    }
    const known = left.revision === this.base.revision || (left.sent && same(left.sent, this.base));
    this.hooks.adopt(left);
    this.backUp();
    this.meet(this.base, known ? this.base : null);
    if (this.state === "unsaved") this.saveSoon(pause);
    return true;
  }

  /** Something was typed. The save follows a fixed pause after the first change, however long the typing goes on. */
  edited(): void {
    this.backUp();
    if (this.state === "stale") return;
    if (this.state === "saved" || this.state === "refused") this.become("unsaved");
    if (this.state === "unsaved" || this.state === "saving") this.saveSoon(pause);
  }

  /** Saves what is unsaved; the revision that holds it all. Throws an Error that says why it cannot be. */
  async settled(): Promise<number> {
    while (this.underWay) await this.underWay;
    if (!same(this.hooks.texts(), this.base)) await this.save();
    if (this.state === "stale") await this.resolveNow();
    if (!same(this.hooks.texts(), this.base)) throw new Error(this.detail || "Your latest text is not saved yet.");
    return this.base.revision;
  }

  /** Asks the person about the two versions at hand. */
  async resolveNow(): Promise<void> {
    if (!this.waiting) return;
    const { theirs, base } = this.waiting;
    const { conflicts, texts } = combine(base, this.hooks.texts(), theirs);
    const chosen = await this.hooks.resolve(conflicts, texts, theirs);
    if (!chosen) return;
    this.waiting = null;
    this.base = theirs;
    this.hooks.adopt(chosen);
    this.become("unsaved");
    await this.save();
  }

  /** Tries again at once: the network is back, or the person asked. */
  retry(): void {
    this.failures = 0;
    if (this.state === "stale") return;
    void (same(this.hooks.texts(), this.base) ? this.look() : this.save());
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
    const texts = this.hooks.texts();
    if (same(texts, this.base)) return this.allSaved();
    const reason = unsavable(texts);
    if (reason) return this.become("refused", reason);
    if (this.state !== "offline") this.become("saving");
    this.sent = texts;
    this.underWay = this.put(texts).finally(() => (this.underWay = this.sent = null));
    await this.underWay;
    if (this.state === "unsaved") this.saveSoon(pause);
  }

  private async put(texts: Texts): Promise<void> {
    const body = { revision: this.base.revision, ...texts };
    try {
      const kept = await api.put<Pick<Draft, "revision" | "saved_at">>(this.url, body);
      this.base = { ...texts, ...kept };
      this.failures = 0;
      this.channel.postMessage(this.base);
      if (same(this.hooks.texts(), this.base)) this.allSaved();
      else this.become("unsaved");
    } catch (error) {
      this.notSaved(error);
    }
  }

  private backUp(): void {
    const sent = this.sent ? { sent: this.sent } : {};
    this.backup.write({ ...this.hooks.texts(), revision: this.base.revision, ...sent });
  }

  private allSaved(): void {
    this.backup.clear();
    this.become("saved");
  }

  private notSaved(error: unknown): void {
    if (error instanceof Unreachable) return this.tryLater(error.message);
    if (!(error instanceof Refused)) throw error;
    if (error.status === 409 && "revision" in error.body) return this.meet(error.body as unknown as Draft, this.base);
    if (error.status === 401) return this.become("signed-out", signedOut);
    if (error.status >= 500 || error.status === 429) return this.tryLater(error.message, error.retryAfter);
    this.become("refused", error.message);
  }

  private tryLater(message: string, after: number | null = null): void {
    this.become("offline", message);
    const wait = Math.min(1000 * 2 ** this.failures, slowestRetry);
    this.failures += 1;
    this.saveSoon(after === null ? wait : after * 1000);
  }

  /** A newer version exists. Whatever can be combined is; only a true conflict waits for the person. */
  private meet(theirs: Draft, base: Texts | null): void {
    const { texts, conflicts } = combine(base, this.hooks.texts(), theirs);
    if (conflicts.length > 0) {
      this.waiting = { theirs, base };
      return this.become("stale");
    }
    this.base = theirs;
    this.hooks.adopt(texts);
    if (same(texts, theirs)) this.allSaved();
    else this.become("unsaved");
  }

  private heard(draft: Draft): void {
    if (this.underWay || this.state === "stale" || draft.revision <= this.base.revision) return;
    this.meet(draft, this.base);
    if (this.state === "unsaved") this.saveSoon(pause);
  }

  /** Is there something newer, from another tab or machine? */
  private async look(): Promise<void> {
    if (this.underWay || this.state === "stale") return;
    try {
      this.heard(await api.get<Draft>(this.url));
      if (this.state === "offline" || this.state === "signed-out") this.retryOrRest();
    } catch (error) {
      if (error instanceof Unreachable) this.become("offline", error.message);
      else if (error instanceof Refused && error.status === 401) this.become("signed-out", signedOut);
    }
  }

  private retryOrRest(): void {
    if (same(this.hooks.texts(), this.base)) this.allSaved();
    else void this.save();
  }

  private watchPage(): void {
    window.addEventListener("online", () => this.retry());
    window.addEventListener("offline", () => {
      if (this.state !== "stale") this.tryLater("The network is gone.");
    });
    window.addEventListener("focus", () => void this.look());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.save();
      else void this.look();
    });
    window.addEventListener("pagehide", () => this.flush());
  }

  // The browser caps such a farewell at 64 KiB; a longer text waits in the backup for the next page.
  private flush(): void {
    const texts = this.hooks.texts();
    if (same(texts, this.base) || this.state === "stale" || unsavable(texts)) return;
    this.backUp();
    api.putLast(this.url, { revision: this.base.revision, ...texts });
  }
}
