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
export function filledIn(kept: Card): Pick<Card, "summary" | "scores"> {
  const here = criteria();
  const summary = document.querySelector<HTMLTextAreaElement>("#summary")?.value ?? kept.summary;
  const typed = here.map(score).filter((each) => {
    return each.level !== null || each.no_evidence || each.comment !== "" || each.evidence.length > 0;
  });
  return { summary, scores: [...kept.scores.filter((each) => !here.includes(each.criterion)), ...typed] };
}

/** Whether both say the same of all that this page shows; what stands elsewhere is never overwritten by it. */
export function sameHere(one: Pick<Card, "summary" | "scores">, other: Pick<Card, "summary" | "scores">): boolean {
  const summary = document.querySelector("#summary") === null || one.summary === other.summary;
  return summary && criteria().every((criterion) => said(one.scores, criterion) === said(other.scores, criterion));
}

function said(scores: Score[], criterion: string): string {
  const found = scores.find((each) => each.criterion === criterion);
  return JSON.stringify([found?.level ?? null, found?.no_evidence ?? false, found?.comment ?? "", [...(found?.evidence ?? [])].sort()]);
}
