// Typing that the server has not acknowledged, kept in this browser's IndexedDB: one row per change, gone with its
// acknowledgement. Sending a row twice does no harm, so tabs need not know of each other.
export interface Row {
  key: IDBValidKey;
  update: Uint8Array;
}

const database = "holdout-rooms";
const table = "typing";
const byRoom = "room";

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
  });
}

// Where a browser forbids storage, the call itself may throw.
async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(table, { autoIncrement: true }).createIndex(byRoom, "room");
  };
  return answer(request);
}

/** Where storage is full or forbidden everything here does nothing: the text then lasts as long as the page. */
export class Kept {
  private readonly opened: Promise<IDBDatabase | null>;
  /** False from the first time that something could not be kept. */
  works = true;

  /** `room` names interview and person: what one person typed is never sent as another. */
  constructor(private readonly room: string) {
    this.opened = open().catch(() => {
      this.works = false;
      return null;
    });
  }

  async all(): Promise<Row[]> {
    const store = await this.store("readonly");
    if (!store) return [];
    const index = store.index(byRoom);
    const [keys, rows] = await Promise.all([answer(index.getAllKeys(this.room)), answer(index.getAll(this.room))]).catch(() => [[], []]);
    return keys.flatMap((key, at) => {
      const update: unknown = (rows[at] as { update?: unknown } | undefined)?.update;
      return update instanceof Uint8Array ? [{ key, update }] : [];
    });
  }

  async add(update: Uint8Array): Promise<IDBValidKey | null> {
    const store = await this.store("readwrite");
    if (!store) return null;
    return answer(store.add({ room: this.room, update })).catch(() => {
      this.works = false;
      return null;
    });
  }

  async remove(keys: (IDBValidKey | null)[]): Promise<void> {
    const store = await this.store("readwrite");
    for (const key of keys) if (store && key !== null) store.delete(key);
  }

  private async store(mode: IDBTransactionMode): Promise<IDBObjectStore | null> {
    const connection = await this.opened;
    try {
      return connection?.transaction(table, mode, { durability: "relaxed" }).objectStore(table) ?? null;
    } catch {
      return null;
    }
  }
}
