// What lies between this page and the server: proxies that hold back what should come bit by bit. The server sees nothing
// of it, so pages tell; whoever runs Holdout reads of it on the operator's page.
import { api } from "./api";

export type Trouble = "events_held_back" | "sockets_refused" | "sockets_cut";

const patience = 5000;
const told = new Set<Trouble>();
let heldBack = false;

/** Once from each page. */
export function tell(kind: Trouble): void {
  if (told.has(kind)) return;
  told.add(kind);
  void api.tell("/api/connection-troubles", { kind }).catch(() => told.delete(kind));
}

/** Whether server-sent events do not come through to this page: then it has to ask. */
export function holdsBack(): boolean {
  return heldBack;
}

/**
 * A plain request in place of a stream was answered after so many milliseconds, or not at all (null). A server that is as
 * silent there is not held against the way, and streams are tried again. Whether they still count as held back.
 */
export function compare(took: number | null): boolean {
  if (took === null || took > patience) heldBack = false;
  if (heldBack) tell("events_held_back");
  return heldBack;
}

/**
 * Looks whether the first event arrives, of which there is always one that happened before the connection. Where none
 * does, the source is closed and `instead` takes over. A server that is away is not held against the way to it.
 */
export function watch(source: EventSource, types: readonly string[], instead: () => void): void {
  let timer = 0;
  const wait = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (source.readyState === EventSource.CLOSED) return;
      source.close();
      heldBack = true;
      instead();
    }, patience);
  };
  const heard = () => {
    window.clearTimeout(timer);
    source.removeEventListener("open", wait);
  };
  source.addEventListener("open", wait);
  source.addEventListener("error", () => window.clearTimeout(timer));
  types.forEach((type) => source.addEventListener(type, heard, { once: true }));
  wait();
}
