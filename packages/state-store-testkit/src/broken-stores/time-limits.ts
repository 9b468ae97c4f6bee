import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

const MINUTE_MS = 60_000;

/** Passes the turn on after a minute, so that a client which hangs does not stop the others. */
class TurnWithATimeLimit<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    this.admit(signal);
    await this.takeTurn(signal);
    let passed = false;
    const pass = (): void => {
      if (!passed) this.passTurn();
      passed = true;
    };
    const limit = setTimeout(pass, MINUTE_MS);
    try {
      return await operation();
    } finally {
      clearTimeout(limit);
      pass();
    }
  }
}

/** Looks at the clock when another client comes, and takes the turn away. */
class TurnWithALease<Key, Value extends Storable> extends SoundStore<Key, Value> {
  #takenAtMs = 0;

  protected override async takeTurn(signal: AbortSignal | undefined): Promise<void> {
    const look = setInterval(() => {
      if (Date.now() - this.#takenAtMs >= MINUTE_MS) this.passTurn();
    }, MINUTE_MS / 10);
    try {
      await super.takeTurn(signal);
    } finally {
      clearInterval(look);
    }
    this.#takenAtMs = Date.now();
  }
}

class WaitWithATimeLimit<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override takeTurn(signal: AbortSignal | undefined): Promise<void> {
    const taken = super.takeTurn(signal);
    if (this.waiting.size === 0) return taken;
    const [waiter] = [...this.waiting].slice(-1);
    const limit = setTimeout(() => {
      if (waiter !== undefined) this.cancel(waiter, new Error("The operation took too long."));
    }, MINUTE_MS);
    return taken.finally(() => clearTimeout(limit));
  }
}

/** Waits for what is open, but no longer than a minute. */
class ClosesAfterAGracePeriod<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async drain(): Promise<void> {
    let limit: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, MINUTE_MS);
    });
    await Promise.race([super.drain(), grace]);
    clearTimeout(limit);
    this.state.clear();
  }
}

export const brokenTimeLimits: readonly BrokenStore[] = [
  broken(TurnWithATimeLimit, {
    id: "turn-with-a-time-limit",
    summary: "Gives its lock away when an updater takes more than a minute.",
    caughtBy: ["no time limit gives a key away while its updater awaits"],
  }),
  broken(TurnWithALease, {
    id: "turn-with-a-lease",
    summary: "Lets a client that waits take the lock away once it was held for a minute.",
    caughtBy: ["no time limit gives a key away while its updater awaits"],
  }),
  broken(WaitWithATimeLimit, {
    id: "wait-with-a-time-limit",
    summary: "Rejects an operation that waited for a minute.",
    caughtBy: [
      "no time limit gives a key away while its updater awaits",
      "no time limit ends an operation that waits, or an updater that awaits",
      "no time limit ends the wait of close for an updater that awaits",
    ],
  }),
  broken(ClosesAfterAGracePeriod, {
    id: "closes-after-a-grace-period",
    summary: "Resolves close after a minute, whatever is still open.",
    caughtBy: ["no time limit ends the wait of close for an updater that awaits"],
  }),
];
