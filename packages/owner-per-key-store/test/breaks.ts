/** One-line changes that break this store, for `pnpm break-it owner-per-key`. */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const breaks: readonly Break[] = [
  {
    id: "no-reply-on-a-throw",
    summary: "Sends no reply when an updater has thrown.",
    file: "src/key-owner.ts",
    line: "reject(error);",
    becomes: [],
    caughtBy: [
      ...testsThatCatch("lock-kept-on-throw"),
      "an updater that fails after its signal aborted is told apart by its own error",
      "close resolves only after every accepted operation has settled",
    ],
    schedule: { scenario: "updater-throws", steps: "AABBCC" },
  },
  {
    id: "carried-out-though-cancelled",
    summary: "Reports a request as cancelled, but carries it out anyway.",
    file: "src/key-owner.ts",
    line: "if (cancellation.isCancelled) return undefined;",
    becomes: [],
    caughtBy: [
      "a write cancelled while it waited never takes effect",
      "an update cancelled while it waited never takes effect",
      "an updater is never called if its update was cancelled while it waited",
      "a write aborted right after its call is cancelled whole, or completes whole",
      "an update aborted right after its call is cancelled whole, or completes whole",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "cancelling some of those that wait disturbs none of the others",
      "one signal cancels every operation that waits with it, and no other",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "a key without a value takes no memory once its operations have settled",
      "reads, writes and cancelled ones of random clients are linearizable",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
    schedule: { scenario: "abort-while-waiting", steps: "ABCABB" },
  },
  {
    id: "closed-after-the-first-owner",
    summary: "Considers the store closed when the first owner ends, while others still work.",
    file: "src/owner-per-key-store.ts",
    line: "if (this.#owners.size === 0) this.#onNoOwnerLeft?.();",
    becomes: ["this.#onNoOwnerLeft?.();"],
    caughtBy: ["close resolves only after every accepted operation has settled"],
    schedule: { none: "The scenario that closes the store has one key, and so one owner." },
  },
];

export default breaks;
