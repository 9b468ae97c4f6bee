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
      "a read while an updater awaits returns the value before it or after it",
      "a promise of another library or realm is awaited as any other",
      "a read passes an updater that awaits, and returns the value before it",
      "the value stays as it was when an updater fails",
      "updaters that fail take nothing from those that do not",
      "no time limit ends the wait of close for an updater that awaits",
      "a read that is cancelled while an updater awaits rejects at once, unless it has started",
      "a read that waits when close is called completes",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
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
      // Reads never wait here.
      ...testsThatCatch("no-lock", {
        except: [
          "a read waits while an updater of its key awaits",
          "a read waits while an updater of another key awaits",
        ],
      }),
      ...testsThatCatch("closes-too-early", {
        except: ["a closed store holds no key and no value"],
      }),
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
];

export default breaks;
