// The shapes of an interview's API. What only staff are sent is optional here and absent from a candidate's answers.
import type { Execution } from "../workspace/types";

export type Part = "candidate" | "lead" | "interviewer" | "peer" | "observer";
export type Right =
  | "view"
  | "write"
  | "run"
  | "submit"
  | "say"
  | "say_for"
  | "answer"
  | "hint"
  | "feedback"
  | "twist"
  | "link"
  | "note"
  | "chat"
  | "focus"
  | "clock"
  | "end"
  | "plan"
  | "explain";
export type State = "planned" | "lobby" | "live" | "paused" | "ended" | "reviewed";
export const saidKinds = ["assumption", "question", "restatement", "outline", "tradeoff", "note"] as const;
export type Said = (typeof saidKinds)[number];

export interface Person {
  id: string;
  name: string;
  part: Part | null;
}

export interface ClockView {
  now: string;
  started_at: string | null;
  ends_at: string | null;
  paused_at: string | null;
  ended_at: string | null;
  remaining_seconds: number;
}

export interface Visible {
  name: string;
  input: string;
  expected: string;
  note: string;
}

interface Argument {
  name: string;
  dtype: string | null;
  shape: string | null;
  about: string;
}

interface Method {
  name: string;
  signature: string;
  about: string;
  args: Argument[];
}

export interface Entry {
  name: string;
  kind: "function" | "class";
  signature: string;
  args: Argument[];
  methods: Method[];
}

export interface Clarification {
  index: number;
  ask: string;
  answer: string;
}

export interface Policy {
  id: string;
  why: string;
  options: Record<string, string>;
  /** The option that an answer has bound it to. */
  settled: string | null;
}

export interface Twist {
  id: string;
  title: string;
  about: string;
  minutes: number;
}

/** A run or submission of a room belongs to one of its problems. */
export interface RoomExecution extends Execution {
  problem: number;
}

export interface RoomProblem {
  position: number;
  title: string;
  statement_html: string;
  entry: Entry;
  examples: Visible[];
  given: string | null;
  minutes: number;
  hints_released: { index: number; text: string }[];
  twist: { title: string; statement_html: string } | null;
  clarifications?: Clarification[];
  hints?: string[];
  policies?: Policy[];
  twists?: Twist[];
  twist_id?: string | null;
}

export interface RoomView {
  interview: { id: string; title: string; state: State; kind: "live" | "take_home" | "mock"; lint: boolean };
  me: Person & { rights: Right[] };
  people: Person[];
  clock: ClockView;
  problems: RoomProblem[];
  focus: boolean;
  cursor: number;
}

/** What happened: which fields `data` has depends on the kind, and on who asks. */
export interface RoomEvent {
  cursor: number;
  at: string;
  kind: string;
  version: number;
  author: Person | null;
  problem: number | null;
  data: EventData;
}

export interface EventData {
  said?: Said;
  text?: string;
  aloud?: boolean;
  statement?: number | null;
  index?: number;
  title?: string;
  on?: boolean;
  characters?: number;
  event?: number;
  minutes?: number;
  ready?: boolean;
  reason?: string;
  policy?: string;
  option?: string | null;
  clarification?: number | null;
  execution_id?: string;
  verdict?: string | null;
}

export interface Note {
  id: string;
  author: Person | null;
  mine: boolean;
  text: string;
  text_html: string;
  anchor_at: string;
}
