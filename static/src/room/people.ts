// Who is who: one colour for each person, the same at the cursor, in the list and beside what they say.
import type { Person } from "./types";

const colours = 8;
const order = ["candidate", "lead", "peer", "interviewer", "observer"];
const indices = new Map<string, number>();

/** A number from 1 that names the person's colour in the style sheet. Those met first are told apart for certain. */
export function colourOf(id: string): number {
  const known = indices.get(id);
  if (known !== undefined) return known;
  const next = (indices.size % colours) + 1;
  indices.set(id, next);
  return next;
}

/** In an order that is the same on everybody's page, whoever came in later: the candidate first, then the lead. */
export function meet(people: Person[]): void {
  const rank = ({ part }: Person): number => (part ? order.indexOf(part) : order.length);
  people.toSorted((one, other) => rank(one) - rank(other) || one.id.localeCompare(other.id)).forEach(({ id }) => colourOf(id));
}

export function initials(name: string): string {
  const parts = name.split(/[\s@.]+/).filter(Boolean);
  return [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((part) => [...(part ?? "")][0] ?? "").join("").toUpperCase();
}

export const partNames = { candidate: "Candidate", lead: "Lead", interviewer: "Interviewer", peer: "Interviewer", observer: "Observer" } as const;
