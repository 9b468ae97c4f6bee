/** One-line changes that break this store, for `pnpm break-it optimistic`. */
import type { Break } from "@sync-strategies/state-store-testkit/breaks";

/** Tests that catch an update that takes effect although another change came first. */
const overtaken = [
  "loses no update when updaters do not await",
  "loses no update when updaters await a microtask",
  "close drains everything that waits, however much it is",
  "updates of random clients are linearizable, among reads and writes",
  "updates that await are linearizable, among reads and writes",
  "everything that random clients do is linearizable, failing and cancelled operations among it",
  "everything that many random clients do on many keys is linearizable",
  "10,000 operations may be open at once on one key",
];

const breaks: readonly Break[] = [
  {
    id: "set-without-compare",
    summary: "Sets the new value without checking whether another change came first.",
    file: "src/optimistic-store.ts",
    line: "if (this.#state.get(key) === current && !this.#locks.isHeld(key)) {",
    becomes: ["if (!this.#locks.isHeld(key)) {"],
    caughtBy: [
      ...overtaken,
      "loses no update when updaters await a turn of the event loop",
      "no write takes effect between an updater's call and its result",
      "an update starts over when another change of its key came first",
      "updaters that fail take nothing from those that do not",
      "an update works on the value of every write and update that has resolved",
      "an update that starts over is not affected by its signal between two attempts",
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "await-between-compare-and-set",
    summary: "Awaits between the comparison and the change, and lets another client in.",
    file: "src/optimistic-store.ts",
    line: "this.#state.set(key, { value: next });",
    becomes: ["await Promise.resolve();", "this.#state.set(key, { value: next });"],
    caughtBy: overtaken,
    schedule: {
      none: "It goes wrong within one step of a schedule: everything that is ready runs before the next step.",
    },
  },
  {
    id: "lock-not-looked-at",
    summary: "Sets the new value although another update has acquired the lock meanwhile.",
    file: "src/optimistic-store.ts",
    line: "if (this.#state.get(key) === current && !this.#locks.isHeld(key)) {",
    becomes: ["if (this.#state.get(key) === current) {"],
    caughtBy: [
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
    schedule: { none: "No scenario overtakes an update often enough to make it acquire the lock." },
  },
];

export default breaks;
