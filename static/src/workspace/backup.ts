// What is typed but not yet on the server, kept in this browser until it is: one entry per tab, so tabs never overwrite
// each other. A tab holds a lock while it lives; an entry without a lock was left by a crash, a reload or a closed tab.
import type { Texts } from "./types";

export interface Backup extends Texts {
  /** The server's revision these texts were typed on top of. */
  revision: number;
  /** What a save under way at that moment carried. */
  sent?: Texts;
}

function read(key: string): Backup | null {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<Backup> | null;
    const whole = typeof stored?.solution === "string" && typeof stored.checks === "string";
    return whole ? (stored as Backup) : null;
  } catch {
    return null;
  }
}

async function livingLocks(): Promise<Set<string>> {
  // Without a secure context there are no locks; every entry then counts as left behind.
  const state = await navigator.locks?.query();
  return new Set((state?.held ?? []).flatMap((lock) => lock.name ?? []));
}

export class BackupStore {
  private readonly prefix: string;
  private readonly key: string;

  constructor(attempt: string) {
    this.prefix = `holdout:unsaved:${attempt}:`;
    this.key = this.prefix + Math.random().toString(36).slice(2);
    void navigator.locks?.request(this.key, () => new Promise(() => undefined));
  }

  write(backup: Backup): void {
    try {
      localStorage.setItem(this.key, JSON.stringify(backup));
    } catch {
      // Storage is full or forbidden: the server's copy, at most a second old, is then the only one.
    }
  }

  clear(): void {
    localStorage.removeItem(this.key);
  }

  /** Takes over one entry that a tab left behind, or null. Others wait for the next time the page opens. */
  async takeOver(): Promise<Backup | null> {
    const living = await livingLocks();
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(this.prefix) || key === this.key || living.has(key)) continue;
      const left = read(key);
      if (left) this.write(left);
      localStorage.removeItem(key);
      if (left) return left;
    }
    return null;
  }
}
