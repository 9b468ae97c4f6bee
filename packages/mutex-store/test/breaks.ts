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
    summary: "Keeps the lock that is granted to a waiter that has aborted.",
    file: "src/acquire-unless-aborted.ts",
    line: "cancelled = true;",
    becomes: [],
    caughtBy: [
      ...testsThatCatch("turn-given-to-cancelled"),
      "a read aborted right after its call is cancelled whole, or completes whole",
      "a write aborted right after its call is cancelled whole, or completes whole",
      "an update aborted right after its call is cancelled whole, or completes whole",
      "close resolves when all that waited are cancelled",
    ],
    schedule: { scenario: "abort-while-waiting", steps: "ABCAB" },
  },
  {
    id: "listener-kept",
    summary: "Leaves its abort listener on the signal when the lock is granted.",
    file: "src/acquire-unless-aborted.ts",
    line: 'signal.removeEventListener("abort", cancel);',
    becomes: [],
    caughtBy: [
      ...testsThatCatch("listener-kept-on-completion"),
      "an update leaves no listener on its signal when its updater fails",
    ],
    schedule: {
      none: "A listener left behind changes no result. Such listeners only accumulate on a long-lived signal.",
    },
  },
];

export default breaks;
