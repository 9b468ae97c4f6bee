/** One-line changes that break this store, for `pnpm break-it mutex`. */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const breaks: readonly Break[] = [
  {
    id: "released-before-the-await",
    summary: "Releases the lock before the updater's promise has settled.",
    file: "src/mutex-store.ts",
    line: "const next = await updater(this.#state.get(key));",
    becomes: ["release();", "const next = await updater(this.#state.get(key));"],
    caughtBy: [
      ...testsThatCatch("no-lock"),
      "close resolves only after every accepted operation has settled",
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "ticket-kept",
    summary: "Does not give the lock back when no caller is left that shares the ticket.",
    file: "src/shared-ticket.ts",
    line: "if (this.isOver) this.#giveBack?.();",
    becomes: [],
    caughtBy: [],
    schedule: { scenario: "abort-while-waiting", steps: "ABCAB" },
  },
  {
    id: "signal-forgotten",
    summary: "Waits its turn whatever its signal says.",
    file: "src/shared-ticket.ts",
    line: "await this.#line.acquire(signal);",
    becomes: ["await this.#line.acquire();"],
    caughtBy: [],
    schedule: { scenario: "abort-while-waiting", steps: "ABCAB" },
  },
];

export default breaks;
