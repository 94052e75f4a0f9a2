// Whether the way to the server lets live connections through and leaves them be. What a browser is told of a connection
// that failed does not say why, so it is held against what plain requests get at that moment.
import { tell } from "../kit/way";

const mostRefusals = 2;
const mostCuts = 3;
const shortLife = 60_000;

const words = {
  sockets_refused: "Something between you and the server, most often a proxy, does not let live connections through. Another network may do.",
  sockets_cut: "Something between you and the server, most often a proxy, cuts the connection again and again.",
};

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch("/healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

export class Passage {
  private openedAt: number | null = null;
  private refusals = 0;
  private cuts = 0;
  /** What is to blame for the end of the last connections, where that is known. */
  blamed: string | null = null;

  opened(): void {
    this.openedAt = performance.now();
    this.refusals = 0;
  }

  /** The connection was given up here, or the server said why it ends it: nobody cut it. True when it had opened. */
  left(): boolean {
    const opened = this.openedAt !== null;
    this.openedAt = null;
    return opened;
  }

  /** A connection ended without a word of the server's. True when it has become clear what is to blame. */
  async ended(): Promise<boolean> {
    const lasted = this.openedAt === null ? null : performance.now() - this.openedAt;
    this.openedAt = null;
    if (lasted === null) this.refusals += 1;
    else this.cuts = lasted < shortLife ? this.cuts + 1 : 0;
    const kind = this.refusals >= mostRefusals ? "sockets_refused" : this.cuts >= mostCuts ? "sockets_cut" : null;
    this.blamed = kind && (await serverAnswers()) ? words[kind] : null;
    if (kind && this.blamed) tell(kind);
    return this.blamed !== null;
  }
}
