/**
 * One-line changes that break what the control does keep of the contract, for
 * `pnpm break-it unsynchronized`. That it loses updates is its purpose, and no break.
 */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const breaks: readonly Break[] = [
  {
    id: "closed-too-early",
    summary: "Does not wait for the updaters that still run when the store is closed.",
    file: "src/unsynchronized-store.ts",
    line: "this.#openUpdates.add(update);",
    becomes: [],
    caughtBy: testsThatCatch("closes-too-early"),
    schedule: { scenario: "close-while-waiting", steps: "AC" },
  },
  {
    id: "signal-not-looked-at",
    summary: "Carries out operations whose signal has aborted before the call.",
    file: "src/unsynchronized-store.ts",
    line: "signal?.throwIfAborted();",
    becomes: [],
    caughtBy: testsThatCatch("aborted-signal-ignored"),
    schedule: { none: "No scenario calls an operation with a signal that has aborted before." },
  },
  {
    id: "updater-called-at-once",
    summary: "Calls the updater before update has returned.",
    file: "src/unsynchronized-store.ts",
    line: "await Promise.resolve();",
    becomes: [],
    caughtBy: testsThatCatch("updater-called-at-once"),
    schedule: { none: "A step of a schedule begins before the call and ends after it." },
  },
];

export default breaks;
