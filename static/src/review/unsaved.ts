// What is not on the server yet, kept in this tab: the next page of a scorecard may be made before the last save arrives.
import { sameHere, type Filled } from "./card";

interface Kept {
  mine: Filled;
  /** What the server was known to have, or may have had by then. */
  known: Filled[];
}

export class Unsaved {
  private readonly key: string;

  constructor(interview: string, person: string) {
    this.key = `holdout:scorecard:${interview}:${person}`;
  }

  keep(kept: Kept): void {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // Storage is full or forbidden: the save on leaving is then all there is.
    }
  }

  forget(): void {
    sessionStorage.removeItem(this.key);
  }

  /** What a former page of this tab had and `card` lacks; null where somewhere else something else was answered since. */
  take(card: Filled): Filled | null {
    const { mine, known } = JSON.parse(sessionStorage.getItem(this.key) ?? "{}") as Partial<Kept>;
    this.forget();
    if (!mine || sameHere(mine, card)) return null;
    return known?.some((each) => sameHere(each, card)) ? mine : null;
  }
}
