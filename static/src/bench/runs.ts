// A run of checks, from its beginning to its end, whatever stands in the way of looking at it.
import { api, Refused, Unreachable } from "../kit/api";

interface Run { id: string; status: string }

export interface Begun {
  id: string;
  /** Why it is not the one that was asked for, but one that is under way still. */
  instead: string | null;
}

const soon = 300;
const seldom = 2000;
const tooFast = 429;

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

export const isGoing = (status: string | undefined) => status === "queued" || status === "running";

/** Begins a run; where one is under way, that is it. */
export async function begin(address: string, checks: string): Promise<Begun> {
  try {
    return { id: (await api.post<Run>(address, { checks })).id, instead: null };
  } catch (error) {
    const id = error instanceof Refused && error.slug === "already-running" ? error.body["run_id"] : null;
    if (!(error instanceof Refused) || typeof id !== "string") throw error;
    return { id, instead: "An earlier run was still under way. When it is over, run these checks again." };
  }
}

/** The answer to a question that can be put again: it is, until there is one. `hindered` hears why not, and "" afterwards. */
export async function untilAnswered<T>(ask: () => Promise<T>, hindered: (why: string) => void): Promise<T> {
  for (let failed = false; ; failed = true) {
    try {
      const answer = await ask();
      if (failed) hindered("");
      return answer;
    } catch (error) {
      const refused = error instanceof Refused && (error.status >= 500 || error.status === tooFast);
      if (!refused && !(error instanceof Unreachable)) throw error;
      hindered(`${error.message} Your run is looked for again.`);
      await pause(refused && error.retryAfter !== null ? 1000 * error.retryAfter : seldom);
    }
  }
}

/** Waits until a run is over. */
export async function ended(id: string, hindered: (why: string) => void): Promise<void> {
  let wait = soon;
  while (isGoing((await untilAnswered(() => api.get<Run>(`/api/bench/runs/${id}`), hindered)).status)) {
    await pause(wait);
    wait = Math.min(seldom, wait * 1.3);
  }
}
