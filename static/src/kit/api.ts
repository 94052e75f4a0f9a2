// Talking to the server: JSON both ways, and every failure as one clear sentence.

/** The server answered, and said no (RFC 9457). `body` holds the problem's own fields. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    detail: string,
    readonly body: Record<string, unknown>,
    readonly retryAfter: number | null,
  ) {
    super(detail);
  }
}

const forGood = new Set([401, 403, 404]);

/** Whether asking again can only be told the same: signed out, not allowed, or gone. */
export function isFinal(error: unknown): boolean {
  return error instanceof Refused && forGood.has(error.status);
}

/** No answer arrived: offline, the server is down, or the way there is cut. */
export class Unreachable extends Error {
  constructor() {
    super("The server cannot be reached.");
  }
}

const fallback: Record<number, string> = {
  401: "You have been signed out.",
  403: "You may not do that.",
  404: "That is no longer there.",
  413: "That is too large.",
  429: "That was too often. Wait a moment and try again.",
  503: "The server is busy. Try again in a moment.",
};

async function problemOf(response: Response): Promise<Refused> {
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    // A proxy answered with something else; the status still says what happened.
  }
  const slug = String(body["type"] ?? "").split(/[:/]/).pop() ?? "";
  const detail = body["detail"] ?? body["title"] ?? fallback[response.status] ?? "The server could not do that.";
  const retryAfter = Number(response.headers.get("Retry-After"));
  return new Refused(response.status, slug, String(detail), body, retryAfter > 0 ? retryAfter : null);
}

// What a proxy in front of a stopped server answers is as good as no answer.
const gatewayStatus = new Set([502, 504]);

async function send(method: string, url: string, body?: unknown, keepalive = false): Promise<Response> {
  const init: RequestInit = { method, keepalive, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { Accept: "application/json", "Content-Type": "application/json" };
  }
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch {
    throw new Unreachable();
  }
  if (gatewayStatus.has(response.status)) throw new Unreachable();
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function json<T>(response: Promise<Response>): Promise<T> {
  return (await (await response).json()) as T;
}

export const api = {
  get: <T>(url: string) => json<T>(send("GET", url)),
  put: <T>(url: string, body: unknown) => json<T>(send("PUT", url, body)),
  post: <T>(url: string, body: unknown) => json<T>(send("POST", url, body)),
  remove: (url: string) => send("DELETE", url),
  /** For answers without a body. */
  tell: (url: string, body: unknown) => send("POST", url, body),
  /** As the page goes away: nobody waits for the answer. */
  putLast: (url: string, body: unknown) => void send("PUT", url, body, true).catch(() => undefined),
};
