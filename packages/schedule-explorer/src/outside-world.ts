/**
 * What may still happen although all promises have settled that can: timers, I/O, other threads.
 * The explorer decides the order of clients, and nothing of that.
 */
export class OutsideWorld {
  readonly #before = countActive();

  /** The kinds of what is under way and was not when this was made: "Timeout", for example. */
  underWay(): string[] {
    const now = countActive();
    return [...now.keys()].filter((kind) => now.get(kind)! > (this.#before.get(kind) ?? 0));
  }
}

// Taken here, because a store may replace the timers of the platform.
const { setTimeout } = globalThis;

/** Lets real time pass, for timers that keep no process alive and so are not counted. */
export function passTime(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * How much of each kind keeps the process alive. An immediate needs no more than a turn. A browser
 * does not say: there, a standstill that ends by itself is all that gives such a store away.
 */
function countActive(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of globalThis.process?.getActiveResourcesInfo?.() ?? []) {
    if (kind === "Immediate") continue;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
