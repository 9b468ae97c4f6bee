/** One-line changes that break these stores, for `pnpm break-it port-owner`. */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const threads = { none: "Its threads run at the same time, which no order of steps describes." };

const rejectingOverAndOver =
  "operations that reject, called over and over, leave timers, signals and I/O their turn";

const breaks: readonly Break[] = [
  {
    id: "not-given-back-on-a-throw",
    strategy: "port-owner",
    summary: "Does not release the key when its updater has thrown.",
    file: "src/owner-store.ts",
    line: "this.#line.send(Ask.release, request.id, request.key);",
    becomes: [],
    caughtBy: [
      ...testsThatCatch("lock-kept-on-throw", {
        except: [
          // Reads do not wait for an updater.
          "a read waiting behind an updater that fails gets its turn",
          // Closing gives up the member's line, and with it what the line still holds.
          "close resolves only after every accepted operation has settled",
          // The keys are in the owner's memory.
          "a key without a value takes no memory once its operations have settled",
          rejectingOverAndOver,
        ],
      }),
      ...testsThatCatch("held-after-a-throw", {
        except: ["a read behind the other thread's updater that fails gets its turn"],
      }),
    ],
    mayBeCaughtBy: [
      // Whether its operations ever reject on a key that is held depends on the owner's pace.
      rejectingOverAndOver,
      "everything that random clients of two threads do is linearizable, failing and cancelled operations among it",
    ],
    schedule: threads,
  },
  {
    id: "grants-of-the-dead",
    strategy: "port-owner",
    summary: "Does not notice that a member's thread has ended: neither its grants nor its waits.",
    file: "src/serve-port.ts",
    line: 'port.on("close", () => state.forget(member));',
    becomes: [],
    caughtBy: [
      ...testsThatCatch("grant-of-the-dead-kept"),
      ...testsThatCatch("handed-to-the-dead"),
    ],
    mayBeCaughtBy: [
      "a thread that is terminated while its write waits harms no other thread",
      "when a thread is terminated in the midst of its operations, the others go on",
    ],
    schedule: threads,
  },
  {
    id: "granted-to-the-dead",
    strategy: "port-owner",
    summary: "Grants the key to a request whose member's thread has ended.",
    file: "src/owned-state.ts",
    line: "if (asker.isGone) continue;",
    becomes: [],
    caughtBy: testsThatCatch("handed-to-the-dead"),
    mayBeCaughtBy: [
      "a thread that is terminated while its write waits harms no other thread",
      "when a thread is terminated in the midst of its operations, the others go on",
    ],
    schedule: threads,
  },
  {
    id: "grant-of-the-dead-kept",
    strategy: "port-owner",
    summary: "Keeps what a member had been granted after its thread has ended.",
    file: "src/owned-state.ts",
    line: "if (holder === gone) this.#passOn(key);",
    becomes: ["if (holder === gone) break;"],
    caughtBy: testsThatCatch("grant-of-the-dead-kept"),
    mayBeCaughtBy: ["when a thread is terminated in the midst of its operations, the others go on"],
    schedule: threads,
  },
];

export default breaks;
