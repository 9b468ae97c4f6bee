/**
 * One-line changes that break those parts of the contract that the control keeps, for
 * `pnpm break-it unsynchronized`. Losing updates is its purpose, not a break.
 */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const breaks: readonly Break[] = [
  {
    id: "closed-too-early",
    summary: "Does not wait for the updaters that still run when the store is closed.",
    file: "src/unsynchronized-store.ts",
    line: "this.#openUpdates.add(update);",
    becomes: [],
    caughtBy: testsThatCatch("closes-too-early", {
      except: ["a closed store holds no key and no value"],
    }),
    schedule: { scenario: "close-while-waiting", steps: "AC" },
  },
  {
    id: "signal-not-looked-at",
    summary: "Carries out operations whose signal had aborted before the call.",
    file: "src/unsynchronized-store.ts",
    line: "return signal?.aborted === true ? rejectInTurn(signal.reason) : undefined;",
    becomes: ["return undefined;"],
    caughtBy: testsThatCatch("aborted-signal-ignored"),
    schedule: { none: "No scenario calls an operation with a signal that has already aborted." },
  },
  {
    id: "updater-called-at-once",
    summary: "Calls the updater before update has returned.",
    file: "src/unsynchronized-store.ts",
    line: "await turnIfDue();",
    becomes: [],
    caughtBy: [
      ...testsThatCatch("updater-called-at-once"),
      "an update called over and over leaves timers, signals and I/O their turn",
      "operations that reject, called over and over, leave timers, signals and I/O their turn",
    ],
    schedule: { none: "A step of a schedule begins before the call and ends after it." },
  },
];

export default breaks;
