// The draft of an attempt, kept on the server while it is typed, and in step with its other tabs.
import { api, Refused } from "../kit/api";
import { BackupStore } from "../kit/backup";
import { Saver, watchPage, type Backup, type SaveState } from "../kit/saver";
import { combine, same, unsavable } from "./texts";
import type { Draft, FileName, Texts } from "./types";

export interface Hooks {
  /** What the editors hold now. */
  texts: () => Texts;
  /** Puts a version from elsewhere into the editors, without that counting as typing. */
  adopt: (texts: Texts) => void;
  /** Asks the person which version to keep of each file; null when they put the question off. */
  resolve: (conflicts: FileName[], mine: Texts, theirs: Texts) => Promise<Texts | null>;
  changed: (state: SaveState, detail: string) => void;
}

function instead(refused: Refused): { theirs: Draft } | null {
  return refused.status === 409 && "revision" in refused.body ? { theirs: refused.body as unknown as Draft } : null;
}

export class DraftKeeper {
  private readonly url: string;
  private readonly saver: Saver<Texts, Draft>;

  constructor(attempt: string, draft: Draft, hooks: Hooks) {
    this.url = `/api/attempts/${attempt}/draft`;
    const channel = new BroadcastChannel(`holdout:draft:${attempt}`);
    const body = (texts: Texts, base: Draft) => ({ revision: base.revision, ...texts });
    const backups = new BackupStore<Backup<Texts>>(attempt, ["solution", "checks"]);
    const kind = {
      pause: 300,
      held: hooks.texts,
      adopt: hooks.adopt,
      same,
      unsavable,
      put: async (texts: Texts, base: Draft) => {
        const kept = await api.put<Pick<Draft, "revision" | "saved_at">>(this.url, body(texts, base));
        return { ...texts, ...kept };
      },
      putLast: (texts: Texts, base: Draft) => api.putLast(this.url, body(texts, base)),
      instead,
      combine: (base: Texts | null, mine: Texts, theirs: Texts) => {
        const { texts, conflicts } = combine(base, mine, theirs);
        return conflicts.length > 0 ? null : texts;
      },
      resolve: (base: Texts | null, mine: Texts, theirs: Texts) => {
        const { conflicts, texts } = combine(base, mine, theirs);
        return hooks.resolve(conflicts, texts, theirs);
      },
      changed: hooks.changed,
      saved: (kept: Draft) => channel.postMessage(kept),
    };
    this.saver = new Saver(draft, kind, backups);
    channel.onmessage = (message: MessageEvent<Draft>) => this.heard(message.data);
    watchPage(this.saver, () => this.retry());
    window.addEventListener("focus", () => void this.look());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.look();
    });
  }

  get savedAt(): string | null {
    return this.saver.base.saved_at;
  }

  recover(): Promise<boolean> {
    return this.saver.recover();
  }

  edited(): void {
    this.saver.edited();
  }

  /** Saves what is there now; a revision that holds it all. Throws an Error that says why it cannot be saved. */
  async settled(): Promise<number> {
    let kept = await this.saver.settled();
    if (!kept && this.saver.state === "stale") kept = await this.saver.resolveNow();
    if (!kept) throw new Error(this.saver.detail || "Your latest text is not saved yet.");
    return this.saver.base.revision;
  }

  async resolveNow(): Promise<void> {
    await this.saver.resolveNow();
  }

  retry(): void {
    if (this.saver.clean) void this.look();
    else this.saver.retry();
  }

  private heard(draft: Draft): void {
    if (draft.revision > this.saver.base.revision) this.saver.heard(draft);
  }

  /** Is there something newer, from another tab or machine? */
  private async look(): Promise<void> {
    if (this.saver.busy || this.saver.state === "stale") return;
    try {
      this.heard(await api.get<Draft>(this.url));
    } catch (error) {
      if (error instanceof Refused && error.status !== 401) return;
      return this.saver.notSaved(error);
    }
    if (this.saver.state === "offline" || this.saver.state === "signed-out") this.saver.retry();
  }
}
