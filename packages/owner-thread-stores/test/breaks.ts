/** One-line changes that break these stores, for `pnpm break-it port-owner`. */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const schedule = { none: "Its threads run at the same time, which no order of steps describes." };

const breaks: readonly Break[] = [
  {
    id: "grant-of-the-dead-kept",
    summary: "Keeps what a member had been granted after its thread has ended.",
    file: "src/owned-state.ts",
    line: "if (holder === gone) this.#passOn(key);",
    becomes: ["if (holder === gone) break;"],
    caughtBy: testsThatCatch("grant-of-the-dead-kept"),
    mayBeCaughtBy: ["when a thread is terminated in the midst of its operations, the others go on"],
    schedule,
  },
];

export default breaks;
