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
      ...testsThatCatch("closes-too-early", {
        except: ["a closed store holds no key and no value"],
      }),
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "ticket-kept",
    summary: "Does not give the lock back when no caller is left that shares the ticket.",
    file: "src/shared-ticket.ts",
    line: "if (this.isOver) this.#giveBack?.();",
    becomes: [],
    caughtBy: [
      ...testsThatCatch("turn-given-to-cancelled"),
      "an updater that waited its turn runs in its caller's asynchronous context",
      "a read aborted right after its call is cancelled whole, or completes whole",
      "a write aborted right after its call is cancelled whole, or completes whole",
      "an update aborted right after its call is cancelled whole, or completes whole",
      "an update that has started is not affected by its signal",
      "an updater that aborts its own signal is not affected",
      "a write with a signal that does not abort is as one without",
      "an update with a signal that does not abort is as one without",
      "an update leaves no listener on its signal when its updater fails",
      "close resolves when all that waited are cancelled",
    ],
    schedule: { scenario: "abort-while-waiting", steps: "AABBBC" },
  },
  {
    id: "signal-forgotten",
    summary: "Waits its turn whatever its signal says.",
    file: "src/shared-ticket.ts",
    line: "await this.#line.acquire(signal);",
    becomes: ["await this.#line.acquire();"],
    // A signal that had aborted before the call is looked at all the same.
    caughtBy: testsThatCatch("signal-ignored", {
      except: testsThatCatch("aborted-signal-ignored"),
    }),
    schedule: { none: "An operation that is not cancelled is still correct." },
  },
];

export default breaks;
