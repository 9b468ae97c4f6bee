/** One-line changes that break these stores, for `pnpm break-it futex`. */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const schedule = { none: "Its threads run at the same time, which no order of steps describes." };

/** Tests that do not apply where keys and values are numbers. */
const ofObjects = ["a key without a value takes no memory once its operations have settled"];

const breaks: readonly Break[] = [
  {
    id: "left-in-the-queue",
    summary: "Leaves a waiter that has aborted in the queue, which grants it the lock.",
    file: "src/cohort-lock.ts",
    line: "this.#waiters.remove(abortable);",
    becomes: [],
    caughtBy: [
      ...testsThatCatch("turn-given-to-cancelled", {
        except: [
          ...ofObjects,
          // A cancelled read or write gives the lock back: its step is done, and settles nothing.
          "a read aborted just as its turn comes is cancelled whole, or completes whole",
          "reads, writes and cancelled ones of random clients are linearizable",
        ],
      }),
      "a write waits while the other thread's updater of its key awaits",
      "an update waits while the other thread's updater of its key awaits",
      "a write that was cancelled while it waited leaves the next one its turn",
      "an update that was cancelled while it waited leaves the next one its turn",
      "a thread whose waiting operations were all cancelled leaves nothing in the others' way",
    ],
    mayBeCaughtBy: [
      "a thread ends by itself when its handle is closed",
      "everything that random clients of two threads do is linearizable, failing and cancelled operations among it",
    ],
    schedule,
  },
  {
    id: "not-counted",
    summary: "Does not count the operations that wait, so that closing does not wait for them.",
    file: "src/admission.ts",
    line: "this.#open += 1;",
    becomes: [],
    caughtBy: [
      ...testsThatCatch("closes-too-early", {
        except: ["a closed store holds no key and no value"],
      }),
      "closing a handle waits for its operations that wait for the other thread",
    ],
    schedule,
  },
  {
    id: "signal-forgotten",
    summary: "Waits for the lock whatever the signal of an update says.",
    file: "src/locked-store.ts",
    line: "await this.#locks.acquire(key, signal);",
    becomes: ["await this.#locks.acquire(key, undefined);"],
    caughtBy: [
      "an update that waits is cancelled at once, with the signal's very reason",
      "an update cancelled while it waited never takes effect",
      "an updater is never called if its update was cancelled while it waited",
      "cancelling some of those that wait disturbs none of the others",
      "one signal cancels every operation that waits with it, and no other",
      "an update that waits may still be cancelled while the store closes",
      // These look whether an operation waits by what is cancelled behind it.
      "a write waits while the other thread's updater of its key awaits",
      "an update waits while the other thread's updater of its key awaits",
      "a read waits while the other thread's updater of its key awaits",
      "a read waits while the other thread's updater of another key awaits",
      "a write waits while the other thread's updater of another key awaits",
      "an update waits while the other thread's updater of another key awaits",
      "an update that waits for the other thread is cancelled at once, with its reason",
      "an update that was cancelled while it waited leaves the next one its turn",
      "a thread whose waiting operations were all cancelled leaves nothing in the others' way",
      "when a thread is terminated while it holds the state, the others wait and can be cancelled",
    ],
    schedule,
  },
];

export default breaks;
