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
    ],
    schedule: { scenario: "updater-throws", steps: "AABBCC" },
  },
  {
    id: "carried-out-though-cancelled",
    summary: "Reports a request as cancelled, but carries it out anyway.",
    file: "src/key-owner.ts",
    line: "if (cancellation.isCancelled) return undefined;",
    becomes: [],
    // Its waits share one listener all the same.
    caughtBy: testsThatCatch("cancelled-operation-happens", {
      except: testsThatCatch("listener-per-waiter"),
    }),
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
