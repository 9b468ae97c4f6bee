/** One-line changes that break this store, for `pnpm break-it lock-per-key`. */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const breaks: readonly Break[] = [
  {
    id: "released-before-the-await",
    summary: "Releases the key's lock before the updater's promise has settled.",
    file: "src/lock-per-key-store.ts",
    line: "const next = await updater(this.#state.get(key));",
    becomes: ["this.#locks.release(key);", "const next = await updater(this.#state.get(key));"],
    caughtBy: [
      ...testsThatCatch("no-lock", {
        except: [
          "a read waits while an updater of another key awaits",
          "a write waits while an updater of another key awaits",
          "an update waits while an updater of another key awaits",
        ],
      }),
      ...testsThatCatch("closes-too-early", {
        except: ["a closed store holds no key and no value"],
      }),
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "written-without-the-lock",
    summary: "Writes at once, even while the key is locked: a write is only one step, after all.",
    file: "src/lock-per-key-store.ts",
    line: "if (!this.#locks.isHeld(key)) {",
    becomes: ["if (this.#closed === undefined) {"],
    caughtBy: testsThatCatch("writes-without-lock", {
      except: ["a write waits while an updater of another key awaits"],
    }),
    schedule: { scenario: "write-during-update", steps: "ABACC" },
  },
  {
    id: "left-in-the-queue",
    summary: "Leaves a waiter that has aborted in the queue, which grants it the lock.",
    file: "../locks/src/unchecked-lock.ts",
    line: "this.#remove(waiter);",
    becomes: [],
    caughtBy: [
      // Reads of a free key are one step here, and never wait.
      ...testsThatCatch("turn-given-to-cancelled", {
        except: ["reads, writes and cancelled ones of random clients are linearizable"],
      }),
      "close resolves when all that waited are cancelled",
    ],
    schedule: { scenario: "abort-while-waiting", steps: "ABCAB" },
  },
];

export default breaks;
