// The scorecard as the page has it, and as the server keeps it.

export interface Score {
  criterion: string;
  level: number | null;
  no_evidence: boolean;
  comment: string;
  evidence: string[];
}

export interface Card {
  revision: number;
  state: string;
  summary: string;
  scores: Score[];
}

/** What a person fills in. */
export type Filled = Pick<Card, "summary" | "scores">;

const all = <T extends HTMLElement>(selector: string) => [...document.querySelectorAll<T>(selector)];

/** The criteria that can be scored on this page. */
export function criteria(): string[] {
  return all(".score").map((each) => each.dataset["criterion"] ?? "");
}

function score(criterion: string): Score {
  const answer = document.querySelector<HTMLInputElement>(`input[name="level-${criterion}"]:checked`)?.value ?? "";
  const comment = document.querySelector<HTMLTextAreaElement>(`textarea[name="comment-${criterion}"]`)?.value ?? "";
  const links = all<HTMLInputElement>(`input[name="evidence-${criterion}"]:checked`).map((each) => each.value);
  const level = /^[1-4]$/.test(answer) ? Number(answer) : null;
  return { criterion, level, no_evidence: answer === "none", comment, evidence: [...new Set(links)] };
}

export function isAnswered(criterion: string): boolean {
  return document.querySelector(`input[name="level-${criterion}"]:checked`) !== null;
}

/** What is on the page in the place of what is kept; what the page does not show stays. */
export function filledIn(kept: Card): Filled {
  const here = criteria();
  const summary = document.querySelector<HTMLTextAreaElement>("#summary")?.value ?? kept.summary;
  const typed = here.map(score).filter((each) => {
    return each.level !== null || each.no_evidence || each.comment !== "" || each.evidence.length > 0;
  });
  return { summary, scores: [...kept.scores.filter((each) => !here.includes(each.criterion)), ...typed] };
}

/** Puts onto the page what it can show of it. */
export function fillIn({ summary, scores }: Filled): void {
  const text = document.querySelector<HTMLTextAreaElement>("#summary");
  if (text) text.value = summary;
  for (const criterion of criteria()) {
    const found = scores.find((each) => each.criterion === criterion);
    const answer = found?.no_evidence ? "none" : String(found?.level ?? "");
    const comment = document.querySelector<HTMLTextAreaElement>(`textarea[name="comment-${criterion}"]`);
    if (comment) comment.value = found?.comment ?? "";
    for (const each of all<HTMLInputElement>(`input[name="level-${criterion}"]`)) each.checked = each.value === answer;
    for (const each of all<HTMLInputElement>(`input[name="evidence-${criterion}"]`)) {
      each.checked = found?.evidence.includes(each.value) ?? false;
    }
  }
}

/** Whether both say the same of all that this page shows; what stands elsewhere is never overwritten by it. */
export function sameHere(one: Filled, other: Filled): boolean {
  const summary = document.querySelector("#summary") === null || one.summary === other.summary;
  return summary && criteria().every((criterion) => said(one.scores, criterion) === said(other.scores, criterion));
}

function said(scores: Score[], criterion: string): string {
  const found = scores.find((each) => each.criterion === criterion);
  return JSON.stringify([found?.level ?? null, found?.no_evidence ?? false, found?.comment ?? "", [...(found?.evidence ?? [])].sort()]);
}
