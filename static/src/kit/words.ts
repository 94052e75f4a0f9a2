// Numbers and times as people read them.
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

const minute = new Intl.DateTimeFormat(undefined, { timeStyle: "short", hourCycle: "h23" });

/** Hours and minutes in the reader's zone. */
export function timeOfDay(milliseconds: number): string {
  return minute.format(milliseconds);
}

/** The time of day; with the date when it was not today. */
export function moment(iso: string): string {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return today ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Ids as words: edge_cases → Edge cases, ml_awareness → ML awareness. */
export function words(id: string): string {
  return capitalised(id.replaceAll(/[_/-]+/g, " ").replace(/^ml\b/, "ML"));
}
