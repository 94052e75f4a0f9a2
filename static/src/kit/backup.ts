// What is typed but not yet on the server, kept in this browser until it is: one entry per tab, so tabs never overwrite
// each other. A tab holds a lock while it lives; an entry without a lock was left by a crash, a reload or a closed tab.

/** Which of its fields have to be texts, or it is none of ours. */
type TextsOf<Kept> = (keyof Kept)[];

function read<Kept>(key: string, texts: TextsOf<Kept>): Kept | null {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
    return stored && texts.every((name) => typeof stored[name] === "string") ? stored : null;
  } catch {
    return null;
  }
}

async function livingLocks(): Promise<Set<string>> {
  // Without a secure context there are no locks; every entry then counts as left behind.
  const state = await navigator.locks?.query();
  return new Set((state?.held ?? []).flatMap((lock) => lock.name ?? []));
}

export class BackupStore<Kept extends { revision: number }> {
  private readonly prefix: string;
  private readonly key: string;

  constructor(name: string, private readonly texts: TextsOf<Kept>) {
    this.prefix = `holdout:unsaved:${name}:`;
    this.key = this.prefix + Math.random().toString(36).slice(2);
    void navigator.locks?.request(this.key, () => new Promise(() => undefined));
  }

  write(backup: Kept): void {
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
  async takeOver(): Promise<Kept | null> {
    const living = await livingLocks();
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(this.prefix) || key === this.key || living.has(key)) continue;
      const left = read<Kept>(key, this.texts);
      if (left) this.write(left);
      localStorage.removeItem(key);
      if (left) return left;
    }
    return null;
  }
}
