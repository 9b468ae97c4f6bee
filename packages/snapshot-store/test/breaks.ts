/** One-line changes that break this store, for `pnpm break-it snapshot`. */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const breaks: readonly Break[] = [
  {
    id: "changed-in-place",
    summary: "Removes the value while its updater computes the next one.",
    file: "src/snapshot-store.ts",
    line: "const next = await updater(this.#state.get(key));",
    becomes: [
      "const current = this.#state.get(key);",
      "this.#state.delete(key);",
      "const next = await updater(current);",
    ],
    caughtBy: [
      ...testsThatCatch("reads-of-unfinished-updates"),
      "a read passes an updater that awaits, and returns the value before it",
      "the value stays as it was when an updater fails",
      "updaters that fail take nothing from those that do not",
    ],
    schedule: { scenario: "write-during-update", steps: "ACCAB" },
  },
  {
    id: "written-without-the-lock",
    summary: "Writes at once, as it reads, even while an updater runs.",
    file: "src/snapshot-store.ts",
    line: "if (!this.#lock.isHeld) {",
    becomes: ["if (this.#closed === undefined) {"],
    caughtBy: testsThatCatch("writes-without-lock"),
    schedule: { scenario: "write-during-update", steps: "ABACC" },
  },
  {
    id: "released-before-the-await",
    summary: "Releases the lock before the updater's promise has settled.",
    file: "src/snapshot-store.ts",
    line: "const next = await updater(this.#state.get(key));",
    becomes: ["this.#lock.release();", "const next = await updater(this.#state.get(key));"],
    caughtBy: [
      ...testsThatCatch("no-lock"),
      "close resolves only after every accepted operation has settled",
      "close may be called again, and resolves when the first call does",
      "disposing a store closes it",
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
];

export default breaks;
