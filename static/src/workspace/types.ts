// The shapes the server speaks in: the page's boot data, the API and its event stream.
export type FileName = "solution" | "checks";
export type Texts = Record<FileName, string>;

export interface Draft extends Texts {
  revision: number;
  saved_at: string | null;
}

export interface CheckOutline {
  id: string;
  criterion: string;
  gate?: boolean;
  required?: boolean;
}

interface Named {
  name: string;
}

/** A visible example. */
export interface Visible extends Named {
  input: string;
  expected: string;
  note: string;
}

export interface Boot {
  visitor: boolean;
  attempt: { id: string; readonly: boolean; solved: boolean; purpose: string; change: string | null };
  problem: {
    pattern: string;
    slug: string;
    title: string;
    starter: string;
    given: string | null;
    entry: { name: string; kind: "function" | "class"; args: Named[]; methods: (Named & { args: Named[] })[] };
    visible: Visible[];
  };
  draft: Draft;
  executions: Summary[];
}

export type Kind = "run" | "submission";

/** One input on which a check failed, in parts. */
export interface Counterexample {
  check: string;
  parts: { name: string; text: string }[];
}
export type Status = "queued" | "running" | "finished" | "platform_error";

export interface Summary {
  id: string;
  kind: Kind;
  status: Status;
  revision: number;
  created_at: string;
  finished_at: string | null;
  verdict: "accepted" | "rejected" | "completed" | null;
  /** Of the required checks, or of the visible examples; once it is over. */
  passed?: number | null;
  total?: number | null;
}

export interface Execution extends Summary, Texts {
  /** The change of requirements it was asked for with, by its title. */
  change: string | null;
  /** The checks a candidate may see of the problem as it met it, in the order of grading; none of a run. */
  check_ids: CheckOutline[];
  events: Event[];
  /** Checks that are told only once the attempt is over. */
  afterwards: CheckDone[];
}

export interface CodeError {
  state?: string;
  kind: string | null;
  line: number | null;
  message?: string;
}

export type CheckState = "passed" | "failed_loudly" | "failed_silently" | "not_reached" | "platform_error";

export interface CheckDone extends CheckOutline {
  state: CheckState;
  property: string;
  hint: string | null;
  how: string | null;
  line: number | null;
}

/** What one process of the candidate's code used. */
export interface Usage {
  wall_ms: number;
  cpu_ms: number;
  peak_mb: number;
}

export interface ExampleDone {
  name: string;
  state: "passed" | "failed" | "error";
  input: string;
  expected: string;
  got: string | null;
  output: string;
  truncated: boolean;
  error: CodeError | null;
  /** How the value differs, in numbers. */
  note: string | null;
  usage: Usage | null;
}

export interface OwnCheckDone {
  name: string;
  state: "passed" | "failed" | "error";
  message: string | null;
  line: number | null;
  output: string;
}

export interface Decision {
  option: string | null;
  state: "inferred" | "inconsistent" | "not_reached";
  why?: string;
  meaning?: string;
}

export interface Finished {
  verdict: "accepted" | "rejected" | "completed";
  policies?: Record<string, Decision>;
}

/** What each type of event carries. */
export interface EventData {
  /** `taken`: a worker is there that can grade it. */
  queued: { position: number | null; taken?: boolean };
  started: Record<string, never>;
  compiled: { ok: boolean; error: CodeError | null };
  check_started: { id: string };
  check_done: CheckDone;
  counterexample: Counterexample;
  example_done: ExampleDone;
  own_check_done: OwnCheckDone;
  output: { text: string; truncated: boolean };
  finished: Finished;
  /** Trying again did not help: the last event. */
  platform_error: { message?: string };
  retrying: { attempt?: number };
}

export type EventType = keyof EventData;
export type Event = { [T in EventType]: { seq: number; type: T; data: EventData[T] } }[EventType];

export const eventTypes: EventType[] = [
  "queued",
  "started",
  "compiled",
  "check_started",
  "check_done",
  "counterexample",
  "example_done",
  "own_check_done",
  "output",
  "finished",
  "platform_error",
  "retrying",
];
